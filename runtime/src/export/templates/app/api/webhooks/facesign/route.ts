import { after, NextResponse } from "next/server";
import { isSigned, parseEvent } from "@/lib/webhook";
import { handleEvent, isFirstDelivery } from "@/lib/webhook-events";

/** Receives FaceSign's events: checks the signature, answers at once and works afterwards. */
export async function POST(request: Request): Promise<NextResponse> {
  const secret = process.env.FACESIGN_WEBHOOK_SECRET?.trim();
  if (!secret) {
    console.error("A webhook was refused: set FACESIGN_WEBHOOK_SECRET to the secret of your webhook endpoint.");
    return NextResponse.json({ error: "webhooks are not configured" }, { status: 503 });
  }
  const rawBody = await request.text();
  if (!isSigned(rawBody, request.headers, secret)) {
    return NextResponse.json({ error: "the signature is missing or wrong" }, { status: 401 });
  }
  const event = parseEvent(rawBody);
  if (!event) return NextResponse.json({ error: "the body is not an event" }, { status: 400 });
  if (isFirstDelivery(event)) after(() => handleEvent(event));
  return NextResponse.json({ received: true });
}

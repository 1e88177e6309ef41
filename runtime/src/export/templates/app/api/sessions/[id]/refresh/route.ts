import type { NextResponse } from "next/server";
import { answer, answering, refuse } from "@/lib/answers";
import { refreshSession } from "@/lib/facesign/client";
import { ownsSession } from "@/lib/ownership";
import { isSameOrigin, waitSeconds } from "@/lib/request-guard";

/** A fresh link for the visitor's own session, after the two hours of the first one. */
export async function POST(request: Request, { params }: { params: Promise<{ id: string }> }): Promise<NextResponse> {
  return answering(async () => {
    if (!isSameOrigin(request)) return refuse("forbidden");
    const wait = waitSeconds(request);
    if (wait > 0) return refuse("busy", wait);
    const { id } = await params;
    if (!(await ownsSession(id))) return refuse("not_found");
    const { url, expireAt } = await refreshSession(id);
    return answer({ id, url, expiresAt: expireAt });
  });
}

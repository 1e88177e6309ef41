import type { NextResponse } from "next/server";
import { answer, answering, refuse } from "@/lib/answers";
import { readSessionOrigin } from "@/lib/environment";
import { createSession } from "@/lib/facesign/client";
import { claimSession } from "@/lib/ownership";
import { isSameOrigin, isSecure, waitSeconds } from "@/lib/request-guard";
import { chosenLanguage } from "@/lib/visitor-language";

/** Starts a session. The browser gets the address of the hosted page and never the API key. */
export async function POST(request: Request): Promise<NextResponse> {
  return answering(async () => {
    if (!isSameOrigin(request)) return refuse("forbidden");
    const wait = waitSeconds(request);
    if (wait > 0) return refuse("busy", wait);

    const { session, clientSecret, warnings } = await createSession(await chosenLanguage());
    if (new URL(clientSecret.url).origin !== readSessionOrigin()) {
      console.error(
        `The session page lives at ${new URL(clientSecret.url).origin}, which the security headers do not allow: ` +
          "set FACESIGN_SESSION_ORIGIN to it.",
      );
      return refuse("not_configured");
    }
    for (const warning of warnings ?? []) console.warn(`FaceSign warns about the flow: ${warning}`);
    await claimSession(session.id, isSecure(request));
    return answer({ id: session.id, url: clientSecret.url, expiresAt: clientSecret.expireAt }, 201);
  });
}

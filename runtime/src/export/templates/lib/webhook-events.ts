import "server-only";

import { getSession } from "@/lib/facesign/client";
import { decide } from "@/lib/verdict";
import type { WebhookEvent } from "@/lib/webhook";

/** Ids remembered in this process; with several instances keep them in your database instead. */
const REMEMBERED = 1_000;
const seen = new Set<string>();

/** True for the first delivery of an event: FaceSign repeats deliveries that were not answered in time. */
export function isFirstDelivery(event: WebhookEvent): boolean {
  if (seen.has(event.id)) return false;
  const oldest = seen.size >= REMEMBERED ? seen.values().next().value : undefined;
  if (oldest !== undefined) seen.delete(oldest);
  seen.add(event.id);
  return true;
}

/**
 * Your reaction to an event; it runs after the answer was sent. Events come in any order and carry no verdict, so the
 * session is read again each time. Replace the log line by what your product does with a decision.
 */
export async function handleEvent(event: WebhookEvent): Promise<void> {
  try {
    const session = await getSession(event.sessionId);
    const { verdict } = decide(session);
    console.info(JSON.stringify({ event: event.type, session: session.id, status: session.status, verdict }));
  } catch (error) {
    // Allow the next delivery to try again.
    seen.delete(event.id);
    console.error(`webhook ${event.id}: ${error instanceof Error ? error.message : "failed"}`);
  }
}

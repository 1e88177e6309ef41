import "server-only";

import { readSessionsPerMinute } from "@/lib/environment";

const WINDOW_MS = 60_000;
/** Addresses remembered at a time; beyond it the oldest window makes room. */
const MAX_ADDRESSES = 10_000;

const windows = new Map<string, { startedAt: number; calls: number }>();

/** Only pages of this app may start sessions: browsers send `Origin` with every POST. */
export function isSameOrigin(request: Request): boolean {
  const origin = request.headers.get("origin");
  const host = request.headers.get("x-forwarded-host") ?? request.headers.get("host");
  return origin !== null && host !== null && URL.canParse(origin) && new URL(origin).host === host;
}

export function isSecure(request: Request): boolean {
  const protocol = request.headers.get("x-forwarded-proto")?.split(",")[0]?.trim() ?? new URL(request.url).protocol;
  return protocol.startsWith("https");
}

/**
 * Seconds to wait, or 0 if the call may go on. Counted per network address and in this process only: several instances
 * each count for themselves, so a public site adds the limit of its host in front.
 */
export function waitSeconds(request: Request, now = Date.now()): number {
  const address = request.headers.get("x-forwarded-for")?.split(",")[0]?.trim() ?? "unknown";
  const current = windows.get(address);
  if (!current || now - current.startedAt >= WINDOW_MS) {
    windows.delete(address);
    const oldest = windows.size >= MAX_ADDRESSES ? windows.keys().next().value : undefined;
    if (oldest !== undefined) windows.delete(oldest);
    windows.set(address, { startedAt: now, calls: 1 });
    return 0;
  }
  current.calls += 1;
  if (current.calls <= readSessionsPerMinute()) return 0;
  return Math.ceil((current.startedAt + WINDOW_MS - now) / 1000);
}

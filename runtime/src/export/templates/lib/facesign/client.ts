import "server-only";

import { flow, settings } from "@/lib/content";
import { readEnvironment } from "@/lib/environment";
import { errorFrom, FaceSignError } from "./errors";
import type { ClientSecret, CreatedSession, Session } from "./types";

const TIMEOUT_MS = 15_000;

/** Starts a verification session. A language the visitor chose is the only one the session then speaks. */
export async function createSession(chosenLanguage?: string): Promise<CreatedSession> {
  const language = chosenLanguage && { langs: [chosenLanguage], defaultLang: chosenLanguage };
  return call<CreatedSession>("POST", "/sessions", { ...settings, ...language, flow });
}

export async function getSession(id: string): Promise<Session> {
  const { session } = await call<{ session: Session }>("GET", `/sessions/${encodeURIComponent(id)}`);
  return session;
}

/** Makes a fresh link for a running session. A GET that creates, so it must never be retried or prefetched. */
export async function refreshSession(id: string): Promise<ClientSecret> {
  return call<ClientSecret>("GET", `/sessions/${encodeURIComponent(id)}/refresh`);
}

async function call<T>(method: "GET" | "POST", path: string, body?: unknown): Promise<T> {
  const { apiKey, apiUrl } = readEnvironment();
  const response = await fetch(new URL(path, apiUrl), {
    method,
    headers: {
      authorization: `Bearer ${apiKey}`,
      accept: "application/json",
      ...(body !== undefined && { "content-type": "application/json" }),
    },
    body: body === undefined ? undefined : JSON.stringify(body),
    cache: "no-store",
    signal: AbortSignal.timeout(TIMEOUT_MS),
  }).catch((cause: unknown) => {
    const timedOut = cause instanceof Error && cause.name === "TimeoutError";
    throw timedOut
      ? new FaceSignError("timeout", `FaceSign did not answer within ${TIMEOUT_MS / 1000} s`)
      : new FaceSignError("unreachable", `FaceSign could not be reached at ${apiUrl}`);
  });
  if (!response.ok) throw await errorFrom(response);
  return response.json().catch(() => {
    throw new FaceSignError("unexpected", "FaceSign answered with something other than JSON");
  }) as Promise<T>;
}

import type { OpenSession, Problem } from "./session-state";

/** The page's calls to its own server. */

export class SessionProblem extends Error {
  constructor(readonly problem: Problem) {
    super(problem);
  }
}

export async function openSession(): Promise<OpenSession> {
  return (await call("/api/sessions", "POST")) as OpenSession;
}

export async function renewSession(id: string): Promise<OpenSession> {
  return (await call(`/api/sessions/${encodeURIComponent(id)}/refresh`, "POST")) as OpenSession;
}

/** Whether the session has come to its end, by whatever way. */
export async function isSettled(id: string): Promise<boolean> {
  const { status } = (await call(`/api/sessions/${encodeURIComponent(id)}`, "GET")) as { status: string };
  return status === "complete" || status === "incomplete";
}

const PROBLEMS: readonly string[] = ["not_configured", "forbidden", "not_found", "busy", "unavailable"] satisfies Problem[];

async function call(path: string, method: "GET" | "POST"): Promise<unknown> {
  const response = await fetch(path, { method, cache: "no-store" }).catch(() => {
    throw new SessionProblem("offline");
  });
  const body: unknown = await response.json().catch(() => null);
  if (response.ok) return body;
  const error = typeof body === "object" && body !== null && "error" in body ? String(body.error) : "";
  throw new SessionProblem(PROBLEMS.includes(error) ? (error as Problem) : "unavailable");
}

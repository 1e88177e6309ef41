import "server-only";

import { NextResponse } from "next/server";
import { ConfigurationError } from "@/lib/environment";
import { FaceSignError } from "@/lib/facesign/errors";

/** What the page can tell a visitor; everything else stays in the log. */
export type Problem = "not_configured" | "forbidden" | "not_found" | "busy" | "unavailable";

const STATUS: Readonly<Record<Problem, number>> = {
  not_configured: 503,
  forbidden: 403,
  not_found: 404,
  busy: 429,
  unavailable: 502,
};

export function refuse(problem: Problem, retryAfter?: number): NextResponse {
  const headers = retryAfter ? { "retry-after": String(retryAfter) } : undefined;
  return NextResponse.json({ error: problem }, { status: STATUS[problem], headers });
}

export function answer(body: unknown, status = 200): NextResponse {
  return NextResponse.json(body, { status, headers: { "cache-control": "no-store" } });
}

/** Runs a route and turns what it throws into an answer. */
export async function answering(route: () => Promise<NextResponse>): Promise<NextResponse> {
  try {
    return await route();
  } catch (error) {
    if (error instanceof ConfigurationError) {
      console.error(error.message);
      return refuse("not_configured");
    }
    if (error instanceof FaceSignError) {
      console.error(error.message);
      return refuse(problemOf(error), error.retryAfter);
    }
    throw error;
  }
}

function problemOf(error: FaceSignError): Problem {
  switch (error.kind) {
    case "unauthorized":
    case "invalid":
      return "not_configured";
    case "not_found":
      return "not_found";
    case "rate_limited":
      return "busy";
    default:
      return "unavailable";
  }
}

import { NextResponse } from "next/server";

/** For load balancers: the process answers. It asks nobody else, so that an outage elsewhere restarts nothing here. */
export function GET(): NextResponse {
  return NextResponse.json({ status: "ok" }, { headers: { "cache-control": "no-store" } });
}

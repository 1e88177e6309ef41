import type { NextResponse } from "next/server";
import { answer, answering, refuse } from "@/lib/answers";
import { getSession } from "@/lib/facesign/client";
import { ownsSession } from "@/lib/ownership";
import { decide } from "@/lib/verdict";

/** How far the visitor's own session is: enough to wait for it, no result inside. */
export async function GET(_request: Request, { params }: { params: Promise<{ id: string }> }): Promise<NextResponse> {
  return answering(async () => {
    const { id } = await params;
    if (!(await ownsSession(id))) return refuse("not_found");
    const session = await getSession(id);
    return answer({ status: session.status, pending: decide(session).verdict === "pending" });
  });
}

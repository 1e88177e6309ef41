import { describe, expect, it } from "vitest";
import { isFinishedMessage } from "@/components/session/frame-message";
import { INITIAL, next, type SessionEvent, type SessionState } from "@/components/session/session-state";

const session = { id: "A1", url: "https://session.facesign.ai/?cs=1", expiresAt: 1 };

function after(...events: SessionEvent[]): SessionState {
  return events.reduce(next, INITIAL);
}

describe("next", () => {
  it("goes from the landing to the result", () => {
    const states: SessionEvent[] = [{ type: "start" }, { type: "opened", session }, { type: "frameFinished" }, { type: "settled" }];
    expect(states.map((_, count) => after(...states.slice(0, count + 1)).step)).toEqual(["creating", "running", "checking", "done"]);
  });

  it("reaches the result without a word from the frame", () => {
    expect(after({ type: "start" }, { type: "opened", session }, { type: "settled" })).toEqual({ step: "done", id: "A1" });
  });

  it("fails and starts again", () => {
    const failed = after({ type: "start" }, { type: "failed", problem: "busy" });
    expect(failed).toEqual({ step: "failed", problem: "busy" });
    expect(next(failed, { type: "start" })).toEqual({ step: "creating" });
  });

  it("goes on with a fresh link after the first has expired", () => {
    const fresh = { ...session, url: "https://session.facesign.ai/?cs=2" };
    const renewed = after({ type: "start" }, { type: "opened", session }, { type: "expired" }, { type: "opened", session: fresh });
    expect(renewed).toEqual({ step: "running", session: fresh });
  });

  it("ignores what comes too late", () => {
    expect(after({ type: "start" }, { type: "reset" }, { type: "opened", session })).toEqual(INITIAL);
    expect(after({ type: "frameFinished" })).toEqual(INITIAL);
    const running = after({ type: "start" }, { type: "opened", session });
    expect(next(running, { type: "start" })).toBe(running);
    expect(next(running, { type: "failed", problem: "offline" })).toBe(running);
  });
});

describe("isFinishedMessage", () => {
  it("knows the message of the hosted page and nothing else", () => {
    expect(isFinishedMessage('{"message":"SESSION_FINISHED","status":"complete"}')).toBe(true);
    for (const other of ['{"message":"NODE_ENTERED"}', "SESSION_FINISHED", "{", "null", { message: "SESSION_FINISHED" }, undefined]) {
      expect(isFinishedMessage(other)).toBe(false);
    }
  });
});

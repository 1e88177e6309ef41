"use client";

import { useCallback, useEffect, useReducer } from "react";
import { isSettled, openSession, renewSession, SessionProblem } from "./session-api";
import { INITIAL, next, type OpenSession, type Problem, type SessionState } from "./session-state";

const POLL_MS = 4_000;
const POLL_AFTER_FINISH_MS = 1_000;
/** After the frame said that it is finished, the result page takes over even if the server still says otherwise. */
const CHECK_AT_MOST_MS = 20_000;

export interface SessionControls {
  readonly state: SessionState;
  readonly start: () => void;
  readonly renew: () => void;
  readonly reset: () => void;
  readonly frameFinished: () => void;
}

/** Drives the state machine: calls the server, watches the clock, and polls, for the frame may never say a word. */
export function useSession(): SessionControls {
  const [state, dispatch] = useReducer(next, INITIAL);
  const session = "session" in state ? state.session : undefined;

  const open = useCallback(async (request: () => Promise<OpenSession>) => {
    try {
      dispatch({ type: "opened", session: await request() });
    } catch (error) {
      dispatch({ type: "failed", problem: problemOf(error) });
    }
  }, []);

  const start = useCallback(() => {
    dispatch({ type: "start" });
    void open(openSession);
  }, [open]);

  const renew = useCallback(() => {
    if (session) void open(() => renewSession(session.id));
  }, [open, session]);

  useEffect(() => {
    if (state.step !== "running") return;
    const timer = setTimeout(() => dispatch({ type: "expired" }), Math.max(0, state.session.expiresAt - Date.now()));
    return () => clearTimeout(timer);
  }, [state]);

  const checking = state.step === "checking";
  useEffect(() => {
    if (!session) return;
    const timer = setInterval(
      () => {
        isSettled(session.id).then(
          (settled) => settled && dispatch({ type: "settled" }),
          () => undefined, // A poll that fails is followed by another.
        );
      },
      checking ? POLL_AFTER_FINISH_MS : POLL_MS,
    );
    const limit = checking ? setTimeout(() => dispatch({ type: "settled" }), CHECK_AT_MOST_MS) : undefined;
    return () => {
      clearInterval(timer);
      clearTimeout(limit);
    };
  }, [session, checking]);

  const reset = useCallback(() => dispatch({ type: "reset" }), []);
  const frameFinished = useCallback(() => dispatch({ type: "frameFinished" }), []);
  return { state, start, renew, reset, frameFinished };
}

function problemOf(error: unknown): Problem {
  return error instanceof SessionProblem ? error.problem : "unavailable";
}

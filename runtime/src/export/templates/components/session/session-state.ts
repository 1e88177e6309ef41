/** The life of one session on the page, as data: every step the page can be in, and what leads from one to the next. */

export type Problem = "not_configured" | "forbidden" | "not_found" | "busy" | "unavailable" | "offline";

export interface OpenSession {
  readonly id: string;
  readonly url: string;
  /** Unix milliseconds. */
  readonly expiresAt: number;
}

export type SessionState =
  | { readonly step: "idle" }
  | { readonly step: "creating" }
  | { readonly step: "running"; readonly session: OpenSession }
  | { readonly step: "expired"; readonly session: OpenSession }
  | { readonly step: "checking"; readonly session: OpenSession }
  | { readonly step: "done"; readonly id: string }
  | { readonly step: "failed"; readonly problem: Problem };

export type SessionEvent =
  | { readonly type: "start" }
  | { readonly type: "opened"; readonly session: OpenSession }
  | { readonly type: "expired" }
  /** The frame says that it is finished: a reason to ask the server, not a result. */
  | { readonly type: "frameFinished" }
  | { readonly type: "settled" }
  | { readonly type: "failed"; readonly problem: Problem }
  | { readonly type: "reset" };

export const INITIAL: SessionState = { step: "idle" };

/** The next state; an event that does not fit the state changes nothing, so late answers do no harm. */
export function next(state: SessionState, event: SessionEvent): SessionState {
  switch (event.type) {
    case "start":
      return state.step === "idle" || state.step === "failed" ? { step: "creating" } : state;
    case "opened":
      return state.step === "creating" || state.step === "expired" ? { step: "running", session: event.session } : state;
    case "expired":
      return state.step === "running" ? { step: "expired", session: state.session } : state;
    case "frameFinished":
      return state.step === "running" ? { step: "checking", session: state.session } : state;
    case "settled":
      return "session" in state ? { step: "done", id: state.session.id } : state;
    case "failed":
      return state.step === "creating" || state.step === "expired" ? { step: "failed", problem: event.problem } : state;
    case "reset":
      return INITIAL;
  }
}

"use client";

import { useRouter } from "next/navigation";
import { type ReactNode, useEffect, useRef } from "react";
import type { Texts } from "@/lib/texts";
import { Failure } from "./Failure";
import { SessionFrame } from "./SessionFrame";
import type { SessionState } from "./session-state";
import { useSession } from "./use-session";

/** The start page's moving part: landing, session, failure, and the way to the result. */
export function SessionFlow({ texts, landing }: { texts: Texts; landing: ReactNode }) {
  const { state, start, renew, reset, frameFinished } = useSession();
  const router = useRouter();
  const stage = useRef<HTMLDivElement>(null);

  useEffect(() => {
    if (state.step === "done") router.push(`/result/${encodeURIComponent(state.id)}`);
    // What the visitor acts on has changed, so the keyboard and the screen reader follow.
    if (state.step === "running" || state.step === "failed" || state.step === "expired") stage.current?.focus();
  }, [state, router]);

  return (
    <div ref={stage} tabIndex={-1} className="stage" data-step={state.step}>
      <p className="visually-hidden" role="status" aria-live="polite">
        {announcement(state, texts)}
      </p>
      {(state.step === "idle" || state.step === "creating") && (
        <section className="card">
          {landing}
          <button type="button" className="button" data-testid="start" onClick={start} disabled={state.step === "creating"}>
            {state.step === "creating" && <span className="spinner" aria-hidden="true" />}
            {state.step === "creating" ? texts.creating : texts.start}
          </button>
        </section>
      )}
      {(state.step === "running" || state.step === "expired") && (
        <SessionFrame
          session={state.session}
          expired={state.step === "expired"}
          texts={texts}
          onFinished={frameFinished}
          onRenew={renew}
          onLeave={reset}
        />
      )}
      {(state.step === "checking" || state.step === "done") && (
        <section className="card centered">
          <span className="spinner" aria-hidden="true" />
          <p>{texts.checking}</p>
        </section>
      )}
      {state.step === "failed" && <Failure problem={state.problem} texts={texts} onRetry={start} />}
    </div>
  );
}

function announcement(state: SessionState, texts: Texts): string {
  switch (state.step) {
    case "creating":
      return texts.creating;
    case "running":
      return texts.running;
    case "expired":
      return texts.expired;
    case "checking":
    case "done":
      return texts.checking;
    default:
      return "";
  }
}

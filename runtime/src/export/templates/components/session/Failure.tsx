import type { Texts } from "@/lib/texts";
import type { Problem } from "./session-state";

interface Props {
  readonly problem: Problem;
  readonly texts: Texts;
  readonly onRetry: () => void;
}

/** Why the session did not start, in the visitor's words, and the way on. */
export function Failure({ problem, texts, onRetry }: Props) {
  return (
    <section className="card" role="alert" data-problem={problem}>
      <h1>{texts.failedTitle}</h1>
      <p className="lead">{textFor(problem, texts)}</p>
      <button type="button" className="button" data-testid="retry" onClick={onRetry}>
        {texts.retry}
      </button>
    </section>
  );
}

function textFor(problem: Problem, texts: Texts): string {
  switch (problem) {
    case "offline":
      return texts.failedOffline;
    case "busy":
      return texts.failedBusy;
    case "not_configured":
      return texts.failedSetup;
    default:
      return texts.failedText;
  }
}

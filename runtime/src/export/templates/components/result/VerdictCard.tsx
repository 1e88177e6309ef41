import Link from "next/link";
import type { Session } from "@/lib/facesign/types";
import type { Texts } from "@/lib/texts";
import type { Verdict } from "@/lib/verdict";
import { VerdictIcon } from "./VerdictIcon";

interface Props {
  readonly session: Session;
  readonly verdict: Verdict;
  readonly texts: Texts;
}

/** The outcome in one sentence; why it is so stays with the operator. */
export function VerdictCard({ session, verdict, texts }: Props) {
  const { title, text } = wordsFor(verdict, texts);
  return (
    <section className="card verdict" data-testid="result" data-verdict={verdict} aria-live="polite">
      <VerdictIcon verdict={verdict} />
      <h1>{title}</h1>
      <p className="lead">{text}</p>
      <p className="muted">
        <span data-testid="status" data-status={session.status}>
          {statusText(session, texts)}
        </span>
        {" · "}
        {texts.reference} <code>{session.id}</code>
      </p>
      {verdict !== "passed" && verdict !== "pending" && (
        <Link className="button" data-testid="retry" href="/">
          {texts.startAgain}
        </Link>
      )}
    </section>
  );
}

function wordsFor(verdict: Verdict, texts: Texts): { title: string; text: string } {
  switch (verdict) {
    case "passed":
      return { title: texts.passedTitle, text: texts.passedText };
    case "failed":
      return { title: texts.notPassedTitle, text: texts.notPassedText };
    case "review":
      return { title: texts.reviewTitle, text: texts.reviewText };
    case "pending":
      return { title: texts.pendingTitle, text: texts.pendingText };
    case "unfinished":
      return { title: texts.unfinishedTitle, text: texts.unfinishedText };
  }
}

function statusText(session: Session, texts: Texts): string {
  switch (session.status) {
    case "created":
      return texts.statusCreated;
    case "inProgress":
      return texts.statusInProgress;
    case "complete":
      return texts.statusComplete;
    case "incomplete":
      return texts.statusIncomplete;
  }
}

import type { Session } from "@/lib/facesign/types";
import type { Texts } from "@/lib/texts";
import type { Decision } from "@/lib/verdict";
import { Analyses } from "./Analyses";
import { Checks } from "./Checks";
import { Transcript } from "./Transcript";

interface Props {
  readonly session: Session;
  readonly decision: Decision;
  readonly texts: Texts;
}

/** Everything the session reported. For operators: with a production key it is off unless FACESIGN_RESULT_DETAILS=1. */
export function Details({ session, decision, texts }: Props) {
  const report = session.report ?? {};
  return (
    <div className="details">
      {decision.reasons.length > 0 && (
        <section className="card" aria-labelledby="reasons">
          <h2 id="reasons">{texts.reasonsTitle}</h2>
          <ul lang="en">
            {decision.reasons.map((reason) => (
              <li key={reason}>{marked(reason)}</li>
            ))}
          </ul>
        </section>
      )}
      <Checks reports={report.nodeReports ?? []} title={texts.checksTitle} />
      <Analyses report={report} title={texts.analysesTitle} />
      <Transcript phrases={report.transcript ?? []} language={report.lang} texts={texts} />
    </div>
  );
}

/** A reason whose backticks mark names. */
function marked(reason: string) {
  return reason.split(/`([^`]+)`/).map((piece, index) => (index % 2 ? <code key={index}>{piece}</code> : piece));
}

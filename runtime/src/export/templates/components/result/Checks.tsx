import type { NodeReport } from "@/lib/facesign/types";

/** One line per node that the session visited, in FaceSign's own words. */
export function Checks({ reports, title }: { reports: readonly NodeReport[]; title: string }) {
  if (reports.length === 0) return null;
  return (
    <section className="card" aria-labelledby="checks">
      <h2 id="checks">{title}</h2>
      <ol className="facts" lang="en">
        {reports.map((report, position) => (
          <li key={`${report.nodeId}-${position}`}>
            <span>
              {report.nodeId} <span className="muted">{report.type}</span>
            </span>
            <code>{report.outcome ?? "–"}</code>
          </li>
        ))}
      </ol>
    </section>
  );
}

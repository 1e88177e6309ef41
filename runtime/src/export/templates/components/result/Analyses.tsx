import type { SessionReport } from "@/lib/facesign/types";

/** State and result of the analyses that ran after the session. */
export function Analyses({ report, title }: { report: SessionReport; title: string }) {
  const rows = analysesOf(report);
  if (rows.length === 0) return null;
  return (
    <section className="card" aria-labelledby="analyses">
      <h2 id="analyses">{title}</h2>
      <ul className="facts" lang="en">
        {rows.map(([name, state]) => (
          <li key={name}>
            <span>{name}</span>
            <code>{state}</code>
          </li>
        ))}
      </ul>
    </section>
  );
}

function analysesOf(report: SessionReport): [string, string][] {
  const rows: [string, string | undefined][] = [
    ["Video analysis", report.videoAIAnalysisStatus],
    ["Deepfake analysis", report.deepfakeDetection?.verdict ?? report.deepfakeDetectionStatus?.state],
    ["Post-session liveness", report.postSessionLiveness?.state],
  ];
  return rows.filter((row): row is [string, string] => row[1] !== undefined);
}

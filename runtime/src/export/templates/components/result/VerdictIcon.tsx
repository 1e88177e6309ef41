import type { Verdict } from "@/lib/verdict";

const SHAPES: Readonly<Record<Verdict, string>> = {
  passed: "M15 24.5l6 6 12-13",
  failed: "M17 17l14 14M31 17L17 31",
  review: "M24 15v11M24 32v.5",
  pending: "M24 15v9l6 4",
  unfinished: "M16 24h16",
};

export function VerdictIcon({ verdict }: { verdict: Verdict }) {
  return (
    <svg className="verdict-icon" viewBox="0 0 48 48" width="56" height="56" aria-hidden="true">
      <circle cx="24" cy="24" r="22" />
      <path d={SHAPES[verdict]} />
    </svg>
  );
}

import { flow, passEnds } from "@/lib/content";
import type { FlowNode, NodeReport, Session, SessionReport } from "@/lib/facesign/types";

/**
 * FaceSign reports facts, not a verdict: `complete` only says that the flow reached an end. This file is where your app
 * turns the facts into a decision. It is strict on purpose: whatever is missing, undecided or unknown is not a pass.
 *
 * passed      the session is complete, reached an end listed in content/verdict.json, and every check and analysis passed
 * failed      a check or an analysis said no
 * review      nothing said no, but something could not be decided: a person should look
 * pending     an analysis that was asked for is still running
 * unfinished  the session is open, or was left before an end
 */
export type Verdict = "passed" | "failed" | "review" | "pending" | "unfinished";

export interface Decision {
  readonly verdict: Verdict;
  /** Why it is not a pass, for the operator. */
  readonly reasons: readonly string[];
}

/** How a finding weighs; the heaviest one decides. */
type Weight = Exclude<Verdict, "passed" | "unfinished">;

interface Finding {
  readonly weight: Weight;
  readonly reason: string;
}

interface CheckRule {
  readonly passes: string;
  /** Says no. Every further outcome is undecided: a retry or another check of the same kind can make up for it. */
  readonly fails: readonly string[];
  readonly kind: string;
}

const CHECKS: Readonly<Record<string, CheckRule>> = {
  liveness_detection: { passes: "livenessDetected", fails: ["deepfakeDetected"], kind: "liveness" },
  face_scan: { passes: "passed", fails: ["notPassed"], kind: "face scan" },
  face_compare: { passes: "match", fails: ["noMatch"], kind: "face compare" },
  recognition: { passes: "recognized", fails: ["newUser"], kind: "recognition" },
  document_scan: { passes: "scanSuccess", fails: [], kind: "document" },
  two_factor_email: { passes: "verified", fails: ["failed_unverified"], kind: "code" },
  two_factor_sms: { passes: "verified", fails: ["failed_unverified"], kind: "code" },
};

/** Once seen, no retry makes up for it. */
const NEVER_FORGIVEN = "deepfakeDetected";

export function decide(session: Session): Decision {
  if (session.status !== "complete") {
    return { verdict: "unfinished", reasons: [`the session is ${session.status}`] };
  }
  const report = session.report ?? {};
  const reports = report.nodeReports ?? [];
  const findings = [...endFindings(reports), ...checkFindings(reports), ...analysisFindings(session, report)];
  const weights: readonly Weight[] = ["failed", "review", "pending"];
  const verdict = weights.find((weight) => findings.some((finding) => finding.weight === weight)) ?? "passed";
  return { verdict, reasons: findings.map((finding) => finding.reason) };
}

/** The end node that the last report leads to. */
export function reachedEnd(reports: readonly NodeReport[]): string | undefined {
  const last = reports.at(-1);
  const node = flow.find(({ id }) => id === last?.nodeId);
  const target = node && last?.outcome !== undefined ? targetOf(node, last.outcome) : undefined;
  return flow.find(({ id, type }) => id === target && type === "end")?.id;
}

/** Reports name an outcome by its key, and where outcomes are listed by the id of its target. */
function targetOf(node: FlowNode, outcome: string): string | undefined {
  if (isListed(node.outcomes)) {
    const listed = node.outcomes;
    return (listed.find((one) => one.targetNodeId === outcome) ?? listed.find((one) => one.id === outcome))?.targetNodeId;
  }
  return node.outcomes?.[outcome] ?? outcome;
}

function isListed(outcomes: FlowNode["outcomes"]): outcomes is Extract<FlowNode["outcomes"], readonly unknown[]> {
  return Array.isArray(outcomes);
}

function endFindings(reports: readonly NodeReport[]): Finding[] {
  if (passEnds.length === 0) {
    return [{ weight: "review", reason: "content/verdict.json lists no end that means success" }];
  }
  const end = reachedEnd(reports);
  if (end === undefined) return [{ weight: "review", reason: "the reports do not lead to an end node" }];
  return passEnds.includes(end) ? [] : [{ weight: "failed", reason: `the session ended at \`${end}\`` }];
}

function checkFindings(reports: readonly NodeReport[]): Finding[] {
  return reports.flatMap((report, position) => {
    const rule = CHECKS[report.type];
    if (!rule || report.outcome === rule.passes) return [];
    const finding = { weight: rule.fails.includes(report.outcome ?? "") ? "failed" : "review", reason: reasonOf(report) } as const;
    if (report.outcome === NEVER_FORGIVEN) return [finding];
    const later = reports.slice(position + 1);
    return later.some((other) => madeUpFor(report, finding.weight, other)) ? [] : [finding];
  });
}

/** A check that said no is made up for by the same node only; an undecided one by any later check of its kind. */
function madeUpFor(report: NodeReport, weight: Weight, later: NodeReport): boolean {
  const passed = CHECKS[later.type]?.passes === later.outcome;
  const comparable = weight === "failed" ? later.nodeId === report.nodeId : CHECKS[later.type]?.kind === CHECKS[report.type]?.kind;
  return passed && comparable;
}

function reasonOf(report: NodeReport): string {
  return `\`${report.nodeId}\` (${report.type}) ended with \`${report.outcome ?? "no outcome"}\``;
}

function analysisFindings(session: Session, report: SessionReport): Finding[] {
  return [...videoFindings(session, report), ...deepfakeFindings(report), ...livenessFindings(session, report)];
}

function videoFindings(session: Session, report: SessionReport): Finding[] {
  const asked = session.settings?.videoAIAnalysisEnabled === true || report.videoAIAnalysisStatus !== undefined;
  if (!asked) return [];
  const state = report.videoAIAnalysisStatus;
  if (state !== "succeeded") return [unsettled("video analysis", state)];
  const evaluations = Object.values(report.videoAIAnalysis ?? {}).map(evaluationOf);
  if (evaluations.includes("highFraudRisk")) return [{ weight: "failed", reason: "video analysis saw a high fraud risk" }];
  if (evaluations.includes("suspicious")) return [{ weight: "review", reason: "video analysis saw something suspicious" }];
  return [];
}

function evaluationOf(criterion: unknown): unknown {
  return typeof criterion === "object" && criterion !== null && "evaluation" in criterion ? criterion.evaluation : undefined;
}

function deepfakeFindings(report: SessionReport): Finding[] {
  const state = report.deepfakeDetectionStatus?.state;
  const verdict = report.deepfakeDetection?.verdict;
  if (state === undefined && verdict === undefined) return [];
  if (verdict === "manipulated") return [{ weight: "failed", reason: "deepfake analysis says the video was manipulated" }];
  if (state !== undefined && state !== "succeeded") return [unsettled("deepfake analysis", state)];
  return verdict === "authentic" ? [] : [{ weight: "review", reason: "deepfake analysis reached no verdict" }];
}

function livenessFindings(session: Session, report: SessionReport): Finding[] {
  const asked = session.settings?.metadata?.postSessionLiveness !== undefined || report.postSessionLiveness !== undefined;
  const state = report.postSessionLiveness?.state;
  if (!asked || state === "passed") return [];
  if (state === "rejected") return [{ weight: "failed", reason: "post-session liveness was rejected" }];
  return [unsettled("post-session liveness", state)];
}

/** Absent means not there yet; a failed or unknown state is for a person to look at. */
function unsettled(analysis: string, state: string | undefined): Finding {
  const pending = state === undefined || state === "pending";
  return { weight: pending ? "pending" : "review", reason: `${analysis} is ${state ?? "not there yet"}` };
}

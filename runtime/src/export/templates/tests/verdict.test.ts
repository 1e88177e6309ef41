import { beforeEach, describe, expect, it, vi } from "vitest";
import type { NodeReport, Session, SessionReport } from "@/lib/facesign/types";

/** A flow of its own, so that these tests hold whatever content/ says. */
const content = vi.hoisted(() => ({
  flow: [
    { id: "start", type: "start", outcome: "hello" },
    { id: "hello", type: "conversation", outcomes: [{ id: "go", targetNodeId: "face" }] },
    { id: "face", type: "liveness_detection", outcomes: { livenessDetected: "ask", deepfakeDetected: "no", noFace: "face2", inconclusive: "face2" } },
    { id: "face2", type: "liveness_detection", outcomes: { livenessDetected: "ask", deepfakeDetected: "no", noFace: "no", inconclusive: "no" } },
    { id: "ask", type: "conversation", outcomes: [{ id: "confirms", targetNodeId: "code" }, { id: "denies", targetNodeId: "no" }] },
    { id: "code", type: "two_factor_email", outcomes: { verified: "yes", failed_unverified: "no", delivery_failed: "sms", cancelled: "no", error: "sms" } },
    { id: "sms", type: "two_factor_sms", outcomes: { verified: "yes", failed_unverified: "no", delivery_failed: "no", cancelled: "no", error: "no" } },
    { id: "yes", type: "end" },
    { id: "no", type: "end" },
  ],
  settings: {},
  pages: { landing: null, recap: null },
  passEnds: ["yes"],
}));
vi.mock("@/lib/content", () => content);

const { decide, reachedEnd } = await import("@/lib/verdict");

const TYPES: Readonly<Record<string, string>> = {
  face: "liveness_detection",
  face2: "liveness_detection",
  code: "two_factor_email",
  sms: "two_factor_sms",
};

/** `face:noFace` reads: node `face` ended with `noFace`. */
function reports(...steps: string[]): NodeReport[] {
  return steps.map((step) => {
    const [nodeId = "", outcome] = step.split(":");
    return { nodeId, outcome, type: TYPES[nodeId] ?? "conversation" };
  });
}

function session(nodeReports: NodeReport[], more: SessionReport = {}, rest: Partial<Session> = {}): Session {
  return { id: "s", createdAt: 0, status: "complete", report: { nodeReports, ...more }, ...rest };
}

const GOOD = reports("hello:face", "face:livenessDetected", "ask:code", "code:verified");

describe("decide", () => {
  beforeEach(() => {
    content.passEnds = ["yes"];
  });

  it("passes when every check passed on the way to a success end", () => {
    expect(decide(session(GOOD))).toEqual({ verdict: "passed", reasons: [] });
  });

  it.each(["created", "inProgress", "incomplete"] as const)("never passes while the status is %s", (status) => {
    expect(decide(session(GOOD, {}, { status })).verdict).toBe("unfinished");
  });

  it("does not take `complete` for a pass", () => {
    expect(decide(session(reports("hello:face", "face:livenessDetected", "ask:no"))).verdict).toBe("failed");
    expect(decide(session([])).verdict).toBe("review");
    expect(decide({ id: "s", createdAt: 0, status: "complete" }).verdict).toBe("review");
  });

  it("lets a later check of the same kind make up for an undecided one", () => {
    const steps = ["hello:face", "face:noFace", "face2:livenessDetected", "ask:code", "code:delivery_failed", "sms:verified"];
    expect(decide(session(reports(...steps))).verdict).toBe("passed");
  });

  it("lets a retry of the same node make up for a wrong code, but nothing make up for a deepfake", () => {
    expect(decide(session(reports("face:livenessDetected", "code:failed_unverified", "code:verified"))).verdict).toBe("passed");
    expect(decide(session(reports("face:livenessDetected", "code:failed_unverified", "sms:verified"))).verdict).toBe("failed");
    expect(decide(session(reports("face:deepfakeDetected", "face:livenessDetected", "code:verified"))).verdict).toBe("failed");
  });

  it("asks for a review where nothing says which end is a success", () => {
    content.passEnds = [];
    expect(decide(session(GOOD)).verdict).toBe("review");
  });

  it.each<[string, SessionReport, string]>([
    ["a running video analysis", { videoAIAnalysisStatus: "pending" }, "pending"],
    ["a failed video analysis", { videoAIAnalysisStatus: "failed" }, "review"],
    ["a good video analysis", { videoAIAnalysisStatus: "succeeded", videoAIAnalysis: { lipSyncAccuracy: { evaluation: "normal" } } }, "passed"],
    ["a high fraud risk", { videoAIAnalysisStatus: "succeeded", videoAIAnalysis: { faceAuthenticity: { evaluation: "highFraudRisk" } } }, "failed"],
    ["something suspicious", { videoAIAnalysisStatus: "succeeded", videoAIAnalysis: { faceAuthenticity: { evaluation: "suspicious" } } }, "review"],
    ["a running deepfake analysis", { deepfakeDetectionStatus: { state: "pending" } }, "pending"],
    ["a manipulated video", { deepfakeDetectionStatus: { state: "succeeded" }, deepfakeDetection: { verdict: "manipulated" } }, "failed"],
    ["an authentic video", { deepfakeDetectionStatus: { state: "succeeded" }, deepfakeDetection: { verdict: "authentic" } }, "passed"],
    ["an unknown deepfake verdict", { deepfakeDetectionStatus: { state: "succeeded" }, deepfakeDetection: { verdict: "unknown" } }, "review"],
    ["an inconclusive liveness", { postSessionLiveness: { state: "inconclusive" } }, "review"],
    ["a rejected liveness", { postSessionLiveness: { state: "rejected" } }, "failed"],
    ["a passed liveness", { postSessionLiveness: { state: "passed" } }, "passed"],
  ])("weighs %s", (_name, more, verdict) => {
    expect(decide(session(GOOD, more)).verdict).toBe(verdict);
  });

  it("waits for an analysis that was asked for and is not there yet", () => {
    expect(decide(session(GOOD, {}, { settings: { videoAIAnalysisEnabled: true } })).verdict).toBe("pending");
    expect(decide(session(GOOD, {}, { settings: { metadata: { postSessionLiveness: "video-frame-pad-v1" } } })).verdict).toBe("pending");
  });

  it("does not let a good analysis outweigh a failed check", () => {
    const good: SessionReport = { postSessionLiveness: { state: "passed" } };
    expect(decide(session(reports("face:livenessDetected", "ask:no"), good)).verdict).toBe("failed");
  });
});

describe("reachedEnd", () => {
  it("follows the last report, by target or by the id of a listed outcome", () => {
    expect(reachedEnd(GOOD)).toBe("yes");
    expect(reachedEnd(reports("ask:no"))).toBe("no");
    expect(reachedEnd(reports("ask:denies"))).toBe("no");
  });

  it("says nothing where the reports stop before an end", () => {
    expect(reachedEnd(reports("hello:face"))).toBeUndefined();
    expect(reachedEnd(reports("gone:yes"))).toBeUndefined();
  });
});

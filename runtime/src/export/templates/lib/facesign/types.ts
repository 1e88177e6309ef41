/** The parts of the FaceSign API this app reads; unknown fields are left alone. */

export type SessionStatus = "created" | "inProgress" | "complete" | "incomplete";

export interface ListedOutcome {
  readonly id: string;
  readonly targetNodeId: string;
  readonly condition?: string;
}

export interface FlowNode {
  readonly id: string;
  readonly type: string;
  readonly outcomes?: Readonly<Record<string, string>> | readonly ListedOutcome[];
}

export interface SessionSettings {
  readonly flow: readonly FlowNode[];
  readonly langs?: readonly string[];
  readonly defaultLang?: string;
  readonly metadata?: Readonly<Record<string, unknown>>;
  readonly videoAIAnalysisEnabled?: boolean;
}

export interface NodeReport {
  readonly type: string;
  readonly nodeId: string;
  readonly createdAt?: number;
  readonly outcome?: string;
}

export interface Phrase {
  readonly id?: string;
  readonly createdAt?: number;
  readonly text: string;
  readonly isAvatar: boolean;
}

export interface Criterion {
  readonly observation?: string;
  readonly evaluation?: string;
}

export interface SessionReport {
  readonly transcript?: readonly Phrase[];
  readonly nodeReports?: readonly NodeReport[];
  readonly lang?: string;
  readonly videoAIAnalysis?: Readonly<Record<string, unknown>>;
  readonly videoAIAnalysisStatus?: string;
  readonly deepfakeDetection?: { readonly verdict?: string; readonly score?: number | null };
  readonly deepfakeDetectionStatus?: { readonly state?: string };
  readonly postSessionLiveness?: { readonly state?: string };
}

export interface Session {
  readonly id: string;
  readonly createdAt: number;
  readonly startedAt?: number;
  readonly finishedAt?: number;
  readonly status: SessionStatus;
  readonly settings?: Partial<SessionSettings>;
  readonly report?: SessionReport;
}

export interface ClientSecret {
  readonly secret: string;
  readonly createdAt: number;
  /** Unix milliseconds; a secret lives two hours. */
  readonly expireAt: number;
  /** The hosted session page: safe to hand to the browser. */
  readonly url: string;
}

export interface CreatedSession {
  readonly session: Session;
  readonly clientSecret: ClientSecret;
  readonly warnings?: readonly string[];
}

// One verification session: how it is created, and what is known of its way through the flow.
//
// Two sources tell of the way: messages of the session page, which are immediate but only known from the sandbox, and
// the node reports of the API, which always exist. The page trusts messages for the place and reports for the rest.

const POLL_MS = 2500;
/** While messages arrive, the API is asked less often. */
const POLL_WITH_MESSAGES_MS = 8000;
const POLL_AFTER_END_MS = 4000;
/** How long analyses that run after the session are waited for. */
const ANALYSIS_WAIT_MS = 120_000;

const ENDED = new Set(["complete", "incomplete", "canceled"]);

/** A failure with what to do about it. */
export class StudioError extends Error {
  constructor({ code = "unknown", message, help = "" }) {
    super(message);
    this.code = code;
    this.help = help;
  }
}

/** Fetches JSON; a refusal of the server becomes a StudioError. */
export async function fetchJson(url, options = {}) {
  let response;
  try {
    response = await fetch(url, { credentials: "omit", ...options });
  } catch {
    throw new StudioError({
      code: "unreachable",
      message: "the server of this preview cannot be reached",
      help: "check that it still runs, then reload the page",
    });
  }
  if (response.status === 304) return { status: 304, response };
  const body = await response.json().catch(() => null);
  if (!response.ok) {
    throw new StudioError(body?.error ?? { message: `the server answered with status ${response.status}`, help: "try again" });
  }
  return { status: response.status, response, body };
}

export class Run extends EventTarget {
  #base;
  #timer = 0;
  #frame = null;
  #origin = "";
  #endedAt = 0;
  #isOver = false;
  #listen = (event) => this.#message(event);

  constructor(base, plan) {
    super();
    this.#base = base;
    this.plan = plan;
    this.id = null;
    this.status = "starting";
    this.startedAt = Date.now();
    this.expiresAt = 0;
    this.session = null;
    this.warnings = [];
    /** Steps in order: node, time, outcome once it is known. */
    this.steps = [];
    this.hasMessages = false;
  }

  /** Creates the session; returns the frame that shows it. */
  async start(lang) {
    const { body } = await fetchJson(`${this.#base}/sessions`, {
      method: "POST",
      headers: { "content-type": "application/json", "x-facesign-preview": "1" },
      body: JSON.stringify(lang ? { lang } : {}),
    });
    if (this.#isOver) return null;
    this.id = body.sessionId;
    this.warnings = body.warnings;
    this.expiresAt = body.expiresAtMs;
    this.#origin = body.origin;
    this.startedAt = Date.now();
    this.status = "created";
    this.#frame = document.createElement("iframe");
    this.#frame.className = "session";
    this.#frame.dataset.testid = "session-frame";
    this.#frame.title = "Verification session";
    this.#frame.allow = "camera; microphone; autoplay; fullscreen";
    this.#frame.referrerPolicy = "no-referrer";
    this.#frame.src = body.url;
    addEventListener("message", this.#listen);
    this.#poll(POLL_MS);
    this.#changed();
    return this.#frame;
  }

  /** Forgets the session; the page may show another. */
  stop() {
    this.#isOver = true;
    clearTimeout(this.#timer);
    removeEventListener("message", this.#listen);
    this.#frame?.remove();
  }

  get isEnded() {
    return ENDED.has(this.status);
  }

  get secondsLeft() {
    return Math.round((this.expiresAt - Date.now()) / 1000);
  }

  /** The node a person stands at; none before the page opened and after the end. */
  get current() {
    if (this.isEnded || !this.id) return null;
    return this.steps.at(-1)?.node ?? null;
  }

  get visited() {
    return new Set(this.steps.map((step) => step.node));
  }

  /** Edges as [node, outcome]. */
  get taken() {
    return this.steps.filter((step) => step.outcome).map((step) => [step.node, step.outcome]);
  }

  #message(event) {
    if (event.origin !== this.#origin || event.source !== this.#frame?.contentWindow) return;
    let told = event.data;
    if (typeof told === "string") {
      try {
        told = JSON.parse(told);
      } catch {
        return;
      }
    }
    if (!told || typeof told !== "object") return;
    if (told.sessionId !== undefined && told.sessionId !== this.id) return;
    if (told.message === "NODE_ENTERED") this.#entered(told.nodeId);
    else if (told.message === "OUTCOME_TAKEN") this.#left(told.nodeId, told.outcome);
    else if (told.message === "SESSION_FINISHED") this.#poll(0);
  }

  #entered(id) {
    if (!this.plan.node(id)) return;
    if (!this.hasMessages) this.steps = [];
    this.hasMessages = true;
    if (this.status === "created") this.status = "inProgress";
    const last = this.steps.at(-1);
    if (last && !last.outcome) last.outcome = this.plan.edgeTo(last.node, id)?.outcome;
    this.steps.push({ node: id, at: Date.now() });
    this.#changed();
  }

  #left(id, outcome) {
    const step = this.steps.findLast((step) => step.node === id && !step.outcome);
    if (!step) return;
    step.outcome = this.plan.edge(id, outcome)?.outcome;
    this.#changed();
  }

  #poll(delay) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#ask(), delay);
  }

  async #ask() {
    if (document.hidden && !this.isEnded) return this.#poll(POLL_MS);
    try {
      const { body } = await fetchJson(`${this.#base}/sessions/${encodeURIComponent(this.id)}`);
      if (this.#isOver) return;
      this.#read(body);
    } catch (error) {
      if (this.#isOver) return;
      this.dispatchEvent(new CustomEvent("trouble", { detail: error }));
      return this.#poll(POLL_WITH_MESSAGES_MS);
    }
    if (!this.isEnded) this.#poll(this.hasMessages ? POLL_WITH_MESSAGES_MS : POLL_MS);
    else if (this.isAnalysing && Date.now() - this.#endedAt < ANALYSIS_WAIT_MS) this.#poll(POLL_AFTER_END_MS);
  }

  /** Whether an analysis still runs after the session. */
  get isAnalysing() {
    const report = this.session?.report;
    return [report?.videoAIAnalysisStatus, report?.deepfakeDetectionStatus?.state, report?.postSessionLiveness?.state].includes("pending");
  }

  #read(body) {
    this.session = body?.session ?? body;
    this.dispatchEvent(new Event("calm"));
    const wasEnded = this.isEnded;
    this.status = this.session?.status ?? this.status;
    if (this.isEnded && !wasEnded) {
      this.#endedAt = Date.now();
      removeEventListener("message", this.#listen);
    }
    const reports = this.session?.report?.nodeReports ?? [];
    if (!this.hasMessages || this.isEnded) this.#follow(reports);
    this.#changed();
    if (this.isEnded && !wasEnded) this.dispatchEvent(new Event("ended"));
  }

  /** Rebuilds the steps from the node reports, which name neither start nor end nodes. */
  #follow(reports) {
    if (this.status === "created" && reports.length === 0) return;
    const heard = this.steps;
    const steps = [];
    let next = this.plan.entry;
    const lead = (until) => {
      while (next && next !== until) {
        const edges = this.plan.node(next)?.edges ?? [];
        if (edges.length !== 1 || steps.length > 4096 || this.plan.isReported(next)) break;
        steps.push({ node: next, at: timeOf(heard, next, steps), outcome: edges[0].outcome });
        next = edges[0].target;
      }
    };
    for (const report of reports) {
      lead(report.nodeId);
      if (!this.plan.node(report.nodeId)) continue;
      const edge = this.plan.edgeOf(report);
      steps.push({ node: report.nodeId, at: timeOf(heard, report.nodeId, steps) ?? report.createdAt, outcome: edge?.outcome });
      next = edge?.target ?? null;
    }
    lead(null);
    if (next && this.plan.node(next)) {
      const isOpenEnd = this.status === "incomplete" && !heard.some((step) => step.node === next);
      if (!isOpenEnd) steps.push({ node: next, at: timeOf(heard, next, steps) });
    }
    if (steps.length >= heard.length || !this.hasMessages) this.steps = steps;
  }

  #changed() {
    this.dispatchEvent(new Event("change"));
  }
}

/** When a node was entered for the nth time, as far as it was heard of. */
function timeOf(heard, node, before) {
  const count = before.filter((step) => step.node === node).length;
  return heard.filter((step) => step.node === node)[count]?.at;
}

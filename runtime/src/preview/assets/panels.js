// The panels beside the flow: steps, result, findings and the selected node.

import { clock, copy, fill, make, marked } from "./elements.js";
import { outcomeName, typeName } from "./plan.js";

/** Updates the step log; rows that stay are kept, so that only new steps are read out. */
export function showSteps(list, run, onSelect) {
  run.steps.forEach((step, index) => {
    const key = `${step.node}\n${step.outcome ?? ""}\n${index === run.steps.length - 1 && !run.isEnded}`;
    let row = list.children[index];
    if (row?.dataset.key === key && row.dataset.run === run.id) return;
    const fresh = stepRow(step, run, onSelect, index);
    fresh.dataset.key = key;
    fresh.dataset.run = run.id;
    if (row) row.replaceWith(fresh);
    else list.append(fresh);
  });
  while (list.children.length > run.steps.length) list.lastElementChild.remove();
}

function stepRow(step, run, onSelect, index) {
  const node = run.plan.node(step.node);
  const isCurrent = index === run.steps.length - 1 && !run.isEnded;
  const button = make(
    "button",
    { type: "button", onclick: () => onSelect(step.node), class: isCurrent ? "step current" : "step" },
    make("span", { class: "at" }, step.at ? clock(step.at - run.startedAt) : "–"),
    make("span", { class: "what" }, make("strong", {}, step.node), make("span", { class: "muted" }, typeName(node.type))),
    step.outcome
      ? make("span", { class: "outcome" }, outcomeName(step.outcome, node))
      : make("span", { class: "outcome open" }, node.edges.length === 0 ? "end" : isCurrent ? "now" : "left here"),
  );
  return make("li", {}, button);
}

/** Transcript, analyses, data and the whole JSON. */
export function showResult(panel, run) {
  if (!run?.session) {
    fill(panel, make("p", { class: "empty" }, "Transcript, analyses and the result as JSON appear here once a session runs."));
    return;
  }
  const { session } = run;
  const report = session.report ?? {};
  const json = JSON.stringify(session, null, 2);
  const copyJson = make("button", { type: "button", class: "quiet", onclick: () => copy(json, copyJson) }, "Copy JSON");
  const copyId = make("button", { type: "button", class: "quiet", onclick: () => copy(session.id, copyId) }, "Copy id");
  fill(
    panel,
    make(
      "dl",
      { class: "facts" },
      fact("Status", statusName(session.status)),
      fact("Session", make("code", {}, session.id ?? run.id), copyId),
      fact("Language", report.lang),
      fact("Duration", session.finishedAt && session.startedAt ? clock(session.finishedAt - session.startedAt) : undefined),
      fact("Video analysis", report.videoAIAnalysisStatus),
      fact("Deepfake check", verdict(report.deepfakeDetectionStatus?.state, report.deepfakeDetection?.verdict)),
      fact("Liveness after the session", report.postSessionLiveness?.state),
      fact("Summary", report.aiAnalysis?.overallSummary),
    ),
    session.status === "complete" &&
      make("p", { class: "hint" }, "Complete is not a pass: it says that an end node was reached. Decide by the node outcomes and analyses."),
    make("h3", {}, "Transcript"),
    transcript(report.transcript ?? [], run),
    report.extractedData && Object.keys(report.extractedData).length > 0 && make("h3", {}, "Extracted data"),
    report.extractedData &&
      make("dl", { class: "facts" }, ...Object.entries(report.extractedData).map(([key, value]) => fact(key, String(value)))),
    make("div", { class: "json-head" }, make("h3", {}, "Result as JSON"), copyJson),
    make("pre", { "data-testid": "result-json", tabindex: "0", "aria-label": "Result as JSON" }, json),
  );
}

function transcript(phrases, run) {
  if (phrases.length === 0) {
    return make("p", { class: "empty", "data-testid": "transcript" }, run.isEnded ? "Nothing was said." : "Nothing has been said yet.");
  }
  return make(
    "ol",
    { class: "transcript", "data-testid": "transcript" },
    ...phrases.map((phrase) =>
      make(
        "li",
        { class: phrase.isAvatar ? "avatar" : "person" },
        make("span", { class: "who" }, phrase.isAvatar ? "Avatar" : "Person", " · ", clock(phrase.createdAt - run.startedAt)),
        make("span", { class: "said" }, phrase.text),
      ),
    ),
  );
}

function fact(name, ...values) {
  if (values[0] === undefined || values[0] === null) return null;
  return make("div", {}, make("dt", {}, name), make("dd", {}, ...values));
}

function verdict(state, verdict) {
  return verdict ? `${verdict} (${state ?? "no state"})` : state;
}

export function statusName(status) {
  const names = { starting: "Starting", created: "Waiting for the person", inProgress: "Running", complete: "Complete", incomplete: "Incomplete" };
  return names[status] ?? status;
}

/** The findings, worst first. */
export function showFindings(list, plan, onSelect) {
  const weight = { error: 0, warning: 1, note: 2 };
  const findings = plan.findings.toSorted((a, b) => weight[a.severity] - weight[b.severity]);
  if (findings.length === 0) {
    fill(list, make("li", { class: "empty" }, "No findings: the flow is in order."));
    return;
  }
  fill(
    list,
    ...findings.map((finding) =>
      make(
        "li",
        { class: `finding ${finding.severity}` },
        make("p", { class: "finding-head" }, make("span", { class: "severity" }, finding.severity), make("code", {}, finding.code), make("span", { class: "muted" }, finding.name)),
        make("p", {}, marked(sentence(finding.message))),
        finding.help && make("p", { class: "help" }, marked(sentence(finding.help))),
        make(
          "p",
          { class: "place" },
          finding.node && make("button", { type: "button", class: "link", onclick: () => onSelect(finding.node) }, finding.node),
          make("code", { class: "muted" }, `${finding.pointer || "/"} · ${finding.line}:${finding.column}`),
        ),
      ),
    ),
  );
}

/** Messages are written lower-case without a full stop, to fit anywhere; here they stand alone. */
export function sentence(text) {
  return text.charAt(0).toUpperCase() + text.slice(1) + (/[.!?]$/.test(text) ? "" : ".");
}

/** The selected node: what it does, where it leads, what a run found there. */
export function showNode(panel, plan, id, run, onSelect) {
  const node = plan.node(id);
  if (!node) {
    fill(panel, make("p", { class: "empty" }, "Click a node in the flow to see its prompt and its outcomes."));
    return;
  }
  const taken = new Set(run?.steps.filter((step) => step.node === id).map((step) => step.outcome));
  const reports = (run?.session?.report?.nodeReports ?? []).filter((report) => report.nodeId === id);
  const link = make("button", { type: "button", class: "quiet", onclick: () => copy(location.href, link) }, "Copy link");
  const before = plan.nodes.flatMap((from) => from.edges.filter((edge) => edge.target === id).map((edge) => ({ from: from.id, outcome: edge.outcome })));
  fill(
    panel,
    make("div", { class: "node-head" }, make("h3", {}, id), link),
    make("p", { class: "muted" }, typeName(node.type)),
    node.prompt && make("blockquote", {}, node.prompt),
    node.edges.length > 0 && make("h4", {}, "Leads to"),
    make(
      "ul",
      { class: "edges" },
      ...node.edges.map((edge) =>
        make(
          "li",
          { class: taken.has(edge.outcome) ? "taken" : undefined },
          make("span", { class: "outcome" }, outcomeName(edge.outcome)),
          make("button", { type: "button", class: "link", onclick: () => onSelect(edge.target) }, `→ ${edge.target}`),
          edge.condition && make("span", { class: "condition" }, edge.condition),
        ),
      ),
    ),
    before.length > 0 && make("h4", {}, "Comes from"),
    make(
      "ul",
      { class: "edges" },
      ...before.map(({ from, outcome }) =>
        make("li", {}, make("button", { type: "button", class: "link", onclick: () => onSelect(from) }, from), make("span", { class: "outcome" }, outcomeName(outcome))),
      ),
    ),
    reports.length > 0 && make("h4", {}, "Reported in this session"),
    ...reports.map((report) => make("pre", { tabindex: "0" }, JSON.stringify(report, null, 2))),
  );
}

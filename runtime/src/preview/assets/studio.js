// The studio: one plan, one session at a time, three panes.

import { Canvas, edgeKey } from "./canvas.js";
import { byId, clock, fill, make, marked } from "./elements.js";
import { sentence, showFindings, showNode, showResult, showSteps, statusName } from "./panels.js";
import { Plan } from "./plan.js";
import { fetchJson, Run, StudioError } from "./run.js";

const BASE = location.pathname.replace(/\/+$/, "");
const STATE_MS = 3000;
const TABS = ["steps", "result", "findings", "node"];
const DEVICES = ["phone", "tablet", "desktop"];
const THEMES = ["system", "light", "dark"];
const ROOT = document.documentElement;

let plan = null;
let tag = "";
let run = null;
let selected = null;
let page = "landing";
let isFollowing = true;

const canvas = new Canvas(byId("canvas"), {
  onSelect: (id) => select(id),
  onZoom: (scale) => (byId("zoom").value = `${Math.round(scale * 100)} %`),
});

// --- The plan ---------------------------------------------------------------------------------------------------

async function load() {
  const { status, response, body } = await fetchJson(`${BASE}/state`, tag ? { headers: { "if-none-match": tag } } : {});
  if (status === 304) return;
  const isFirst = plan === null;
  const next = new Plan(body);
  if (!isFirst && (next.environment !== plan.environment || String(next.sessionOrigins) !== String(plan.sessionOrigins))) {
    // What the page may embed was fixed when it was loaded.
    location.reload();
    return;
  }
  const drawing = await fetch(`${BASE}/flow.svg`);
  if (!drawing.ok) throw new StudioError({ message: "the picture of the flow cannot be loaded", help: "reload the page" });
  canvas.show(await drawing.text());
  tag = response.headers.get("etag") ?? "";
  plan = next;
  showPlan();
  if (!isFirst) notice("updated", "info", "The plan has changed", "restart the session to try it");
}

async function watch() {
  try {
    if (!document.hidden) await load();
    dismiss("watch");
  } catch (error) {
    fail("watch", error);
    if (error.code === "preview_ended") {
      byId("start").disabled = true;
      byId("restart").disabled = true;
      return;
    }
  }
  setTimeout(watch, STATE_MS);
}

function showPlan() {
  const banner = byId("environment-banner");
  banner.textContent =
    plan.environment === "production"
      ? "PRODUCTION · sessions are real and count against your contract"
      : "SANDBOX · sessions are for trying out and prove nobody's identity";
  const facts = [plan.name, plan.avatar && `Avatar ${plan.avatar}`, plan.zone && `Zone ${plan.zone}`, `${plan.nodes.length} nodes`];
  byId("plan-facts").textContent = facts.filter(Boolean).join(" · ");
  document.title = `${plan.name ?? "Flow"} · FaceSign studio`;
  showLanguages();
  showFindings(byId("findings"), plan, select);
  const worst = ["error", "warning", "note"].find((severity) => plan.findings.some((finding) => finding.severity === severity));
  fill(byId("tab-findings"), "Findings", worst && make("span", { class: `count ${worst}` }, String(plan.findings.length)));
  byId("download").href = `${BASE}/flow.svg`;
  select(plan.node(selected) ? selected : null, { quiet: true });
  fromHash();
  showPage(page);
  showRun();
}

function showLanguages() {
  const chosen = byId("lang").value;
  byId("lang").replaceChildren(
    make("option", { value: "" }, "As the browser"),
    ...plan.langs.map((lang) => make("option", { value: lang.id }, `${lang.title} (${lang.id})`)),
  );
  if (plan.langs.some((lang) => lang.id === chosen)) byId("lang").value = chosen;
}

/** The language for the texts around the session: the chosen one, else what the browser would get. */
function textLanguage() {
  if (byId("lang").value) return byId("lang").value;
  for (const wish of navigator.languages) {
    const found =
      plan.langs.find((lang) => lang.id.toLowerCase() === wish.toLowerCase()) ??
      plan.langs.find((lang) => lang.id === wish.split("-")[0]);
    if (found) return found.id;
  }
  return plan.defaultLang ?? "en";
}

// --- The session ------------------------------------------------------------------------------------------------

async function start() {
  if (!plan || byId("start").disabled) return;
  run?.stop();
  const own = new Run(BASE, plan);
  run = own;
  for (const topic of ["start", "run", "expired", "updated", "warnings"]) dismiss(topic);
  showRun();
  own.addEventListener("change", () => own === run && showRun());
  own.addEventListener("trouble", ({ detail }) => own === run && fail("run", detail));
  own.addEventListener("calm", () => own === run && dismiss("run"));
  own.addEventListener("ended", () => own === run && ended());
  try {
    const frame = await own.start(byId("lang").value);
    if (own !== run || !frame) return;
    byId("screen").append(frame);
    showPage("session");
    frame.focus({ preventScroll: true });
    if (own.warnings.length > 0) notice("warnings", "info", "Remarks of the API", own.warnings.join("; "));
    say("Session started");
  } catch (error) {
    if (own !== run) return;
    run = null;
    fail("start", error);
    showRun();
    showPage("landing");
  }
}

function ended() {
  dismiss("expired");
  if (isFollowing) canvas.fit();
  say(`Session ${statusName(run.status)}`);
  // The recap is about results; of a session that was left, its own page says more.
  showPage(run.status === "complete" ? "recap" : "session");
  openTab("result");
}

/** What stands in place of the steps while there are none. */
const NO_STEPS = {
  idle: "Start a session: every step appears here as it happens. Click a step to see it in the flow.",
  starting: "The session is being created.",
  running: "The session waits for the person: allow camera and microphone in it, and every step appears here.",
  ended: "The session ended before its first step.",
};

let lastCurrent = null;

function showRun() {
  const phase = !run ? "idle" : run.isEnded ? "ended" : run.id ? "running" : "starting";
  ROOT.dataset.phase = phase;
  byId("status").textContent = run ? statusName(run.status) : "Ready";
  byId("status").dataset.status = run?.status ?? "ready";
  byId("start").hidden = phase === "running" || phase === "ended";
  byId("start").disabled = phase === "starting";
  byId("start").textContent = phase === "starting" ? "Starting…" : "Start Session";
  byId("restart").hidden = phase === "idle" || phase === "starting";
  byId("steps-empty").hidden = Boolean(run?.steps.length);
  byId("steps-empty").textContent = NO_STEPS[phase];
  byId("pages").querySelector('[data-page="session"]').disabled = !run?.id;
  if (run) showSteps(byId("steps"), run, select);
  else byId("steps").replaceChildren();
  showResult(byId("panel-result"), run);
  if (plan) showNode(byId("panel-node"), plan, selected, run, select);
  const current = run?.current ?? null;
  canvas.mark({
    current,
    visited: run?.visited ?? new Set(),
    taken: new Set((run?.taken ?? []).map(([node, outcome]) => edgeKey(node, outcome))),
  });
  byId("now").hidden = !current;
  byId("now").textContent = current ?? "";
  if (current && current !== lastCurrent) {
    if (isFollowing) canvas.reveal(current, { centre: true });
    say(`Now at ${current}`);
  }
  lastCurrent = current;
}

setInterval(() => {
  const isRunning = run?.id && !run.isEnded;
  byId("clock").textContent = isRunning ? clock(Date.now() - run.startedAt) : "";
  if (isRunning && run.secondsLeft < 0) {
    notice("expired", "error", "The client secret of this session has expired", "restart with a fresh session");
  }
}, 1000);

// --- Pages around the session -----------------------------------------------------------------------------------

function showPage(next) {
  page = next;
  for (const button of byId("pages").children) button.setAttribute("aria-pressed", String(button.dataset.page === page));
  const isSession = page === "session";
  byId("text-page").hidden = isSession;
  byId("screen").querySelector("iframe.session")?.toggleAttribute("hidden", !isSession);
  if (isSession || !plan) {
    byId("texts-hint").hidden = true;
    return;
  }
  const lang = textLanguage();
  const source = `${BASE}/pages/${page}?lang=${encodeURIComponent(lang)}&v=${plan.version}`;
  if (byId("text-page").getAttribute("src") !== source) byId("text-page").src = source;
  byId("text-page").title = page === "landing" ? "Landing page" : "Recap page";
  const missing = plan.missing(page, lang);
  byId("texts-hint").hidden = missing.length === 0;
  byId("texts-hint").textContent = `No text in ${lang} for ${missing.map((name) => `{{${name}}}`).join(", ")}: add it to uiStrings.`;
}

// --- Selection, tabs, alerts ------------------------------------------------------------------------------------

function select(id, { quiet = false } = {}) {
  selected = id;
  canvas.select(id);
  if (plan) showNode(byId("panel-node"), plan, id, run, select);
  if (quiet) return;
  history.replaceState(null, "", id ? `#node=${encodeURIComponent(id)}` : location.pathname + location.search);
  if (id) {
    canvas.reveal(id);
    openTab("node");
  }
}

function fromHash() {
  const wanted = new URLSearchParams(location.hash.slice(1)).get("node");
  if (wanted && wanted !== selected && plan?.node(wanted)) {
    select(wanted);
    canvas.reveal(wanted, { centre: true });
  }
}

function openTab(name, { focus = false } = {}) {
  for (const tab of TABS) {
    const isOpen = tab === name;
    const button = byId(`tab-${tab}`);
    button.setAttribute("aria-selected", String(isOpen));
    button.tabIndex = isOpen ? 0 : -1;
    byId(`panel-${tab}`).hidden = !isOpen;
    if (isOpen && focus) button.focus();
  }
}

function fail(topic, error) {
  const help = error instanceof StudioError ? error.help : "reload the page";
  notice(topic, "error", error.message, help);
}

function notice(topic, kind, message, help) {
  const text = `${sentence(message)} ${help ? sentence(help) : ""}`;
  const alerts = byId("alerts");
  const isSaid = [...alerts.children].some((alert) => alert.dataset.text === text);
  if (isSaid) return;
  dismiss(topic);
  const close = make("button", { type: "button", class: "icon", "aria-label": "Dismiss", onclick: () => dismiss(topic) }, "×");
  alerts.append(
    make("div", { id: `alert-${topic}`, class: `alert ${kind}`, "data-text": text }, make("p", {}, make("strong", {}, marked(sentence(message))), " ", help && marked(sentence(help))), close),
  );
}

function dismiss(topic) {
  byId(`alert-${topic}`)?.remove();
}

function say(text) {
  byId("spoken").textContent = text;
}

// --- Looks ------------------------------------------------------------------------------------------------------

function setDevice(device) {
  ROOT.dataset.device = device;
  for (const button of byId("devices").children) button.setAttribute("aria-pressed", String(button.dataset.device === device));
  keep("device", device);
}

function setTheme(theme) {
  ROOT.dataset.theme = theme;
  byId("theme").textContent = `Theme: ${theme}`;
  keep("theme", theme);
}

function following(on) {
  isFollowing = on;
  byId("follow").setAttribute("aria-pressed", String(on));
  if (on && run?.current) canvas.reveal(run.current, { centre: true });
}

function keep(name, value) {
  try {
    localStorage.setItem(`facesign-studio-${name}`, value);
  } catch {
    // Storage may be shut; the choice then lasts as long as the page.
  }
}

function kept(name, choices) {
  try {
    const value = localStorage.getItem(`facesign-studio-${name}`);
    return choices.includes(value) ? value : choices[0];
  } catch {
    return choices[0];
  }
}

function after(list, value) {
  return list[(list.indexOf(value) + 1) % list.length];
}

async function adviseOnCamera() {
  const advice = [
    "Allow camera and microphone for the session page when the browser asks. If you refused before, click the camera sign in the address bar.",
    "Close other programs that use the camera; many systems lend it to one at a time.",
    "The session runs in a frame of this page. A browser extension that blocks frames or media can stop it.",
  ];
  if (!window.isSecureContext) {
    advice.unshift("This address is not secure, so browsers keep the camera shut: open the preview as http://127.0.0.1, http://localhost or over https.");
    byId("camera-help").open = true;
  }
  const state = await navigator.permissions?.query({ name: "camera" }).then((answer) => answer.state, () => null);
  if (state === "denied") {
    advice.unshift("Your browser refuses the camera to this page at the moment: change that in the site settings, then reload.");
    byId("camera-help").open = true;
  }
  byId("camera-advice").replaceChildren(...advice.map((text) => make("li", {}, text)));
}

// --- Wiring -----------------------------------------------------------------------------------------------------

const KEYS = {
  s: () => !byId("start").hidden && start(),
  r: () => !byId("restart").hidden && start(),
  f: () => canvas.fit(),
  "+": () => canvas.zoom(1.25),
  "=": () => canvas.zoom(1.25),
  "-": () => canvas.zoom(0.8),
  0: () => canvas.zoomTo(1),
  l: () => following(!isFollowing),
  d: () => setDevice(after(DEVICES, ROOT.dataset.device)),
  t: () => setTheme(after(THEMES, ROOT.dataset.theme)),
  "?": () => byId("shortcuts").showModal(),
  Escape: () => select(null),
  ...Object.fromEntries(TABS.map((tab, index) => [index + 1, () => openTab(tab, { focus: true })])),
};

addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || byId("shortcuts").open) return;
  if (event.target.closest?.("input, textarea, select, [contenteditable]")) return;
  const act = KEYS[event.key.length === 1 ? event.key.toLowerCase() : event.key];
  if (!act) return;
  event.preventDefault();
  act();
});
byId("start").addEventListener("click", start);
byId("restart").addEventListener("click", start);
byId("fit").addEventListener("click", () => canvas.fit());
byId("zoom-in").addEventListener("click", () => canvas.zoom(1.25));
byId("zoom-out").addEventListener("click", () => canvas.zoom(0.8));
byId("follow").addEventListener("click", () => following(!isFollowing));
byId("theme").addEventListener("click", () => setTheme(after(THEMES, ROOT.dataset.theme)));
byId("help").addEventListener("click", () => byId("shortcuts").showModal());
byId("lang").addEventListener("change", () => showPage(page));
byId("devices").addEventListener("click", ({ target }) => target.dataset.device && setDevice(target.dataset.device));
byId("pages").addEventListener("click", ({ target }) => target.dataset.page && showPage(target.dataset.page));
byId("tabs").addEventListener("click", ({ target }) => {
  const tab = target.closest('[role="tab"]');
  if (tab) openTab(tab.id.slice("tab-".length));
});
byId("tabs").addEventListener("keydown", (event) => {
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (!step) return;
  event.preventDefault();
  const open = TABS.findIndex((tab) => byId(`tab-${tab}`).getAttribute("aria-selected") === "true");
  openTab(TABS[(open + step + TABS.length) % TABS.length], { focus: true });
});
addEventListener("hashchange", fromHash);

setTheme(kept("theme", THEMES));
setDevice(kept("device", DEVICES));
adviseOnCamera();
watch();

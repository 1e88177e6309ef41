// The session as the server keeps it: every action is a request, every answer the whole new view.

const secret = new URLSearchParams(location.search).get('cs') ?? '';
const listeners = new Set();
let view = null;
let announced = null;
let embedded = false;

/** Calls `listener` with every new view and the one before. */
export function watch(listener) { listeners.add(listener); }

/** The newest view. */
export function current() { return view; }

export class Refused extends Error {
  constructor(status, error) {
    super(error?.message ?? 'The sandbox did not answer. Is it still running?');
    this.status = status;
    this.code = error?.code;
  }
}

async function request(path, options = {}) {
  let response;
  try {
    response = await fetch(`/hosted/api/${path}`, {
      ...options,
      headers: { authorization: `Bearer ${secret}`, ...options.headers },
    });
  } catch {
    throw new Refused(0, null);
  }
  const body = response.status === 204 ? null : await response.json().catch(() => null);
  if (!response.ok) throw new Refused(response.status, body?.error);
  return body;
}

function accept(next) {
  const before = view;
  view = next;
  tellParent(next);
  for (const listener of listeners) listener(next, before);
  return next;
}

async function act(path, data) {
  const json = JSON.stringify({ step: view?.step ?? 0, ...data });
  try {
    return accept(await request(path, { method: 'POST', body: json, headers: { 'content-type': 'application/json' } }));
  } catch (error) {
    // The step was over already, by another tab or a second click: show where the session really is.
    if (error.status === 409) return accept(await request('state'));
    throw error;
  }
}

export async function read() {
  const state = await request('state');
  // After a reload the parent was told everything up to here; a fresh session is told from its start node on.
  announced ??= state.trail.length;
  return accept(state);
}
export const open = (data) => act('open', data);
export const take = (outcome, reply) => act('take', { outcome, reply });
export const reply = (text) => act('reply', { text });
export const address = (text) => act('address', { text });
export const code = (text) => act('code', { text });
export const resend = () => act('resend', {});
export const leaveNow = () => act('leave?now', {});
export const heartbeat = () => request('state').then((next) => {
  if (next.step !== view.step || next.status !== view.status) accept(next);
}).catch(() => {});

export function picture(kind, blob) {
  return request(`picture?kind=${kind}`, { method: 'POST', body: blob, headers: { 'content-type': blob.type } });
}

/** Tells the server that the page goes away; a reload takes it back by reading the state. */
export function leaving() {
  if (view?.status !== 'inProgress') return;
  fetch('/hosted/api/leave', { method: 'POST', keepalive: true, headers: { authorization: `Bearer ${secret}` } }).catch(() => {});
}

/** Messages to the page around the frame: JSON text, and never the secret. */
function tellParent(next) {
  if (next.status === 'created') return;
  const from = announced ?? next.trail.length;
  const tell = (message, data) => {
    if (window.parent !== window) window.parent.postMessage(JSON.stringify({ message, sessionId: next.sessionId, ...data }), '*');
  };
  const entered = (node, step) => tell('NODE_ENTERED', { nodeId: node.nodeId, nodeType: node.nodeType, step });
  for (let step = from; step < next.trail.length; step += 1) {
    const node = next.trail[step];
    if (step === 0) entered(node, 0);
    tell('OUTCOME_TAKEN', { nodeId: node.nodeId, outcome: node.outcome });
    const then = next.trail[step + 1] ?? { nodeId: next.node.id, nodeType: next.node.type };
    entered(then, step + 1);
  }
  if (!embedded && from > 0 && from === next.trail.length) entered({ nodeId: next.node.id, nodeType: next.node.type }, from);
  embedded = true;
  announced = next.trail.length;
  if ((next.status === 'complete' || next.status === 'incomplete') && !tellParent.finished) {
    tellParent.finished = true;
    tell('SESSION_FINISHED', { status: next.status });
  }
}

// One entry per node type: its name, what it tells the person, and the controls the person gets.

import { el, icon, announce } from './dom.js';
import * as session from './session.js';
import * as voice from './voice.js';
import { documentCapture, faceCapture } from './capture.js';
import { stage } from './stage.js';

/** Controls of the current node; `problem` shows a text to the person. */
export const NODES = {
  start: { title: 'Start' },
  end: { title: 'End' },
  permissions: { title: 'Permissions', lead: () => 'The session asks for camera and microphone here.' },
  conversation: { title: 'Conversation', controls: talk },
  liveness_detection: { title: 'Liveness check', lead: () => 'Look into the camera. The video is checked for a live person.', scene: 'oval', scan: true },
  recognition: { title: 'Recognition', lead: () => 'Your face is compared with the faces registered before.', scene: 'oval', scan: true },
  face_scan: { title: 'Face capture', controls: faceCapture },
  face_compare: {
    title: 'Face comparison', scan: true,
    lead: (node) => `Two pictures are compared: ${node.detail.sourceA ?? 'A'} and ${node.detail.sourceB ?? 'B'}.`,
  },
  document_scan: { title: 'Document scan', controls: documentCapture },
  enter_email: { title: 'Your email address', controls: email },
  two_factor_email: { title: 'Code by email', controls: oneTimeCode },
  two_factor_sms: { title: 'Code by text message', controls: oneTimeCode },
  data_validation: {
    title: 'Data check',
    lead: (node) => `Checks the field “${node.detail.validation?.field ?? ''}” (${node.detail.validation?.action ?? ''} ${node.detail.validation?.value ?? ''}).`,
  },
  external_call: {
    title: 'External call',
    lead: (node) => `Would call ${node.detail.url ?? 'a server'}. The sandbox makes no outbound call; metadata.sandboxExternalData is its answer.`,
  },
  field_condition: { title: 'Condition', lead: () => 'The flow decides by its data; nobody is asked.' },
};

/** Good, bad or doubtful, by the name of an outcome: the colour of its dot. */
export function tone(name) {
  if (/^(permissionsGranted|livenessDetected|passed|match|recognized|scanSuccess|emailEntered|verified|onDataReady)$/.test(name)) return 'good';
  if (/^(deepfakeDetected|notPassed|noMatch|failed_unverified|error|onError|permissionsDenied|delivery_failed)$/.test(name)) return 'bad';
  if (/^(noFace|inconclusive|captureUnavailable|imageUnavailable|newUser|cancell?ed|userCancelled|scanTimeout|onTimeout)$/.test(name)) return 'warn';
  return '';
}

/** A form of one field; `send` may refuse with an error. */
function form(fields, send, problem) {
  const whole = el('form', { noValidate: true }, ...fields);
  whole.addEventListener('submit', async (event) => {
    event.preventDefault();
    try {
      await send();
    } catch (error) {
      problem(error.message);
    }
  });
  return whole;
}

function talk(node, problem) {
  if (node.detail.reply === false) return [];
  const field = el('input', { id: 'reply', type: 'text', autocomplete: 'off', maxLength: 2000, placeholder: 'What do they say?', 'data-testid': 'reply' });
  const send = el('button', { type: 'submit' }, 'Say it');
  const row = el('div', { className: 'row' }, el('div', { className: 'grow' }, field), send);
  if (voice.canDictate) {
    let stop = null;
    const listen = el('button', { type: 'button', 'aria-pressed': 'false' }, 'Dictate');
    const ended = () => { stop = null; listen.setAttribute('aria-pressed', 'false'); listen.textContent = 'Dictate'; };
    listen.addEventListener('click', () => {
      if (stop) return stop();
      voice.hush();
      listen.setAttribute('aria-pressed', 'true');
      listen.textContent = 'Listening…';
      stop = voice.dictate((text) => { field.value = text; }, ended);
      return undefined;
    });
    row.append(listen);
  }
  return [form([el('label', { for: 'reply' }, 'Your reply'), row], async () => {
    const text = field.value.trim();
    if (!text) return;
    field.value = '';
    await session.reply(text);
    announce('Reply added to the transcript');
  }, problem)];
}

function email(node, problem) {
  const field = el('input', { id: 'email', type: 'email', autocomplete: 'email', inputMode: 'email', value: node.detail.email ?? '', placeholder: 'name@example.org', 'data-testid': 'email-input' });
  const row = el('div', { className: 'row' }, el('div', { className: 'grow' }, field), el('button', { type: 'submit', className: 'main', 'data-testid': 'email-submit' }, 'Continue'));
  return [form([el('label', { for: 'email' }, 'Email address'), row], () => session.address(field.value.trim()), problem)];
}

function oneTimeCode(node, problem) {
  const { detail } = node;
  const byEmail = detail.channel === 'email';
  if (detail.stage === 'address') {
    const field = el('input', { id: 'address', type: byEmail ? 'email' : 'tel', autocomplete: byEmail ? 'email' : 'tel', placeholder: byEmail ? 'name@example.org' : '+1 555 0100', 'data-testid': byEmail ? 'email-input' : 'phone-input' });
    const row = el('div', { className: 'row' }, el('div', { className: 'grow' }, field), el('button', { type: 'submit', className: 'main', 'data-testid': byEmail ? 'email-submit' : 'phone-submit' }, 'Send the code'));
    return [form([el('label', { for: 'address' }, byEmail ? 'Where shall the code go?' : 'Your phone number'), row], () => session.address(field.value.trim()), problem)];
  }
  const inbox = el('section', { className: 'inbox', 'aria-label': 'Sandbox inbox' },
    icon('mail'),
    el('span', { className: 'from' }, `Sandbox inbox · ${detail.to}`),
    el('span', { className: 'number', 'data-testid': 'inbox-code' }, detail.inboxCode));
  const field = el('input', { id: 'code', className: 'code', inputMode: 'numeric', autocomplete: 'one-time-code', maxLength: detail.length + 4, 'aria-describedby': 'code-rules', 'data-testid': 'code-input' });
  const verify = el('button', { type: 'submit', className: 'main', 'data-testid': 'code-submit' }, 'Verify');
  const again = el('button', { type: 'button', className: 'plain' }, 'Send a new code');
  const rules = el('p', { id: 'code-rules', className: 'small soft' });
  const offset = session.current().now - Date.now();
  const tick = () => {
    if (!rules.isConnected && rules.dataset.shown) return;
    rules.dataset.shown = 'yes';
    const now = Date.now() + offset;
    const left = Math.max(0, Math.round((detail.expiresAt - now) / 1000));
    const clock = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, '0')}`;
    rules.textContent = left ? `Valid for ${clock} · ${detail.attemptsLeft} ${detail.attemptsLeft === 1 ? 'try' : 'tries'} left` : 'This code has expired.';
    again.disabled = now < detail.resendAt;
    setTimeout(tick, 1000);
  };
  setTimeout(tick, 0);
  again.addEventListener('click', () => session.resend().catch((error) => problem(error.message)));
  return [
    inbox,
    form([el('label', { for: 'code' }, `Enter the ${detail.length}-digit code`), el('div', { className: 'row' }, el('div', { className: 'grow' }, field), verify)], () => session.code(field.value), problem),
    el('div', { className: 'row' }, rules, again),
  ];
}

/** Sets the stage for a node and shows the analysing moment of a check. */
export function setScene(node) {
  const kind = NODES[node.type] ?? {};
  if (kind.controls !== documentCapture && kind.controls !== faceCapture) stage.camera(kind.scene ?? null);
  stage.analysing(Boolean(kind.scan));
  if (kind.scan) setTimeout(() => stage.analysing(false), 2600);
}

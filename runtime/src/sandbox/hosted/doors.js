// The pages with one card: before the session, after it, and when it cannot be shown.

import { el, icon, announce, show } from './dom.js';
import * as devices from './devices.js';
import * as session from './session.js';
import * as voice from './voice.js';

/** A page with one card. */
function door(...content) {
  show(el('div', { className: 'door' }, el('section', { className: 'panel' }, ...content)));
}

function words(view, name, fallback) {
  const page = view.customization?.permissionsPage ?? {};
  return page[`${name}Translates`]?.[view.lang] ?? page[name] ?? fallback;
}

/** Before the session: who will talk, what is asked for, and a way on without a camera. */
export function welcome(view) {
  const status = el('p', { className: 'notice', hidden: true, role: 'status', 'data-testid': 'device-status' });
  const allow = el('button', { type: 'button', className: 'main', 'data-testid': 'allow-devices' }, words(view, 'buttonText', 'Allow camera and microphone'));
  const without = el('button', { type: 'button', className: 'plain', 'data-testid': 'continue-without' }, 'Continue without a camera');
  const enter = async () => {
    allow.disabled = true;
    without.disabled = true;
    try {
      await session.open({ langs: [...navigator.languages], cameraRefused: !devices.live() });
    } catch (error) {
      trouble(error);
    }
  };
  allow.addEventListener('click', async () => {
    allow.disabled = true;
    status.hidden = false;
    status.className = 'notice';
    status.textContent = 'Waiting for the browser…';
    if (await devices.ask()) {
      status.textContent = 'Camera is on.';
      await enter();
      return;
    }
    status.className = 'notice bad';
    status.textContent = devices.why();
    allow.textContent = 'Try again';
    allow.disabled = false;
    // A disabled button loses the focus; with it, what went wrong comes into sight.
    allow.focus();
  });
  without.addEventListener('click', enter);
  door(
    el('img', { className: 'face', src: view.avatar.imageUrl, alt: '' }),
    el('div', {}, el('h1', {}, words(view, 'mainHeading', 'Ready for a short check?')),
      el('p', { className: 'lead' }, words(view, 'subheading', `${view.avatar.name.split(',')[0]} will guide you through it.`))),
    el('ul', { className: 'needs' },
      el('li', {}, icon('camera'), el('span', {}, 'Your camera and microphone stay on this machine; stills are kept by the sandbox only.')),
      el('li', {}, icon('clock'), el('span', {}, 'It takes a few short steps, and you can leave at any time.'))),
    status,
    el('div', { className: 'row' }, allow, without),
  );
  allow.focus();
}

/** After the session. */
export function finished(view) {
  const complete = view.status === 'complete';
  devices.stop();
  voice.hush();
  const rows = view.trail.filter((taken) => taken.nodeType !== 'start').slice(-12)
    .map((taken) => el('tr', {}, el('td', {}, taken.nodeId), el('td', {}, taken.outcome)));
  door(
    el('div', { className: complete ? 'mark' : 'mark warn' }, icon(complete ? 'check' : 'clock')),
    el('div', { 'data-testid': 'finished', 'data-status': view.status },
      el('h1', { tabIndex: -1 }, complete ? 'All done' : 'The session has ended'),
      el('p', { className: 'lead' }, complete
        ? `The flow reached “${view.node.id}”. Transcript and node reports are stored.`
        : 'It was left before an end node, so its status is incomplete. A new attempt needs a new session.')),
    rows.length > 0 && el('table', { className: 'path' }, el('tbody', {}, ...rows)),
    el('p', { className: 'small soft' }, 'SANDBOX: complete means an end node was reached; it is no verdict. You can close this page.'),
  );
  announce(complete ? 'The session is complete' : 'The session has ended');
}

/** A page that says what to do when the session cannot be shown. */
export function trouble(error) {
  const texts = {
    unknown_client_secret: ['This link does not work', 'The address holds no client secret that this sandbox knows. Create a session with POST /sessions and open the url of its clientSecret. A sandbox in memory forgets its sessions when it stops.'],
    expired_client_secret: ['This link has expired', 'Client secrets open a session for two hours. Ask for a new one with GET /sessions/{id}/refresh and open its url; the session continues where it was.'],
  };
  const [title, text] = texts[error.code] ?? ['The session cannot be shown', error.message];
  const again = el('button', { type: 'button', className: 'main' }, 'Try again');
  again.addEventListener('click', () => location.reload());
  door(el('div', { className: 'mark bad' }, icon('lock')), el('div', {}, el('h1', {}, title), el('p', { className: 'lead' }, text)), !texts[error.code] && again);
  announce(title);
}

// The page: draws every new view of the session and listens to the keyboard.

import { announce, el, show } from './dom.js';
import * as devices from './devices.js';
import * as session from './session.js';
import { finished, trouble, welcome } from './doors.js';
import { setScene } from './nodes.js';
import { stage } from './stage.js';
import { step } from './step.js';

const HEARTBEAT_MS = 20_000;

function draw(view, before) {
  if (view.status === 'created') return welcome(view);
  if (view.status !== 'inProgress') return finished(view);
  const moved = before?.step !== view.step || before?.status !== view.status;
  stage.person(view);
  if (!stage.root.isConnected || moved) {
    stage.attach();
    setScene(view.node);
    stage.say(view.node.prompt, view.node.verbatim);
  }
  const panel = step(view);
  if (stage.root.isConnected) document.querySelector('.session > .panel').replaceWith(panel);
  else show(el('div', { className: 'session' }, stage.root, panel));
  focusFirst(panel, moved);
  if (view.notice) announce(view.notice);
  return undefined;
}

/** Puts the focus where the person goes on: the proposed outcome of a talk, else a field or the main button. */
function focusFirst(panel, moved) {
  const talking = panel.querySelector('#reply');
  const field = talking && !moved ? talking : panel.querySelector('.person input:not([type=file], #reply), .person button.main:not(:disabled)');
  (field ?? panel.querySelector('.outcome.proposed') ?? panel.querySelector('h1')).focus({ preventScroll: true });
  if (!moved) return;
  scrollTo(0, 0);
  const title = panel.querySelector('h1').textContent;
  const prompt = session.current().node.prompt;
  announce(prompt ? `${title}. ${prompt}` : title);
}

// Digits choose an outcome and letters start a reply, unless a field takes them.
document.addEventListener('keydown', (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.matches?.('input, textarea')) return;
  if (/^[1-9]$/.test(event.key)) {
    const button = document.querySelector(`[data-key="${event.key}"]`);
    if (button) { event.preventDefault(); button.click(); }
  } else if (/^\p{L}$/u.test(event.key)) {
    document.getElementById('reply')?.focus();
  }
});
addEventListener('pagehide', () => session.leaving());
// A page that comes back from the browser's history says so before its moment to return is over.
addEventListener('pageshow', (event) => { if (event.persisted) session.heartbeat(); });
setInterval(() => { if (session.current()?.status === 'inProgress') session.heartbeat(); }, HEARTBEAT_MS);

session.watch(draw);
try {
  // A reload in the middle resumes with the camera, if the browser still allows it.
  if (await devices.granted()) await devices.ask();
  await session.read();
} catch (error) {
  trouble(error);
}

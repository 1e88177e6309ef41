// The current step: what the person does, and where the developer chooses its outcome.

import { el } from './dom.js';
import * as session from './session.js';
import { NODES, tone } from './nodes.js';

/** The current step. */
export function step(view) {
  const { node } = view;
  const kind = NODES[node.type] ?? { title: node.type };
  const notice = el('p', { className: 'notice', role: 'alert', hidden: !view.notice }, view.notice ?? '');
  const problem = (text) => { notice.textContent = text; notice.hidden = false; notice.className = 'notice bad'; };
  const done = view.step;
  const width = Math.round((done / Math.max(1, done + view.stepsLeft)) * 100);
  const bar = el('i');
  bar.style.width = `${Math.max(4, width)}%`;
  const controls = kind.controls?.(node, problem) ?? [];
  const title = el('h1', { tabIndex: -1, 'data-testid': 'node-title', 'data-node': node.id, 'data-type': node.type }, kind.title);
  return el('section', { className: 'panel', 'aria-labelledby': 'step-title' },
    el('div', { className: 'progress' },
      el('div', { className: 'bar', role: 'progressbar', 'aria-label': 'Progress', 'aria-valuemin': '0', 'aria-valuemax': '100', 'aria-valuenow': String(width) }, bar),
      el('span', { className: 'small soft' }, `Step ${done}`)),
    el('div', {}, el('div', { className: 'kicker' }, el('code', {}, node.id), el('span', {}, node.type)), Object.assign(title, { id: 'step-title' }),
      kind.lead && el('p', { className: 'lead' }, kind.lead(node))),
    notice,
    controls.length > 0 && el('div', { className: 'person' }, ...controls),
    director(node, problem),
    history(view));
}

/** Where the developer chooses what happens. */
function director(node, problem) {
  const take = async (name) => {
    const typed = (id) => document.getElementById(id)?.value.trim() || undefined;
    try {
      if (name === 'emailEntered' && typed('email')) await session.address(typed('email'));
      else await session.take(name, typed('reply'));
    } catch (error) {
      problem(error.message);
    }
  };
  const buttons = node.outcomes.map((outcome, at) => {
    const why = [outcome.condition, outcome.proposed && node.because].filter(Boolean).join(' · ');
    const button = el('button', { type: 'button', className: ['outcome', tone(outcome.name), outcome.proposed && 'proposed'].filter(Boolean).join(' '), 'data-testid': `outcome-${outcome.name}`, 'data-key': at < 9 ? String(at + 1) : null },
      el('span', { className: 'dot', 'aria-hidden': 'true' }), el('b', {}, outcome.name),
      el('span', { className: 'why' }, why || `goes to ${outcome.target}`),
      at < 9 && el('kbd', { 'aria-hidden': 'true' }, String(at + 1)));
    button.addEventListener('click', () => take(outcome.name));
    return el('li', {}, button);
  });
  return el('section', { className: 'director', 'aria-label': 'Choose the outcome' },
    el('header', {}, el('h2', {}, node.type === 'conversation' ? 'How does the talk end?' : 'What does this step answer?'), el('span', { className: 'tag' }, 'SANDBOX')),
    el('ul', { className: 'outcomes' }, ...buttons));
}

/** What was said so far. */
function history(view) {
  if (view.transcript.length === 0) return null;
  const lines = view.transcript.map((phrase) => el('li', { className: phrase.isAvatar ? '' : 'me' }, phrase.text));
  const open = view.customization?.controls?.captionsOpenedByDefault === true;
  return el('details', { open }, el('summary', {}, `Transcript (${lines.length})`), el('ul', { className: 'talk', 'aria-label': 'Transcript' }, ...lines));
}

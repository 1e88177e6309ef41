// Pictures of a document or of a face, taken from the stage's camera.

import { el, announce } from './dom.js';
import * as devices from './devices.js';
import * as session from './session.js';
import { stage } from './stage.js';

const pause = (ms) => new Promise((resolve) => { setTimeout(resolve, ms); });
const still = matchMedia('(prefers-reduced-motion: reduce)').matches;

/** Stores a picture and takes the outcome that follows from it. */
async function hand(kind, blob, outcome, problem) {
  const { step } = session.current();
  stage.analysing(true);
  announce('Analysing');
  try {
    await session.picture(kind, blob);
    await pause(900);
    if (session.current().step === step) await session.take(outcome);
  } catch (error) {
    problem(error.message);
  } finally {
    stage.analysing(false);
  }
}

/** The controls of a document scan: camera or file. */
export function documentCapture(node, problem) {
  stage.camera('document');
  const file = el('input', { type: 'file', accept: 'image/*', className: 'unseen', tabIndex: -1, 'aria-label': 'Picture of the document' });
  file.addEventListener('change', async () => {
    if (!file.files[0]) return;
    try {
      await hand('document', await devices.fromFile(file.files[0]), 'scanSuccess', problem);
    } catch (error) {
      problem(error.message);
    }
  });
  const take = el('button', { type: 'button', className: 'main grow', 'data-testid': 'document-capture' }, 'Take the picture');
  take.addEventListener('click', async () => {
    take.disabled = true;
    await hand('document', await stage.still(), 'scanSuccess', problem);
    take.disabled = false;
  });
  const choose = el('button', { type: 'button', className: devices.live() ? '' : 'main grow' }, 'Choose a file');
  choose.addEventListener('click', () => file.click());
  return [
    el('p', { className: 'lead' }, accepted(node.detail.types ?? []), ' Please use a specimen, not a real document.'),
    el('div', { className: 'row' }, devices.live() && take, choose, file),
  ];
}

/** Words of document types that are no words. */
const WORDS = { dl: 'driving licence', eid: 'eID', id: 'ID' };
/** Documents named; of more the number is told. */
const NAMED = 6;

function accepted(types) {
  if (types.length === 0) return 'Any document will do.';
  const names = types.slice(0, NAMED).map((type) => type.split('-').map((word) => WORDS[word] ?? word).join(' '));
  const others = types.length - names.length;
  return `Accepted: ${names.join(', ')}${others > 0 ? ` and ${others} more` : ''}.`;
}

/** The controls of a face capture: an oval and a countdown. */
export function faceCapture(node, problem) {
  stage.camera('oval');
  const start = el('button', { type: 'button', className: 'main', 'data-testid': 'face-capture', disabled: !devices.live() }, 'Start the capture');
  start.addEventListener('click', async () => {
    start.disabled = true;
    for (const number of still ? [] : [3, 2, 1]) {
      stage.count(String(number));
      announce(String(number));
      await pause(700);
    }
    stage.count('');
    await hand('face', await stage.still(), 'passed', problem);
    start.disabled = false;
  });
  return [
    el('p', { className: 'lead' }, node.detail.instructions || 'Place your face inside the oval and hold still.'),
    start,
    !devices.live() && el('p', { className: 'notice' }, 'There is no camera picture. Choose an outcome below instead.'),
  ];
}

// The avatar's voice and the person's dictation, where the browser has them.

const KEY = 'sandbox-muted';
let muted = false;
try { muted = localStorage.getItem(KEY) === 'yes'; } catch { /* storage may be blocked in a frame; sound stays on */ }

export const canSpeak = 'speechSynthesis' in window;
export const isMuted = () => muted || !canSpeak;

export function setMuted(value) {
  muted = value;
  try { localStorage.setItem(KEY, value ? 'yes' : 'no'); } catch { /* the choice then lasts as long as the page */ }
  if (value && canSpeak) speechSynthesis.cancel();
}

/** Speaks `text`; prompts are written in English. `changed` hears whether the voice is on. */
export function speak(text, changed) {
  if (!canSpeak) return;
  speechSynthesis.cancel();
  if (muted || !text) return;
  const words = new SpeechSynthesisUtterance(text);
  words.lang = 'en';
  words.rate = 1;
  words.onstart = () => changed(true);
  words.onend = () => changed(false);
  words.onerror = () => changed(false);
  speechSynthesis.speak(words);
}

export function hush() { if (canSpeak) speechSynthesis.cancel(); }

const Recognition = window.SpeechRecognition ?? window.webkitSpeechRecognition;
export const canDictate = Boolean(Recognition);

/** Listens once and hands over what was understood; returns a function that stops it. */
export function dictate(heard, ended) {
  const recognition = new Recognition();
  recognition.lang = navigator.language;
  recognition.interimResults = true;
  recognition.onresult = (event) => heard([...event.results].map((result) => result[0].transcript).join(' '));
  recognition.onerror = ended;
  recognition.onend = ended;
  recognition.start();
  return () => recognition.stop();
}

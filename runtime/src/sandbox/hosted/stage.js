// The picture side of the session: avatar, captions, camera.

import { el, icon, overlay } from './dom.js';
import * as devices from './devices.js';
import * as session from './session.js';
import * as voice from './voice.js';

/** The picture side of the session. */
export const stage = (() => {
  const video = el('video', { autoplay: true, muted: true, playsInline: true, 'data-testid': 'camera', 'aria-label': 'Your camera' });
  const off = el('div', { className: 'off' }, 'Camera off');
  const count = el('div', { className: 'count', 'aria-hidden': 'true' });
  const hole = 'M0 0H100V100H0Z';
  const oval = 'M50 14C66 14 72 30 72 46C72 66 62 84 50 84C38 84 28 66 28 46C28 30 34 14 50 14Z';
  const card = 'M12 24H88V76H12Z';
  const box = el('div', { className: 'camera' }, video, off,
    overlay('oval', [['veil', `${hole}${oval}`], ['edge', oval]]),
    overlay('document', [['veil', `${hole}${card}`], ['edge', card]]),
    el('div', { className: 'scan' }), count);
  const avatar = el('img', { className: 'avatar', alt: '' });
  const who = el('span', { className: 'who' });
  const caption = el('div', { className: 'caption', 'data-testid': 'prompt' });
  const sound = el('button', { type: 'button', className: 'round' });
  const leave = el('button', { type: 'button', className: 'round', 'aria-label': 'Leave the session', title: 'Leave the session' }, icon('door'));
  const root = el('section', { className: 'stage', 'aria-label': 'Avatar and camera' }, avatar, el('div', { className: 'halo' }), box, who, caption, el('div', { className: 'tools' }, voice.canSpeak && sound, leave));
  const drawSound = () => {
    sound.setAttribute('aria-pressed', String(voice.isMuted()));
    sound.setAttribute('aria-label', voice.isMuted() ? 'Turn the voice on' : 'Mute the voice');
    sound.title = sound.getAttribute('aria-label');
    sound.replaceChildren(icon(voice.isMuted() ? 'mute' : 'sound'));
  };
  const speaking = (on) => root.classList.toggle('speaking', on);
  let spoken = '';
  sound.addEventListener('click', () => {
    voice.setMuted(!voice.isMuted());
    speaking(false);
    drawSound();
    if (!voice.isMuted()) voice.speak(spoken, speaking);
  });
  leave.addEventListener('click', () => session.leaveNow().catch(() => {}));
  drawSound();
  return {
    root,
    attach() {
      video.srcObject = devices.picture();
      off.hidden = devices.live();
      if (devices.live()) video.play().catch(() => {});
    },
    person(view) {
      avatar.src = view.avatar.imageUrl;
      who.textContent = view.avatar.name.split(',')[0];
    },
    say(text, verbatim) {
      spoken = text ?? '';
      caption.replaceChildren(...(text ? [verbatim ? '' : el('em', {}, 'Goal of the avatar'), text] : []));
      caption.hidden = !text;
      voice.speak(spoken, speaking);
    },
    camera(kind) {
      const large = Boolean(kind) && devices.live();
      box.className = ['camera', large && 'large', large && kind, kind === 'document' && 'rear'].filter(Boolean).join(' ');
      caption.classList.toggle('with-camera', !large);
    },
    analysing: (on) => box.classList.toggle('analysing', on && devices.live()),
    count: (text) => { count.textContent = text; },
    still: () => devices.still(video),
  };
})();

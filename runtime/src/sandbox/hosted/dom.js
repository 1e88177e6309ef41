// Builds elements. Text is always set as text, never parsed as markup.

/** Element of `tag` with properties and children; `data-…`, `aria-…` and `role` become attributes. */
export function el(tag, props = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.includes('-') || name === 'role' || name === 'for' || name === 'list') node.setAttribute(name, value === true ? '' : value);
    else node[name] = value;
  }
  node.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

const SVG = 'http://www.w3.org/2000/svg';
const ICONS = {
  camera: 'M4 8h3l2-3h6l2 3h3v11H4zM12 16a3.500 3.500 0 1 0 0-7 3.500 3.500 0 0 0 0 7z',
  mic: 'M12 3a3 3 0 0 0-3 3v5a3 3 0 0 0 6 0V6a3 3 0 0 0-3-3zM5 11a7 7 0 0 0 14 0M12 18v3',
  sound: 'M4 9v6h4l5 4V5L8 9zM16.500 8.500a5 5 0 0 1 0 7M19 6a8.500 8.500 0 0 1 0 12',
  mute: 'M4 9v6h4l5 4V5L8 9zM17 9.500l5 5M22 9.500l-5 5',
  lock: 'M6 11h12v9H6zM8.500 11V8a3.500 3.500 0 0 1 7 0v3',
  mail: 'M3 6h18v13H3zM3 7l9 7 9-7',
  check: 'M5 12.500l4.500 4.500L19 7.500',
  cross: 'M6 6l12 12M18 6L6 18',
  clock: 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM12 7v5l3.500 2',
  door: 'M5 21V4h10v17M15 21h4M11.500 12.500h.01',
};

/** One of the drawn icons, hidden from assistive technology. */
export function icon(name) {
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('viewBox', '0 0 24 24');
  svg.setAttribute('aria-hidden', 'true');
  const path = document.createElementNS(SVG, 'path');
  path.setAttribute('d', ICONS[name]);
  svg.append(path);
  return svg;
}

/** A full-size drawing from pairs of class and path. */
export function overlay(kind, paths) {
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('class', `overlay ${kind}`);
  svg.setAttribute('viewBox', '0 0 100 100');
  svg.setAttribute('preserveAspectRatio', 'none');
  svg.setAttribute('aria-hidden', 'true');
  for (const [kindOfPath, d] of paths) {
    const path = document.createElementNS(SVG, 'path');
    path.setAttribute('class', kindOfPath);
    path.setAttribute('fill-rule', 'evenodd');
    path.setAttribute('d', d);
    svg.append(path);
  }
  return svg;
}

/** Says something to assistive technology without showing it. */
export function announce(text) {
  const place = document.getElementById('announce');
  place.textContent = '';
  requestAnimationFrame(() => { place.textContent = text; });
}

/** Puts new content into the page. */
export function show(...content) {
  document.getElementById('app').replaceChildren(...content);
}

// The picture of the flow: pan, zoom, fit, selection, and what a run marks in it.

const LEAST_SCALE = 0.1;
const MOST_SCALE = 3;
const MARGIN = 24;
/** Below this scale the texts of the cards cannot be read. */
const LEAST_READABLE = 0.42;
/** Scale at which the beginning of a large flow is shown. */
const BEGINNING = 0.7;

export class Canvas {
  #host;
  #svg = null;
  #view = { x: 0, y: 0, scale: 1 };
  #size = { width: 1, height: 1 };
  #isFitted = true;
  #onSelect;
  #onZoom;
  #glide = 0;

  constructor(host, { onSelect, onZoom }) {
    this.#host = host;
    this.#onSelect = onSelect;
    this.#onZoom = onZoom;
    host.addEventListener("wheel", (event) => this.#wheel(event), { passive: false });
    host.addEventListener("pointerdown", (event) => this.#drag(event));
    host.addEventListener("keydown", (event) => this.#key(event));
    new ResizeObserver(() => this.#isFitted && this.#home()).observe(host);
  }

  /** Shows another drawing. */
  show(markup) {
    const parsed = new DOMParser().parseFromString(markup, "image/svg+xml").documentElement;
    if (parsed.nodeName !== "svg") throw new Error("the drawing is no SVG document");
    this.#svg = document.importNode(parsed, true);
    this.#size = { width: Number(parsed.getAttribute("width")), height: Number(parsed.getAttribute("height")) };
    this.#svg.setAttribute("role", "group");
    for (const node of this.#nodes()) {
      node.setAttribute("tabindex", "0");
      node.setAttribute("role", "button");
      node.setAttribute("aria-label", `${node.querySelector(".type").textContent} ${node.dataset.node}`);
      node.addEventListener("keydown", (event) => {
        if (event.key !== "Enter" && event.key !== " ") return;
        event.preventDefault();
        event.stopPropagation();
        this.#onSelect(node.dataset.node);
      });
      node.addEventListener("focus", () => node.matches(":focus-visible") && this.reveal(node.dataset.node));
    }
    this.#host.replaceChildren(this.#svg);
    this.#home();
  }

  /** The whole flow where it is readable then, else its beginning. */
  #home() {
    this.fit({ glide: false });
    if (this.#view.scale < LEAST_READABLE) {
      this.#isFitted = false;
      this.#move({ scale: BEGINNING, x: 0, y: 0 }, false);
    }
  }

  select(id) {
    for (const node of this.#nodes()) node.classList.toggle("selected", node.dataset.node === id);
  }

  /** Marks the node a run stands at and the edges it took. */
  mark({ current, visited, taken }) {
    for (const node of this.#nodes()) {
      const id = node.dataset.node;
      node.classList.toggle("current", id === current);
      node.classList.toggle("visited", visited.has(id));
      if (id === current) node.setAttribute("aria-current", "step");
      else node.removeAttribute("aria-current");
      for (const chip of node.querySelectorAll(".chip")) {
        chip.classList.toggle("taken", taken.has(edgeKey(id, chip.dataset.outcome)));
      }
    }
    for (const wire of this.#svg?.querySelectorAll(".wire") ?? []) {
      wire.classList.toggle("taken", taken.has(edgeKey(wire.dataset.from, wire.dataset.outcome)));
    }
  }

  fit({ glide = true } = {}) {
    const { clientWidth: width, clientHeight: height } = this.#host;
    if (!this.#svg || !width || !height) return;
    const scale = Math.min(1, (width - MARGIN) / this.#size.width, (height - MARGIN) / this.#size.height);
    this.#isFitted = true;
    this.#move(
      {
        scale: Math.max(scale, LEAST_SCALE),
        x: (width - this.#size.width * scale) / 2,
        y: Math.max((height - this.#size.height * scale) / 2, 0),
      },
      glide,
    );
  }

  zoom(factor) {
    const { clientWidth, clientHeight } = this.#host;
    this.#zoomAt(factor, clientWidth / 2, clientHeight / 2);
  }

  zoomTo(scale) {
    this.zoom(scale / this.#view.scale);
  }

  /** Brings a node into view, large enough to read. */
  reveal(id, { centre = false } = {}) {
    const node = this.#node(id);
    if (!node) return;
    const { clientWidth: width, clientHeight: height } = this.#host;
    const box = node.getBBox();
    const [, left, top] = /translate\((-?\d+) (-?\d+)\)/.exec(node.getAttribute("transform")).map(Number);
    const scale = centre ? Math.max(this.#view.scale, Math.min(0.8, width / (box.width + 120))) : this.#view.scale;
    const at = {
      x: (left + box.width / 2) * scale + this.#view.x,
      y: (top + box.height / 2) * scale + this.#view.y,
    };
    const isVisible = at.x > 80 && at.x < width - 80 && at.y > 60 && at.y < height - 60;
    if (isVisible && scale === this.#view.scale) return;
    this.#isFitted = false;
    // Round the node, but no further over the border of the picture than the margin.
    const along = (middle, room, size) =>
      size <= room ? (room - size) / 2 : Math.min(MARGIN, Math.max(room - size - MARGIN, room / 2 - middle));
    this.#move(
      {
        scale,
        x: along((left + box.width / 2) * scale, width, this.#size.width * scale),
        y: along((top + box.height / 2) * scale, height, this.#size.height * scale),
      },
      true,
    );
  }

  #nodes() {
    return this.#svg ? this.#svg.querySelectorAll(".node") : [];
  }

  #node(id) {
    return [...this.#nodes()].find((node) => node.dataset.node === id);
  }

  #wheel(event) {
    event.preventDefault();
    if (event.ctrlKey || event.metaKey || !event.shiftKey) {
      const box = this.#host.getBoundingClientRect();
      const factor = Math.exp(-Math.max(-60, Math.min(60, event.deltaY)) * 0.005);
      this.#zoomAt(factor, event.clientX - box.left, event.clientY - box.top);
    } else {
      this.#pan(-(event.deltaX || event.deltaY), 0);
    }
  }

  #drag(event) {
    if (event.button !== 0) return;
    const start = { x: event.clientX, y: event.clientY };
    let last = start;
    let isDrag = false;
    const move = (now) => {
      isDrag ||= Math.hypot(now.clientX - start.x, now.clientY - start.y) > 4;
      if (!isDrag) return;
      this.#host.classList.add("dragging");
      this.#pan(now.clientX - last.x, now.clientY - last.y);
      last = { x: now.clientX, y: now.clientY };
    };
    const end = (up) => {
      removeEventListener("pointermove", move);
      removeEventListener("pointerup", end);
      removeEventListener("pointercancel", end);
      this.#host.classList.remove("dragging");
      if (isDrag || up.type === "pointercancel") return;
      const node = event.target.closest?.(".node");
      this.#onSelect(node ? node.dataset.node : null);
    };
    addEventListener("pointermove", move);
    addEventListener("pointerup", end);
    addEventListener("pointercancel", end);
  }

  #key(event) {
    const step = 60;
    const moves = { ArrowLeft: [step, 0], ArrowRight: [-step, 0], ArrowUp: [0, step], ArrowDown: [0, -step] };
    const move = moves[event.key];
    if (!move || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    this.#pan(...move);
  }

  #pan(x, y) {
    this.#isFitted = false;
    this.#move({ ...this.#view, x: this.#view.x + x, y: this.#view.y + y }, false);
  }

  #zoomAt(factor, x, y) {
    const scale = Math.max(LEAST_SCALE, Math.min(MOST_SCALE, this.#view.scale * factor));
    const ratio = scale / this.#view.scale;
    this.#isFitted = false;
    this.#move({ scale, x: x - (x - this.#view.x) * ratio, y: y - (y - this.#view.y) * ratio }, false);
  }

  #move(to, glide) {
    cancelAnimationFrame(this.#glide);
    if (!glide || matchMedia("(prefers-reduced-motion: reduce)").matches) {
      this.#apply(to);
      return;
    }
    const from = this.#view;
    const began = performance.now();
    const frame = (now) => {
      const part = Math.min(1, (now - began) / 320);
      const eased = 1 - (1 - part) ** 3;
      const between = (key) => from[key] + (to[key] - from[key]) * eased;
      this.#apply({ x: between("x"), y: between("y"), scale: between("scale") });
      if (part < 1) this.#glide = requestAnimationFrame(frame);
    };
    this.#glide = requestAnimationFrame(frame);
  }

  #apply(view) {
    this.#view = view;
    if (this.#svg) {
      this.#svg.style.transform = `translate(${view.x}px, ${view.y}px) scale(${view.scale})`;
    }
    this.#onZoom(view.scale);
  }
}

/** Name of an edge in a set. */
export function edgeKey(node, outcome) {
  return JSON.stringify([node, outcome]);
}

/* Zoom and pan of a map: ctrl + wheel (or plain wheel once the map has focus), pinch, drag, buttons, keys.
   A page's own scrolling is never trapped: one finger pans only what is already enlarged. */
(() => {
  "use strict";
  const atlas = (window.atlas ??= {});
  const MOST = 12;
  const STEP = 1.6;

  class Zoom {
    /** @param surface the SVG; @param moved called with `{z, x, y}` (scale and offset in px) while it changes */
    constructor(surface, moved) {
      this.surface = surface;
      this.moved = moved;
      this.fingers = new Map();
      this.dragged = false;
      this.reset(false);
      surface.addEventListener("wheel", (event) => this.wheel(event), { passive: false });
      surface.addEventListener("pointerdown", (event) => this.down(event));
      surface.addEventListener("pointermove", (event) => this.move(event));
      for (const name of ["pointerup", "pointercancel", "pointerleave"]) {
        surface.addEventListener(name, (event) => this.fingers.delete(event.pointerId));
      }
    }

    reset(tell = true) {
      Object.assign(this, { z: 1, x: 0, y: 0 });
      this.surface.classList.remove("is-zoomed");
      if (tell) this.moved(this);
    }

    size() {
      const { width, height } = this.surface.getBoundingClientRect();
      return [width, height];
    }

    /** Enlarge by `factor` about a point of the surface, its middle by default. */
    by(factor, at = null) {
      const [width, height] = this.size();
      const [px, py] = at ?? [width / 2, height / 2];
      const z = Math.max(1, Math.min(MOST, this.z * factor));
      const ratio = z / this.z;
      this.set(z, px - (px - this.x) * ratio, py - (py - this.y) * ratio);
    }

    in() { this.by(STEP); }

    out() { this.by(1 / STEP); }

    set(z, x, y) {
      const [width, height] = this.size();
      this.z = z;
      this.x = Math.min(0, Math.max(width * (1 - z), x));
      this.y = Math.min(0, Math.max(height * (1 - z), y));
      this.surface.classList.toggle("is-zoomed", z > 1);
      this.moved(this);
    }

    /** Bring a point of the enlarged map into the frame, for whoever walks by keyboard. */
    reveal([px, py]) {
      const [width, height] = this.size();
      const margin = 40;
      const dx = px < margin ? margin - px : Math.min(0, width - margin - px);
      const dy = py < margin ? margin - py : Math.min(0, height - margin - py);
      if (this.z > 1 && (dx || dy)) this.set(this.z, this.x + dx, this.y + dy);
    }

    at(event) {
      const box = this.surface.getBoundingClientRect();
      return [event.clientX - box.left, event.clientY - box.top];
    }

    wheel(event) {
      const focused = this.surface.contains(document.activeElement);
      if (!event.ctrlKey && !event.metaKey && !focused) return;
      if (event.deltaY > 0 && this.z === 1 && !event.ctrlKey) return;
      event.preventDefault();
      this.by(Math.exp(-Math.max(-60, Math.min(60, event.deltaY)) * 0.008), this.at(event));
    }

    down(event) {
      if (event.button > 0) return;
      this.fingers.set(event.pointerId, this.at(event));
      if (this.fingers.size === 1) this.dragged = false;
    }

    move(event) {
      const before = this.fingers.get(event.pointerId);
      if (!before) return;
      const now = this.at(event);
      const other = [...this.fingers.entries()].find(([id]) => id !== event.pointerId)?.[1];
      const [dx, dy] = [now[0] - before[0], now[1] - before[1]];
      if (other) {
        const span = (point) => Math.hypot(point[0] - other[0], point[1] - other[1]) || 1;
        this.dragged = true;
        this.fingers.set(event.pointerId, now);
        this.by(span(now) / span(before), [(now[0] + other[0]) / 2, (now[1] + other[1]) / 2]);
      } else if (this.z > 1 && (this.dragged || Math.hypot(dx, dy) > 4)) {
        this.dragged = true;
        this.fingers.set(event.pointerId, now);
        this.set(this.z, this.x + dx, this.y + dy);
      }
    }
  }

  atlas.Zoom = Zoom;
})();

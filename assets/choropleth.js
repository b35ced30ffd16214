/* The map: one named, focusable shape an area, coloured by class, lit by pointer, keyboard or list.
   It knows nothing of addresses or files: explorer.js gives it shapes once and a view at every change. */
(() => {
  "use strict";
  const atlas = (window.atlas ??= {});
  const NARROW = 600;
  const FEW = 1000;

  class Choropleth {
    /** @param host the page's `#map`; @param chosen called with an area or null when a person chooses;
        @param locks called with the area that others are to be read against, or null; without it nothing can be locked */
    constructor(host, chosen, locks = null) {
      const { el, html } = atlas.draw;
      this.host = host;
      this.chosen = chosen;
      this.locks = locks;
      host.classList.add("map");
      this.world = el("g", {});
      this.context = el("g", { "aria-hidden": "true" });
      this.words = el("g", { class: "map-words", "aria-hidden": "true", "pointer-events": "none" });
      this.svg = el("svg", { class: "map-svg" }, this.context, this.world, this.words);
      this.card = html("div", { class: "map-card", "aria-hidden": "true", hidden: true },
        html("p", {}, html("b", { class: "map-card-name" }), html("b", { class: "map-card-value" })),
        html("p", { class: "map-card-against", hidden: true }), html("p", { class: "map-card-note" }));
      this.stamp = html("p", { class: "map-stamp", hidden: true });
      this.scenes = [];
      this.zoom = new atlas.Zoom(this.svg, () => this.placed());
      this.buttons = html("div", { class: "map-zoom" },
        this.button("+", "Enlarge the map", () => this.zoom.in()),
        this.button("−", "Make the map smaller", () => this.zoom.out()),
        this.button("↺", "Show the whole map", () => this.zoom.reset()));
      this.buttons.lastChild.hidden = true;
      host.replaceChildren(this.svg, this.card, this.stamp, this.buttons);
      atlas.input.listen(this);
      this.observer = new ResizeObserver(() => this.fit());
      this.observer.observe(host);
      this.relay = () => {
        this.placed();
        this.renumbered?.();
      };
      atlas.draw.numbered.addEventListener("change", this.relay);
    }

    button(sign, label, act) {
      const node = atlas.draw.html("button", { type: "button", "aria-label": label, title: label, text: sign });
      node.addEventListener("click", act);
      return node;
    }

    destroy() {
      this.observer.disconnect();
      atlas.draw.numbered.removeEventListener("change", this.relay);
    }

    /**
     * Show other shapes, without colours.
     * @param shapes decoded boundary file
     * @param options.label what the map is, said to a screen reader; options.noun "ward" or "council";
     *   options.narrowUnder px of width under which the card is pinned and no ward is named; options.hrefOf makes areas links; options.inset area → whether it is drawn again enlarged, options.insetLabel
     */
    setShapes(shapes, { key, label, noun, hrefOf = null, inset = null, insetLabel = "", corner = false, narrowUnder = NARROW }) {
      const { el } = atlas.draw;
      Object.assign(this, { shapes, key, noun, hrefOf, corner, insetLabel, narrowUnder, view: null, hovered: null, focused: null, selected: null, locked: null });
      const fine = shapes.areas.length > FEW;
      const wide = fine ? 0.5 : corner ? 1.4 : 2.6;
      this.main = new atlas.Scene(shapes, { fine, hrefOf, coast: corner, outlineWidth: wide });
      this.inset = inset ? new atlas.Scene(shapes, { fine: false, hrefOf, areas: shapes.areas.filter(inset), mirror: true, outlineWidth: 1.6 }) : null;
      this.scenes = [this.main, this.inset].filter(Boolean);
      const role = hrefOf ? "group" : "listbox";
      for (const [name, value] of Object.entries({ role, "aria-label": label })) this.main.fills.setAttribute(name, value);
      shapes.areas.forEach((area, slot) => {
        const node = this.main.nodes[slot];
        node.setAttribute("tabindex", -1);
        node.setAttribute("aria-label", area.name);
        if (!hrefOf) node.setAttribute("role", "option");
      });
      this.neighbours = el("path", { d: shapes.context.d, fill: "none",
        stroke: atlas.draw.COLOURS.neighbourLine, "stroke-linejoin": "round" });
      this.context.replaceChildren(this.neighbours);
      this.world.replaceChildren(...this.scenes.map((scene) => scene.group));
      this.union = new Path2D(shapes.areas.map((area) => area.d).join(""));
      this.card.hidden = true;
      this.svg.classList.remove("has-figures", "moves");
      this.rove(0);
      this.zoom.reset(false);
      this.scenes.forEach((scene) => scene.paint(null));
      this.fit();
    }

    /** Fit the shapes to the frame, leaving room for words where the frame has it. */
    fit() {
      if (!this.shapes) return;
      const { width, height } = this.host.getBoundingClientRect();
      if (!width || !height) return;
      Object.assign(this, { width, height, narrow: width < this.narrowUnder && !this.corner });
      this.svg.setAttribute("viewBox", `0 0 ${width} ${height}`);
      this.base = this.fitted(width, height);
      this.reserve();
      this.placed();
      this.refitted?.();
    }

    /** Scale and offset that fit the shapes into a frame; smaller until three labels find room beside them. */
    fitted(width, height) {
      const [x0, y0, x1, y1] = this.shapes.box;
      for (let margin = this.narrow || this.corner ? 8 : 14; ; margin += 14) {
        const k = Math.min((width - 2 * margin) / (x1 - x0), (height - 2 * margin) / (y1 - y0));
        const spare = width - k * (x1 - x0);
        const x = (this.corner ? Math.min(spare / 2, margin) : spare / 2) - k * x0;
        const y = (height - k * (y1 - y0)) / 2 - k * y0;
        if (this.narrow || this.corner || margin > 70) return { k, x, y };
        const cover = new atlas.labels.Cover(width, height, [{ path: this.union, k, x, y }]);
        if (atlas.labels.hasRoom({ width, height, cover })) return { k, x, y };
      }
    }

    /** Where buttons lie over the map. Measured when they change: after a repaint it would cost a whole layout. */
    reserve() {
      const frame = this.host.getBoundingClientRect();
      this.reserved = [...this.host.querySelectorAll(":scope > .map-zoom, :scope > .map-levels, :scope > .map-mini")].map((node) => {
        const { left, top, width, height } = node.getBoundingClientRect();
        return { x: left - frame.left, y: top - frame.top, width, height };
      });
    }

    /** Put every scene where fit and zoom say, and the words after the movement. */
    placed() {
      if (!this.base) return;
      const { z, x, y } = this.zoom;
      const place = (k, px, py) => [k * z, px * z + x, py * z + y];
      const here = place(this.base.k, this.base.x, this.base.y);
      this.main.place(...here);
      if (this.inset) this.inset.place(...place(...this.insetPlace()));
      this.neighbours.setAttribute("transform", `translate(${here[1]} ${here[2]}) scale(${here[0]})`);
      this.neighbours.setAttribute("stroke-width", (0.9 / here[0]).toPrecision(4));
      if (this.buttons.lastChild.hidden !== (z === 1) || !this.reserved) {
        this.buttons.lastChild.hidden = z === 1;
        this.reserve();
      }
      this.words.replaceChildren();
      this.showCard();
      cancelAnimationFrame(this.wordsFrame);
      clearTimeout(this.wordsTimer);
      if (z === 1) this.layWords();
      else this.wordsTimer = setTimeout(() => { this.wordsFrame = requestAnimationFrame(() => this.layWords()); }, 90);
    }

    /** Where the enlarged part stands: at the top right, in the sea beside it. */
    insetPlace() {
      const [x0, y0, x1] = this.inset.box;
      const room = Math.min(this.width, this.height);
      const k = (room * 0.31) / (x1 - x0);
      return [k, Math.min(this.width, this.height * 1.3) - 4 - k * x1, this.height * 0.075 + 10 - k * y0];
    }

    /**
     * Colour and name every area.
     * @param view `{classes, say(index) → {name, value, note, compared, label}, number(index) → its class as the legend counts them, marks: [{index, note}], selected, locked, stamp}`
     */
    paint(view) {
      const before = this.view;
      this.view = view;
      const small = this.shapes.areas.length <= FEW;
      this.svg.classList.toggle("moves", Boolean(before) && small && before.classes !== view.classes);
      this.svg.classList.add("has-figures");
      for (const scene of this.scenes) scene.paint(view.classes);
      if (small && before?.say !== view.say) {
        this.main.nodes.forEach((node, slot) => node.setAttribute("aria-label", view.say(slot).label));
      }
      this.stamp.hidden = !view.stamp;
      this.stamp.textContent = view.stamp ?? "";
      this.locked = view.locked ?? null;
      for (const scene of this.scenes) scene.mark("locked", this.locked);
      this.select(view.selected ?? null);
      this.layWords();
    }

    /** Mark the selected area; null for none. */
    select(index) {
      if (this.selected !== null && !this.hrefOf) this.main.nodes[this.selected]?.setAttribute("aria-selected", "false");
      this.selected = index;
      if (index !== null && !this.hrefOf) this.main.nodes[index].setAttribute("aria-selected", "true");
      for (const scene of this.scenes) scene.mark("selected", index);
      if (this.focused === null) this.rove(index ?? this.view?.marks?.[0]?.index ?? 0);
      this.showCard();
    }

    /** Light an area, or none, wherever the wish came from. */
    light(index, at = null) {
      this.hovered = index;
      this.pointer = at;
      for (const scene of this.scenes) scene.mark("hover", index);
      this.showCard();
    }

    indexOf(code) {
      this.byCode ??= new Map();
      if (this.byCode.shapes !== this.shapes) {
        this.byCode = new Map(this.shapes.areas.map((area) => [area.code, area.index]));
        this.byCode.shapes = this.shapes;
      }
      return this.byCode.get(code) ?? null;
    }

    screen(index) {
      return this.main.screen(this.shapes.areas[index].at);
    }

    showCard() {
      const index = this.hovered ?? this.focused ?? (this.narrow ? this.selected : null);
      this.card.hidden = index === null || !this.view;
      if (this.card.hidden) return;
      const { name, value, note, compared } = this.view.say(index);
      this.card.querySelector(".map-card-name").textContent = name;
      this.card.querySelector(".map-card-value").textContent = value;
      this.card.querySelector(".map-card-note").textContent = note;
      const against = this.card.querySelector(".map-card-against");
      against.hidden = !compared;
      against.textContent = compared ?? "";
      this.card.classList.toggle("is-pinned", this.narrow);
      if (this.narrow) {
        this.card.removeAttribute("style");
        return;
      }
      const [px, py] = this.pointer ?? this.screen(index);
      const { offsetWidth: wide, offsetHeight: high } = this.card;
      const below = py - high - 18 < 0;
      const left = Math.max(4, Math.min(this.width - wide - 4, px - wide / 2));
      this.card.classList.toggle("is-below", below);
      this.card.style.transform = `translate(${Math.round(left)}px, ${Math.round(below ? py + 18 : py - high - 14)}px)`;
      this.card.style.setProperty("--tip", `${Math.round(Math.max(12, Math.min(wide - 12, px - left)))}px`);
    }

    /** The words of the map at this size: highest, lowest, selected, then neighbours where there is room. */
    layWords() {
      if (!this.base || !this.width) return;
      const { width, height, scenes, narrow, reserved } = this;
      this.words.replaceChildren(...this.layout({ width, height, scenes, narrow, reserved }));
    }

    layout({ width, height, scenes, narrow, reserved = [] }) {
      const { text, COLOURS } = atlas.draw;
      const [main, inset] = scenes;
      const nodes = [];
      const taken = [...reserved];
      if (inset) {
        const [x, y] = inset.screen(inset.box);
        const size = width < 480 ? 11 : 12;
        nodes.push(text(x, y - 8, this.insetLabel, { size, fill: COLOURS.secondary }));
        taken.push({ x: x - 8, y: y - 24, width: width - x, height: 20 });
      }
      if (!this.view) return nodes;
      const inside = () => scenes.flatMap((scene) => atlas.labels.within(scene, { width, height, taken, leaders, wordsOf: (area) => this.wordsIn(area, placed) }));
      const [leaders, placed] = [[], new Set()];
      if (narrow || width < 320) return nodes.concat(inside());
      const cover = this.coverOf(width, height, scenes);
      const wanted = (this.view.marks ?? []).map(({ index, note }) => ({
        index, name: this.view.say(index).name, note, at: main.screen(this.shapes.areas[index].at),
        dot: index === this.selected || index === this.locked ? "#FFFFFF" : COLOURS.ink,
      })).filter(({ at: [x, y] }) => x > 0 && y > 0 && x < width && y < height);
      const names = this.shapes.context.names.map(({ name, at }) => ({ name, at: main.screen(at) }));
      return nodes.concat(atlas.labels.place({ width, height, cover, wanted, names, taken, leaders, placed, reach: scenes === this.scenes && this.zoom.z > 1 ? 120 : Infinity }), inside());
    }

    /** What may stand inside an area: its name, unless it has one beside the map, and its class where colours may not be told apart. */
    wordsIn({ index }, placed) {
      const k = this.view.classes[index];
      return {
        /* Among all wards of England each is named with its council, for which there is no room inside. */
        name: placed.has(index) ? null : this.main.fine ? this.view.say(index).name.split(",")[0] : this.view.say(index).name,
        number: atlas.draw.numbered.matches && !placed.has(index) ? this.view.number?.(index) ?? null : null,
        deep: atlas.Scene.DEEP.has(k),
      };
    }

    /** The map at another size, for an export: the same classes, laid out afresh and never enlarged. */
    pictureAt(width, height) {
      const sizes = { width: this.width, height: this.height, base: this.base, narrow: this.narrow };
      const scenes = this.scenes.map((scene) => scene.twin());
      try {
        Object.assign(this, { width, height, narrow: false });
        this.base = this.fitted(width, height);
        scenes[0].place(this.base.k, this.base.x, this.base.y);
        if (scenes[1]) scenes[1].place(...this.insetPlace());
        for (const scene of scenes) {
          scene.paint(this.view.classes);
          scene.mark("locked", this.locked);
          scene.mark("selected", this.selected);
        }
        const neighbours = this.neighbours.cloneNode();
        neighbours.setAttribute("transform", `translate(${this.base.x} ${this.base.y}) scale(${this.base.k})`);
        neighbours.setAttribute("stroke-width", (0.9 / this.base.k).toPrecision(4));
        return atlas.draw.el("g", {}, neighbours, scenes.map((scene) => scene.group), this.layout({ width, height, scenes, narrow: false }));
      } finally {
        Object.assign(this, sizes, { cover: null });
      }
    }

    coverOf(width, height, scenes) {
      const stamp = scenes.map((scene) => `${scene.k}/${scene.origin}`).join() + this.key;
      if (this.cover?.stamp !== stamp) {
        const parts = scenes.map((scene) => ({ k: scene.k, x: scene.origin[0], y: scene.origin[1],
          path: scene === scenes[0] ? this.union : new Path2D(scene.areas.map((area) => area.d).join("")) }));
        this.cover = new atlas.labels.Cover(width, height, parts);
        this.cover.stamp = stamp;
      }
      return this.cover;
    }

    rove(index) {
      this.main.nodes[this.roving]?.setAttribute("tabindex", -1);
      this.roving = index;
      this.main.nodes[index]?.setAttribute("tabindex", 0);
    }

    choose(index) {
      const area = this.shapes.areas[index];
      if (!this.hrefOf) this.select(index);
      this.chosen(area);
    }

    focus(index) {
      const node = this.main.nodes[index];
      if (this.view) node.setAttribute("aria-label", this.view.say(index).label);
      this.rove(index);
      node.focus({ preventScroll: this.zoom.z > 1 });
    }
  }

  atlas.Choropleth = Choropleth;
})();

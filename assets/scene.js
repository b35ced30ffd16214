/* One group of areas drawn at one scale: fills, the lines between them, the outline and the marks on top.
   The council map is one scene; England is two, London drawn again larger.
   Lines are drawn once each, from the shared arcs: white where a dark class touches, dark grey elsewhere. */
(() => {
  "use strict";
  const atlas = (window.atlas ??= {});
  /* No figure, five classes, the nine of two indicators together (bivariate.js), five of a change (change.js). */
  const numbered = (kind, length) => Array.from({ length }, (_, k) => `area ${kind}${k}`);
  const CLASS = ["area none", ...numbered("q", 6).slice(1), ...numbered("b", 9), ...numbered("d", 5)];
  const DEEP = new Set([4, 5, 11, 13, 14, 15, 19]);
  const EMPTY = "area";
  let made = 0;

  class Scene {
    /**
     * @param shapes what `atlas.topology.decode` returned
     * @param options.areas the areas of this scene (all by default); options.fine: too many to draw lines between;
     *   options.hrefOf: area → address, when areas are links; options.mirror: a copy that only shows;
     *   options.coast: draw the outer edge too, where the outline of the file is of regions
     */
    constructor(shapes, options = {}) {
      const { areas = shapes.areas, fine = false, hrefOf = null, mirror = false, coast = false, outlineWidth = 2.6 } = options;
      const { el, COLOURS } = atlas.draw;
      Object.assign(this, { shapes, options, areas });
      this.fine = fine;
      this.box = [0, 1, 2, 3].map((side) => areas.reduce((end, area) => (side < 2 ? Math.min : Math.max)(end, area.box[side]), side < 2 ? Infinity : -Infinity));
      this.classes = new Array(areas.length).fill(-1);
      const line = (stroke, extra = {}) => el("path", { fill: "none", stroke, "stroke-linejoin": "round", "pointer-events": "none", ...extra });

      this.nodes = areas.map((area) => {
        const link = hrefOf && !mirror;
        const attributes = { class: EMPTY, "data-i": area.index };
        if (!link) return el("path", { ...attributes, d: area.d });
        return el("a", { ...attributes, href: hrefOf(area) }, el("path", { d: area.d }));
      });
      this.fills = el("g", { class: "map-areas", "shape-rendering": fine ? "crispEdges" : null, "aria-hidden": mirror ? "true" : null }, this.nodes);

      const inScene = new Set(areas.map((area) => area.index));
      this.inner = fine ? [] : shapes.arcs.filter((arc) => arc.owners.length === 2 && arc.owners.every((i) => inScene.has(i)));
      this.slot = new Map(areas.map((area, slot) => [area.index, slot]));
      this.light = line(COLOURS.lineOnLight);
      this.dark = line(COLOURS.lineOnDark);
      const whole = areas.length === shapes.areas.length;
      const border = shapes.arcs.filter((arc) => arc.owners.filter((i) => inScene.has(i)).length === 1).map((arc) => arc.d).join("");
      const edge = whole ? shapes.outline + (coast ? border : "") : border;
      this.outline = line(COLOURS.ink, { d: edge });
      this.outlineWidth = outlineWidth;

      /* The hatch keeps the page's scale whatever the map's, so each scene has its own. */
      const id = `atlas-hatch-${(made += 1)}`;
      this.hatch = atlas.draw.hatch(id);
      this.hatched = `url(#${id})`;
      this.lockGap = line("#FFFFFF");
      this.lock = line(COLOURS.ink);
      this.casing = line("#FFFFFF");
      this.selected = line(COLOURS.ink);
      this.hover = line(COLOURS.ink);
      this.ringGap = line("#FFFFFF");
      this.ring = line(COLOURS.action);
      this.group = el("g", {}, el("defs", {}, this.hatch), this.fills, this.light, this.dark, this.outline,
        this.hover, this.lockGap, this.lock, this.casing, this.selected, this.ringGap, this.ring);
    }

    /** The same areas once more, for a picture of another size. */
    twin() {
      return new Scene(this.shapes, { ...this.options, hrefOf: null });
    }

    /** Place the scene: `k` px a unit, `[x, y]` px of the origin. Widths of lines stay those of the page. */
    place(k, x, y) {
      this.k = k;
      this.origin = [x, y];
      this.group.setAttribute("transform", `translate(${x.toFixed(2)} ${y.toFixed(2)}) scale(${k})`);
      this.hatch.setAttribute("patternTransform", `rotate(45) scale(${(1 / k).toPrecision(4)})`);
      const thin = atlas.draw.numbered.matches ? 1.2 : 0.7;
      const widths = [
        [this.light, thin], [this.dark, thin], [this.outline, this.outlineWidth], [this.hover, 1.8], [this.lockGap, 6], [this.lock, 2.6], [this.casing, 6],
        [this.selected, 2.6], [this.ringGap, 7], [this.ring, 3],
      ];
      this.lock.setAttribute("stroke-dasharray", `${(5 / k).toPrecision(4)} ${(3 / k).toPrecision(4)}`);
      for (const [path, px] of widths) path.setAttribute("stroke-width", (px / k).toPrecision(4));
    }

    screen([x, y]) {
      return [x * this.k + this.origin[0], y * this.k + this.origin[1]];
    }

    /** Colour every area by class (0 no figure, 1 to 5; null: nothing known yet), touching only what changes. */
    paint(classes) {
      let changed = false;
      this.nodes.forEach((node, slot) => {
        const k = classes ? classes[this.areas[slot].index] : -1;
        if (this.classes[slot] === k) return;
        if (k === 0) node.setAttribute("fill", this.hatched);
        else if (this.classes[slot] === 0) node.removeAttribute("fill");
        this.classes[slot] = k;
        node.setAttribute("class", k < 0 ? EMPTY : CLASS[k]);
        changed = true;
      });
      if (changed || !this.light.hasAttribute("d")) this.drawLines(classes);
    }

    drawLines(classes) {
      const light = [];
      const dark = [];
      for (const { owners: [a, b], d } of this.inner) {
        const deep = classes && [a, b].some((index) => DEEP.has(this.classes[this.slot.get(index)]));
        (deep ? dark : light).push(d);
      }
      this.light.setAttribute("stroke", classes ? atlas.draw.COLOURS.lineOnLight : atlas.draw.COLOURS.neighbourLine);
      this.setPath(this.light, light.join(""));
      this.setPath(this.dark, dark.join(""));
    }

    setPath(path, d) {
      if (path.getAttribute("d") !== d) path.setAttribute("d", d);
    }

    /** Draw or remove a mark: `hover`, `selected`, `locked` (dashed) or `focus`. */
    mark(kind, index) {
      const slot = index === null ? undefined : this.slot.get(index);
      const d = slot === undefined ? "" : this.areas[slot].d;
      const paths = { hover: [this.hover], selected: [this.casing, this.selected], locked: [this.lockGap, this.lock], focus: [this.ringGap, this.ring] }[kind];
      for (const path of paths) this.setPath(path, d);
    }
  }

  Scene.DEEP = DEEP;
  atlas.Scene = Scene;
})();

/* Where words go on a map: beside the shapes, never on them, joined to their area by a leader line. */
(() => {
  "use strict";
  const atlas = (window.atlas ??= {});
  const CELL = 4;

  /** Which parts of the frame the shapes cover, answered for any rectangle in constant time. */
  class Cover {
    /** @param parts list of `{d, k, x, y}`: path strings and where their scene stands */
    constructor(width, height, parts) {
      this.columns = Math.ceil(width / CELL);
      this.rows = Math.ceil(height / CELL);
      const canvas = document.createElement("canvas");
      canvas.width = this.columns;
      canvas.height = this.rows;
      const pen = canvas.getContext("2d", { willReadFrequently: true });
      for (const { path, k, x, y } of parts) {
        pen.setTransform(k / CELL, 0, 0, k / CELL, x / CELL, y / CELL);
        pen.fill(path);
        pen.lineWidth = 6 / k;
        pen.stroke(path);
      }
      const { data } = pen.getImageData(0, 0, this.columns, this.rows);
      const across = this.columns + 1;
      this.sums = new Uint32Array(across * (this.rows + 1));
      for (let row = 0; row < this.rows; row += 1) {
        let inRow = 0;
        for (let column = 0; column < this.columns; column += 1) {
          if (data[(row * this.columns + column) * 4 + 3] > 40) inRow += 1;
          this.sums[(row + 1) * across + column + 1] = this.sums[row * across + column + 1] + inRow;
        }
      }
    }

    /** How many cells of the rectangle the shapes cover. */
    count({ x, y, width, height }) {
      const clamp = (value, most) => Math.max(0, Math.min(most, value));
      const x0 = clamp(Math.floor(x / CELL), this.columns);
      const x1 = clamp(Math.ceil((x + width) / CELL), this.columns);
      const y0 = clamp(Math.floor(y / CELL), this.rows);
      const y1 = clamp(Math.ceil((y + height) / CELL), this.rows);
      const across = this.columns + 1;
      return this.sums[y1 * across + x1] - this.sums[y0 * across + x1] - this.sums[y1 * across + x0] + this.sums[y0 * across + x0];
    }
  }

  const touches = (a, b, gap = 6) => a.x < b.x + b.width + gap && b.x < a.x + a.width + gap
    && a.y < b.y + b.height + gap && b.y < a.y + a.height + gap;

  /** The end of a leader at its label: the middle of the side that faces the area, or straight above or below it. */
  function handle(box, [x, y]) {
    const middle = box.y + box.height / 2;
    if (x < box.x + 8) return [box.x - 4, middle];
    if (x > box.x + box.width - 8) return [box.x + box.width + 4, middle];
    return [x, y < box.y ? box.y - 3 : box.y + box.height + 3];
  }

  function crosses([ax, ay], [bx, by], box) {
    for (let step = 1; step < 20; step += 1) {
      const x = ax + ((bx - ax) * step) / 20;
      const y = ay + ((by - ay) * step) / 20;
      if (x > box.x - 3 && x < box.x + box.width + 3 && y > box.y - 3 && y < box.y + box.height + 3) return true;
    }
    return false;
  }

  /** The free rectangle nearest to `at`, or null. */
  function nearestPlace(size, at, { width, height, cover, taken, leaders, reach = Infinity }) {
    let best = null;
    for (let y = 6; y + size.height <= height - 6; y += 10) {
      for (let x = 6; x + size.width <= width - 6; x += 10) {
        const box = { x, y, ...size };
        const from = handle(box, at);
        const flat = Math.abs(from[1] - at[1]);
        const far = Math.hypot(from[0] - at[0], flat) + flat * 0.35;
        if (far > reach || (best && far >= best.far) || cover.count(box) || taken.some((other) => touches(box, other))) continue;
        if (taken.some((other) => crosses(from, at, other)) || leaders.some((line) => crosses(line[0], line[1], box))) continue;
        best = { far, box, from };
      }
    }
    return best;
  }

  /**
   * Lay out leader labels and neighbours' names.
   * @param wanted `{index, name, note, at: [x, y], dot}` most important first; `placed` gathers the indexes that found room, at most `reach` px away
   * @param names `{name, at}` of neighbours, dropped where they would touch anything
   * @returns SVG elements; `taken` and `leaders` grow by what they cover
   */
  function place({ width, height, cover, wanted, names = [], taken = [], leaders = [], placed = null, reach = Infinity }) {
    const { el, text, widthOf, COLOURS } = atlas.draw;
    const nodes = [];
    for (const { index, name, note, at, dot = COLOURS.ink } of wanted) {
      const size = { width: Math.max(widthOf(name, 12, 700), widthOf(note, 12)), height: 32 };
      const found = nearestPlace(size, at, { width, height, cover, taken, leaders, reach });
      if (!found) continue;
      const { box, from } = found;
      placed?.add(index);
      taken.push(box);
      leaders.push([from, at]);
      const left = at[0] < box.x + box.width / 2;
      const x = left ? box.x : box.x + box.width;
      const line = { x1: from[0], y1: from[1], x2: at[0], y2: at[1] };
      nodes.push(
        el("line", { ...line, stroke: "#FFFFFF", "stroke-width": 3.5 }),
        el("line", { ...line, stroke: COLOURS.ink, "stroke-width": 1 }),
        el("circle", { cx: at[0], cy: at[1], r: 3.5, fill: dot, stroke: dot === COLOURS.ink ? "#FFFFFF" : COLOURS.ink, "stroke-width": 1 }),
        text(x, box.y + 12, name, { weight: 700, anchor: left ? "start" : "end" }),
        text(x, box.y + 28, note, { anchor: left ? "start" : "end" }),
      );
    }
    for (const { name, at: [x, y] } of names) {
      const across = widthOf(name, 11);
      const box = { x: x - across / 2, y: y - 7, width: across, height: 14 };
      const inside = box.x > 4 && box.y > 4 && box.x + across < width - 4 && box.y + 14 < height - 4;
      if (!inside || cover.count(box) || taken.some((other) => touches(box, other))) continue;
      if (leaders.some(([from, at]) => crosses(from, at, box))) continue;
      taken.push(box);
      nodes.push(text(x, y + 4, name, { size: 11, fill: COLOURS.quiet, anchor: "middle" }));
    }
    return nodes;
  }

  const SIZE = 11;
  const LINE = 12;
  const paths = new WeakMap();
  let tester = null;

  /** Whether a rectangle of the screen lies within an area of a scene: told by points along its edge. */
  function holds(scene, area, { x, y, width, height }) {
    tester ??= document.createElement("canvas").getContext("2d");
    if (!paths.has(area)) paths.set(area, new Path2D(area.d));
    const path = paths.get(area);
    return [0, 0.25, 0.5, 0.75, 1].every((part) => [[part, 0], [part, 1], [0, part], [1, part]].every(([across, down]) =>
      tester.isPointInPath(path, (x + width * across - scene.origin[0]) / scene.k, (y + height * down - scene.origin[1]) / scene.k)));
  }

  /** A name on so many lines, the longest as short as can be; null where it has too few words. */
  function split(name, lines) {
    const words = name.replaceAll(" & ", " &\u00a0").split(" ");
    if (words.length < lines) return null;
    if (lines === 1) return [name];
    let best = null;
    for (let cut = 1; cut <= words.length - lines + 1; cut += 1) {
      const rest = split(words.slice(cut).join(" "), lines - 1);
      const made = [words.slice(0, cut).join(" "), ...rest];
      const across = Math.max(...made.map((line) => atlas.draw.widthOf(line, SIZE)));
      if (!best || across < best.across) best = { made, across };
    }
    return best.made;
  }

  /**
   * Words inside the areas they belong to, wherever they fit: the number of a class where one is asked for, then the name.
   * @param wordsOf area → `{name, number, deep}`; name or number may be null, deep tells that the ground is dark
   * @returns SVG elements
   */
  function within(scene, { width, height, taken, leaders, wordsOf }) {
    const { text, widthOf } = atlas.draw;
    const nodes = [];
    for (const area of scene.areas) {
      const [x, y] = scene.screen(area.at);
      const [wide, high] = [(area.box[2] - area.box[0]) * scene.k, (area.box[3] - area.box[1]) * scene.k];
      if (wide < 9 || high < 11 || x < 8 || y < 8 || x > width - 8 || y > height - 8) continue;
      const { name, number, deep } = wordsOf(area);
      const own = number === null ? [] : [String(number)];
      const named = name && wide > 24 ? [1, 2, 3].map((lines) => split(name, lines)).filter(Boolean).map((lines) => [...own, ...lines]) : [];
      for (const lines of own.length ? [...named, own] : named) {
        const across = Math.max(...lines.map((line) => widthOf(line, SIZE)));
        const box = { x: x - across / 2, y: y - (lines.length * LINE) / 2, width: across, height: lines.length * LINE };
        if (across > wide || box.x < 2 || box.x + across > width - 2 || taken.some((other) => touches(box, other, 2))) continue;
        if (!holds(scene, area, box) || leaders.some(([from, at]) => crosses(from, at, box))) continue;
        taken.push(box);
        const ink = deep ? { fill: "#FFFFFF", stroke: "#000D54" } : { fill: "#1B1F23", stroke: "#FFFFFF" };
        nodes.push(...lines.map((line, n) => text(x, box.y + n * LINE + 10, line,
          { size: SIZE, anchor: "middle", weight: own.length && !n ? 700 : 400, "paint-order": "stroke", "stroke-width": 2.4, "stroke-linejoin": "round", ...ink })));
        break;
      }
    }
    return nodes;
  }

  /** Whether three labels find room beside the shapes at this fit. */
  function hasRoom({ width, height, cover }) {
    const taken = [];
    const size = { width: 130, height: 32 };
    for (let n = 0; n < 3; n += 1) {
      const found = nearestPlace(size, [width / 2, (height * (n + 1)) / 4], { width, height, cover, taken, leaders: [] });
      if (!found) return false;
      taken.push(found.box);
    }
    return true;
  }

  atlas.labels = { Cover, place, within, hasRoom };
})();

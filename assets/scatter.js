/* The scatter of need against access, drawn from what app/charts/scatter.py decided, at any size: on the page, where its
   circles are walked by keyboard and light with the map, and in an export. */
(() => {
  "use strict";
  const atlas = (window.atlas ??= {});
  const INK = "#1B1F23";
  const GRID = "#E4E7EA";
  const ENGLAND = "#801650";

  /** Where things stand: scales from values to px, the radius of a circle, the frame inside the axes. */
  function frame(model, width, height) {
    const narrow = width < 480;
    const longest = Math.max(...model.y.ticks.map(([, words]) => atlas.draw.widthOf(words, 11)), 18);
    const inner = { left: Math.ceil(longest) + 12, right: width - 12, top: 46, bottom: height - 46 };
    const scale = (axis, from, to) => (value) => from + ((value - axis.low) / (axis.high - axis.low)) * (to - from);
    const most = Math.max(...model.points.map(({ n }) => n), 1);
    const least = narrow ? 2.5 : 3;
    const biggest = Math.max(5, Math.min(narrow ? 8 : 10, 70 / Math.sqrt(model.points.length)));
    return {
      ...inner, width, height, narrow,
      x: scale(model.x, inner.left, inner.right), y: scale(model.y, inner.bottom, inner.top),
      r: (n) => Math.max(least, biggest * Math.sqrt(n / most)),
    };
  }

  /** Each point in px; one beyond a scale stands at its edge and says its number. */
  function placed(model, wards, at) {
    return model.points.map((point) => {
      const right = point.x > model.x.high;
      const left = point.x < model.x.low;
      const up = point.y > model.y.high;
      const down = point.y < model.y.low;
      const clamp = (value, low, high) => Math.max(low, Math.min(high, value));
      return {
        ...point, ...wards[point.code],
        beyond: right ? "right" : left ? "left" : up ? "up" : down ? "down" : null,
        number: right || left ? point.xs : point.ys,
        px: clamp(at.x(point.x), at.left + 8, at.right - 8), py: clamp(at.y(point.y), at.top + 8, at.bottom - 8), r: at.r(point.n),
      };
    });
  }

  const ARROWS = { right: "M-5 -6L6 0L-5 6z", left: "M5 -6L-6 0L5 6z", up: "M-6 5L0 -6L6 5z", down: "M-6 -5L0 6L6 -5z" };

  const fillOf = ({ k }) => (k === null || k === undefined ? "#FFFFFF" : atlas.bivariate.COLOURS[k]);

  /** The mark of one ward. */
  function markOf(point, attributes = {}) {
    const { el } = atlas.draw;
    const shared = { fill: fillOf(point), stroke: INK, "stroke-width": 1, "data-code": point.code, ...attributes };
    if (point.beyond) return el("path", { ...shared, d: ARROWS[point.beyond], transform: `translate(${point.px.toFixed(1)} ${point.py.toFixed(1)})`, fill: "#FFFFFF" });
    return el("circle", { ...shared, cx: point.px.toFixed(1), cy: point.py.toFixed(1), r: point.r.toFixed(1) });
  }

  const overlap = (a, b) => a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h;

  /** Words and their boxes for the corners: at the outer end of each, counts included, wrapped. */
  function cornersOf(model, at, split) {
    const { text, wrap, widthOf } = atlas.draw;
    const nodes = [];
    const boxes = [];
    if (!split) return { nodes, boxes };
    for (const corner of model.corners) {
      const [x0, x1] = corner.right ? [split.x, at.right] : [at.left, split.x];
      const [y0, y1] = corner.top ? [at.top, split.y] : [split.y, at.bottom];
      const size = 12;
      const leading = size + 4;
      const room = x1 - x0 - 12;
      if (room < 40 || y1 - y0 < 24) continue;
      /* On a phone the count alone: the names stand in the list below. */
      const said = at.narrow ? corner.words.split(": ").at(-1) : corner.words;
      /* Two lines of about one length rather than a long one and a word. */
      const whole = widthOf(said, size, 700);
      const lines = wrap(said, whole > room ? Math.min(Math.max(room, 60), whole * 0.62) : whole + 1, size, 700);
      const anchor = corner.right ? "end" : "start";
      const x = corner.right ? x1 - 4 : x0 + 6;
      /* Upper corners at their top, the lower left at its bottom, the lower right below the line: as far from the circles as may be. */
      const y = corner.top ? y0 + size + 4 : y1 - 6 - (lines.length - 1) * leading;
      lines.forEach((line, n) => nodes.push(text(x, y + n * leading, line,
        { size, weight: 700, anchor, fill: corner.worst ? atlas.bivariate.COLOURS[8] : INK, "paint-order": "stroke", stroke: "#FFFFFF", "stroke-opacity": 0.85, "stroke-width": 3, "stroke-linejoin": "round" })));
      const w = Math.max(...lines.map((line) => widthOf(line, size, 700)));
      boxes.push({ x: corner.right ? x - w : x, y: y - size, w, h: lines.length * leading });
    }
    return { nodes, boxes };
  }

  /** The averages: solid for the council, dashed for England, named where they end. */
  function linesOf(model, at) {
    const { el, text, widthOf } = atlas.draw;
    const nodes = [];
    const boxes = [];
    const words = { x: [], y: [] };
    for (const line of model.lines) {
      const place = at[line.axis](line.value);
      const england = line.kind === "england";
      const colour = england ? ENGLAND : INK;
      const ends = line.axis === "x" ? { x1: place, x2: place, y1: at.top - 8, y2: at.bottom } : { x1: at.left, x2: at.right, y1: place, y2: place };
      nodes.push(el("line", { ...ends, stroke: colour, "stroke-width": england ? 1.5 : line.splits ? 1.5 : 1.2, "stroke-dasharray": england ? "5 3" : null }));
      words[line.axis].push({ ...line, place, colour });
    }
    const size = 11;
    const upper = [...words.x].sort((a, b) => a.place - b.place);
    upper.forEach((line, n) => {
      const w = widthOf(line.words, size);
      const leftmost = n === 0 && upper.length > 1;
      let x = leftmost ? line.place - 4 - w : line.place + 4;
      if (upper.length === 1 && x + w > at.right) x = line.place - 4 - w;
      let y = at.top - 12;
      if (x < 0) x = 0;
      if (x + w > at.width) x = at.width - w;
      if (boxes.some((box) => overlap(box, { x: x - 4, y: y - size, w: w + 8, h: size + 2 }))) y -= 13;
      nodes.push(text(x, y, line.words, { size, fill: line.colour }));
      boxes.push({ x, y: y - size, w, h: size + 2 });
    });
    const across = [...words.y].sort((a, b) => a.place - b.place);
    across.forEach((line, n) => {
      const w = widthOf(line.words, size);
      const y = n === 0 ? line.place - 5 : line.place + 13;
      const x = at.right - w;
      nodes.push(text(x, y, line.words, { size, fill: line.colour, "paint-order": "stroke", stroke: "#FFFFFF", "stroke-width": 3 }));
      boxes.push({ x, y: y - size, w, h: size + 3 });
    });
    return { nodes, boxes };
  }

  /** Names where they touch nothing: those beyond the scale and the selected always, then the worst, then the outermost. */
  function namesOf(points, at, boxes, selected) {
    const { text, widthOf } = atlas.draw;
    const size = 11;
    const marks = points.map((p) => ({ x: p.px - p.r, y: p.py - p.r, w: 2 * p.r, h: 2 * p.r }));
    const taken = [...boxes];
    const nodes = [];
    const edge = (pick) => [...points].sort((a, b) => pick(b) - pick(a))[0];
    const outer = [edge((p) => p.py), edge((p) => -p.py), edge((p) => p.px), edge((p) => -p.px)];
    const far = [...points].sort((a, b) => b.px - a.px).slice(0, 6);
    const order = [
      ...points.filter((p) => p.code === selected), ...points.filter((p) => p.beyond),
      ...points.filter((p) => p.k === 8).sort((a, b) => a.py - b.py), ...outer, ...far,
    ];
    const done = new Set();
    for (const point of order) {
      if (!point || done.has(point.code)) continue;
      done.add(point.code);
      const must = point.beyond || point.code === selected;
      if (at.narrow && !must) continue;
      const words = !point.beyond ? point.name : at.narrow ? point.number : `${point.name} ${point.number}`;
      const weight = point.code === selected ? 700 : 400;
      const w = widthOf(words, size, weight);
      const gap = (point.beyond ? 8 : point.r) + 4;
      const spots = [
        { x: point.px + gap, y: point.py + 4 }, { x: point.px - gap - w, y: point.py + 4 },
        { x: point.px - w / 2, y: point.py - gap }, { x: point.px - w / 2, y: point.py + gap + size - 2 },
        ...(point.beyond ? [{ x: at.right - w, y: point.py - gap }, { x: at.right - w, y: point.py + gap + size - 2 }] : []),
        { x: point.px + gap - 2, y: point.py - gap + 4 }, { x: point.px - gap - w + 2, y: point.py - gap + 4 },
      ];
      const inside = ({ x, y }) => x >= at.left && x + w <= at.right && y - size >= at.top - 2 && y <= at.bottom;
      const boxOf = ({ x, y }) => ({ x: x - 1, y: y - size, w: w + 2, h: size + 2 });
      const own = marks[points.indexOf(point)];
      const free = (spot, others) => inside(spot) && !others.some((box) => box !== own && overlap(box, boxOf(spot)));
      const spot = spots.find((s) => free(s, [...taken, ...marks])) ?? (must ? spots.find((s) => free(s, taken)) ?? spots.find(inside) : null);
      if (!spot) continue;
      taken.push(boxOf(spot));
      nodes.push(text(spot.x, spot.y, words, { size, weight, fill: point.beyond ? "#4A5058" : INK, "paint-order": "stroke", stroke: "#FFFFFF", "stroke-width": 3, "stroke-linejoin": "round" }));
    }
    return nodes;
  }

  /** The bars of a ward's intervals, drawn when it is lit. */
  function interval(point, at) {
    const { el } = atlas.draw;
    const parts = [];
    if (!point.beyond && point.yl !== undefined) parts.push(`M${point.px} ${at.y(point.yl)}V${at.y(point.yu)}M${point.px - 5} ${at.y(point.yl)}h10M${point.px - 5} ${at.y(point.yu)}h10`);
    if (!point.beyond && point.xl !== undefined) parts.push(`M${at.x(point.xl)} ${point.py}H${at.x(point.xu)}M${at.x(point.xl)} ${point.py - 5}v10M${at.x(point.xu)} ${point.py - 5}v10`);
    const d = parts.join("");
    return d ? [el("path", { d, fill: "none", stroke: "#FFFFFF", "stroke-width": 5 }), el("path", { d, fill: "none", stroke: "#12436D", "stroke-width": 2 })] : [];
  }

  /** An axis' title: the long one where it fits, else the short one, smaller, cut only at the very last. */
  function titleOf([before, after], { title, short }, x, y, room) {
    const { text, widthOf, wrap } = atlas.draw;
    const tries = [[title, 12], [short, 12], [short, 11]];
    const fits = tries.find(([words, size]) => widthOf(before + words + after, size, 700) <= room);
    const [words, size] = fits ?? [`${wrap(short, room - 30, 11, 700)[0]} …`, 11];
    return text(x, y, before + words + after, { size, weight: 700 });
  }

  /** The whole picture: `{nodes, marks, points, at}`; `marks` holds the wards' shapes in the order of `points`. */
  function draw(model, wards, width, height, { selected = null } = {}) {
    const { el, text } = atlas.draw;
    const at = frame(model, width, height);
    const split = { x: null, y: null };
    for (const line of model.lines) if (line.splits) split[line.axis] = at[line.axis](line.value);
    const whole = split.x !== null && split.y !== null ? split : null;
    const back = [];
    const worst = model.corners.find((corner) => corner.worst);
    if (whole && worst) {
      const [x0, x1] = worst.right ? [whole.x, at.right] : [at.left, whole.x];
      const [y0, y1] = worst.top ? [at.top, whole.y] : [whole.y, at.bottom];
      back.push(el("rect", { x: x0, y: y0, width: Math.max(0, x1 - x0), height: Math.max(0, y1 - y0), fill: "#F3EEF6" }));
    }
    for (const [value, words] of model.y.ticks) {
      const y = at.y(value);
      back.push(el("line", { x1: at.left, x2: at.right, y1: y, y2: y, stroke: GRID }), text(at.left - 6, y + 4, words, { size: 11, fill: "#4A5058", anchor: "end" }));
    }
    for (const [value, words] of model.x.ticks) {
      const x = at.x(value);
      back.push(el("line", { x1: x, x2: x, y1: at.bottom, y2: at.bottom + 4, stroke: "#6B7178" }), text(x, at.bottom + 17, words, { size: 11, fill: "#4A5058", anchor: "middle" }));
    }
    back.push(el("line", { x1: at.left, x2: at.right, y1: at.bottom, y2: at.bottom, stroke: "#6B7178" }));
    back.push(titleOf(["↑ ", ""], model.y, 0, 12, width), titleOf(["", " →"], model.x, at.narrow ? 0 : at.left, height - 6, at.narrow ? width : width - at.left));
    const lines = linesOf(model, at);
    const corners = cornersOf(model, at, whole);
    const points = placed(model, wards, at);
    /* Small circles over large ones, so that none is hidden. */
    const drawn = points.map((_, n) => n).sort((a, b) => points[b].r - points[a].r);
    const marks = points.map((point) => markOf(point, point.code === selected ? { "stroke-width": 3 } : {}));
    const group = el("g", { class: "scatter-marks" }, drawn.map((n) => marks[n]));
    const names = el("g", { "aria-hidden": "true", "pointer-events": "none" }, namesOf(points, at, [...lines.boxes, ...corners.boxes], selected));
    const quiet = (nodes) => el("g", { "aria-hidden": "true", "pointer-events": "none" }, nodes);
    const over = el("g", { "aria-hidden": "true", "pointer-events": "none" });
    return { nodes: [quiet(back), quiet(lines.nodes), quiet(corners.nodes), group, names, over], marks, group, points, at, over };
  }

  atlas.scatter = { draw, interval };
})();

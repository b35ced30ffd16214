/* The legend is the histogram: a square a ward, stacked over a bar cut at the class breaks, with England and the
   council marked. England's councils and wards get the bar and its ranges. Drawn with presentation attributes
   only, so that the same elements leave in an export. */
(() => {
  "use strict";
  const atlas = (window.atlas ??= {});
  const BINS = [0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000];
  const STACK = 62;
  const SIDE = 7;
  const BAR = 16;

  function plural(n, noun) {
    return `${atlas.classes.number(n, 0)} ${noun}${n === 1 ? "" : "s"}`;
  }

  /** From where to where the scale runs, in whole bins, and how wide a bin is. */
  function scaleOf(view, width) {
    const marks = [view.england, view.council?.value].filter((value) => value !== null && value !== undefined);
    const all = [...view.present, ...marks];
    const [least, most] = [Math.min(...all), Math.max(...all)];
    const from0 = least >= 0 && least < most * 0.5;
    const span = (from0 ? most : most - least) || 1;
    const finest = Math.max(1 / 10 ** view.indicator.decimals, span / Math.min(42, Math.floor(width / (SIDE + 1))));
    const bin = BINS.find((step) => step >= finest) ?? finest;
    const start = from0 ? 0 : Math.floor(least / bin) * bin;
    const tidy = bin * 5;
    let end = Math.max(start + bin, Math.ceil((most + bin * 0.01) / bin) * bin);
    if (from0) end = Math.ceil(end / tidy) * tidy;
    if (view.indicator.unit === "%") end = Math.min(end, Math.max(100, most));
    return { start, end, bin, x: (value) => ((value - start) / (end - start)) * width };
  }

  /** How large squares are and how many stand side by side, so that the tallest stack fits. */
  function packing(tallest, binWidth) {
    for (let side = SIDE; side >= 2; side -= 1) {
      const pitch = side + (side > 4 ? 2 : 1);
      const columns = side === SIDE ? 1 : Math.max(1, Math.floor(binWidth / pitch));
      const rows = Math.max(1, Math.floor(STACK / pitch));
      if (Math.ceil(tallest / columns) <= rows || side === 2) return { side, pitch, columns, height: Math.ceil(tallest / columns) * pitch };
    }
    return null;
  }

  function squares(view, scale, base, selected) {
    const { el, COLOURS } = atlas.draw;
    const bins = new Map();
    view.values.map((value, index) => ({ value, index })).filter(({ value }) => value !== null && value !== undefined)
      .sort((a, b) => a.value - b.value)
      .forEach((item) => {
        const bin = Math.min(Math.floor((item.value - scale.start) / scale.bin + 1e-9), Math.ceil((scale.end - scale.start) / scale.bin - 1e-9) - 1);
        if (!bins.has(bin)) bins.set(bin, []);
        bins.get(bin).push(item);
      });
    const binWidth = scale.x(scale.start + scale.bin) - scale.x(scale.start);
    const pack = packing(Math.max(...[...bins.values()].map((items) => items.length)), binWidth);
    const nodes = [];
    let last = null;
    for (const [bin, items] of bins) {
      const left = scale.x(scale.start + bin * scale.bin) + (binWidth - pack.columns * pack.pitch + pack.pitch - pack.side) / 2;
      items.forEach(({ index }, n) => {
        const chosen = index === selected;
        const node = el("rect", {
          x: (left + (n % pack.columns) * pack.pitch).toFixed(1), y: base - (Math.floor(n / pack.columns) + 1) * pack.pitch,
          width: pack.side, height: pack.side, fill: COLOURS.classes[view.classes[index]],
          stroke: chosen ? COLOURS.ink : view.classes[index] > 3 ? null : COLOURS.quiet, "stroke-width": chosen ? 2.2 : 0.6,
        });
        if (chosen) last = node;
        else nodes.push(node);
      });
    }
    return last ? [...nodes, last] : nodes;
  }

  /** How many areas each class holds. */
  function countsOf(view) {
    return atlas.classes.SPREAD[view.breaks.length + 1].map((k) => view.classes.filter((own) => own === k).length);
  }

  /** The longest of "7 wards", "7" and nothing that fits; with its number before it where classes have one. */
  function countWords(n, count, view, room) {
    const number = atlas.draw.numbered.matches ? `${n + 1}: ` : "";
    const tries = [`${number}${plural(count, view.noun)}`, `${number}${count}`, number && String(n + 1)];
    return tries.find((words, tight) => words && atlas.draw.widthOf(words, 11) <= room + (tight > 1 ? 5 : 0)) ?? null;
  }

  /** The bar of classes over the numbers that cut it; numbers that would touch step aside, the ends give way first. */
  function bar(view, scale, y, width) {
    const { el, text, widthOf, COLOURS } = atlas.draw;
    const colours = atlas.classes.SPREAD[view.breaks.length + 1];
    const counts = countsOf(view);
    const inside = view.breaks.map((point) => Math.max(0, Math.min(width, scale.x(point))));
    const edges = [0, ...inside, width];
    const nodes = colours.map((k, n) => el("rect", { x: edges[n], y, width: Math.max(0, edges[n + 1] - edges[n]), height: BAR, fill: COLOURS.classes[k] }));
    nodes.push(el("rect", { x: 0.5, y: y + 0.5, width: width - 1, height: BAR - 1, fill: "none", stroke: COLOURS.quiet, "stroke-width": 0.6 }));
    nodes.push(...colours.map((k, n) => {
      const words = countWords(n, counts[n], view, edges[n + 1] - edges[n] - 6);
      return words && text(((edges[n] + edges[n + 1]) / 2).toFixed(1), y + 12, words, { size: 11, anchor: "middle", fill: k > 3 ? "#FFFFFF" : COLOURS.ink });
    }));
    const decimals = width < 400 && view.indicator.unit === "%" ? 0 : view.indicator.decimals;
    const sign = view.indicator.unit === "%" ? "%" : "";
    const spell = (value, digits) => `${atlas.classes.number(value, digits)}${sign}`;
    const whole = (value) => spell(value, Number.isInteger(Number(value.toFixed(6))) ? 0 : view.indicator.decimals);
    const marks = view.breaks.map((value, n) => ({ words: spell(value, decimals), x: inside[n], fill: COLOURS.ink }))
      .filter((mark) => mark.x > 0 && mark.x < width);
    for (const mark of marks) mark.across = widthOf(mark.words, 12);
    for (let n = 1; n < marks.length; n += 1) {
      const least = marks[n - 1].x + (marks[n - 1].across + marks[n].across) / 2 + 6;
      if (marks[n].x < least) marks[n].x = least;
    }
    for (let n = marks.length - 1, limit = width; n >= 0; n -= 1) {
      marks[n].x = Math.min(marks[n].x, limit - marks[n].across / 2);
      limit = marks[n].x - marks[n].across / 2 - 6;
    }
    const first = marks.length ? marks[0].x - marks[0].across / 2 : width;
    const end = marks.length ? marks.at(-1).x + marks.at(-1).across / 2 : 0;
    const ends = [{ words: whole(scale.start), x: 0, anchor: "start" }, { words: whole(scale.end), x: width, anchor: "end" }];
    if (widthOf(ends[0].words, 12) + 6 < first) nodes.push(text(0, y + BAR + 15, ends[0].words, { fill: COLOURS.quiet }));
    if (width - widthOf(ends[1].words, 12) - 6 > end) nodes.push(text(width, y + BAR + 15, ends[1].words, { fill: COLOURS.quiet, anchor: "end" }));
    for (const mark of marks) nodes.push(text(mark.x.toFixed(1), y + BAR + 15, mark.words, { anchor: "middle" }));
    return nodes;
  }

  /** England dashed and the council solid, named on the outer side of their lines. */
  function reference(view, scale, top, bottom, width) {
    const { el, text, widthOf, withUnit = atlas.classes.withUnit, COLOURS } = atlas.draw;
    const marks = [];
    if (view.england !== null) marks.push({ name: "England", value: view.england, fill: COLOURS.england, dash: "5 3", weight: 700 });
    if (view.council?.value !== null && view.council?.value !== undefined) {
      marks.push({ name: view.council.name, value: view.council.value, fill: COLOURS.ink, dash: null, weight: 700 });
    }
    marks.sort((a, b) => a.value - b.value);
    return marks.flatMap((mark, n) => {
      const x = scale.x(mark.value);
      const words = `${mark.name} ${withUnit(mark.value, view.indicator)}`;
      const across = widthOf(words, 12, 700) + 5;
      const wantsLeft = n === 0 && marks.length > 1;
      const left = wantsLeft ? x - across >= 0 : x + across > width && x - across >= 0;
      const row = wantsLeft !== left && marks.length > 1 ? 0 : 1;
      const y = top + row * 15;
      return [
        el("line", { x1: x, x2: x, y1: y - 9, y2: bottom, stroke: mark.fill, "stroke-width": 1.6, "stroke-dasharray": mark.dash }),
        text(left ? x - 5 : x + 5, y, words, { weight: mark.weight, fill: mark.fill, anchor: left ? "end" : "start" }),
      ];
    });
  }

  /** How the classes were made, in a few words. */
  function shading(view) {
    const { distance } = atlas.classes;
    if (view.shading === "council") return `${view.council.name}${view.council.name.endsWith("s") ? "’" : "’s"} own fifths`;
    if (view.shading !== "steps") return "England’s fifths";
    return `Equal steps of ${distance((Math.max(...view.present) - Math.min(...view.present)) / 5, view.indicator)}`;
  }

  function footer(view, y, width, right) {
    const { el, text, widthOf, wrap, hatch, COLOURS } = atlas.draw;
    const none = view.noun === "ward" ? "none here" : "none";
    const words = `No data or withheld: ${view.missing ? plural(view.missing, view.noun) : none}`;
    const style = { fill: COLOURS.secondary };
    const sameLine = widthOf(words, 12) + widthOf(right, 12) + 46 < width;
    const lines = sameLine ? [right] : wrap(right, width, 12);
    return {
      height: sameLine ? 18 : 18 + lines.length * 17,
      nodes: [
        el("defs", {}, hatch("atlas-hatch-legend")),
        el("rect", { x: 0.5, y: y - 9.5, width: 20, height: 11, fill: "url(#atlas-hatch-legend)", stroke: COLOURS.quiet, "stroke-width": 0.7 }),
        text(27, y, words, style),
        ...lines.map((line, n) => text(sameLine ? width : 0, sameLine ? y : y + (n + 1) * 17, line, { ...style, anchor: sameLine ? "end" : "start" })),
      ],
    };
  }

  function histogram(view, width, selected) {
    const scale = scaleOf(view, width);
    const base = 32 + STACK;
    const drawn = squares(view, scale, base, selected);
    const foot = footer(view, base + BAR + 44, width, `${shading(view)} · one square is one ${view.noun}`);
    return {
      height: base + BAR + 38 + foot.height,
      nodes: [...reference(view, scale, 12, base + 11, width), ...drawn, ...bar(view, scale, base + 1, width), ...foot.nodes],
    };
  }

  /** Five boxes with their ranges, for maps of more areas than squares can show. */
  function swatches(view, width) {
    const { el, text, widthOf, COLOURS } = atlas.draw;
    const { number, withUnit } = atlas.classes;
    const { indicator, breaks, present } = view;
    const colours = atlas.classes.SPREAD[breaks.length + 1];
    const edges = [Math.min(...present), ...breaks, Math.max(...present)];
    const each = width / colours.length;
    const counts = countsOf(view);
    const tight = each < 88;
    const decimals = tight && indicator.unit === "%" ? 0 : indicator.decimals;
    const nodes = colours.flatMap((k, n) => {
      const long = `${number(edges[n], decimals)} to ${withUnit(edges[n + 1], indicator, decimals)}`;
      const words = widthOf(long, 12) < each - 4 ? long : `${number(edges[n], decimals)}–${number(edges[n + 1], decimals)}`;
      return [
        el("rect", { x: n * each, y: 0.5, width: each - 1, height: BAR, fill: COLOURS.classes[k], stroke: COLOURS.quiet, "stroke-width": 0.6 }),
        text((n + 0.5) * each, 12, countWords(n, counts[n], view, each - 6) ?? "", { size: 11, anchor: "middle", fill: k > 3 ? "#FFFFFF" : COLOURS.ink }),
        text((n + 0.5) * each, 29, words, { anchor: "middle", size: widthOf(words, 12) < each ? 12 : 11 }),
      ];
    });
    const { of } = view.ranking;
    const who = of < present.length ? `${number(of, 0)} councils and counties` : `England’s ${plural(of, view.noun)}`;
    const fifths = breaks.length === 4 ? `Fifths of ${who}, about ${number(Math.round(of / 5), 0)} each` : who;
    const foot = footer(view, 50, width, view.shading === "steps" ? `${shading(view)} over ${who}` : fifths);
    return { height: 44 + foot.height, nodes: [...nodes, ...foot.nodes] };
  }

  /** The legend of a view at a width in px: `{height, nodes}`; the hatch alone when no area has a figure. */
  function draw(view, width, selected = null) {
    if (view.change) return atlas.change.legend(view, width);
    if (!view.present.length) return footer(view, 14, width, "");
    return view.council ? histogram(view, width, selected) : swatches(view, width);
  }

  /** What the legend says to whoever cannot see it. */
  function describe(view) {
    if (view.change) return atlas.change.describe(view);
    const { withUnit } = atlas.classes;
    const cuts = view.breaks.map((point) => withUnit(point, view.indicator)).join(", ");
    const marks = [view.england !== null ? `England ${withUnit(view.england, view.indicator)}` : "",
      view.council?.value !== null && view.council?.value !== undefined ? `${view.council.name} ${withUnit(view.council.value, view.indicator)}` : ""];
    const missing = view.missing ? `${plural(view.missing, view.noun)} without a figure` : "none without a figure";
    return [`Legend: ${plural(view.count, view.noun)}`, cuts && `${shading(view)}, cut at ${cuts}, with ${countsOf(view).join(", ")} ${view.noun}s from the lowest class to the highest`, ...marks, missing].filter(Boolean).join("; ");
  }

  /** Fill `#map-legend`, and again whenever its width changes; the width is measured only then. */
  function show(host, view, selected) {
    const redraw = () => {
      const { width, view: shown, selected: chosen } = host.atlasLegend;
      if (!width) return;
      const { height, nodes } = draw(shown, width, chosen);
      host.classList.add("map-legend");
      host.replaceChildren(atlas.draw.el("svg", { role: "img", "aria-label": describe(shown), width, height, viewBox: `0 0 ${width} ${height}` }, nodes));
    };
    if (host.atlasLegend) {
      Object.assign(host.atlasLegend, { view, selected });
      redraw();
      return;
    }
    host.atlasLegend = { view, selected, width: Math.floor(host.clientWidth) };
    redraw();
    atlas.draw.numbered.addEventListener("change", redraw);
    new ResizeObserver(() => {
      const width = Math.floor(host.clientWidth);
      if (width === host.atlasLegend.width) return;
      host.atlasLegend.width = width;
      redraw();
    }).observe(host);
  }

  atlas.legend = { draw, show, describe };
})();

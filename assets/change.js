/* Change between two periods on the map, by the rules of app/change.py: differences of the figures as shown, the
   interval of a difference from those of its parts, and five classes that lie symmetrically around no change. */
(() => {
  "use strict";
  const atlas = (window.atlas ??= {});
  const APART = ["b", "e", "u"];
  const FIRST = 15; // the first of the diverging classes in scene.js
  const SIGNS = ["−−", "−", "0", "+", "++"]; // of the classes, where colours may go: on paper, in a forced palette
  const known = (value) => value !== null && value !== undefined;
  const unitOf = ({ unit }) => (unit === "%" ? " points" : unit);

  function signed(value, decimals) {
    const words = atlas.classes.number(Math.abs(value), decimals);
    return /[1-9]/.test(words) ? (value < 0 ? "−" : "+") + words : words;
  }

  /** Whether a period may be set against an earlier one; both by their place among those of a level. */
  const allowed = ({ bases }, from, to) => from >= 0 && from < to && (!bases || bases[from] === bases[to]);

  /** One area's change; null where a figure is missing or stands on another footing. */
  function difference(before, after, index, decimals) {
    const [one, two] = [before.value[index], after.value[index]];
    if (!known(one) || !known(two) || [before, after].some((at) => APART.includes(at.marker?.[index]))) return null;
    const value = Number((two - one).toFixed(decimals));
    const [low1, high1, low2, high2] = [before.lower?.[index], before.upper?.[index], after.lower?.[index], after.upper?.[index]];
    const tested = [low1, high1, low2, high2].every(known);
    const lower = tested ? value - Math.hypot(two - low2, high1 - one) : value;
    const upper = tested ? value + Math.hypot(high2 - two, one - low1) : value;
    return { one, two, value, lower, upper, tested, way: lower > 1e-9 ? 1 : upper < -1e-9 ? -1 : 0 };
  }

  /** A round number that parts small changes from large: up to half the largest. */
  function stepOf(changes, decimals) {
    const half = Math.max(0, ...changes.map((change) => (change?.way ? Math.abs(change.value) : 0))) / 2;
    const power = 10 ** Math.floor(Math.log10(half || 1));
    const step = [8, 6, 5, 4, 3, 2, 1].map((one) => Number((one * power).toFixed(decimals))).find((one) => one <= half);
    return Math.max(step ?? 0, 10 ** -decimals);
  }

  function wordsOf({ tested, way }) {
    if (tested) return ["fell", "no clear change", "rose"][way + 1];
    return way ? `${way > 0 ? "higher" : "lower"}: not tested` : "no change";
  }

  /**
   * What the map shows of a change; the same fields as atlas.view.build gives.
   * @param figures one period of a values file, with an earlier one as `before`; `of` index → code of the county whose figure stands in
   */
  function build({ indicator, figures: after, nameOf, noun, of = {} }) {
    const { before } = after;
    const { decimals } = indicator;
    const changes = after.value.map((_, index) => difference(before, after, index, decimals));
    const step = stepOf(changes, decimals);
    const better = indicator.polarity === "lower_is_better" ? -1 : 1;
    const side = (change) => change.way * (Math.abs(change.value) > step ? 2 : 1);
    const sides = changes.map((change) => (change ? side(change) : null));
    /* A county's districts show its figure, and count once. */
    const counted = sides.filter((_, index) => !of[index] || sides.findIndex((__, other) => of[other] === of[index]) === index);
    const values = changes.map((change) => change?.value ?? null);
    const present = values.filter(known);
    const amount = (value) => signed(value, decimals) + unitOf(indicator);
    const figure = (value) => atlas.classes.withUnit(value, indicator);
    const owner = (index) => (of[index] ? " (figures for its county)" : "");

    function say(index) {
      const name = nameOf(index);
      const change = changes[index];
      if (!change) {
        const missing = !known(before.value[index]) || !known(after.value[index]);
        const why = missing ? "No figure in both periods" : "On another footing: not compared";
        return { name, value: "No change", note: why, label: `${name}: no change shown, ${why.toLowerCase()}` };
      }
      const note = `${figure(change.one)} → ${figure(change.two)} · ${wordsOf(change)}${owner(index)}`;
      return { name, value: amount(change.value), note,
        label: `${name}: ${amount(change.value)}, from ${figure(change.one)} to ${figure(change.two)}, ${wordsOf(change)}${owner(index)}` };
    }

    function marksFor(selected) {
      const marks = [];
      for (const [end, words] of [[Math.max(...present), "the largest rise"], [Math.min(...present), "the largest fall"]]) {
        const index = values.indexOf(end);
        if (present.length > 1 && (words.endsWith("rise") ? end > 0 : end < 0) && values.indexOf(end, index + 1) < 0) {
          marks.push({ index, note: `${amount(end)}, ${words}` });
        }
      }
      if (selected !== null && !marks.some(({ index }) => index === selected)) marks.unshift({ index: selected, note: say(selected).value });
      return marks;
    }

    return {
      change: { step, counted, whose: Object.keys(of).length ? "councils and counties" : `${noun}s`, better: indicator.polarity === "neutral" ? 0 : better, tested: changes.some((change) => change?.tested), unit: unitOf(indicator) },
      classes: sides.map((at) => (at === null ? 0 : FIRST + 2 + at * better)),
      number: (index) => (sides[index] === null ? null : SIGNS[sides[index] + 2]),
      values, present, say, marksFor, indicator, noun, council: null, locked: null, breaks: [], england: null,
      period: after.period, missing: counted.filter((side) => side === null).length, count: values.length,
    };
  }

  const countIn = (view, at) => view.change.counted.filter((side) => side === at).length;

  /** The five classes in words, from the largest falls to the largest rises. */
  function wordsFor({ change: { step, tested, unit }, indicator: { decimals } }) {
    const by = atlas.classes.number(step, Number.isInteger(step) ? 0 : decimals);
    return [`Fell over ${by}`, `Fell up to ${by}`, tested ? "No clear change" : "No change", `Rose up to ${by}`, `Rose over ${by}`]
      .map((words, n) => (atlas.draw.numbered.matches ? `${SIGNS[n]} ` : "") + words + (n % 4 ? "" : unit));
  }

  /** The legend: how many areas are in each class, and which way is better. */
  function legend(view, width) {
    const { el, text, wrap, hatch, COLOURS } = atlas.draw;
    const { better } = view.change;
    const each = width / 5;
    const counts = [-2, -1, 0, 1, 2].map((at) => countIn(view, at));
    const most = Math.max(1, ...counts);
    const names = wordsFor(view).map((words) => wrap(words, each - 6, 12));
    const base = 68;
    const nodes = counts.flatMap((count, n) => {
      const high = 6 + (44 * count) / most;
      return [
        el("rect", { x: n * each + 0.5, y: base - high, width: each - 3, height: high, fill: COLOURS.diverging[2 + (n - 2) * (better || 1)], stroke: COLOURS.quiet, "stroke-width": 0.6 }),
        text((n + 0.5) * each - 1, base - high - 5, String(count), { anchor: "middle", weight: 700 }),
        ...names[n].map((line, row) => text((n + 0.5) * each - 1, base + 16 + row * 15, line, { anchor: "middle" })),
      ];
    });
    let y = base + 20 + 15 * Math.max(...names.map((lines) => lines.length));
    const style = { fill: COLOURS.secondary };
    if (better) {
      nodes.push(text(0, y, better > 0 ? "◀ worse" : "◀ better", style), text(width - 3, y, better > 0 ? "better ▶" : "worse ▶", { ...style, anchor: "end" }));
      y += 20;
    }
    nodes.push(el("defs", {}, hatch("atlas-hatch-change")),
      el("rect", { x: 0.5, y: y - 9.5, width: 20, height: 11, fill: "url(#atlas-hatch-change)", stroke: COLOURS.quiet, "stroke-width": 0.7 }),
      text(27, y, `No comparable figures: ${view.missing || "none"}`, style));
    const note = view.change.tested ? `Clear: zero lies outside the 95% interval of the change. Numbers count ${view.change.whose}.` : `No interval exists, so no change is tested. Numbers count ${view.change.whose}.`;
    for (const line of wrap(note, width, 12)) nodes.push(text(0, (y += 17), line, style));
    return { height: y + 6, nodes };
  }

  function describe(view) {
    const classes = wordsFor(view).map((words, n) => `${words}: ${countIn(view, n - 2)}`);
    return `Legend of change, ${view.change.whose}. ${classes.join("; ")}; no comparable figures: ${view.missing}`;
  }

  atlas.change = { allowed, build, legend, describe, signed };
})();

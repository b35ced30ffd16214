/* Numbers into at most five classes, and the words that go with a number. */
(() => {
  "use strict";
  const atlas = (window.atlas ??= {});
  /* With fewer than five classes the colours still run from light to dark. */
  const SPREAD = { 1: [3], 2: [1, 4], 3: [1, 3, 5], 4: [1, 2, 4, 5], 5: [1, 2, 3, 4, 5] };
  const FIFTHS = ["", "Lowest fifth", "Second lowest fifth", "Middle fifth", "Second highest fifth", "Highest fifth"];
  const VERDICTS = { h: "Higher than England", s: "Similar to England", l: "Lower than England" };

  const known = (values) => values.filter((value) => value !== null && value !== undefined);

  function rounded(value, decimals) {
    return Number(value.toFixed(decimals));
  }

  /** The point below which a share `p` of the sorted values lies, interpolated between neighbours. */
  function quantile(sorted, p) {
    const at = p * (sorted.length - 1);
    const below = Math.floor(at);
    return sorted[below] + (at - below) * ((sorted[below + 1] ?? sorted[below]) - sorted[below]);
  }

  /** The 20, 40, 60 and 80 % points of the values themselves. */
  function ownBreaks(values, decimals) {
    const sorted = known(values).sort((a, b) => a - b);
    if (!sorted.length) return [];
    return [0.2, 0.4, 0.6, 0.8].map((p) => rounded(quantile(sorted, p), decimals));
  }

  /** Where the range of the values themselves is cut into five equal steps. */
  function stepBreaks(values, decimals) {
    const present = known(values);
    const [least, most] = [Math.min(...present), Math.max(...present)];
    return most > least ? [1, 2, 3, 4].map((n) => rounded(least + (n * (most - least)) / 5, decimals)) : [];
  }

  /** Breaks in order, each once, and none that leaves the last class empty because nothing can lie above it. */
  function usable(breaks, values, everywhere) {
    const unique = [...new Set(known(breaks ?? []))].sort((a, b) => a - b);
    if (everywhere) return unique;
    const highest = Math.max(...known(values));
    return unique.filter((point) => point < highest);
  }

  /** Class 1 to 5 of each value, 0 where there is none; a value on a break belongs to the class below it. */
  function classify(values, breaks) {
    const colours = SPREAD[breaks.length + 1];
    return values.map((value) => {
      if (value === null || value === undefined) return 0;
      let k = 0;
      while (k < breaks.length && value > breaks[k]) k += 1;
      return colours[k];
    });
  }

  /** Place of each value counted from the highest; equal values share a place, a county's districts count once. */
  function ranks(values, holderOf = () => null) {
    const holders = new Set();
    const counted = values.filter((value, index) => {
      const holder = holderOf(index);
      if (value === null || value === undefined || (holder && holders.has(holder))) return false;
      holders.add(holder);
      return true;
    });
    const sorted = counted.sort((a, b) => b - a);
    const place = new Map();
    sorted.forEach((value, index) => { if (!place.has(value)) place.set(value, index + 1); });
    return { of: sorted.length, rank: values.map((value) => place.get(value) ?? null) };
  }

  const formats = new Map();
  function number(value, decimals) {
    if (!formats.has(decimals)) {
      formats.set(decimals, new Intl.NumberFormat("en-GB", { minimumFractionDigits: decimals, maximumFractionDigits: decimals }));
    }
    return formats.get(decimals).format(value);
  }

  /** "63.8%", "4,938", "11.7 per 100": never more digits than the indicator has. */
  function withUnit(value, indicator, decimals = indicator.decimals) {
    return `${number(value, decimals)}${indicator.unit}`;
  }

  /** "4.2 points": how far a difference goes, without its direction; percentages differ by points. */
  function distance(difference, indicator) {
    return `${number(Math.abs(difference), indicator.decimals)}${indicator.unit === "%" ? " points" : indicator.unit}`;
  }

  /** One figure read against another, in words: "4.2 points higher than Aston"; null where either is missing. */
  function against(figures, index, base, indicator, nameOf) {
    const [value, other] = [figures.value[index], figures.value[base]];
    if (index === base || [value, other].some((one) => one === null || one === undefined)) return null;
    const difference = rounded(value - other, indicator.decimals);
    const words = difference ? `${distance(difference, indicator)} ${difference > 0 ? "higher than" : "lower than"}` : "the same as";
    const [low, high] = [figures.lower, figures.upper];
    const overlap = low && high && low[index] !== null && low[base] !== null && low[index] <= high[base] && low[base] <= high[index];
    return `${words} ${nameOf(base)}${overlap ? " (intervals overlap)" : ""}`;
  }

  function ordinal(n) {
    const tens = n % 100;
    const suffix = tens > 10 && tens < 14 ? "th" : { 1: "st", 2: "nd", 3: "rd" }[n % 10] ?? "th";
    return `${n}${suffix}`;
  }

  const MARKERS = {
    c: "withheld: small numbers", low: "withheld: small numbers", x: "not published", z: "not applicable", u: "unreliable, not shown",
  };
  const NOTES = { b: "series broken", e: "estimated", p: "provisional", r: "revised", u: "unreliable" };

  /** What is said of one area: `{value, note, compared}` for the card, `label` for whoever cannot see the map. */
  function sayArea({ figures, ranking, indicator, index, name, owner, compared = null }) {
    const value = figures.value[index];
    const marker = figures.marker?.[index];
    const of = owner ? ` (figure for ${owner})` : "";
    if (value === null || value === undefined) {
      const why = MARKERS[marker] ?? "no figure";
      return { name, value: "No figure", note: why[0].toUpperCase() + why.slice(1) + of, label: `${name}: no figure, ${why}${of}` };
    }
    const shown = withUnit(value, indicator);
    const letter = figures.benchmark?.[index];
    const fifth = Number(figures.quintile?.[index]) || 0;
    const parts = [];
    if (indicator.benchmarked !== false && VERDICTS[letter]) parts.push(VERDICTS[letter]);
    else if (indicator.benchmarked !== false && fifth) parts.push(`${FIFTHS[fifth]} in England`);
    if (ranking.of > 1) parts.push(`${ordinal(ranking.rank[index])} of ${ranking.of}`);
    if (NOTES[marker]) parts.push(NOTES[marker]);
    const rest = [compared, ...parts].filter(Boolean).map((part) => part[0].toLowerCase() + part.slice(1));
    return { name, value: shown, compared, note: parts.join(" · ") + of, label: `${name}: ${[shown, ...rest].join(", ")}${of}` };
  }

  atlas.classes = { ownBreaks, stepBreaks, usable, against, distance, classify, ranks, known, number, withUnit, ordinal, sayArea, SPREAD };
})();

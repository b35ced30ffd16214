/* From a release's figures to what the map shows: classes, words, the areas worth naming, the legend's facts. */
(() => {
  "use strict";
  const atlas = (window.atlas ??= {});

  const WITHHELD = new Set(["c", "low", "u"]);

  /** The index whose value stands alone at an end; null when several share it. */
  function alone(values, pick) {
    const end = pick(...atlas.classes.known(values));
    const first = values.indexOf(end);
    return first >= 0 && values.indexOf(end, first + 1) < 0 ? first : null;
  }

  /**
   * @param ask.indicator an entry of indicators.json; ask.figures one period of a values file
   * @param ask.shading "england" or "council" for fifths of either, "steps" for equal ones; ask.locked index of the area the others are read against; ask.nameOf index → name; ask.noun "ward" or "council"
   * @param ask.council `{name, value}` marked in the legend of a council map; ask.of index → code of the county whose figure stands in
   */
  function build({ indicator, figures, shading, locked = null, nameOf, noun, council = null, of = {} }) {
    const { ownBreaks, stepBreaks, usable, against, classify, ranks, known, withUnit, sayArea, SPREAD } = atlas.classes;
    const values = figures.value;
    const present = known(values);
    const cut = { council: ownBreaks, steps: stepBreaks }[shading];
    const breaks = usable(cut ? cut(values, indicator.decimals) : figures.breaks, values, noun !== "council" && !cut);
    const ranking = ranks(values, (index) => of[index]);
    const said = [];
    const say = (index) => (said[index] ??= sayArea({ figures, ranking, indicator, index, name: nameOf(index), owner: of[index] ? "its county" : "",
      compared: locked === null ? null : against(figures, index, locked, indicator, nameOf) }));
    const highest = present.length > 1 ? alone(values, Math.max) : null;
    const lowest = present.length > 1 ? alone(values, Math.min) : null;

    /** The areas the map names: highest, lowest, then the chosen one. */
    function marksFor(selected, withValue) {
      const marks = [];
      if (highest !== null) marks.push({ index: highest, note: `${withUnit(values[highest], indicator)}, the highest` });
      if (lowest !== null) marks.push({ index: lowest, note: `${withUnit(values[lowest], indicator)}, the lowest` });
      if (selected !== null && selected !== highest && selected !== lowest) {
        marks.unshift({ index: selected, note: withValue ? say(selected).value : "selected" });
      }
      if (locked !== null) {
        const named = marks.find(({ index }) => index === locked);
        if (named) named.note += ", locked";
        else marks.unshift({ index: locked, note: `${say(locked).value}, locked` });
      }
      return marks;
    }

    const colours = SPREAD[breaks.length + 1];
    const classes = classify(values, breaks);
    return {
      classes, number: (index) => colours.indexOf(classes[index]) + 1 || null, breaks, values, ranking, say, marksFor, indicator, noun, council, shading, locked,
      period: figures.period, england: figures.england ?? null, missing: values.length - present.length,
      withheld: Object.values(figures.marker ?? {}).filter((marker) => WITHHELD.has(marker)).length, count: values.length, present,
    };
  }

  atlas.view = { build };
})();

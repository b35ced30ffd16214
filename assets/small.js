/* Neighbourhoods (LSOAs) in place of wards: their shapes in the frame of the wards' map, their figures, and which is chosen. */
(() => {
  "use strict";
  const atlas = (window.atlas ??= {});
  const kept = new Map();
  let chosen = null;

  /** Shapes of a council's neighbourhoods, with the land around it that the map of its wards shows. */
  function shapes(lad) {
    if (!kept.has(lad)) {
      const answer = Promise.all([atlas.files.shapes(`lsoa/${lad}`), atlas.files.shapes(lad)])
        .then(([own, { context, box }]) => ({ ...own, context, box }));
      answer.catch(() => kept.delete(lad));
      kept.set(lad, answer);
    }
    return kept.get(lad);
  }

  /** Figures of one indicator, as those of wards, and how each neighbourhood is called. */
  async function figures(lad, indicator) {
    const { indicators, names, wards, ward } = await atlas.files.get(`values/lsoa/${lad}.json`);
    const found = indicators[indicator];
    return found ? { ...found, nameOf: (index) => `${names[index]}, in ${wards[ward[index]][1]}`, wardOf: (index) => wards[ward[index]][0] } : null;
  }

  /** The ward of a neighbourhood that somebody chose; the map keeps the neighbourhood. */
  function pick({ wardOf }, area) {
    chosen = area.code;
    return wardOf(area.index);
  }

  /** The index of the chosen neighbourhood for as long as its ward is the one chosen. */
  function picked(map, { wardOf }, ward) {
    const index = chosen === null ? null : map.indexOf(chosen);
    return index !== null && wardOf(index) === ward ? index : null;
  }

  atlas.small = { shapes, figures, pick, picked };
})();

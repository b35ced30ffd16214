/* The release's files, each fetched once: boundaries, values, the lists of indicators and areas. */
(() => {
  "use strict";
  const atlas = (window.atlas ??= {});
  const kept = new Map();

  const meta = () => document.querySelector('meta[name="atlas-release"]');
  const release = () => meta()?.content ?? "";
  const prefix = () => meta()?.dataset.prefix?.replace(/\/$/, "") ?? "";

  /** A file of the release as parsed JSON; a failure is forgotten, so that it can be tried again. */
  function get(path) {
    const address = `${prefix()}/v/${release()}/${path}`;
    if (!kept.has(address)) {
      const answer = fetch(address).then((response) => {
        if (!response.ok) throw new Error(`${response.status} for ${path}`);
        return response.json();
      });
      answer.catch(() => kept.delete(address));
      kept.set(address, answer);
    }
    return kept.get(address);
  }

  /** Decoded shapes of a boundary file, kept for as long as the page lives. */
  function shapes(name) {
    const address = `shapes/${release()}/${name}`;
    if (!kept.has(address)) {
      const answer = get(`boundaries/${name}.json`).then(atlas.topology.decode);
      answer.catch(() => kept.delete(address));
      kept.set(address, answer);
    }
    return kept.get(address);
  }

  /** Whether a list that was fetched already has this council: what nobody knows of is not asked for. */
  async function knows(lad) {
    const [search, england] = await Promise.all(["search.json", "boundaries/england-lad.json"].map((path) =>
      kept.get(`${prefix()}/v/${release()}/${path}`)?.catch(() => null)));
    return Boolean(search?.councils.some(([code]) => code === lad) || england?.objects.areas.geometries.some(({ id }) => id === lad));
  }

  const indicators = () => get("indicators.json");

  /** Figures of a council's wards: the latest period comes with all indicators, earlier ones by indicator. */
  async function ofWards(lad, indicator, period) {
    const latest = (await get(`values/${lad}.json`)).indicators[indicator];
    if (!latest || !period || latest.period === period) return latest ?? null;
    const earlier = (await get(`values/${lad}/${indicator}.json`)).periods[period];
    return earlier ? { breaks: latest.breaks, ...earlier, period } : null;
  }

  /** Figures of England's councils or wards (`lad` or `ward`), and whose they are where a county's stand in. */
  async function ofEngland(level, indicator, period) {
    const { periods, of = {} } = await get(`values/england-${level}/${indicator}.json`);
    return periods[period] ? { ...periods[period], period, of } : null;
  }

  atlas.files = { get, shapes, indicators, ofWards, ofEngland, knows, prefix };
})();

/* The address is the state: what it asks for is fetched, drawn and said. Dash calls `show` at every change of it. */
(() => {
  "use strict";
  const atlas = (window.atlas ??= {});
  const PATIENCE = 400;
  const PARAMETERS = ["i", "p", "from", "g", "w", "lock", "c", "n"];
  let now = { host: null, map: null };
  let turn = 0;
  let painted = 0;
  let englandLevel = "lad";

  const slugOf = (period) => period.replace(/[/ ]/g, "-");

  /** What an address asks for, as app/state.py reads it; a frame's (`/embed/…/map`) is that of its view. */
  function read(pathname, search) {
    const path = (pathname || "/").slice(atlas.files.prefix().length).replace(/^\/embed(.*)\/map$/, "$1") || "/";
    const chosen = new URLSearchParams(search || "");
    const area = path.match(/^\/area\/(E\d{8})\/?$/);
    return {
      page: area ? "area" : path === "/" ? "home" : null, lad: area?.[1] ?? null, indicator: chosen.get("i"),
      slug: chosen.get("p"), from: chosen.get("from"), small: chosen.get("g") === "lsoa", ward: chosen.get("w"), lock: chosen.get("lock"), classes: chosen.get("c"),
    };
  }

  /** The address with other choices; null leaves a parameter out. Canonical order, as the server writes it. */
  function searchWith(search, changes) {
    const before = new URLSearchParams(search);
    const after = new URLSearchParams();
    for (const name of PARAMETERS) {
      const value = name in changes ? changes[name] : before.get(name);
      if (value !== null && value !== undefined) after.set(name, value);
    }
    const written = after.toString();
    return written ? `?${written}` : "";
  }

  /** Once the next frame is drawn, which another thread does while the one after it begins; at once in a page behind another, which draws none. */
  function afterFrame(then) {
    if (document.hidden) then();
    else requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(then)));
  }

  /** Go to another address without loading the page. The map shows it at once; Dash, which sets all else, hears of it after. */
  function go({ pathname = location.pathname, search = "", hash = "" }) {
    const stays = pathname === location.pathname;
    if (!stays && !window.dash_clientside?.set_props) {
      location.assign(pathname + search + hash);
      return;
    }
    history.pushState(null, "", pathname + search + hash);
    if (stays) show(pathname, search);
    afterFrame(() => dispatchEvent(new CustomEvent("_dashprivate_pushstate")));
  }

  const fits = (host, ask) => host && (ask.page === "home" ? host.dataset.level === "england" : host.dataset.lad === ask.lad);

  /** The page's `#map` once Dash has put it there; null when it does not come. */
  function hostFor(ask) {
    const find = () => {
      const host = document.getElementById("map");
      return fits(host, ask) ? host : null;
    };
    if (find()) return Promise.resolve(find());
    return new Promise((resolve) => {
      const done = (host) => { watch.disconnect(); clearTimeout(late); resolve(host); };
      const watch = new MutationObserver(() => { if (find()) done(find()); });
      const late = setTimeout(() => done(null), 5000);
      watch.observe(document.documentElement, { childList: true, subtree: true, attributes: true, attributeFilter: ["data-lad", "data-level"] });
    });
  }

  /** Fetch what an address needs before its page is there. A page that was loaded is of a council that there is (`sure`). */
  async function start(ask, { sure = false } = {}) {
    const quiet = (promise) => promise.catch(() => {});
    quiet(atlas.files.indicators());
    if (ask.page === "area" && (sure || (await atlas.files.knows(ask.lad)))) {
      quiet(atlas.files.shapes(ask.lad));
      quiet(atlas.files.get(`values/${ask.lad}.json`));
    } else if (ask.page === "home") {
      quiet(atlas.files.shapes("england-lad"));
    }
  }

  /** Whether there are figures for a council's wards (`null`: for England's): some are of a few councils alone. */
  function hasWards({ coverage: { ward } }, lad) {
    return Boolean(ward) && (!ward.councils || ward.councils.includes(lad));
  }

  /** Which map and which figures the address means. */
  async function plan(ask) {
    const { indicators, default: first } = await atlas.files.indicators();
    const indicator = indicators.find((item) => item.id === (ask.indicator ?? first));
    if (!indicator) throw new Error(`There is no indicator “${ask.indicator}”.`);
    const known = hasWards(indicator, ask.lad);
    const wards = ask.page === "area" && known;
    const level = wards || (ask.page === "home" && englandLevel === "ward" && known) ? "ward" : "lad";
    const { periods = [], latest = periods.at(-1) } = indicator.coverage[level] ?? {};
    const period = ask.slug ? periods.find((label) => slugOf(label) === ask.slug) : latest;
    const since = ask.from ? periods.find((label) => slugOf(label) === ask.from) : null;
    const small = wards && !since && ask.small && indicator.lsoa === period;
    return { indicator, wards, level, period, since, small, file: small ? `lsoa/${ask.lad}` : wards ? ask.lad : `england-${level}` };
  }

  async function figuresOf(ask, { indicator, wards, level, period, since, small }) {
    if (!period) return null;
    if (small) return atlas.small.figures(ask.lad, indicator.id);
    if (since) {
      const [figures, before] = await Promise.all([period, since].map((at) => figuresOf(ask, { indicator, wards, level, period: at })));
      return figures && before ? { ...figures, before } : null;
    }
    return wards ? atlas.files.ofWards(ask.lad, indicator.id, period) : atlas.files.ofEngland(level, indicator.id, period);
  }

  function mapIn(host) {
    if (now.host === host && host.contains(now.map?.svg)) return now.map;
    now.map?.destroy();
    now = { host, map: new atlas.Choropleth(host, (area) => chosen(area), (area) => !now.aim?.small && go({ search: searchWith(location.search, { lock: area?.code ?? null }) })) };
    return now.map;
  }

  function chosen(area) {
    if (now.map.hrefOf) go({ pathname: `${atlas.files.prefix()}/area/${area.lad ?? area.code}`, search: searchWith(location.search, { w: area.lad ? area.code : null, p: null, from: null, g: null, lock: null, c: null }) });
    else if (now.aim?.small && area) go({ search: searchWith(location.search, { w: atlas.small.pick(now.figures, area) }) });
    else go({ search: searchWith(location.search, { w: area?.code ?? null }) });
  }

  function outline(map, ask, { indicator, wards, level, small, file }, shapes) {
    if (map.key === file) return;
    const name = now.host.dataset.ladName ?? "the council";
    const noun = small ? "neighbourhood" : level === "ward" ? "ward" : "council";
    map.setShapes(shapes, {
      key: file, noun,
      corner: !wards,
      label: small ? `Map of ${name}’s neighbourhoods. Arrow keys move to the next, Enter chooses its ward.` : wards ? `Map of ${name}’s wards. Arrow keys move to the next ward, Enter chooses it, L compares the others with it.`
        : `Map of England’s ${noun}s. Arrow keys move to the next ${noun}, Enter opens it.`,
      hrefOf: wards ? null : (area) => `${atlas.files.prefix()}/area/${area.lad ?? area.code}?${new URLSearchParams({ i: indicator.id })}`,
      inset: !wards && level === "lad" ? (area) => area.code.startsWith("E09") : null,
      insetLabel: "London, enlarged",
    });
    now.host.dataset.shown = wards ? "wards" : "england";
  }

  async function namesOf(shapes, level, wards) {
    if (wards || level === "lad") return (index) => shapes.areas[index].name;
    const { councils, wards: all } = await atlas.files.get("search.json");
    const names = new Map(all.map(([code, name, of]) => [code, `${name}, ${councils[of][1]}`]));
    return (index) => names.get(shapes.areas[index].code) ?? shapes.areas[index].code;
  }

  /** The view of these figures, the same object for as long as nothing but the selection changes. */
  function viewOf(ask, { indicator, wards, level, small, file }, figures, nameOf) {
    const fifths = wards && (ask.classes === "council" || !figures.breaks) ? "council" : "england";
    const shading = ask.classes === "steps" ? "steps" : fifths;
    const locked = wards && !small && ask.lock ? now.map.indexOf(ask.lock) : null;
    const key = [file, indicator.id, figures.period, figures.before?.period, shading, locked].join("|");
    if (now.viewKey !== key) {
      const council = wards ? { name: now.host.dataset.ladName ?? "Council", value: figures.council ?? null } : null;
      const shown = { indicator, figures, nameOf, noun: now.map.noun, of: figures.of };
      now.view = figures.before ? atlas.change.build(shown) : atlas.view.build({ ...shown, shading, locked, council });
      now.viewKey = key;
    }
    return now.view;
  }

  function paint(ask, aim, figures, nameOf) {
    const { map } = now;
    const view = viewOf(ask, aim, figures, nameOf);
    const selected = aim.small ? atlas.small.picked(map, figures, ask.ward) : map.indexOf(aim.wards ? ask.ward : ask.lad);
    now.figures = figures;
    now.ask = ask;
    now.aim = aim;
    now.selected = selected;
    map.paint({ classes: view.classes, say: view.say, number: view.number, selected, locked: view.locked, marks: view.marksFor(selected, !aim.wards), stamp: null });
    const legend = document.getElementById("map-legend");
    if (legend) atlas.legend.show(legend, view, selected);
    atlas.lock.show(map, view, selected);
    atlas.minimap.show(map, aim.wards ? now.host.dataset.ladName : null);
  }

  /** Say how it went: seen when it matters, on the map itself while that shows nothing, always heard. `again` offers to try once more. */
  function say(words, { seen = false, busy = false, again = null, quiet = false } = {}) {
    const status = document.getElementById("map-status");
    if (!status) return;
    status.setAttribute("aria-live", quiet ? "off" : "polite");
    const over = !now.map?.view || ((busy || again) && !now.view?.present.length);
    status.className = seen ? `map-status is-seen${over ? " is-over" : ""}${busy ? " is-busy" : ""}` : "map-status visually-hidden";
    status.replaceChildren(words);
    if (again) {
      const retry = atlas.draw.html("button", { type: "button", class: "button", text: "Try again" });
      retry.addEventListener("click", () => { status.tabIndex = -1; status.focus(); again(); });
      status.append(" ", retry);
    }
  }

  function tellWhatIsShown({ indicator, wards, period: latest, since }, view) {
    const period = since ? `change from ${since} to ${latest}` : latest;
    const name = now.host.dataset.ladName;
    const compared = atlas.lock.words(view, now.selected);
    if (wards && !view.present.length) {
      say(view.withheld === view.count ? `Every ward’s figure for ${period} is withheld, to protect individuals: the whole map is hatched.`
        : `No ward figures for this indicator in ${period}: every ward is hatched. The table gives the reason for each.`, { seen: true });
    } else if (compared) {
      say(compared);
    } else if (!wards && name) {
      say(`Published by council only: no ward figure exists and none is estimated. The map shows ${name} among England’s councils.`, { quiet: true });
    } else {
      /* A council's page announces its finding, which says more. */
      say(`${indicator.short_title}, ${period}: ${view.present.length} of ${view.count} ${view.noun}s coloured.`, { quiet: wards });
    }
  }

  /** Whether the indicator shown may be compared between two periods, given by their slugs; no `to` is the latest. */
  async function comparable(from, to) {
    const { indicator, level } = now.aim ?? await plan(read(location.pathname, location.search));
    const coverage = indicator.coverage[level];
    const slugs = coverage.periods.map(slugOf);
    const { periods, latest = periods.at(-1) } = coverage;
    return atlas.change.allowed(coverage, slugs.indexOf(from), to ? slugs.indexOf(to) : periods.indexOf(latest));
  }

  function markLinks(indicator) {
    for (const link of document.querySelectorAll("a[data-indicator]")) {
      if (link.dataset.indicator === indicator.id) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    }
  }

  async function draw(mine, ask, host) {
    const map = mapIn(host);
    const slow = setTimeout(() => { if (mine === turn) say("Loading the figures …", { seen: true, busy: true }); }, PATIENCE);
    let what = "The list of indicators";
    try {
      const aim = await plan(ask);
      if (mine !== turn) return;
      markLinks(aim.indicator);
      what = "The outlines of the map";
      const figuresSoon = figuresOf(ask, aim);
      figuresSoon.catch(() => {});
      const shapes = await (aim.small ? atlas.small.shapes(ask.lad) : atlas.files.shapes(aim.file));
      if (mine !== turn) return;
      outline(map, ask, aim, shapes);
      what = `Figures for ${aim.indicator.short_title}${aim.period ? `, ${aim.period},` : ""}`;
      const figures = await figuresSoon;
      const nameOf = figures?.nameOf ?? (await namesOf(shapes, aim.level, aim.wards));
      if (mine !== turn) return;
      if (!figures) throw new Error(`${what} are not in this release.`);
      paint(ask, aim, figures, nameOf);
      levelSwitch(host, ask, aim);
      tellWhatIsShown(aim, now.view);
    } catch (error) {
      if (mine !== turn) return;
      const kept = map.view && now.aim ? ` The map still shows ${now.aim.indicator.short_title}, ${now.aim.period}.` : " The rest of the page still works.";
      say(`${what} could not be loaded (${error.message}).${kept}`, { seen: true, again: () => redraw() });
      if (map.view && now.aim) {
        map.stamp.hidden = false;
        map.stamp.textContent = `Showing ${now.aim.period}`;
      }
    } finally {
      clearTimeout(slow);
    }
  }

  /** Councils or wards, on the map of England only. */
  function levelSwitch(host, ask, { indicator }) {
    const wanted = ask.page === "home" && hasWards(indicator, null);
    let box = host.querySelector(".map-levels");
    if (!wanted) {
      box?.remove();
      return;
    }
    if (!box) {
      box = atlas.draw.html("div", { class: "map-levels segmented", role: "group", "aria-label": "Areas on the map" });
      for (const [level, text] of [["lad", "Councils"], ["ward", "Wards"]]) {
        const button = atlas.draw.html("button", { type: "button", text, "data-areas": level });
        button.addEventListener("click", () => { englandLevel = level; redraw(); });
        box.append(button);
      }
      host.append(box);
      now.map.reserve();
    }
    for (const button of box.children) button.setAttribute("aria-pressed", String(button.dataset.areas === englandLevel));
  }

  /** Draw what the address asks for. Resolves when the map is painted, or has said why not. */
  async function redraw(pathname = location.pathname, search = location.search) {
    const mine = (turn += 1);
    const ask = read(pathname, search);
    if (ask.page) {
      start(ask);
      const host = await hostFor(ask);
      if (host && mine === turn) await draw(mine, ask, host);
    }
    return { painted: (painted += 1) };
  }

  let last = { address: null, host: null, drawn: null };

  /** Draw it, unless that was done: a choice is drawn before Dash tells of it. */
  function show(pathname, search) {
    const address = `${pathname}${search ?? ""}`;
    const host = document.getElementById("map");
    if (last.address !== address || last.host !== host) last = { address, host, drawn: redraw(pathname, search) };
    return last.drawn;
  }

  atlas.explorer = { show, comparable, read, searchWith, slugOf, go, say, current: () => now };
  window.dash_clientside = Object.assign(window.dash_clientside ?? {}, { atlas: { show } });
  addEventListener("DOMContentLoaded", () => start(read(location.pathname, location.search), { sure: true }));
})();

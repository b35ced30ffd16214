/* The page of need against access: draws the scatter and the map from the page's model, and lights them together.
   The model comes with the page; only the outlines of the wards are fetched. */
(() => {
  "use strict";
  const atlas = (window.atlas ??= {});
  const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
  const FIRST_CLASS = 6;
  let now = null;
  let turn = 0;

  const figure = () => document.getElementById("figure-scatter");
  const tell = (code, from) => document.dispatchEvent(new CustomEvent("atlas:highlight", { detail: { code, from } }));
  const say = (words, seen = false) => {
    const box = document.getElementById("pair-status");
    if (box) Object.assign(box, { textContent: words, className: seen ? "map-status is-seen" : "visually-hidden" });
  };

  /** Follow an address of the page's own, written by the server with a gap to fill. */
  function follow(template, gap, value) {
    const address = template.replace(`{${gap}}`, value);
    const { pathname, search } = new URL(address, location.href);
    if (pathname + search !== location.pathname + location.search) atlas.explorer.go({ pathname, search });
  }

  function choose(code) {
    if (code && code !== now.model.selected) follow(now.model.address, "ward", code);
    else follow(now.model.bare, "ward", "");
  }

  // The scatter

  function cardFor(host) {
    const { html } = atlas.draw;
    const card = html("div", { class: "map-card", "aria-hidden": "true", hidden: true },
      html("p", {}, html("b", { class: "map-card-name" }), html("b", { class: "map-card-value" })), html("p", { class: "map-card-note" }));
    host.append(card);
    return card;
  }

  function drawScatter() {
    const { el } = atlas.draw;
    const host = document.getElementById("scatter");
    const { model } = now;
    const width = Math.round(host.clientWidth);
    if (!width || !model.scatter) return;
    const height = Math.round(Math.max(340, Math.min(560, width * 0.9)));
    const had = document.activeElement?.closest?.("#scatter [data-code]")?.dataset.code ?? null;
    const picture = atlas.scatter.draw(model.scatter, model.wards, width, height, { selected: model.selected });
    picture.group.setAttribute("role", "listbox");
    picture.group.setAttribute("aria-label", "Wards by need and access. Arrow keys move to the next ward, Enter chooses it.");
    picture.marks.forEach((mark, n) => {
      const point = picture.points[n];
      mark.setAttribute("role", "option");
      mark.setAttribute("tabindex", "-1");
      mark.setAttribute("aria-selected", String(point.code === model.selected));
      mark.setAttribute("aria-label", `${point.name}: ${point.ys}, ${point.xs}, ${point.note}`);
    });
    const svg = el("svg", { class: "scatter-svg", width, height, viewBox: `0 0 ${width} ${height}` }, picture.nodes);
    host.style.height = `${height}px`;
    host.replaceChildren(svg);
    now.card = cardFor(host);
    now.picture = picture;
    const first = picture.points.findIndex(({ code }) => code === (model.selected ?? null));
    rove(first >= 0 ? first : indexOfWorst());
    if (had) picture.marks[picture.points.findIndex(({ code }) => code === had)]?.focus({ preventScroll: true });
  }

  const indexOfWorst = () => {
    const { points } = now.picture;
    let best = 0;
    points.forEach((point, n) => { if (point.py < points[best].py) best = n; });
    return best;
  };

  function rove(index) {
    for (const mark of now.picture.marks) mark.setAttribute("tabindex", "-1");
    now.picture.marks[index]?.setAttribute("tabindex", "0");
  }

  /** Light a ward in the scatter: a ring, its intervals, its card. */
  function light(code) {
    if (!now?.picture) return;
    const { el } = atlas.draw;
    const { points, at, over } = now.picture;
    const point = points.find((item) => item.code === code);
    now.card.hidden = !point;
    if (!point) {
      over.replaceChildren();
      return;
    }
    const ring = { cx: point.px, cy: point.py, r: (point.beyond ? 8 : point.r) + 3, fill: "none" };
    over.replaceChildren(...atlas.scatter.interval(point, at), el("circle", { ...ring, stroke: "#FFFFFF", "stroke-width": 4 }), el("circle", { ...ring, stroke: "#12436D", "stroke-width": 2.4 }));
    const part = (name) => now.card.querySelector(`.map-card-${name}`);
    part("name").textContent = point.name;
    part("value").textContent = point.value;
    part("note").textContent = point.note;
    const { offsetWidth: wide, offsetHeight: high } = now.card;
    const below = point.py - high - 22 < 0;
    const left = Math.max(0, Math.min(at.width - wide, point.px - wide / 2));
    now.card.classList.toggle("is-below", below);
    now.card.style.transform = `translate(${Math.round(left)}px, ${Math.round(below ? point.py + 20 : point.py - high - 20)}px)`;
    now.card.style.setProperty("--tip", `${Math.round(Math.max(12, Math.min(wide - 12, point.px - left)))}px`);
  }

  /** The nearest circle in a direction, within 60° of it. */
  function walk(index, [dx, dy]) {
    const { points, marks } = now.picture;
    const from = points[index];
    let best = null;
    let least = Infinity;
    points.forEach((point, n) => {
      const along = (point.px - from.px) * dx + (point.py - from.py) * dy;
      const aside = Math.abs((point.px - from.px) * dy) + Math.abs((point.py - from.py) * dx);
      if (n === index || along <= 0 || aside > along * 1.8) return;
      const far = Math.hypot(along, aside * 1.6);
      if (far < least) [best, least] = [n, far];
    });
    if (best !== null) marks[best].focus({ preventScroll: true });
  }

  const markAt = (event) => event.target.closest?.("#scatter [data-code]") ?? null;

  document.addEventListener("keydown", (event) => {
    const mark = markAt(event);
    if (!mark || !now?.picture || event.altKey || event.ctrlKey || event.metaKey) return;
    const index = now.picture.marks.indexOf(mark);
    const { marks } = now.picture;
    if (ARROWS[event.key]) walk(index, ARROWS[event.key]);
    else if (event.key === "Home") marks[0].focus();
    else if (event.key === "End") marks.at(-1).focus();
    else if (event.key === "Enter" || event.key === " ") choose(mark.dataset.code);
    else if (event.key === "Escape" && now.model.selected) choose(null);
    else return;
    event.preventDefault();
  });
  document.addEventListener("focusin", (event) => {
    const mark = markAt(event);
    if (mark && now?.picture) rove(now.picture.marks.indexOf(mark));
  });
  document.addEventListener("focusout", (event) => { if (markAt(event)) tell(null, "scatter"); });

  // The map

  async function drawMap(mine) {
    const host = document.getElementById("bivariate");
    const { model } = now;
    if (!host) return;
    const shapes = await atlas.files.shapes(model.lad);
    if (mine !== turn || !host.isConnected) return;
    if (!atlas.compare.map || atlas.compare.map.host !== host || !host.contains(atlas.compare.map.svg)) {
      atlas.compare.map?.destroy();
      atlas.compare.map = new atlas.Choropleth(host, (area) => choose(area?.code ?? null));
      atlas.compare.map.renumbered = () => drawMap(turn);
    }
    const { map } = atlas.compare;
    if (map.key !== model.lad) {
      const name = host.dataset.ladName;
      /* Without neighbours: nine colours beside grey lines would be read as more than nine. */
      map.setShapes({ ...shapes, context: { d: "", names: [] } }, { key: model.lad, noun: "ward", narrowUnder: 480, label: `Map of ${name}’s wards by need and access. Arrow keys move to the next ward, Enter chooses it.` });
      host.dataset.shown = "pair";
    }
    const said = shapes.areas.map(({ code, name }) => {
      const ward = model.wards[code] ?? { name, k: null, value: "No figure", note: "No figure" };
      return { ...ward, label: `${ward.name}: ${ward.value}, ${ward.note}` };
    });
    const chosen = map.indexOf(model.selected);
    map.paint({
      classes: said.map(({ k }) => (k === null ? 0 : FIRST_CLASS + k)), say: (index) => said[index], number: (index) => (said[index].k === null ? null : said[index].k + 1), selected: chosen,
      marks: chosen === null ? [] : [{ index: chosen, note: "selected" }], stamp: null,
    });
    const { el } = atlas.draw;
    const key = atlas.bivariate.key(model, { selected: model.selected ? model.wards[model.selected].name : null });
    const named = model.counts.map((row, need) => row.map((count, scarce) => `${["least", "middle", "most"][need]} need, ${["most", "middle", "least"][scarce]} access: ${count}`)).flat().join("; ");
    document.getElementById("bivariate-key").replaceChildren(
      el("svg", { width: key.width, height: key.height, viewBox: `0 0 ${key.width} ${key.height}`, role: "img", "aria-label": `Wards in each class. ${named}.` }, key.nodes));
  }

  // The page

  async function draw() {
    const written = figure()?.dataset.model;
    const host = document.getElementById("scatter");
    if (!written || !host) { now = null; return; }
    if (now?.written === written && now.host === host) return;
    const mine = (turn += 1);
    now = { written, host, model: JSON.parse(written) };
    drawScatter();
    try {
      await drawMap(mine);
      if (mine === turn) document.documentElement.dataset.compared = String(mine);
    } catch (error) {
      if (mine === turn) say(`The outlines of the map could not be loaded (${error.message}). The scatter and the list still hold the figures.`, true);
    }
  }

  /* Dash puts the page and its model there; whatever it changes is seen here. */
  const watch = new MutationObserver(() => { if (document.querySelector("main.compare")) draw(); });
  const begin = () => watch.observe(document.body, { childList: true, subtree: true, attributes: true, attributeFilter: ["data-model"] });
  if (document.body) begin();
  else addEventListener("DOMContentLoaded", begin);
  let wide = 0;
  addEventListener("resize", () => {
    const width = document.getElementById("scatter")?.clientWidth ?? 0;
    if (!now || !width || width === wide) return;
    wide = width;
    drawScatter();
  });

  document.addEventListener("atlas:highlight", ({ detail: { code, from } }) => {
    if (!now) return;
    light(code);
    const { map } = atlas.compare;
    if (map?.shapes && from !== "map") map.light(code ? map.indexOf(code) : null);
  });

  /* A row or a circle chooses its ward, unless it holds a link of its own. Before links.js, which knows the explorer only. */
  document.addEventListener("click", (event) => {
    if (!now || !document.querySelector("main.compare")?.contains(event.target)) return;
    const code = event.target.closest("[data-code]")?.dataset.code;
    if (!code || event.target.closest("a, button, input, label")) return;
    event.preventDefault();
    choose(code);
  }, true);

  /* A link that takes an area or an indicator away, or brings a set, goes with it: the focus goes to where the next is
     chosen, or to the indicators where no more areas fit. */
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("main.compare :is(.side-areas, .side-table, .side-sets, .side-start) a[href]");
    const set = link?.closest(".side-sets, .side-start");
    if (!link || !(set || link.getAttribute("aria-label")?.startsWith("Remove"))) return;
    const areas = document.getElementById("side-add-input");
    if (areas?.disabled && link.closest(".side-areas")) return;
    const next = set || link.classList.contains("remove") || !areas || areas.disabled ? document.getElementById("side-indicator") : areas;
    setTimeout(() => next?.focus(), 0);
  });

  /* The eighth area closes the box that brought it: the focus goes to that area in the list, and back to the box
     once one is taken away. The list is filled in the same turn. */
  const places = new MutationObserver((records) => {
    const box = records.map(({ target }) => target).find(({ id }) => id === "side-add-input");
    const list = document.getElementById("side-areas");
    const from = document.activeElement;
    if (!box || !list || !(from === document.body || from === box || list.contains(from))) return;
    setTimeout(() => (box.disabled ? list.querySelector("li:last-child a") : box)?.focus());
  });
  places.observe(document.documentElement, { subtree: true, attributes: true, attributeFilter: ["disabled"] });

  /* Keys change a closed list with every press: what they come to rest on is meant, or what Enter takes. */
  const REST = 800;
  let keyed = -REST;
  let resting = 0;
  document.addEventListener("keydown", ({ key, target }) => {
    if (target.closest?.("main.compare [data-choice]")) keyed = key === "Enter" ? -REST : performance.now();
  }, true);
  document.addEventListener("change", (event) => {
    const box = event.target.closest?.("main.compare [data-choice]");
    if (!box) return;
    clearTimeout(resting);
    const take = () => { if (event.target.value && event.target.value !== "none") follow(box.dataset.address, box.dataset.choice, event.target.value); };
    if (performance.now() - keyed < REST) resting = setTimeout(take, REST);
    else take();
  });

  atlas.compare = {
    map: null,
    pictures: {
      scatter: (width, height) => atlas.scatter.draw(now.model.scatter, now.model.wards, width, height, { selected: now.model.selected }).nodes,
      bivariate: (width, height) => atlas.bivariate.picture(atlas.compare.map, now.model, width, height),
    },
  };
})();

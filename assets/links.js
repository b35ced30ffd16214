/* What lies in several places at once lights together: a ward on the map, its row in a table, its bar in a chart. */
(() => {
  "use strict";
  const atlas = (window.atlas ??= {});
  const tell = (code, from) => document.dispatchEvent(new CustomEvent("atlas:highlight", { detail: { code, from } }));
  const codeOf = (target) => target.closest?.("[data-code]")?.dataset.code ?? null;
  let over = null;

  function overList(event) {
    const code = codeOf(event.target);
    if (code === over) return;
    over = code;
    tell(code, "list");
  }

  document.addEventListener("pointerover", overList);
  document.addEventListener("focusin", overList);

  document.addEventListener("atlas:highlight", ({ detail: { code, from } }) => {
    const { map } = atlas.explorer?.current() ?? {};
    if (map?.shapes && from !== "map") map.light(code ? map.indexOf(code) : null);
    for (const row of document.querySelectorAll("[data-code].is-lit")) row.classList.remove("is-lit");
    if (!code) return;
    for (const row of document.querySelectorAll(`[data-code="${CSS.escape(code)}"]`)) row.classList.add("is-lit");
  });

  /* A row chooses its ward as the map does, unless it holds a link or a button of its own. */
  document.addEventListener("click", (event) => {
    const code = codeOf(event.target);
    if (!code || event.defaultPrevented || event.target.closest("a, button, input, label")) return;
    atlas.explorer.go({ search: atlas.explorer.searchWith(location.search, { w: code }) });
  });

  /* Plain links between indicators change the address without loading the page. */
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a[data-indicator]");
    if (!link || event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const { pathname, search } = new URL(link.href);
    if (pathname !== location.pathname) return;
    event.preventDefault();
    atlas.explorer.go({ search });
  });

  /* A chart's points carry the code of their area in customdata. */
  const codeIn = (event) => [event.points?.[0]?.customdata].flat().find((item) => /^E\d{8}$/.test(item)) ?? null;
  document.addEventListener("pointerover", (event) => {
    const chart = event.target.closest?.(".js-plotly-plot");
    if (!chart?.on || chart.dataset.linked) return;
    chart.dataset.linked = "true";
    chart.on("plotly_hover", (hit) => tell(codeIn(hit), "chart"));
    chart.on("plotly_unhover", () => tell(null, "chart"));
    chart.on("plotly_click", (hit) => {
      const code = codeIn(hit);
      const { map } = atlas.explorer.current();
      if (code && map && !map.hrefOf && map.indexOf(code) !== null) {
        atlas.explorer.go({ search: atlas.explorer.searchWith(location.search, { w: code }) });
      }
    });
  });
})();

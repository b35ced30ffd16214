/* What pages do besides the map: controls change the address, switches turn a picture into its table,
   plain links move between pages without loading anew. The address stays the one state. */
(() => {
  "use strict";
  /* As wide as layout.css makes them: a phone, room for one column of a ranking, room for two. */
  const narrow = matchMedia("(max-width: 37.4375em)");
  const wide = matchMedia("(min-width: 75em)");
  const width = () => (narrow.matches ? "narrow" : wide.matches ? "wide" : "middle");
  const set = (id, props) => window.dash_clientside?.set_props?.(id, props);

  /** Put one choice into the address; a choice that is there already changes nothing. */
  function choose(changes) {
    const { searchWith, go } = window.atlas.explorer;
    const search = searchWith(location.search, changes);
    if (search !== location.search) go({ search });
  }

  /* A control is also set by the page, to show a state that may be over already: only what a person did counts. */
  const touched = new Set();
  document.addEventListener("change", ({ target }) => touched.add(target.closest?.("#classes-radio, #geography-radio")?.id ?? target.id), true);

  /** A control has a value; `rest` is the one that an address leaves out. */
  const chosen = (control, name, rest) => (value) => {
    if (touched.delete(control) && value) choose({ [name]: value === rest ? null : value });
  };

  let shown = null;

  /** Another indicator, with its latest period. */
  function indicator(value) {
    if (value && shown && value !== shown) choose({ i: value, p: null, from: null, g: null });
  }

  /** Another period; the change since an earlier one stays where the two may be compared. */
  async function period(value) {
    if (!touched.delete("period-select") || !value) return;
    const [p, from] = [value === "latest" ? null : value, new URLSearchParams(location.search).get("from")];
    choose({ p, g: null, from: from && (await window.atlas.explorer.comparable(from, p)) ? from : null });
  }

  let path = null;

  /**
   * A view has one address: what was asked by another (defaults spelt out, another order, what other sites add)
   * is put right in the address bar, unless the reader has gone on meanwhile.
   */
  function settle({ asked, url }) {
    if (!url) return;
    document.querySelector('link[rel="canonical"]')?.setAttribute("href", url);
    if (asked === url || asked !== location.pathname + location.search) return;
    history.replaceState(history.state, "", url + location.hash);
    dispatchEvent(new CustomEvent("_dashprivate_pushstate"));
  }

  /** A page or a state has come: name it, and on a new page begin at its top. */
  function arrived(rendered) {
    if (!rendered) return width();
    document.title = rendered.title;
    window.atlas.tellRelease();
    settle(rendered);
    shown = rendered.indicator ?? null;
    if (path !== null && path !== rendered.path) {
      document.getElementById("notice").hidden = true;
      document.getElementById("main")?.focus({ preventScroll: true });
      scrollTo(0, 0);
    }
    path = rendered.path;
    toHash();
    return width();
  }

  /** Bring the place that the address names into view; Dash draws it after the browser has looked. */
  function toHash() {
    if (!location.hash) return;
    requestAnimationFrame(() => {
      const place = document.getElementById(location.hash.slice(1));
      if (place?.matches("details")) place.open = true;
      place?.scrollIntoView();
    });
  }

  /* Once the width has come to rest: a change and its return within a moment draw nothing anew. */
  let resting = 0;
  function resized() {
    clearTimeout(resting);
    resting = setTimeout(() => set("viewport", { data: width() }), 150);
  }
  for (const query of [narrow, wide]) query.addEventListener("change", resized);

  /* Map or chart, or its table. */
  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("button[data-shows]");
    if (!button) return;
    for (const half of button.parentElement.querySelectorAll("button[data-shows]")) {
      half.setAttribute("aria-pressed", String(half === button));
    }
    document.getElementById(button.dataset.hides).hidden = true;
    document.getElementById(button.dataset.shows).hidden = false;
    dispatchEvent(new Event("resize"));
  });

  /* Links within the site change the address; Dash follows it. */
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a[href]");
    if (!link || event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    if (link.hasAttribute("download") || link.target || link.origin !== location.origin) return;
    const { pathname, search, hash } = link;
    if (!/^\/($|(area|ward)\/E\d{8}$|compare$|data$|about$|accessibility$)/.test(pathname)) return;
    if (pathname === location.pathname && search === location.search && hash) return;
    event.preventDefault();
    window.atlas.explorer.go({ pathname, search, hash });
  });

  window.dash_clientside = Object.assign(window.dash_clientside ?? {}, {
    pages: {
      arrived, indicator, period, change: chosen("change-select", "from", "level"),
      geography: chosen("geography-radio", "g", "ward"), ward: chosen("ward-select", "w", "all"), classes: chosen("classes-radio", "c", "england"),
      alike: chosen("alike-select", "n", "first"),
    },
  });
})();

/* The catalogue: its list answers to words, subject and areas; a link to an entry opens it; the chosen council names
   its file. Everything is on the page, so nothing is asked of the server. */
(() => {
  "use strict";
  const PAUSE = 250;
  const at = (id) => document.getElementById(id);
  const set = (id, props) => window.dash_clientside?.set_props?.(id, props);
  const plain = (text) => text.toLowerCase().normalize("NFD").replace(/\p{M}/gu, "");

  /** What an entry says, read once. */
  const said = new WeakMap();
  function textOf(entry) {
    if (!said.has(entry)) said.set(entry, plain(`${entry.textContent} ${entry.dataset.domain}`));
    return said.get(entry);
  }

  const entries = () => [...document.querySelectorAll("#catalogue-list details.entry")];
  const chosen = (id, of) => [undefined, "all", of].includes(at(id)?.value);

  /** Show the entries that have every word, and say how many they are. */
  function filter() {
    const words = plain(at("catalogue-words").value).split(/\s+/).filter(Boolean);
    const all = entries();
    let shown = 0;
    for (const entry of all) {
      const { domain, level } = entry.dataset;
      const fits = chosen("catalogue-domain", domain) && chosen("catalogue-level", level)
        && words.every((word) => textOf(entry).includes(word));
      entry.hidden = !fits;
      shown += fits;
    }
    for (const subject of document.querySelectorAll("#catalogue-list .subject")) {
      subject.hidden = !subject.querySelector("details.entry:not([hidden])");
    }
    at("catalogue-list").hidden = shown === 0;
    at("catalogue-none").hidden = shown > 0;
    at("catalogue-count").textContent = shown === all.length ? `${shown} indicators` : `${shown} of ${all.length} indicators`;
  }

  /** Take every choice back; Dash holds the values, the page shows them. */
  function clear() {
    for (const [id, value] of [["catalogue-words", ""], ["catalogue-domain", "all"], ["catalogue-level", "all"]]) {
      set(id, { value });
      at(id).value = value;
    }
    filter();
  }

  /** Open the entry that a link names; one that is filtered out is shown again. */
  function reveal(hash) {
    const entry = hash && at(decodeURIComponent(hash.slice(1)));
    if (!entry?.matches("details.entry")) return;
    if (entry.hidden) clear();
    entry.open = true;
    entry.scrollIntoView();
  }

  let waiting;
  for (const kind of ["input", "change"]) {
    document.addEventListener(kind, (event) => {
      if (!event.target.closest?.("#catalogue-filter")) return;
      clearTimeout(waiting);
      waiting = setTimeout(filter, kind === "input" ? PAUSE : 0);
    });
  }

  document.addEventListener("change", (event) => {
    if (event.target.id !== "council-choice") return;
    const { value, selectedOptions } = event.target;
    set("council-file", { href: `/data/councils/${value}.csv`, children: `Download ${selectedOptions[0].text} (CSV)` });
  });

  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("button[data-catalogue]");
    if (!button) return;
    if (button.dataset.catalogue === "clear") {
      clear();
      at("catalogue-words").focus();
      return;
    }
    for (const entry of entries()) if (!entry.hidden) entry.open = button.dataset.catalogue === "open";
  });

  document.addEventListener("click", (event) => {
    const link = event.target.closest?.(".catalogue a[href^='#']");
    if (link) reveal(link.hash);
  });
  addEventListener("hashchange", () => reveal(location.hash));
})();

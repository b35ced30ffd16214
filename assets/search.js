/* The search box: an editable combobox with a list (WAI-ARIA APG). The page owns `.search[data-search]`, its label
   and its input; the list and the words are made here, and events are caught on the document, so that a page drawn
   again needs nothing done to it. */
(() => {
  "use strict";
  const atlas = (window.atlas ??= {});
  const MOST = 8;
  /** Milliseconds without a key before what was found is said aloud: a list that changes with each letter is not. */
  const PAUSE = 500;
  const POSTCODE = /^[a-z]{1,2}\d[a-z\d]?\s*\d[a-z]{2}$/i;
  const STARTS_LIKE_POSTCODE = /^[a-z]{1,2}\d[a-z\d]?\s*(\d[a-z]{0,2})?$/i;
  let index = null;
  let wider = {};
  let count = 0;
  let asked = {};

  const plain = (words) => words.normalize("NFD").replace(/[\u0300-\u036f]/g, "").replace(/[’']/g, "").toLowerCase();
  const inputOf = (target) => (target instanceof Element && target.matches("[data-search] input") ? target : null);

  const entry = (kind, code, name, more) => ({ kind, code, name, plain: plain(name), words: plain(name).split(/[^a-z0-9]+/), ...more });

  /** The areas larger than a council that a box knows besides: code, name and kind of each. */
  function widerOf({ dataset: { wider: written = "[]" } }) {
    if (wider.written !== written) wider = { written, found: JSON.parse(written).map(([code, name, what]) => entry("wider", code, name, { what })) };
    return wider.found;
  }

  /** Councils and wards with the words they are found by, read on first use. */
  function load() {
    index ??= atlas.files.get("search.json").then(({ councils, wards }) => {
      return [
        ...councils.map(([code, name, count]) => entry("council", code, name, { what: `Council · ${count} wards`, lad: code })),
        ...wards.map(([code, name, of]) => entry("ward", code, name, { what: `Ward in ${councils[of][1]}`, lad: councils[of][0] })),
      ];
    });
    index.catch(() => { index = null; });
    return index;
  }

  /** Every word typed must begin a word of the name; councils first, names that begin with the query before others. */
  function match(entries, query) {
    const wanted = plain(query).split(/[^a-z0-9]+/).filter(Boolean);
    if (!wanted.length) return [];
    const whole = wanted.join(" ");
    const exact = (entry) => (entry.plain === whole ? 0 : entry.plain.startsWith(wanted[0]) ? 1 : 2);
    return entries
      .filter((entry) => wanted.every((part) => entry.words.some((word) => word.startsWith(part))))
      .map((entry) => ({ entry, order: (entry.kind === "ward" ? 10 : 0) + exact(entry) }))
      .sort((a, b) => a.order - b.order || a.entry.plain.localeCompare(b.entry.plain) || a.entry.what.localeCompare(b.entry.what))
      .map(({ entry }) => entry);
  }

  /** The list and the words of one box, made when first needed. */
  function partsOf(input) {
    const box = input.closest("[data-search]");
    let list = box.querySelector(".search-list");
    if (!list) {
      const { html } = atlas.draw;
      const id = `search-list-${(count += 1)}`;
      list = html("ul", { id, class: "search-list", role: "listbox", "aria-label": box.dataset.wider ? "Areas" : "Councils and wards", hidden: true });
      box.append(list, html("p", { class: "search-words", hidden: true }), html("p", { class: "visually-hidden", role: "status" }));
      input.setAttribute("role", "combobox");
      input.setAttribute("aria-autocomplete", "list");
      input.setAttribute("aria-controls", id);
      input.setAttribute("aria-expanded", "false");
      input.setAttribute("autocapitalize", "words");
      input.setAttribute("spellcheck", "false");
    }
    return { box, list, words: box.querySelector(".search-words"), status: box.querySelector('[role="status"]') };
  }

  let speaking;

  /** Say what was found once typing rests; nothing while the box is closed. */
  function speak(status, sentence) {
    clearTimeout(speaking);
    speaking = setTimeout(() => { if (status.textContent !== sentence) status.textContent = sentence; }, PAUSE);
  }

  function close(input) {
    const { list, words, status } = partsOf(input);
    clearTimeout(speaking);
    status.textContent = "";
    list.hidden = true;
    words.hidden = true;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  }

  function tell(input, sentence) {
    const { words, status, list } = partsOf(input);
    list.hidden = true;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
    words.hidden = false;
    words.textContent = sentence;
    speak(status, sentence);
  }

  /** The name with the typed beginnings marked. */
  function marked(name, query) {
    const { html } = atlas.draw;
    const parts = plain(query).split(/[^a-z0-9]+/).filter(Boolean);
    return html("span", {}, name.split(/([^\p{L}\p{N}’']+)/u).flatMap((word) => {
      const hit = parts.filter((part) => plain(word).startsWith(part)).sort((a, b) => b.length - a.length)[0];
      if (!hit) return [word];
      const cut = plain(word) === word.toLowerCase() ? hit.length : word.length;
      return [html("mark", { text: word.slice(0, cut) }), word.slice(cut)];
    }));
  }

  function offer(input, found, query) {
    const { html } = atlas.draw;
    const { list, words, status } = partsOf(input);
    const shown = found.slice(0, MOST);
    list.replaceChildren(...shown.map((entry, n) => html("li", {
      id: `${list.id}-${n}`, role: "option", "aria-selected": n === 0 ? "true" : "false", "data-address": addressOf(entry, input),
    }, marked(entry.name, query), html("span", { class: "what", text: entry.what }))));
    words.hidden = true;
    list.hidden = false;
    list.scrollTop = 0;
    input.setAttribute("aria-expanded", "true");
    input.setAttribute("aria-activedescendant", `${list.id}-0`);
    const more = found.length > MOST ? `, the first ${MOST} shown` : "";
    speak(status, `${found.length} ${found.length === 1 ? "place" : "places"} found${more}. ${shown[0].name}, ${shown[0].what}.`);
  }

  /** Where a place leads: to the explorer, or where the box itself says, with a gap for the place. */
  function addressOf({ kind, code, lad }, input) {
    const own = input.closest("[data-search]").dataset.address;
    if (own) return atlas.files.prefix() + own.replace("{lad}", lad).replace("{code}", code);
    return `${atlas.files.prefix()}/area/${lad}${kind === "ward" ? `?w=${code}` : ""}`;
  }

  async function update(input) {
    const query = input.value.trim();
    if (!query) return close(input);
    if (STARTS_LIKE_POSTCODE.test(query) && /\d/.test(query)) {
      return POSTCODE.test(query) ? offerPostcode(input, query) : close(input);
    }
    let entries;
    try {
      entries = await load();
    } catch {
      return tell(input, "The list of places could not be loaded. Type again to retry, or choose on the map.");
    }
    if (input.value.trim() !== query || document.activeElement !== input) return undefined;
    const box = input.closest("[data-search]");
    const found = match([...widerOf(box), ...entries], query);
    if (found.length) return offer(input, found, query);
    return tell(input, `No ${box.dataset.wider ? "area" : "council or ward"} begins with “${query}”. Try fewer letters, or a full postcode.`);
  }

  function goTo(input, address) {
    const { pathname, search } = new URL(address, location.href);
    close(input);
    input.value = "";
    /* A box with an address of its own stays on its page: whoever adds one area may add another. */
    if (!input.closest("[data-search]").dataset.address) document.getElementById("main")?.focus({ preventScroll: true });
    atlas.explorer.go({ pathname, search });
  }

  /** Ask the server whose a postcode is, in the body of the request: no address and no log holds it. */
  async function ownerOf(postcode) {
    const answer = await fetch(`${atlas.files.prefix()}/postcode`, {
      method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ postcode }),
    });
    if (answer.status === 404) return null;
    if (!answer.ok) throw new Error(String(answer.status));
    const { ward, council } = await answer.json();
    return { kind: "ward", code: ward.code, name: ward.name, lad: council.code, what: `Ward in ${council.name}` };
  }

  /** Offer the ward of a whole postcode, as a name that was typed is offered. */
  async function offerPostcode(input, typed) {
    const postcode = typed.toUpperCase();
    if (asked.postcode !== postcode) asked = { postcode, answer: ownerOf(postcode) };
    const { answer } = asked;
    let ward;
    try {
      ward = await answer;
    } catch {
      asked = {};
      return tell(input, "The postcode could not be looked up. Press Enter to try again, or type the name of a council.");
    }
    if (input.value.trim() !== typed || document.activeElement !== input) return undefined;
    if (ward) return offer(input, [{ ...ward, what: `${ward.what} · ${postcode}` }], "");
    return tell(input, `${postcode} is not a live postcode in England. Check it, or type the name of a council.`);
  }

  function move(input, step) {
    const { list } = partsOf(input);
    const options = [...list.children];
    if (list.hidden || !options.length) return;
    const here = options.findIndex((option) => option.getAttribute("aria-selected") === "true");
    const next = (here + step + options.length) % options.length;
    options.forEach((option, n) => option.setAttribute("aria-selected", String(n === next)));
    input.setAttribute("aria-activedescendant", options[next].id);
    options[next].scrollIntoView({ block: "nearest" });
  }

  async function enter(input) {
    const { list } = partsOf(input);
    if (list.hidden) await update(input);
    const chosen = list.hidden ? null : list.querySelector('[aria-selected="true"]');
    return chosen ? goTo(input, chosen.dataset.address) : undefined;
  }

  document.addEventListener("focusin", ({ target }) => {
    const input = inputOf(target);
    if (!input) return;
    partsOf(input);
    load().catch(() => {});
  });
  document.addEventListener("focusout", ({ target }) => { const input = inputOf(target); if (input) close(input); });
  document.addEventListener("input", ({ target }) => { const input = inputOf(target); if (input) update(input); });
  document.addEventListener("keydown", (event) => {
    const input = inputOf(event.target);
    if (!input || event.isComposing) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      if (partsOf(input).list.hidden) update(input);
      else move(input, event.key === "ArrowDown" ? 1 : -1);
    } else if (event.key === "Enter") enter(input);
    else if (event.key === "Escape" && (!partsOf(input).list.hidden || !partsOf(input).words.hidden)) close(input);
    else return;
    event.preventDefault();
  });
  /* Pressing an option must not take focus from the input, or the list would close before the click arrives. */
  document.addEventListener("mousedown", (event) => { if (event.target.closest?.(".search-list, .search-words")) event.preventDefault(); });
  document.addEventListener("click", (event) => {
    const option = event.target.closest?.(".search-list [role=option]");
    if (option) goTo(option.closest("[data-search]").querySelector("input"), option.dataset.address);
  });

  atlas.search = { match, plain };
})();

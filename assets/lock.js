/* One ward held fast, so that every other is read against it: the bar under the map and the words that are announced. */
(() => {
  "use strict";
  const atlas = (window.atlas ??= {});
  let before = null;

  /** What to announce of a lock that came, stands or went; null when there is nothing to say. */
  function words(view, selected) {
    const gone = before;
    before = view.locked === null ? null : view.say(view.locked).name;
    if (view.locked === null) return gone && view.noun === "ward" ? `No longer compared with ${gone}.` : null;
    if (selected === null || selected === view.locked) {
      const { name, value } = view.say(view.locked);
      return `Locked on ${name}: ${value}. Every other ward now says how far above or below it is.`;
    }
    const { name, value, compared } = view.say(selected);
    return `${name}: ${value}${compared ? `, ${compared}` : ""}.`;
  }

  /** The sentence in the bar. */
  function sentence(view, selected) {
    const { html } = atlas.draw;
    const bold = (text) => html("b", { text });
    if (!view.present.length) return [];
    if (view.locked === null) return selected === null ? ["Choose a ward to compare the others with it."] : [];
    const locked = view.say(view.locked);
    if (view.values[view.locked] === null) return [bold(locked.name), " has no figure to compare with."];
    const other = selected === null || selected === view.locked ? null : view.say(selected);
    if (!other) return ["Locked on ", bold(locked.name), `, ${locked.value}: other wards are read against it.`];
    return [bold(other.name), other.compared ? `: ${other.value}, ${other.compared}.` : " has no figure to compare."];
  }

  function build(host, map) {
    const { html } = atlas.draw;
    const line = html("p", {});
    const hold = html("button", { type: "button", class: "button" });
    const free = html("button", { type: "button", class: "button" });
    const release = () => {
      map().locks(null);
      if (document.activeElement === free && hold.hidden) map().focus(map().locked ?? 0);
      else if (document.activeElement === free) hold.focus();
    };
    hold.addEventListener("click", () => (map().locked === map().selected ? release() : map().locks(map().shapes.areas[map().selected])));
    free.addEventListener("click", release);
    host.addEventListener("keydown", (event) => { if (event.key === "Escape" && map().locked !== null) release(); });
    host.classList.add("map-lock");
    host.replaceChildren(line, hold, free);
    return { line, hold, free };
  }

  const bar = () => document.getElementById("map-lock");

  /** Whether something can be locked here: where the bar is shown. */
  const offered = () => Boolean(bar() && !bar().hidden);

  /** Fill `#map-lock` with what can be locked, or is; a map without wards, or of a change, has no such bar. */
  function show(map, view, selected) {
    const host = bar();
    if (!host) return;
    host.hidden = Boolean(map.hrefOf || view.change || map.noun !== "ward");
    if (host.hidden) return;
    host.atlasMap = map;
    host.atlasLock ??= build(host, () => host.atlasMap);
    const { line, hold, free } = host.atlasLock;
    const name = (index) => view.say(index).name;
    line.replaceChildren(...sentence(view, selected));
    hold.hidden = selected === null || view.values[selected] === null;
    if (selected !== null) hold.textContent = `${view.locked === selected ? "Unlock" : "Compare from"} ${name(selected)}`;
    free.hidden = view.locked === null || view.locked === selected;
    if (view.locked !== null) free.textContent = `Unlock ${name(view.locked)}`;
  }

  atlas.lock = { show, words, offered };
})();

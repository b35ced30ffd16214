/* Pointer, touch and keyboard on the map's shapes: lighting, choosing, and walking between neighbours. */
(() => {
  "use strict";
  const atlas = (window.atlas ??= {});
  const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

  /** Listen to everything a person does to a map's shapes. */
  function listen(map) {
    const indexAt = (event) => {
      const node = event.target.closest?.("[data-i]");
      return node && map.svg.contains(node) ? Number(node.getAttribute("data-i")) : null;
    };
    const tell = (index) => document.dispatchEvent(new CustomEvent("atlas:highlight", {
      detail: { code: index === null ? null : map.shapes.areas[index].code, from: "map" } }));
    const hover = (event) => {
      const index = indexAt(event);
      const at = event.pointerType === "touch" ? null : map.zoom.at(event);
      if (index !== map.hovered) tell(index);
      map.light(index, at);
    };
    map.svg.addEventListener("pointermove", hover);
    map.svg.addEventListener("pointerleave", () => { if (map.hovered !== null) tell(null); map.light(null); });
    map.svg.addEventListener("click", (event) => {
      const index = indexAt(event);
      if (map.zoom.dragged) { event.preventDefault(); map.zoom.dragged = false; return; }
      if (event.ctrlKey || event.metaKey || event.shiftKey || index === null) return;
      event.preventDefault();
      map.choose(index);
    });
    /* On the frame, not the drawing: Chromium makes an SVG that listens to these a stop of its own. */
    map.host.addEventListener("focusin", (event) => {
      const index = indexAt(event);
      if (index === null) return;
      map.focused = index;
      map.rove(index);
      const byKeyboard = map.main.nodes[index].matches(":focus-visible");
      for (const scene of map.scenes) scene.mark("focus", byKeyboard ? index : null);
      if (byKeyboard) { map.zoom.reveal(map.screen(index)); tell(index); }
      else map.focused = null;
      map.showCard();
    });
    map.host.addEventListener("focusout", () => {
      if (map.focused !== null) tell(null);
      map.focused = null;
      for (const scene of map.scenes) scene.mark("focus", null);
      map.showCard();
    });
    map.svg.addEventListener("keydown", (event) => press(map, event, indexAt(event)));
  }

  function press(map, event, index) {
    if (index === null || event.altKey || event.ctrlKey || event.metaKey) return;
    const act = {
      Home: () => map.focus(0),
      End: () => map.focus(map.shapes.areas.length - 1),
      Enter: () => map.choose(index),
      " ": () => map.choose(index),
      Escape: () => {
        if (map.locked !== null) map.locks(null);
        else if (!map.hrefOf && map.selected !== null) { map.select(null); map.chosen(null); }
      },
      "+": () => map.zoom.in(),
      "=": () => map.zoom.in(),
      "-": () => map.zoom.out(),
      0: () => map.zoom.reset(),
    };
    if (map.locks && atlas.lock.offered()) act.l = act.L = () => map.locks(map.locked === index ? null : map.shapes.areas[index]);
    const does = act[event.key];
    if (ARROWS[event.key]) walk(map, index, ARROWS[event.key]);
    else if (does) does();
    else return;
    event.preventDefault();
  }

  /** Step to the nearest area whose label point lies within 60° of the direction. */
  function walk(map, index, [dx, dy]) {
    const [x0, y0] = map.shapes.areas[index].at;
    let best = null;
    let least = Infinity;
    for (const { index: other, at: [x, y] } of map.shapes.areas) {
      const along = (x - x0) * dx + (y - y0) * dy;
      const aside = Math.abs((x - x0) * dy) + Math.abs((y - y0) * dx);
      if (along <= 0 || aside > along * 1.8) continue;
      const far = Math.hypot(along, aside * 1.6);
      if (far < least) [best, least] = [other, far];
    }
    if (best !== null) map.focus(best);
  }

  atlas.input = { listen };
})();

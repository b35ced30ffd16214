/* Need against access in nine colours: the palette, its key with the wards counted, and the two together for an export. */
(() => {
  "use strict";
  const atlas = (window.atlas ??= {});
  /* Rows are need upwards, columns scarcity rightwards; README of the look. */
  const COLOURS = ["#EDEDED", "#B9D3DC", "#5FA3BC", "#E6C3CF", "#AFA6BE", "#4A6C96", "#CF7C9B", "#9A5A8C", "#3B2560"];
  /* Where white letters and white lines hold their contrast. */
  const DARK = [5, 7, 8];
  const SIDE = 34;

  /** The key as SVG nodes, its squares' counts in them, from (0, 0); `model.counts` is [need][scarcity]. */
  function key(model, { selected = null } = {}) {
    const { el, text, hatch, numbered } = atlas.draw;
    const left = 26;
    const nodes = [text(0, 12, "Wards in each class", { size: 12, weight: 700 })];
    const top = 22;
    for (let need = 0; need < 3; need += 1) {
      for (let scarce = 0; scarce < 3; scarce += 1) {
        const k = 3 * need + scarce;
        const x = left + SIDE * scarce;
        const y = top + SIDE * (2 - need);
        nodes.push(el("rect", { x, y, width: SIDE - 1, height: SIDE - 1, fill: COLOURS[k] }),
          text(x + SIDE / 2, y + SIDE / 2 + 5, `${numbered.matches ? `${k + 1}: ` : ""}${model.counts[need][scarce]}`,
            { size: numbered.matches ? 11 : 13, weight: 700, anchor: "middle", fill: DARK.includes(k) ? "#FFFFFF" : "#1B1F23" }));
      }
    }
    const bottom = top + 3 * SIDE;
    nodes.push(el("g", { transform: `translate(14 ${bottom - 2}) rotate(-90)` }, text(0, 0, `${model.key.need} →`, { size: 12 })),
      text(left, bottom + 15, `${model.key.access} →`, { size: 12 }));
    const [first, ...rest] = model.key.worst.split(", ");
    const x = left + 3 * SIDE + 10;
    nodes.push(text(x, top + 14, `${first},`, { size: 12, weight: 700, fill: COLOURS[8] }),
      text(x, top + 30, rest.join(", "), { size: 12, weight: 700, fill: COLOURS[8] }));
    const missing = Object.values(model.wards).filter((ward) => ward.k === null).length;
    const y = top + 58;
    nodes.push(el("defs", {}, hatch("bivariate-hatch")),
      el("rect", { x, y, width: 16, height: 12, fill: "url(#bivariate-hatch)", stroke: "#6B7178" }),
      text(x + 23, y + 10, `No data: ${missing || "none here"}`, { size: 12 }));
    if (selected) {
      nodes.push(el("rect", { x: x + 1, y: y + 21, width: 14, height: 11, fill: "#FFFFFF", stroke: "#1B1F23", "stroke-width": 2.4 }),
        text(x + 23, y + 31, `Selected: ${selected}`, { size: 12 }));
    }
    return { nodes, width: 290, height: bottom + 22 };
  }

  /** The map and its key at the size of an export. */
  function picture(map, model, width, height) {
    const { el } = atlas.draw;
    const chosen = model.selected ? model.wards[model.selected].name : null;
    const legend = key(model, { selected: chosen });
    const side = width - legend.width - 20;
    const shapes = map.pictureAt(side, height);
    for (const node of shapes.querySelectorAll(".area")) {
      const k = /\bb(\d)\b/.exec(node.getAttribute("class"));
      if (k) node.setAttribute("fill", COLOURS[Number(k[1])]);
      for (const extra of ["tabindex", "role", "aria-label", "aria-selected", "data-i"]) node.removeAttribute(extra);
    }
    return [
      el("svg", { width: side, height, viewBox: `0 0 ${side} ${height}`, overflow: "hidden" }, shapes),
      el("g", { transform: `translate(${width - legend.width} ${Math.max(0, height - legend.height - 8)})` }, legend.nodes),
    ];
  }

  atlas.bivariate = { COLOURS, DARK, key, picture };
})();

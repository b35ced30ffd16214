/* What stands in the frame of an export: the map, a chart of Plotly's, or a table with small pictures in it. */
(() => {
  "use strict";
  const atlas = (window.atlas ??= {});
  const TALL = 340;
  const LEAST_WIDE = 860;

  /** The selected area in a few lines, as on its card. */
  function chosenArea({ name, value, note, compared }, width) {
    const { text, wrap, COLOURS } = atlas.draw;
    const against = compared ? wrap(compared, width, 14, 700) : [];
    return [
      text(0, 14, "Selected", { size: 12.5, fill: COLOURS.secondary }),
      text(0, 38, name, { size: 18, weight: 700 }),
      text(0, 78, value, { size: 36, weight: 700, fill: COLOURS.action }),
      ...against.map((line, n) => text(0, 102 + 18 * n, line, { size: 14, weight: 700 })),
      ...wrap(note, width, 14).map((line, n) => text(0, 102 + 18 * (against.length + n), line, { size: 14 })),
    ];
  }

  /** The map as it stands, laid out again for the frame: shapes at the left, the legend beside them. */
  function drawMap(width, height) {
    const { el, COLOURS } = atlas.draw;
    const { map, view, selected } = atlas.explorer.current();
    if (!map?.view) throw new Error("the map has no figures yet");
    const beside = width < 900 ? 250 : 400;
    const gap = width < 900 ? 20 : 40;
    const side = Math.round(map.corner ? Math.min(width - beside - gap, height * 1.35) : width - beside - gap);
    const column = width - side - gap;
    const legend = atlas.legend.draw(view, column, selected);
    const shapes = map.pictureAt(side, height);
    for (const node of shapes.querySelectorAll(".area")) {
      const [, kind, k] = /(\w)(\d)$/.exec(node.getAttribute("class")) ?? [];
      if (!node.hasAttribute("fill")) node.setAttribute("fill", (kind === "d" ? COLOURS.diverging : COLOURS.classes)[k] ?? COLOURS.ground);
      for (const extra of ["tabindex", "role", "aria-label", "aria-selected", "data-i", "href"]) node.removeAttribute(extra);
    }
    return [
      el("svg", { width: side, height, viewBox: `0 0 ${side} ${height}`, overflow: "hidden" },
        map.corner ? null : el("rect", { width: side, height, fill: COLOURS.ground }), shapes),
      el("g", { transform: `translate(${width - column} 0)` }, selected === null ? null : chosenArea(view.say(selected), column)),
      el("g", { transform: `translate(${width - column} ${Math.max(0, height - legend.height - 4)})` }, legend.nodes),
    ];
  }

  function parsed(source) {
    const picture = new DOMParser().parseFromString(source, "image/svg+xml").documentElement;
    if (picture.nodeName !== "svg") throw new Error("the chart gave no picture");
    return document.importNode(picture, true);
  }

  const sourceOf = (address) => decodeURIComponent(address.slice(address.indexOf(",") + 1));

  /** A Plotly chart drawn again for the frame, text and all; one that needs more room than there is becomes smaller as a whole. */
  async function drawChart(chart, width, height) {
    const shrunk = Math.max(1, chart.clientHeight / height, Math.min(chart.clientWidth, LEAST_WIDE) / width);
    const size = [width, height].map((side) => Math.round(side * shrunk));
    const address = await window.Plotly.toImage(chart, { format: "svg", width: size[0], height: size[1] });
    const picture = parsed(sourceOf(address));
    for (const [name, value] of Object.entries({ width, height, viewBox: `0 0 ${size.join(" ")}`, overflow: "visible" })) picture.setAttribute(name, value);
    return [picture];
  }

  /** A small picture of a cell, placed and scaled as a whole. */
  function small(image, x, y, width) {
    const picture = parsed(sourceOf(image.src));
    const [, , wide, high] = picture.getAttribute("viewBox").split(" ").map(Number);
    for (const [name, value] of Object.entries({ x, y, width, height: (high * width) / wide })) picture.setAttribute(name, value);
    return picture;
  }

  /** What a cell says to whoever sees it, a verdict with its shape. */
  function wordsOf(cell, selector = null) {
    const node = (selector ? cell?.querySelector(selector) : cell)?.cloneNode(true);
    if (!node) return "";
    for (const hidden of node.querySelectorAll(".visually-hidden, img, .remove, .what, .since")) hidden.remove();
    const shape = { higher: "▲ ", similar: "○ ", lower: "▼ " };
    const verdict = node.matches(".verdict") ? node : node.querySelector(".verdict");
    return (verdict ? shape[verdict.classList[1]] ?? "" : "") + node.textContent.replace(/\s+/g, " ").trim();
  }

  // The profile: an indicator a row, its spine between its numbers

  const SPINE = { name: 0.3, value: 0.13, spine: 0.28, england: 0.1, against: 0.19 };

  function spineRows(figure, width) {
    return [...figure.querySelectorAll("table.spine tbody tr")].map((row) => {
      if (row.matches(".domain")) return { domain: wordsOf(row), tall: 32 };
      const name = atlas.draw.wrap(wordsOf(row, ".indicator-name"), SPINE.name * width - 8, 12.5);
      return { row, name, tall: 22 + 14 * name.length };
    });
  }

  function drawSpine(figure, width) {
    const { el, text, COLOURS } = atlas.draw;
    const at = { name: 0 };
    let x = 0;
    for (const [name, share] of Object.entries(SPINE)) { at[name] = x; x += share * width; }
    const right = (name) => at[name] + SPINE[name] * width - 10;
    const head = { size: 11.5, fill: COLOURS.secondary };
    const middle = at.spine + (SPINE.spine * width - 10) / 2;
    const nodes = [text(0, 12, "Indicator · period", head), text(right("value"), 12, "Value · 95% interval", { ...head, anchor: "end" }),
      text(middle, 12, "← less  England  more →", { ...head, anchor: "middle" }),
      text(right("england"), 12, "England", { ...head, anchor: "end", fill: COLOURS.england }), text(at.against, 12, "Against England", head)];
    let y = 20;
    for (const { domain, row, name, tall } of spineRows(figure, width)) {
      if (domain) {
        nodes.push(text(0, y + 22, domain, { size: 13.5, weight: 700 }), el("path", { d: `M0 ${y + 29.5}H${width}`, stroke: COLOURS.rule }));
      } else {
        const image = row.querySelector("img");
        name.forEach((words, line) => nodes.push(text(0, y + 15 + 14 * line, words, { size: 12.5 })));
        nodes.push(text(0, y + 15 + 14 * name.length, wordsOf(row, ".indicator-period"), { size: 10.5, fill: COLOURS.secondary }),
          text(right("value"), y + 15, wordsOf(row, ".value b, .missing"), { size: 13, weight: 700, anchor: "end" }),
          text(right("value"), y + 29, wordsOf(row, ".interval"), { size: 10.5, anchor: "end", fill: COLOURS.secondary }),
          text(right("england"), y + 20, wordsOf(row, "td.england"), { size: 12, anchor: "end", fill: COLOURS.england }),
          text(at.against, y + 20, wordsOf(row, "td.against"), { size: 12 }));
        if (image) nodes.push(small(image, at.spine, y + 8, SPINE.spine * width - 10));
      }
      y += tall;
    }
    return nodes;
  }

  // Areas side by side: an indicator a row, an area a column, its series in the cell

  const COLUMN = 118;
  const FIRST = 176;
  const LINE = 14;

  const linesOf = (cell, width) => {
    const { wrap } = atlas.draw;
    const said = [...cell.querySelectorAll(":scope > b, :scope > .verdict, :scope > .what")].map((node) => ({ node, strong: node.localName === "b" }));
    if (!said.length) return wrap(wordsOf(cell), width, 11.5).map((words) => ({ words, size: 11.5 }));
    return said.flatMap(({ node, strong }) => wrap(strong || node.matches(".verdict") ? wordsOf(node) : node.textContent, width, strong ? 14 : 11)
      .map((words) => ({ words, size: strong ? 14 : 11, weight: strong ? 700 : 400 })));
  };

  function areasOf(figure, width) {
    const table = figure.querySelector("table.areas");
    const heads = [...table.querySelectorAll("thead th")].slice(1);
    const column = Math.min(220, (width - FIRST) / heads.length);
    const rows = [...table.querySelectorAll("tbody tr")].map((row) => {
      const name = row.querySelector("th");
      const cells = [...row.querySelectorAll("td")].map((cell) => ({ lines: linesOf(cell, column - 10), image: cell.querySelector("img") }));
      const title = atlas.draw.wrap(wordsOf(name), FIRST - 14, 12.5, 700);
      const period = name.querySelector(".what")?.textContent ?? "";
      const tall = Math.max(title.length * 16 + 16, ...cells.map(({ lines, image }) => lines.length * LINE + (image ? 40 : 0))) + 14;
      return { title, period, cells, tall };
    });
    const labels = heads.map((head) => ({ name: atlas.draw.wrap(head.querySelector("b").textContent, column - 10, 13, 700), what: atlas.draw.wrap(head.querySelector(".what").textContent, column - 10, 11) }));
    const top = Math.max(...labels.map(({ name, what }) => name.length * 16 + what.length * LINE)) + 8;
    return { column, rows, labels, top, height: rows.reduce((sum, { tall }) => sum + tall, top) };
  }

  function drawAreas(figure, width) {
    const { el, text, COLOURS } = atlas.draw;
    const { column, rows, labels, top } = areasOf(figure, width);
    const nodes = [];
    labels.forEach(({ name, what }, n) => {
      const x = FIRST + n * column;
      name.forEach((words, line) => nodes.push(text(x, 14 + line * 16, words, { size: 13, weight: 700 })));
      what.forEach((words, line) => nodes.push(text(x, 14 + name.length * 16 + line * LINE, words, { size: 11, fill: COLOURS.secondary })));
    });
    let y = top;
    for (const { title, period, cells, tall } of rows) {
      nodes.push(el("path", { d: `M0 ${y}H${FIRST + cells.length * column}`, stroke: COLOURS.rule }));
      title.forEach((words, line) => nodes.push(text(0, y + 18 + line * 16, words, { size: 12.5, weight: 700 })));
      nodes.push(text(0, y + 18 + title.length * 16, period, { size: 11, fill: COLOURS.secondary }));
      cells.forEach(({ lines, image }, n) => {
        const x = FIRST + n * column;
        lines.forEach(({ words, size, weight }, line) => nodes.push(text(x, y + 18 + line * LINE, words, { size, weight, fill: weight === 700 ? COLOURS.ink : COLOURS.secondary })));
        if (image) nodes.push(small(image, x, y + 10 + lines.length * LINE, 104));
      });
      y += tall;
    }
    return nodes;
  }

  /** What stands in the frame of a figure: `{draw(width, height) → nodes}`, and where it wants them its least width and the height for a width and a size (`height(width, size)`). */
  function of(figure, name) {
    const own = atlas.compare?.pictures[name];
    if (own) return { draw: own };
    if (name === "map") return { draw: drawMap };
    if (name === "spine") {
      return { draw: (width) => drawSpine(figure, width), height: (width) => spineRows(figure, width).reduce((sum, { tall }) => sum + tall, 24) };
    }
    if (name === "areas") {
      const count = figure.querySelectorAll("table.areas thead th").length - 1;
      return { draw: (width) => drawAreas(figure, width), width: FIRST + COLUMN * count, height: (width) => areasOf(figure, width).height };
    }
    const chart = figure.querySelector(".js-plotly-plot");
    if (!chart || !window.Plotly) throw new Error("the chart is not drawn yet");
    return {
      draw: (width, height) => drawChart(chart, width, height),
      /* A page has room downwards, a slide has not. */
      height: (width, size) => (size === "report" && chart.clientHeight > TALL ? chart.clientHeight * Math.min(1, width / Math.min(chart.clientWidth, LEAST_WIDE)) : null),
    };
  }

  atlas.pictures = { of };
})();

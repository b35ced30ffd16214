/* What leaves in a report: the map or a chart in a frame of 1200 × 675 that is complete without the page.
   The SVG stands alone (real text, no outside styles); the PNG is that SVG at twice the size. */
(() => {
  "use strict";
  const atlas = (window.atlas ??= {});
  const WIDTH = 1200;
  const HEIGHT = 675;
  const MARGIN = 32;
  const INNER = WIDTH - 2 * MARGIN;

  const textOf = (figure, name) => (figure.dataset[name] ?? "").trim();

  /** Lines of text one under another; returns the nodes and where the next line would stand. */
  function paragraph(words, x, y, width, { size, leading, weight = 400, fill, most = 9, anchor = "start" }) {
    const { text, wrap } = atlas.draw;
    let lines = wrap(words, width, size, weight);
    if (lines.length > most) lines = [...lines.slice(0, most - 1), `${lines[most - 1].replace(/\s*\S*$/, "")} …`];
    return { nodes: lines.map((line, n) => text(x, y + n * leading, line, { size, weight, fill, anchor })), next: y + lines.length * leading };
  }

  function footerOf(figure) {
    const { el, text, brandMark, COLOURS } = atlas.draw;
    const caveat = textOf(figure, "caveat");
    const source = textOf(figure, "source");
    const small = { size: 12.5, leading: 18, fill: COLOURS.secondary };
    const left = [];
    let y = 0;
    if (caveat) {
      const read = paragraph(`Read with care. ${caveat}`, MARGIN, y, 760, { ...small, most: 3 });
      const [first] = read.nodes;
      first.replaceChildren(el("tspan", { "font-weight": 700, fill: COLOURS.ink }, "Read with care."), first.textContent.slice("Read with care.".length));
      left.push(...read.nodes);
      y = read.next;
    }
    const from = paragraph(/^source/i.test(source) ? source : `Source: ${source}`, MARGIN, y, 760, { ...small, most: 4 });
    left.push(...from.nodes);
    const link = textOf(figure, "link");
    const release = textOf(figure, "release");
    const right = [
      brandMark(WIDTH - MARGIN - 138, -13), text(WIDTH - MARGIN, 0, "Early Years Atlas", { size: 14, weight: 700, anchor: "end" }),
      text(WIDTH - MARGIN, 22, /^release/i.test(release) ? release : `Release ${release}`, { ...small, anchor: "end" }),
      ...paragraph(link.replace(/^https?:\/\//, ""), WIDTH - MARGIN, 40, 350, { ...small, fill: COLOURS.action, anchor: "end", most: 3 }).nodes,
    ];
    const height = Math.max(from.next, 22 + 18 * (right.length - 2));
    const shown = link ? el("a", { href: link }, right.slice(3)) : null;
    return { height, nodes: [...left, ...right.slice(0, 3), shown] };
  }

  /** A complete picture: `draw(width, height)` returns the SVG nodes that fill the middle. */
  async function frame(figure, draw) {
    const { el, COLOURS, FONT } = atlas.draw;
    const heading = paragraph(textOf(figure, "title"), MARGIN, 52, INNER, { size: 26, leading: 32, weight: 700, fill: COLOURS.ink, most: 3 });
    const under = paragraph(textOf(figure, "subtitle"), MARGIN, heading.next - 4, INNER, { size: 16, leading: 22, fill: COLOURS.secondary, most: 2 });
    const foot = footerOf(figure);
    const line = HEIGHT - 14 - foot.height - 10;
    const top = under.next;
    const picture = await draw(INNER, line - top - 14);
    const svg = el("svg", { xmlns: "http://www.w3.org/2000/svg", width: WIDTH, height: HEIGHT, viewBox: `0 0 ${WIDTH} ${HEIGHT}`, "font-family": FONT,
      role: "img", "aria-label": textOf(figure, "title") },
    el("title", {}, textOf(figure, "title")),
    el("desc", {}, [textOf(figure, "subtitle"), textOf(figure, "caveat"), textOf(figure, "source"), textOf(figure, "link")].filter(Boolean).join(" ")),
    el("rect", { width: WIDTH, height: HEIGHT, fill: "#FFFFFF" }),
    heading.nodes, under.nodes,
    el("g", { transform: `translate(${MARGIN} ${top})` }, picture),
    el("line", { x1: MARGIN, x2: WIDTH - MARGIN, y1: line + 0.5, y2: line + 0.5, stroke: COLOURS.rule }),
    el("g", { transform: `translate(0 ${line + 24})` }, foot.nodes));
    return svg;
  }

  /** The selected area in three lines, as on its card. */
  function chosenArea({ name, value, note }) {
    const { text, COLOURS } = atlas.draw;
    return [
      text(0, 14, "Selected", { size: 12.5, fill: COLOURS.secondary }),
      text(0, 38, name, { size: 18, weight: 700 }),
      text(0, 78, value, { size: 36, weight: 700, fill: COLOURS.action }),
      text(0, 102, note, { size: 14 }),
    ];
  }

  /** The map as it stands, laid out again for the frame: shapes at the left, the legend beside them. */
  function drawMap(width, height) {
    const { el, COLOURS } = atlas.draw;
    const { map, view, selected } = atlas.explorer.current();
    if (!map?.view) throw new Error("the map has no figures yet");
    const side = Math.round(map.corner ? Math.min(width - 440, height * 1.35) : width - 440);
    const column = width - side - 40;
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
      el("g", { transform: `translate(${width - column} 0)` }, selected === null ? null : chosenArea(view.say(selected))),
      el("g", { transform: `translate(${width - column} ${Math.max(0, height - legend.height - 4)})` }, legend.nodes),
    ];
  }

  /** A Plotly chart drawn again at the frame's size; its SVG is nested, text and all. */
  async function drawChart(chart, width, height) {
    const address = await window.Plotly.toImage(chart, { format: "svg", width: Math.round(width), height: Math.round(height) });
    const source = decodeURIComponent(address.slice(address.indexOf(",") + 1));
    const picture = new DOMParser().parseFromString(source, "image/svg+xml").documentElement;
    if (picture.nodeName !== "svg") throw new Error("the chart gave no picture");
    picture.setAttribute("overflow", "visible");
    return [document.importNode(picture, true)];
  }

  function contentOf(figure, name) {
    const own = atlas.compare?.pictures[name];
    if (own) return own;
    if (name === "map") return (width, height) => drawMap(width, height);
    const chart = figure.querySelector(".js-plotly-plot");
    if (!chart || !window.Plotly) throw new Error("the chart is not drawn yet");
    return (width, height) => drawChart(chart, width, height);
  }

  /** Standalone SVG text of a figure: `map`, `ranking` or `trend`. */
  async function svgOf(name) {
    const figure = document.getElementById(`figure-${name}`);
    if (!figure) throw new Error("there is no such figure here");
    const svg = await frame(figure, contentOf(figure, name));
    for (const name of ["pointer-events", "class"]) for (const node of svg.querySelectorAll(`[${name}]`)) node.removeAttribute(name);
    return `<?xml version="1.0" encoding="UTF-8"?>\n${new XMLSerializer().serializeToString(svg)}\n`;
  }

  async function pngOf(svg) {
    const address = URL.createObjectURL(new Blob([svg], { type: "image/svg+xml" }));
    try {
      const image = new Image(WIDTH, HEIGHT);
      image.src = address;
      await image.decode();
      const canvas = document.createElement("canvas");
      canvas.width = 2 * WIDTH;
      canvas.height = 2 * HEIGHT;
      canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
      return await new Promise((resolve, reject) => canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error("the browser made no picture"))), "image/png"));
    } finally {
      URL.revokeObjectURL(address);
    }
  }

  function fileName(name, type) {
    if (atlas.compare?.pictures[name]) return atlas.compare.fileName(name, type);
    const { ask, aim } = atlas.explorer.current();
    const parts = ["early-years-atlas", ask?.lad ?? "england", aim?.indicator.id, aim?.since && atlas.explorer.slugOf(aim.since), aim?.period && atlas.explorer.slugOf(aim.period), name];
    return `${parts.filter(Boolean).join("_")}.${type}`;
  }

  function save(blob, name) {
    const address = URL.createObjectURL(blob);
    const link = atlas.draw.html("a", { href: address, download: name });
    document.body.append(link);
    link.click();
    link.remove();
    setTimeout(() => URL.revokeObjectURL(address), 10000);
  }

  async function leave(name, type) {
    const svg = await svgOf(name);
    save(type === "png" ? await pngOf(svg) : new Blob([svg], { type: "image/svg+xml" }), fileName(name, type));
  }

  document.addEventListener("click", async (event) => {
    const button = event.target.closest?.("button[data-export]");
    if (!button || !["png", "svg"].includes(button.dataset.export)) return;
    button.setAttribute("aria-disabled", "true");
    try {
      await leave(button.dataset.figure ?? "map", button.dataset.export);
    } catch (error) {
      atlas.explorer.say(`The picture could not be made: ${error.message}. The table still holds the figures.`, { seen: true });
    } finally {
      button.removeAttribute("aria-disabled");
    }
  });

  atlas.export = { svgOf, pngOf, fileName };
})();

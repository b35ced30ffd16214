/* What leaves in a report: a map or chart in a frame that is complete without the page. For the column of a report
   900 px wide, for a slide 1600, both at twice that; the SVG stands alone (real text, no outside styles).
   A picture that is a table grows as tall as its rows want. */
(() => {
  "use strict";
  const atlas = (window.atlas ??= {});
  const MARGIN = 32;
  /* Units of the layout, and px across of the picture: a report's column has the larger letters. */
  const SIZES = { report: { width: 720, height: 680, across: 1800 }, slide: { width: 1200, height: 675, across: 3200 } };
  const STACKED_UNDER = 900;

  const textOf = (figure, name) => (figure.dataset[name] ?? "").trim();

  /** Lines of text one under another; returns the nodes and where the next line would stand. */
  function paragraph(words, x, y, width, { size, leading, weight = 400, fill, most = 12, anchor = "start" }) {
    const { text, wrap } = atlas.draw;
    let lines = wrap(words, width, size, weight);
    if (lines.length > most) lines = [...lines.slice(0, most - 1), `${lines[most - 1].replace(/\s*\S*$/, "")} …`];
    return { nodes: lines.map((line, n) => text(x, y + n * leading, line, { size, weight, fill, anchor })), next: y + lines.length * leading };
  }

  /** Caveat, source and licence, and beside them (below, where it is narrow) whose picture it is: release and link. */
  function footerOf(figure, width) {
    const { el, text, brandMark, widthOf, COLOURS } = atlas.draw;
    const stacked = width < STACKED_UNDER;
    const column = stacked ? width - 2 * MARGIN : width - 2 * MARGIN - 376;
    const small = { size: 12.5, leading: 18, fill: COLOURS.secondary };
    const caveat = textOf(figure, "caveat");
    const source = textOf(figure, "source");
    const left = [];
    let y = 0;
    if (caveat) {
      const read = paragraph(`Read with care. ${caveat}`, MARGIN, y, column - 12, { ...small, most: 8 });
      const [first] = read.nodes;
      first.replaceChildren(el("tspan", { "font-weight": 700, fill: COLOURS.ink }, "Read with care."), first.textContent.slice("Read with care.".length));
      left.push(...read.nodes);
      y = read.next;
    }
    const from = paragraph(/^source/i.test(source) ? source : `Source: ${source}`, MARGIN, y, column, { ...small, most: 40 });
    left.push(...from.nodes);
    const address = textOf(figure, "link");
    const link = address ? new URL(address, location.origin).href : "";
    const said = textOf(figure, "release");
    const release = /^release/i.test(said) ? said : `Release ${said}`;
    const top = stacked ? from.next + 8 : 0;
    const end = width - MARGIN;
    const plain = link.replace(/^https?:\/\//, "");
    const room = stacked ? column - 190 : 360;
    const cut = plain.indexOf("?");
    const parts = cut < 0 || widthOf(plain, small.size) <= room ? [plain] : [plain.slice(0, cut), plain.slice(cut)];
    const shown = { nodes: [], next: top + (stacked ? 0 : 40) };
    for (const part of parts) {
      const lines = paragraph(part, end, shown.next, room, { ...small, fill: COLOURS.action, anchor: "end" });
      shown.nodes.push(...lines.nodes);
      shown.next = lines.next;
    }
    const whose = stacked
      ? [brandMark(MARGIN, top - 13), text(MARGIN + 28, top, "Early Years Atlas", { size: 14, weight: 700 }), text(MARGIN, top + 20, release, small)]
      : [brandMark(end - 138, -13), text(end, 0, "Early Years Atlas", { size: 14, weight: 700, anchor: "end" }), text(end, 22, release, { ...small, anchor: "end" })];
    const height = Math.max(from.next, shown.next, top + 38) - 18;
    return { height, nodes: [...left, ...whose, link ? el("a", { href: link }, shown.nodes) : null] };
  }

  /** A complete picture of a figure; `content` is what `pictures.of` returns. */
  async function frame(figure, content, size) {
    const { el, COLOURS, FONT } = atlas.draw;
    const width = Math.max(SIZES[size].width, content.width ? content.width + 2 * MARGIN : 0);
    const inner = width - 2 * MARGIN;
    const heading = paragraph(textOf(figure, "title"), MARGIN, 52, inner, { size: 26, leading: 32, weight: 700, fill: COLOURS.ink, most: 4 });
    const under = paragraph(textOf(figure, "subtitle"), MARGIN, heading.next - 4, inner, { size: 16, leading: 22, fill: COLOURS.secondary, most: 3 });
    const foot = footerOf(figure, width);
    const top = under.next;
    const below = 14 + foot.height + 18 + 24;
    const own = content.height?.(inner, size);
    const height = own ? Math.ceil(top + own + 14 + below) : SIZES[size].height;
    const line = height - below;
    const picture = await content.draw(inner, own ?? line - top - 14);
    return el("svg", { xmlns: "http://www.w3.org/2000/svg", width, height, viewBox: `0 0 ${width} ${height}`, "font-family": FONT,
      role: "img", "aria-label": textOf(figure, "title") },
    el("title", {}, textOf(figure, "title")),
    el("desc", {}, [textOf(figure, "subtitle"), textOf(figure, "caveat"), textOf(figure, "source"), textOf(figure, "link")].filter(Boolean).join(" ")),
    el("rect", { width, height, fill: "#FFFFFF" }),
    heading.nodes, under.nodes,
    el("g", { transform: `translate(${MARGIN} ${top})` }, picture),
    el("line", { x1: MARGIN, x2: width - MARGIN, y1: line + 0.5, y2: line + 0.5, stroke: COLOURS.rule }),
    el("g", { transform: `translate(0 ${line + 24})` }, foot.nodes));
  }

  /** A figure's picture: `{text, width, height, across}`, its SVG standing alone. */
  async function svgOf(name, size = "slide") {
    const figure = document.getElementById(`figure-${name}`);
    if (!figure) throw new Error("there is no such figure here");
    const svg = await frame(figure, atlas.pictures.of(figure, name), size);
    for (const left of ["pointer-events", "class"]) for (const node of svg.querySelectorAll(`[${left}]`)) node.removeAttribute(left);
    return {
      text: `<?xml version="1.0" encoding="UTF-8"?>\n${new XMLSerializer().serializeToString(svg)}\n`,
      width: Number(svg.getAttribute("width")), height: Number(svg.getAttribute("height")), across: SIZES[size].across,
    };
  }

  async function pngOf({ text, width, height, across }) {
    const address = URL.createObjectURL(new Blob([text], { type: "image/svg+xml" }));
    try {
      const image = new Image(width, height);
      image.src = address;
      await image.decode();
      const canvas = document.createElement("canvas");
      canvas.width = across;
      canvas.height = Math.round((height * across) / width);
      canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
      return await new Promise((resolve, reject) => canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error("the browser made no picture"))), "image/png"));
    } finally {
      URL.revokeObjectURL(address);
    }
  }

  function fileName(name, size, type) {
    const figure = document.getElementById(`figure-${name}`);
    const parts = ["early-years-atlas", figure.dataset.file, name, type === "png" ? size : null];
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

  /** Make the picture that a button asks for: `data-figure`, as `data-export`, of `data-size`. */
  async function leave(button) {
    const { figure = "map", size = "slide", export: type } = button.dataset;
    button.setAttribute("aria-disabled", "true");
    try {
      const svg = await svgOf(figure, size);
      save(type === "png" ? await pngOf(svg) : new Blob([svg.text], { type: "image/svg+xml" }), fileName(figure, size, type));
      atlas.say(`${fileName(figure, size, type)} is saved.`);
    } catch (error) {
      const words = `The picture could not be made: ${error.message}. The table still holds the figures.`;
      if (document.getElementById("map-status")) atlas.explorer.say(words, { seen: true });
      else atlas.say(words);
    } finally {
      button.removeAttribute("aria-disabled");
    }
  }

  atlas.export = { svgOf, pngOf, fileName, leave };
})();

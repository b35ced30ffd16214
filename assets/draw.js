/* The few pieces every picture is made of: SVG elements, measured text, wrapped text.
   Pictures carry presentation attributes, not classes, wherever they also leave the page as an export. */
(() => {
  "use strict";
  const atlas = (window.atlas ??= {});
  const SVG = "http://www.w3.org/2000/svg";
  const FONT = '"Helvetica Neue", Arial, "Liberation Sans", sans-serif';
  const COLOURS = {
    ink: "#1B1F23", secondary: "#4A5058", quiet: "#5A6068", rule: "#D5D9DD", action: "#12436D", england: "#801650",
    classes: ["#FFFFFF", "#EAECB1", "#A9D891", "#00A7BA", "#004EA6", "#000D54"],
    diverging: ["#CE321F", "#F09977", "#FEF4D7", "#96B3B3", "#007590"],
    lineOnLight: "#3D3D3D", lineOnDark: "#FFFFFF", ground: "#F4F5F6", neighbourLine: "#B4BAC0",
  };

  /** One SVG element; children may be elements, strings or nothing. */
  function el(name, attributes = {}, ...children) {
    const node = document.createElementNS(SVG, name);
    for (const [key, value] of Object.entries(attributes)) {
      if (value !== null && value !== undefined && value !== false) node.setAttribute(key, value);
    }
    for (const child of children.flat()) if (child !== null && child !== undefined) node.append(child);
    return node;
  }

  /** One HTML element; `text` is its text, the rest are attributes. */
  function html(name, { text, ...attributes } = {}, ...children) {
    const node = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) {
      if (value !== null && value !== undefined && value !== false) node.setAttribute(key, value === true ? "" : value);
    }
    if (text !== undefined) node.textContent = text;
    for (const child of children.flat()) if (child !== null && child !== undefined) node.append(child);
    return node;
  }

  /** A line of text; `size` in px, `anchor` start, middle or end. */
  function text(x, y, words, { size = 12, weight = 400, fill = COLOURS.ink, anchor = "start", ...rest } = {}) {
    return el("text", { x, y, "font-size": size, "font-weight": weight, fill, "text-anchor": anchor, ...rest }, words);
  }

  /* Where colours may be taken away or not be told apart, classes also have numbers: forced palettes, more contrast, paper. */
  const numbered = matchMedia("(forced-colors: active), (prefers-contrast: more), print");

  let pen = null;
  /** Width in px of a line of text. */
  function widthOf(words, size = 12, weight = 400) {
    pen ??= document.createElement("canvas").getContext("2d");
    pen.font = `${weight} ${size}px ${FONT}`;
    return pen.measureText(words).width;
  }

  /** Lines of at most `width` px; a word longer than a line is cut, so nothing ever leaves the frame. */
  function wrap(words, width, size = 12, weight = 400) {
    const lines = [];
    let line = "";
    for (let word of String(words).split(/\s+/).filter(Boolean)) {
      const longer = line ? `${line} ${word}` : word;
      if (widthOf(longer, size, weight) <= width) {
        line = longer;
        continue;
      }
      if (line) lines.push(line);
      while (word.length > 1 && widthOf(word, size, weight) > width) {
        let cut = word.length - 1;
        while (cut > 1 && widthOf(word.slice(0, cut), size, weight) > width) cut -= 1;
        lines.push(word.slice(0, cut));
        word = word.slice(cut);
      }
      line = word;
    }
    if (line) lines.push(line);
    return lines;
  }

  /** The pattern for "no data", the same on the page, in the legend and in an export. */
  function hatch(id) {
    return el("pattern", { id, width: 6, height: 6, patternUnits: "userSpaceOnUse", patternTransform: "rotate(45)" },
      el("rect", { width: 6, height: 6, fill: "#FFFFFF" }),
      el("rect", { width: 1.2, height: 6, fill: "#6B7178" }));
  }

  /** The mark beside the name: three folded sheets of a map. */
  function brandMark(x = 0, y = 0, scale = 1) {
    return el("g", { transform: `translate(${x} ${y}) scale(${scale})` },
      el("path", { d: "M0 4 6 0v12L0 16z", fill: "#004EA6" }),
      el("path", { d: "M7 0l6 4v12l-6-4z", fill: "#00A7BA" }),
      el("path", { d: "M14 4l6-4v12l-6 4z", fill: "#000D54" }));
  }

  atlas.draw = { el, html, text, widthOf, wrap, hatch, brandMark, numbered, COLOURS, FONT };
})();

"""What is wrong with a page as it stands: one list for axe, its structure and its width."""

from __future__ import annotations

from axe_core_python.sync_playwright import Axe
from playwright.sync_api import Page

STRUCTURE = """
() => {
  const faults = [];
  const shown = (node) => node.checkVisibility({ visibilityProperty: true });
  const all = (selector) => [...document.querySelectorAll(selector)].filter(shown);
  const short = (node) => node.outerHTML.slice(0, 120);
  for (const once of ["main", "h1"]) {
    const found = all(once).length;
    if (found !== 1) faults.push(`${found} × ${once}`);
  }
  let level = 0;
  for (const heading of all("h1, h2, h3, h4, h5, h6")) {
    const own = Number(heading.localName[1]);
    if (level && own > level + 1) faults.push(`h${level} is followed by ${short(heading)}`);
    if (!heading.textContent.trim()) faults.push(`empty: ${short(heading)}`);
    level = own;
  }
  for (const table of all("table")) {
    if (!table.caption?.textContent.trim()) faults.push(`no caption: ${short(table)}`);
    for (const head of table.querySelectorAll("th")) {
      if (!head.scope) faults.push(`no scope: ${short(head)}`);
    }
  }
  const ids = [...document.querySelectorAll("[id]")].map((node) => node.id);
  const twice = ids.filter((id, n) => ids.indexOf(id) !== n);
  if (twice.length) faults.push(`ids in use twice: ${twice.join(" ")}`);
  for (const node of document.querySelectorAll("[aria-controls], [aria-labelledby], [aria-describedby]")) {
    for (const name of ["aria-controls", "aria-labelledby", "aria-describedby"]) {
      for (const id of (node.getAttribute(name) ?? "").split(" ").filter(Boolean)) {
        if (!document.getElementById(id)) faults.push(`${name} names nothing: ${short(node)}`);
      }
    }
  }
  if (document.documentElement.lang !== "en") faults.push("the page does not say its language");
  if (["", "Dash"].includes(document.title)) faults.push("the page has no title");
  return faults;
}
"""  # noqa: E501 - a script, whose lines are its own

SIDEWAYS = """
() => {
  const over = document.documentElement.scrollWidth - innerWidth;
  if (over <= 0) return [];
  const wide = [...document.querySelectorAll("body *")]
    .filter((node) => node.getBoundingClientRect().right > innerWidth + 1)
    .map((node) => node.outerHTML.slice(0, 100));
  return [`${over} px too wide: ${wide.slice(0, 3).join(" | ")}`];
}
"""

TWICE = """
() => {
  const sizes = [...document.querySelectorAll("body, body *")].map((node) => {
    const { fontSize, lineHeight } = getComputedStyle(node);
    return [node, parseFloat(fontSize), parseFloat(lineHeight)];
  });
  for (const [node, size, line] of sizes) {
    if (node.closest("svg")) continue;
    node.style.setProperty("font-size", `${2 * size}px`, "important");
    if (line) node.style.setProperty("line-height", `${2 * line}px`, "important");
  }
}
"""

#: The bar that stays on a phone shortens what the heading and the controls say in full.
CUT_OFF = """
() => [...document.querySelectorAll("main *, header *, footer *")]
  .filter((node) => node.checkVisibility({ visibilityProperty: true }) && !node.closest("svg, .visually-hidden, [aria-hidden=true], .search-words, .context-bar"))
  .filter((node) => ["hidden", "clip"].includes(getComputedStyle(node).overflowX)
    && node.clientWidth > 2 && node.textContent.trim()
    && (node.scrollWidth > node.clientWidth + 2 || node.scrollHeight > node.clientHeight + 2))
  .map((node) => `cut off: ${node.outerHTML.slice(0, 120)}`)
"""  # noqa: E501

ONLY_FAULTS = {"resultTypes": ["violations"]}
"""axe looks for all it knows, and describes no more than one of the places where a rule is kept."""


def faults(page: Page) -> list[str]:
    """Return what axe finds, then what it does not look for; empty when the page is right."""
    found = Axe().run(page, options=ONLY_FAULTS)["violations"]
    by_axe = [f"{item['id']}: {node['html'][:160]}" for item in found for node in item["nodes"]]
    return by_axe + page.evaluate(STRUCTURE) + page.evaluate(SIDEWAYS)


def faults_of_large_text(page: Page) -> list[str]:
    """Set all text twice as large, as a browser's text-only zoom does; say what no longer fits."""
    page.evaluate(TWICE)
    return page.evaluate(SIDEWAYS) + page.evaluate(CUT_OFF)

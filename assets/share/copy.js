/* Links and code to copy: the one address of a view with its release, and the frame that shows a figure elsewhere. */
(() => {
  "use strict";
  const atlas = (window.atlas ??= {});
  const HEIGHTS = { map: 720, ranking: 600, trend: 520, spine: 800 };

  /** Copy by the older way, where the page is not served safely and the browser has no clipboard for it. */
  function copyOld(words) {
    const field = Object.assign(document.createElement("textarea"), { value: words });
    document.body.append(field);
    field.select();
    const copied = document.execCommand("copy");
    field.remove();
    return copied;
  }

  async function copy(words, button, what) {
    let copied = false;
    try {
      await navigator.clipboard.writeText(words);
      copied = true;
    } catch {
      copied = copyOld(words);
      button.focus();
    }
    atlas.say(copied ? `Copied: ${what}.` : `It could not be copied: ${words}`);
    const label = button.dataset.label ??= button.textContent;
    button.textContent = copied ? "Copied" : "Not copied";
    setTimeout(() => { button.textContent = label; }, 2500);
  }

  /** The view's one address, with the release whose figures it shows. */
  function permalink() {
    const own = document.querySelector('link[rel="canonical"]')?.getAttribute("href") ?? location.pathname + location.search;
    const link = new URL(own, location.origin);
    const release = document.querySelector('meta[name="atlas-release"]')?.content;
    return `${link.href}${link.search ? "&" : "?"}r=${release}`;
  }

  const escaped = (words) => words.replace(/&/g, "&amp;").replace(/"/g, "&quot;").replace(/</g, "&lt;");

  /** The code of a frame for a figure: `data-embed` is its address, `data-title` what it shows. */
  function codeOf({ dataset }) {
    const height = HEIGHTS[dataset.figure] ?? 640;
    return `<iframe src="${escaped(location.origin + dataset.embed)}" title="${escaped(dataset.title)}" width="100%" height="${height}" style="border:0" loading="lazy"></iframe>`;
  }

  function writeCode() {
    for (const field of document.querySelectorAll("textarea[data-embed]")) field.value = codeOf(field);
  }

  /* Another view, another code: the server writes its address, and the field follows. */
  new MutationObserver(writeCode).observe(document.body, { subtree: true, attributes: true, attributeFilter: ["data-embed"] });

  async function act(button) {
    if (button.dataset.export) return atlas.export.leave(button);
    if (button.dataset.act === "copy-link") return copy(permalink(), button, "the link to this view");
    if (button.dataset.act === "copy-code") {
      const field = document.getElementById(button.dataset.field);
      return copy(codeOf(field), button, "the code of the frame");
    }
    return undefined;
  }

  /** Say that the figures are not those of the link: a part of the page, which may be put away. */
  function tellUpdated(asked) {
    const box = document.getElementById("notice");
    if (!box) return;
    const { html } = atlas.draw;
    const content = (name) => document.querySelector(`meta[name="${name}"]`)?.content ?? "";
    const away = html("button", { type: "button", class: "button", text: "Dismiss" });
    away.addEventListener("click", () => {
      box.hidden = true;
      document.getElementById("main")?.focus({ preventScroll: true });
    });
    const words = html("p", {}, html("b", { text: "The data have been updated since this link was made" }),
      ` (release ${asked.slice(0, 8)}; now ${content("atlas-release").slice(0, 8)}, built on ${content("atlas-built")}). Figures may differ; `,
      html("a", { href: "/about#release", text: "see what changed" }), ".");
    box.replaceChildren(html("div", { class: "wrap" }, html("div", { class: "note updated" }, words, away)));
    box.hidden = false;
    atlas.say(words.textContent);
  }

  atlas.share = { act, permalink, writeCode, tellUpdated };
})();

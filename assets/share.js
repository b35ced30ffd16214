/* What is taken away from a page: paper, a link, code for another site, a picture. All but the paper is rare, and its
   script (assets/share/) comes when it is first wanted. */
(() => {
  "use strict";
  const atlas = (window.atlas ??= {});
  let coming = null;

  function wanted() {
    if (atlas.share) return Promise.resolve();
    coming ??= new Promise((resolve, reject) => {
      const src = document.querySelector('meta[name="atlas-share"]')?.content;
      const script = Object.assign(document.createElement("script"), { src, onload: resolve });
      script.onerror = () => { coming = null; reject(new Error("its script could not be loaded")); };
      document.head.append(script);
    });
    return coming;
  }

  function say(words) {
    const box = document.getElementById("announce");
    if (box) box.textContent = words;
  }

  document.addEventListener("click", async (event) => {
    const button = event.target.closest?.("button[data-act], button[data-export]");
    if (!button || button.getAttribute("aria-disabled") === "true") return;
    if (button.dataset.act === "print") {
      print();
      return;
    }
    try {
      await wanted();
      await atlas.share.act(button);
    } catch (error) {
      say(`That did not work: ${error.message}. Please try again.`);
    }
  });
  document.addEventListener("toggle", ({ target }) => {
    if (target.matches?.("details.embed") && target.open) wanted().then(() => atlas.share.writeCode(), () => {});
  }, true);

  /* A link that was copied says in which release; where the figures are of another, the page that comes says so.
     Read before the address is put right, which leaves the release out. */
  let asked = new URLSearchParams(location.search).get("r");

  function tellRelease() {
    const served = document.querySelector('meta[name="atlas-release"]')?.content ?? "";
    const made = asked;
    asked = null;
    if (made && !served.startsWith(made)) wanted().then(() => atlas.share.tellUpdated(made), () => {});
  }

  Object.assign(atlas, { say, tellRelease });
})();

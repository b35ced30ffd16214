/* Tables that came as one attribute of markup, which the server wrote and escaped, are put in place here: as components
   of Dash, each of their cells would listen to every change of the page. */
(() => {
  "use strict";
  function fill() {
    for (const holder of document.querySelectorAll("[data-html]")) {
      if (holder.filledWith === holder.dataset.html) continue;
      holder.filledWith = holder.dataset.html;
      holder.innerHTML = holder.dataset.html;
    }
  }

  const watch = new MutationObserver(fill);
  const begin = () => watch.observe(document.body, { childList: true, subtree: true, attributes: true, attributeFilter: ["data-html"] });
  if (document.body) begin();
  else addEventListener("DOMContentLoaded", begin);
})();

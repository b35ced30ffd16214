/* A map in a frame on another site: it draws itself from the frame's own address; a ward that is chosen stays in
   the frame and goes with whoever opens the whole view; a council opens in a window of its own. */
(() => {
  "use strict";
  const { explorer } = window.atlas;

  /* The explorer has put a choice into the frame's address: the way out of the frame takes it along. */
  addEventListener("_dashprivate_pushstate", () => {
    const full = document.querySelector(".source .brand");
    const before = new URL(full.href);
    const after = new URLSearchParams(location.search);
    const release = before.searchParams.get("r");
    if (release) after.set("r", release);
    full.href = `${before.pathname}?${after}`;
  });

  /* On the map of England a council is a link, which in a frame may not take the frame's place. */
  function leave(event) {
    const area = event.target.closest?.("a.area");
    if (!area || (event.type === "keydown" && event.key !== "Enter")) return;
    event.preventDefault();
    event.stopPropagation();
    open(area.getAttribute("href"), "_blank", "noopener");
  }
  for (const kind of ["click", "keydown"]) document.addEventListener(kind, leave, true);

  const show = () => explorer.show(location.pathname, location.search);
  addEventListener("popstate", show);
  if (document.readyState === "loading") addEventListener("DOMContentLoaded", show);
  else show();
})();

/* A map in a frame on another site: it draws itself from the frame's own address; a ward that is chosen stays in
   the frame and goes with whoever opens the whole view; a council opens in a window of its own. */
(() => {
  "use strict";
  const { explorer } = window.atlas;
  const show = () => explorer.show(location.pathname, location.search);

  window.dash_clientside.set_props = (_, { pathname, search = "" }) => {
    if (pathname && pathname !== location.pathname) {
      open(pathname + search, "_blank", "noopener");
      return;
    }
    history.replaceState(null, "", location.pathname + search);
    const full = document.querySelector(".source .brand");
    const kept = new URL(full.href);
    const release = kept.searchParams.get("r");
    kept.search = search;
    if (release) kept.searchParams.set("r", release);
    full.href = kept.pathname + kept.search;
    show();
  };

  if (document.readyState === "loading") addEventListener("DOMContentLoaded", show);
  else show();
})();

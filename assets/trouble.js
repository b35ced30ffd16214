/* What did not come is said above the page, once, with the way on: an answer of the app, which can be asked for again, or
   a file of a release that is served no more, for which the page has to be loaded anew. */
(() => {
  "use strict";
  const atlas = (window.atlas ??= {});
  const ask = window.fetch.bind(window);
  /** Callbacks, by their output, whose last request failed. */
  const failed = new Set();

  function clear() {
    const box = document.getElementById("trouble");
    if (box?.contains(document.activeElement)) document.getElementById("main").focus({ preventScroll: true });
    box?.replaceChildren();
  }

  function tell(words, label, act) {
    const { html } = atlas.draw;
    const button = (text, does) => {
      const made = html("button", { type: "button", class: "button", text });
      made.addEventListener("click", () => { clear(); does?.(); });
      return made;
    };
    document.getElementById("trouble")?.replaceChildren(
      html("div", { class: "note updated" }, html("p", { text: words }), html("div", {}, button(label, act), " ", button("Dismiss"))));
  }

  /** Let Dash ask anew for all that the address means. */
  const again = () => {
    const { pathname, search } = location;
    window.dash_clientside.set_props("url", { pathname, search });
  };

  const tellFailed = () => tell("This part could not be loaded. Check your connection and try again.", "Try again", again);

  /** A file that is not there was of an earlier release if nothing of that release is. */
  async function tellGone(address) {
    const [release] = address.match(/^.*\/v\/[^/]+\//);
    const { status } = await ask(`${release}indicators.json`, { method: "HEAD", cache: "no-store" });
    if (status !== 404) return;
    /* The map offers to ask again for what is gone: there is one way on, and it is said once. */
    document.querySelector("#map-status:has(button)")?.replaceChildren("The map is of an earlier release.");
    tell("The data have been updated since this page was opened. Reload it to see them.", "Reload", () => location.reload());
  }

  window.fetch = async (resource, options) => {
    const address = String(resource.url ?? resource);
    const output = address.includes("/_dash-update-component") && `${options?.body}`.match(/"output":"([^"]*)/)?.[1];
    const soon = ask(resource, options);
    const answer = await soon.catch(() => null);
    if (output && !answer?.ok) {
      failed.add(output);
      tellFailed();
    } else if (failed.delete(output) && !failed.size) clear();
    if (answer?.status === 404 && address.includes("/v/")) tellGone(address).catch(() => {});
    return soon;
  };

  addEventListener("online", () => { if (failed.size) again(); });
})();

/* Stands in for Dash: the address is a property, and a change of it calls the script again. */
window.shown = 0;
const draw = () => window.dash_clientside.atlas.show(location.pathname, location.search).then(() => { window.shown += 1; });
window.dash_clientside.set_props = (id, { pathname = location.pathname, search = "" }) => {
  if (id !== "url") return;
  if (pathname !== location.pathname) return;
  history.pushState(null, "", pathname + search);
  draw();
};
for (const name of ["popstate", "_dashprivate_pushstate"]) addEventListener(name, draw);
draw();

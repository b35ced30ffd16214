/* Where the council lies in England: a small picture in the corner of its map that its shapes cover least.
   It needs no file: the outline is that of the councils' boundaries (ONS, Open Government Licence) dissolved and simplified
   to 8 km, in steps of 5 km of EPSG:27700 with north up. */
(() => {
  "use strict";
  const atlas = (window.atlas ??= {});
  const STEP = 5000;
  const FRAME = [13, -136, 123, 139];
  const ENGLAND = "M27-5l14-11 8-13 16 0 6-8 0-6-6-3 1-8-3-3 3-6-1-4 5-1-6-10 5-16-3-1-2 3-5-11 3-8 15-12-1-5 4-3 5 5 6 20 8 4 6 8-1 3 4 8-3 0 6 9-3 7 4 2 2-4 6 0 10 5-1 14-5 7-3 1-1 4-4 2 6 3 6-1-1 5-4 3-1 3-10 4-7-2-8 3-7-3 3 3-1 2-8-3-3 4-7-1 0 2-7-5-7 3-5 9-9-4-5 1-7 8-4-4z";
  const COVERED = 0.4;
  const idle = (act) => (window.requestIdleCallback ?? setTimeout)(act);

  /** The middle of the shapes in steps of the outline. */
  function middle({ box: [x0, y0, x1, y1], transform: { sx, sy, tx, ty } }) {
    return [(((x0 + x1) / 2) * sx + tx) / STEP, (((y0 + y1) / 2) * sy - ty) / STEP];
  }

  function picture(shapes, name) {
    const { el, COLOURS } = atlas.draw;
    const [cx, cy] = middle(shapes);
    return el("svg", { class: "map-mini", viewBox: FRAME.join(" "), role: "img", "aria-label": `Where ${name} is in England` },
      el("path", { d: ENGLAND, fill: "#FFFFFF", stroke: COLOURS.quiet, "stroke-width": 2, "stroke-linejoin": "round" }),
      el("circle", { cx, cy, r: 9, fill: COLOURS.action, stroke: "#FFFFFF", "stroke-width": 3 }));
  }

  /** Put the picture into the emptiest corner; where every corner is taken, nowhere. */
  function settle(map, node) {
    const [width, height] = map.narrow ? [46, 52] : [62, 70];
    const cover = map.coverOf(map.width, map.height, map.scenes);
    const [right, bottom] = [map.width - width - 8, map.height - height - 8];
    const corners = [[8, bottom], [right, 8], ...(map.narrow ? [] : [[8, 8]])]
      .map(([x, y]) => ({ x, y, covered: cover.count({ x, y, width, height }) * 16 / (width * height) }));
    const best = corners.reduce((least, corner) => (corner.covered < least.covered ? corner : least));
    node.toggleAttribute("hidden", best.covered > COVERED);
    node.style.cssText = `left: ${best.x}px; top: ${best.y}px; width: ${width}px; height: ${height}px`;
    map.reserve();
    map.layWords();
  }

  /** Show where the shapes of a map lie, once there is time; without a name, nothing. */
  function show(map, name) {
    if (map.mini?.key === map.key && name) return;
    map.mini?.node.remove();
    map.mini = null;
    map.refitted = null;
    if (!name) return;
    const mini = { key: map.key, node: picture(map.shapes, name) };
    map.mini = mini;
    idle(() => {
      if (map.mini !== mini || !map.width) return;
      map.host.append(mini.node);
      map.refitted = () => { if (map.zoom.z === 1) settle(map, mini.node); };
      map.refitted();
    });
  }

  atlas.minimap = { show, middle, ENGLAND };
})();

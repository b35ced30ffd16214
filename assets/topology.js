/* A boundary file (TopoJSON in EPSG:27700, docs/architecture.md §3) becomes path strings of whole numbers.
   Arcs are stored as differences, and so are SVG's relative commands: each arc is written out once each way and
   the rings of every area are joined from those strings. North is up in the file and down in SVG: y changes sign. */
(() => {
  "use strict";
  const atlas = (window.atlas ??= {});

  /** Make a box hold another; both are `[x0, y0, x1, y1]`. */
  function stretch(box, other) {
    box[0] = Math.min(box[0], other[0]);
    box[1] = Math.min(box[1], other[1]);
    box[2] = Math.max(box[2], other[2]);
    box[3] = Math.max(box[3], other[3]);
  }

  /** Both directions of an arc: where it starts and ends, and the relative moves between. */
  function readArc(arc) {
    const [[x0, y0], ...moves] = arc;
    let x = x0;
    let y = y0;
    const forward = [];
    const backward = [];
    const box = [x0, -y0, x0, -y0];
    for (const [dx, dy] of moves) {
      x += dx;
      y += dy;
      stretch(box, [x, -y, x, -y]);
      forward.push(`${dx} ${-dy}`);
      backward.push(`${-dx} ${dy}`);
    }
    return {
      start: [x0, -y0], end: [x, -y],
      forward: forward.join(" "), backward: backward.reverse().join(" "),
      box, owners: [],
    };
  }

  function pathOf(ring, arcs, close) {
    const first = arcs[ring[0] < 0 ? ~ring[0] : ring[0]];
    const [x, y] = ring[0] < 0 ? first.end : first.start;
    const parts = [];
    for (const index of ring) {
      const moves = index < 0 ? arcs[~index].backward : arcs[index].forward;
      if (moves) parts.push(moves);
    }
    return parts.length ? `M${x} ${y}l${parts.join(" ")}${close ? "z" : ""}` : "";
  }

  function ringsOf(geometry) {
    if (geometry.type === "Polygon") return geometry.arcs;
    if (geometry.type === "MultiPolygon") return geometry.arcs.flat();
    if (geometry.type === "MultiLineString") return geometry.arcs;
    if (geometry.type === "LineString") return [geometry.arcs];
    if (geometry.type === "GeometryCollection") return geometry.geometries.flatMap(ringsOf);
    return [];
  }

  function shapeOf(geometry, arcs) {
    const close = geometry.type === "Polygon" || geometry.type === "MultiPolygon";
    return ringsOf(geometry).map((ring) => pathOf(ring, arcs, close)).join("");
  }

  function absolute(arc) {
    let [x, y] = [0, 0];
    return arc.map(([dx, dy]) => [(x += dx), -(y += dy)]);
  }

  /** Lines of the neighbours without the frame they were cut at, which is no boundary of anything. */
  function linesInside(lines) {
    const [xs, ys] = [0, 1].map((axis) => lines.flat().map((point) => point[axis]));
    const ends = [xs, ys].map((all) => [all.reduce((a, b) => Math.min(a, b), Infinity), all.reduce((a, b) => Math.max(a, b), -Infinity)]);
    const onFrame = (a, b) => [0, 1].some((axis) => a[axis] === b[axis] && ends[axis].includes(a[axis]));
    return lines.map((line) => line.map((point, n) => (n && !onFrame(line[n - 1], point) ? "L" : "M") + point.join(" ")).join("")).join("");
  }

  const membersOf = (object) => object?.geometries ?? [];

  /**
   * Decode a boundary file.
   * @returns {{areas, context, outline, arcs, box, transform}} areas: `{code, name, at: [x, y], box, d, …properties}` in file
   *   order; context: `{d, names: [{name, at}]}` of the neighbours; arcs: `{d, owners}` with the indexes of the one or two areas beside each; box: `[x0, y0, x1, y1]`,
   *   all in quantised units with y pointing down.
   */
  function decode(file) {
    const arcs = file.arcs.map(readArc);
    const areas = membersOf(file.objects.areas).map((geometry, index) => {
      const extent = [Infinity, Infinity, -Infinity, -Infinity];
      for (const ring of ringsOf(geometry)) {
        for (const arc of ring) {
          const { owners, box } = arcs[arc < 0 ? ~arc : arc];
          if (!owners.includes(index)) owners.push(index);
          stretch(extent, box);
        }
      }
      const { name = "", at = [0, 0], ...more } = geometry.properties ?? {};
      return { ...more, index, code: geometry.id, name, at: [at[0], -at[1]], box: extent, d: shapeOf(geometry, arcs) };
    });
    const around = membersOf(file.objects.context);
    const outer = new Set(around.flatMap(ringsOf).flat().map((arc) => (arc < 0 ? ~arc : arc)).filter((arc) => !arcs[arc].owners.length));
    const context = {
      d: linesInside([...outer].map((arc) => absolute(file.arcs[arc]))),
      names: around.filter(({ properties }) => properties?.at && properties.name)
        .map(({ properties: { name, at: [x, y] } }) => ({ name, at: [x, -y] })),
    };
    const { scale: [sx, sy], translate: [tx, ty] } = file.transform;
    const [xmin, ymin, xmax, ymax] = file.bbox;
    return {
      areas,
      context,
      outline: file.objects.outline ? shapeOf(file.objects.outline, arcs) : "",
      arcs: arcs.map((arc) => ({ owners: arc.owners, d: `M${arc.start[0]} ${arc.start[1]}l${arc.forward}` })),
      box: [(xmin - tx) / sx, -(ymax - ty) / sy, (xmax - tx) / sx, -(ymin - ty) / sy],
      transform: { sx, sy, tx, ty },
    };
  }

  atlas.topology = { decode };
})();

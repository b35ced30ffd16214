"""Boundary files of a release: the wards of each council, England's councils, England's wards.

All borders of the council files come from one England-wide coverage, so that a council, its wards
and its neighbours meet exactly. Shapes are simplified before they are rounded to the grid: the
other way round, borders cross.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
import shapely

from etl import topology
from etl.coverage import Coverage, clip, read_coverage, without_islets
from etl.polygons import dissolve, label_points, ward_polygons
from etl.vintages import RELEASE, Vintage

#: A council map is drawn some 800 pixels wide: detail finer than this part of its extent is lost.
DETAIL = 1 / 1000
#: Neighbours are a backdrop: their borders with each other and the sea need less detail.
BACKDROP = 2.0
#: Coordinates are whole steps of this part of the tolerance, and of a metre at least.
STEP = 1 / 10
#: An island smaller than this many tolerances squared is left out, unless it is all a ward has.
ISLAND = 10.0
#: Neighbours are shown in a square around the council, so that a map of any shape is filled: this
#: part of its longer side beyond that side.
MARGIN = 0.2
LAD_TOLERANCE, LAD_STEP, LAD_MARGIN = 450.0, 100.0, 40_000.0
WARD_TOLERANCE, WARD_STEP = 50.0, 20.0


@dataclass(frozen=True)
class Grid:
    """The whole-number coordinates of one file: ``step`` metres from ``(x0, y0)``."""

    x0: float
    y0: float
    step: float
    bbox: tuple[float, float, float, float]

    @classmethod
    def around(cls, shapes: np.ndarray, step: float) -> Grid:
        """Frame the shapes, from the grid line at or below their lowest corner."""
        bounds = shapely.total_bounds(shapes) / step
        x0, y0 = (np.floor(bounds[:2]) * step).tolist()
        x1, y1 = (np.ceil(bounds[2:]) * step).tolist()
        return cls(x0, y0, step, (x0, y0, x1, y1))


def write_boundaries(
    raw: Path,
    out: Path,
    progress: Callable[[int, int], None] | None = None,
    vintage: Vintage = RELEASE,
) -> None:
    """Write every boundary file into ``out``; ``progress(done, total)`` follows each of them."""
    out.mkdir(parents=True, exist_ok=True)
    coverage = read_coverage(raw, vintage)
    coarse = ward_polygons(raw, coarse=True, vintage=vintage)
    codes = sorted(coverage.wards["lad_code"].unique())
    _write(out / "england-lad.json", england_lad(coverage))
    _write(out / "england-ward.json", england_ward(coarse))
    for done, code in enumerate(codes, start=3):
        _write(out / f"{code}.json", council(coverage, code))
        if progress:
            progress(done, len(codes) + 2)


def council(coverage: Coverage, code: str) -> dict:
    """Return the boundary file of one council: its wards, its outline and what lies around it."""
    wards = coverage.wards[coverage.wards["lad_code"] == code]
    x0, y0, x1, y1 = shapely.total_bounds(wards["geometry"].to_numpy())
    side = max(x1 - x0, y1 - y0)
    reach = side * (1 / 2 + MARGIN)
    x, y = (x0 + x1) / 2, (y0 + y1) / 2
    frame = shapely.box(x - reach, y - reach, x + reach, y + reach)
    around = coverage.councils.drop(code)
    around = around[shapely.intersects(around["geometry"].to_numpy(), frame)]
    tolerance = side * DETAIL

    shapes = np.concatenate([wards["geometry"].to_numpy(), around["geometry"].to_numpy()])
    shapes = without_islets(shapely.coverage_simplify(shapes, tolerance), ISLAND * tolerance**2)
    shapes[len(wards) :] = clip(shapes[len(wards) :], frame)
    visible = shapely.area(shapes) > ISLAND * tolerance**2
    visible[: len(wards)] = True
    shapes, around = shapes[visible], around[visible[len(wards) :]]

    grid = Grid.around(shapes[: len(wards)], max(1, round(tolerance * STEP)))
    inside = set(range(len(wards)))

    def thin(arcs: topology.Topology) -> None:
        backdrop = [arc for arc, users in enumerate(arcs.users) if not users & inside]
        arcs.simplify(backdrop, BACKDROP * tolerance / grid.step)

    arcs, drawn = topology.on_grid(shapes, grid.x0, grid.y0, grid.step, thin)
    own, codes, names = len(wards), list(wards["ward_code"]), list(wards["ward_name"])
    near, near_names = list(around.index), list(around["name"])
    return topology_file(
        grid,
        arcs,
        areas=geometries(arcs, drawn[:own], codes, name=names),
        outline=[arc for arc, users in enumerate(arcs.users) if len(users & inside) == 1],
        context=geometries(arcs, drawn, near, start=own, name=near_names),
    )


def england_lad(coverage: Coverage) -> dict:
    """Return the file of England's councils; its outline is the borders of regions.

    Around them lie Wales and what is near of Scotland.
    """
    first = coverage.wards.drop_duplicates("lad_code").set_index("lad_code").sort_index()
    english = coverage.councils.loc[first.index]
    beyond = coverage.councils[coverage.councils["nation"] != "England"]
    nations = dissolve(beyond, "nation")
    shapes = np.concatenate([english["geometry"].to_numpy(), nations.to_numpy()])
    shapes = shapely.coverage_simplify(shapes, LAD_TOLERANCE)
    shapes = without_islets(shapes, ISLAND * LAD_TOLERANCE**2)
    own, grid = len(english), Grid.around(shapes[: len(english)], LAD_STEP)
    shapes[own:] = clip(
        shapes[own:], shapely.box(*grid.bbox).buffer(LAD_MARGIN, join_style="mitre")
    )
    arcs, drawn = topology.on_grid(shapes, grid.x0, grid.y0, grid.step)
    region = [*first["region_code"], *nations.index]
    borders = [arc for arc in _borders(arcs, region) if max(arcs.users[arc]) < own]
    codes, names = list(english.index), list(english["name"])
    return topology_file(
        grid,
        arcs,
        areas=geometries(arcs, drawn[:own], codes, name=names, utla=list(first["utla_code"])),
        outline=borders,
        context=geometries(arcs, drawn, list(nations.index), start=own, name=list(nations.index)),
    )


def england_ward(coarse: pd.DataFrame) -> dict:
    """Return the file of England's wards; its outline is the borders of councils."""
    shapes = shapely.coverage_simplify(coarse["geometry"].to_numpy(), WARD_TOLERANCE)
    grid = Grid.around(shapes, WARD_STEP)
    arcs, drawn = topology.on_grid(shapes, grid.x0, grid.y0, grid.step)
    codes, lads = list(coarse["ward_code"]), list(coarse["lad_code"])
    return topology_file(
        grid,
        arcs,
        areas=geometries(arcs, drawn, codes, lad=lads),
        outline=_borders(arcs, lads),
        context=[],
    )


def _borders(arcs: topology.Topology, group: list[str]) -> list[int]:
    """Arcs with one group on one side and another on the other; the coast is nobody's border."""
    return [arc for arc, users in enumerate(arcs.users) if len({group[user] for user in users}) > 1]


def geometries(
    arcs: topology.Topology,
    drawn: np.ndarray,
    ids: list[str],
    *,
    start: int = 0,
    **columns: list[str],
) -> list[dict]:
    """Return TopoJSON geometries from ``start`` on, with a label point ``at`` inside each.

    ``columns`` are further properties. What vanished on the grid is left out.
    """
    seen = start + (~shapely.is_empty(drawn[start:])).nonzero()[0]
    labels = np.rint(label_points(drawn[seen])).astype("int64").tolist()
    geometries = []
    for index, at in zip(seen, labels, strict=True):
        parts = arcs.polygons[index]
        single = len(parts) == 1
        properties = {name: values[index - start] for name, values in columns.items()}
        geometries.append(
            {
                "type": "Polygon" if single else "MultiPolygon",
                "id": ids[index - start],
                "properties": {**properties, "at": at},
                "arcs": parts[0] if single else parts,
            }
        )
    return geometries


def topology_file(
    grid: Grid,
    arcs: topology.Topology,
    *,
    areas: list[dict],
    outline: Iterable[int],
    context: list[dict],
) -> dict:
    """Return a boundary file of what was drawn on a grid."""
    lines = arcs.lines(list(outline))
    return {
        "type": "Topology",
        "crs": "EPSG:27700",
        "bbox": [round(edge) for edge in grid.bbox],
        "transform": {
            "scale": [round(grid.step)] * 2,
            "translate": [round(grid.x0), round(grid.y0)],
        },
        "objects": {
            "areas": {"type": "GeometryCollection", "geometries": areas},
            "outline": {"type": "MultiLineString", "arcs": lines},
            "context": {"type": "GeometryCollection", "geometries": context},
        },
        "arcs": topology.encode(arcs.arcs),
    }


def _write(path: Path, file: dict) -> None:
    path.write_text(json.dumps(file, separators=(",", ":"), ensure_ascii=False), encoding="utf-8")

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

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from etl import topology
from etl.geography import dissolve, label_points, source_file, ward_polygons

NEIGHBOURING_NATIONS = "geo/lad/LAD_DEC_24_UK_BSC.geojson"

#: Gaps between polygons of different detail that are narrower than this (metres) are closed.
GAP = 300.0
#: A council map is drawn some 800 pixels wide: detail finer than this part of its extent is lost.
DETAIL = 1 / 1000
#: Neighbours are a backdrop: their borders with each other and the sea need less detail.
BACKDROP = 2.0
#: Coordinates are whole steps of this part of the tolerance, and of a metre at least.
STEP = 1 / 10
#: An island smaller than this many tolerances squared is left out, unless it is all a ward has.
ISLAND = 30.0
#: Neighbours are shown in a square around the council, so that a map of any shape is filled: this
#: part of its longer side beyond that side.
MARGIN = 0.2
LAD_TOLERANCE, LAD_STEP = 350.0, 50.0
WARD_TOLERANCE, WARD_STEP = 50.0, 20.0


@dataclass(frozen=True)
class Coverage:
    """England and the land beside it, without gaps or overlaps.

    ``wards``: as ``geography.ward_polygons`` gives them. ``councils``: every English council,
    dissolved from its wards, and those of Wales and Scotland; ``name geometry`` by code.
    """

    wards: pd.DataFrame
    councils: pd.DataFrame


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
        low = np.floor(shapely.total_bounds(shapes)[:2] / step) * step
        high = np.ceil(shapely.total_bounds(shapes)[2:] / step) * step
        return cls(*low.tolist(), step, (*low.tolist(), *high.tolist()))


def write_boundaries(
    raw: Path, out: Path, progress: Callable[[int, int], None] | None = None
) -> None:
    """Write every boundary file into ``out``; ``progress(done, total)`` follows each of them."""
    out.mkdir(parents=True, exist_ok=True)
    coverage, coarse = read_coverage(raw), ward_polygons(raw, coarse=True)
    codes = sorted(coverage.wards["lad_code"].unique())
    _write(out / "england-lad.json", england_lad(coarse))
    _write(out / "england-ward.json", england_ward(coarse))
    for done, code in enumerate(codes, start=3):
        _write(out / f"{code}.json", council(coverage, code))
        if progress:
            progress(done, len(codes) + 2)


def read_coverage(raw: Path) -> Coverage:
    """Read the 20 m wards and the councils of Wales and Scotland, and make one clean coverage.

    Ten councils have coarser wards, and land across the border is coarser still: where they
    overlap a finer polygon the finer one keeps its ground, and narrow gaps between them are closed.
    """
    wards = ward_polygons(raw)
    beyond = gpd.read_file(source_file(raw, NEIGHBOURING_NATIONS)).to_crs(27700)
    beyond = beyond[beyond["LAD24CD"].str[0].isin(["W", "S"])]
    order = np.argsort(wards["detail"] != "20 m", kind="stable")
    shapes = np.concatenate([wards.geometry.to_numpy()[order], beyond.geometry.to_numpy()])
    clean = shapely.coverage_clean(shapes, gap_width=GAP, merge_strategy="min_index")
    fixed = np.empty(len(wards), dtype=object)
    fixed[order] = clean[: len(wards)]
    cleaned = pd.DataFrame(wards.drop(columns="geometry")).assign(geometry=fixed)
    names = cleaned.drop_duplicates("lad_code").set_index("lad_code")["lad_name"]
    english = pd.DataFrame({"name": names, "geometry": dissolve(cleaned, "lad_code")})
    others = pd.DataFrame(
        {"name": beyond["LAD24NM"].to_numpy(), "geometry": clean[len(wards) :]},
        index=beyond["LAD24CD"].to_numpy(),
    )
    return Coverage(cleaned, pd.concat([english, others]))


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
    own = set(wards["ward_code"])
    geometries = _geometries(
        arcs,
        drawn,
        [*wards["ward_code"], *around.index],
        name=[*wards["ward_name"], *around["name"]],
    )
    return _file(
        grid,
        arcs,
        areas=[area for area in geometries if area["id"] in own],
        outline=[arc for arc, users in enumerate(arcs.users) if len(users & inside) == 1],
        context=[near for near in geometries if near["id"] not in own],
    )


def england_lad(coarse: pd.DataFrame) -> dict:
    """Return the file of England's councils; its outline is the borders of regions."""
    councils = dissolve(coarse, "lad_code")
    first = coarse.drop_duplicates("lad_code").set_index("lad_code").loc[councils.index]
    shapes = shapely.coverage_simplify(councils.to_numpy(), LAD_TOLERANCE)
    shapes = without_islets(shapes, ISLAND * LAD_TOLERANCE**2)
    grid = Grid.around(shapes, LAD_STEP)
    arcs, drawn = topology.on_grid(shapes, grid.x0, grid.y0, grid.step)
    return _file(
        grid,
        arcs,
        areas=_geometries(
            arcs,
            drawn,
            list(councils.index),
            name=list(first["lad_name"]),
            utla=list(first["utla_code"]),
        ),
        outline=_borders(arcs, list(first["region_code"])),
        context=[],
    )


def england_ward(coarse: pd.DataFrame) -> dict:
    """Return the file of England's wards; its outline is the borders of councils."""
    shapes = shapely.coverage_simplify(coarse["geometry"].to_numpy(), WARD_TOLERANCE)
    grid = Grid.around(shapes, WARD_STEP)
    arcs, drawn = topology.on_grid(shapes, grid.x0, grid.y0, grid.step)
    codes, lads = list(coarse["ward_code"]), list(coarse["lad_code"])
    return _file(
        grid,
        arcs,
        areas=_geometries(arcs, drawn, codes, lad=lads),
        outline=_borders(arcs, lads),
        context=[],
    )


def without_islets(shapes: np.ndarray, smallest: float) -> np.ndarray:
    """Leave out islands under ``smallest`` square metres, but never the largest part of a shape.

    Only parts that stand alone in the sea are islands: taking any other would leave a hole.
    """
    parts, owner = shapely.get_parts(shapes, return_index=True)
    area = shapely.area(parts)
    islands = shapely.get_parts(shapely.coverage_union_all(shapes))
    small = {tuple(box) for box in shapely.bounds(islands[shapely.area(islands) < smallest])}
    alone = np.array([tuple(box) in small for box in shapely.bounds(parts)])
    largest = np.zeros(len(parts), dtype=bool)
    largest[pd.Series(area).groupby(owner).idxmax()] = True
    kept = ~alone | largest
    return np.array(
        [shapely.multipolygons(parts[kept & (owner == index)]) for index in range(len(shapes))]
    )


def clip(shapes: np.ndarray, frame: shapely.Polygon) -> np.ndarray:
    """Cut shapes to the frame; what only touches it becomes an empty polygon."""
    cut = shapely.intersection(shapes, frame)
    polygonal = np.isin(shapely.get_type_id(cut), (3, 6))
    for index in (~polygonal).nonzero()[0]:
        parts = shapely.get_parts(cut[index])
        cut[index] = shapely.multipolygons(parts[shapely.get_type_id(parts) == 3])
    return cut


def _borders(arcs: topology.Topology, group: list[str]) -> list[int]:
    """Arcs with one group on one side and another on the other; the coast is nobody's border."""
    return [arc for arc, users in enumerate(arcs.users) if len({group[user] for user in users}) > 1]


def _geometries(
    arcs: topology.Topology, drawn: np.ndarray, ids: list[str], **columns: list[str]
) -> list[dict]:
    """Return TopoJSON geometries with a label point ``at``; ``columns`` are further properties.

    What vanished on the grid is left out.
    """
    seen = (~shapely.is_empty(drawn)).nonzero()[0]
    labels = np.rint(label_points(drawn[seen])).astype("int64").tolist()
    geometries = []
    for index, at in zip(seen, labels, strict=True):
        parts = arcs.polygons[index]
        properties = {name: values[index] for name, values in columns.items()}
        single = len(parts) == 1
        geometries.append(
            {
                "type": "Polygon" if single else "MultiPolygon",
                "id": ids[index],
                "properties": {**properties, "at": at},
                "arcs": parts[0] if single else parts,
            }
        )
    return geometries


def _file(
    grid: Grid,
    arcs: topology.Topology,
    *,
    areas: list[dict],
    outline: Iterable[int],
    context: list[dict],
) -> dict:
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

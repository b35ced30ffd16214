"""Boundaries of the LSOAs of each council, on the grid of its wards' file.

The published shapes are super-generalised (200 m). They lie on every fourth line of the grid, which
is finer than they are, and so can be drawn in the frame, and with the context, of the wards. Where
the smallest would vanish, in the largest councils, they lie on every second line, or on all.
"""

from __future__ import annotations

import json
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from etl import topology
from etl.boundaries import DETAIL, Grid, geometries, topology_file
from etl.errors import SourceError
from etl.geography import LSOA21_POLYGONS
from etl.rawfiles import require_columns, source_file

EVERY = 4
"""Lines of the wards' grid between two lines of this one."""


def drawn(raw: Path, places: pd.DataFrame, wards: Path) -> pd.DataFrame:
    """Return ``lad_code topology``: a TopoJSON text for each council, in code order.

    ``places`` are the neighbourhoods with their ``lad_code``, ``wards`` the folder with the
    councils' boundary files. Raises ``SourceError`` when a neighbourhood has no shape.
    """
    path = source_file(raw, LSOA21_POLYGONS)
    shapes = gpd.read_file(path)
    require_columns(path.name, ("LSOA21CD",), shapes.columns)
    shape_of = shapes.to_crs(27700).set_index("LSOA21CD")["geometry"]
    if missing := sorted(set(places["area_code"]) - set(shape_of.index)):
        raise SourceError(f"{path.name}: {missing[0]} has no shape")
    rows = []
    for lad, inside in places.groupby("lad_code"):
        codes = sorted(inside["area_code"])
        framed = json.loads((wards / f"{lad}.json").read_text(encoding="utf-8"))
        file = council(shape_of.loc[codes].to_numpy(), codes, framed)
        rows.append((str(lad), json.dumps(file, separators=(",", ":"))))
    return pd.DataFrame(rows, columns=["lad_code", "topology"]).astype("str")


def council(shapes: np.ndarray, codes: list[str], wards: dict) -> dict:
    """Return the file of one council's neighbourhoods; ``wards`` is that of its wards."""
    step, (x0, y0) = wards["transform"]["scale"][0], wards["transform"]["translate"]
    bbox = tuple(wards["bbox"])
    side = max(bbox[2] - bbox[0], bbox[3] - bbox[1])
    arcs, found = topology.Topology(), shapes
    every = 2 * EVERY
    while every > 1:
        every //= 2
        simple = shapely.coverage_simplify(shapes, side * DETAIL * every / EVERY)
        arcs, found = topology.on_grid(simple, x0, y0, step * every)
        if not shapely.is_empty(found).any():
            break
    arcs.arcs = [arc * every for arc in arcs.arcs]
    found = shapely.transform(found, lambda points: points * every)
    return topology_file(
        Grid(x0, y0, step, bbox),
        arcs,
        areas=geometries(arcs, found, codes),
        outline=[arc for arc, users in enumerate(arcs.users) if len(users) == 1],
        context=[],
    )

"""England's land as one coverage: polygons that neither overlap nor leave gaps between them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from etl.polygons import FINE, dissolve, ward_polygons
from etl.rawfiles import require_columns, source_file
from etl.vintages import RELEASE, Vintage

DISTRICTS_OF_BRITAIN = "geo/lad/LAD_DEC_24_UK_BSC.geojson"
NATIONS = {"W": "Wales", "S": "Scotland"}
"""Nations that England borders on, by the first letter of their codes."""

GAP = 300.0
"""Gaps between polygons of different detail that are narrower than this (metres) are closed."""


@dataclass(frozen=True)
class Coverage:
    """England and the land beside it, without gaps or overlaps.

    ``wards``: as ``geography.ward_polygons`` gives them. ``councils``: every English council,
    dissolved from its wards, and those of Wales and Scotland; ``name nation geometry`` by code.
    """

    wards: pd.DataFrame
    councils: pd.DataFrame


def read_coverage(raw: Path, vintage: Vintage = RELEASE) -> Coverage:
    """Read the 20 m wards and the councils of Wales and Scotland, and make one clean coverage.

    Ten councils have coarser wards, and land across the border is coarser still: where they overlap
    a finer polygon the finer one keeps its ground, and narrow gaps between them are closed.
    """
    wards = ward_polygons(raw, vintage=vintage)
    beyond = _beyond(raw)
    order = np.argsort(wards["detail"] != FINE, kind="stable")
    shapes = np.concatenate([wards.geometry.to_numpy()[order], beyond.geometry.to_numpy()])
    clean = shapely.coverage_clean(  # pyright: ignore[reportAttributeAccessIssue] - newer than its stubs
        shapes, gap_width=GAP, merge_strategy="min_index"
    )
    fixed = np.empty(len(wards), dtype=object)
    fixed[order] = clean[: len(wards)]
    cleaned = pd.DataFrame(wards.drop(columns="geometry")).assign(geometry=fixed)
    names = cleaned.drop_duplicates("lad_code").set_index("lad_code")["lad_name"]
    english = pd.DataFrame({"name": names, "nation": "England"})
    english["geometry"] = dissolve(cleaned, "lad_code")
    others = pd.DataFrame(beyond[["name", "nation"]]).assign(geometry=clean[len(wards) :])
    return Coverage(cleaned, pd.concat([english, others]))


def without_islets(shapes: np.ndarray, smallest: float) -> np.ndarray:
    """Leave out islands under ``smallest`` square metres, but never the largest part of a shape.

    Only parts that stand alone in the sea are islands: taking any other would leave a hole.
    """
    parts, owner = shapely.get_parts(shapes, return_index=True)
    islands = shapely.get_parts(shapely.coverage_union_all(shapes))
    small = {tuple(box) for box in shapely.bounds(islands[shapely.area(islands) < smallest])}
    alone = np.array([tuple(box) in small for box in shapely.bounds(parts)])
    largest = pd.Series(shapely.area(parts)).groupby(owner).idxmax()
    alone[largest] = False
    return np.array(
        [shapely.multipolygons(parts[~alone & (owner == index)]) for index in range(len(shapes))]
    )


def clip(shapes: np.ndarray, frame: shapely.Polygon) -> np.ndarray:
    """Cut shapes to the frame; what only touches it becomes an empty polygon."""
    cut = shapely.intersection(shapes, frame)
    for index in (~np.isin(shapely.get_type_id(cut), (3, 6))).nonzero()[0]:
        parts = shapely.get_parts(cut[index])
        cut[index] = shapely.multipolygons(parts[shapely.get_type_id(parts) == 3])
    return cut


def _beyond(raw: Path) -> gpd.GeoDataFrame:
    """Councils of Wales and Scotland, in EPSG:27700: ``name nation geometry`` by code."""
    path = source_file(raw, DISTRICTS_OF_BRITAIN)
    districts = gpd.read_file(path)
    require_columns(path.name, ("LAD24CD", "LAD24NM"), districts.columns)
    districts["nation"] = districts["LAD24CD"].str[0].map(NATIONS)
    districts = districts[districts["nation"].notna()].to_crs(27700)
    return districts.set_index("LAD24CD").rename(columns={"LAD24NM": "name"})

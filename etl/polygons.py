"""Ward polygons of the release's vintage, and what is made of them: unions and points inside."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from etl.errors import SourceError
from etl.rawfiles import LAD, REGION, UTLA, WARD, YEAR, require_columns, source_file
from etl.registry import ENGLAND

WARD_POLYGONS = f"geo/wards/*Wards_May_20{YEAR}_20m*.gpkg"
WARD_POLYGONS_COARSE = f"geo/wards/Wards_May_20{YEAR}_Boundaries_UK_BSC*.gpkg"


def ward_polygons(raw: Path, *, coarse: bool = False) -> gpd.GeoDataFrame:
    """Ward polygons in EPSG:27700, one row per ward in code order.

    Columns ``ward_code ward_name lad_code lad_name utla_code region_code detail geometry``. Each
    council is a valid coverage; ``detail`` says how fine its wards are. ``coarse`` takes the
    super-generalised ones instead, a valid coverage of all England, without ``detail``.
    """
    path = source_file(raw, WARD_POLYGONS_COARSE if coarse else WARD_POLYGONS)
    polygons = gpd.read_file(path)
    columns = {
        f"{WARD}CD": "ward_code",
        f"{WARD}NM": "ward_name",
        f"{LAD}CD": "lad_code",
        f"{LAD}NM": "lad_name",
        f"{UTLA}CD": "utla_code",
        f"{REGION}CD": "region_code",
    }
    if not coarse:
        columns["detail"] = "detail"
    require_columns(path.name, columns, polygons.columns)
    polygons = polygons.rename(columns=columns).sort_values("ward_code", ignore_index=True)
    return gpd.GeoDataFrame(polygons[[*columns.values(), "geometry"]])


def dissolve(polygons: pd.DataFrame, by: str) -> pd.Series:
    """Union of the polygons of each group of a valid coverage, by the group's code in order."""
    groups = polygons.groupby(by)["geometry"]
    return pd.Series(
        {code: shapely.coverage_union_all(part.to_numpy()) for code, part in groups}, dtype=object
    )


def label_points(shapes: np.ndarray) -> np.ndarray:
    """Return a point well inside each polygon: the centre of its largest inscribed circle."""
    extent = shapely.bounds(shapes)
    size = np.hypot(extent[:, 2] - extent[:, 0], extent[:, 3] - extent[:, 1])
    circles = shapely.maximum_inscribed_circle(shapes, tolerance=size / 100)
    return shapely.get_coordinates(shapely.get_point(circles, 0))


def area_points(raw: Path, wards: set[str]) -> pd.DataFrame:
    """Return a point inside every area of every level: ``easting northing`` in metres, by code.

    ``SourceError`` when the polygons are not those of exactly these ``wards``.
    """
    fine, coarse = ward_polygons(raw), ward_polygons(raw, coarse=True)
    odd = sorted(wards ^ set(fine["ward_code"]))
    if odd:
        raise SourceError(f"{WARD_POLYGONS}: ward {odd[0]} is only in the polygons or the lookup")
    shapes = {
        code: shape
        for level in ("lad", "utla", "region")
        for code, shape in dissolve(coarse, f"{level}_code").items()
    }
    shapes |= dict(zip(fine["ward_code"], fine.geometry, strict=True))
    shapes[ENGLAND] = shapely.coverage_union_all(coarse.geometry.to_numpy())
    points = np.floor(label_points(np.array(list(shapes.values())))).astype("int64")
    return pd.DataFrame(points, index=list(shapes), columns=["easting", "northing"])

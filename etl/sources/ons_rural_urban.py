"""Residents of rural LSOAs: the Rural Urban Classification 2021 (ONS, OGL v3) and Census residents.

An LSOA is rural or urban as a whole, so all its residents are one or the other.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from etl.errors import SourceError
from etl.sources._census2021 import WHEN
from etl.sources._deprivation import match
from etl.sources._tables import by_area, lsoas_of_england, measure, pick, read_csv

NEEDS = {"census_residents": ("census_residents", "lsoa21", "2021")}
"""Argument of ``parse`` → measure, geography and period whose values, indexed by area, it is."""

FILES = ("lsoa",)
COLUMNS = {
    "lsoa21_code": "lsoa",
    "ruc21_code": "code",
    "classification": "classification",
    "ruc": "class",
}
COLUMNS_OF_DISTRICTS = {
    "ltla24_code": "lad",
    "ruc21_code": "code",
    "classification": "classification",
    "ruc": "class",
}
RURAL = {"Rural": True, "Urban": False}


def parse(files: Mapping[str, Path], *, census_residents: pd.Series) -> pd.DataFrame:
    """Return measure ``census_rural_residents`` (persons, lsoa21), period ``2021``.

    An urban LSOA has none. Raises ``SourceError`` for an unknown column or class, a repeated LSOA,
    and one without residents.
    """
    path = files["lsoa"]
    table = by_area(pick(read_csv(path), COLUMNS, path=path), "lsoa", path=path)
    classes = lsoas_of_england(table, path=path)["class"]
    rural = classes.map(RURAL)
    if rural.isna().any():
        raise SourceError(f"{path.name}: class {classes[rural.isna()].iloc[0]!r} is not known")
    residents = match(census_residents, classes.index, what="Census residents")
    return measure("census_rural_residents", residents.where(rural.astype(bool), 0.0), **WHEN)


def read_districts(path: Path) -> pd.Series:
    """Return ONS's code of the class of each district, by its code of 2024."""
    table = pick(read_csv(path), COLUMNS_OF_DISTRICTS, path=path)
    return by_area(table, "lad", path=path)["code"]

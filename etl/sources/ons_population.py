"""Mid-year residents of small areas, all and aged 0 to 4 (ONS, OGL v3).

One file a year with every single year of age by LSOA 2011; only English rows are kept.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from etl.errors import SourceError
from etl.sources._tables import by_area, lsoas_of_england, measure, pick, stack

FILES = ("mid_2017", "mid_2019", "mid_2020")
"""Names of the files in ``catalogue.toml``, each of the year it ends in."""

AGES = (*(str(age) for age in range(90)), "90+")
UNDER_FIVE = AGES[:5]
COLUMNS = {
    "lsoa11_code": "lsoa",
    "lsoa11_name": "lsoa_name",
    "total_population": "residents",
} | {age: age for age in AGES}


def parse(files: Mapping[str, Path]) -> pd.DataFrame:
    """Return measures ``residents`` and ``residents_0_4`` (persons, lsoa11), a period a file.

    Raises ``SourceError`` for an unknown column, a repeated LSOA, a blank cell, or ages that do not
    add up to all residents.
    """
    return stack([rows for name in FILES for rows in _year(files[name], name.removeprefix("mid_"))])


def _year(path: Path, year: str) -> list[pd.DataFrame]:
    people = pick(_read(path), COLUMNS, path=path)
    people = lsoas_of_england(by_area(people, "lsoa", path=path), path=path)
    by_age = people[list(AGES)]
    if (blank := by_age.isna().any(axis=1)).any():
        raise SourceError(f"{path.name}: {people.index[blank][0]} has a blank age")
    if (wrong := by_age.sum(axis=1) != people["residents"]).any():
        raise SourceError(
            f"{path.name}: ages of {people.index[wrong][0]} do not add up to total_population"
        )
    when = {"geography": "lsoa11", "period": year, "period_end": dt.date(int(year), 6, 30)}
    return [
        measure("residents", people["residents"], **when),
        measure("residents_0_4", people[list(UNDER_FIVE)].sum(axis=1), **when),
    ]


def _read(path: Path) -> pd.DataFrame:
    try:
        return pd.read_parquet(path)
    except (OSError, ValueError) as error:
        raise SourceError(f"{path.name}: cannot be read as Parquet: {error}") from None

"""Mid-year residents of small areas, all and aged 0 to 4 (ONS, OGL v3).

One file a year with single years of age by LSOA, of 2011 until mid-2020 and of 2021 after; only
English rows are kept.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from etl.errors import SourceError
from etl.sources._tables import by_area, lsoas_of_england, measure, pick, stack

FILES = ("mid_2017", "mid_2019", "mid_2020")
"""Names of the files in ``catalogue.toml``, each of the year it ends in, on LSOAs of 2011."""

LATER = ("mid_2024",)
"""Files that a build does without, on LSOAs of 2021: estimates that start from the 2021 Census."""

AGES = (*(str(age) for age in range(90)), "90+")
UNDER_FIVE = AGES[:5]


def parse(files: Mapping[str, Path]) -> pd.DataFrame:
    """Return measures ``residents`` and ``residents_0_4`` (persons, by LSOA), a period a file.

    A file has every age, or those under five alone. Raises ``SourceError`` for an unknown column, a
    repeated LSOA, a blank cell, and ages that do not add up to all residents, or exceed them.
    """
    geographies = dict.fromkeys(FILES, "lsoa11")
    geographies |= {name: "lsoa21" for name in LATER if name in files}
    return stack(
        [
            rows
            for name, geography in geographies.items()
            for rows in _year(files[name], name.removeprefix("mid_"), geography)
        ]
    )


def fetched_columns(geography: str) -> dict[str, str]:
    """Return the columns of a file that ``fetch`` put together: no more ages than are read."""
    area = {f"{geography}_code": "lsoa", "total_population": "residents"}
    return area | {age: age for age in UNDER_FIVE}


def _year(path: Path, year: str, geography: str) -> list[pd.DataFrame]:
    table, few = _read(path), fetched_columns(geography)
    every = few | {f"{geography}_name": "lsoa_name"} | {age: age for age in AGES}
    fetched = set(table.columns) == set(few)
    people = pick(table, few if fetched else every, path=path)
    people = lsoas_of_england(by_area(people, "lsoa", path=path), path=path)
    if (blank := people.isna().any(axis=1)).any():
        raise SourceError(f"{path.name}: {people.index[blank][0]} has a blank age")
    together = people[list(UNDER_FIVE if fetched else AGES)].sum(axis=1)
    wrong = together > people["residents"] if fetched else together != people["residents"]
    if wrong.any():
        raise SourceError(
            f"{path.name}: ages of {people.index[wrong][0]} do not add up to total_population"
        )
    when = {"geography": geography, "period": year, "period_end": dt.date(int(year), 6, 30)}
    return [
        measure("residents", people["residents"], **when),
        measure("residents_0_4", people[list(UNDER_FIVE)].sum(axis=1), **when),
    ]


def _read(path: Path) -> pd.DataFrame:
    try:
        return pd.read_parquet(path)
    except (OSError, ValueError) as error:
        raise SourceError(f"{path.name}: cannot be read as Parquet: {error}") from None

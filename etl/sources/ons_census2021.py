"""Usual residents of LSOAs 2021 on Census day (ONS, Census 2021 table TS021, OGL v3).

Read from the table of ethnic groups, which repeats each LSOA's total on every row; used as the
weights of the 2025 Indices of Deprivation. The measure has its own name, so that it never mixes
with mid-year estimates.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from etl.errors import SourceError
from etl.sources._tables import lsoas_of_england, measure, pick

CENSUS_DAY = dt.date(2021, 3, 21)
COLUMNS = {
    "lsoa21_code": "lsoa",
    "total_residents": "residents",
    "ethnic_group": "group",
    "n": "people",
    "prop": "share",
}


def parse(files: Mapping[str, Path]) -> pd.DataFrame:
    """Return measure ``census_residents`` (persons, lsoa21), period ``2021``, from ``residents``.

    Raises ``SourceError`` for an unknown column, a group given twice in an LSOA, or groups that do
    not add up to the total beside them.
    """
    path = files["residents"]
    try:
        table = pd.read_parquet(path)
    except (OSError, ValueError) as error:
        raise SourceError(f"{path.name}: cannot be read as Parquet: {error}") from None
    groups = pick(table, COLUMNS, path=path)
    if (twice := groups.duplicated(["lsoa", "group"])).any():
        raise SourceError(f"{path.name}: {groups.lsoa[twice].iloc[0]} has an ethnic group twice")
    lsoas = groups.groupby("lsoa").agg(
        lowest=("residents", "min"), residents=("residents", "max"), people=("people", "sum")
    )
    wrong = (lsoas.lowest != lsoas.residents) | (lsoas.people != lsoas.residents)
    if wrong.any():
        raise SourceError(
            f"{path.name}: groups of {lsoas.index[wrong][0]} do not add up to total_residents"
        )
    return measure(
        "census_residents",
        lsoas_of_england(lsoas, path=path)["residents"],
        geography="lsoa21",
        period="2021",
        period_end=CENSUS_DAY,
    )

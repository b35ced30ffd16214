"""English Indices of Deprivation 2019, by LSOA 2011 (MHCLG, OGL v3): IMD scores, IDACI deciles.

Needs the children aged 0 to 4 of each LSOA at mid-2019, because IDACI's own denominator is children
under 16.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from etl.sources._deprivation import (
    IGNORED,
    INDEX_COLUMNS,
    children_measures,
    index_measures,
    read_scores,
)
from etl.sources._tables import by_area, numbers, pick, read_sheet, stack

NEEDS = {"children": ("residents_0_4", "lsoa11", "2019")}
"""Argument of ``parse`` → measure, geography and period whose values, indexed by area, it is."""

WHEN = {"geography": "lsoa11", "period": "2019", "period_end": dt.date(2019, 12, 31)}
COLUMNS = {
    "LSOA code (2011)": "lsoa",
    "Local Authority District code (2019)": "district",
} | INDEX_COLUMNS
DENOMINATORS = {
    "LSOA code (2011)": "lsoa",
    "Total population: mid 2015 (excluding prisoners)": "residents",
}
DISTRICTS = {
    "Local Authority District code (2019)": "district",
    "IMD - Average score": "imd_score",
}


def parse(files: Mapping[str, Path], *, children: pd.Series) -> pd.DataFrame:
    """Return the measures of period ``2019`` (lsoa11), from ``scores`` and ``denominators``.

    ``imd_score``; ``imd_residents`` and ``imd_residents_deprived_fifth`` (persons, mid-2015 without
    prisoners); ``idaci_children`` and ``idaci_children_deprived_fifth`` (children aged 0 to 4, from
    ``children``). Raises ``SourceError`` as ``read_scores`` does, and for an LSOA without residents
    or children.
    """
    scores = _scores(files["scores"])
    residents = read_denominators(files["denominators"])
    return stack(
        index_measures(scores, residents, **WHEN) + children_measures(scores, children, **WHEN)
    )


def read_denominators(path: Path) -> pd.Series:
    """Return File 6's total population (mid-2015, without prisoners), indexed by LSOA 2011."""
    table = read_sheet(path, DENOMINATORS)
    table = by_area(pick(table, DENOMINATORS, path=path, ignored=IGNORED), "lsoa", path=path)
    return numbers(table["residents"], path=path)


def read_district_of_lsoa(path: Path) -> pd.Series:
    """Return each LSOA's district of 2019 as File 7 gives it."""
    return _scores(path)["district"]


def read_districts(path: Path) -> pd.Series:
    """Return File 10's average IMD scores, indexed by district of 2019."""
    table = read_sheet(path, DISTRICTS)[list(DISTRICTS)].rename(columns=DISTRICTS)
    return numbers(by_area(table, "district", path=path)["imd_score"], path=path)


def _scores(path: Path) -> pd.DataFrame:
    return read_scores(path, COLUMNS, ignored=IGNORED)

"""English Indices of Deprivation 2025, by LSOA 2021 (MHCLG, OGL v3): IMD scores, IDACI deciles.

Residents to weight by are File 7's own (mid-2022) when it has them. A copy without them takes
Census 2021 residents, and averages then differ a little from the publisher's. Needs also the
children aged 0 to 4 of each LSOA at mid-2020, the latest at hand.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from etl.errors import SourceError
from etl.rawfiles import require_columns
from etl.sources._deprivation import (
    IGNORED,
    INDEX_COLUMNS,
    children_measures,
    index_measures,
    read_scores,
)
from etl.sources._iod_workbook import plain_name
from etl.sources._tables import by_area, numbers, read_csv, read_sheet, stack

NEEDS = {
    "children": ("residents_0_4", "lsoa21", "2020"),
    "census_residents": ("census_residents", "lsoa21", "2021"),
}
"""Argument of ``parse`` → measure, geography and period whose values, indexed by area, it is."""

WHEN = {"geography": "lsoa21", "period": "2025", "period_end": dt.date(2025, 12, 31)}
COLUMNS = {
    "LSOA code (2021)": "lsoa",
    "Local Authority District code (2024)": "district",
    "Total population: mid 2022": "residents",
} | INDEX_COLUMNS

DISTRICT = "local_authority_district_code_2024"


def parse(
    files: Mapping[str, Path], *, children: pd.Series, census_residents: pd.Series
) -> pd.DataFrame:
    """Return the measures of period ``2025`` (lsoa21), from ``scores`` (File 7).

    ``imd_score``; ``imd_residents`` and ``imd_residents_deprived_fifth`` (persons);
    ``idaci_children`` and ``idaci_children_deprived_fifth`` (children aged 0 to 4, from
    ``children``). Raises ``SourceError`` as ``read_scores`` does, for denominators that are there
    for some LSOAs only, and for an LSOA without residents or children.
    """
    path = files["scores"]
    scores = read_scores(path, COLUMNS, ignored=IGNORED, text=("district", "residents"))
    own = _own_denominators(scores["residents"], path=path)
    residents = census_residents if own is None else own
    return stack(
        index_measures(scores, residents, **WHEN) + children_measures(scores, children, **WHEN)
    )


def read_districts(path: Path) -> pd.Series:
    """Return the published average IMD scores, indexed by district of 2024."""
    return read_summary(path, "imd_average_score")


def read_summary(path: Path, column: str) -> pd.Series:
    """Return a column of the district summaries, by district of 2024.

    ``path`` is the publisher's workbook (File 10), with a sheet a domain, or one table made of it;
    ``column`` is named as in the latter. Raises ``SourceError`` where it is not there.
    """
    if path.suffix == ".xlsx":
        table, code = read_sheet(path, {DISTRICT, column}, plain_name), DISTRICT
    else:
        table, code = read_csv(path), "ltla24_code"
        require_columns(path.name, (code, column), table.columns)
    return numbers(by_area(table, code, path=path)[column], path=path)


def _own_denominators(column: pd.Series, *, path: Path) -> pd.Series | None:
    blank = column.str.strip() == ""
    if blank.all():
        return None
    if blank.any():
        raise SourceError(
            f"{path.name}: {blank.sum()} LSOAs have no total population, {column.index[blank][0]} "
            "among them; it must be there for all or for none"
        )
    return numbers(column, path=path)

"""What the editions of the Indices of Deprivation have in common: File 7's columns, the measures.

The most deprived fifth of neighbourhoods is the publisher's own deciles 1 and 2, never a cut of
scores.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pandas as pd

from etl.errors import SourceError
from etl.sources._tables import by_area, lsoas_of_england, measure, numbers, pick, read_csv

DEPRIVED_FIFTH = 2
"""The last decile of the most deprived fifth."""

_IMD = "Index of Multiple Deprivation (IMD)"
_IDACI = "Income Deprivation Affecting Children Index (IDACI)"
INDEX_COLUMNS = {
    f"{_IMD} Score": "imd_score",
    f"{_IMD} Rank (where 1 is most deprived)": "imd_rank",
    f"{_IMD} Decile (where 1 is most deprived 10% of LSOAs)": "imd_decile",
    f"{_IDACI} Rank (where 1 is most deprived)": "idaci_rank",
    f"{_IDACI} Decile (where 1 is most deprived 10% of LSOAs)": "idaci_decile",
}
"""Columns of File 7, alike in 2019 and 2025. IDACI's score is left alone: its decile is enough."""

# Headers are cut mid-word in one edition ("…10% of LSO"), so a family is known by how it begins.
IGNORED = re.compile(
    r"(LSOA name|Local Authority District (code|name)) \(\d{4}\)"
    r"|(Income|Employment|Education, Skills and Training|Health Deprivation and Disability|Crime"
    r"|Barriers to Housing and Services|Living Environment"
    r"|(Children and Young People|Adult Skills|Geographical Barriers|Wider Barriers|Indoors"
    r"|Outdoors) Sub-domain"
    r"|Income Deprivation Affecting Older People \(IDAOPI\)"
    r") (Score|Rank|Decile)\b.*"
    r"|Income Deprivation Affecting Children Index \(IDACI\) Score \(rate\)"
    r"|(Total population|Dependent Children aged 0-15|Population aged 16-59"
    r"|Older population aged 60 and over|Working age population 18-\S+).*"
)


def read_scores(
    path: Path,
    columns: Mapping[str, str],
    *,
    ignored: re.Pattern[str] | None = None,
    text: tuple[str, ...] = ("district",),
) -> pd.DataFrame:
    """Return an edition's scores, ranks and deciles, one row an LSOA, indexed by its code.

    ``columns`` renames the file's columns and must call the code ``lsoa``; columns in ``text`` stay
    text. Raises ``SourceError`` for unknown columns, repeated codes, cells that are no numbers, and
    deciles that do not follow from the ranks (a part of a file, or columns swapped).
    """
    table = by_area(pick(read_csv(path), columns, path=path, ignored=ignored), "lsoa", path=path)
    table = lsoas_of_england(table, path=path)
    for column in table.columns.difference(list(text)):
        table[column] = numbers(table[column], path=path)
    for rank in table.columns[table.columns.str.endswith("_rank")]:
        _check_deciles(table, rank, rank.replace("_rank", "_decile"), path=path)
    return table


def _check_deciles(table: pd.DataFrame, rank: str, decile: str, *, path: Path) -> None:
    expected = np.ceil(table[rank] * 10 / len(table))
    wrong = table.index[expected != table[decile]]
    if len(wrong):
        raise SourceError(
            f"{path.name}: {decile} of {wrong[0]} and {len(wrong) - 1} more does not follow from "
            f"its rank among {len(table)} LSOAs; is the file whole?"
        )


def index_measures(
    scores: pd.DataFrame,
    residents: pd.Series,
    *,
    geography: str,
    period: str,
    period_end: dt.date,
) -> list[pd.DataFrame]:
    """Return the IMD score, the residents to weight it by, and those in the deprived fifth."""
    weights = match(residents, scores.index, what=f"residents to weight the Index of {period} by")
    when = {"geography": geography, "period": period, "period_end": period_end}
    deprived = weights.where(scores["imd_decile"] <= DEPRIVED_FIFTH, 0.0)
    return [
        measure("imd_score", scores["imd_score"], **when),
        measure("imd_residents", weights, **when),
        measure("imd_residents_deprived_fifth", deprived, **when),
    ]


def children_measures(
    scores: pd.DataFrame,
    children: pd.Series,
    *,
    geography: str,
    period: str,
    period_end: dt.date,
) -> list[pd.DataFrame]:
    """Return the children aged 0 to 4, and those where IDACI is in its most deprived fifth."""
    counted = match(children, scores.index, what=f"children aged 0 to 4 for IDACI {period}")
    when = {"geography": geography, "period": period, "period_end": period_end}
    deprived = counted.where(scores["idaci_decile"] <= DEPRIVED_FIFTH, 0.0)
    return [
        measure("idaci_children", counted, **when),
        measure("idaci_children_deprived_fifth", deprived, **when),
    ]


def match(values: pd.Series, lsoas: pd.Index, *, what: str) -> pd.Series:
    """Return ``values`` in the order of ``lsoas``; raise ``SourceError`` when one has none."""
    matched = values.reindex(lsoas)
    if matched.isna().any():
        missing = matched.index[matched.isna()]
        raise SourceError(f"no {what} in {missing[0]} and {len(missing) - 1} more LSOAs")
    return matched

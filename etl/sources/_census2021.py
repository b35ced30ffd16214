"""Census 2021 tables by LSOA: one row an LSOA and category, the LSOA's total on every row."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from etl.errors import SourceError
from etl.sources._tables import lsoas_of_england, measure, pick, stack

CENSUS_DAY = dt.date(2021, 3, 21)
WHEN = {"geography": "lsoa21", "period": "2021", "period_end": CENSUS_DAY}

LSOA = "lsoa21_code"
COUNT = "n"
SHARE = "prop"


@dataclass(frozen=True)
class Layout:
    """How one table calls its columns and categories."""

    category: str
    """Name of the column that says which category a row counts."""
    total: str
    """Name of the column with the LSOA's total."""
    groups: Mapping[str, str | None]
    """Category as published → measure it counts towards; None where it is in the total alone."""
    total_measure: str
    also_called: Mapping[str, str] = field(default_factory=dict)
    """Category as the publisher's own service words it → as ``groups`` has it."""


def parse_table(path: Path, layout: Layout) -> pd.DataFrame:
    """Return the measures of one table (lsoa21, period ``2021``): its groups and its total.

    Raises ``SourceError`` for an unknown or missing column or category, a category given twice, an
    LSOA that lacks one, and categories that do not add up to the total beside them.
    """
    counts, totals = _read(path, layout)
    named = counts.T.groupby(lambda category: layout.groups[category]).sum().T
    tables = [measure(str(name), named[name], **WHEN) for name in named]
    return stack([*tables, measure(layout.total_measure, totals, **WHEN)])


def _read(path: Path, layout: Layout) -> tuple[pd.DataFrame, pd.Series]:
    """Return English counts, a row an LSOA and a column a category, and the totals beside them."""
    try:
        table = pd.read_parquet(path)
    except (OSError, ValueError) as error:
        raise SourceError(f"{path.name}: cannot be read as Parquet: {error}") from None
    columns = {
        LSOA: "lsoa",
        layout.total: "total",
        layout.category: "category",
        COUNT: "count",
        SHARE: "share",
    }
    rows = pick(table, columns, path=path)
    rows["category"] = rows["category"].replace(dict(layout.also_called))
    if unknown := sorted(set(rows["category"]) - set(layout.groups)):
        raise SourceError(f"{path.name}: category {unknown[0]!r} has never been seen")
    if (twice := rows.duplicated(["lsoa", "category"])).any():
        raise SourceError(f"{path.name}: {rows['lsoa'][twice].iloc[0]} has a category twice")
    counts = rows.pivot_table("count", index="lsoa", columns="category", aggfunc="sum")
    counts = counts.reindex(columns=list(layout.groups))
    totals = rows.groupby("lsoa")["total"].agg(["min", "max"])
    if (lacking := counts.isna().any(axis=1)).any():
        raise SourceError(f"{path.name}: {counts.index[lacking][0]} lacks a category")
    wrong = (totals["min"] != totals["max"]) | (counts.sum(axis=1) != totals["max"])
    if wrong.any():
        raise SourceError(
            f"{path.name}: categories of {counts.index[wrong][0]} do not add up to {layout.total}"
        )
    english = lsoas_of_england(counts, path=path)
    return english, totals["max"].reindex(english.index)

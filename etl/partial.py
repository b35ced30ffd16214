"""Periods that only some councils have: figures of theirs alone, which nothing is ranked by.

An indicator names them in ``partial``. They have rows in those councils and nowhere else, neither
verdict nor quintile, and England's series, its classes and what is shown first are of the others.
"""

from __future__ import annotations

import pandas as pd

from etl.registry import Indicator

UNKNOWN = "x"


def of_some_councils(
    indicator: Indicator, rows: pd.DataFrame, lad_of_ward: pd.Series
) -> pd.DataFrame:
    """Return ``rows`` without those of a partial period that lie in councils it does not have.

    ``rows`` are an indicator's observations so far. A council has the period where a source gave
    its district's figure; a region and England never have it, even where all their councils do.
    """
    partial = rows["period"].isin(list(indicator.partial))
    if not partial.any():
        return rows
    known = rows["value"].notna() | (rows["marker"] != UNKNOWN)
    of_councils = partial & known & rows["level"].isin(["lad", "utla"])
    districts = rows[of_councils & (rows["level"] == "lad")]
    held = pd.MultiIndex.from_frame(districts[["period", "area_code"]])
    lads = pd.MultiIndex.from_arrays([rows["period"], rows["area_code"].map(lad_of_ward)])
    wards = partial & (rows["level"] == "ward") & lads.isin(held)
    return rows[~partial | of_councils | wards]


def is_partial(indicator: Indicator, rows: pd.DataFrame) -> pd.Series:
    """Tell of each row whether its period is one that only some councils have."""
    return rows["period"].isin(list(indicator.partial))


def districts_with(rows: pd.DataFrame, period: str) -> list[str]:
    """Return the districts and one-tier councils that have a partial period, by code."""
    there = (rows["period"] == period) & (rows["level"] == "lad")
    return sorted(rows.loc[there, "area_code"])

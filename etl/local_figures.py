"""From a council's counts to ward figures: summed to wards, completed, and judged."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

import numpy as np
import pandas as pd

from etl import statistics
from etl.disclosure import is_disclosive
from etl.errors import ContractError, UsageError
from etl.observations import COLUMNS
from etl.registry import BY_ID, ENGLAND, Indicator
from etl.schema import is_quarter
from etl.trends import periods_of, recent_trends

_COUNTS = ["numerator", "denominator"]


def to_wards(rows: pd.DataFrame, ward_of: dict[str, str]) -> pd.DataFrame:
    """Sum counts of LSOAs to their wards; a ward with a part withheld or not given has no sum.

    Raises ``UsageError`` where a ward has figures of its own and of its LSOAs.
    """
    by_lsoa = rows["area_code"].isin(list(ward_of))
    if not by_lsoa.any():
        return rows
    small = rows[by_lsoa]
    small = small.assign(
        area_code=small["area_code"].map(ward_of),
        withheld=small["marker"] == "c",
        unknown=small["marker"] == "x",
    )
    keys = ["area_code", "indicator", "period"]
    parts = pd.Series(ward_of).value_counts()
    grouped = small.groupby(keys, as_index=False)
    sums = grouped.agg(
        numerator=("numerator", "sum"),
        denominator=("denominator", "sum"),
        given=("numerator", "size"),
        withheld=("withheld", "any"),
        unknown=("unknown", "any"),
    )
    unknown = sums["unknown"] | (sums["given"] < sums["area_code"].map(parts))
    marker = (
        pd.Series(None, sums.index, dtype=object).mask(unknown, "x").mask(sums["withheld"], "c")
    )
    sums = sums.assign(marker=marker)
    sums[_COUNTS] = sums[_COUNTS].mask(marker.notna())
    both = pd.concat([rows[~by_lsoa], sums[rows.columns]], ignore_index=True)
    if (twice := both.duplicated(keys)).any():
        raise UsageError(f"{both.loc[twice, 'area_code'].iloc[0]}: is given as a ward and by LSOA")
    return both


def complete(rows: pd.DataFrame, wards: list[str]) -> pd.DataFrame:
    """Give every ward a row in each indicator and period of the file: ``x`` where it has none."""
    series = rows[["indicator", "period"]].drop_duplicates()
    every = series.merge(pd.DataFrame({"area_code": wards}), how="cross")
    full = every.merge(rows, how="left", on=["area_code", "indicator", "period"])
    nothing = full["numerator"].isna() & full["marker"].isna()
    return full.assign(marker=full["marker"].astype(object).mask(nothing, "x"))


def left_for_few(rows: pd.DataFrame, official: Mapping[tuple[str, str], float]) -> list[str]:
    """Return the indicators whose wards without figures are few children, by the official total.

    ``rows``: one period; ``official``: (indicator, count) → the council's own. What it leaves for
    wards that came withheld or without figures is open to whoever can subtract.
    """
    found = []
    for indicator, given in rows.groupby("indicator"):
        totals = [official.get((str(indicator), name), np.nan) for name in _COUNTS]
        above, below = np.array(totals) - given[_COUNTS].sum().to_numpy()
        if below > 0 and 0 <= above <= below and is_disclosive(above, below):
            found.append(str(indicator))
    return found


def with_something_shown(rows: pd.DataFrame) -> tuple[pd.DataFrame, tuple[str, ...]]:
    """Leave out every indicator and period of which no ward has a figure, and name them."""
    something = (rows["denominator"] > 0).groupby([rows["indicator"], rows["period"]])
    kept = something.transform("any")
    out = rows.loc[~kept, ["indicator", "period"]].drop_duplicates()
    names = tuple(f"{indicator} {period}" for indicator, period in out.itertuples(index=False))
    return rows[kept].reset_index(drop=True), names


def observations(counts: pd.DataFrame, official: pd.DataFrame, *, method: str) -> pd.DataFrame:
    """Return ward observations of protected counts, beside the release's ``official`` ones.

    Nothing is ranked: one council is not England. Raises ``ContractError`` for an indicator of
    which the release has nothing, and so no England and no year to compare with.
    """
    parts = []
    for name, rows in counts.groupby("indicator"):
        indicator = BY_ID[str(name)]
        above, below = rows["numerator"], rows["denominator"]
        none_there = below == 0
        value = (100 * above / below.where(below > 0)).astype(float)
        lower, upper = (
            statistics.wilson(above, below)
            if indicator.interval == "wilson"
            else (np.full(len(rows), np.nan),) * 2
        )
        england = official[
            (official["indicator"] == name) & (official["area_code"] == ENGLAND)
        ].set_index("period")["value"]
        rows = rows.assign(
            level="ward",
            period_end=[_period_end(indicator, str(one), official) for one in rows["period"]],
            value=value,
            lower_ci=pd.Series(100 * lower, rows.index).mask(value.isna()),
            upper_ci=pd.Series(100 * upper, rows.index).mask(value.isna()),
            marker=rows["marker"].astype(object).mask(none_there, "z"),
            method=method,
            quintile=None,
        )
        rows["benchmark"] = statistics.benchmark(
            rows["lower_ci"], rows["upper_ci"], rows["period"].map(england).astype(float)
        )
        rows["trend"] = recent_trends(indicator, rows)
        parts.append(rows[list(COLUMNS)])
    return pd.concat(parts, ignore_index=True)


def _period_end(indicator: Indicator, period: str, official: pd.DataFrame) -> dt.date:
    """Return the last day of a year that is named as the indicator's own years are."""
    table = official[official["indicator"] == indicator.id]
    years = periods_of(table[~table["period"].map(is_quarter)])
    if years.empty:
        raise ContractError(f"{indicator.id}: the release has none of it to set the figures beside")
    last = years["period_end"].iloc[-1]
    return dt.date(int(period[:4]) + 1, last.month, last.day)

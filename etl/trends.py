"""Which periods of a series may be compared, and the recent trend that each of them ends."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

import numpy as np
import pandas as pd

from etl import statistics
from etl.registry import Break, Indicator
from etl.schema import is_quarter


def periods_of(rows: pd.DataFrame) -> pd.DataFrame:
    """Return distinct ``period period_end``, oldest first, a quarter before the year it ends."""
    periods = rows[["period", "period_end"]].drop_duplicates()
    yearly = ~periods["period"].map(is_quarter)
    order = periods.assign(yearly=yearly).sort_values(["period_end", "yearly", "period"]).index
    return periods.loc[order]


def recent_trends(indicator: Indicator, rows: pd.DataFrame) -> np.ndarray:
    """Return, for each observation, the trend of the five years that end with its period.

    ``rows`` are all observations of the indicator, with ``value lower_ci upper_ci marker``. None
    for a quarter, and where fewer than five consecutive years lie within one stretch: a break of
    the registry, a marker ``b``, a year without a value or an interval all part a series.
    """
    verdicts = np.full(len(rows), None, dtype=object)
    chains = five_year_chains(indicator, periods_of(rows))
    if indicator.interval is None or not chains:
        return verdicts
    wide = rows.set_index(["area_code", "period"])[["value", "lower_ci", "upper_ci", "marker"]]
    wide = wide.unstack("period")  # noqa: PD010 - pivot_table would aggregate
    for chain in chains:
        value, lower, upper = (
            wide[column][chain].to_numpy(dtype=float)
            for column in ("value", "lower_ci", "upper_ci")
        )
        trends = pd.Series(statistics.recent_trend(value, lower, upper), index=wide.index)
        marked = wide["marker"][chain[1:]].to_numpy() == "b"
        trends = trends.mask(marked.any(axis=1))
        ends_here = (rows["period"] == chain[-1]).to_numpy()
        verdicts[ends_here] = rows.loc[ends_here, "area_code"].map(trends).to_numpy()
    return verdicts


def five_year_chains(indicator: Indicator, periods: pd.DataFrame) -> list[list[str]]:
    """Return every run of five periods, each a year after the last, that no break parts.

    ``periods`` as ``periods_of`` returns them; labels in each run are oldest first.
    """
    annual = periods[~periods["period"].map(is_quarter)]
    stretch = {
        label: sum(_reaches(label, end, cut.before, periods) for cut in indicator.breaks)
        for label, end in annual.itertuples(index=False)
    }
    label_at = {_month(end): label for label, end in annual.itertuples(index=False)}
    chains = []
    for month in label_at:
        years = [month - 12 * back for back in reversed(range(statistics.TREND_POINTS))]
        if not all(year in label_at for year in years):
            continue
        chain = [label_at[year] for year in years]
        if stretch[chain[0]] == stretch[chain[-1]]:
            chains.append(chain)
    return chains


def reached(cut: Break, labels: Iterable[str]) -> bool:
    """Tell whether one of these periods is on the far side of a break of the series."""
    return any(_first_year(label) >= _first_year(cut.before) for label in labels)


def _month(day: dt.date) -> int:
    return 12 * day.year + day.month


def _reaches(label: str, end: dt.date, first: str, periods: pd.DataFrame) -> bool:
    """Tell whether a period is ``first`` or later; by its year where nobody published ``first``."""
    ends = periods.loc[periods["period"] == first, "period_end"]
    if len(ends):
        return end >= ends.iloc[0]
    return _first_year(label) >= _first_year(first)


def _first_year(label: str) -> int:
    """Return the first year a label names: 2021 for ``2021/22``, ``Aug 2021`` and ``2021``."""
    return next(int(word[:4]) for word in label.split() if word[:4].isdigit())

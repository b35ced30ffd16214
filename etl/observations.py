"""From measures to observations: values with interval, verdict, quintile and trend, in order."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from etl import statistics
from etl.aggregate import TWO_TIER_DISTRICT
from etl.difference import difference, graver, less_direct
from etl.operands import Apportioned, Joint, Operands, operands
from etl.partial import districts_with, is_partial, of_some_councils
from etl.registry import LEVELS, Indicator
from etl.schema import BESIDE_A_VALUE, is_quarter
from etl.trends import periods_of, reached, recent_trends

if TYPE_CHECKING:
    from etl.geography import Geography

COLUMNS = (
    *("indicator", "area_code", "level", "period", "period_end", "value", "lower_ci", "upper_ci"),
    *("numerator", "denominator", "marker", "method", "benchmark", "quintile", "trend"),
)
"""Columns of observations, in order."""

MIN_SHARE_RANKED = 0.5
"""A fifth of the few areas that have a figure would pass for a fifth of all: no ranks below this
share of a level's areas."""

WITHHELD = ("c", "low", "u")
"""Markers of a figure that somebody withheld: what it was made of is withheld with it."""


def observations(
    indicators: Sequence[Indicator],
    measures: pd.DataFrame,
    geography: Geography,
    *,
    joint: Joint | None = None,
    apportioned: Apportioned | None = None,
) -> pd.DataFrame:
    """Return every observation of ``indicators``, by the contract of ``observations.parquet``.

    ``measures`` (``etl.contract.MEASURES``) holds all measures the indicators name. A value is
    null exactly when ``marker`` says why: the graver marker of numerator and denominator, ``x``
    where the area has no denominator, ``z`` where that is 0. Areas in ``joint`` (measure → area →
    other area) show the figure of the other, which counts them in; those in ``apportioned``
    (measure → areas) say so. Raises ``ContractError`` for a measure that nobody gives and a
    denominator without the numerator's period.
    """
    found = operands(indicators, measures, geography, joint, apportioned)
    lad_of_ward = geography.areas.set_index("area_code")["lad_code"]
    tables: dict[str, pd.DataFrame] = {}
    # A difference is taken between others, so these are there first.
    for indicator in sorted(indicators, key=lambda one: one.method == "difference"):
        rows = (
            difference(indicator, tables)
            if indicator.method == "difference"
            else _divided(indicator, found[indicator.id])
        )
        tables[indicator.id] = _judged(indicator, of_some_councils(indicator, rows, lad_of_ward))
    rows = pd.concat(tables.values(), ignore_index=True)
    rows["yearly"] = ~rows["period"].map(is_quarter)
    rows = rows.sort_values(["indicator", "area_code", "period_end", "yearly", "period"])
    for text in ("level", "marker", "method", "benchmark", "trend"):
        rows[text] = rows[text].astype("str")
    rows["quintile"] = rows["quintile"].astype("Int8")
    return rows[list(COLUMNS)].reset_index(drop=True)


def coverage(
    observations: pd.DataFrame, indicators: Iterable[Indicator]
) -> dict[str, dict[str, dict[str, object]]]:
    """Return what ``indicators.json`` says of each: indicator → level → ``periods`` and ``breaks``.

    ``periods`` are those with a value, oldest first, a quarter before the year that ends with it;
    one that only some councils have names their districts in ``councils``. ``breaks`` are the class
    breaks of the last that all of England has, over counties and one-tier districts together where
    an indicator is published for those.
    """
    tables = dict(iter(observations.groupby("indicator", sort=False)))
    found = {}
    for indicator in indicators:
        rows = tables.get(indicator.id, observations.iloc[:0])
        whose = {period: districts_with(rows, period) for period in indicator.partial}
        rows = rows.assign(level_set=_level_set(rows)).dropna(subset=["value"])
        found[indicator.id] = {
            level: _level_coverage(rows, level, indicator.decimals, whose)
            for level in LEVELS
            if (rows["level"] == level).any()
        }
    return found


def in_release(indicator: Indicator, covered: Mapping[str, Mapping[str, Any]]) -> Indicator:
    """Return the indicator as a release tells it: without breaks that none of its periods reaches.

    ``covered`` is its part of ``coverage``.
    """
    labels = {str(one["period"]) for level in covered.values() for one in level["periods"]}
    return replace(indicator, breaks=tuple(cut for cut in indicator.breaks if reached(cut, labels)))


def _level_coverage(
    rows: pd.DataFrame, level: str, decimals: int, whose: Mapping[str, list[str]]
) -> dict[str, object]:
    at_level = rows[rows["level"] == level]
    periods = periods_of(at_level)
    everywhere = periods.loc[~periods["period"].isin(list(whose)), "period"]
    ranked = rows["level_set"] == at_level["level_set"].iloc[0]
    latest = rows["period"] == next(reversed(everywhere.tolist()), None)
    return {
        "periods": [
            {"period": label, "period_end": end.isoformat()}
            | ({"councils": whose[label]} if label in whose else {})
            for label, end in periods.itertuples(index=False)
        ],
        "breaks": statistics.class_breaks(rows.loc[ranked & latest, "value"], decimals),
    }


def _divided(indicator: Indicator, found: Operands) -> pd.DataFrame:
    """Return one indicator's values and intervals, in no order."""
    finest = LEVELS.index(indicator.finest_level)
    above = found.numerator
    rows = above[above["level"].isin(LEVELS[finest:])].rename(columns={"value": "numerator"})
    rows = divide(indicator, rows.reset_index(drop=True), found.denominator)
    rows = _with_interval(indicator, rows)
    if indicator.method in ("weighted_mean", "published"):
        # Neither Σ score × weight nor a publisher's rate counts anything.
        rows["numerator"] = np.nan
    rows["numerator"] = rows["numerator"].mask(rows["marker"].isin(WITHHELD))
    if found.published is not None:
        published = found.published[found.published["level"].isin(LEVELS[finest:])]
        rows = pd.concat([rows, published.drop(columns="measure")], ignore_index=True)
    return rows


def _judged(indicator: Indicator, rows: pd.DataFrame) -> pd.DataFrame:
    """Add what is said of each value beside the others: verdict, quintile and trend."""
    rows = rows.assign(
        indicator=indicator.id,
        lower_ci=np.minimum(_single(rows["lower_ci"]), rows["value"]),
        upper_ci=np.maximum(_single(rows["upper_ci"]), rows["value"]),
    )
    rows["benchmark"] = _benchmarks(indicator, rows)
    ranked = rows["value"].groupby([_level_set(rows), rows["period"]])
    rows["quintile"] = ranked.transform(_fifths).mask(is_partial(indicator, rows))
    rows["trend"] = recent_trends(indicator, rows)
    return _without_empty_levels(rows)


def _single(ends: pd.Series) -> pd.Series:
    """Return ends of intervals to seven digits: nobody reads more, and a release has 20 MB."""
    return ends.astype("float32").astype("float64")


def _without_empty_levels(rows: pd.DataFrame) -> pd.DataFrame:
    """Leave out a period at a level for which nobody has anything: it does not reach that level.

    Figures withheld from a whole level stay, because their rows say why there are none.
    """
    said = rows["value"].notna() | (rows["marker"] != "x")
    return rows[said.groupby([rows["level"], rows["period"]]).transform("any")]


def divide(indicator: Indicator, rows: pd.DataFrame, below: pd.DataFrame | None) -> pd.DataFrame:
    """Add ``denominator`` and ``value`` to rows with a ``numerator``; ``marker`` and ``method`` are
    then of both operands.
    """
    value = rows["numerator"] * indicator.scale
    denominator = pd.Series(np.nan, index=rows.index)
    marker = rows["marker"].astype(object)
    method = rows["method"]
    if below is not None:
        keys = ["level", "area_code", "period"]
        right = rows[keys].merge(below, how="left", on=keys)
        denominator = right["value"]
        none_there = denominator.isna() & right["marker"].isna()
        marker_below = right["marker"].astype(object).mask(none_there, "x")
        value = value.where(denominator != 0) / denominator
        marker = graver(marker, marker_below)
        marker = marker.mask((denominator == 0) & rows["numerator"].notna(), "z")
        method = less_direct(method, right["method"])
    unexplained = value.isna() & (marker.isna() | marker.isin(BESIDE_A_VALUE))
    return rows.assign(
        value=value, denominator=denominator, marker=marker.mask(unexplained, "x"), method=method
    )


def _with_interval(indicator: Indicator, rows: pd.DataFrame) -> pd.DataFrame:
    """Add ``lower_ci`` and ``upper_ci`` in the indicator's unit, null where it has no interval.

    An apportioned figure has none: it is out by more than chance (decision 6), and an interval of
    chance alone would call places higher or lower than England that may not be.
    """
    count, total = rows["numerator"], rows["denominator"]
    if indicator.interval == "wilson":
        lower, upper = statistics.wilson(count, total)
    elif indicator.interval == "byar":
        people = 1 if indicator.denominator is None else total.where(total > 0).to_numpy()
        lower, upper = (bound / people for bound in statistics.byar(count))
    else:
        lower = upper = np.full(len(rows), np.nan)
    blank = rows["value"].isna() | (rows["method"] == "apportioned")
    return rows.assign(
        lower_ci=pd.Series(lower * indicator.scale, rows.index).mask(blank),
        upper_ci=pd.Series(upper * indicator.scale, rows.index).mask(blank),
    )


def _benchmarks(indicator: Indicator, rows: pd.DataFrame) -> np.ndarray:
    """Return each area's verdict against England in the same period; none for England itself."""
    if not indicator.benchmarked:
        return np.full(len(rows), None, dtype=object)
    country = rows["level"] == "country"
    england = rows["period"].map(rows[country].set_index("period")["value"])
    return statistics.benchmark(rows["lower_ci"], rows["upper_ci"], england.mask(country))


def _level_set(rows: pd.DataFrame) -> pd.Series:
    """Return the level each row is ranked in.

    An indicator published for counties and one-tier districts ranks those together, as ``lad``.
    """
    levels = rows["level"].astype(object)
    if rows["area_code"].str.startswith(TWO_TIER_DISTRICT).any():
        return levels
    return levels.replace("utla", "lad")


def _fifths(values: pd.Series) -> np.ndarray:
    """Return quintiles, none when too few areas, or under half of them, have a value."""
    known = values.notna()
    if known.sum() < statistics.MIN_AREAS_FOR_CLASSES or known.mean() < MIN_SHARE_RANKED:
        return np.full(len(values), np.nan)
    return statistics.quintiles(values)

"""What each indicator divides by what, at every level: its measures, lifted."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from etl.aggregate import lift, name_markers, own_levels, rank_markers
from etl.errors import ContractError
from etl.registry import Indicator

if TYPE_CHECKING:
    from etl.geography import Geography

Joint = Mapping[str, Mapping[str, str]]
"""Measure → area that is counted in with another → that other area."""

Apportioned = Mapping[str, Collection[str]]
"""Measure → areas whose own figure was shared out among them, and not published so."""

_OF = " of "
"""Stands between a measure and the indicator for which it was changed before it was added up."""


@dataclass(frozen=True)
class Operands:
    """One indicator's numerator and, where it divides, denominator: rows of ``aggregate.LIFTED``.

    The denominator has the numerator's periods. The numerator of a mean is Σ score × weight.
    ``published`` holds the publisher's own figures in the periods that have no numerator.
    """

    numerator: pd.DataFrame
    denominator: pd.DataFrame | None = None
    published: pd.DataFrame | None = None


def operands(
    indicators: Sequence[Indicator],
    measures: pd.DataFrame,
    geography: Geography,
    joint: Joint | None = None,
    apportioned: Apportioned | None = None,
) -> dict[str, Operands]:
    """Return the operands of each indicator but differences by its id; all are lifted at once.

    Counts are added up, published rates only taken. An area in ``joint`` has no figure of its own:
    after all sums are made it shows the figure that counts it in. One in ``apportioned`` says so in
    its method. An indicator with published figures may have no counts at all. Raises
    ``ContractError`` for another measure that no source gives and a denominator that lacks one of
    the numerator's periods.
    """
    given = tables_of(measures)
    indicators = [one for one in indicators if one.method != "difference"]
    uncounted = [one for one in indicators if one.published_as and one.numerator not in given]
    named = {one.id: own_rows(one, given) for one in indicators if one not in uncounted}
    rates, counts, known_parts = {}, {}, set()
    for indicator in indicators:
        own = named.get(indicator.id, {})
        (rates if indicator.method == "published" else counts).update(own)
        if indicator.sum_known_parts:
            known_parts.update(own)
        if indicator.published_as:
            rates[indicator.published_as] = _of(indicator, indicator.published_as, given)
    lifted = {}
    if counts:
        summed = lift(_named(counts), geography, known_parts=known_parts)
        lifted |= _by_measure(summed, joint, apportioned)
    published = _by_measure(own_levels(_named(rates), geography), joint) if rates else {}
    only_published = {
        one.id: Operands(figures.iloc[:0], published=figures)
        for one in uncounted
        for figures in [published[str(one.published_as)]]
    }
    return only_published | {
        indicator.id: Operands(
            *(
                (published if indicator.method == "published" else lifted)[name]
                for name in named[indicator.id]
            ),
            published=_other_periods(
                published.get(indicator.published_as or ""), named[indicator.id]
            ),
        )
        for indicator in indicators
        if indicator.id in named
    }


def _other_periods(
    published: pd.DataFrame | None, counted: Mapping[str, pd.DataFrame]
) -> pd.DataFrame | None:
    """Return published figures of the periods that no count has: one source a period."""
    if published is None:
        return None
    periods = {period for rows in counted.values() for period in rows["period"].unique()}
    return published[~published["period"].isin(periods)]


def own_rows(indicator: Indicator, given: Mapping[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    """Return the measures to lift for an indicator by name: its numerator, then its denominator."""
    above, name = _of(indicator, indicator.numerator, given), indicator.numerator
    if indicator.method in ("published", "total"):
        return {f"{name}{_OF}{indicator.id}" if indicator.sum_known_parts else name: above}
    if indicator.denominator is None:
        raise ContractError(f"indicator {indicator.id}: {indicator.method} needs a denominator")
    below, below_name = _of(indicator, indicator.denominator, given), indicator.denominator
    if indicator.denominator_period:
        below = _of_numerators_periods(indicator, above, below)
        below_name = f"{below_name}{_OF}{indicator.id}"
    if missing := sorted(set(above["period"].unique()) - set(below["period"].unique())):
        raise ContractError(
            f"indicator {indicator.id}: measure {indicator.denominator} has no period "
            f"{missing[0]!r}; say in denominator_period which one to take"
        )
    if indicator.method == "weighted_mean" or indicator.sum_known_parts:
        above, below = _pair(above, below, product=indicator.method == "weighted_mean")
        name = f"{indicator.numerator}{_OF}{indicator.id}"
        below_name = f"{indicator.denominator}{_OF}{indicator.id}"
    return {name: above, below_name: below}


def _of(indicator: Indicator, measure: str, given: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    if measure not in given:
        raise ContractError(f"indicator {indicator.id}: no source gives its measure {measure}")
    return given[measure]


def _of_numerators_periods(
    indicator: Indicator, above: pd.DataFrame, below: pd.DataFrame
) -> pd.DataFrame:
    """Give the denominator's rows the periods of the numerators they belong to."""
    periods = above[["period", "period_end"]].drop_duplicates()
    source = periods["period"].replace(indicator.denominator_period)
    return (
        below.drop(columns="period_end")
        .rename(columns={"period": "source"})
        .merge(periods.assign(source=source), on="source")
        .drop(columns="source")
    )


def _pair(
    above: pd.DataFrame, below: pd.DataFrame, *, product: bool
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return both, blank where either is, the upper one multiplied by the lower for a mean.

    A total of known parts must leave the same parts out above and below the line, and a mean must
    weight only what has a score.
    """
    both = above.merge(
        below[["geography", "area_code", "period", "value", "marker"]],
        how="left",
        on=["geography", "area_code", "period"],
        suffixes=("", "_below"),
    )
    unknown = both["value_below"].isna() & both["marker_below"].isna()
    both["marker_below"] = both["marker_below"].mask(unknown, "x")
    ranks = np.maximum(rank_markers(both["marker"]), rank_markers(both["marker_below"]))
    both["marker"] = name_markers(ranks)
    blank = both["value"].isna() | both["value_below"].isna()
    weight = both["value_below"].mask(blank)
    count = both["value"].mask(blank) * (weight if product else 1)
    keep = list(above.columns)
    return both.assign(value=count)[keep], both.assign(value=weight)[keep]


def tables_of(rows: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """Return measures by their name."""
    return {str(name): table for name, table in rows.groupby("measure", sort=False)}


def _named(tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    return pd.concat([rows.assign(measure=name) for name, rows in tables.items()])


def _by_measure(
    lifted: pd.DataFrame, joint: Joint | None, apportioned: Apportioned | None = None
) -> dict[str, pd.DataFrame]:
    """Return lifted rows by measure, with the method of areas among which figures were shared out.

    Each joint area has the figure that counts it in.
    """
    tables = tables_of(lifted)
    for name, rows in tables.items():
        measure = name.split(_OF)[0]
        if shared := (apportioned or {}).get(measure):
            estimated = rows["area_code"].isin(list(shared))
            rows = rows.assign(method=rows["method"].mask(estimated, "apportioned"))
        for area, other in (joint or {}).get(measure, {}).items():
            counted_in = rows[rows["area_code"] == other]
            if not counted_in.empty:
                rows = rows[rows["area_code"] != area]
                rows = pd.concat([rows, counted_in.assign(area_code=area)])
        tables[name] = rows
    return tables

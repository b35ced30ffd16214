"""EYFSP and take-up held against each other's publishers, parts against wholes."""

from __future__ import annotations

import pandas as pd

from etl.checks import Check
from etl.indicator import Indicator
from etl.registry import ENGLAND, INDICATORS

ROUNDING = 0.05
"""Percentage points: the interactive tool rounds to one decimal."""

SMALLEST_DIGIT = 1e-9
"""What floating point adds to a figure that lies exactly between two roundings."""

COUNTED = frozenset({"dfe_eyfsp", "dfe_take_up"})
"""Sources of counts whose percentages the tool gives as well."""

GROUPS_AND_THE_REST = {"sex": ("girls", "boys"), "free school meals": ("fsm", "not_known_fsm")}


def run(measures: pd.DataFrame, indicators: tuple[Indicator, ...] = INDICATORS) -> list[Check]:
    """Run every check of EYFSP and take-up on the table of all sources."""
    counted = [
        one
        for one in indicators
        if one.published_as and one.method == "counts" and COUNTED.intersection(one.sources)
    ]
    return [
        *(shares_agree(measures, one) for one in counted),
        *(parts_make_all(measures, what, parts) for what, parts in GROUPS_AND_THE_REST.items()),
        regions_make_england(measures, "eyfsp_all_gld", "EYFSP, good level of development"),
        *(
            regions_make_england(measures, f"take_up_{age}_children", f"Take-up, {words}")
            for age, words in {"2": "two-year-olds", "3_4": "three- and four-year-olds"}.items()
        ),
    ]


def shares_agree(measures: pd.DataFrame, indicator: Indicator) -> Check:
    """Hold counts divided by counts against the percentages of the interactive tool."""
    above, below = (
        _figures(measures, name) for name in (indicator.numerator, indicator.denominator)
    )
    share = (indicator.scale * above / below).dropna()
    published = _figures(measures, str(indicator.published_as)).dropna()
    shared = share.index.intersection(published.index)
    difference = (share[shared] - published[shared]).abs()
    return Check(
        name=f"{indicator.title}: counts against published percentages",
        expected="percentages of the Local Authority Interactive Tool",
        largest_difference=_largest(difference),
        tolerance=ROUNDING + SMALLEST_DIGIT,
        detail=(
            f"{len(difference):,} figures of {_periods(shared)} compared; the tool rounds to one "
            "decimal, and counts are not."
        ),
    )


def parts_make_all(measures: pd.DataFrame, what: str, parts: tuple[str, str]) -> Check:
    """Hold two groups that make up all children against all of them, in each area and year."""
    differences = []
    for count in ("assessed", "gld"):
        whole = _figures(measures, f"eyfsp_all_{count}")
        one, other = (_figures(measures, f"eyfsp_{part}_{count}") for part in parts)
        both = (one + other).dropna()
        differences.append((both - whole.reindex(both.index)).abs())
    difference = pd.concat(differences)
    return Check(
        name=f"EYFSP by {what}",
        expected="all children assessed, and all with a good level of development",
        largest_difference=_largest(difference),
        tolerance=0,
        detail=f"{len(difference):,} counts of councils, regions and England compared.",
    )


def regions_make_england(measures: pd.DataFrame, measure: str, name: str) -> Check:
    """Hold the sum of regions against England, year by year."""
    rows = measures[measures["measure"] == measure]
    regions = rows[rows["geography"] == "region"].groupby("period")["value"].sum()
    england = rows[rows["area_code"] == ENGLAND].set_index("period")["value"]
    difference = (regions - england).abs()
    return Check(
        name=f"{name}: regions against England",
        expected="England's own count",
        largest_difference=_largest(difference),
        tolerance=0,
        detail=f"{len(difference):,} years compared, {england.max():,.0f} children in the largest.",
    )


def _figures(measures: pd.DataFrame, measure: str | None) -> pd.Series:
    rows = measures[measures["measure"] == measure]
    return rows.set_index(["area_code", "period"])["value"]


def _periods(index: pd.Index) -> str:
    periods = sorted(set(index.get_level_values("period")))
    return periods[0] if len(periods) == 1 else f"{len(periods)} years"


def _largest(difference: pd.Series) -> float:
    """Return the largest difference; not a number, which fails, where there is nothing to say."""
    whole = difference.notna().all() and len(difference) > 0
    return round(float(difference.max()), 9) if whole else float("nan")

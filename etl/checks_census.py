"""Census figures held against the totals that the publisher gives for England."""

from __future__ import annotations

import pandas as pd

from etl.checks import Check
from etl.geography import Geography

ENGLAND_TOTALS = {
    "census_households_by_deprivation": 23_436_085,
    "census_households_by_occupancy": 23_436_085,
    "census_households_by_tenure": 23_436_085,
    "census_residents_by_group": 56_490_048,
}
"""Households and usual residents of England on Census day, by the measure that adds up to them."""
TOTAL_TOLERANCE = 500
"""People or households: cells are disturbed one by one to protect people, so the sums of 33,755
LSOAs differ from table to table and from the total, by 60 to 333 here."""

PLACED = ("census_households_by_tenure", "homes_owned")
"""A measure, and an indicator that has it below the line."""


def run(measures: pd.DataFrame, observations: pd.DataFrame, geography: Geography) -> list[Check]:
    """Run every check of the Census; ``measures`` and ``observations`` are the build's tables."""
    return [
        england_totals(measures),
        wards_conserve(measures, observations, geography),
    ]


def england_totals(measures: pd.DataFrame) -> Check:
    """Hold the sum of all LSOAs against the households and residents of England."""
    rows = measures[measures["measure"].isin(list(ENGLAND_TOTALS))]
    return compare(
        "Census 2021 households and residents",
        "England's on Census day",
        rows.groupby("measure")["value"].sum(),
        pd.Series(ENGLAND_TOTALS, dtype=float),
        TOTAL_TOLERANCE,
        of="tables",
    )


def wards_conserve(
    measures: pd.DataFrame, observations: pd.DataFrame, geography: Geography
) -> Check:
    """Hold households of all wards, and of LSOAs in no ward, against the sum of the LSOAs."""
    measure, indicator = PLACED
    lsoas = measures[measures["measure"] == measure].set_index("area_code")["value"]
    outside = lsoas[~lsoas.index.isin(geography.lsoa_ward.index)].sum()
    rows = observations[observations["indicator"] == indicator]
    wards = rows.loc[rows["level"] == "ward", "denominator"].sum()
    return Check(
        name="Census 2021 households, wards against LSOAs",
        expected="the sum of all LSOAs in England",
        largest_difference=abs(float(wards + outside - lsoas.sum())),
        tolerance=0,
        detail=f"{wards:,.0f} households in wards, {outside:,.0f} in LSOAs of no ward.",
    )


def compare(
    name: str,
    expected: str,
    ours: pd.Series,
    published: pd.Series,
    tolerance: float,
    *,
    of: str,
) -> Check:
    """Compare two Series by index; a figure that only one has makes the check fail."""
    difference = ours.sub(published).abs()
    if difference.isna().any() or difference.empty:
        alone = ", ".join(map(str, difference.index[difference.isna()][:3]))
        return Check(name, expected, float("nan"), tolerance, f"No figure to compare: {alone}.")
    of = of.removesuffix("s") if len(difference) == 1 else of
    detail = f"{len(difference):,} {of} compared."
    if difference.max() > 0:
        worst = difference.idxmax()
        where = " ".join(map(str, worst)) if isinstance(worst, tuple) else str(worst)
        detail = (
            f"{len(difference):,} {of} compared; the largest difference is in {where}; the mean "
            f"difference is {difference.mean():.4g}."
        )
    return Check(name, expected, round(float(difference.max()), 6), tolerance, detail)

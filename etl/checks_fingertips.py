"""Figures that the atlas has from elsewhere, held against Fingertips' own where these were fetched.

A council's figure is revised after its publication now and then, in one place before the other, so
no single difference proves a mistake. One in the atlas (a column, a unit, a year, another
definition) moves all councils. So what is held against the tolerance is the middle council's
difference, in the year in which it is largest.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from etl import catalogue
from etl.checks import Check
from etl.sources import ohid_fingertips
from etl.sources._fingertips import read_all_data
from etl.sources.dfe_councils import Councils

ONE_DECIMAL = 0.05 + 1e-9
"""Percentage points: the interactive tool rounds to one decimal, Fingertips does not."""

TWO_DECIMALS = 0.005 + 1e-9
"""Percentage points: of births the tool gives two decimals."""

COUNTS_ALIKE = 0.05
"""Percentage points: both are the same two counts of a council divided, but councils can correct
what they gave OHID after its tables of the year were made."""

YEARS_POOLED = 3

Figures = Callable[[pd.DataFrame], pd.Series]
"""From the table of all measures to figures by ``area_code`` and ``period``."""


@dataclass(frozen=True)
class Held:
    """What is held against one file of Fingertips; ``tolerance`` is null where none is claimed."""

    title: str
    ours: Figures
    tolerance: float | None
    why: str


def _published(measure: str) -> Figures:
    def figures(measures: pd.DataFrame) -> pd.Series:
        rows = measures[measures["measure"] == measure]
        return rows.set_index(["area_code", "period"])["value"].dropna()

    return figures


def _share(above: str, below: str) -> Figures:
    def figures(measures: pd.DataFrame) -> pd.Series:
        return (100 * _published(above)(measures) / _published(below)(measures)).dropna()

    return figures


def three_years_mean(measures: pd.DataFrame) -> pd.Series:
    """Return the plain mean of three years' rates of infant deaths, as ``2020-22``, where all are
    there.
    """
    rows = measures[measures["measure"] == "infant_deaths_per_1000"].dropna(subset="value")
    years = rows.assign(year=rows["period"].astype("int64"))
    shifted = [years.assign(last=years["year"] + ahead) for ahead in range(YEARS_POOLED)]
    pooled = pd.concat(shifted).groupby(["area_code", "last"])["value"].agg(["mean", "count"])
    whole = pooled.loc[pooled["count"] == YEARS_POOLED, "mean"].rename("value").reset_index()
    first, last = whole["last"] - YEARS_POOLED + 1, whole["last"] % 100
    whole["period"] = [f"{one}-{end:02}" for one, end in zip(first, last, strict=True)]
    return whole.set_index(["area_code", "period"])["value"]


HELD = {
    "gld": Held(
        "Good level of development",
        _published("gld_percent"),
        ONE_DECIMAL,
        "the interactive tool rounds to one decimal",
    ),
    "development": Held(
        "At the expected level at 2 to 2½ years",
        _share("asq_all_domains_expected", "asq_all_domains_assessed"),
        COUNTS_ALIKE,
        "councils can correct what they gave",
    ),
    "low_birth_weight": Held(
        "Low birth weight",
        _published("low_birth_weight_percent"),
        TWO_DECIMALS,
        "the interactive tool rounds to two decimals",
    ),
    "infant_mortality": Held(
        "Infant deaths",
        three_years_mean,
        None,
        "Fingertips takes three years together, and a mean of three rates is not quite their rate",
    ),
}
"""File of the catalogue's ``ohid_fingertips`` → what is held against it."""


def run(measures: pd.DataFrame, raw: Path, areas: pd.DataFrame, councils: Councils) -> list[Check]:
    """Run a check for each file of Fingertips below ``raw``; none where none was fetched.

    ``areas`` and ``councils`` are those of the release. Raises ``SourceError`` for a file that
    cannot be read.
    """
    files = catalogue.load()["ohid_fingertips"].locate(raw)
    today = ohid_fingertips.codes_today(areas, councils)
    checks = []
    for name, held in HELD.items():
        if name in files:
            wanted = ohid_fingertips.CHECKED[name]
            rows = read_all_data(files[name], wanted, today).dropna(subset="value")
            published = rows.set_index(["area_code", "period"])["value"]
            checks.append(hold(held, measures, published))
    return checks


def hold(held: Held, measures: pd.DataFrame, published: pd.Series) -> Check:
    """Compare figures of the same area and period with Fingertips'; see the module."""
    ours = held.ours(measures)
    shared = ours.index.intersection(published.index)
    difference = (ours[shared] - published[shared]).abs()
    name, expected = f"{held.title}, against Fingertips", "Fingertips, the middle council of a year"
    if difference.empty:
        detail = f"No year in common with Fingertips: {held.why}."
        return Check(name, expected, 0.0, None, detail)
    middle = difference.groupby(difference.index.get_level_values("period")).median()
    area, period = difference.reset_index().loc[difference.argmax(), ["area_code", "period"]]
    detail = (
        f"{len(difference):,} figures of {_count(middle.index)} compared; {held.why}. The largest "
        f"difference of all is {difference.max():.3g}, in {area} {period}."
    )
    return Check(name, expected, round(float(middle.max()), 6), held.tolerance, detail)


def _count(periods: Iterable[str]) -> str:
    number = len(list(periods))
    return "1 period" if number == 1 else f"{number} periods"

"""Change between two periods: whether it may be told at all, how much it is, and how sure.

A change is the difference of two figures *as they are shown*, so that whoever subtracts gets the
same; ``assets/change.js`` computes it for the map by the same rules. Its interval is Newcombe's
hybrid of the two figures' own (*Statistics in Medicine* 17, 1998, method 10; for rates, Zou and
Donner, *Statistics in Medicine* 27, 2008): the distances to their ends, squared and added.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from app.findings import Reading
from app.release import Coverage, Period
from etl.registry import Indicator
from etl.schema import is_quarter

Direction = Literal["increase", "decrease", "none"]

NOT_COMPARED = ("b", "e", "u")
"""Markers of a figure that stands on another footing than its neighbours in time."""

TOLERANCE = 1e-9
"""A bound this near to no change is no change, but for the last bit of a float."""


@dataclass(frozen=True, slots=True)
class Change:
    """What became of one area's figure; ``value`` is None where either period has none, or one
    that must not be compared.

    ``direction`` is ``none`` where the interval holds no change or, without an interval, where the
    two figures are the same; ``tested`` tells the two apart.
    """

    before: Reading
    after: Reading
    value: float | None
    lower: float | None
    upper: float | None
    direction: Direction | None

    @property
    def code(self) -> str:
        """Return the area's code."""
        return self.after.code

    @property
    def name(self) -> str:
        """Return the area's name."""
        return self.after.name

    @property
    def tested(self) -> bool:
        """Tell whether an interval says how sure the change is."""
        return self.lower is not None


def bases(indicator: Indicator, periods: Sequence[Period]) -> list[int]:
    """Return a number for each period; periods with one number may be compared.

    A break of the series divides them, and a quarter is never set against a year.
    """
    labels = [period.label for period in periods]
    starts = [labels.index(cut.before) for cut in indicator.breaks if cut.before in labels]
    return [
        2 * sum(place >= start for start in starts) + is_quarter(label)
        for place, label in enumerate(labels)
    ]


def earlier(coverage: Coverage, period: str | None) -> tuple[Period, ...]:
    """Return the periods before one, oldest first."""
    labels = [one.label for one in coverage.periods]
    return coverage.periods[: labels.index(period)] if period in labels else ()


def why_not(indicator: Indicator, coverage: Coverage, before: Period, after: Period) -> str | None:
    """Return why two periods are not compared, None where they are."""
    labels = [period.label for period in coverage.periods]
    first, last = labels.index(before.label), labels.index(after.label)
    if first >= last:
        return f"{before.label} is not before {after.label}"
    for cut in indicator.breaks:
        if cut.before in labels and first < labels.index(cut.before) <= last:
            return cut.reason
    if is_quarter(before.label) != is_quarter(after.label):
        return "a quarter is not compared with a year"
    return None


def between(before: Reading, after: Reading, decimals: int) -> Change:
    """Return the change of one area from one reading to a later one, in the indicator's unit."""
    if before.value is None or after.value is None or _apart(before) or _apart(after):
        return Change(before, after, None, None, None, None)
    one, two = round(before.value, decimals), round(after.value, decimals)
    value = round(two - one, decimals)
    ends = (before.lower, before.upper, after.lower, after.upper)
    if any(end is None for end in ends):
        return Change(before, after, value, None, None, _way(value, value))
    low1, high1, low2, high2 = (round(end, decimals) for end in ends if end is not None)
    lower = value - math.hypot(two - low2, high1 - one)
    upper = value + math.hypot(high2 - two, one - low1)
    return Change(before, after, value, lower, upper, _way(lower, upper))


def of(before: Sequence[Reading], after: Sequence[Reading], decimals: int) -> Iterator[Change]:
    """Yield the changes of the areas of two lists in one order."""
    for one, two in zip(before, after, strict=True):
        yield between(one, two, decimals)


def _apart(reading: Reading) -> bool:
    return reading.marker in NOT_COMPARED


def _way(lower: float, upper: float) -> Direction:
    if lower > TOLERANCE:
        return "increase"
    return "decrease" if upper < -TOLERANCE else "none"

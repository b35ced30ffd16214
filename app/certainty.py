"""How sure the order of a comparison's wards is, from the intervals of their figures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from app.comparison import Comparison, Ward
from app.findings import Reading


@dataclass(frozen=True, slots=True)
class Places:
    """The order in which a ward stands, and the first and last place its interval leaves open."""

    place: int
    best: int
    worst: int


def places(readings: Sequence[Reading], worse: Literal[1, -1]) -> list[Places | None]:
    """Return the place of each reading from the worst, and how far its interval leaves it open.

    An area can stand no better than after all whose intervals lie wholly beyond its own, and no
    worse than before all whose intervals lie wholly short of it: two areas whose 95 % intervals
    overlap are not told apart. None where there is no interval, or the value is missing.
    """
    values = [worse * row.value for row in readings if row.value is not None]
    ends = [_ends(row, worse) for row in readings if row.value is not None]
    sure = [pair for pair in ends if pair is not None]
    if len(sure) < len(ends):
        return [None] * len(readings)
    found: list[Places | None] = []
    for row in readings:
        own = _ends(row, worse)
        if row.value is None or own is None:
            found.append(None)
            continue
        above = sum(low > own[1] for low, _ in sure)
        below = sum(high < own[0] for _, high in sure)
        place = 1 + sum(value > worse * row.value for value in values)
        found.append(Places(place, 1 + above, len(values) - below))
    return found


def certain(comparison: Comparison) -> int | None:
    """Return how many of the wards to look at first are in the worst third of need whatever their
    interval leaves open; None where there are no intervals.
    """
    breaks, need = comparison.need_breaks, comparison.need
    wards = comparison.first
    if breaks is None or not wards or any(ward.need.lower is None for ward in wards):
        return None
    edge = breaks[1] if need.worse == 1 else breaks[0]
    nearer = [ward.need.lower if need.worse == 1 else ward.need.upper for ward in wards]
    return sum(need.beyond(end, edge) for end in nearer if end is not None)


def possible(comparison: Comparison) -> tuple[Ward, ...]:
    """Return the wards with least access that are not in the worst third of need, but whose
    interval reaches it.
    """
    breaks, need = comparison.need_breaks, comparison.need
    if breaks is None:
        return ()
    edge = breaks[1] if need.worse == 1 else breaks[0]
    found = []
    for ward in comparison.wards:
        end = ward.need.upper if need.worse == 1 else ward.need.lower
        near = ward.thirds is not None and ward.thirds[1] == 2 and ward.thirds[0] < 2
        if near and end is not None and need.beyond(end, edge):
            found.append(ward)
    return comparison.ordered(found)


def _ends(row: Reading, worse: Literal[1, -1]) -> tuple[float, float] | None:
    """Return the ends of an interval, the worse one last."""
    if row.lower is None or row.upper is None:
        return None
    return (row.lower, row.upper) if worse == 1 else (-row.upper, -row.lower)

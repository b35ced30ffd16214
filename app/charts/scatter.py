"""The scatter of two indicators: where its scales run, what its lines, circles and corners say.

The figure is data that ``compare.js`` draws at the size of the page, so that its circles can be
walked by keyboard, lit from the map and written into a report as lines. Nothing is decided there
but pixels.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import quantiles
from typing import Any, Literal

from app.charts.scale import mark, ticks

FENCE = 2.5
"""How many times the spread of the middle half a scale may reach beyond it. A value further out is
drawn as a triangle at the edge with its number, so that one odd ward does not flatten all others.
"""


@dataclass(frozen=True, slots=True)
class Axis:
    """An axis: its title, a shorter one for a phone, its unit, where it begins and ends."""

    title: str
    short: str
    unit: str
    low: float
    high: float

    def record(self) -> dict[str, Any]:
        """Return the axis as the script reads it."""
        marks = [
            value
            for value in ticks(self.low, self.high, at_most=7)
            if self.low <= value <= self.high
        ]
        return {
            "title": self.title,
            "short": self.short,
            "low": self.low,
            "high": self.high,
            "ticks": [[value, mark(value, self.unit)] for value in marks],
        }


@dataclass(frozen=True, slots=True)
class Line:
    """A line across the whole scatter: at a value of ``axis``, the council's or England's."""

    axis: Literal["x", "y"]
    value: float
    words: str
    kind: Literal["council", "england"]
    splits: bool


@dataclass(frozen=True, slots=True)
class Corner:
    """One of the four parts: which side of both lines it is on, and its name with its count."""

    right: bool
    top: bool
    words: str
    worst: bool


def axis(
    titles: tuple[str, str],
    unit: str,
    values: Sequence[float],
    lines: Iterable[float],
    *,
    floor: float | None,
    room: float = 0.08,
) -> Axis:
    """Return the axis that holds ``lines`` and every value but those far from the rest.

    ``titles`` are the long and the short one. ``floor`` is a value below which nothing can lie (0
    for shares and rates), None for scores that have none; the axis begins there when the values
    come near it. ``room`` is the share of the spread kept free beyond the highest value.
    """
    low, high = min(values), max(values)
    if len(values) >= 4:
        first, _, last = quantiles(values, n=4)
        reach = FENCE * (last - first)
        if reach:
            high = max(value for value in values if value <= last + reach)
            low = min(value for value in values if value >= first - reach)
    high, low = max([high, *lines]), min([low, *lines])
    spread = (high - low) or abs(high) or 1.0
    start = low - 0.06 * spread
    if floor is not None and (start < floor or low < floor + spread):
        start = floor
    return Axis(*titles, unit, start, high + room * spread)


def scatter(
    *,
    x: Axis,
    y: Axis,
    lines: Sequence[Line],
    corners: Sequence[Corner],
    points: Sequence[dict[str, Any]],
) -> dict[str, Any]:
    """Return the scatter as the script reads it.

    Each point has ``code name x y xs ys n k label`` and, where there is one, its interval as
    ``xl xu`` or ``yl yu``: values, the values as text, children, class 0 to 8, and what a screen
    reader says.
    """
    return {
        "x": x.record(),
        "y": y.record(),
        "lines": [
            {
                "axis": line.axis,
                "value": line.value,
                "words": line.words,
                "kind": line.kind,
                "splits": line.splits,
            }
            for line in lines
        ],
        "corners": [
            {
                "right": corner.right,
                "top": corner.top,
                "words": corner.words,
                "worst": corner.worst,
            }
            for corner in corners
        ],
        "points": list(points),
    }

"""The series of areas over time: their points, breaks and gaps, and which points may be joined."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from app.charts.scale import ticks

Role = Literal["focus", "council", "alike", "region", "england"]


@dataclass(frozen=True)
class Point:
    """One period of a line; ``x`` is the period's last day as a decimal year.

    ``apart`` tells that it is made otherwise than the point before, so that the two are not joined;
    ``note`` is what must be known of its value.
    """

    x: float
    period: str
    value: float | None
    lower: float | None = None
    upper: float | None = None
    apart: bool = False
    note: str = ""


@dataclass(frozen=True)
class Line:
    """The series of one area, oldest first."""

    name: str
    role: Role
    points: tuple[Point, ...]


@dataclass(frozen=True)
class Cut:
    """A break in the series at ``x``: what comes before is not comparable with what follows."""

    x: float
    words: str


@dataclass(frozen=True)
class Hole:
    """Periods from ``start`` to ``end`` that nobody published, and why."""

    start: float
    end: float
    words: str


def segments(
    points: Sequence[Point], *, cuts: Sequence[Cut] = (), holes: Sequence[Hole] = ()
) -> list[list[Point]]:
    """Return the runs of points that may be joined: none crosses a missing value, a hole or a
    cut.
    """
    runs: list[list[Point]] = []
    previous: Point | None = None
    for point in points:
        if point.value is None:
            previous = None
            continue
        if previous is None or point.apart or _separated(previous.x, point.x, cuts, holes):
            runs.append([])
        runs[-1].append(point)
        previous = point
    return runs


def _separated(start: float, end: float, cuts: Sequence[Cut], holes: Sequence[Hole]) -> bool:
    return any(start < cut.x <= end for cut in cuts) or any(
        start < hole.end and hole.start < end for hole in holes
    )


def value_axis(lines: Sequence[Line], values: list[float]) -> tuple[list[float], float]:
    """Return the marks and the top: from zero unless the lines would then lie flat on each
    other.
    """
    ends = [
        end
        for line in lines
        if line.role == "focus"
        for point in line.points
        for end in (point.lower, point.upper)
        if end is not None
    ]
    low, high = min(values + ends), max(values + ends)
    flat = low > 0 and high - low < 0.35 * high
    marks = ticks(low if flat else min(low, 0), high)
    return marks, max(marks[-1], high + 0.06 * (high - marks[0])) if high > marks[0] else high + 1


def last(line: Line) -> Point | None:
    """Return the last point of a line that has a value."""
    return next((point for point in reversed(line.points) if point.value is not None), None)

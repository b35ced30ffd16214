"""Small multiples: one small series an area, all of a row on one scale.

Each is an SVG picture made to stand in a cell beside its number. Nothing is joined across a missing
period or a break.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from app import theme

WIDTH, HEIGHT = 104, 34
EDGE = 4
STEP_TOLERANCE = 1.5
"""Points further apart than this many usual steps have a period missing between them."""


@dataclass(frozen=True, slots=True)
class Point:
    """One period of a series; ``x`` is its last day as a decimal year."""

    x: float
    period: str
    value: float | None


@dataclass(frozen=True, slots=True)
class Frame:
    """The scale that all pictures of a row share."""

    first: float
    last: float
    low: float
    high: float

    def at(self, point: Point) -> tuple[float, float]:
        """Return where a point with a value stands, in px."""
        across = (point.x - self.first) / (self.last - self.first)
        up = ((point.value or 0.0) - self.low) / (self.high - self.low)
        return (
            round(EDGE + across * (WIDTH - 2 * EDGE), 1),
            round(HEIGHT - EDGE - up * (HEIGHT - 2 * EDGE), 1),
        )


def frame(series: Iterable[Sequence[Point]], england: float | None) -> Frame | None:
    """Return the scale that holds every series and England; None where no area has two periods."""
    points = [point for line in series for point in line if point.value is not None]
    xs = sorted({point.x for point in points})
    if len(xs) < 2:
        return None
    values = [point.value for point in points if point.value is not None]
    values += [england] if england is not None else []
    low, high = min(values), max(values)
    room = 0.06 * (high - low) or abs(high) or 1.0
    return Frame(xs[0], xs[-1], low - room, high + room)


def segments(points: Sequence[Point], breaks: Sequence[float]) -> list[list[Point]]:
    """Return the stretches of a series that may be joined: no value missing, no break between."""
    known = [point for point in points if point.value is not None]
    steps = [b.x - a.x for a, b in pairwise(known)]
    usual = min(steps, default=0.0)
    found: list[list[Point]] = []
    for point in known:
        before = found[-1][-1] if found else None
        cut = before is not None and any(before.x < at <= point.x for at in breaks)
        far = before is not None and point.x - before.x > STEP_TOLERANCE * usual
        if before is None or cut or far:
            found.append([point])
        else:
            found[-1].append(point)
    return found


def multiple(
    points: Sequence[Point], *, scale: Frame, england: float | None, breaks: Sequence[float] = ()
) -> str:
    """Return one series as SVG: its line, its latest point, and England's latest value dashed."""
    parts = []
    if england is not None:
        y = scale.at(Point(scale.first, "", england))[1]
        parts.append(
            f'<path d="M0 {y}H{WIDTH}" fill="none" stroke="{theme.ENGLAND}" '
            'stroke-dasharray="4 3"/>'
        )
    for stretch in segments(points, breaks):
        places = [scale.at(point) for point in stretch]
        if len(places) == 1:
            x, y = places[0]
            parts.append(f'<circle cx="{x}" cy="{y}" r="1.8" fill="{theme.FOCUS}"/>')
            continue
        path = "L".join(f"{x} {y}" for x, y in places)
        parts.append(f'<path d="M{path}" fill="none" stroke="{theme.FOCUS}" stroke-width="2"/>')
    known = [point for point in points if point.value is not None]
    if known:
        x, y = scale.at(known[-1])
        parts.append(f'<circle cx="{x}" cy="{y}" r="3" fill="{theme.FOCUS}"/>')
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}" '
        f'viewBox="0 0 {WIDTH} {HEIGHT}">{"".join(parts)}</svg>'
    )

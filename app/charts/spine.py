"""The spine chart: one ward on a scale of its own, with England in the middle.

Each row is one small SVG picture, made to stand in a cell of the table that holds its numbers: it
is as wide as the cell, prints as lines and needs no script.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import quote

from app import theme

WIDTH, HEIGHT = 300, 24
"""Size of a row's picture in pixels; the cell scales it."""
DOT = 6.5
EDGE = 9
"""Pixels kept free at both ends, so that a dot at the end is whole."""
STRETCH = 1.6
"""How far beyond the 1st and 99th percentile a scale may reach for the council's own wards. A value
further out is drawn as a triangle at the edge, so that one odd ward does not flatten all others."""

PALE, DARK, TICK = "#E4E7EA", "#C3C9CE", "#6B7178"


@dataclass(frozen=True, slots=True)
class Band:
    """England's wards: 1st, 25th, 75th and 99th percentile, in the indicator's unit."""

    p1: float
    p25: float
    p75: float
    p99: float


@dataclass(frozen=True, slots=True)
class Scale:
    """A scale with England in the middle: ``half`` units reach from there to either end."""

    england: float
    half: float

    def x(self, value: float) -> int:
        """Return the pixel of a value; a value beyond the scale stands at its end."""
        place = (value - self.england) / self.half
        return round(WIDTH / 2 + max(-1.0, min(1.0, place)) * (WIDTH / 2 - EDGE))

    def beyond(self, value: float) -> bool:
        """Tell whether a value lies outside the scale."""
        return abs(value - self.england) > self.half * (1 + 1e-9)


def scale(england: float, band: Band, values: Iterable[float]) -> Scale:
    """Return the scale that holds the band and, within reason, ``values``."""
    reach = max(abs(band.p1 - england), abs(band.p99 - england))
    furthest = max((abs(value - england) for value in values), default=0.0)
    half = max(reach, min(furthest, STRETCH * reach) if reach else furthest)
    return Scale(england, half or 1.0)


def spine(
    *,
    england: float,
    band: Band,
    value: float | None = None,
    lower: float | None = None,
    upper: float | None = None,
    others: Sequence[float] = (),
) -> str:
    """Return one row as SVG: bands, the council's other wards, England, the ward and its interval.

    All values are in the indicator's unit. Without ``value`` the row shows the others alone.
    """
    own = () if value is None else (value,)
    drawn = scale(england, band, (*others, *own))
    x, middle = drawn.x, HEIGHT // 2
    ticks = sorted({x(other) for other in others if not drawn.beyond(other)})
    parts = [
        _bar(x(band.p1), x(band.p99), PALE),
        _bar(x(band.p25), x(band.p75), DARK),
        _line("".join(f"M{at} {middle - 4}v8" for at in ticks), TICK, 1),
        *_arrows((other for other in others if drawn.beyond(other)), england, TICK),
        _line(f"M{WIDTH // 2} 1v{HEIGHT - 2}", theme.ENGLAND, 1.5),
    ]
    if value is not None:
        if lower is not None and upper is not None:
            parts.append(_interval(drawn, lower, upper))
        if drawn.beyond(value):
            parts += _arrows([value], england, theme.FOCUS, size=7)
        else:
            parts.append(
                f'<circle cx="{x(value)}" cy="{middle}" r="{DOT}" fill="{theme.FOCUS}" '
                'stroke="#FFF" stroke-width="1.5"/>'
            )
    return _svg(WIDTH, HEIGHT, parts)


def position(share: int) -> str:
    """Return a track from 0 to 100 with a mark every 20, and a dot at ``share`` per cent."""
    width, height, edge = 180, 16, 7
    step = (width - 2 * edge) / 5
    parts = [
        f'<rect x="{edge + step * n:.0f}" y="6" width="{step - 2:.0f}" height="4" fill="{PALE}"/>'
        for n in range(5)
    ]
    at = edge + (width - 2 * edge) * share / 100
    parts.append(f'<circle cx="{at:.0f}" cy="8" r="6" fill="{theme.FOCUS}"/>')
    return _svg(width, height, parts)


def picture(svg: str) -> str:
    """Return an SVG as an address that an image can have, its markup readable in it."""
    return "data:image/svg+xml," + quote(svg.replace('"', "'"), safe=" ='/:.,()-;")


def _svg(width: int, height: int, parts: Iterable[str]) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" '
        f'viewBox="0 0 {width} {height}">{"".join(parts)}</svg>'
    )


def _bar(start: int, end: int, fill: str) -> str:
    top = HEIGHT // 2 - 5
    return f'<rect x="{start}" y="{top}" width="{max(end - start, 1)}" height="10" fill="{fill}"/>'


def _line(path: str, stroke: str, width: float) -> str:
    if not path:
        return ""
    return f'<path d="{path}" fill="none" stroke="{stroke}" stroke-width="{width}"/>'


def _interval(drawn: Scale, lower: float, upper: float) -> str:
    """Return the interval; an end beyond the scale has no cap."""
    middle = HEIGHT // 2
    caps = "".join(
        f"M{drawn.x(end)} {middle - 5}v10" for end in (lower, upper) if not drawn.beyond(end)
    )
    return _line(f"M{drawn.x(lower)} {middle}H{drawn.x(upper)}{caps}", theme.INK, 2)


def _arrows(values: Iterable[float], england: float, fill: str, size: int = 4) -> list[str]:
    """Return a triangle at each end beyond which a value lies."""
    middle = HEIGHT // 2
    ends = {value > england for value in values}
    paths = {
        True: f"M{WIDTH - 1} {middle}l-{size}-{size}v{2 * size}z",
        False: f"M1 {middle}l{size}-{size}v{2 * size}z",
    }
    return [f'<path d="{paths[end]}" fill="{fill}"/>' for end in sorted(ends)]

"""The five fifths of a council's wards as dots with their intervals, one row each, as SVG."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from app import theme
from app.charts.scale import mark, ticks

WIDTH, ROW, TOP = 340, 24, 20
NAMES, VALUES = 112, 54
"""Room for names before the scale, and for values after it."""


@dataclass(frozen=True, slots=True)
class Dot:
    """A row: its name, its value with its interval if it has one, and the value as it is said."""

    name: str
    value: float
    lower: float | None
    upper: float | None
    said: str
    strong: bool = False


def figure(dots: Sequence[Dot], *, unit: str) -> str:
    """Return the rows from top to bottom on a scale from zero; ``unit`` (``%``) is on its marks."""
    most = max(dot.value if dot.upper is None else dot.upper for dot in dots) or 1.0
    room = WIDTH - NAMES - VALUES

    def at(value: float) -> float:
        return round(NAMES + room * value / (1.02 * most), 1)

    high = TOP + ROW * len(dots)
    parts = []
    for value in ticks(0, most):
        x = at(value)
        parts.append(f'<path d="M{x} {TOP - 4}V{high}" stroke="{theme.GRID}"/>')
        parts.append(_text(x, 11, mark(value, unit), theme.QUIET, anchor="middle", size=11))
    for row, dot in enumerate(dots):
        y = TOP + ROW * row + ROW / 2
        colour = theme.FOCUS if dot.strong else theme.ZERO_LINE
        if dot.lower is not None and dot.upper is not None:
            ends = f"M{at(dot.lower)} {y}H{at(dot.upper)}"
            parts.append(f'<path d="{ends}" stroke="{colour}" stroke-width="3"/>')
        parts.append(f'<circle cx="{at(dot.value)}" cy="{y}" r="5" fill="{colour}"/>')
        weight = 700 if dot.strong else 400
        parts.append(_text(0, y + 4, dot.name, theme.INK, weight=weight))
        parts.append(_text(WIDTH, y + 4, dot.said, theme.INK, anchor="end", weight=weight))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{high + 2}" '
        f'viewBox="0 0 {WIDTH} {high + 2}" font-family="{escape(theme.FONT)}">'
        f"{''.join(parts)}</svg>"
    )


def _text(
    x: float,
    y: float,
    words: str,
    colour: str,
    *,
    anchor: str = "start",
    weight: int = 400,
    size: int = 12,
) -> str:
    return (
        f'<text x="{x}" y="{y}" font-size="{size}" font-weight="{weight}" fill="{colour}" '
        f'text-anchor="{anchor}">{escape(words)}</text>'
    )

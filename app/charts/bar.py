"""A bar of a ranking as a picture for a cell: its value, its interval, England and councils alike
on one scale."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from app import theme

WIDTH, HEIGHT = 300, 20


@dataclass(frozen=True, slots=True)
class Scale:
    """From where to where all bars of a ranking run, in the indicator's unit; zero is among it."""

    low: float
    high: float

    def x(self, value: float) -> float:
        """Return the pixel of a value."""
        return round((value - self.low) / (self.high - self.low) * WIDTH, 1)


def scale(values: Iterable[float]) -> Scale:
    """Return the scale that holds all values and zero."""
    known = [0.0, *values]
    low, high = min(known), max(known)
    return Scale(low, high if high > low else low + 1.0)


def bar(
    value: float,
    *,
    scale: Scale,
    lower: float | None = None,
    upper: float | None = None,
    england: float | None = None,
    alike: float | None = None,
    chosen: bool = False,
) -> str:
    """Return one bar as SVG, made to be stretched to the width of its cell."""
    start, end = sorted((scale.x(0.0), scale.x(value)))
    middle = HEIGHT / 2
    fill = theme.FOCUS if chosen else theme.BAR
    parts = [f'<path d="M{start} 3H{end}V{HEIGHT - 3}H{start}z" fill="{fill}"/>']
    if lower is not None and upper is not None:
        path = f"M{scale.x(lower)} {middle}H{scale.x(upper)}"
        parts.append(_stroke(path, theme.PAPER, 4) + _stroke(path, theme.INK, 2))
    for reference, colour in ((england, theme.ENGLAND), (alike, theme.ALIKE)):
        if reference is not None:
            at = min(max(scale.x(reference), 1), WIDTH - 1)
            parts.append(_stroke(f"M{at} 0V{HEIGHT}", colour, 2))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}" '
        f'viewBox="0 0 {WIDTH} {HEIGHT}" preserveAspectRatio="none">{"".join(parts)}</svg>'
    )


def _stroke(path: str, colour: str, width: int) -> str:
    return (
        f'<path d="{path}" stroke="{colour}" stroke-width="{width}" '
        'vector-effect="non-scaling-stroke"/>'
    )

"""A series over time as a picture that needs no script: what a frame on another site shows.

Drawn as ``app.charts.trend`` draws it, with the same scale, breaks and gaps. A picture is of one
width; a page that may be narrow has two of them, and shows the one that fits.
"""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterable, Sequence
from html import escape

from app import theme
from app.charts.scale import apart, mark
from app.charts.series import Cut, Hole, Line, Point, last, segments, value_axis
from app.charts.trend import STYLE

LEFT, TOP, BOTTOM = 40, 12, 24
WORDS = 30
"""Pixels above the plot for the reason of a break or a gap."""
LINE_GAP = 15
NAME_CHARACTERS = 16
CHARACTER = 6.6


def picture(
    *,
    lines: Sequence[Line],
    shown: Callable[[float], str],
    label: str,
    unit: str = "",
    cuts: Sequence[Cut] = (),
    holes: Sequence[Hole] = (),
    width: int = 640,
    height: int = 260,
) -> str:
    """Return up to four lines as an SVG of ``width`` × ``height`` px; ``label`` is its name.

    Raises ``ValueError`` when no line has a value.
    """
    values = [point.value for line in lines for point in line.points if point.value is not None]
    if not values:
        raise ValueError("a trend needs at least one value")
    marks, ceiling = value_axis(lines, values)
    top = TOP + (WORDS if cuts or holes else 0)
    right = width - _margin(lines, shown)
    xs = sorted({point.x for line in lines for point in line.points if point.value is not None})
    span = max(xs[-1] - xs[0], 1.0)

    def across(x: float) -> float:
        return round(LEFT + 10 + (x - xs[0]) / span * (right - LEFT - 20), 1)

    def up(value: float) -> float:
        share = (value - marks[0]) / (ceiling - marks[0])
        return round(height - BOTTOM - share * (height - BOTTOM - top), 1)

    parts = [
        *_grid(marks, unit, up, right),
        *(_hole(hole, across, top, height) for hole in holes),
        *_periods(lines, cuts, xs, across, height),
        *_reasons(cuts, holes, across, top, height),
    ]
    for line in reversed(lines):
        parts += _line(line, segments(line.points, cuts=cuts, holes=holes), across, up, shown)
    parts += _names(lines, shown, up, (top, height - BOTTOM), right, width)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" '
        f'viewBox="0 0 {width} {height}" role="img" aria-label="{escape(label)}" '
        f'font-family="{escape(theme.FONT)}" font-size="{theme.LABEL_SIZE}" '
        f'fill="{theme.SECONDARY}">{"".join(parts)}</svg>'
    )


def _margin(lines: Sequence[Line], shown: Callable[[float], str]) -> int:
    """Return the pixels that names and values need right of the plot."""
    names = [part for line in lines for part in _wrapped(line.name)]
    values = [shown(end.value) for line in lines if (end := last(line)) and end.value is not None]
    longest = max(map(len, names), default=0) + max(map(len, values), default=0)
    return round(22 + longest * CHARACTER)


def _wrapped(name: str) -> list[str]:
    return textwrap.wrap(name, NAME_CHARACTERS)


def _text(x: float, y: float, words: str, *, anchor: str = "start", **more: object) -> str:
    given = "".join(f' {name.replace("_", "-")}="{value}"' for name, value in more.items())
    return f'<text x="{x}" y="{y}" text-anchor="{anchor}"{given}>{escape(words)}</text>'


def _grid(
    marks: Sequence[float], unit: str, up: Callable[[float], float], right: int
) -> Iterable[str]:
    for value in marks:
        line = theme.ZERO_LINE if value == 0 else theme.GRID
        yield f'<path d="M{LEFT} {up(value)}H{right}" stroke="{line}"/>'
        yield _text(
            LEFT - 6, up(value) + 4, mark(value, unit), anchor="end", font_size=theme.TICK_SIZE
        )


def _hole(hole: Hole, across: Callable[[float], float], top: int, height: int) -> str:
    start, end = across(hole.start), across(hole.end)
    step = range(round(start), round(end), 7)
    lines = "".join(f"M{x} {height - BOTTOM}V{top}" for x in step)
    return f'<path d="{lines}" stroke="{theme.HATCH}" stroke-width="1"/>'


def _periods(
    lines: Sequence[Line],
    cuts: Sequence[Cut],
    xs: Sequence[float],
    across: Callable[[float], float],
    height: int,
) -> Iterable[str]:
    """Yield the labels of the first and last period, and of those beside a break if they fit."""
    named = {point.x: point.period for line in lines for point in line.points}
    beside = {x for cut in cuts for x in (_before(xs, cut.x), _after(xs, cut.x)) if x is not None}
    kept: list[float] = []
    for x in (xs[0], xs[-1], *sorted(beside)):
        if all(abs(across(x) - across(other)) >= 62 for other in kept):
            kept.append(x)
    for x in kept:
        yield f'<path d="M{across(x)} {height - BOTTOM}v4" stroke="{theme.ZERO_LINE}"/>'
        yield _text(across(x), height - 7, named[x], anchor="middle", font_size=theme.TICK_SIZE)


def _before(xs: Sequence[float], at: float) -> float | None:
    return max((x for x in xs if x < at), default=None)


def _after(xs: Sequence[float], at: float) -> float | None:
    return min((x for x in xs if x >= at), default=None)


def _reasons(
    cuts: Sequence[Cut],
    holes: Sequence[Hole],
    across: Callable[[float], float],
    top: int,
    height: int,
) -> Iterable[str]:
    """Yield the dotted lines of breaks, and each reason once, in two lines above the plot."""
    for cut in cuts:
        yield (
            f'<path d="M{across(cut.x)} {top}V{height - BOTTOM}" stroke="{theme.INK}" '
            'stroke-width="1.2" stroke-dasharray="2 3"/>'
        )
    said = {hole.words: (across(hole.end), "end") for hole in holes}
    for cut in cuts:
        said.setdefault(cut.words, (across(cut.x), "start"))
    for words, (x, anchor) in said.items():
        shift = 3 if anchor == "start" else -3
        for row, part in enumerate(textwrap.wrap(words, max(15, len(words) // 2 + 4))[:2]):
            yield _text(
                x + shift, top - 19 + 13 * row, part, anchor=anchor, font_size=theme.TICK_SIZE
            )


def _line(
    line: Line,
    runs: list[list[Point]],
    across: Callable[[float], float],
    up: Callable[[float], float],
    shown: Callable[[float], str],
) -> Iterable[str]:
    style = STYLE[line.role]
    colour, width = style["color"], style["width"]
    dashes = str(style.get("dash", "")).replace("px", "")
    dash = f' stroke-dasharray="{dashes}"' if dashes else ""
    for run in runs:
        if line.role == "focus" and len(run) > 1:
            yield _band(run, across, up)
        path = "L".join(f"{across(point.x)} {up(point.value or 0.0)}" for point in run)
        yield f'<path d="M{path}" fill="none" stroke="{colour}" stroke-width="{width}"{dash}/>'
        for point in run:
            said = f"{line.name}, {point.period}: {shown(point.value or 0.0)}"
            if point.lower is not None and point.upper is not None:
                said += f" ({shown(point.lower)} to {shown(point.upper)})"
            yield (
                f'<circle cx="{across(point.x)}" cy="{up(point.value or 0.0)}" '
                f'r="{4 if line.role == "focus" else 3}" fill="{colour}">'
                f"<title>{escape(said)}</title></circle>"
            )


def _band(run: list[Point], across: Callable[[float], float], up: Callable[[float], float]) -> str:
    if any(point.lower is None or point.upper is None for point in run):
        return ""
    there = [f"{across(point.x)} {up(point.upper or 0.0)}" for point in run]
    back = [f"{across(point.x)} {up(point.lower or 0.0)}" for point in reversed(run)]
    path = "L".join((*there, *back))
    return f'<path d="M{path}z" fill="{theme.FOCUS}" fill-opacity="0.18"/>'


def _names(
    lines: Sequence[Line],
    shown: Callable[[float], str],
    up: Callable[[float], float],
    reach: tuple[int, int],
    left: int,
    width: int,
) -> Iterable[str]:
    """Yield each line's name and last value at the right, pushed apart where they would touch."""
    ends = [(line, end) for line in lines if (end := last(line)) is not None]
    rows = max((len(_wrapped(line.name)) for line, _ in ends), default=1)
    places = apart(
        [up(end.value or 0.0) for _, end in ends],
        least=LINE_GAP * rows,
        low=reach[0],
        high=reach[1],
    )
    for (line, end), y in zip(ends, places, strict=True):
        look = {"fill": STYLE[line.role]["color"]}
        if line.role in ("focus", "council"):
            look["font_weight"] = "700"
        parts = _wrapped(line.name)
        first = y + 4 - (len(parts) - 1) * 7
        for row, part in enumerate(parts):
            yield _text(left + 8, round(first + 14 * row, 1), part, **look)
        yield _text(width - 2, round(y + 4, 1), shown(end.value or 0.0), anchor="end", **look)

"""Figures of a report as SVG in a page: maps, lines over time and scatters, in the report's units.

Each is one picture to a screen reader, described by its ``alt``; the numbers stand beside it.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from itertools import pairwise

from app import theme
from app.charts.scale import apart, mark, ticks
from app.charts.topology import Point
from app.reports.model import Map, Role, Scatter, Trend

WIDE, HIGH = 640, 340
SIZE = 14
LETTER = 7.4
"""Room of a letter in units, on the safe side."""

COLOURS: dict[Role, str] = {
    "area": theme.BAR,
    "focus": theme.FOCUS,
    "council": theme.INK,
    "alike": theme.ALIKE,
    "region": theme.REGION,
    "england": theme.ENGLAND,
}
GROUPS = (theme.ENGLAND, "#B8460E", theme.FOCUS, "#8A9097")


def atlas(drawing: Map) -> str:
    """Return a map, its labelled areas named."""
    k = min(WIDE * 0.72 / max(drawing.width, 1), 430 / max(drawing.height, 1))
    high = drawing.height * k
    parts = []
    coloured = bool(drawing.legend)
    blank = "url(#none)" if coloured else "#E1E5E8"
    for area in sorted(drawing.shapes, key=lambda shape: shape.focus):
        fill = drawing.colours[area.fill - 1] if area.fill else blank
        if area.focus and not coloured:
            fill = theme.FOCUS
        white = not coloured or (area.fill > 0 and theme.is_dark(fill))
        line = theme.PAPER if white else "#3D3D3D"
        width = 0.7
        if area.focus and coloured:
            line, width = "#F46A25", 3.0
        title = escape(f"{area.name}: {area.shown}" if area.shown else area.name)
        parts.append(
            f'<path d="{_path(area.rings, k)}" fill="{fill}" stroke="{line}" '
            f'stroke-width="{width}"><title>{title}</title></path>'
        )
    parts.append(
        f'<path d="{_path(drawing.outline, k)}" fill="none" stroke="{theme.INK}" '
        'stroke-width="1.4"/>'
    )
    parts.append(_labels(drawing, k, high))
    hatch = (
        '<defs><pattern id="none" width="6" height="6" patternUnits="userSpaceOnUse" '
        'patternTransform="rotate(45)"><rect width="6" height="6" fill="#F4F5F6"/>'
        f'<line x1="0" y1="0" x2="0" y2="6" stroke="{theme.HATCH}" stroke-width="2"/>'
        "</pattern></defs>"
    )
    return _svg(drawing.alt, WIDE, round(high) + 12, (hatch, *parts))


def over_time(chart: Trend) -> str:
    """Return lines over time, each named at its end; runs that may not be joined are apart."""
    every = [value for series in chart.series for value in series.values if value is not None]
    low = 0.0 if chart.from_zero else min(every)
    marks = ticks(min(low, min(every)), max(every))
    base, top = marks[0], max(max(every) + 0.05 * (max(every) - marks[0]), marks[-1])
    longest = max(
        len(series.name) + len(_shown(_last(series.values), chart)) + 1
        for series in chart.series
        if series.last
    )
    left, right, upper, lower = 48, WIDE - longest * LETTER - 14, 10, HIGH - 62
    step = (right - left) / max(len(chart.slots) - 1, 1)

    def y(value: float) -> float:
        return round(lower - (value - base) / ((top - base) or 1) * (lower - upper), 1)

    def x(slot: int) -> float:
        return round(left + slot * step, 1)

    parts = [_level(y(value), left, right, mark(value, chart.number.sign)) for value in marks]
    every_label = len(chart.slots) <= 8
    for slot, label in enumerate(chart.slots):
        turn = "" if every_label else f' transform="rotate(-45 {x(slot)} {lower + 18})"'
        anchor = "middle" if every_label else "end"
        parts.append(
            f'<text x="{x(slot)}" y="{lower + 22}" text-anchor="{anchor}"{turn}>{label}</text>'
        )
    ends = []
    for series in chart.series:
        tone, width = COLOURS[series.role], 3 if series.role == "focus" else 1.8
        dash = ' stroke-dasharray="6 4"' if series.role == "england" else ""
        points = [(x(n), y(value)) for n, value in enumerate(series.values) if value is not None]
        line = " ".join(f"{a},{b}" for a, b in points)
        parts.append(
            f'<polyline points="{line}" fill="none" stroke="{tone}" stroke-width="{width}"{dash}/>'
        )
        parts += [f'<circle cx="{a}" cy="{b}" r="{width + 1}" fill="{tone}"/>' for a, b in points]
        if series.last:
            ends.append((series, points[-1]))
    placed = apart([-b for _, (_, b) in ends], least=SIZE + 3, low=-lower, high=-upper)
    for (series, _), height in zip(ends, placed, strict=True):
        bold = ' font-weight="700"' if series.role in ("focus", "council") else ""
        words = f"{series.name} {_shown(_last(series.values), chart)}"
        parts.append(
            f'<text x="{right + 10}" y="{round(5 - height, 1)}" fill="{COLOURS[series.role]}"'
            f"{bold}>{escape(words)}</text>"
        )
    return _svg(chart.alt, WIDE, HIGH, parts)


def scatter(chart: Scatter) -> str:
    """Return two figures of each area; corners differ by shape as well as colour."""
    left, right, upper, lower = 56, WIDE - 16, 26, HIGH - 50
    reach = [
        max([*values, line]) * 1.06 or 1.0
        for values, line in (
            ([dot.x for dot in chart.dots], chart.lines[0]),
            ([dot.y for dot in chart.dots], chart.lines[1]),
        )
    ]

    def at(x: float, y: float) -> Point:
        return (
            round(left + x / reach[0] * (right - left)),
            round(lower - y / reach[1] * (lower - upper)),
        )

    parts = [
        _level(at(0, value)[1], left, right, mark(value, chart.y.sign))
        for value in ticks(0, reach[1])
    ]
    for value in ticks(0, reach[0]):
        across = at(value, 0)[0]
        words = mark(value, chart.x.sign)
        parts.append(f'<text x="{across}" y="{lower + 20}" text-anchor="middle">{words}</text>')
    (line_x, line_y), dash = at(*chart.lines), f'stroke="{theme.INK}" stroke-dasharray="5 4"'
    parts += [
        f'<line x1="{line_x}" x2="{line_x}" y1="{upper}" y2="{lower}" {dash}/>',
        f'<line x1="{left}" x2="{right}" y1="{line_y}" y2="{line_y}" {dash}/>',
        *(f"{_dot(at(dot.x, dot.y), dot.group, dot.name)}" for dot in chart.dots),
        f'<text x="{line_x + 5}" y="{upper - 6}" font-weight="700">'
        f"{escape(chart.line_names[0])}</text>",
        f'<text x="{right}" y="{line_y - 5}" text-anchor="end" font-weight="700">'
        f"{escape(chart.line_names[1])}</text>",
        f'<text x="{right}" y="{lower + 42}" text-anchor="end">{escape(chart.x_title)} →</text>',
        f'<text x="4" y="14">↑ {escape(chart.y_title)}</text>',
    ]
    return _svg(chart.alt, WIDE, HIGH, parts)


def symbol(group: int) -> str:
    """Return the mark of a corner, for the key under a scatter."""
    return (
        '<svg width="16" height="16" viewBox="0 0 16 16" aria-hidden="true">'
        f"{_dot((8, 8), group, '')}</svg>"
    )


def _dot(at: Point, group: int, name: str) -> str:
    x, y = at
    tone, title = GROUPS[group], f"<title>{escape(name)}</title>" if name else ""
    shape = (
        f"M{x} {y - 6}L{x + 6} {y}L{x} {y + 6}L{x - 6} {y}Z",
        f"M{x} {y - 6}L{x + 6} {y + 5}L{x - 6} {y + 5}Z",
        f"M{x - 4} {y - 4}h8v8h-8Z",
        f"M{x - 4} {y}a4 4 0 1 0 8 0a4 4 0 1 0 -8 0",
    )[group]
    return f'<path d="{shape}" fill="{tone}" stroke="#FFF" stroke-width="0.8">{title}</path>'


def _labels(drawing: Map, k: float, high: float) -> str:
    by_name = {shape.name: shape for shape in drawing.shapes}
    shown = [by_name[name] for name in drawing.labelled]
    wanted = [shape.at[1] * k for shape in shown]
    parts = []
    left = WIDE * 0.74
    for shape, y in zip(shown, apart(wanted, least=40, low=16, high=high - 16), strict=True):
        x, point = round(shape.at[0] * k), round(shape.at[1] * k)
        parts.append(
            f'<path d="M{x} {point}L{left - 6} {round(y)}" stroke="{theme.INK}" fill="none"/>'
            f'<circle cx="{x}" cy="{point}" r="3.5" fill="#FFF" stroke="{theme.INK}"/>'
        )
        room = int((WIDE - left) / LETTER)
        words = shape.name if len(shape.name) <= room else f"{shape.name[: room - 1]}…"
        parts.append(
            f'<text x="{left}" y="{round(y) - 2}" font-weight="700">{escape(words)}</text>'
        )
        figure = shape.shown.partition(",")[0]
        parts.append(f'<text x="{left}" y="{round(y) + 15}">{escape(figure)}</text>')
    return f'<g class="labels">{"".join(parts)}</g>'


def _path(rings: Sequence[Sequence[Point]], k: float) -> str:
    out = []
    for ring in rings:
        points = [(round(x * k, 1) + 4, round(y * k, 1) + 4) for x, y in ring]
        moves = "".join(
            f"l{round(bx - ax, 1):g} {round(by - ay, 1):g}"
            for (ax, ay), (bx, by) in pairwise(points)
        )
        out.append(f"M{points[0][0]:g} {points[0][1]:g}{moves}z")
    return "".join(out)


def _level(y: float, left: float, right: float, words: str) -> str:
    return (
        f'<line x1="{left}" x2="{right}" y1="{y}" y2="{y}" stroke="{theme.GRID}"/>'
        f'<text x="{left - 8}" y="{y + 5}" text-anchor="end" fill="{theme.QUIET}">{words}</text>'
    )


def _last(values: Sequence[float | None]) -> float:
    return next(value for value in reversed(values) if value is not None)


def _shown(value: float, chart: Trend) -> str:
    number = chart.number
    return f"{value:,.{number.decimals}f}{number.sign}".replace("-", "−")


def _svg(alt: str, width: int, height: int, parts: Sequence[str]) -> str:
    return (
        f'<svg role="img" aria-label="{escape(alt)}" viewBox="0 0 {width} {height}" '
        f'font-size="{SIZE}" fill="{theme.INK}">{"".join(parts)}</svg>'
    )

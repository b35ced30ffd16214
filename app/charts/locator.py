"""Where a ward lies in its council: a small picture made from the council's boundary file."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from app import theme
from app.charts.topology import Point, joined, place, points_of, rings, thinned

SIDE = 300
"""Units of the longer side; a page shows the picture at about half as many pixels."""
SMALL = 26
"""A ward smaller than this, in units, has a ring around it so that it is found."""
MARGIN = 6


def locator(topology: dict[str, Any], ward_code: str) -> str:
    """Return an SVG of the council's outline and wards, ``ward_code`` filled.

    ``topology`` is a boundary file (docs/architecture.md §3). Raises ``KeyError`` for a ward that
    it does not hold.
    """
    shapes = {shape["id"]: shape for shape in topology["objects"]["areas"]["geometries"]}
    ward = shapes[ward_code]
    raw = [points_of(arc) for arc in topology["arcs"]]
    lines = rings(topology["objects"]["outline"])
    everything = [point for line in lines for index in line for point in raw[place(index)]]
    fitted, width, height = _fit(everything)
    arcs = [thinned(fitted(point) for point in arc) for arc in raw]
    outer = {place(index) for line in lines for index in line}
    inner = {place(index) for shape in shapes.values() for ring in rings(shape) for index in ring}
    outline = "".join(_path(arcs, line) for line in lines)
    own = [joined(arcs, ring) for ring in rings(ward)]
    parts = [
        f'<path d="{outline}" fill="#E1E5E8" fill-rule="evenodd"/>',
        f'<path d="{"".join(_open(arcs[n]) for n in sorted(inner - outer))}" fill="none" '
        'stroke="#FFF" stroke-width="1.6"/>',
        f'<path d="{"".join(_closed(ring) for ring in own)}" fill="{theme.FOCUS}" '
        'fill-rule="evenodd"/>',
        f'<path d="{outline}" fill="none" stroke="{theme.INK}" stroke-width="2.4" '
        'stroke-linejoin="round"/>',
        *_ring([point for ring in own for point in ring]),
    ]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width // 2}" height="{height // 2}" '
        f'viewBox="0 0 {width} {height}">{"".join(parts)}</svg>'
    )


def _fit(points: Sequence[Point]) -> tuple[Any, int, int]:
    """Return what places a point in the picture, north up, and the size of the picture."""
    xs, ys = [x for x, _ in points], [y for _, y in points]
    left, top = min(xs), max(ys)
    across, down = max(xs) - left, top - min(ys)
    k = (SIDE - 2 * MARGIN) / max(across, down, 1)

    def fitted(point: Point) -> Point:
        x, y = point
        return round(MARGIN + (x - left) * k), round(MARGIN + (top - y) * k)

    return fitted, round(across * k) + 2 * MARGIN, round(down * k) + 2 * MARGIN


def _path(arcs: list[list[Point]], ring: Sequence[int]) -> str:
    return _closed(joined(arcs, ring))


def _open(points: list[Point]) -> str:
    (x, y), *_ = points
    moves = "".join(f"l{bx - ax} {by - ay}" for (ax, ay), (bx, by) in pairwise(points))
    return f"M{x} {y}{moves}"


def _closed(points: list[Point]) -> str:
    return f"{_open(points)}z"


def _ring(points: Sequence[Point]) -> list[str]:
    """Return a ring around a ward too small to be seen at a glance."""
    xs, ys = [x for x, _ in points], [y for _, y in points]
    size = max(max(xs) - min(xs), max(ys) - min(ys))
    if size >= SMALL:
        return []
    cx, cy = (max(xs) + min(xs)) // 2, (max(ys) + min(ys)) // 2
    return [
        f'<circle cx="{cx}" cy="{cy}" r="{SMALL - 4}" fill="none" stroke="{theme.FOCUS}" '
        'stroke-width="4"/>'
    ]

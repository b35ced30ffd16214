"""Rings and points of a boundary file (docs/architecture.md §3), for pictures drawn in Python."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Any

Point = tuple[int, int]


def points_of(arc: Sequence[Sequence[int]]) -> list[Point]:
    """Return the points of an arc, which is stored as differences."""
    x = y = 0
    points = []
    for dx, dy in arc:
        x, y = x + dx, y + dy
        points.append((x, y))
    return points


def rings(geometry: dict[str, Any]) -> list[list[int]]:
    """Return the rings of a geometry, each a list of arc indices."""
    kind, arcs = geometry["type"], geometry["arcs"]
    if kind == "MultiPolygon":
        return [ring for polygon in arcs for ring in polygon]
    return [arcs] if kind == "LineString" else arcs


def place(index: int) -> int:
    """Return an arc's place in the file; a negative index runs it backwards."""
    return ~index if index < 0 else index


def joined(arcs: Sequence[list[Point]], ring: Sequence[int]) -> list[Point]:
    """Return the points along a ring or a line of arcs, none twice in a row."""
    points: list[Point] = []
    for index in ring:
        arc = arcs[place(index)]
        points += arc[::-1] if index < 0 else arc
    return thinned(points)


def thinned(points: Iterable[Point]) -> list[Point]:
    """Return points without those that fall where the last one did; both ends stay."""
    kept = list(points)
    return [kept[0], *(b for a, b in pairwise(kept) if a != b)]

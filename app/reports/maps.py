"""Maps of a report, made from a release's boundaries and the figures of a view."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from app import text
from app.charts.topology import Point, joined, points_of, rings, thinned
from app.findings import Reading
from app.profile import percentile
from app.release import Release
from app.reports import pictures
from app.reports.model import Map, Shape
from app.values import rounded
from app.view import View
from etl.registry import Indicator

SIDE = 2000
"""Units of the longer side of a map."""


SPREAD = {1: (3,), 2: (1, 4), 3: (1, 3, 5), 4: (1, 2, 4, 5), 5: (1, 2, 3, 4, 5)}
"""Colours of so many classes: fewer still run from light to dark (``classes.js`` has the same)."""


FIFTHS = (0.2, 0.4, 0.6, 0.8)


def ward_map(release: Release, view: View) -> Map:
    """Return the council's wards coloured by England's fifths, or by the council's own."""
    topology = boundaries(release, view.council.code)
    coverage = view.state.coverage(release)
    classes = view.state.classes
    breaks = coverage.breaks if classes == "england" and view.has_fifths and coverage else None
    council = text.spoken(view.council.name)
    whose = "England’s fifths of wards" if breaks else f"{text.possessive(council)} own fifths"
    if classes == "steps":
        whose = "Five equal steps"
    return _map(
        topology,
        {row.code: row for row in view.wards},
        view,
        breaks,
        title=whose,
        place=f"the wards of {council}",
        focus=view.state.ward,
    )


def council_map(release: Release, view: View) -> Map:
    """Return the councils of the region; a district of a county shows the county's figure."""
    topology = boundaries(release, "england-lad")
    by_holder = {row.code: row for row in view.peers}
    region = view.region
    shown = {}
    for council in release.councils():
        if region is not None and council.region_code != region.code:
            continue
        holder = release.holder(view.indicator.id, council.code)
        row = by_holder.get(holder.code) if holder else None
        shown[council.code] = row or Reading(council.name, None, marker="x", code=council.code)
    coverage = view.state.coverage(release)
    breaks = coverage.breaks if coverage else None
    place = region.name if region else "England"
    return _map(
        topology,
        shown,
        view,
        breaks,
        title="England’s fifths of councils" if breaks else f"{text.possessive(place)} own fifths",
        place=f"the councils of {place}",
        focus=view.council.code,
        names={code: release.areas[code].name for code in shown},
    )


def plain_map(release: Release, lad: str, *, focus: str | None = None, alt: str) -> Map:
    """Return a council's wards without figures, one of them filled."""
    topology = boundaries(release, lad)
    shapes, outline, size = drawn_shapes(topology, None)
    wards = tuple(
        Shape(area["name"], "", area["rings"], area["at"], 0, area["id"] == focus)
        for area in shapes
    )
    return Map("Where it is", alt, *size, wards, outline)


def boundaries(release: Release, name: str) -> dict[str, Any]:
    """Return a boundary file of the release."""
    path = release.www / "v" / release.id / "boundaries" / f"{name}.json"
    return json.loads(path.read_text("utf-8"))


def _map(
    topology: dict[str, Any],
    readings: Mapping[str, Reading],
    view: View,
    breaks: Sequence[float] | None,
    *,
    title: str,
    place: str,
    focus: str | None,
    names: Mapping[str, str] | None = None,
) -> Map:
    indicator = view.indicator
    values = [row.value for row in readings.values() if row.value is not None]
    cut = steps if view.state.classes == "steps" and view.by_ward else own_breaks
    edges = usable(breaks or cut(values, indicator.decimals), values, bool(breaks))
    shapes, outline, size = drawn_shapes(topology, set(readings))
    drawn = []
    for area in shapes:
        row = readings[area["id"]]
        name = text.spoken((names or {}).get(area["id"], row.name))
        shown = pictures.bar(row, indicator, "area").shown
        if row.value is not None and indicator.benchmarked and row.benchmark:
            to = "to" if row.benchmark == "similar" else "than"
            shown += f", {row.benchmark} {to} England"
        fill = classed(rounded(row.value, indicator.decimals), edges)
        drawn.append(Shape(name, shown, area["rings"], area["at"], fill, area["id"] == focus))
    legend = _legend(edges, indicator) if values else ()
    if any(shape.fill == 0 for shape in drawn):
        legend = (*legend, (0, "No figure"))
    ends = _ends(drawn, readings, shapes)
    ordered = "; ".join(f"{shape.name} {shape.shown}" for shape in ends)
    alt = f"Map: {place} by {indicator.quantity}, {title}."
    if ordered:
        alt += f" Highest and lowest: {ordered}."
    labelled = dict.fromkeys([shape.name for shape in drawn if shape.focus])
    labelled |= dict.fromkeys(shape.name for shape in ends)
    title = title if values else ""
    return Map("Map", alt, *size, tuple(drawn), outline, legend, title, tuple(labelled))


def _ends(
    drawn: Sequence[Shape], readings: Mapping[str, Reading], shapes: Sequence[dict[str, Any]]
) -> list[Shape]:
    """Return the areas with the highest and the lowest figure, where no other shares it."""
    known = [
        (value, shape)
        for area, shape in zip(shapes, drawn, strict=True)
        if (value := readings[area["id"]].value) is not None
    ]
    values = [value for value, _ in known]
    ends = [
        end for end in (max(values, default=0), min(values, default=0)) if values.count(end) == 1
    ]
    return [shape for end in dict.fromkeys(ends) for value, shape in known if value == end]


def drawn_shapes(
    topology: dict[str, Any], wanted: set[str] | None
) -> tuple[list[dict[str, Any]], tuple[tuple[Point, ...], ...], tuple[int, int]]:
    """Return the areas with their outlines in the units of a map, the outer line, and the size."""
    arcs = [points_of(arc) for arc in topology["arcs"]]
    areas = [
        area
        for area in topology["objects"]["areas"]["geometries"]
        if wanted is None or area["id"] in wanted
    ]
    raw = {area["id"]: [joined(arcs, ring) for ring in rings(area)] for area in areas}
    every = [point for lines in raw.values() for line in lines for point in line]
    left, right = min(x for x, _ in every), max(x for x, _ in every)
    low, top = min(y for _, y in every), max(y for _, y in every)
    wide, high = topology["transform"]["scale"]
    k = SIDE / max((right - left) * wide, (top - low) * high, 1)

    def fitted(points: Sequence[Point]) -> tuple[Point, ...]:
        placed = thinned(
            (round((x - left) * wide * k), round((top - y) * high * k)) for x, y in points
        )
        return tuple(placed) if len(placed) > 2 else ()

    drawn = [
        {
            "id": area["id"],
            "name": area["properties"].get("name", area["id"]),
            "rings": tuple(ring for line in raw[area["id"]] if (ring := fitted(line))),
            "at": _at(area, left, top, wide * k, high * k),
        }
        for area in areas
    ]
    outline: tuple[tuple[Point, ...], ...] = ()
    if wanted is None or len(areas) == len(topology["objects"]["areas"]["geometries"]):
        lines = [joined(arcs, line) for line in rings(topology["objects"]["outline"])]
        outline = tuple(ring for line in lines if (ring := fitted(line)))
    size = round((right - left) * wide * k), round((top - low) * high * k)
    return drawn, outline, size


def _at(area: dict[str, Any], left: int, top: int, wide: float, high: float) -> Point:
    x, y = area["properties"]["at"]
    return round((x - left) * wide), round((top - y) * high)


def own_breaks(values: Sequence[float], decimals: int) -> list[float]:
    """Return the 20, 40, 60 and 80 % points of the values themselves."""
    if not values:
        return []
    ordered = sorted(values)
    return [round(percentile(ordered, share), decimals) for share in FIFTHS]


def steps(values: Sequence[float], decimals: int) -> list[float]:
    """Return where the range of the values themselves is cut into five equal steps."""
    if not values or max(values) == min(values):
        return []
    low, wide = min(values), max(values) - min(values)
    return [round(low + share * wide, decimals) for share in FIFTHS]


def usable(breaks: Sequence[float], values: Sequence[float], everywhere: bool) -> list[float]:
    """Return breaks in order, each once, and none above which nothing can lie."""
    unique = sorted(set(breaks))
    return unique if everywhere else [edge for edge in unique if edge < max(values)]


def classed(value: float | None, edges: Sequence[float]) -> int:
    """Return the class of a value, 1 to 5; one on a break belongs to the class below it."""
    if value is None:
        return 0
    return SPREAD[len(edges) + 1][sum(value > edge for edge in edges)]


def _legend(edges: Sequence[float], indicator: Indicator) -> tuple[tuple[int, str], ...]:
    colours = SPREAD[len(edges) + 1]
    if not edges:
        return ((colours[0], "All alike"),)
    said = [text.short_amount(edge, indicator) for edge in edges]
    words = [f"up to {said[0]}"]
    words += [f"to {upper}" for upper in said[1:]]
    words.append(f"over {said[-1]}")
    return tuple(zip(colours, words, strict=True))

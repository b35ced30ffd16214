"""Maps as native shapes: every area can be recoloured, and says its name and figure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pptx.enum.dml import MSO_PATTERN
from pptx.enum.shapes import MSO_CONNECTOR, MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR
from pptx.util import Inches, Pt

from app import theme
from app.charts.scale import apart
from app.charts.topology import Point
from app.reports import measure
from app.reports.model import Map, Shape
from app.reports.shapes import add, box, colour, decorative, described, unstyled
from app.theme import is_dark

EMU = 914400
EMPTY = "#F4F5F6"
PLAIN = "#E1E5E8"
LEGEND_ROW = 0.24
LEGEND_LEVEL = 6
"""Classes that stand in one row of a legend; more stand in rows of three."""
LABEL_WIDTH = 1.9


def atlas(slide: Any, drawing: Map, place: tuple[float, float, float, float]) -> None:
    """Draw a map with its legend below it and its labels at its right."""
    left, top, width, height = place
    tall = _legend_rows(drawing) * LEGEND_ROW + 0.28
    below = tall + 0.12 if drawing.legend else 0.0
    beside = LABEL_WIDTH + 0.2 if drawing.labelled else 0.0
    room = width - beside, height - below
    k = min(room[0] / max(drawing.width, 1), room[1] / max(drawing.height, 1))
    at = left + (room[0] - drawing.width * k) / 2, top + (room[1] - drawing.height * k) / 2
    _shapes(slide, drawing, at, k)
    if drawing.labelled:
        _labels(slide, drawing, at, k, left + width - LABEL_WIDTH, (top, top + room[1]))
    if drawing.legend:
        _legend(slide, drawing, left, top + height - tall, width)


def plain(slide: Any, drawing: Map, place: tuple[float, float, float, float]) -> None:
    """Draw a map alone, as large as its place allows."""
    left, top, width, height = place
    k = min(width / max(drawing.width, 1), height / max(drawing.height, 1))
    at = left + (width - drawing.width * k) / 2, top + (height - drawing.height * k) / 2
    _shapes(slide, drawing, at, k)


def _shapes(slide: Any, drawing: Map, at: tuple[float, float], k: float) -> None:
    group = slide.shapes.add_group_shape()
    ordered = sorted(drawing.shapes, key=lambda shape: shape.focus)
    coloured = any(shape.fill for shape in drawing.shapes)
    for area in ordered:
        drawn = _freeform(group, area.rings, at, k)
        if drawn is None:
            continue
        described(drawn, area.name, f"{area.name}: {area.shown}" if area.shown else area.name)
        fill = drawing.colours[area.fill - 1] if area.fill else EMPTY if coloured else PLAIN
        if area.focus and not coloured:
            fill = theme.FOCUS
        if area.fill or area.focus or not drawing.legend:
            drawn.fill.solid()
            drawn.fill.fore_color.rgb = colour(fill)
        else:
            _hatched(drawn)
        dark = area.fill > 0 and is_dark(fill)
        drawn.line.color.rgb = colour(
            theme.PAPER if dark else "#3D3D3D" if drawing.legend else theme.PAPER
        )
        drawn.line.width = Pt(0.5)
        if area.focus and coloured:
            drawn.line.color.rgb = colour("#F46A25")
            drawn.line.width = Pt(3)
        unstyled(drawn)
    for ring in drawing.outline:
        line = _freeform(group, (ring,), at, k)
        if line is not None:
            line.fill.background()
            line.line.color.rgb, line.line.width = colour(theme.INK), Pt(1.25)
            unstyled(line)
            decorative(line, "Outline")
    described(group, drawing.name, drawing.alt)


def _hatched(drawn: Any) -> None:
    """Hatch a shape that has no figure."""
    drawn.fill.patterned()
    drawn.fill.pattern = MSO_PATTERN.LIGHT_UPWARD_DIAGONAL
    drawn.fill.fore_color.rgb, drawn.fill.back_color.rgb = colour(theme.HATCH), colour(EMPTY)


def _freeform(
    group: Any, rings: Sequence[Sequence[Point]], at: tuple[float, float], k: float
) -> Any:
    """Return a shape of these rings, in the map's units; None for one too small to have any."""
    builder = None
    for ring in rings:
        points = [(round((at[0] + x * k) * EMU), round((at[1] + y * k) * EMU)) for x, y in ring]
        if builder is None:
            builder = group.shapes.build_freeform(*points[0], scale=1.0)
        else:
            builder.move_to(*points[0])
        builder.add_line_segments(points[1:], close=True)
    return builder.convert_to_shape() if builder is not None else None


def _labels(
    slide: Any,
    drawing: Map,
    at: tuple[float, float],
    k: float,
    left: float,
    reach: tuple[float, float],
) -> None:
    """Name areas at the right of the map, a thin line leading to each."""
    by_name = {shape.name: shape for shape in drawing.shapes}
    shown = [by_name[name] for name in drawing.labelled]
    wanted = [at[1] + shape.at[1] * k for shape in shown]
    tall = 0.62
    places = apart(wanted, least=tall + 0.08, low=reach[0] + tall / 2, high=reach[1] - tall / 2)
    for shape, middle in zip(shown, places, strict=True):
        point = at[0] + shape.at[0] * k, at[1] + shape.at[1] * k
        lead = slide.shapes.add_connector(
            MSO_CONNECTOR.STRAIGHT, *map(Inches, point), Inches(left - 0.08), Inches(middle)
        )
        lead.line.color.rgb, lead.line.width = colour(theme.INK), Pt(0.75)
        unstyled(lead)
        decorative(lead, f"Line to {shape.name}")
        dot = slide.shapes.add_shape(
            MSO_SHAPE.OVAL,
            Inches(point[0] - 0.04),
            Inches(point[1] - 0.04),
            Inches(0.08),
            Inches(0.08),
        )
        dot.fill.solid()
        dot.fill.fore_color.rgb = colour(theme.PAPER)
        dot.line.color.rgb, dot.line.width = colour(theme.INK), Pt(0.75)
        unstyled(dot)
        decorative(dot, f"Point in {shape.name}")
        _label(slide, shape, left, middle - tall / 2, tall)


def _label(slide: Any, shape: Shape, left: float, top: float, tall: float) -> None:
    room = LABEL_WIDTH * 72
    size = measure.size_for(shape.name, room, tall * 72 * 0.55, most=11, least=7.5, bold=True)
    label = box(
        slide, shape.name, left, top, LABEL_WIDTH, tall, size=size, bold=True,
        name=f"Label of {shape.name}", anchor=MSO_ANCHOR.MIDDLE,
    )  # fmt: skip
    level = measure.lines(shape.name, room, size, bold=True)
    words = measure.shortened(shape.shown, room, 10, most=2 if level == 1 else 1)
    add(label.text_frame, words, size=10, tone=theme.SECONDARY)


def _legend_rows(drawing: Map) -> int:
    count = len(drawing.legend)
    return 1 if count <= LEGEND_LEVEL else -(-count // 3)


def _legend(slide: Any, drawing: Map, left: float, top: float, width: float) -> None:
    box(
        slide, drawing.legend_title, left, top, width, 0.2, size=9.5, tone=theme.SECONDARY,
        name="What the colours are",
    )  # fmt: skip
    columns = -(-len(drawing.legend) // _legend_rows(drawing))
    each = min(1.35 if columns > 3 else 3.2, width / columns)
    for place, (fill, words) in enumerate(drawing.legend):
        x = left + place % columns * each
        y = top + 0.26 + place // columns * LEGEND_ROW
        swatch = slide.shapes.add_shape(
            MSO_SHAPE.RECTANGLE, Inches(x), Inches(y), Inches(0.24), Inches(0.2)
        )
        if fill:
            swatch.fill.solid()
            swatch.fill.fore_color.rgb = colour(drawing.colours[fill - 1])
        else:
            _hatched(swatch)
        swatch.line.color.rgb, swatch.line.width = colour(theme.ZERO_LINE), Pt(0.5)
        unstyled(swatch)
        decorative(swatch, f"Colour: {words}")
        box(
            slide, measure.shortened(words, (each - 0.34) * 72, 10), x + 0.3, y,
            each - 0.32, 0.2, size=10, name=f"Legend: {words}", anchor=MSO_ANCHOR.MIDDLE,
        )  # fmt: skip

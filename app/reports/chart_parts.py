"""What native charts share: type, axes, labels, legend and the place of the plot."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pptx.enum.chart import (
    XL_LEGEND_POSITION,
    XL_MARKER_STYLE,
    XL_TICK_MARK,
)
from pptx.enum.dml import MSO_LINE
from pptx.oxml.ns import qn
from pptx.util import Inches, Pt

from app import theme
from app.reports.model import Number, Role
from app.reports.shapes import FONT, LANGUAGE, child, colour, lone

COLOURS: dict[Role, str] = {
    "area": theme.BAR,
    "focus": theme.FOCUS,
    "council": theme.INK,
    "alike": theme.ALIKE,
    "region": theme.REGION,
    "england": theme.ENGLAND,
}

Place = tuple[float, float, float, float]
"""Left, top, width and height in inches."""


def added(slide: Any, kind: Any, place: Place, data: Any) -> tuple[Any, Any]:
    """Add a chart; return its frame and the chart."""
    frame = slide.shapes.add_chart(kind, *map(Inches, place), data)
    drawn = frame.chart
    drawn.has_legend, drawn.has_title = False, False
    drawn.font.name, drawn.font.size = FONT, Pt(11)
    drawn.font.color.rgb = colour(theme.INK)
    return frame, drawn


def number_format(number: Number) -> str:
    """Return how a worksheet shows the figures."""
    digits = "#,##0" + ("." + "0" * number.decimals if number.decimals else "")
    return f'{digits}"{number.sign}"' if number.sign else digits


def axis_format(number: Number, marks: Sequence[float]) -> str:
    """Return how an axis shows its marks, in as few decimals as they need."""
    decimals = max((len(f"{mark:.4f}".rstrip("0").partition(".")[2]) for mark in marks), default=0)
    return number_format(Number(decimals, number.sign))


def words_of(value: float | None, number: Number) -> str:
    """Return a figure as it is written."""
    return "" if value is None else f"{value:,.{number.decimals}f}{number.sign}".replace("-", "−")


def filled(shape_format: Any, tone: str) -> None:
    """Fill a bar or a marker."""
    shape_format.fill.solid()
    shape_format.fill.fore_color.rgb = colour(tone)


def typed(font: Any, size: float, tone: str, *, bold: bool = False) -> None:
    """Set the type of a run of text in a chart."""
    font.name, font.size, font.bold = FONT, Pt(size), bold
    font.color.rgb = colour(tone)
    font._rPr.set("lang", LANGUAGE)


def quiet_axis(axis: Any, size: float, tone: str) -> None:
    """Take marks, grid and line from an axis, and set its labels."""
    axis.tick_labels.font.size, axis.tick_labels.font.name = Pt(size), FONT
    axis.tick_labels.font.color.rgb = colour(tone)
    axis.major_tick_mark = axis.minor_tick_mark = XL_TICK_MARK.NONE
    axis.has_major_gridlines = False
    axis.format.line.fill.background()


def grid_lines(axis: Any) -> None:
    """Draw the light lines of an axis."""
    axis.has_major_gridlines = True
    axis.major_gridlines.format.line.color.rgb = colour(theme.GRID)
    axis.major_gridlines.format.line.width = Pt(0.75)


def label_words(label: Any, words: str, size: float, tone: str, *, bold: bool = False) -> None:
    """Write words of our own at a point."""
    frame = label.text_frame
    frame.text = words
    frame.word_wrap = False
    typed(frame.paragraphs[0].runs[0].font, size, tone, bold=bold)


def move_label(label: Any, x: float, y: float) -> None:
    """Move a label from where its position puts it, in shares of the chart."""
    element = label._dLbl
    layout = lone(element, "c:layout")
    manual = child(layout, "c:manualLayout")
    child(manual, "c:x").set("val", f"{x:.5f}")
    child(manual, "c:y").set("val", f"{y:.5f}")
    element.find(qn("c:idx")).addnext(layout)


def straight(series: Any, tone: str, *, dashed: bool, width: float = 2.0) -> None:
    """Make a series a line without markers."""
    series.format.line.color.rgb = colour(tone)
    series.format.line.width = Pt(width)
    if dashed:
        series.format.line.dash_style = MSO_LINE.DASH
    series.marker.style = XL_MARKER_STYLE.NONE
    if hasattr(series, "smooth"):
        series.smooth = False


def add_legend(drawn: Any, size: float, *, without: Sequence[int] = ()) -> None:
    """Add a legend below the plot, ``without`` the series that are named elsewhere."""
    drawn.has_legend = True
    legend = drawn.legend
    legend.position, legend.include_in_layout = XL_LEGEND_POSITION.BOTTOM, False
    legend.font.size, legend.font.name = Pt(size), FONT
    place = legend._element.find(qn("c:legendPos"))
    for index in reversed(without):
        entry = lone(place, "c:legendEntry")
        child(entry, "c:idx").set("val", str(index))
        child(entry, "c:delete").set("val", "1")
        place.addnext(entry)


def plot_place(drawn: Any, x: float, y: float, width: float, height: float) -> None:
    """Say where the plot lies in its chart, in shares, so that names and labels have room."""
    area = drawn._chartSpace.chart.plotArea
    layout = area.find(qn("c:layout"))
    if layout is None:
        layout = lone(area, "c:layout")
        area.insert(0, layout)
    for old in list(layout):
        layout.remove(old)
    manual = child(layout, "c:manualLayout")
    child(manual, "c:layoutTarget").set("val", "inner")
    for name in ("xMode", "yMode"):
        child(manual, f"c:{name}").set("val", "edge")
    for name, value in (("x", x), ("y", y), ("w", width), ("h", height)):
        child(manual, f"c:{name}").set("val", f"{value:.4f}")

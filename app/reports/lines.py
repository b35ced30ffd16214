"""Trends and scatters as native charts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pptx.enum.chart import (
    XL_CHART_TYPE,
    XL_LABEL_POSITION,
    XL_MARKER_STYLE,
)
from pptx.enum.dml import MSO_LINE
from pptx.oxml.ns import qn
from pptx.util import Pt

from app import theme
from app.charts.scale import apart, ticks
from app.reports import measure
from app.reports.chart_parts import (
    COLOURS,
    Place,
    add_legend,
    added,
    axis_format,
    filled,
    grid_lines,
    label_words,
    move_label,
    number_format,
    plot_place,
    quiet_axis,
    straight,
    typed,
    words_of,
)
from app.reports.model import Places, Scatter, Trend
from app.reports.shapes import FONT, box, colour, described, lone
from app.reports.worksheets import Beside, Named

LEVEL_SLOTS = 8
"""Periods whose labels stand level on an axis."""
PLOT_SHARE, SLANT_ROOM = 0.6, 0.4
"""Width of the plot as a share of the chart's, roughly, and inches a period that a slanted label
needs; LibreOffice cuts it off where it has less, so it stands upright there."""

GROUPS = (
    (XL_MARKER_STYLE.DIAMOND, theme.ENGLAND, 9),
    (XL_MARKER_STYLE.TRIANGLE, "#F46A25", 8),
    (XL_MARKER_STYLE.SQUARE, theme.FOCUS, 7),
    (XL_MARKER_STYLE.CIRCLE, theme.BAR, 7),
)


def trend(slide: Any, chart: Trend, place: Place) -> None:
    """Draw lines over time; what may not be joined is not, and each line is named at its end."""
    code = number_format(chart.number)
    data = Beside(code, ())
    data.categories = [label or " " for label in chart.slots]
    for series in chart.series:
        data.add_series(series.name, series.values)
    frame, drawn = added(slide, XL_CHART_TYPE.LINE_MARKERS, place, data)
    described(frame, chart.name, chart.alt)
    _blanks(drawn, "span" if any(map(_has_hole, (s.values for s in chart.series))) else "gap")
    every = [value for s in chart.series for value in s.values if value is not None]
    low, high = (0.0 if chart.from_zero else min(every)), max(every)
    marks = ticks(min(low, min(every)), high)
    values = drawn.value_axis
    step = marks[1] - marks[0] if len(marks) > 1 else 1.0
    values.minimum_scale = marks[0]
    values.maximum_scale = max(high + 0.08 * (high - marks[0]), marks[-1]) or 1
    values.major_unit = step
    quiet_axis(values, 12, theme.QUIET)
    values.tick_labels.number_format, values.tick_labels.number_format_is_linked = (
        axis_format(chart.number, marks),
        False,
    )
    grid_lines(values)
    each = place[2] * PLOT_SHARE / max(len(chart.slots), 1)
    quiet_axis(drawn.category_axis, 12 if each >= SLANT_ROOM else 9.5, theme.INK)
    drawn.category_axis.format.line.color.rgb = colour(theme.ZERO_LINE)
    _every_label(drawn.category_axis)
    if len(chart.slots) > LEVEL_SLOTS:
        _slanted(drawn.category_axis, "-2700000" if each >= SLANT_ROOM else "-5400000")
    ends = []
    for series, told in zip(drawn.plots[0].series, chart.series, strict=True):
        tone = COLOURS[told.role]
        series.smooth = False
        series.format.line.color.rgb = colour(tone)
        series.format.line.width = Pt(3.5 if told.role == "focus" else 2)
        if told.role == "england":
            series.format.line.dash_style = MSO_LINE.DASH
        series.marker.style = XL_MARKER_STYLE.CIRCLE
        series.marker.size = 9 if told.role == "focus" else 6
        filled(series.marker.format, tone)
        series.marker.format.line.color.rgb = colour(tone)
        if told.last:
            at = max(n for n, value in enumerate(told.values) if value is not None)
            ends.append((series, told, at))
    wide, tall = place[2], place[3]
    reach = values.maximum_scale - values.minimum_scale
    inner = tall * 0.84
    heights = [(told.values[at] - values.minimum_scale) / reach * inner for _, told, at in ends]
    least = 16 / 72
    moved = apart(heights, least=least, low=0.0, high=inner)
    longest = 0.0
    for (series, told, at), height, wanted in zip(ends, heights, moved, strict=True):
        words = f"{told.name} {words_of(told.values[at], chart.number)}"
        bold = told.role in ("focus", "council")
        label = series.points[at].data_label
        label_words(label, words, 12, COLOURS[told.role], bold=bold)
        label.position = XL_LABEL_POSITION.RIGHT
        if abs(wanted - height) > 0.01:
            move_label(label, 0.0, (height - wanted) / tall)
        longest = max(longest, measure.width(words, 12, bold=bold) / 72)
    room = min(0.45, (longest + 0.25) / wide)
    drawn.has_legend = False
    plot_place(drawn, 0.06, 0.03, 0.93 - room, 0.84)


def scatter(slide: Any, chart: Scatter, place: Place) -> None:
    """Draw two figures of each area, the corners told apart by shape and colour."""
    # LibreOffice loses the series before one that has more points: the longest comes first.
    sizes = [sum(dot.group == group for dot in chart.dots) for group in range(len(chart.groups))]
    shown = sorted((g for g, size in enumerate(sizes) if size), key=lambda g: -sizes[g])
    by_group = {group: [dot for dot in chart.dots if dot.group == group] for group in shown}
    x, y = ([dot.x for dot in chart.dots], [dot.y for dot in chart.dots])
    reach = [
        max([*values, line]) * 1.06 or 1.0 for values, line in zip((x, y), chart.lines, strict=True)
    ]
    names = [[dot.name for dot in by_group[group]] for group in shown]
    data = Named("General", [*names, ["", ""], ["", ""]])
    for group in shown:
        series = data.add_series(chart.groups[group])
        for dot in by_group[group]:
            series.add_data_point(dot.x, dot.y)
    across = data.add_series(chart.line_names[1], number_format(chart.y))
    for end in (0.0, reach[0]):
        across.add_data_point(end, chart.lines[1])
    up = data.add_series(chart.line_names[0], number_format(chart.x))
    for end in (0.0, reach[1]):
        up.add_data_point(chart.lines[0], end)
    frame, drawn = added(slide, XL_CHART_TYPE.XY_SCATTER, place, data)
    described(frame, chart.name, chart.alt)
    plot = drawn.plots[0]
    for at, group in enumerate(shown):
        style, tone, size = GROUPS[group]
        series = plot.series[at]
        series.format.line.fill.background()
        series.marker.style, series.marker.size = style, size
        filled(series.marker.format, tone)
        series.marker.format.line.color.rgb = colour(theme.PAPER if group != 3 else theme.QUIET)
        for n, dot in enumerate(by_group[group]):
            if dot.name in chart.labelled:
                label = series.points[n].data_label
                label_words(label, dot.name, 10, theme.INK)
                label.position = (
                    XL_LABEL_POSITION.LEFT if dot.x > 0.7 * reach[0] else XL_LABEL_POSITION.RIGHT
                )
    for axis, number, top, words in (
        (drawn.category_axis, chart.x, reach[0], chart.x_title),
        (drawn.value_axis, chart.y, reach[1], chart.y_title),
    ):
        marks = ticks(0, top)
        axis.minimum_scale, axis.maximum_scale = 0, top
        axis.major_unit = marks[1] - marks[0] if len(marks) > 1 else None
        quiet_axis(axis, 10.5, theme.QUIET)
        axis.tick_labels.number_format, axis.tick_labels.number_format_is_linked = (
            axis_format(number, marks),
            False,
        )
        axis.has_major_gridlines = False
        axis.format.line.color.rgb = colour(theme.ZERO_LINE)
        axis.has_title = True
        title = axis.axis_title.text_frame
        title.text = words
        typed(title.paragraphs[0].runs[0].font, 11, theme.SECONDARY)
    for at, line in ((len(shown), 1), (len(shown) + 1, 0)):
        series = plot.series[at]
        straight(series, theme.INK, dashed=True, width=1.25)
        label = series.points[1].data_label
        label_words(label, chart.line_names[line], 10, theme.INK, bold=True)
        label.position = XL_LABEL_POSITION.ABOVE if line else XL_LABEL_POSITION.RIGHT
        if line:
            label.position = XL_LABEL_POSITION.LEFT
            move_label(label, 0.0, -0.025)
    add_legend(drawn, 11, without=(len(shown), len(shown) + 1))
    plot_place(drawn, 0.1, 0.03, 0.87, 0.74)


def places(slide: Any, chart: Places, place: Place) -> None:
    """Draw shares of England's wards, nought to a hundred, one bar an indicator."""
    data = Beside('0"%"', [("In words", [words for _, _, words in chart.rows])])
    data.categories = [what for what, _, _ in chart.rows]
    data.add_series("Share of wards lower", [share for _, share, _ in chart.rows])
    left, top, width, height = place
    box(
        slide, chart.title, left, top, width, 0.3, size=14, bold=True, name=chart.title,
    )  # fmt: skip
    tall = min(height - 0.4, 0.5 + 0.62 * len(chart.rows))
    at = left, top + 0.4, width, tall
    frame, drawn = added(slide, XL_CHART_TYPE.BAR_CLUSTERED, at, data)
    described(frame, chart.name, chart.alt)
    plot = drawn.plots[0]
    plot.gap_width, plot.vary_by_categories = 70, False
    series = plot.series[0]
    filled(series.format, theme.FOCUS)
    labels = series.data_labels
    labels.number_format, labels.number_format_is_linked = '0"%"', False
    labels.position, labels.show_value = XL_LABEL_POSITION.OUTSIDE_END, True
    labels.font.size, labels.font.name, labels.font.bold = Pt(12), FONT, True
    categories, values = drawn.category_axis, drawn.value_axis
    categories.reverse_order = True
    quiet_axis(categories, 11.5, theme.INK)
    categories.format.line.color.rgb = colour(theme.ZERO_LINE)
    values.minimum_scale, values.maximum_scale, values.major_unit = 0, 110, 20
    quiet_axis(values, 9.5, theme.QUIET)
    values.tick_labels.number_format, values.tick_labels.number_format_is_linked = '0"%"', False
    grid_lines(values)
    plot_place(drawn, 0.42, 0.09, 0.56, 0.9)


def _blanks(drawn: Any, how: str) -> None:
    chart = drawn._chartSpace.chart
    found = chart.find(qn("c:dispBlanksAs"))
    found.set("val", how)


def _every_label(axis: Any) -> None:
    """Let every label of an axis be written; the empty ones are blank already."""
    element = axis._element
    skip = lone(element, "c:tickLblSkip")
    skip.set("val", "1")
    after = element.find(qn("c:noMultiLvlLbl"))
    after.addprevious(skip)


def _slanted(axis: Any, turn: str) -> None:
    """Write an axis's labels at a slant: there are too many to stand level."""
    body = axis._element.find(qn("c:txPr")).find(qn("a:bodyPr"))
    body.set("rot", turn)
    body.set("vert", "horz")


def _has_hole(values: Sequence[float | None]) -> bool:
    """Tell whether a run has slots without a period between its first and last figure."""
    known = [at for at, value in enumerate(values) if value is not None]
    return bool(known) and known[-1] - known[0] + 1 > len(known)

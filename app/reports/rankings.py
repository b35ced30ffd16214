"""Rankings as native charts: bars with names, or points where there are too many to name."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pptx.enum.chart import (
    XL_CHART_TYPE,
    XL_LABEL_POSITION,
    XL_MARKER_STYLE,
    XL_TICK_LABEL_POSITION,
)
from pptx.oxml.ns import qn
from pptx.util import Pt

from app import theme
from app.charts.scale import ticks
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
)
from app.reports.model import Bar, Ranking
from app.reports.shapes import FONT, child, colour, described, lone
from app.reports.worksheets import Beside

NAMED_ROWS = 24
"""Rows of one column of a ranking that names its bars; longer ones have two columns, the longest
are drawn as points."""

VERDICTS = {
    "lower": (XL_MARKER_STYLE.TRIANGLE, theme.FOCUS, "Lower than England"),
    "similar": (XL_MARKER_STYLE.CIRCLE, theme.SECONDARY, "Similar to England"),
    "higher": (XL_MARKER_STYLE.DIAMOND, theme.ENGLAND, "Higher than England"),
}
SHAPES = {"higher": " ▲", "similar": " ○", "lower": " ▼"}


def ranking(slide: Any, chart: Ranking, place: Place) -> None:
    """Draw a ranking: bars with names in one or two columns, or points where there are too many."""
    bars = [bar for bar in chart.bars if bar.value is not None]
    if len(bars) > 2 * NAMED_ROWS:
        _points(slide, chart, bars, place)
        return
    left, top, width, height = place
    columns = 1 if len(bars) <= NAMED_ROWS else 2
    depth = -(-len(bars) // columns)
    gap = 0.35
    each = (width - gap * (columns - 1)) / columns
    largest = max([bar.upper or bar.value or 0.0 for bar in bars] + [0.0])
    longest = max(measure.width(bar.name + "   ▲", 11) for bar in bars) / 72
    for column in range(columns):
        part = bars[column * depth : (column + 1) * depth]
        tall = (
            height * (len(part) + 1) / (depth + 1)
            if columns > 1
            else min(height, 0.6 + 0.42 * len(part))
        )
        at = (left + column * (each + gap), top, each, tall)
        name = (
            chart.name
            if columns == 1
            else f"{chart.name}, {'first' if not column else 'second'} half"
        )
        _bars(slide, name, chart, part, at, largest, min(longest / each, 0.5))


def _bars(
    slide: Any,
    name: str,
    chart: Ranking,
    bars: Sequence[Bar],
    place: Place,
    largest: float,
    names: float,
) -> None:
    code = number_format(chart.number)
    beside = _interval_columns(bars)
    data = Beside(code, beside)
    data.categories = [bar.name + SHAPES.get(bar.verdict or "", "") for bar in bars]
    data.add_series("Figure", [bar.value for bar in bars])
    frame, drawn = added(slide, XL_CHART_TYPE.BAR_CLUSTERED, place, data)
    described(frame, name, chart.alt)
    plot = drawn.plots[0]
    size = 10.5 if len(bars) <= 18 else 9
    plot.gap_width, plot.vary_by_categories = (45 if len(bars) <= 12 else 30), False
    series = plot.series[0]
    filled(series.format, COLOURS["area"])
    for at, bar in enumerate(bars):
        if bar.role != "area":
            filled(series.points[at].format, COLOURS[bar.role])
    _value_labels(series, code, size)
    for at, bar in enumerate(bars):
        if bar.role != "area":
            _white(series.points[at].data_label, size)
    _intervals(series, bars, data)
    categories, values = drawn.category_axis, drawn.value_axis
    categories.reverse_order = True
    quiet_axis(categories, size, theme.INK)
    categories.format.line.color.rgb = colour(theme.ZERO_LINE)
    marks = ticks(0, largest or 1.0)
    values.minimum_scale, values.maximum_scale = 0, max(largest * 1.03, marks[-1]) or 1
    values.major_unit = marks[1] - marks[0] if len(marks) > 1 else None
    quiet_axis(values, 9, theme.QUIET)
    values.tick_labels.number_format, values.tick_labels.number_format_is_linked = (
        axis_format(chart.number, marks),
        False,
    )
    grid_lines(values)
    plot_place(
        drawn, names, 0.07 if len(bars) > 6 else 0.15, 0.99 - names, 0.91 if len(bars) > 6 else 0.82
    )


def _points(slide: Any, chart: Ranking, bars: Sequence[Bar], place: Place) -> None:
    """Draw areas as points from the lowest, by verdict, with England and the council as lines."""
    code = number_format(chart.number)
    areas = [bar for bar in reversed(bars) if bar.role in ("area", "focus")]
    lines = [bar for bar in bars if bar.role in ("council", "alike", "england")]
    data = Beside(code, _interval_columns(areas))
    data.categories = [bar.name for bar in areas]
    told = [word for word in VERDICTS if any(bar.verdict == word for bar in areas)]
    for word in told:
        count = sum(bar.verdict == word for bar in areas)
        data.add_series(
            f"{VERDICTS[word][2]}: {count}",
            [bar.value if bar.verdict == word else None for bar in areas],
        )
    untold = [bar for bar in areas if bar.verdict is None]
    if untold:
        name = f"Without a verdict: {len(untold)}" if told else chart.nouns.capitalize()
        data.add_series(name, [bar.value if bar.verdict is None else None for bar in areas])
    for line in lines:
        data.add_series(f"{line.name} {line.shown}", [line.value] * len(areas))
    frame, drawn = added(slide, XL_CHART_TYPE.LINE_MARKERS, place, data)
    described(frame, chart.name, chart.alt)
    plot = drawn.plots[0]
    values = drawn.value_axis
    ends = [end for bar in areas for end in (bar.value, bar.lower, bar.upper) if end is not None]
    top = max([*ends, *(line.value or 0.0 for line in lines)])
    marks = ticks(0, top)
    values.minimum_scale, values.maximum_scale = 0, top * 1.08 or 1
    values.major_unit = marks[1] - marks[0] if len(marks) > 1 else None
    quiet_axis(values, 10.5, theme.QUIET)
    values.tick_labels.number_format, values.tick_labels.number_format_is_linked = (
        axis_format(chart.number, marks),
        False,
    )
    grid_lines(values)
    categories = drawn.category_axis
    quiet_axis(categories, 9, theme.INK)
    categories.tick_label_position = XL_TICK_LABEL_POSITION.NONE
    categories.format.line.color.rgb = colour(theme.ZERO_LINE)
    for at, series in enumerate(plot.series):
        series.smooth = False
        if at >= len(told) + bool(untold):
            straight(
                series,
                COLOURS[lines[at - len(told) - bool(untold)].role],
                dashed=lines[at - len(told) - bool(untold)].role in ("alike", "england"),
            )
            continue
        style, tone, _ = (
            VERDICTS[told[at]] if at < len(told) else (XL_MARKER_STYLE.CIRCLE, theme.FOCUS, "")
        )
        series.format.line.fill.background()
        series.marker.style, series.marker.size = style, 7
        filled(series.marker.format, tone)
        series.marker.format.line.color.rgb = colour(tone)
        word = told[at] if at < len(told) else None
        own = [bar if bar.verdict == word else None for bar in areas]
        _intervals(series, own, data, tone=tone)
    _name_ends(plot, areas, told, chart)
    add_legend(drawn, 11)
    plot_place(drawn, 0.05, 0.03, 0.93, 0.84)


def _name_ends(plot: Any, areas: Sequence[Bar], told: Sequence[str], chart: Ranking) -> None:
    """Write the names of the lowest, the highest and the chosen area beside their points."""
    chosen = {}
    if areas[0].value != areas[1].value:
        chosen[0] = XL_LABEL_POSITION.RIGHT
    if areas[-1].value != areas[-2].value:
        chosen[len(areas) - 1] = XL_LABEL_POSITION.LEFT
    for at, bar in enumerate(areas):
        if bar.role == "focus":
            chosen[at] = XL_LABEL_POSITION.LEFT if at > len(areas) / 2 else XL_LABEL_POSITION.RIGHT
    for at, position in chosen.items():
        bar = areas[at]
        place = told.index(bar.verdict) if bar.verdict in told else len(told)
        label = plot.series[place].points[at].data_label
        label_words(label, f"{bar.name} {bar.shown}", 11, theme.INK, bold=bar.role == "focus")
        label.position = position
        move_label(label, 0.0, 0.04 if position == XL_LABEL_POSITION.RIGHT else -0.04)


def _value_labels(series: Any, code: str, size: float) -> None:
    labels = series.data_labels
    labels.number_format, labels.number_format_is_linked = code, False
    labels.position = XL_LABEL_POSITION.INSIDE_BASE
    labels.show_value = True
    labels.font.size, labels.font.name = Pt(size), FONT
    labels.font.color.rgb = colour(theme.INK)


def _white(label: Any, size: float) -> None:
    """Write the figure of a dark bar in white."""
    label.position = XL_LABEL_POSITION.INSIDE_BASE
    typed(label.font, size, theme.PAPER, bold=True)


def _interval_columns(bars: Sequence[Bar]) -> list[tuple[str, list[float | str]]]:
    """Return how far intervals reach above and below, as columns of the worksheet."""
    if not any(bar.lower is not None for bar in bars):
        return []
    ends = [_reach(bar) for bar in bars]
    return [
        ("95% interval: above", [above for above, _ in ends]),
        ("95% interval: below", [below for _, below in ends]),
        ("95% interval: lower end", ["" if bar.lower is None else bar.lower for bar in bars]),
        ("95% interval: upper end", ["" if bar.upper is None else bar.upper for bar in bars]),
    ]


def _reach(bar: Bar | None) -> tuple[float, float]:
    if bar is None or bar.value is None or bar.lower is None or bar.upper is None:
        return 0.0, 0.0
    return round(bar.upper - bar.value, 6), round(bar.value - bar.lower, 6)


def _intervals(
    series: Any, bars: Sequence[Bar | None], data: Beside, *, tone: str = theme.INK
) -> None:
    """Draw intervals as native error bars that read the worksheet's columns."""
    if not data.columns or not any(_reach(bar) != (0.0, 0.0) for bar in bars):
        return
    element = series._element
    bars_element = lone(element, "c:errBars")
    for name, value in (
        ("errDir", "y"),
        ("errBarType", "both"),
        ("errValType", "cust"),
        ("noEndCap", "0"),
    ):
        if name == "errDir" and element.getparent().tag == qn("c:barChart"):
            continue
        child(bars_element, f"c:{name}").set("val", value)
    for side, (heading, at) in {
        "plus": ("95% interval: above", 0),
        "minus": ("95% interval: below", 1),
    }.items():
        reference = child(child(bars_element, f"c:{side}"), "c:numRef")
        child(reference, "c:f").text = data.range_of(heading)
        cache = child(reference, "c:numCache")
        child(cache, "c:formatCode").text = "General"
        child(cache, "c:ptCount").set("val", str(len(bars)))
        for index, bar in enumerate(bars):
            point = child(cache, "c:pt")
            point.set("idx", str(index))
            child(point, "c:v").text = str(_reach(bar)[at])
    line = child(child(bars_element, "c:spPr"), "a:ln")
    line.set("w", "12700")
    fill = child(child(line, "a:solidFill"), "a:srgbClr")
    fill.set("val", tone.removeprefix("#"))
    element.find(qn("c:cat")).addprevious(bars_element)

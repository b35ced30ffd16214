"""Figures, by what they draw from a few numbers."""

import json
from dataclasses import replace

import pytest

from app.charts import ranking, trend
from app.charts.ranking_rows import Row
from app.charts.scale import apart, mark, ticks
from app.charts.series import Cut, Hole, Line, Point, segments
from app.theme import ENGLAND, FOCUS


def percent(value: float) -> str:
    return f"{value:.1f}%"


def line(name: str, role: trend.Role, *values: float | None, start: int = 2022) -> Line:
    """One point a year from ``start``, its interval one either side."""
    points = (
        Point(
            start + i,
            str(start + i),
            value,
            None if value is None else value - 1,
            None if value is None else value + 1,
        )
        for i, value in enumerate(values)
    )
    return Line(name, role, tuple(points))


def drawn(chart, name: str):
    return next(trace for trace in chart.data if trace.name == name)


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [
        (0, 66, [0, 20, 40, 60]),
        (0, 95.6, [0, 25, 50, 75]),
        (62.7, 71.7, [60, 65, 70]),
        (0, 7, [0, 2, 4, 6]),
        (0, 0.4, [0, 0.2, 0.4]),
        (5, 5, [5, 5.5, 6]),
    ],
)
def test_an_axis_has_at_most_four_round_marks(low, high, expected):
    assert ticks(low, high) == expected


def test_a_mark_has_no_needless_decimals():
    assert [mark(20.0, "%"), mark(2.5, ""), mark(1000.0, "")] == ["20%", "2.5", "1,000"]


def test_labels_that_would_touch_are_pushed_apart_in_their_order():
    assert apart([10, 12, 40], least=14, low=0, high=100) == [10, 24, 40]


def test_labels_stay_inside_at_the_top():
    assert apart([95, 99], least=14, low=0, high=100) == [86, 100]


def test_labels_without_room_for_all_keep_their_distance():
    assert apart([1, 2, 3], least=14, low=0, high=20) == [0, 14, 28]


def test_a_missing_year_is_not_joined_across():
    runs = segments(line("Ward", "focus", 10, None, 12, 13).points)
    assert [[point.period for point in run] for run in runs] == [["2022"], ["2024", "2025"]]


def test_a_series_is_not_joined_across_a_break():
    points = line("Ward", "focus", 10, 11, 12).points
    runs = segments(points, cuts=[Cut(2023.5, "new framework")])
    assert [len(run) for run in runs] == [2, 1]


def test_a_series_is_not_joined_across_a_gap():
    points = (*line("A", "focus", 60, 61, start=2018).points, *line("A", "focus", 65).points)
    runs = segments(points, holes=[Hole(2019.5, 2021.5, "not assessed")])
    assert [len(run) for run in runs] == [2, 1]


def test_a_gap_is_hatched_with_its_reason_and_a_break_dotted_with_its_words():
    chart = trend.figure(
        lines=[line("England", "england", 60, 61, 62, 65, 66, start=2019)],
        shown=percent,
        cuts=[Cut(2021.5, "new framework: do not compare")],
        holes=[Hole(2020.5, 2021.5, "not assessed 2020 and 2021")],
    )
    words = [note.text.replace("<br>", " ") for note in chart.layout.annotations]
    assert "not assessed 2020 and 2021" in words
    assert "new framework: do not compare" in words
    assert chart.data[0].fillpattern.shape == "/"
    assert chart.layout.shapes[0].line.dash == "2px,3px"


def test_the_words_of_a_late_break_end_at_it_and_leave_room_for_the_names():
    chart = trend.figure(
        lines=[line("England", "england", 60, 61, 62, 65, 66, start=2019)],
        shown=percent,
        cuts=[Cut(2022.5, "percentages alone: do not compare")],
    )
    anchors = [note.xanchor for note in chart.layout.annotations if "alone" in note.text]
    assert anchors == ["right"]


def test_lines_are_named_with_their_last_value_at_the_right_and_never_in_a_legend():
    chart = trend.figure(
        lines=[line("Alum Rock", "focus", 60, 63.8), line("England", "england", 19, 19.8)],
        shown=percent,
    )
    labels = [note.text for note in chart.layout.annotations]
    assert labels == ["<b>Alum Rock</b>", "<b>63.8%</b>", "England", "19.8%"]
    assert chart.layout.showlegend is False


def test_only_the_focus_has_its_interval_as_a_band():
    chart = trend.figure(
        lines=[line("Ward", "focus", 60, 61), line("England", "england", 19, 20)], shown=percent
    )
    assert sum(trace.fill == "toself" for trace in chart.data) == 1


def test_england_is_dashed():
    chart = trend.figure(lines=[line("England", "england", 19, 20)], shown=percent)
    assert drawn(chart, "England").line.dash == "5px,3px"


def test_a_fifth_line_is_refused():
    with pytest.raises(ValueError, match="at most four"):
        trend.figure(lines=[line(str(n), "region", 1, 2) for n in range(5)], shown=percent)


def test_a_trend_without_a_value_is_refused():
    with pytest.raises(ValueError, match="at least one value"):
        trend.figure(lines=[line("Ward", "focus", None, None)], shown=percent)


ROWS = [
    Row("E05000001", "1", "Heartlands", 65.6, 64.0, 67.0, "higher"),
    Row("E05000002", "2", "Alum Rock", 63.8, 62.7, 64.9, "higher", selected=True),
    Row("E05000003", "3", "Four Oaks", 4.5, 3.7, 5.3, "lower"),
    Row("E05000004", "", "Tiny", None, instead="withheld: small numbers"),
]


def test_a_row_without_a_value_has_no_bar_and_says_why():
    chart = ranking.figure(rows=ROWS, shown=percent)
    bars, texts = chart.data[0], [text for trace in chart.data for text in trace.text or ()]
    assert list(bars.customdata) == ["E05000001", "E05000002", "E05000003"]
    assert "withheld: small numbers" in texts and "Tiny" in texts


def test_the_locked_row_is_marked_and_its_value_stands_on_every_bar():
    chart = ranking.figure(rows=[replace(ROWS[0], locked=True), *ROWS[1:]], shown=percent)
    names = [
        text for trace in chart.data if getattr(trace, "mode", "") == "text" for text in trace.text
    ]
    assert [name for name in names if "◆" in name] == [f"<b>{ROWS[0].name} ◆</b>"]
    marks = next(
        trace
        for trace in chart.data
        if getattr(trace, "mode", "") == "markers" and "diamond" in trace.marker.symbol
    )
    bars = next(trace for trace in chart.data if trace.type == "bar")
    assert set(marks.x) == {bars.base[0] + bars.x[0]}


def test_bars_start_at_zero_and_carry_their_intervals():
    bars = ranking.figure(rows=ROWS, shown=percent).data[0]
    assert list(bars.x) == [65.6, 63.8, 4.5]
    assert len(set(bars.base)) == 1
    assert bars.error_x.array == pytest.approx([1.4, 1.1, 0.8])
    assert bars.error_x.arrayminus == pytest.approx([1.6, 1.1, 0.8])


def test_the_selected_row_is_the_only_one_in_the_focus_colour():
    assert list(ranking.figure(rows=ROWS, shown=percent).data[0].marker.color).count(FOCUS) == 1


def test_a_verdict_is_a_shape():
    chart = ranking.figure(rows=ROWS, shown=percent)
    shapes = [trace.marker.symbol for trace in chart.data[1:] if trace.mode == "markers"]
    assert list(shapes[0]) == ["triangle-up", "triangle-up", "triangle-down"]


def test_without_intervals_there_are_no_verdicts_and_no_whiskers():
    rows = [Row("E05000001", "1", "A", 10.0), Row("E05000002", "2", "B", 5.0)]
    chart = ranking.figure(rows=rows, shown=percent)
    assert not any(trace.type == "scatter" and trace.mode == "markers" for trace in chart.data)
    assert chart.data[0].error_x.array is None


def test_england_runs_through_every_column():
    chart = ranking.figure(rows=ROWS, shown=percent, england=19.8, columns=2)
    dashed = [shape for shape in chart.layout.shapes if shape.line.color == ENGLAND]
    assert len(dashed) == 2


def test_columns_share_one_scale():
    bars = ranking.figure(rows=ROWS, shown=percent, columns=2).data[0]
    first, _, third = bars.base
    assert third > first
    assert list(bars.x) == [65.6, 63.8, 4.5]


def test_a_figure_is_small_on_the_wire():
    rows = [
        Row(f"E0500{n:04}", str(n), f"Ward number {n}", 60 - n / 2, 50, 61, "higher")
        for n in range(69)
    ]
    chart = ranking.figure(rows=rows, shown=percent, england=19.8, columns=2)
    assert len(json.dumps(chart.to_plotly_json(), default=list)) < 25_000


def test_a_ranking_of_nothing_is_refused():
    with pytest.raises(ValueError, match="at least one row"):
        ranking.figure(rows=[], shown=percent)

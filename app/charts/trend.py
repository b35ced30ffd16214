"""A series over time: the chosen area against its council, those like it, region and England.

Lines are named at their right end, never in a legend. A gap is hatched with its reason, a break is
a dotted line with its words, and nothing is joined across either.
"""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Sequence
from typing import Any

import plotly.graph_objects as go

from app import theme
from app.charts import plain
from app.charts.scale import apart, mark
from app.charts.series import Cut, Hole, Line, Point, Role, last, segments, value_axis

HEIGHT = 230
_MARGIN = {"l": 38, "t": 8, "b": 32}
_WORDS_HEIGHT = 30
_LABEL_GAP = 14
_LINE = 17
"""A further line of a name, in pixels."""
_LABEL_CHARACTERS = 14
_PIXELS_A_CHARACTER = 6.4

STYLE: dict[Role, dict[str, Any]] = {
    "focus": {"color": theme.FOCUS, "width": 3},
    "council": {"color": theme.INK, "width": 2},
    "alike": {"color": theme.ALIKE, "width": 2, "dash": "2px,2px"},
    "region": {"color": theme.REGION, "width": 1.5},
    "england": {"color": theme.ENGLAND, "width": 1.5, "dash": "5px,3px"},
}


def figure(
    *,
    lines: Sequence[Line],
    shown: Callable[[float], str],
    unit: str = "",
    cuts: Sequence[Cut] = (),
    holes: Sequence[Hole] = (),
    height: int = HEIGHT,
) -> go.Figure:
    """Draw up to four lines; ``shown`` writes a value, ``unit`` (``%``) stands on the axis.

    Raises ``ValueError`` for more than four lines, or when no line has a value.
    """
    if len(lines) > 4:
        raise ValueError(f"a trend has at most four lines, not {len(lines)}")
    values = [point.value for line in lines for point in line.points if point.value is not None]
    if not values:
        raise ValueError("a trend needs at least one value")
    marks, ceiling = value_axis(lines, values)
    top = _MARGIN["t"] + (_WORDS_HEIGHT if cuts or holes else 0)
    chart = go.Figure(layout={"template": go.layout.Template()})
    for hole in holes:
        chart.add_trace(_hatch(hole, marks[0], ceiling))
    for line in lines:
        pieces = segments(line.points, cuts=cuts, holes=holes)
        if line.role == "focus":
            chart.add_traces([_band(piece) for piece in pieces if _has_band(piece)])
        chart.add_trace(_line(line, pieces, shown))
    ends = _right_labels(lines, shown, (marks[0], ceiling), height - top - _MARGIN["b"])
    axis = _time_axis(lines, cuts)
    chart.update_layout(
        plain.layout(
            height=height,
            margin={**_MARGIN, "t": top, "r": _right_margin(lines, shown)},
            colour=theme.SECONDARY,
        ),
        xaxis=axis,
        yaxis={
            "range": [marks[0], ceiling],
            "tickvals": marks,
            "ticktext": [mark(value, unit) for value in marks],
            "tickfont": {"size": theme.TICK_SIZE},
            "gridcolor": theme.GRID,
            "zeroline": marks[0] == 0,
            "zerolinecolor": theme.ZERO_LINE,
            "fixedrange": True,
        },
        shapes=[_dotted(cut) for cut in cuts],
        annotations=[*ends, *_words(cuts, holes, sum(axis["range"]) / 2)],
    )
    return chart


def _time_axis(lines: Sequence[Line], cuts: Sequence[Cut]) -> dict[str, Any]:
    """Return an axis that names the first and last period, and those beside a break."""
    named = {point.x: point.period for line in lines for point in line.points}
    xs = sorted(named)
    keep = {xs[0], xs[-1]}
    for cut in cuts:
        keep |= {max((x for x in xs if x < cut.x), default=xs[0])}
        keep |= {min((x for x in xs if x >= cut.x), default=xs[-1])}
    span = max(xs[-1] - xs[0], 1.0)
    chosen = _with_room(sorted(keep), least=0.45 * span)
    return {
        "range": [xs[0] - 0.04 * span, xs[-1] + 0.04 * span],
        "tickvals": chosen,
        "ticktext": [named[x] for x in chosen],
        "tickfont": {"size": theme.TICK_SIZE},
        "ticklabelstandoff": 5,
        "tickangle": 0,
        "showgrid": False,
        "zeroline": False,
        "fixedrange": True,
    }


def _with_room(xs: list[float], *, least: float) -> list[float]:
    """Return the first and last, and those between that keep their distance from both
    neighbours.
    """
    kept = [xs[0]]
    for x in xs[1:-1]:
        if x - kept[-1] >= least and xs[-1] - x >= least:
            kept.append(x)
    return kept if len(xs) == 1 else [*kept, xs[-1]]


def _line(line: Line, pieces: list[list[Point]], shown: Callable[[float], str]) -> go.Scatter:
    """Return one trace for all pieces, with an empty point between them."""
    x: list[float | None] = []
    y: list[float | None] = []
    text: list[str] = []
    for piece in pieces:
        if x:
            x.append(None), y.append(None), text.append("")
        for point in piece:
            x.append(point.x), y.append(point.value), text.append(_hover(line, point, shown))
    style = STYLE[line.role]
    return go.Scatter(
        x=x,
        y=y,
        mode="lines+markers",
        line=style,
        marker={"size": 8 if line.role == "focus" else 6, "color": style["color"]},
        hovertext=text,
        hoverinfo="text",
        name=line.name,
        cliponaxis=False,
    )


def _hover(line: Line, point: Point, shown: Callable[[float], str]) -> str:
    assert point.value is not None  # noqa: S101 - segments hold no missing value
    said = f"{line.name}, {point.period}: {shown(point.value)}"
    if point.note:
        said += f" ({point.note})"
    if point.lower is None or point.upper is None:
        return said
    return f"{said} ({shown(point.lower)} to {shown(point.upper)})"


def _has_band(piece: list[Point]) -> bool:
    return len(piece) > 1 and all(
        point.lower is not None and point.upper is not None for point in piece
    )


def _band(piece: list[Point]) -> go.Scatter:
    back = piece[::-1]
    return go.Scatter(
        x=[point.x for point in piece] + [point.x for point in back],
        y=[point.upper for point in piece] + [point.lower for point in back],
        mode="lines",
        line={"width": 0},
        fill="toself",
        fillcolor=theme.FOCUS_BAND,
        hoverinfo="skip",
    )


def _hatch(hole: Hole, low: float, high: float) -> go.Scatter:
    return go.Scatter(
        x=[hole.start, hole.end, hole.end, hole.start],
        y=[low, low, high, high],
        mode="lines",
        line={"width": 0},
        fill="toself",
        fillpattern={"shape": "/", "fgcolor": theme.HATCH, "bgcolor": theme.PAPER, "size": 6},
        hoverinfo="skip",
    )


def _dotted(cut: Cut) -> dict[str, Any]:
    return {
        "type": "line",
        "x0": cut.x,
        "x1": cut.x,
        "yref": "paper",
        "y0": 0,
        "y1": 1,
        "line": {"color": theme.INK, "width": 1.2, "dash": "2px,3px"},
    }


def _words(cuts: Sequence[Cut], holes: Sequence[Hole], middle: float) -> list[dict[str, Any]]:
    """Return the words over holes and breaks; a reason that several breaks share is said once.

    Those of a lone break in the later half end at it: right of it stand the names of the lines.
    """
    said: list[dict[str, Any]] = [_above(hole.end, hole.words, "right") for hole in holes]
    reasons: set[str] = set()
    late = len(cuts) == 1 and not holes and cuts[0].x > middle
    for cut in cuts:
        if cut.words not in reasons:
            reasons.add(cut.words)
            first = holes or (cut is cuts[0] and not late)
            said.append(_above(cut.x, cut.words, "left" if first else "right"))
    return said


def _above(x: float, words: str, anchor: str) -> dict[str, Any]:
    return {
        "x": x,
        "y": 1,
        "yref": "paper",
        "yshift": 2,
        "yanchor": "bottom",
        "xanchor": anchor,
        "align": anchor,
        "xshift": 2 if anchor == "left" else -2,
        "text": "<br>".join(textwrap.wrap(words, 15)[:2]) if len(words) <= 30 else _two(words),
        "font": {"size": theme.TICK_SIZE, "color": theme.SECONDARY},
        "showarrow": False,
    }


def _two(words: str) -> str:
    return "<br>".join(textwrap.wrap(words, max(15, len(words) // 2 + 4)))


def _right_labels(
    lines: Sequence[Line],
    shown: Callable[[float], str],
    reach: tuple[float, float],
    pixels: float,
) -> list[dict[str, Any]]:
    """Return each line's name and last value at the right, pushed apart where they would touch."""
    ends = [(line, last(line)) for line in lines]
    named = [
        (line, point.value) for line, point in ends if point is not None and point.value is not None
    ]
    low, span = reach[0], reach[1] - reach[0]
    most = max((_name(line).count("<br>") + 1 for line, _ in named), default=1)
    heights = [(value - low) / span * pixels for _, value in named]
    beyond = _LINE * (most - 1)
    placed = apart(heights, least=_LABEL_GAP + beyond, low=4, high=pixels - beyond / 2)
    margin = _right_margin(lines, shown)
    labels: list[dict[str, Any]] = []
    for (line, value), height in zip(named, placed, strict=True):
        weight = ("<b>", "</b>") if line.role in ("focus", "council") else ("", "")
        common = {
            "x": 1,
            "xref": "paper",
            "y": low + height / pixels * span,
            "yanchor": "middle",
            "showarrow": False,
            "font": {"size": theme.LABEL_SIZE, "color": STYLE[line.role]["color"]},
        }
        labels.append(
            common
            | {"text": _name(line).join(weight), "xanchor": "left", "xshift": 6, "align": "left"}
        )
        labels.append(
            common | {"text": shown(value).join(weight), "xanchor": "right", "xshift": margin}
        )
    return labels


def _name(line: Line) -> str:
    return "<br>".join(textwrap.wrap(line.name, _LABEL_CHARACTERS))


def _right_margin(lines: Sequence[Line], shown: Callable[[float], str]) -> int:
    """Return the pixels that names and values need right of the plot."""
    names = [part for line in lines for part in _name(line).split("<br>")]
    values = [
        shown(point.value) for line in lines if (point := last(line)) and point.value is not None
    ]
    longest = max(map(len, names), default=0) + max(map(len, values), default=0)
    return round(18 + longest * _PIXELS_A_CHARACTER)

"""Areas ranked by value, each bar with its interval, England dashed through every row.

One figure holds one or two columns of rows that share a scale. Everything lies on one horizontal
axis: a column is a stretch of it, with room for names before its bars and for values after them, so
the figure keeps its proportions at any width.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import plotly.graph_objects as go

from app import theme
from app.charts.scale import mark, ticks

_NAMES, _BARS, _VALUES = 0.46, 0.34, 0.20
"""Shares of a column given to names, bars and values."""
_COLUMN_GAP = 0.04
_TOP = 24
_NAME_CHARACTERS = 27

_REFERENCES = {
    "england": {"color": theme.ENGLAND, "width": 1.5, "dash": "5px,3px"},
    "alike": {"color": theme.ALIKE, "width": 2, "dash": "2px,2px"},
}
"""Values that every bar is seen against, and how their lines run through the rows."""

_SYMBOLS = {"higher": "triangle-up", "similar": "circle-open", "lower": "triangle-down"}
_SYMBOL_COLOURS = {"higher": theme.ENGLAND, "similar": theme.SECONDARY, "lower": theme.FOCUS}


@dataclass(frozen=True)
class Row:
    """One area: its rank as people read it, and its figure or the words in its place."""

    code: str
    rank: str
    name: str
    value: float | None
    lower: float | None = None
    upper: float | None = None
    verdict: str | None = None
    """``higher``, ``similar`` or ``lower`` than England, or None where there is no interval."""
    instead: str = ""
    """Why there is no value: shown where the bar would be."""
    said: str = ""
    """What the verdict is in words, where it is not one against England."""
    selected: bool = False
    locked: bool = False
    """Whether the other rows are read against this one."""
    against: str = ""
    """How it differs from the locked row, in words."""


@dataclass(frozen=True)
class _Placed:
    """A row with the place of its column's zero and its own line."""

    row: Row
    zero: float
    y: float


def figure(
    *,
    rows: Sequence[Row],
    shown: Callable[[float], str],
    unit: str = "",
    england: float | None = None,
    alike: float | None = None,
    columns: int = 1,
    narrow: bool = False,
) -> go.Figure:
    """Draw the rows in the order given, in one or two columns; ``narrow`` puts names above bars.

    ``england`` and ``alike``, the mean of councils like one, are lines through the rows. ``shown``
    writes a value, ``unit`` (``%``) stands on the axis. Raises ``ValueError`` when there
    is no row.
    """
    if not rows:
        raise ValueError("a ranking needs at least one row")
    columns = 1 if narrow else columns
    depth = -(-len(rows) // columns)
    pairs = (("england", england), ("alike", alike))
    against = {name: value for name, value in pairs if value is not None}
    least, largest = _ends_of(rows, against.values())
    marks = [value for value in ticks(least, largest) if value >= least]
    whole = (largest - least) * 1.02 / (1.0 if narrow else _BARS)
    names = -least + (0.0 if narrow else _NAMES * whole)
    stride = whole * (1 + _COLUMN_GAP)
    placed = [
        _Placed(row, names + stride * (index // depth), float(index % depth))
        for index, row in enumerate(rows)
    ]
    zeros = [names + stride * number for number in range(columns)]
    height = theme.RANKING_ROW_NARROW if narrow else theme.RANKING_ROW
    chart = go.Figure(layout={"template": go.layout.Template()})
    known = [item for item in placed if item.row.value is not None]
    chart.add_traces(
        [
            _bars(known, shown, narrow),
            *_names(placed, names, whole, narrow),
            _values(placed, whole - names, shown, narrow),
            *_locks(known, narrow),
            *_verdicts(known, whole - names, narrow),
            *(_marks(known, name, value) for name, value in against.items() if narrow),
        ]
    )
    chart.update_layout(
        height=_TOP + depth * height + 6,
        margin={"l": 0, "r": 2, "t": _TOP, "b": 6},
        font={"family": theme.FONT, "size": theme.LABEL_SIZE, "color": theme.INK},
        paper_bgcolor=theme.PAPER,
        plot_bgcolor=theme.PAPER,
        showlegend=False,
        hovermode="closest",
        hoverlabel={"bgcolor": theme.INK, "font": {"color": theme.PAPER, "size": 12}},
        dragmode=False,
        bargap=1 - (9 / height),
        xaxis={
            "range": [-0.004 * whole, stride * (columns - 1) + whole],
            "side": "top",
            "tickvals": [zero + value for zero in zeros for value in marks],
            "ticktext": [mark(value, unit) for _ in zeros for value in marks],
            "tickfont": {"size": theme.TICK_SIZE, "color": theme.QUIET},
            "gridcolor": theme.GRID,
            "zeroline": False,
            "fixedrange": True,
        },
        yaxis={
            "range": [depth - 0.5, -0.5],
            "visible": False,
            "fixedrange": True,
        },
        shapes=_shapes(placed, zeros, names, whole, {} if narrow else against, depth),
    )
    return chart


def _ends_of(rows: Sequence[Row], against: Iterable[float]) -> tuple[float, float]:
    """Return where the bars' scale begins, zero or below, and where it ends."""
    values = [
        number for row in rows for number in (row.value, row.lower, row.upper) if number is not None
    ]
    values += [*against, 0.0]
    least, largest = min(values), max(values)
    return (least, largest) if largest > least else (0.0, 1.0)


def _line(item: _Placed, narrow: bool, *, of_bar: bool = False) -> float:
    """Return where a row's text or bar stands: on one line, or the bar below the name."""
    if not narrow:
        return item.y
    return item.y + (0.24 if of_bar else -0.16)


def _bars(known: list[_Placed], shown: Callable[[float], str], narrow: bool) -> go.Bar:
    rows = [item.row for item in known]
    ends = [_ends(row) for row in rows]
    return go.Bar(
        orientation="h",
        base=[_round(item.zero) for item in known],
        x=[_round(row.value or 0.0) for row in rows],
        y=[_line(item, narrow, of_bar=True) for item in known],
        width=9 / (theme.RANKING_ROW_NARROW if narrow else theme.RANKING_ROW),
        marker={
            "color": [theme.FOCUS if row.selected else theme.BAR for row in rows]
            if any(row.selected for row in rows)
            else theme.BAR,
            "line": {"width": 0},
        },
        error_x={
            "type": "data",
            "symmetric": False,
            "array": [above for _, above in ends],
            "arrayminus": [below for below, _ in ends],
            "color": theme.INK,
            "thickness": 1.4,
            "width": 2.5,
        }
        if any(above or below for below, above in ends)
        else None,
        customdata=[row.code for row in rows],
        hovertext=[_hover(row, shown) for row in rows],
        hoverinfo="text",
    )


def _ends(row: Row) -> tuple[float, float]:
    """Return how far the interval reaches below and above the value."""
    if row.value is None or row.lower is None or row.upper is None:
        return 0.0, 0.0
    return _round(row.value - row.lower), _round(row.upper - row.value)


def _hover(row: Row, shown: Callable[[float], str]) -> str:
    said = f"{row.name}: {shown(row.value or 0.0)}"
    if row.lower is not None and row.upper is not None:
        said += f" ({shown(row.lower)} to {shown(row.upper)})"
    if row.against:
        said += f", {row.against}"
    if row.said:
        return f"{said}, {row.said}"
    if row.verdict is None:
        return said
    return f"{said}, {row.verdict} {'to' if row.verdict == 'similar' else 'than'} England"


def _names(placed: list[_Placed], names: float, whole: float, narrow: bool) -> list[go.Scatter]:
    """Return the ranks, right-aligned, and the names, left-aligned."""
    rank_room = _NAMES * whole * 0.1
    y = [_line(item, narrow) for item in placed]
    if narrow:
        texts = [_bold(f"{item.row.rank} {_marked(item.row)}".strip(), item) for item in placed]
        lefts = [_round(item.zero - names) for item in placed]
        return [_text(lefts, y, texts, "middle right", theme.INK)]
    lefts = [_round(item.zero - names + rank_room) for item in placed]
    ranks = [item.row.rank for item in placed]
    texts = [_bold(_marked(item.row), item) for item in placed]
    return [
        _text(
            [_round(x - _NAMES * whole * 0.015) for x in lefts],
            y,
            ranks,
            "middle left",
            theme.QUIET,
            size=theme.TICK_SIZE,
        ),
        _text(lefts, y, texts, "middle right", theme.INK),
    ]


def _values(
    placed: list[_Placed], room: float, shown: Callable[[float], str], narrow: bool
) -> go.Scatter:
    """Return the values, right-aligned before the verdict; a missing one says why."""
    right = room * (0.955 if narrow else 0.92)
    texts = [
        _bold(shown(item.row.value) if item.row.value is not None else item.row.instead, item)
        for item in placed
    ]
    return _text(
        [_round(item.zero + right) for item in placed],
        [_line(item, narrow) for item in placed],
        texts,
        "middle left",
        theme.INK,
    )


def _verdicts(known: list[_Placed], room: float, narrow: bool) -> list[go.Scatter]:
    told = [item for item in known if item.row.verdict in _SYMBOLS]
    if not told:
        return []
    words = [str(item.row.verdict) for item in told]
    return [
        go.Scatter(
            x=[_round(item.zero + room * (0.98 if narrow else 0.97)) for item in told],
            y=[_line(item, narrow) for item in told],
            mode="markers",
            marker={
                "symbol": [_SYMBOLS[word] for word in words],
                "color": [_SYMBOL_COLOURS[word] for word in words],
                "size": 8,
                "line": {
                    "width": [1.6 if word == "similar" else 0 for word in words],
                    "color": [_SYMBOL_COLOURS[word] for word in words],
                },
            },
            hoverinfo="skip",
            cliponaxis=False,
        )
    ]


def _locks(known: list[_Placed], narrow: bool) -> list[go.Scatter]:
    """Return the locked figure as a mark on every bar, the locked row's own filled."""
    base = next((item.row.value for item in known if item.row.locked), None)
    if base is None:
        return []
    return [
        go.Scatter(
            x=[_round(item.zero + base) for item in known],
            y=[_line(item, narrow, of_bar=True) for item in known],
            mode="markers",
            marker={
                "symbol": ["diamond" if item.row.locked else "line-ns-open" for item in known],
                "size": [10 if item.row.locked else 9 for item in known],
                "color": theme.INK,
                "line": {"width": 1.6, "color": theme.INK},
            },
            hoverinfo="skip",
        )
    ]


def _marks(known: list[_Placed], name: str, value: float) -> go.Scatter:
    """Return a reference as a mark on every bar: on a phone a line would run through the names."""
    colour = _REFERENCES[name]["color"]
    return go.Scatter(
        x=[_round(item.zero + value) for item in known],
        y=[_line(item, True, of_bar=True) for item in known],
        mode="markers",
        marker={
            "symbol": "line-ns-open",
            "size": 14,
            "color": colour,
            "line": {"width": 2, "color": colour},
        },
        hoverinfo="skip",
    )


def _text(
    x: list[float], y: list[float], texts: list[str], position: str, colour: str, *, size: int = 12
) -> go.Scatter:
    return go.Scatter(
        x=x,
        y=y,
        text=texts,
        mode="text",
        textposition=position,
        textfont={"size": size, "color": colour},
        hoverinfo="skip",
        cliponaxis=False,
    )


def _shapes(
    placed: list[_Placed],
    zeros: list[float],
    names: float,
    whole: float,
    against: Mapping[str, float],
    depth: int,
) -> list[dict[str, Any]]:
    """Return the selected row's ground, the zero lines and the lines of what bars are against."""
    shapes: list[dict[str, Any]] = [
        {
            "type": "rect",
            "layer": "below",
            "x0": _round(item.zero - names),
            "x1": _round(item.zero - names + whole),
            "y0": item.y - 0.5,
            "y1": item.y + 0.5,
            "fillcolor": theme.SELECTED_ROW,
            "line": {"width": 0},
        }
        for item in placed
        if item.row.selected
    ]
    for zero in zeros:
        shapes.append(_vertical(zero, depth, {"color": theme.ZERO_LINE, "width": 1}))
        shapes += [
            _vertical(zero + value, depth, _REFERENCES[name]) for name, value in against.items()
        ]
    return shapes


def _vertical(x: float, depth: int, line: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "line",
        "x0": _round(x),
        "x1": _round(x),
        "y0": -0.5,
        "y1": depth - 0.5,
        "line": line,
    }


def _bold(text: str, item: _Placed) -> str:
    return f"<b>{text}</b>" if item.row.selected or item.row.locked else text


def _marked(row: Row) -> str:
    return f"{_shortened(row.name)} ◆" if row.locked else _shortened(row.name)


def _shortened(name: str) -> str:
    return name if len(name) <= _NAME_CHARACTERS else f"{name[: _NAME_CHARACTERS - 1].rstrip()}…"


def _round(number: float) -> float:
    """Return the number to a hundredth or so of a pixel, which keeps the figure's JSON small."""
    return float(f"{number:.6g}")

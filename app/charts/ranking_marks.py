"""What a ranking draws in its rows: names, bars with their intervals, values, verdicts and lines.

Every function takes the rows in their places and returns a trace or a shape.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import plotly.graph_objects as go

from app import theme
from app.charts.ranking_rows import Placed, Row, line

NAMES, BARS, VALUES = 0.46, 0.34, 0.20
"""Shares of a column given to names, bars and values."""
_NAME_CHARACTERS = 27

_REFERENCES = {
    "england": {"color": theme.ENGLAND, "width": 1.5, "dash": "5px,3px"},
    "alike": {"color": theme.ALIKE, "width": 2, "dash": "2px,2px"},
}
"""Values that every bar is seen against, and how their lines run through the rows."""

_SYMBOLS = {"higher": "triangle-up", "similar": "circle-open", "lower": "triangle-down"}
_SYMBOL_COLOURS = {"higher": theme.ENGLAND, "similar": theme.SECONDARY, "lower": theme.FOCUS}


def bars(known: list[Placed], shown: Callable[[float], str], narrow: bool) -> go.Bar:
    """Return the bars of the rows that have a value, each with its interval."""
    rows = [item.row for item in known]
    ends = [_ends(row) for row in rows]
    return go.Bar(
        orientation="h",
        base=[_round(item.zero) for item in known],
        x=[_round(row.value or 0.0) for row in rows],
        y=[line(item, narrow, of_bar=True) for item in known],
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


def names(placed: list[Placed], names: float, whole: float, narrow: bool) -> list[go.Scatter]:
    """Return the ranks, right-aligned, and the names, left-aligned."""
    rank_room = NAMES * whole * 0.1
    y = [line(item, narrow) for item in placed]
    if narrow:
        texts = [_bold(f"{item.row.rank} {_marked(item.row)}".strip(), item) for item in placed]
        lefts = [_round(item.zero - names) for item in placed]
        return [_text(lefts, y, texts, "middle right", theme.INK)]
    lefts = [_round(item.zero - names + rank_room) for item in placed]
    ranks = [item.row.rank for item in placed]
    texts = [_bold(_marked(item.row), item) for item in placed]
    return [
        _text(
            [_round(x - NAMES * whole * 0.015) for x in lefts],
            y,
            ranks,
            "middle left",
            theme.QUIET,
            size=theme.TICK_SIZE,
        ),
        _text(lefts, y, texts, "middle right", theme.INK),
    ]


def values(
    placed: list[Placed], room: float, shown: Callable[[float], str], narrow: bool
) -> go.Scatter:
    """Return the values, right-aligned before the verdict; a missing one says why."""
    right = room * (0.955 if narrow else 0.92)
    texts = [
        _bold(shown(item.row.value) if item.row.value is not None else item.row.instead, item)
        for item in placed
    ]
    return _text(
        [_round(item.zero + right) for item in placed],
        [line(item, narrow) for item in placed],
        texts,
        "middle left",
        theme.INK,
    )


def verdicts(known: list[Placed], room: float, narrow: bool) -> list[go.Scatter]:
    """Return the shapes at the right that say higher, similar or lower than England."""
    told = [item for item in known if item.row.verdict in _SYMBOLS]
    if not told:
        return []
    words = [str(item.row.verdict) for item in told]
    return [
        go.Scatter(
            x=[_round(item.zero + room * (0.98 if narrow else 0.97)) for item in told],
            y=[line(item, narrow) for item in told],
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


def locks(known: list[Placed], narrow: bool) -> list[go.Scatter]:
    """Return the locked figure as a mark on every bar, the locked row's own filled."""
    base = next((item.row.value for item in known if item.row.locked), None)
    if base is None:
        return []
    return [
        go.Scatter(
            x=[_round(item.zero + base) for item in known],
            y=[line(item, narrow, of_bar=True) for item in known],
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


def marks(known: list[Placed], name: str, value: float) -> go.Scatter:
    """Return a reference as a mark on every bar: on a phone a line would run through the names."""
    colour = _REFERENCES[name]["color"]
    return go.Scatter(
        x=[_round(item.zero + value) for item in known],
        y=[line(item, True, of_bar=True) for item in known],
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


def shapes(
    placed: list[Placed],
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


def _bold(text: str, item: Placed) -> str:
    return f"<b>{text}</b>" if item.row.selected or item.row.locked else text


def _marked(row: Row) -> str:
    return f"{_shortened(row.name)} ◆" if row.locked else _shortened(row.name)


def _shortened(name: str) -> str:
    return name if len(name) <= _NAME_CHARACTERS else f"{name[: _NAME_CHARACTERS - 1].rstrip()}…"


def _round(number: float) -> float:
    """Return the number to a hundredth or so of a pixel, which keeps the figure's JSON small."""
    return float(f"{number:.6g}")

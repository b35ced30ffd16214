"""Areas ranked by value, each bar with its interval, England dashed through every row.

One figure holds one or two columns of rows that share a scale. Everything lies on one horizontal
axis: a column is a stretch of it, with room for names before its bars and for values after them, so
the figure keeps its proportions at any width.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

import plotly.graph_objects as go

from app import theme
from app.charts import plain
from app.charts import ranking_marks as draw
from app.charts.ranking_rows import Placed, Row
from app.charts.scale import mark, ticks

_COLUMN_GAP = 0.04
_TOP = 24


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
    whole = (largest - least) * 1.02 / (1.0 if narrow else draw.BARS)
    names = -least + (0.0 if narrow else draw.NAMES * whole)
    stride = whole * (1 + _COLUMN_GAP)
    placed = [
        Placed(row, names + stride * (index // depth), float(index % depth))
        for index, row in enumerate(rows)
    ]
    zeros = [names + stride * number for number in range(columns)]
    height = theme.RANKING_ROW_NARROW if narrow else theme.RANKING_ROW
    chart = go.Figure(layout={"template": go.layout.Template()})
    known = [item for item in placed if item.row.value is not None]
    chart.add_traces(
        [
            draw.bars(known, shown, narrow),
            *draw.names(placed, names, whole, narrow),
            draw.values(placed, whole - names, shown, narrow),
            *draw.locks(known, narrow),
            *draw.verdicts(known, whole - names, narrow),
            *(draw.marks(known, name, value) for name, value in against.items() if narrow),
        ]
    )
    chart.update_layout(
        plain.layout(
            height=_TOP + depth * height + 6,
            margin={"l": 0, "r": 2, "t": _TOP, "b": 6},
            colour=theme.INK,
        ),
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
        shapes=draw.shapes(placed, zeros, names, whole, {} if narrow else against, depth),
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

"""Frames of what ``/compare`` compares: the scatter of need against access, and areas side by side.

Both are plain HTML: the scatter is the picture of the report, the areas are the page's own table.
"""

from __future__ import annotations

from typing import Any

from dash import html

from app import compare_findings as words
from app import comparison, side_by_side, text
from app.choices import WAY, Pair, Side
from app.components import sources
from app.components.attributes import aria
from app.pages import compare_grid, compare_tables
from app.pages.frame import Frame
from app.pages.markup import Markup
from app.release import Release
from app.reports import drawn, pair
from app.reports.model import Scatter
from app.state import ViewState
from app.unknown import UnknownView


def scatter(release: Release, state: ViewState) -> Frame:
    """Return need against access as a scatter with its table."""
    assert isinstance(state.compare, Pair)  # noqa: S101 - chosen by the kind of the view
    found = comparison.read(release, state.compare)
    sides = (found.need, found.access)
    named = " against ".join(f"{side.indicator.title} ({side.period})" for side in sides)
    sheet = pair.sheet(release, state.compare, "")
    return Frame(
        title=words.finding(found),
        subtitle=f"{named} · wards of {text.spoken(found.council.name)}",
        picture=_picture(sheet.figures[0]) if sheet else html.P(words.summary(found)),
        caveat=" ".join(words.care(found)),
        source=sources.several(release, [side.indicator for side in sides], found.council),
        table=compare_tables.values(found),
    )


def areas(release: Release, state: ViewState) -> Frame:
    """Return areas side by side as their table."""
    assert isinstance(state.compare, Side)  # noqa: S101 - chosen by the kind of the view
    if not state.compare.areas:
        raise UnknownView(400, "This frame needs areas to compare.", (WAY,))
    rows = side_by_side.read(release, state.compare)
    cautions = dict.fromkeys(row.indicator.caveats[0] for row in rows if row.indicator.caveats)
    wards = [area for code in state.compare.areas if (area := release.areas[code]).level == "ward"]
    return Frame(
        title=side_by_side.finding(rows),
        subtitle=" · ".join(text.spoken(release.areas[code].name) for code in state.compare.areas),
        picture=html.Div(
            compare_grid.table(release, state.compare, rows, fixed=True),
            className="table-wrap",
            tabIndex=0,
            role="region",
            **aria(label="Table of the areas side by side"),
        ),
        caveat=" ".join(cautions),
        source=sources.several(release, [row.indicator for row in rows], *wards),
    )


def _picture(chart: Any) -> list[Any]:
    assert isinstance(chart, Scatter)  # noqa: S101 - the sheet of a pair has one figure
    key = [
        html.Li(Markup(f"{drawn.symbol(group)} {name}")) for group, name in enumerate(chart.groups)
    ]
    return [
        html.Div(
            html.Div(Markup(drawn.scatter(chart)), className="least-width"),
            className="table-wrap",
            tabIndex=0,
            role="region",
            **aria(label=chart.name),
        ),
        html.Ul(key, className="corners", **aria(label="Wards in each part of the scatter")),
    ]

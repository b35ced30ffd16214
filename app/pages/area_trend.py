"""The explorer's chart over time: the chosen area against its council, region and England."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from dash import html

from app import neighbour_findings, text
from app.charts import trend
from app.charts.series import Line, Point
from app.components import tables
from app.components.figures import table_wrap
from app.pages.parts import Parts, drawn, labels, level_title, slot
from app.release import Release
from app.view import View

_YEARS = (
    "No year exists",
    "Only one year exists",
    "Only two years exist",
    "Only three years exist",
    "Only four years exist",
)


def frame() -> html.Figure:
    """Return the figure before its chart has come."""
    return html.Figure(
        [
            html.H3(id="trend-heading", className="figure-heading"),
            html.P(id="trend-unit", className="figure-note"),
            slot("trend"),
            html.P(id="trend-note", className="figure-note"),
            html.Details(
                [
                    html.Summary("Table of these years"),
                    table_wrap("trend-table", "Table of these years", hidden=False),
                ],
                id="trend-details",
            ),
        ],
        id="figure-trend",
        className="figure",
    )


def parts(release: Release, view: View) -> Parts:
    """Return what a state writes into the figure; without two periods there is no chart to draw."""
    title = heading(view)
    periods = known_periods(view)
    enough = len(periods) > 1
    notes = note(view) if enough else too_few(periods, partial=_partial(release, view))
    written: Parts = {
        "figure-trend": labels(release, view, title, measured=level_title(view), way=view.way),
        "trend-heading": {"children": title},
        "trend-unit": {"children": unit(view), "hidden": not enough},
        "trend-note": {"children": notes},
        "trend-slot": {
            "hidden": not enough,
            "aria-label": f"{view.indicator.title} over time. {title}. {notes}",
        },
        "trend-details": {"hidden": not enough},
        "trend-table": {"children": table(view)},
    }
    if enough:
        written["trend-graph"] = drawn(
            trend.figure(
                lines=[named(line) for line in view.charted],
                shown=lambda value: text.short_amount(value, view.indicator),
                unit=view.indicator.unit,
                cuts=view.cuts,
                holes=view.holes,
            )
        )
    return written


def known_periods(view: View) -> set[str]:
    """Return the periods in which any line has a figure."""
    return {point.period for line in view.lines for point in line.points if point.value is not None}


def table(view: View) -> html.Table:
    """Return the figures behind the lines."""
    return tables.series(
        indicator=view.indicator,
        lines=[named(line) for line in view.lines],
        caption=f"{view.indicator.title}, by period",
    )


def heading(view: View) -> str:
    """Return the first and last figure of the leading line that may be compared."""
    name, known = text.spoken(view.lines[0].name), _comparable(view)
    if not known:
        return f"{name} has no figure on the present basis"
    shown = [f"{text.short_amount(p.value or 0, view.indicator)} in {p.period}" for p in known]
    return f"{name}: {shown[0]}" if len(known) == 1 else f"{name}: {shown[0]}, {shown[-1]}"


def note(view: View) -> str:
    """Return how far the series reaches, and why no trend is tested where none is."""
    known = _comparable(view)
    notes = []
    if view.cuts and known:
        notes.append(f"Years before {known[0].period} are on another basis: not to be compared.")
    if len(known) < text.TREND_POINTS:
        notes.append(f"{_YEARS[len(known)]} on this basis, so no trend is tested.")
    if view.standing is not None:
        periods = [point.period for point in view.lines[0].points]
        notes.append(neighbour_findings.mixed(view.standing, periods))
    return " ".join(filter(None, notes))


def _partial(release: Release, view: View) -> bool:
    """Tell whether the period shown is one that only some councils have."""
    coverage = view.state.coverage(release)
    shown = coverage.labelled(view.period) if coverage and view.period else None
    return shown is not None and shown.councils is not None


def too_few(periods: set[str], *, partial: bool = False) -> str:
    """Return why there is no line to draw; a ``partial`` period, of some councils, is in none."""
    only = next(iter(periods), None)
    if only is None:
        return "No period has a figure, so there is no trend to draw."
    if partial:
        return f"Only {only} is published for all of England, so there is no trend to draw."
    return f"Only {only} is published, so there is no trend to draw."


def _comparable(view: View) -> list[Point]:
    """Return the points of the leading line since the last break."""
    last_cut = max((cut.x for cut in view.cuts), default=None)
    return [
        point
        for point in view.lines[0].points
        if point.value is not None and (last_cut is None or point.x > last_cut)
    ]


def named(line: Line) -> Line:
    """Return a line under its area's name as people say it."""
    return replace(line, name=text.spoken(line.name))


def unit(view: View) -> str:
    """Return the unit, and what the band is, in one line."""
    shown: Any = {"%": "%", " per 100": "per 100"}.get(view.indicator.unit, "")
    banded = any(point.lower is not None for point in view.lines[0].points)
    return "; ".join(part for part in (shown, "band: 95% interval" if banded else "") if part)

"""The charts and tables of the explorer, which follow when the map has painted."""

from __future__ import annotations

from typing import Any

from dash import dcc, html

from app import text
from app.charts import ranking, trend
from app.components import sources, tables
from app.components.figures import Label, switch, table_wrap
from app.release import Release
from app.state import ViewState
from app.theme import TWO_COLUMNS_OVER
from app.view import View, read

GRAPH_CONFIG = {"displayModeBar": False, "responsive": True}

FOLD = 6
"""Rows kept at each end of a ranking on a phone."""

Parts = dict[str, dict[str, Any]]
"""Element id → properties to set."""


def charts(release: Release, state: ViewState, *, narrow: bool) -> Parts:
    """Return the charts and tables that wait for the map; ``narrow`` is a phone's width."""
    view = read(release, state)
    return {
        "figure-trend": _trend_figure(release, view),
        "figure-ranking": _ranking_figure(release, view, narrow=narrow),
        "map-table": {"children": _map_table(view)},
    }


def label(release: Release, view: View, title: str, subtitle: str) -> Label:
    """Return what an exported picture of this state says of itself."""
    return Label(
        title=title,
        subtitle=f"{subtitle} · {text.spoken(view.council.name)}",
        caveat=" ".join(view.indicator.caveats[:2]),
        source=sources.plain(release, view.indicator),
        link=view.state.url(),
        release=f"Release {release.id[:8]}",
    )


def map_title(view: View) -> str:
    """Return what is measured, its unit and its period."""
    unit = {"%": ", %", " per 100": ", per 100"}.get(view.indicator.unit, "")
    period = f" · {view.period}" if view.period else ""
    return f"{view.indicator.title}{unit}{period}"


def _trend_figure(release: Release, view: View) -> dict[str, Any]:
    heading = trend_heading(view)
    periods = {
        point.period for line in view.lines for point in line.points if point.value is not None
    }
    attributes = label(release, view, heading, map_title(view)).attributes()
    head = html.Div(
        [
            html.H3(heading, className="figure-heading"),
            html.P(_trend_note(view), className="figure-note"),
        ]
    )
    if len(periods) < 2:
        only = next(iter(periods), None)
        words = (
            f"Only {only} is published, so there is no trend to draw."
            if only
            else "No year has a figure, so there is no trend to draw."
        )
        return {"children": [head, html.P(words, className="figure-note")], **attributes}
    chart = trend.figure(
        lines=[_named(line) for line in view.lines],
        shown=lambda value: text.short_amount(value, view.indicator),
        unit=view.indicator.unit,
        cuts=view.cuts,
        holes=view.holes,
    )
    words = f"{view.indicator.title} over time. {heading}. {trend_note(view)}"
    return {
        "children": [
            head,
            _graph("trend-graph", chart, words),
            html.P(trend_note(view), className="figure-note"),
            html.Details(
                [
                    html.Summary("Table of these years"),
                    table_wrap(
                        "trend-table",
                        "Table of these years",
                        tables.series(
                            indicator=view.indicator,
                            lines=view.lines,
                            caption=f"{heading}, by period",
                        ),
                        hidden=False,
                    ),
                ]
            ),
        ],
        **attributes,
    }


def _named(line: trend.Line) -> trend.Line:
    return trend.Line(text.spoken(line.name), line.role, line.points)


def _trend_note(view: View) -> str:
    unit = {"%": "%", " per 100": "per 100"}.get(view.indicator.unit, "")
    band = any(point.lower is not None for point in view.lines[0].points) if view.lines else False
    noted = [unit, "band: 95% interval" if band else ""]
    return "; ".join(part for part in noted if part)


def trend_heading(view: View) -> str:
    """Return the first and last figure of the leading line that may be compared."""
    name, known = text.spoken(view.lines[0].name), _comparable(view)
    if not known:
        return f"{name} has no figure on the present basis"
    shown = [f"{text.short_amount(p.value or 0, view.indicator)} in {p.period}" for p in known]
    return f"{name}: {shown[0]}" if len(known) == 1 else f"{name}: {shown[0]}, {shown[-1]}"


def trend_note(view: View) -> str:
    """Return how far the series reaches, and why no trend is tested where none is."""
    known, notes = _comparable(view), []
    if view.cuts and known:
        notes.append(f"Years before {known[0].period} are on another basis: not to be compared.")
    if len(known) < text.TREND_POINTS:
        years = ("No year exists", "Only one year exists", "Only two years exist")
        years += ("Only three years exist", "Only four years exist")
        notes.append(f"{years[len(known)]} on this basis, so no trend is tested.")
    return " ".join(notes)


def _comparable(view: View) -> list[trend.Point]:
    """Return the points of the leading line since the last break."""
    last_cut = max((cut.x for cut in view.cuts), default=None)
    return [
        point
        for point in view.lines[0].points
        if point.value is not None and (last_cut is None or point.x > last_cut)
    ]


def _ranking_figure(release: Release, view: View, *, narrow: bool) -> dict[str, Any]:
    readings = view.wards if view.by_ward else _near(release, view)
    known = [row for row in readings if row.value is not None]
    noun = "ward" if view.by_ward else "council"
    heading = _ranking_heading(view, len(known), noun)
    attributes = label(release, view, heading, map_title(view)).attributes()
    if not known:
        words = f"No {noun} has a figure to rank. The table gives the reason of each."
        table = tables.ranked(
            indicator=view.indicator,
            readings=readings,
            caption=map_title(view),
            area_heading=noun.capitalize(),
        )
        return {
            "children": [
                html.H2(heading, className="figure-heading"),
                html.P(words, className="figure-note"),
                table_wrap("ranking-table", "Table of the ranking", table, hidden=False),
            ],
            **attributes,
        }
    group = view.wards if view.by_ward else view.peers
    values = [row.value for row in group if row.value is not None]
    selected = view.state.ward if view.by_ward else (view.holder or view.council).code
    england = view.england.value if view.england and view.indicator.benchmarked else None
    rows = [
        ranking.Row(
            code=row.code,
            rank="" if row.value is None else str(text.rank_of(row.value, values)[0]),
            name=text.spoken(row.name),
            value=row.value,
            lower=row.lower,
            upper=row.upper,
            verdict=row.benchmark if view.indicator.benchmarked else None,
            instead="" if row.value is not None else text.missing(row.marker),
            selected=row.code == selected,
        )
        for row in tables.by_value(readings)
    ]
    chart = ranking.figure(
        rows=folded(rows) if narrow else rows,
        shown=lambda value: text.short_amount(value, view.indicator),
        unit=view.indicator.unit,
        england=england,
        columns=2 if len(rows) > TWO_COLUMNS_OVER else 1,
        narrow=narrow,
    )
    with_interval = any(row.lower is not None for row in readings)
    note = f"{_who_is_ranked(view, len(readings))}, highest first"
    note += " · line on each bar: 95% interval" if with_interval else ""
    return {
        "children": [
            html.Div(
                [
                    html.Div(
                        [
                            html.H2(heading, className="figure-heading"),
                            html.P(note, className="figure-note"),
                        ]
                    ),
                    switch("ranking", "Chart", picture_id="ranking-half", table_id="ranking-table"),
                ],
                className="figure-head",
            ),
            html.Div(
                [_key(view, england, with_interval), _graph("ranking-graph", chart, heading)],
                id="ranking-half",
            ),
            table_wrap(
                "ranking-table",
                "Table of the ranking",
                tables.ranked(
                    indicator=view.indicator,
                    readings=readings,
                    caption=f"{map_title(view)}: {note}",
                    area_heading=noun.capitalize(),
                    selected=selected,
                ),
            ),
        ],
        **attributes,
    }


def folded(rows: list[ranking.Row]) -> list[ranking.Row]:
    """Return the ends of a long ranking and the chosen row: on a phone all would be metres long."""
    if len(rows) <= 2 * FOLD + 2:
        return rows
    kept = [
        row
        for place, row in enumerate(rows)
        if place < FOLD or place >= len(rows) - FOLD or row.selected
    ]
    between = f"{len(rows) - len(kept)} more in the table"
    gap = ranking.Row(code="", rank="", name=f"… {between}", value=None)
    head = [row for row in kept if rows.index(row) < len(rows) - FOLD]
    return [*head, gap, *kept[len(head) :]]


def _near(release: Release, view: View) -> tuple[Any, ...]:
    """Return the councils of the same region: all of England's would be too long to read."""
    if view.region is None:
        return view.peers
    return tuple(
        peer for peer in view.peers if release.areas[peer.code].region_code == view.region.code
    )


def _who_is_ranked(view: View, count: int) -> str:
    if view.by_ward:
        return f"All {text.plural(count, 'ward')}" if count > 1 else "The only ward"
    region = view.region.name if view.region else "England"
    whole = len([peer for peer in view.peers if peer.value is not None])
    return f"{text.plural(count, 'council')} of {region} with their place among England’s {whole}"


def _ranking_heading(view: View, known: int, noun: str) -> str:
    group = view.wards if view.by_ward else view.peers
    rows = tables.by_value([row for row in group if row.value is not None])
    place = text.spoken(view.council.name) if view.by_ward else "England"
    if not rows:
        return f"{text.possessive(place)} {noun}s cannot be ranked"
    if view.by_ward and view.ward and view.ward.value is not None:
        values = [row.value for row in rows if row.value is not None]
        return f"{view.ward.name} is {text.rank_words(view.ward.value, values)} wards"
    if not view.by_ward and view.own.value is not None:
        values = [row.value for row in rows if row.value is not None]
        name = text.spoken(view.own.name)
        return f"{name} is {text.rank_words(view.own.value, values)} councils in England"
    if len(rows) == 1:
        return f"{rows[0].name} is the only {noun} with a figure"
    return f"{rows[0].name} is highest and {rows[-1].name} lowest of {known} {noun}s"


def _key(view: View, england: float | None, with_verdicts: bool) -> html.P:
    parts: list[Any] = []
    if england is not None:
        shown = text.short_amount(england, view.indicator)
        parts.append(html.Span(f"England {shown}", className="key-england"))
    if with_verdicts and view.indicator.benchmarked:
        for word, words in (
            ("higher", "Higher than England"),
            ("similar", "Similar"),
            ("lower", "Lower"),
        ):
            parts.append(html.Span(words, className=f"verdict {word}"))
    return html.P(parts, className="key")


def _graph(graph_id: str, chart: Any, words: str) -> html.Div:
    """Return a chart that a screen reader hears as one picture with words; its table is beside it."""
    return html.Div(
        dcc.Graph(
            id=graph_id,
            figure=chart,
            config=GRAPH_CONFIG,  # type: ignore[arg-type]
            responsive=True,
            style={"height": f"{chart.layout.height}px"},
        ),
        role="img",
        **{"aria-label": words},  # type: ignore[arg-type]
    )


def _map_table(view: View) -> html.Table:
    readings = view.wards if view.by_ward else view.peers
    whole = [row for row in (view.own, view.region_reading, view.england) if row is not None]
    return tables.figures(
        indicator=view.indicator,
        readings=readings,
        whole=whole if view.by_ward else whole[1:],
        caption=map_title(view),
        area_heading="Ward" if view.by_ward else "Council",
        selected=view.state.ward if view.by_ward else (view.holder or view.council).code,
    )

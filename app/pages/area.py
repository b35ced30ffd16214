"""The explorer: one council, one indicator, on a map, ranked, over time and in a table.

``layout`` is a whole page; ``parts`` are the pieces that change with the state, by element id and
property, so that a change touches nothing else and focus stays where it was.
The charts, which wait until the map has painted, are in ``area_trend`` and ``area_ranking``; what
is said of the figures is in ``area_words``.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from dash import html

from app import text
from app.components import card, controls, reports, sources, tables
from app.components.attributes import aria, data
from app.components.figures import copy_link, embedding, exports, link_row, switch, table_wrap
from app.pages import area_alike, area_change, area_gap, area_ranking, area_small, area_trend
from app.pages.area_words import finding_of, recent_trend, summary_of, why_council
from app.pages.parts import Parts, Width, labels, map_title
from app.permalink import embed_address
from app.release import Release
from app.state import ViewState
from app.view import View, read


def layout(release: Release, state: ViewState) -> list[Any]:
    """Return the page of a state, all but the charts, which follow when the map has painted."""
    view = read(release, state)
    council = view.council
    set_by_state = parts(release, view)

    def piece(element_id: str) -> dict[str, Any]:
        return {"id": element_id, **set_by_state[element_id]}

    return [
        html.Div(
            [
                html.Div([_crumbs(view), html.H1(text.spoken(council.name))]),
                html.Div(
                    [reports.slides(**piece("report-link")), copy_link()], className="actions"
                ),
            ],
            className="page-head",
        ),
        html.Div(
            [
                html.H2(**piece("finding"), className="finding"),
                html.P(**piece("summary"), className="summary"),
                html.Div(**piece("why-council")),
            ],
            className="found",
        ),
        html.Nav(
            controls.rail(
                release, view, [area_change.field(release, view), area_small.field(release, view)]
            ),
            id="rail",
            className="rail",
            **aria(label="Indicator, period and classes"),
        ),
        html.Div(
            [html.P(**piece("context")), html.A("Change", href="#rail")], className="context-bar"
        ),
        html.Div(
            [
                html.Figure(
                    [
                        html.Div(
                            [
                                html.P(**piece("map-title"), className="figure-title"),
                                switch(
                                    "map",
                                    "Map",
                                    picture_id="map-half",
                                    table_id="map-table",
                                ),
                            ],
                            className="figure-head",
                        ),
                        html.Div(
                            [
                                html.Div(
                                    id="map",
                                    className="map",
                                    **data(
                                        lad=council.code,
                                        lad_name=text.spoken(council.name),
                                        level="ward",
                                    ),
                                ),
                                html.Div(
                                    id="map-lock",
                                    className="map-lock",
                                    hidden=not view.by_ward or view.since is not None,
                                ),
                                html.Div(id="map-legend", className="map-legend"),
                                html.P(**piece("map-hint"), className="figure-note"),
                                html.Div(id="map-status", role="status"),
                            ],
                            id="map-half",
                        ),
                        table_wrap("map-table", "Table of the figures on the map"),
                    ],
                    **piece("figure-map"),
                    className="figure",
                ),
                html.Aside(
                    [
                        html.Div(
                            controls.ward_field(view),
                            id="ward-field",
                            hidden=not view.by_ward,
                        ),
                        html.Div(**piece("card-facts")),
                        area_alike.frame(release, view),
                        area_trend.frame(),
                    ],
                    className="card",
                    **aria(label="The chosen area"),
                ),
            ],
            className="stage",
        ),
        html.Div(
            [
                area_ranking.frame(),
                html.Div(**piece("side"), className="side"),
            ],
            className="below",
        ),
        html.P(**piece("source"), className="source"),
    ]


def parts(release: Release, view: View) -> Parts:
    """Return what a state changes on a page that stands."""
    indicator = view.indicator
    shown = area_change.span(view) if view.since else view.period
    return {
        "context": {
            "children": [
                html.B(text.spoken(view.council.name)),
                f" · {controls.standing_alone(indicator)}{_of(shown)}",
            ]
        },
        "report-link": {"href": reports.address(view.state.url(), ".pptx")},
        "finding": {"children": finding_of(view)},
        "summary": {"children": summary_of(view)},
        "why-council": {
            "children": why_council(release, view),
            "className": "note",
            "hidden": view.by_ward,
        },
        "map-title": {"children": map_title(view)},
        "map-hint": {"children": controls.hint(release, view)},
        "figure-map": labels(release, view, finding_of(view)),
        "card-facts": {
            "children": card.card(view, recent_trend(release, view), area_change.facts(view))
        },
        "side": {"children": [*area_gap.section(release, view), *_side(view)]},
        "source": {"children": sources.line(release, indicator, view.council, view.way)},
    }


def rail_parts(release: Release, view: View) -> Parts:
    """Return what a state changes in the controls."""
    state = view.state
    return {
        **{
            controls.link_id(indicator): {"href": controls.link(release, state, indicator)}
            for indicator in release.indicators
        },
        "indicator-select": {"value": state.indicator},
        "period-select": {
            "options": controls.period_options(release, state),
            "value": controls.slug(state),
        },
        "ward-select": {
            "options": controls.ward_options(view),
            "value": controls.chosen_ward(view),
        },
        "ward-field": {"hidden": not view.by_ward},
        "classes-field": {"hidden": view.since is not None},
        **area_change.parts(release, state),
        **area_small.parts(release, state),
        **area_alike.parts(release, view),
        "classes-radio": {"options": controls.class_options(view), "value": state.classes},
    }


def charts(release: Release, state: ViewState, *, width: Width) -> Parts:
    """Return the charts and tables that wait for the map."""
    view = read(release, state)
    return (
        area_trend.parts(release, view)
        | area_ranking.parts(release, view, width=width)
        | {"map-table": {"children": map_table(release, view)}}
    )


def table_address(state: ViewState, kind: str) -> str:
    """Return where the table of a state is downloaded as ``csv`` or ``xlsx``."""
    path, _, query = replace(state, ward=None, lock=None, classes="england").url().partition("?")
    return f"{path}/table.{kind}{'?' + query if query else ''}"


def _crumbs(view: View) -> html.Nav:
    parts: list[Any] = [html.A("England", href="/")]
    if view.region is not None:
        parts += [" › ", html.Span(view.region.name)]
    return html.Nav(parts, className="crumbs", **aria(label="Where this is"))


def _of(period: str | None) -> str:
    return f", {period}" if period else ""


def _side(view: View) -> list[Any]:
    rows = view.changes if view.since else view.wards if view.by_ward else view.peers
    ranked = any(row.value is not None for row in rows)
    pictures = [("map", "Map"), ("trend", "Over time")]
    if ranked:
        pictures.insert(1, ("ranking", "Ranking"))
    what = f"{map_title(view)}, {text.spoken(view.council.name)}"
    return [
        html.Section(
            [
                html.H2("Read with care"),
                html.Ul(
                    [html.Li(caveat) for caveat in view.indicator.caveats], className="caveats"
                ),
                html.P(f"{view.indicator.evidence} Updated {view.indicator.update_frequency}."),
            ]
        ),
        html.Section(
            [
                html.H2("What it measures"),
                html.P(view.indicator.definition),
            ]
        ),
        html.Section(
            [
                html.H2("Take it away"),
                *exports(
                    pictures,
                    table_address(view.state, "csv"),
                    table_address(view.state, "xlsx"),
                ),
                reports.links(view.state.url()),
                link_row("exports only-narrow"),
                html.P("The XLSX has a cover and notes: definition, caveats, source and licence."),
                embedding(
                    [
                        (name, words, embed_address(view.state.url(), name), f"{words}: {what}")
                        for name, words in pictures
                    ]
                ),
            ]
        ),
    ]


def map_table(release: Release, view: View) -> html.Table:
    """Return the figures behind the map."""
    if view.state.geography == "lsoa":
        return area_small.table(release, view, map_title(view))
    if view.since:
        by_name = sorted(view.changes, key=lambda change: change.name)
        return area_change.table(view, map_title(view), by_name)
    readings = view.wards if view.by_ward else view.peers
    means = area_alike.reading(view)
    whole = [row for row in (view.own, means, view.region_reading, view.england) if row is not None]
    return tables.figures(
        indicator=view.indicator,
        readings=readings,
        whole=whole if view.by_ward else whole[1:],
        caption=map_title(view),
        area_heading="Ward" if view.by_ward else "Council",
        selected=view.state.ward if view.by_ward else (view.holder or view.council).code,
        locked=view.locked,
    )

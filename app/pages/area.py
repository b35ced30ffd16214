"""The explorer: one council, one indicator, on a map, ranked, over time and in a table.

``layout`` is a whole page; ``parts`` are the pieces that change with the state, by element id and
property, so that a change touches nothing else and focus stays where it was.
The charts, which wait until the map has painted, are in ``area_trend`` and ``area_ranking``.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from dash import html

from app import text
from app.components import card, controls, reports, sources, tables
from app.components.figures import copy_link, embedding, exports, switch, table_wrap
from app.findings import council_finding, finding, summary
from app.pages import area_change, area_gap, area_ranking, area_small, area_trend
from app.pages.parts import Parts, Width, labels, map_title
from app.permalink import embed_address
from app.release import Release
from app.state import ViewState
from app.view import View, points_since_break, read

MANY = 4
"""This many councils with figures of their own wards are told as a number, not by name."""


def title(release: Release, state: ViewState) -> str:
    """Return the title of the document."""
    council = text.spoken(release.areas[state.lad or ""].name)
    return f"{release.indicators[state.indicator].short_title.removeprefix('… ')} in {council}"


def layout(release: Release, state: ViewState) -> list[Any]:
    """Return the page of a state, all but the charts, which follow when the map has painted."""
    view = read(release, state)
    council = view.council
    set_by_state = parts(release, view)

    def piece(element_id: str) -> dict[str, Any]:
        return {"id": element_id, **set_by_state[element_id]}

    return [
        html.Div(
            [html.P(**piece("context")), html.A("Change", href="#rail")], className="context-bar"
        ),
        html.Div(
            [
                html.Div([_crumbs(view), html.H1(text.spoken(council.name))]),
                html.Div(
                    [reports.slides(**piece("report-link")), copy_link()], className="actions"
                ),
            ],
            className="page-head",
        ),
        html.Nav(
            controls.rail(
                release, view, [area_change.field(release, view), area_small.field(release, view)]
            ),
            id="rail",
            className="rail",
            **{"aria-label": "Indicator, period and classes"},  # type: ignore[arg-type]
        ),
        html.Div(
            [
                html.H2(**piece("finding"), className="finding"),
                html.P(**piece("summary"), className="summary"),
                html.Div(**piece("why-council")),
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
                                            **{  # type: ignore[arg-type]
                                                "data-lad": council.code,
                                                "data-lad-name": text.spoken(council.name),
                                                "data-level": "ward",
                                            },
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
                                area_trend.frame(),
                            ],
                            className="card",
                            **{"aria-label": "The chosen area"},  # type: ignore[arg-type]
                        ),
                    ],
                    className="stage",
                ),
            ],
            className="content",
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
        "report-link": {"href": reports.address(view.state, ".pptx")},
        "finding": {"children": finding_of(view)},
        "summary": {"children": summary_of(view)},
        "why-council": {
            "children": _why_council(release, view),
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
        "source": {"children": sources.line(release, indicator, view.council)},
    }


def announcement(view: View) -> str:
    """Return what a screen reader hears of a new state: the chosen ward's figure, or the finding.

    Beside a locked ward the map itself says how the two compare.
    """
    ward = view.ward if view.by_ward and view.since is None else None
    if ward is None:
        return finding_of(view)
    if view.state.lock is not None:
        return ""
    if ward.value is None:
        return f"{ward.name}: {text.missing(ward.marker)}. {map_title(view)}."
    verdict = {"higher": ", higher than England", "lower": ", lower than England"}.get(
        ward.benchmark or "", ", similar to England" if ward.benchmark else ""
    )
    return (
        f"{ward.name}: {text.short_amount(ward.value, view.indicator)}{verdict}. {map_title(view)}."
    )


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
    return html.Nav(parts, className="crumbs", **{"aria-label": "Where this is"})  # type: ignore[arg-type]


def _of(period: str | None) -> str:
    return f", {period}" if period else ""


def finding_of(view: View) -> str:
    """Return the title: what the view's figures say."""
    if view.since:
        return area_change.finding(view)
    if view.by_ward:
        return finding(indicator=view.indicator, council=view.council.name, wards=view.wards)
    return council_finding(indicator=view.indicator, area=view.own, england=view.england)


def summary_of(view: View) -> str:
    """Return the sentences under the title."""
    if view.period is None:
        return f"Nobody publishes this for {text.spoken(view.council.name)}."
    if view.since:
        return area_change.summary(view)
    place = "" if view.by_ward else _among_councils(view)
    if place and view.own.benchmark is None:
        # The finding has said the level already: what is left is the place, and the region.
        return f"{text.in_period(view.period)}, {place} {_region(view)}".strip()
    said = summary(
        indicator=view.indicator,
        period=view.period,
        area=view.own,
        england=view.england,
        wards=view.wards,
    )
    return f"{said} {text.sentence(place)}" if place else said


def _among_councils(view: View) -> str:
    """Return where the council stands among all, for want of wards to speak of."""
    values = [peer.value for peer in view.peers if peer.value is not None]
    if view.own.value is None or len(values) < 2:
        return ""
    low, high = (text.short_amount(end, view.indicator) for end in (min(values), max(values)))
    return (
        f"it was {text.rank_words(view.own.value, values)} councils with a figure, from the "
        f"highest; they run from {low} to {high}."
    )


def _region(view: View) -> str:
    if view.region is None or view.region_reading is None or view.region_reading.value is None:
        return ""
    figure = text.short_amount(view.region_reading.value, view.indicator)
    return f"The figure for {view.region.name} is {figure}."


def _why_council(release: Release, view: View) -> list[Any]:
    if view.by_ward:
        return []
    name = text.spoken(view.council.name)
    others = release.coverage(view.indicator.id, "ward")
    parts: list[Any] = [html.B("No ward figure exists. "), view.indicator.caveats[0]]
    if others is not None and others.councils:
        given = [text.spoken(release.areas[code].name) for code in others.councils]
        whose = ", ".join(given) if len(given) < MANY else text.plural(len(given), "council")
        parts[0] = html.B(f"No ward figure exists for {name}. ")
        parts.append(f" Only {whose} {'has' if len(given) == 1 else 'have'} given their own.")
    if view.holder is not None and view.holder.code != view.council.code:
        parts.append(
            f" It is published for the county, so "
            f"{text.possessive(text.spoken(view.holder_name))} figure is shown; "
            f"none exists for {name} alone."
        )
    return [html.P(parts)]


def possessive_county(view: View) -> str:
    """Return the county's name with its s."""
    return text.possessive(text.spoken(view.holder_name))


def recent_trend(release: Release, view: View) -> tuple[str, str] | None:
    """Return shape and words of the recent trend of the area on the card."""
    code = view.ward.code if view.ward else (view.holder or view.council).code
    if view.period is None:
        return None
    row = release.observation(view.indicator.id, code, view.period)
    points, broken = points_since_break(view, code, release)
    return text.trend_words(
        row.trend if row else None,
        points,
        broken=broken,
        tested=bool(row and row.lower is not None),
    )


def _side(view: View) -> list[Any]:
    pictures = [("map", "Map"), ("ranking", "Ranking"), ("trend", "Over time")]
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
                reports.links(view.state),
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
    whole = [row for row in (view.own, view.region_reading, view.england) if row is not None]
    return tables.figures(
        indicator=view.indicator,
        readings=readings,
        whole=whole if view.by_ward else whole[1:],
        caption=map_title(view),
        area_heading="Ward" if view.by_ward else "Council",
        selected=view.state.ward if view.by_ward else (view.holder or view.council).code,
        locked=view.locked,
    )

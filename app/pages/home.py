"""The front page: find a council, see England's, and six questions with their answers."""

from __future__ import annotations

from typing import Any

from dash import html

from app import extremes, text
from app.components import controls, sources, tables
from app.components.attributes import data
from app.components.chrome import search, vintage_words
from app.components.figures import Label, embedding, exports, link_row, switch, table_wrap
from app.pages import home_questions
from app.pages.parts import Parts
from app.permalink import embed_address, permalink
from app.release import Release
from app.state import ViewState
from app.view import holders, reading
from etl.registry import Indicator
from etl.schema import period_slug


def layout(release: Release, state: ViewState) -> list[Any]:
    """Return the page."""
    changing = parts(release, state)

    def piece(element_id: str) -> dict[str, Any]:
        return {"id": element_id, **changing[element_id]}

    return [
        html.Div(
            [
                html.H1("Early years in every ward of England"),
                html.P(
                    "See how young children’s circumstances differ from one neighbourhood to the "
                    "next, compared honestly and ready for your report.",
                    className="lede",
                ),
                search("home-search", big=True),
                html.P(
                    "Postcodes are matched on this site and never sent elsewhere.",
                    className="figure-note",
                ),
                html.H2("What you can answer here"),
                html.Ul(home_questions.questions(release), className="questions"),
            ],
            className="home-lead",
        ),
        html.Figure(
            [
                html.Div(
                    [
                        html.Div(
                            [
                                html.H2(**piece("map-heading"), className="figure-heading"),
                                html.P(**piece("map-title"), className="figure-note"),
                            ]
                        ),
                        _switch(),
                    ],
                    className="figure-head",
                ),
                html.Div(
                    controls.field(
                        "Show on the map",
                        "indicator-select",
                        controls.indicator_options(release),
                        state.indicator,
                    ),
                    className="home-choice",
                ),
                html.Div(
                    [
                        html.Div(id="map", **data(level="england")),
                        html.Div(id="map-legend"),
                        html.Div(id="map-status", role="status"),
                    ],
                    id="map-half",
                ),
                table_wrap("england-table", "Table of England’s councils"),
                html.P("Choose a council on the map to open it.", className="figure-note"),
                html.P(**piece("source"), className="source"),
                html.Div([*exports([("map", "Map")], None), link_row()]),
                html.Div(**piece("embed-home")),
            ],
            **piece("figure-map"),
            className="figure",
        ),
        html.Div(_facts(release), className="home-facts"),
    ]


def parts(release: Release, state: ViewState) -> Parts:
    """Return what another indicator or period changes."""
    indicator = release.indicators[state.indicator]
    heading = finding(release, indicator, state.period)
    england = extremes.figure(release, indicator, release.england, state.period)
    subtitle = f"{indicator.title}, by council, {state.period}."
    if england is not None and indicator.benchmarked:
        subtitle += f" England: {text.short_amount(england, indicator)}."
    label = Label(
        title=heading,
        subtitle=subtitle,
        caveat=" ".join(indicator.caveats[:2]),
        source=sources.plain(release, indicator, release.england),
        link=permalink(state.url(), release.id),
        release=f"Release {release.id[:8]}",
        file=f"england_{indicator.id}_{period_slug(state.period or 'none')}",
    )
    return {
        "map-heading": {"children": heading},
        "map-title": {"children": subtitle},
        "source": {"children": sources.line(release, indicator, release.england)},
        "figure-map": label.attributes(),
        "embed-home": {
            "children": embedding([("map", "Map", embed_address(state.url(), "map"), heading)])
        },
        "indicator-select": {"value": state.indicator},
    }


def finding(release: Release, indicator: Indicator, period: str | None) -> str:
    """Return from where to where England's councils run."""
    ends = extremes.ends(release, indicator, period)
    title = controls.standing_alone(indicator)
    if ends is None:
        return f"{title}: no council has a figure"
    (low, low_area), (high, high_area) = ends
    names = text.spoken(low_area.name), text.spoken(high_area.name)
    return (
        f"{title}: from {text.short_amount(low, indicator)} in {names[0]} "
        f"to {text.short_amount(high, indicator)} in {names[1]}"
    )


def table(release: Release, state: ViewState) -> html.Table:
    """Return every council's figure."""
    indicator = release.indicators[state.indicator]
    period = state.period or ""
    areas = holders(release, indicator.id)
    rows = release.column(indicator.id, [area.code for area in areas], period)
    england = release.observation(indicator.id, release.england.code, period)
    return tables.figures(
        indicator=indicator,
        readings=[reading(area, row) for area, row in zip(areas, rows, strict=True)],
        whole=[reading(release.england, england)],
        caption=f"{indicator.title}, by council, {period}",
        area_heading="Council",
    )


def _switch() -> html.Div:
    """Return the switch of the map; its table is asked for when it is first wanted."""
    ids = (None, "england-table-wanted")
    return switch("map", "Map", picture_id="map-half", table_id="england-table", ids=ids)


def _facts(release: Release) -> list[html.P]:
    wards, councils = len(release.at_level("ward")), len(release.councils())
    built = text.day_words(str(release.manifest.get("built_at", ""))[:10])
    return [
        html.P([html.B(f"{wards:,}"), " wards in ", html.B(f"{councils:,}"), " councils"]),
        html.P("Nothing is estimated below the level its publisher gives"),
        html.P(
            [
                "Release ",
                html.B(release.id[:8]),
                f", built {built}, wards of {vintage_words(release.ward_vintage)} · ",
                html.A("what is in it", href="/data"),
            ]
        ),
    ]

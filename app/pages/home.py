"""The front page: find a council, see England's, and six questions with their answers."""

from __future__ import annotations

import math
from typing import Any

from dash import html

from app import text
from app.components import controls, sources, tables
from app.components.chrome import search, vintage_words
from app.components.figures import Label, copy_link, embedding, exports, switch, table_wrap
from app.pages.parts import Parts
from app.permalink import embed_address, permalink
from app.release import Area, Release
from app.state import DEFAULT_INDICATOR, ViewState
from app.view import holders, reading
from etl.registry import Indicator
from etl.schema import period_slug

PLACES = "childcare_places_per_100"
DEVELOPMENT = "gld"


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
                html.Ul(questions(release), className="questions"),
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
                        html.Div(id="map", **{"data-level": "england"}),  # type: ignore[arg-type]
                        html.Div(id="map-legend"),
                        html.Div(id="map-status", role="status"),
                    ],
                    id="map-half",
                ),
                table_wrap("england-table", "Table of England’s councils"),
                html.P("Choose a council on the map to open it.", className="figure-note"),
                html.P(**piece("source"), className="source"),
                html.Div([*exports([("map", "Map")], None), copy_link()]),
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
    england = _figure(release, indicator, release.england, state.period)
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
    ends = _ends(release, indicator, period)
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


def questions(release: Release) -> list[html.Li]:
    """Return six questions, each with an answer that the release gives today."""
    asked = (
        _where_low_income(release),
        _where_places_are_few(release),
        _getting_better(release),
        _how_developing(release),
        _one_ward(release),
        (
            "What can I put in my report?",
            "/data",
            "Every map and chart as PNG or SVG, every table as CSV, each with its source.",
        ),
    )
    return [
        html.Li([html.A(question, href=href), html.P(answer)])
        for question, href, answer in (entry for entry in asked if entry is not None)
    ]


Question = tuple[str, str, str]


def _where_low_income(release: Release) -> Question | None:
    indicator = release.indicators.get(DEFAULT_INDICATOR)
    top = _top_ward(release, DEFAULT_INDICATOR)
    if indicator is None or top is None:
        return None
    ward, value, period = top
    council = release.areas[ward.lad_code or ""]
    answer = (
        f"In {ward.name}, {text.spoken(council.name)}: {text.short_amount(value, indicator)} of "
        f"children "
        f"in {period}, the highest of any ward."
    )
    return "Where do most children live on low incomes?", _ward_address(ward), answer


def _where_places_are_few(release: Release) -> Question | None:
    indicator, coverage = release.indicators.get(PLACES), release.coverage(PLACES, "lad")
    if indicator is None or coverage is None:
        return None
    ends = _ends(release, indicator, coverage.latest.label)
    if ends is None:
        return None
    (low, low_area), (high, high_area) = ends
    answer = (
        f"{text.number(low, 1)} nursery places for every 100 under-fives in "
        f"{text.spoken(low_area.name)}, {text.number(high, 1)} in {text.spoken(high_area.name)}, "
        f"{coverage.latest.label}."
    )
    return "Where is childcare scarce?", f"/?i={PLACES}", answer


def _getting_better(release: Release) -> Question | None:
    indicator = release.indicators.get(DEFAULT_INDICATOR)
    if indicator is None:
        return None
    rows = [
        row for row in release.series(indicator.id, release.england.code) if row.value is not None
    ]
    if len(rows) < 2:
        return None
    first, last = rows[0], rows[-1]
    answer = (
        f"England: {text.short_amount(first.value or 0, indicator)} of children in low income in "
        f"{first.period}, {text.short_amount(last.value or 0, indicator)} in {last.period}."
    )
    return "Is it getting better?", "/", answer


def _how_developing(release: Release) -> Question | None:
    indicator, coverage = (
        release.indicators.get(DEVELOPMENT),
        release.coverage(DEVELOPMENT, "country"),
    )
    if indicator is None or coverage is None:
        return None
    value = _figure(release, indicator, release.england, coverage.latest.label)
    if value is None:
        return None
    answer = (
        f"{text.short_amount(value, indicator)} in England had a good level of development in "
        f"{coverage.latest.label}. Council level only."
    )
    return "How are five-year-olds developing?", f"/?i={DEVELOPMENT}", answer


def _one_ward(release: Release) -> Question | None:
    """Return a real ward to begin with: the one with most young children."""
    indicator = release.indicators.get("population_0_4")
    top = _top_ward(release, "population_0_4")
    if indicator is None or top is None:
        return None
    ward, value, period = top
    council = text.spoken(release.areas[ward.lad_code or ""].name)
    answer = (
        f"{ward.name}, {council}, has the most under-fives of any ward: "
        f"{text.short_amount(value, indicator)} in {period}."
    )
    return "What is one ward like?", _ward_address(ward), answer


def _ward_address(ward: Area) -> str:
    return f"/area/{ward.lad_code}?w={ward.code}"


def _top_ward(release: Release, indicator_id: str) -> tuple[Area, float, str] | None:
    coverage = release.ward_coverage(indicator_id, None)
    if coverage is None:
        return None
    period = coverage.latest.label
    values = release.values(indicator_id, "ward", period)
    known = [(value, place) for place, value in enumerate(values) if not math.isnan(value)]
    if not known:
        return None
    value, place = max(known)
    return release.at_level("ward")[place], value, period


def _ends(
    release: Release, indicator: Indicator, period: str | None
) -> tuple[tuple[float, Area], tuple[float, Area]] | None:
    """Return the lowest and the highest council of a period."""
    known = [
        (value, area)
        for area in holders(release, indicator.id)
        if (value := _figure(release, indicator, area, period)) is not None
    ]
    if not known:
        return None
    return min(known, key=lambda item: item[0]), max(known, key=lambda item: item[0])


def _figure(release: Release, indicator: Indicator, area: Area, period: str | None) -> float | None:
    row = release.observation(indicator.id, area.code, period) if period else None
    return row.value if row else None


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

"""Six questions of the front page, each with the answer that the release gives today."""

from __future__ import annotations

from dash import html

from app import extremes, text
from app.release import Area, Release
from app.state import DEFAULT_INDICATOR

PLACES = "childcare_places_per_100"
DEVELOPMENT = "gld"

Question = tuple[str, str, str]
"""What is asked, the address that answers it, and the answer in a sentence."""


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


def _where_low_income(release: Release) -> Question | None:
    indicator = release.indicators.get(DEFAULT_INDICATOR)
    top = extremes.top_ward(release, DEFAULT_INDICATOR)
    if indicator is None or top is None:
        return None
    ward, value, period = top
    council = release.areas[ward.lad_code or ""]
    answer = (
        f"In {ward.name}, {text.spoken(council.name)}: {text.short_amount(value, indicator)} of "
        f"children in {period}, the highest of any ward."
    )
    return "Where do most children live on low incomes?", _ward_address(ward), answer


def _where_places_are_few(release: Release) -> Question | None:
    indicator, coverage = release.indicators.get(PLACES), release.coverage(PLACES, "lad")
    if indicator is None or coverage is None:
        return None
    ends = extremes.ends(release, indicator, coverage.latest.label)
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
    value = extremes.figure(release, indicator, release.england, coverage.latest.label)
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
    top = extremes.top_ward(release, "population_0_4")
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

"""A ward's profile, by what it reads and says of the tiny release."""

import copy
import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from dash.development.base_component import Component
from flask import Flask
from tiny_release import (
    ACOCKS_GREEN,
    ALFRETON,
    ALLENS_CROSS,
    ALUM_ROCK,
    AMBER_VALLEY,
    ASQ,
    BIRMINGHAM,
    LOW_INCOME,
    POPULATION,
)

from app import profile
from app.findings import Reading
from app.pages import ward
from app.profile import Profile, Row
from app.release import Area, Observation, Period, Release
from app.state import ViewState
from app.unknown import UnknownView
from app.ward_findings import ACCESS, NEED, ages, finding, sentences
from etl.registry import BY_ID, Break, Indicator

SOURCE = {
    "landing_page": "https://example.test/",
    "licence": "Open Government Licence v3.0",
    "attribution": "Source: DWP.",
    "published": "2026-03-26",
}


@pytest.fixture(scope="module")
def release(tiny: Release) -> Release:
    described = copy.copy(tiny)
    sources = [entry | SOURCE for entry in tiny.manifest["sources"]]
    described.manifest = tiny.manifest | {"sources": sources}
    return described


def words(node: Any) -> str:
    """All the text of a piece of a page."""
    if isinstance(node, str | int | float):
        return str(node)
    if isinstance(node, list | tuple):
        return " ".join(" ".join(words(child) for child in node if child is not None).split())
    return words(getattr(node, "children", None) or "")


def every(node: Any) -> Iterator[Component]:
    if isinstance(node, list | tuple):
        for child in node:
            yield from every(child)
    elif isinstance(node, Component):
        yield node
        yield from every(getattr(node, "children", None))


def of_type(node: Any, kind: str) -> list[Component]:
    return [item for item in every(node) if type(item).__name__ == kind]


def page_of(release: Release, code: str) -> list[Any]:
    return ward.layout(release, ViewState.parse(f"/ward/{code}", "", release))


def row_of(page: Any, name: str) -> Component:
    return next(row for row in of_type(page, "Tr") if words(row).startswith(name))


# Where a value stands


@pytest.mark.parametrize(
    ("value", "share"), [(10, 0), (20, 25), (25, 50), (40, 75), (5, 0), (41, 100)]
)
def test_the_share_of_wards_lower_counts_only_lower_ones(value, share):
    assert profile.share_below([10, 20, 30, 40], value) == share


def test_a_share_is_floored_and_a_ward_is_never_above_all_wards():
    wards = [float(n) for n in range(7681)]
    assert profile.share_below(wards, 7680) == 99


def test_equal_values_stand_at_the_same_place():
    assert profile.share_below([1, 5, 5, 5], 5) == 25


def test_percentiles_lie_between_their_neighbours():
    wards = [10.0, 20.0, 30.0, 40.0, 50.0]
    shares = (0, 0.25, 0.5, 0.6, 1)
    assert [profile.percentile(wards, share) for share in shares] == [10, 20, 30, 34, 50]


# What is read


def test_a_row_stands_among_all_england_s_wards(release):
    """Low income in 2024/25: 11.0, 14.0, 19.0, 33.44; Alum Rock has no figure."""
    row = profile.read(release, ACOCKS_GREEN).row(LOW_INCOME)
    assert (row.below, row.spread.count, row.others) == (75, 4, (19.0,))
    assert row.england.value == 19.8


def test_a_ward_without_a_figure_keeps_its_row_and_the_reason(release):
    row = profile.read(release, ALUM_ROCK).row(LOW_INCOME)
    assert (row.reading.value, row.reading.marker, row.below) == (None, "x", None)
    assert row.spread is not None and row.others == (33.44, 19.0)


def test_a_count_has_no_spread_because_england_s_is_a_total(release):
    assert profile.read(release, ACOCKS_GREEN).row(POPULATION).spread is None


def test_what_only_the_council_has_is_never_a_row_of_the_ward(release):
    shown = profile.read(release, ACOCKS_GREEN)
    assert ASQ not in [row.indicator.id for row in shown.rows]
    assert [(row.indicator.id, row.holder.code) for row in shown.council_rows] == [
        (ASQ, BIRMINGHAM)
    ]


def test_a_district_is_told_by_its_county_where_only_that_is_published(release):
    (row,) = profile.read(release, ALFRETON).council_rows
    assert (row.holder.name, row.reading.value) == ("Derbyshire", 90.1)


def test_a_figure_is_as_old_as_the_full_years_from_its_end_to_the_release(release):
    """Built 24 November 2026; mid-2020 ended on 30 June, 2024/25 on 31 March."""
    shown = profile.read(release, ACOCKS_GREEN)
    ages_of = {row.indicator.id: (row.age, row.old) for row in shown.rows}
    assert ages_of == {POPULATION: (6, True), LOW_INCOME: (1, False)}


# Recent trend


class Series:
    """A release with one series of one area, by year; None is a year without a figure."""

    def __init__(self, values: dict[int, float | None], *, interval: bool = True) -> None:
        self.rows = [
            Observation(
                "i", "W", str(year), date(year, 12, 31), value,
                *([value, value] if interval else [None, None]),
                None, None, None, None, None, None, None,
            )
            for year, value in values.items()
        ]  # fmt: skip

    def series(self, *_: str) -> list[Observation]:
        return self.rows

    def observation(self, _indicator: str, _area: str, period: str) -> Observation | None:
        return next((row for row in self.rows if row.period == period), None)


def trend(values: dict[int, float | None], *, breaks: tuple[str, ...] = (), interval: bool = True):
    indicator: Indicator = replace(
        BY_ID[LOW_INCOME], breaks=tuple(Break(year, "changed") for year in breaks)
    )
    last = max(values)
    period = Period(str(last), date(last, 12, 31), str(last))
    shown: Any = Series(values, interval=interval)
    return profile.recent_trend(shown, indicator, "W", period)[1]


@pytest.mark.parametrize(
    ("years", "said"),
    [
        ({2025: 1.0}, "1 of 5 years"),
        ({2022: 1.0, 2023: 1.0, 2024: 1.0, 2025: 1.0}, "4 of 5 years"),
        ({2021: 1.0, 2022: None, 2023: 1.0, 2024: 1.0, 2025: 1.0}, "3 of 5 years"),
        ({2015: 1.0, 2019: 1.0, 2025: 1.0}, "Not yearly: not tested"),
        ({2024: 1.0, 2025: None}, "No figure"),
    ],
)
def test_too_few_years_are_counted(years, said):
    assert trend(years) == said


def test_years_before_a_break_do_not_count():
    years = dict.fromkeys(range(2018, 2026), 1.0)
    assert trend(years, breaks=("2022",)) == "4 of 5 years since 2022"
    assert trend(years, breaks=("2025",)) == "Not comparable"


def test_five_years_without_intervals_are_not_tested():
    assert trend(dict.fromkeys(range(2021, 2026), 1.0), interval=False) == "Not tested"


def test_a_tested_trend_is_said_in_words_and_shape(release):
    row = profile.read(release, ACOCKS_GREEN).row(LOW_INCOME)
    assert row.trend == ("↗", "Increasing")


# What is said first


def area(code: str, name: str) -> Area:
    return Area(code, name, "ward", "L", None, None, None, None, None, None, None, None)


def profile_of(need: Reading | None, access: Reading | None, year: int = 2025) -> Profile:
    ward_area = area("W", "Aldwick")
    rows = [
        Row(
            indicator=BY_ID[name],
            holder=ward_area,
            reading=own,
            england=Reading("England", value=england),
            period=Period(label, date(year, 3, 31), "p"),
            age=2026 - year,
            trend=("···", "1 of 5 years"),
        )
        for name, own, england, label in (
            (NEED, need, 19.8, "2024/25"),
            (ACCESS, access, 33.2, "Aug 2021"),
        )
        if own is not None
    ]
    return Profile(ward_area, ward_area, None, tuple(rows), ())


def need(value: float | None, benchmark: str | None, fifth: int | None) -> Reading:
    return Reading(
        "Aldwick", value, benchmark=benchmark, quintile=fifth, marker=None if value else "low"
    )


def access(fifth: int, value: float = 11.7) -> Reading:
    return Reading("Aldwick", value, quintile=fifth)


@pytest.mark.parametrize(
    ("own", "places", "said"),
    [
        (need(63.8, "higher", 5), access(1), "High need meets few nursery places in Aldwick"),
        (need(63.8, "higher", 5), access(5), "High need, and many nursery places, in Aldwick"),
        (need(4.5, "lower", 1), access(1), "Low need, and few nursery places, in Aldwick"),
        (need(4.5, "lower", 1), access(5), "Low need and many nursery places in Aldwick"),
    ],
)
def test_need_and_access_meet_only_at_the_ends_of_both(own, places, said):
    assert finding(profile_of(own, places)) == said


@pytest.mark.parametrize(
    ("own", "places", "said"),
    [
        (
            need(63.8, "higher", 5),
            access(2),
            "Aldwick has a higher share of children on low incomes than England: "
            "63.8% against 19.8%",
        ),
        (
            need(20.1, "similar", 3),
            access(1),
            "Aldwick’s share of children on low incomes is similar to England’s: "
            "20.1% against 19.8%",
        ),
        (
            need(31.0, "similar", 5),
            access(1),
            "Aldwick’s share of children on low incomes is similar to England’s: "
            "31.0% against 19.8%",
        ),
        (
            need(None, None, None),
            access(1),
            "No figure of children on low incomes for Aldwick: withheld: small numbers",
        ),
        (None, access(1), "Aldwick"),
    ],
)
def test_otherwise_the_title_is_the_need_however_weak(own, places, said):
    assert finding(profile_of(own, places)) == said


def test_each_sentence_names_its_own_period():
    said = sentences(profile_of(need(63.8, "higher", 5), access(1)))
    assert "In 2024/25" in said and "In August 2021" in said


@pytest.mark.parametrize(
    ("year", "said"), [(2022, False), (2021, True)], ids=["four years", "five years"]
)
def test_figures_five_years_old_are_counted(year, said):
    both = profile_of(need(1, "lower", 1), access(1), year)
    newer = replace(both.rows[0], period=Period("2025/26", date(2026, 3, 31), "p"), age=0)
    mixed = replace(both, rows=(newer, both.rows[1]))
    assert ("1 of 2 is 5 years old or older" in ages(mixed)) is said


# The page


def test_every_number_is_in_a_table_with_caption_and_scoped_headings(release):
    page = page_of(release, ACOCKS_GREEN)
    tables = of_type(page, "Table")
    assert len(tables) == len(of_type(page, "Caption")) == 3
    assert {heading.scope for heading in of_type(page, "Th")} == {"col", "row", "rowgroup"}


def test_a_row_says_value_interval_england_verdict_and_trend(release):
    said = words(row_of(page_of(release, ACOCKS_GREEN), "Children in relative low income 2024"))
    for fact in ("33.4%", "32.1 to 34.8%", "19.8%", "Higher", "Increasing"):
        assert fact in said


def test_a_spine_says_in_words_what_it_adds(release):
    row = row_of(page_of(release, ACOCKS_GREEN), "Children in relative low income 2024")
    (picture,) = of_type(row, "Img")
    assert picture.alt.startswith("Higher than 75% of England’s wards; the middle half ")
    assert picture.alt.endswith("other wards of Birmingham 19.0 to 19.0%")


def test_a_missing_figure_is_words_in_its_row_never_a_number(release):
    said = words(row_of(page_of(release, ALUM_ROCK), "Children in relative low income 2024"))
    assert "not published" in said and "No figure" in said
    assert "0.0%" not in said.replace("19.8%", "")


def test_the_oldest_period_is_bold_and_says_how_old_it_is(release):
    row = row_of(page_of(release, ACOCKS_GREEN), "Children aged 0 to 4")
    assert "2020" in [words(bold) for bold in of_type(row, "B")]
    assert "6 years old" in words(row)


def test_what_is_known_only_for_the_council_is_said_plainly(release):
    said = words(page_of(release, ACOCKS_GREEN))
    assert "Known only for Birmingham" in said
    assert "they describe Birmingham, not Acocks Green, and nothing is estimated down" in said


def test_a_county_s_figure_is_named_as_the_county_s(release):
    page = page_of(release, ALFRETON)
    assert "Known only for Amber Valley or Derbyshire" in words(page)


def test_the_balance_puts_each_indicator_on_the_side_its_polarity_says():
    wanted = {"risk": "lower_is_better", "resilience": "higher_is_better"}
    for side, names in ward.BALANCE.items():
        assert {BY_ID[name].polarity for name in names} == {wanted[side]}


def test_the_page_names_its_sources_and_leads_to_the_map(release):
    page = page_of(release, ACOCKS_GREEN)
    links = {words(link): link.href for link in of_type(page, "A")}
    assert links["Children in low income families"] == SOURCE["landing_page"]
    assert links["Open in the map"] == f"/area/{BIRMINGHAM}?w={ACOCKS_GREEN}"


def test_the_small_map_is_kept_for_as_long_as_the_release(release):
    server = Flask("test")
    ward.register(server, release)
    answer = server.test_client().get(f"/v/{release.id}/locator/{ACOCKS_GREEN}.svg")
    assert answer.mimetype == "image/svg+xml" and answer.text.startswith("<svg")
    assert "immutable" in answer.headers["Cache-Control"]


@pytest.mark.parametrize("asked", [f"{{id}}/locator/{AMBER_VALLEY}", f"old/locator/{ACOCKS_GREEN}"])
def test_a_map_of_no_ward_or_of_another_release_is_refused(release, asked):
    server = Flask("test")
    server.testing = True
    ward.register(server, release)
    with pytest.raises(UnknownView) as fault:
        server.test_client().get(f"/v/{asked.format(id=release.id)}.svg")
    assert fault.value.status == 404


# Its address


def test_a_profile_has_one_address(release):
    state = ViewState.parse(f"/ward/{ALLENS_CROSS}/", "?utm_source=x", release)
    assert (state.page, state.lad, state.url()) == ("ward", BIRMINGHAM, f"/ward/{ALLENS_CROSS}")


@pytest.mark.parametrize(
    ("code", "said", "way"),
    [
        (BIRMINGHAM, "is a council: Birmingham", f"/area/{BIRMINGHAM}"),
        (ALFRETON.lower(), f"is written {ALFRETON}", f"/ward/{ALFRETON}"),
        ("E05999999", "is not a ward of this release", "/"),
    ],
)
def test_a_mistaken_ward_is_told_what_it_is_and_where_to_go(release, code, said, way):
    with pytest.raises(UnknownView) as fault:
        ViewState.parse(f"/ward/{code}", "", release)
    assert fault.value.status == 404
    assert said in fault.value.message
    assert [item.href for item in fault.value.suggestions] == [way]


def test_a_layout_is_plain_enough_to_be_kept(release):
    from plotly.utils import PlotlyJSONEncoder

    assert json.dumps(page_of(release, ACOCKS_GREEN), cls=PlotlyJSONEncoder)

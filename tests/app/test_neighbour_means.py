"""A council and those like it: who they are, their mean, and what is said of the two."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import pytest

from app import neighbour_findings, neighbour_means, neighbours
from app.findings import Reading
from app.neighbour_means import Standing
from app.neighbours import WAYS
from app.pages import area_alike, area_ranking, area_trend, table_csv
from app.records import Area, Observation
from app.release import Release
from app.state import ViewState
from app.unknown import UnknownView
from app.view import View, read
from etl.neighbours import NeighbourMean

BIRMINGHAM, BASILDON, ESSEX = "E08000025", "E07000066", "E10000012"
LOW_INCOME = "low_income_bhc_relative"


def view(release: Release, search: str = "", council: str = BIRMINGHAM) -> View:
    return read(release, ViewState.parse(f"/area/{council}", search, release))


def row(value: float | None, numerator: float | None, denominator: float | None) -> Observation:
    none = dict.fromkeys(("lower", "upper", "marker", "method", "benchmark", "quintile", "trend"))
    day = date(2025, 3, 31)
    given = (LOW_INCOME, "E06000001", "2024/25", day, value)
    return Observation(*given, numerator=numerator, denominator=denominator, **none)  # type: ignore[arg-type]


def council(code: str, name: str, county: str | None = None) -> Area:
    places = (code, county or code, "E12000005")
    return Area(code, name, "lad", *places, *(None,) * 6)


def standing(mean: NeighbourMean | None, *values: float | None, of: Area | None = None) -> Standing:
    areas = tuple(council(f"E0600000{n}", f"Town {n}") for n in range(len(values)))
    rows = tuple(None if value is None else row(value, None, None) for value in values)
    means = {} if mean is None else {"2024/25": mean}
    own = of or council(BIRMINGHAM, "Birmingham")
    return Standing(WAYS["dfe"], own, areas, rows, means, "2024/25")


def said(release: Release, own: float | None, among: Standing) -> str:
    reading = Reading("Birmingham", own, marker=None if own is not None else "c")
    return neighbour_findings.sentence(release.indicators[LOW_INCOME], reading, among)


# Who they are


def test_a_council_has_ten_statistical_neighbours_and_a_district_only_its_similar_councils(
    embedded: Release,
):
    assert len(neighbours.alike(embedded, WAYS["dfe"], BIRMINGHAM)) == 10
    first = {code: neighbours.offered(embedded, code)[0].slug for code in (BIRMINGHAM, BASILDON)}
    assert first == {BIRMINGHAM: "dfe", BASILDON: "global"}


def test_ranks_leave_out_those_outside_england(tiny: Release):
    found = neighbours.ranked(tiny, WAYS["global"], BIRMINGHAM)
    assert found == [(1, "E10000007"), (3, "E07000032")]


@pytest.mark.parametrize(
    ("council", "asked", "address"),
    [
        (BIRMINGHAM, "?n=dfe", f"/area/{BIRMINGHAM}"),
        (BIRMINGHAM, "?n=global", f"/area/{BIRMINGHAM}?n=global"),
        (BASILDON, "?n=global", f"/area/{BASILDON}"),
        (BASILDON, "?i=gld&n=global", f"/area/{BASILDON}?i=gld&n=global"),
    ],
)
def test_an_address_leaves_out_the_first_way_an_area_is_compared_by(
    embedded: Release, council: str, asked: str, address: str
):
    assert ViewState.parse(f"/area/{council}", asked, embedded).url() == address


@pytest.mark.parametrize(("search", "status"), [("?n=friends", 400), ("?n=dfe", 404)])
def test_an_address_of_no_such_councils_is_refused(embedded: Release, search: str, status: int):
    with pytest.raises(UnknownView) as refused:
        ViewState.parse(f"/area/{BASILDON}", search, embedded)
    assert refused.value.status == status


def test_a_choice_that_the_next_indicator_does_not_have_is_given_up(embedded: Release):
    county = ViewState.parse(f"/area/{BASILDON}", "?i=gld&n=global", embedded)
    assert county.change(embedded, indicator=LOW_INCOME).url() == f"/area/{BASILDON}"


# Their mean


def test_the_mean_of_the_view_is_all_their_children_over_all_their_children(embedded: Release):
    shown = view(embedded)
    assert shown.standing is not None and shown.standing.mean is not None
    codes = neighbours.alike(embedded, WAYS["dfe"], BIRMINGHAM)
    rows = embedded.column(LOW_INCOME, codes, shown.period or "")
    poor = sum(found.numerator or 0.0 for found in rows if found)
    every = sum(found.denominator or 0.0 for found in rows if found)
    assert shown.standing.mean.value == pytest.approx(100 * poor / every)


def test_one_or_two_councils_make_no_mean(embedded: Release):
    indicator = embedded.indicators[LOW_INCOME]
    rows = [row(10, 1, 10), row(20, 2, 10), row(None, None, None), None]
    assert neighbour_means.mean(indicator, rows) is None
    found = neighbour_means.mean(indicator, [*rows, row(30, 3, 10)])
    assert found is not None and (found.value, found.known, found.neighbours) == (20, 3, 5)


def test_a_plain_count_is_compared_with_nobody(embedded: Release):
    assert view(embedded, "?i=population_0_4").standing is None


# What is said


def test_the_sentence_says_how_far_above_and_which_place(embedded: Release):
    mean = NeighbourMean(32.75, "aggregated", 3, 3)
    assert said(embedded, 39.5, standing(mean, 30.0, 41.0, 31.0)) == (
        "Birmingham’s 39.5% is 6.7 points above the mean of its 3 statistical neighbours: 32.8%, "
        "from their counts. It is 2nd of 4 from the highest."
    )


def test_a_mean_without_counts_says_of_how_many_figures_it_is(embedded: Release):
    mean = NeighbourMean(39.5, "mean", 3, 4)
    assert said(embedded, 39.5, standing(mean, 38.0, 41.0, 39.5, None)) == (
        "Birmingham’s 39.5% is the same as the mean of 3 of its 4 statistical neighbours: 39.5%, "
        "mean of 3 councils’ figures. It is joint 2nd of 4 from the highest."
    )


def test_a_withheld_figure_of_the_council_leaves_the_mean(embedded: Release):
    words = said(embedded, None, standing(NeighbourMean(33.0, "mean", 3, 3), 32.0, 33.0, 34.0))
    assert words.startswith("No figure for Birmingham; the mean of its 3 statistical neighbours is")


def test_too_few_with_a_figure_are_said_to_be_so(embedded: Release):
    words = said(embedded, 39.5, standing(None, 30.0, None, None))
    assert words.startswith("Only 1 of its 3 statistical neighbours has a figure for this period")


def test_neighbours_left_out_are_counted(embedded: Release):
    among = standing(NeighbourMean(33.0, "mean", 3, 4), 32.0, 33.0, 34.0, None)
    assert neighbour_findings.missing(among) == "1 has no figure for this period."
    district = replace(among, areas=(*among.areas[:3], council(BASILDON, "Basildon", ESSEX)))
    assert neighbour_findings.missing(district) == "1 is a district: it has no figure of its own."


def test_a_district_is_told_why_it_has_no_statistical_neighbours(embedded: Release):
    shown = view(embedded, council=BASILDON)
    assert "counties and one-tier councils only" in str(area_alike.parts(embedded, shown))
    assert "counties" not in str(area_alike.parts(embedded, view(embedded))["alike-note"])


# Where it is shown


def test_a_chart_has_four_lines_and_the_region_gives_way_beside_a_ward(embedded: Release):
    council, ward = view(embedded), view(embedded, "?w=E05011120")
    assert [line.role for line in council.charted] == ["focus", "alike", "region", "england"]
    assert [line.role for line in ward.charted] == ["focus", "council", "alike", "england"]
    assert "West Midlands" in str(area_trend.table(ward))


def test_means_made_otherwise_are_not_joined_and_said_to_be(embedded: Release):
    shown = view(embedded, "?i=gld")
    (line,) = (line for line in shown.lines if line.role == "alike")
    assert [point.period for point in line.points if point.apart] == ["2022/23"]
    assert "the two are not joined" in area_trend.note(shown)


def test_a_council_is_ranked_among_those_like_it_where_no_ward_is_known(embedded: Release):
    shown = view(embedded, "?i=gld")
    codes = {reading.code for reading in area_ranking.near(embedded, shown)}
    assert codes == {BIRMINGHAM, *neighbours.alike(embedded, WAYS["dfe"], BIRMINGHAM)}
    assert "of 11 with its statistical neighbours" in area_ranking.heading(shown)


def test_the_table_taken_away_ends_with_the_mean_and_how_it_was_made(embedded: Release):
    shown = view(embedded)
    last = dict(
        zip(table_csv.columns(shown), list(table_csv.rows(embedded, shown))[-1], strict=True)
    )
    assert last["area_name"] == "Mean of Birmingham’s 10 statistical neighbours"
    assert (last["area_code"], last["level"], last["method"]) == ("", "alike", "aggregated")
    share = 100 * float(last["numerator"]) / float(last["denominator"])
    assert float(last["value"]) == pytest.approx(share, abs=0.05)


@pytest.mark.parametrize(("search", "publisher"), [("", "Education"), ("?n=global", "Statistics")])
def test_what_shows_the_mean_names_who_says_which_councils_are_alike(
    embedded: Release, search: str, publisher: str
):
    shown = view(embedded, search)
    *_, cells = table_csv.rows(embedded, shown)
    assert shown.standing is not None
    words = rf"{shown.standing.way.label}: [^.]*{publisher}"
    assert re.search(words, str(cells[table_csv.COLUMNS.index("source")]))
    trend = area_trend.parts(embedded, shown)["figure-trend"]["data-source"]
    assert re.search(words, trend)

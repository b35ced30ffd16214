"""Areas side by side: whose figure each shows, series that are not joined, sets of one click."""

from __future__ import annotations

from app import side_by_side
from app.charts import multiples
from app.charts.multiples import Point
from app.choices import MOST_AREAS, Side
from app.neighbours import WAYS
from app.pages import compare_areas
from app.release import Release

BIRMINGHAM, ALUM_ROCK, ENGLAND = "E08000025", "E05011120", "E92000001"


def years(*values: float | None) -> list[Point]:
    return [Point(2015.0 + n, str(2015 + n), value) for n, value in enumerate(values)]


def spans(stretches: list[list[Point]]) -> list[list[str]]:
    return [[point.period for point in stretch] for stretch in stretches]


def test_a_series_is_not_joined_across_a_missing_year():
    joined = multiples.segments(years(1, 2, None, 4, 5), [])
    assert spans(joined) == [["2015", "2016"], ["2018", "2019"]]


def test_a_series_is_not_joined_across_a_break():
    assert spans(multiples.segments(years(1, 2, 3), [2017.0])) == [["2015", "2016"], ["2017"]]


def test_all_series_of_a_row_share_one_scale_that_holds_england():
    frame = multiples.frame([years(10, 20), years(30, 40)], 5)
    assert frame is not None and frame.low < 5 and frame.high > 40


def test_one_period_makes_no_series():
    assert multiples.frame([years(1), years(2)], None) is None


def test_a_ward_shows_its_councils_figure_as_its_councils(embedded: Release):
    (row,) = side_by_side.read(embedded, Side((ALUM_ROCK, BIRMINGHAM), ("gld",)))
    ward, council = row.figures
    assert ward.borrowed and not council.borrowed
    assert ward.reading.value == council.reading.value
    page = str(compare_areas.layout(embedded, Side((ALUM_ROCK, BIRMINGHAM), ("gld",))))
    assert "of Birmingham as a whole" in page


def test_areas_of_any_level_stand_side_by_side_in_the_order_chosen(embedded: Release):
    codes = (ENGLAND, ALUM_ROCK, BIRMINGHAM, "E12000005")
    for row in side_by_side.read(embedded, Side(codes)):
        assert tuple(figure.area.code for figure in row.figures) == codes


def test_the_title_says_the_highest_and_the_lowest(embedded: Release):
    rows = side_by_side.read(embedded, Side((BIRMINGHAM, ENGLAND), ("low_income_bhc_relative",)))
    said = side_by_side.finding(rows)
    assert said.startswith("Of both, Birmingham has the higher share of children on low incomes")


def test_one_click_gives_a_council_and_those_most_like_it(embedded: Release):
    for way in WAYS.values():
        codes = side_by_side.set_of(embedded, way, embedded.areas[BIRMINGHAM])
        assert codes[0] == BIRMINGHAM and len(codes) == len(set(codes)) == MOST_AREAS


def test_a_ward_stands_for_its_council_in_a_set(embedded: Release):
    ward, council = embedded.areas[ALUM_ROCK], embedded.areas[BIRMINGHAM]
    of_ward = side_by_side.set_of(embedded, WAYS["global"], ward)
    assert of_ward == side_by_side.set_of(embedded, WAYS["global"], council)


def test_a_region_is_like_no_council(embedded: Release):
    assert side_by_side.set_of(embedded, WAYS["global"], embedded.areas["E12000005"]) == ()


def test_every_choice_sets_the_same_pieces(embedded: Release):
    states = (Side(), Side((BIRMINGHAM,)), Side((BIRMINGHAM, ALUM_ROCK), ("gld",)))
    first, *others = (set(compare_areas.parts(embedded, side)) for side in states)
    assert all(other == first for other in others)

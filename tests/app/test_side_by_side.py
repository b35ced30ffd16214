"""Areas side by side: whose figure each shows, series that are not joined, sets of one click."""

from __future__ import annotations

import pytest

from app import side_by_side, view
from app.charts import multiples
from app.charts.multiples import Point
from app.choices import MOST_AREAS, Side
from app.neighbours import WAYS
from app.pages import compare_areas, compare_grid, many_tables
from app.release import Release
from app.state import ViewState
from app.unknown import UnknownView

BIRMINGHAM, ALUM_ROCK, ENGLAND = "E08000025", "E05011120", "E92000001"
LOW_INCOME = "low_income_bhc_relative"


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


# The mean of the councils like the first area


def with_mean(release: Release, areas: str, indicators: str, way: str) -> Side:
    search = f"?areas={areas}&i={indicators}&n={way}"
    choice = ViewState.parse("/compare", search, release).compare
    assert isinstance(choice, Side) and choice.url() == f"/compare{search}"
    return choice


def test_the_mean_stands_beside_the_first_area_and_says_how_it_was_made(embedded: Release):
    side = with_mean(embedded, f"{BIRMINGHAM},{ENGLAND}", f"{LOW_INCOME},gld", "dfe")
    page = str(compare_grid.table(embedded, side, side_by_side.read(embedded, side)))
    head = page[page.index("Thead") : page.index("Tbody")]
    places = [head.index(words) for words in ("Birmingham", "neighbours (DfE)", "England")]
    assert places == sorted(places)
    assert "from their counts" in page and "mean of 10 councils’ figures" in page


def test_the_mean_is_that_of_the_explorer(embedded: Release):
    side = with_mean(embedded, BIRMINGHAM, LOW_INCOME, "global")
    (row,) = side_by_side.read(embedded, side)
    shown = view.read(embedded, ViewState.parse(f"/area/{BIRMINGHAM}", "?n=global", embedded))
    assert shown.standing is not None and row.mean == shown.standing.mean


def test_a_plain_count_has_no_mean(embedded: Release):
    side = with_mean(embedded, BIRMINGHAM, "population_0_4", "dfe")
    assert "a count: no mean" in str(compare_areas.layout(embedded, side))


def test_the_mean_goes_with_the_last_area_that_has_one(embedded: Release):
    side = with_mean(embedded, f"{BIRMINGHAM},{ENGLAND}", LOW_INCOME, "dfe")
    assert side_by_side.without(embedded, side, ENGLAND).alike == "dfe"
    assert side_by_side.without(embedded, side, BIRMINGHAM).alike is None


@pytest.mark.parametrize(
    ("search", "status"),
    [(f"?areas={BIRMINGHAM}&n=best", 400), (f"?areas={ENGLAND}&n=dfe", 404), ("?n=dfe", 404)],
)
def test_a_mean_of_nobody_is_refused(embedded: Release, search: str, status: int):
    with pytest.raises(UnknownView) as refused:
        ViewState.parse("/compare", search, embedded)
    assert refused.value.status == status


def test_the_mean_is_taken_away_with_the_areas(embedded: Release):
    state = ViewState.parse("/compare", f"?areas={BIRMINGHAM}&i={LOW_INCOME}&n=dfe", embedded)
    found = many_tables.of_view(embedded, state)
    council, mean = (dict(zip(found.columns, row, strict=True)) for row in found.rows)
    assert mean["area_name"] == "Mean of Birmingham’s 10 statistical neighbours"
    assert (mean["level"], mean["figure_of"]) == ("alike", "from their counts")
    assert mean["england"] == council["england"]

"""The gap between a council's most and least deprived fifth of wards."""

from dataclasses import replace

import pytest

from app import gap
from app.findings import Reading
from app.gap import Fifth
from app.pages import area_gap
from app.state import ViewState
from app.view import read
from etl.registry import BY_ID

SHARE = BY_ID["low_income_bhc_relative"]
PLACES = BY_ID["childcare_places_per_100"]
BIRMINGHAM, RUTLAND = "/area/E08000025", "/area/E06000017"


def ward(name: str, count: float | None, total: float | None) -> Reading:
    value = None if count is None or not total else 100 * count / total
    return Reading(name=name, value=value, numerator=count, denominator=total)


def test_wards_go_to_the_fifth_that_holds_the_middle_of_their_residents():
    # in order of score 9 8 7 6 5 the residents reach to 30, 50, 60, 80 and 100 of 100; the middles
    # are 15, 40, 55, 70 and 90
    assert gap.fifths([7, 9, 5, 8, 6], [10, 30, 20, 20, 20]) == [3, 1, 5, 3, 4]


def test_fifths_hold_as_many_wards_each_where_all_are_alike():
    scores = [float(score) for score in range(20, 0, -1)]
    assert gap.fifths(scores, [100.0] * 20) == [n for n in (1, 2, 3, 4, 5) for _ in range(4)]


def test_the_interval_of_a_share_is_wilsons():
    lower, upper = gap.wilson(65, 100)
    assert (lower, upper) == (pytest.approx(0.552544, abs=1e-6), pytest.approx(0.736358, abs=1e-6))
    assert gap.wilson(0, 40) == (pytest.approx(0.0), pytest.approx(0.087622, abs=1e-6))


def test_the_interval_of_a_gap_is_newcombes():
    # his example: 56/70 less 48/80 is 0.2, from 0.0524 to 0.3339
    (a, b), (c, d) = gap.wilson(56, 70), gap.wilson(48, 80)
    one = Fifth(1, 1, 56, 70, 0.8, a, b)
    two = Fifth(5, 1, 48, 80, 0.6, c, d)
    assert gap.newcombe(one, two) == (
        pytest.approx(0.0524, abs=1e-4),
        pytest.approx(0.3339, abs=1e-4),
    )


def test_a_fifth_is_the_sum_of_its_wards_and_one_without_a_figure_is_left_out():
    wards = [
        ward("A", 40, 100),
        ward("B", 20, 100),
        *(ward(name, 10, 100) for name in "CDEF"),
        ward("G", 30, 300),
        ward("H", None, None),
        ward("I", 5, 50),
        ward("J", 1, 50),
    ]
    scores = [float(score) for score in range(10, 0, -1)]
    found = gap.of(SHARE, wards, scores, [100.0] * 10)
    assert found is not None
    assert [fifth.wards for fifth in found.fifths] == [2, 2, 2, 1, 2]
    assert [fifth.value for fifth in found.fifths] == [30.0, 10.0, 10.0, 10.0, 6.0]
    assert found.value == 24.0 and found.left_out == 1
    assert found.lower is not None and found.upper is not None
    assert found.lower < 24.0 < found.upper


def test_a_rate_without_an_interval_has_a_gap_without_one():
    wards = [ward(str(n), 10, 100) for n in range(10)]
    found = gap.of(PLACES, wards, list(range(10)), [100.0] * 10)
    assert found is not None and found.value == 0.0 and found.lower is None


@pytest.mark.parametrize(
    ("query", "why"),
    [
        ("?i=imd_score", "put in order by this index"),
        ("?i=population_0_4", "A count follows how many people live there"),
        ("?i=emergency_stays", "without numerators and denominators"),
    ],
)
def test_where_no_gap_can_be_made_the_page_says_why(embedded, query, why):
    view = read(embedded, ViewState.parse(BIRMINGHAM, query, embedded))
    assert why in str(area_gap.section(embedded, view))


def test_few_wards_and_figures_by_council_have_no_panel(embedded):
    by_council = read(embedded, ViewState.parse(BIRMINGHAM, "?i=gld", embedded))
    assert area_gap.section(embedded, by_council) == []
    view = read(embedded, ViewState.parse(BIRMINGHAM, "", embedded))
    assert area_gap.section(embedded, replace(view, wards=view.wards[:9])) == []


def test_birminghams_gap_is_made_of_all_its_wards(embedded):
    view = read(embedded, ViewState.parse(BIRMINGHAM, "", embedded))
    found = gap.read(embedded, view)
    assert found is not None and found.left_out == 0
    assert sum(fifth.wards for fifth in found.fifths) == 69
    people = sum(fifth.numerator for fifth in found.fifths)
    assert people == sum(one.numerator or 0 for one in view.wards)
    said = area_gap.sentence(view, found)
    assert said.startswith("In its most deprived fifth of wards the share of children on low")
    assert "95% interval of the gap" in said

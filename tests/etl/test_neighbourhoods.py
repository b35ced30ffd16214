"""Neighbourhoods: latest figures by LSOA, rounded, marked where they are estimates."""

import datetime as dt

import numpy as np
import pandas as pd
import pytest
import shapely
import tiny_england
from test_schema import rewritten

from etl import neighbourhood_boundaries, neighbourhoods
from etl.geography import Geography
from etl.registry import BY_ID
from etl.schema import check_release

SHARE, COUNT, SCORE = (BY_ID[name] for name in ("homes_owned", "population_0_4", "imd_score"))
A, B, C, D = "E01000001", "E01000002", "E01000003", "E01000004"
OLD = "E01000009"


@pytest.fixture
def geography():
    """Four neighbourhoods; C and D were one, OLD, of which C has a quarter of the residents."""
    wards = pd.Series({A: "E05000001", B: "E05000002", C: "E05000004", D: "E05000004"})
    lads = pd.Series(dict.fromkeys((A, B), "E06000001") | dict.fromkeys((C, D), "E07000001"))
    shares = [(A, A, 1.0), (B, B, 1.0), (OLD, C, 0.25), (OLD, D, 0.75)]
    table = pd.DataFrame(shares, columns=["lsoa11", "lsoa21", "share"])
    return Geography(tiny_england.areas(), wards, lads, table)


def measure(name, values, *, geography="lsoa21", period="2021"):
    """Return a measure's rows from {code: value}; a text in place of a value is its marker."""
    marked = [value if isinstance(value, str) else None for value in values.values()]
    plain = [np.nan if isinstance(value, str) else value for value in values.values()]
    return pd.DataFrame(
        {
            "measure": name,
            "geography": geography,
            "area_code": list(values),
            "period": period,
            "period_end": pd.Series([dt.date(int(period), 12, 31)] * len(values), dtype=object),
            "value": plain,
            "marker": pd.Series(marked, dtype="str"),
        }
    )


def found(geography, indicator, *measures):
    rows = neighbourhoods.figures([indicator], pd.concat(measures), geography)
    values = {row.area_code: row.value for row in rows.itertuples()}
    marked = {row.area_code: row.marker for row in rows.itertuples() if row.marker == row.marker}
    return rows, values, marked


def test_a_share_is_rounded_as_people_see_it(geography):
    owned = measure(SHARE.numerator, {A: 1, B: 2, C: 250, D: 0})
    homes = measure(SHARE.denominator, {A: 3, B: 3, C: 500, D: 400})
    _, values, marked = found(geography, SHARE, owned, homes)
    assert values == {A: 33.3, B: 66.7, C: 50.0, D: 0.0}
    assert marked == {}


def test_a_count_of_a_neighbourhood_that_was_split_is_shared_out_and_marked(geography):
    old = measure(COUNT.numerator, {A: 90, B: 80, OLD: 100}, geography="lsoa11", period="2020")
    _, values, marked = found(geography, COUNT, old)
    assert values == {A: 90, B: 80, C: 25, D: 75}
    assert marked == {C: "e", D: "e"}


def test_only_the_latest_period_that_has_all_of_it_is_given(geography):
    scores = measure(SCORE.numerator, {A: 10, B: 20, C: 30, D: 40}, period="2019")
    newer = measure(SCORE.numerator, {A: 11, B: 21, C: 31, D: 41}, period="2025")
    weights = measure(SCORE.denominator, {A: 5, B: 5, C: 5, D: 5}, period="2019")
    rows, values, _ = found(geography, SCORE, scores, newer, weights)
    assert set(rows.period) == {"2019"}
    assert values == {A: 10, B: 20, C: 30, D: 40}


def test_a_withheld_figure_stays_withheld(geography):
    owned = measure(SHARE.numerator, {A: 1, B: "c", C: 250, D: 0})
    homes = measure(SHARE.denominator, {A: 3, B: 3, C: 500, D: 400})
    _, values, marked = found(geography, SHARE, owned, homes)
    assert np.isnan(values[B]) and marked == {B: "c"}


def test_a_share_over_a_hundred_is_unreliable(geography):
    owned = measure(SHARE.numerator, {A: 35, B: 2, C: 250, D: 0})
    homes = measure(SHARE.denominator, {A: 30, B: 3, C: 500, D: 400})
    _, values, marked = found(geography, SHARE, owned, homes)
    assert np.isnan(values[A]) and marked == {A: "u"}


def test_what_is_only_yes_or_no_of_a_neighbourhood_is_left_out(geography):
    owned = measure(SHARE.numerator, {A: 3, B: 0, C: 500, D: 0})
    homes = measure(SHARE.denominator, {A: 3, B: 3, C: 500, D: 400})
    score = measure(SCORE.numerator, {A: 10, B: 20, C: 30, D: 40})
    weights = measure(SCORE.denominator, {A: 5, B: 5, C: 5, D: 5})
    measures = pd.concat([owned, homes, score, weights])
    rows = neighbourhoods.figures([SHARE, SCORE], measures, geography)
    assert set(rows.indicator) == {"imd_score"}
    assert neighbourhoods.coverage(rows, [SHARE, SCORE]) == {
        "imd_score": {"period": "2021", "period_end": "2021-12-31", "breaks": None}
    }


def test_shapes_are_drawn_on_the_grid_of_their_wards_each_with_its_code():
    squares = np.array([shapely.box(x, 0, x + 1000, 1000) for x in (0, 1000)])
    wards = {"transform": {"scale": [5, 5], "translate": [0, 0]}, "bbox": [0, 0, 2000, 1000]}
    file = neighbourhood_boundaries.council(squares, [A, B], wards)
    assert file["transform"] == wards["transform"] and file["bbox"] == wards["bbox"]
    assert [one["id"] for one in file["objects"]["areas"]["geometries"]] == [A, B]
    points = [point for arc in file["arcs"] for point in np.cumsum(arc, axis=0).tolist()]
    assert {x * 5 for x, _ in points} == {0, 1000, 2000}


def test_a_neighbourhood_too_small_for_the_grid_is_drawn_on_a_finer_one():
    shapes = np.array([shapely.box(0, 0, 20_000, 20_000), shapely.box(20_000, 0, 20_030, 30)])
    wards = {"transform": {"scale": [20, 20], "translate": [0, 0]}, "bbox": [0, 0, 20_030, 20_000]}
    file = neighbourhood_boundaries.council(shapes, [A, B], wards)
    assert [one["id"] for one in file["objects"]["areas"]["geometries"]] == [A, B]


def test_a_release_with_neighbourhoods_holds_them_to_its_areas(tiny_release):
    broken = rewritten(
        tiny_release, "neighbourhoods", lambda table: table.assign(ward_code="E05000099")
    )
    assert broken == ["neighbourhoods.ward_code: 1 are no ward, first E05000099"]


def test_a_release_without_a_figure_of_each_neighbourhood_is_refused(tiny_release):
    broken = rewritten(tiny_release, "neighbourhood_figures", lambda table: table.iloc[1:])
    assert broken == [
        "neighbourhood_figures: low_income_bhc_relative is not of every neighbourhood in code order"
    ]


def test_a_release_may_know_nothing_finer_than_wards_but_not_half_of_it(tiny_release):
    (tiny_release / "neighbourhood_boundaries.parquet").unlink()
    assert check_release(tiny_release) == [
        "neighbourhood_boundaries.parquet: is missing beside neighbourhoods.parquet"
    ]

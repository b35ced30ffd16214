"""Counts of former wards go to new ones by shared residents, and none is lost or made up."""

import datetime as dt

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from etl.apportion import WardChange, apportion, ward_change
from etl.contract import MEASURES

KEPT, EAST, WEST = "E05000001", "E05000002", "E05000003"
NORTH, SOUTH, ISLE = "E05000011", "E05000012", "E05000013"

# East's three LSOAs go to North and South, West's one to South; Kept keeps its code and its own.
OLD = {
    "E01000001": KEPT,
    "E01000002": EAST,
    "E01000003": EAST,
    "E01000004": EAST,
    "E01000005": WEST,
}
NEW = {"E01000001": KEPT, "E01000002": NORTH, "E01000003": NORTH, "E01000004": SOUTH}
NEW["E01000005"] = SOUTH
PEOPLE = {"E01000001": 900, "E01000002": 500, "E01000003": 100, "E01000004": 400, "E01000005": 700}


def change(old=OLD, new=NEW, people=PEOPLE, more_old=(), more_new=()) -> WardChange:
    return ward_change(
        pd.Series(old),
        pd.Series(new),
        pd.Series(people),
        old_wards={*old.values(), *more_old},
        new_wards={*new.values(), *more_new},
    )


def counts(figures, measure="children", period="2024/25"):
    rows = []
    for ward, figure in figures.items():
        value, marker = (np.nan, figure) if isinstance(figure, str) else (figure, None)
        end = dt.date(int(period[:4]) + 1, 3, 31)
        rows.append((measure, "ward", ward, period, end, value, marker))
    columns = ["measure", "geography", "area_code", "period", "period_end", "value", "marker"]
    return pd.DataFrame(rows, columns=columns).astype({"marker": "str", "value": "float64"})


def by_ward(rows, of="value"):
    return rows.set_index("area_code")[of].to_dict()


def shares(of: WardChange):
    return {(row.from_code, row.area_code): row.share for row in of.shares.itertuples()}


def test_a_former_ward_is_shared_by_the_residents_it_has_in_each_new_one():
    assert shares(change()) == {(EAST, NORTH): 0.6, (EAST, SOUTH): 0.4, (WEST, SOUTH): 1.0}


def test_a_ward_that_kept_its_code_is_carried_and_not_shared():
    assert change().carried == {KEPT}
    assert by_ward(apportion(counts({KEPT: 40.0, EAST: 10.0, WEST: 5.0}), change()))[KEPT] == 40


def test_a_new_ward_has_its_part_of_every_former_one_and_says_that_it_is_estimated():
    rows = apportion(counts({KEPT: 40.0, EAST: 10.0, WEST: 5.0}), change())
    MEASURES.validate(rows)
    assert by_ward(rows) == {KEPT: 40, NORTH: 6, SOUTH: 9}
    assert rows.set_index("area_code").marker.dropna().to_dict() == {NORTH: "e", SOUTH: "e"}


def test_neighbourhoods_that_a_best_fit_puts_in_an_unchanged_ward_take_nobody_there():
    fit = {**NEW, "E01000004": KEPT}
    assert shares(change(new=fit)) == {(EAST, NORTH): 1.0, (WEST, SOUTH): 1.0}


def test_a_new_ward_with_a_withheld_part_is_withheld():
    rows = apportion(counts({KEPT: 40.0, EAST: "low", WEST: 5.0}), change())
    assert by_ward(rows, "marker") | {KEPT: None} == {KEPT: None, NORTH: "low", SOUTH: "low"}
    assert rows.value.notna().sum() == 1


def test_of_two_unknown_parts_the_graver_marker_is_shown():
    rows = apportion(counts({KEPT: 1.0, EAST: "x", WEST: "c"}), change())
    assert by_ward(rows, "marker")[SOUTH] == "c"


def test_a_former_ward_that_the_source_leaves_out_is_not_available():
    rows = apportion(counts({KEPT: 40.0, WEST: 5.0}), change())
    assert by_ward(rows, "marker")[NORTH] == by_ward(rows, "marker")[SOUTH] == "x"


def test_a_rate_is_never_shared_out():
    rows = apportion(counts({KEPT: 30.0, EAST: 20.0, WEST: 10.0}), change(), rates={"children"})
    assert by_ward(rows)[KEPT] == 30
    assert by_ward(rows, "marker")[NORTH] == by_ward(rows, "marker")[SOUTH] == "x"


def test_a_new_ward_that_shares_residents_with_no_former_one_is_not_available():
    rows = apportion(counts({KEPT: 4.0, EAST: 1.0, WEST: 5.0}), change(more_new=[ISLE]))
    assert change(more_new=[ISLE]).bare == {ISLE}
    assert by_ward(rows, "marker")[ISLE] == "x"


def test_a_former_ward_without_a_neighbourhood_is_lost_and_named():
    assert change(more_old=["E05000009"]).lost == {"E05000009"}


def test_other_levels_pass_as_they_are():
    rows = counts({KEPT: 4.0, EAST: 1.0, WEST: 5.0})
    lads = counts({"E07000001": 10.0}).assign(geography="lad")
    after = apportion(pd.concat([rows, lads]), change())
    assert after[after.geography == "lad"].value.tolist() == [10]


REDRAWINGS = settings(max_examples=50, deadline=None)
WARDS_OLD, WARDS_NEW = [EAST, WEST, "E05000004"], [NORTH, SOUTH, ISLE]


@st.composite
def redrawn(draw):
    """Any redrawing of three wards of a dozen neighbourhoods into three others."""
    lsoas = [f"E0100{n:04}" for n in range(12)]
    old = draw(st.lists(st.sampled_from(WARDS_OLD), min_size=12, max_size=12))
    new = draw(st.lists(st.sampled_from(WARDS_NEW), min_size=12, max_size=12))
    people = draw(st.lists(st.integers(1, 3000), min_size=12, max_size=12))
    return tuple(dict(zip(lsoas, column, strict=True)) for column in (old, new, people))


@REDRAWINGS
@given(redrawn())
def test_the_shares_of_a_former_ward_add_up_to_one(ways):
    total = change(*ways).shares.groupby("from_code")["share"].sum()
    assert total.to_numpy() == pytest.approx(1)


@REDRAWINGS
@given(redrawn(), st.lists(st.integers(0, 10_000), min_size=3, max_size=3))
def test_a_total_is_conserved_however_wards_are_redrawn(ways, figures):
    figures = {ward: float(n) for ward, n in zip(WARDS_OLD, figures, strict=True)}
    given_rows = counts({ward: n for ward, n in figures.items() if ward in ways[0].values()})
    after = apportion(given_rows, change(*ways))
    assert after.value.sum() == pytest.approx(given_rows.value.sum())


@REDRAWINGS
@given(redrawn(), st.lists(st.integers(1, 10_000), min_size=3, max_size=3))
def test_a_share_of_children_in_a_new_ward_lies_between_those_of_its_parts(ways, figures):
    below = {ward: float(n) for ward, n in zip(WARDS_OLD, figures, strict=True)}
    rate = {ward: n / 4 for n, ward in enumerate(WARDS_OLD, start=1)}
    of_change = change(*ways)
    given_in = [ward for ward in WARDS_OLD if ward in ways[0].values()]
    above = apportion(counts({ward: below[ward] * rate[ward] for ward in given_in}), of_change)
    under = apportion(counts({ward: below[ward] for ward in given_in}), of_change)
    for ward, value in (by_ward(above)).items():
        parts = of_change.shares.loc[of_change.shares.area_code == ward, "from_code"].map(rate)
        assert parts.min() - 1e-9 <= value / by_ward(under)[ward] <= parts.max() + 1e-9

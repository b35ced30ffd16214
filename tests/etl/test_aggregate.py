"""How counts reach every level, and what never gets filled in."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small_england import (
    A1,
    A2,
    ALDER,
    B1,
    BIRCH,
    C1,
    C2,
    CEDAR,
    COUNTY,
    D1,
    D2,
    DOGWOOD,
    ENGLAND,
    LADS,
    LSOAS_2011,
    NORTH,
    SOUTH,
    WARDS,
    a1a,
    a1b,
    a2,
    b1,
    c1,
    c2,
    d1,
    figures,
    geography,
    measures,
    old_c,
    old_d1,
    old_d2,
)

from etl.aggregate import LIFTED, lift, own_levels
from etl.errors import ContractError

LSOAS = {a1a: 1, a1b: 2, a2: 4, b1: 8, c1: 16, c2: 32, d1: 64}


def lifted(*tables, known_parts=()):
    return lift(pd.concat(tables), geography(), known_parts=known_parts)


def at(level, rows):
    return figures(rows[rows["level"] == level])


def methods(rows):
    return rows.drop_duplicates(["level", "method"]).set_index("level")["method"].to_dict()


def test_small_areas_reach_wards_by_best_fit_and_say_so():
    rows = lifted(measures("children", "lsoa21", LSOAS))
    assert at("ward", rows) == {A1: 3, A2: 4, B1: 8, C1: 16, C2: 32, D1: 64, D2: "x"}
    assert methods(rows)["ward"] == "best_fit"


def test_a_ward_without_a_small_area_is_not_available_rather_than_zero():
    rows = lifted(measures("children", "lsoa21", LSOAS))
    ward = rows[rows["area_code"] == D2].iloc[0]
    assert np.isnan(ward["value"])
    assert ward["marker"] == "x"


def test_districts_are_made_of_the_small_areas_that_lie_in_them_not_of_wards():
    rows = lifted(measures("children", "lsoa21", LSOAS))
    assert at("lad", rows) == {ALDER: 5, BIRCH: 10, CEDAR: 48, DOGWOOD: 64}
    assert methods(rows)["lad"] == "aggregated"


def test_counties_regions_and_england_are_the_sums_of_what_is_below():
    rows = lifted(measures("children", "lsoa21", LSOAS))
    assert at("utla", rows) == {COUNTY: 15}
    assert at("region", rows) == {NORTH: 63, SOUTH: 64}
    assert at("country", rows) == {ENGLAND: 127}


def test_small_areas_of_2011_that_split_share_their_count_and_that_merged_add_it():
    old = {a1a: 1, a1b: 2, a2: 4, b1: 8, old_c: 100, old_d1: 20, old_d2: 30}
    rows = lifted(measures("children", "lsoa11", old))
    assert at("ward", rows) == {A1: 3, A2: 4, B1: 8, C1: 25, C2: 75, D1: 50, D2: "x"}
    assert at("country", rows) == {ENGLAND: 165}


def test_a_small_area_that_the_source_left_out_leaves_its_ward_unknown():
    rows = lifted(measures("children", "lsoa21", {a: n for a, n in LSOAS.items() if a != a1b}))
    assert at("ward", rows)[A1] == "x"
    assert at("ward", rows)[A2] == 4


def test_a_level_the_source_publishes_is_taken_even_where_its_parts_add_up_to_another_figure():
    wards = measures("children", "ward", {A1: 1, A2: 1, B1: 1, C1: 1, C2: 1, D1: 1, D2: 0})
    lads = measures("children", "lad", {ALDER: 3, BIRCH: 2, CEDAR: 2, DOGWOOD: 1})
    rows = lifted(wards, lads)
    assert at("lad", rows) == {ALDER: 3, BIRCH: 2, CEDAR: 2, DOGWOOD: 1}
    assert methods(rows) == {
        "ward": "published",
        "lad": "published",
        "utla": "aggregated",
        "region": "aggregated",
        "country": "aggregated",
    }


def test_a_withheld_council_stays_blank_though_its_wards_are_known():
    wards = measures("children", "ward", dict.fromkeys(WARDS, 10))
    lads = measures("children", "lad", {ALDER: "low", BIRCH: 10, CEDAR: 20, DOGWOOD: 20})
    rows = lifted(wards, lads)
    assert at("lad", rows)[ALDER] == "low"
    assert at("utla", rows) == {COUNTY: "low"}
    assert at("region", rows) == {NORTH: "low", SOUTH: 20}
    assert at("country", rows) == {ENGLAND: "low"}


def test_an_area_the_source_does_not_list_is_not_available():
    rows = lifted(measures("children", "lad", {ALDER: 1, BIRCH: 2, CEDAR: 3}))
    assert at("lad", rows)[DOGWOOD] == "x"
    assert at("country", rows) == {ENGLAND: "x"}


def test_a_total_of_known_parts_is_made_only_when_asked_for():
    lads = measures("children", "lad", {ALDER: 1, BIRCH: "x", CEDAR: 3, DOGWOOD: "x"})
    rows = lifted(lads, known_parts={"children"})
    assert at("utla", rows) == {COUNTY: 1}
    assert at("region", rows) == {NORTH: 4, SOUTH: "x"}
    assert at("country", rows) == {ENGLAND: 4}


def test_a_total_takes_the_gravest_marker_of_its_parts():
    rows = lifted(
        measures("children", "lad", {ALDER: "x", BIRCH: "c", CEDAR: 3, DOGWOOD: (9, "p")})
    )
    assert at("region", rows) == {NORTH: "c", SOUTH: 9}
    assert at("country", rows) == {ENGLAND: "c"}


def test_a_total_with_a_provisional_part_is_provisional():
    lads = measures("children", "lad", {ALDER: 1, BIRCH: 2, CEDAR: (3, "p"), DOGWOOD: 4})
    north = lifted(lads).set_index("area_code").loc[NORTH]
    assert (north["value"], north["marker"]) == (6, "p")


def test_a_measure_of_upper_tier_councils_has_no_rows_for_the_districts_of_a_county():
    rows = lifted(measures("children", "utla", {COUNTY: 10, CEDAR: 20, DOGWOOD: 30}))
    assert at("lad", rows) == {CEDAR: 20, DOGWOOD: 30}
    assert at("utla", rows) == {COUNTY: 10}
    assert at("region", rows) == {NORTH: 30, SOUTH: 30}


def test_wards_add_up_to_their_council_where_the_source_has_only_wards():
    rows = lifted(
        measures("children", "ward", {A1: 1, A2: 2, B1: 4, C1: 8, C2: 16, D1: 32, D2: 64})
    )
    assert at("lad", rows) == {ALDER: 3, BIRCH: 4, CEDAR: 24, DOGWOOD: 96}


def test_each_period_reaches_up_on_its_own():
    early = measures("children", "lad", {ALDER: 1, BIRCH: 1, CEDAR: 1, DOGWOOD: 1}, "2019")
    england = measures("children", "country", {ENGLAND: 5}, "2019")
    late = measures("children", "lad", {ALDER: 2, BIRCH: 2, CEDAR: 2, DOGWOOD: 2}, "2020")
    rows = lifted(early, england, late)
    country = rows[rows["level"] == "country"].set_index("period")
    assert country["value"].to_dict() == {"2019": 5, "2020": 8}
    assert country["method"].to_dict() == {"2019": "published", "2020": "aggregated"}


def test_rates_are_taken_where_published_and_never_added_up():
    rows = own_levels(measures("rate", "utla", {COUNTY: 60, CEDAR: 70}), geography())
    assert figures(rows) == {CEDAR: 70, DOGWOOD: "x", COUNTY: 60}
    assert set(rows["method"]) == {"published"}


@pytest.mark.parametrize(
    ("level", "code"), [("lad", "E10000006"), ("lsoa21", "E01999999"), ("lsoa11", c1)]
)
def test_an_area_outside_the_release_is_named_in_the_error(level, code):
    with pytest.raises(ContractError, match=f"measure children: {code}"):
        lifted(measures("children", level, {code: 1}))


def test_a_figure_given_twice_is_refused():
    twice = measures("children", "lad", {ALDER: 1})
    with pytest.raises(ContractError, match=f"children: {ALDER} 2020 is given twice"):
        lifted(twice, twice)


def test_nothing_to_lift_gives_an_empty_table():
    assert list(lift(measures("children", "lad", {}), geography()).columns) == list(LIFTED)


#: A table of pandas takes a while to build; forty examples find what a hundred do.
FEW = settings(max_examples=40, deadline=None)
COUNTS = st.integers(0, 10_000)


@FEW
@given(st.fixed_dictionaries(dict.fromkeys(LSOAS_2011, COUNTS)))
def test_every_level_above_wards_holds_the_whole_count(counts):
    rows = lifted(measures("children", "lsoa11", counts))
    totals = rows.groupby("level")["value"].sum()
    for level in ("ward", "lad", "region", "country"):
        assert totals[level] == pytest.approx(sum(counts.values()))


WITHHOLDABLE = st.one_of(COUNTS, st.sampled_from(["low", "c", "u", "x"]))


@FEW
@given(st.fixed_dictionaries(dict.fromkeys(LADS, WITHHOLDABLE)))
def test_a_withheld_council_cannot_be_worked_out_from_a_total(councils):
    rows = lifted(measures("children", "lad", councils))
    shown = figures(rows)
    within = {
        NORTH: (ALDER, BIRCH, CEDAR),
        SOUTH: (DOGWOOD,),
        COUNTY: (ALDER, BIRCH),
        ENGLAND: LADS,
    }
    for whole, parts in within.items():
        withheld = [councils[part] for part in parts if isinstance(councils[part], str)]
        if withheld:
            assert shown[whole] in withheld
        else:
            assert shown[whole] == sum(councils[part] for part in parts)


@FEW
@given(
    st.fixed_dictionaries(dict.fromkeys(WARDS, COUNTS)),
    st.fixed_dictionaries(dict.fromkeys(LADS, WITHHOLDABLE)),
)
def test_published_councils_stand_as_they_are_whatever_their_wards_say(wards, councils):
    rows = lifted(measures("children", "ward", wards), measures("children", "lad", councils))
    assert at("lad", rows) == councils
    assert at("ward", rows) == wards

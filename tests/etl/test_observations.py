"""Values, intervals, verdicts and coverage, each rule on a table to read by eye."""

import dataclasses

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
    NORTH,
    SHARE,
    SOUTH,
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
    wide_geography,
)

from etl.contract import OBSERVATIONS, table_failures
from etl.errors import ContractError
from etl.observations import COLUMNS, coverage, observations

TOTAL = dataclasses.replace(
    SHARE, id="total", method="total", denominator=None, scale=1, interval=None, benchmarked=False
)
MEAN = dataclasses.replace(
    SHARE, id="mean", method="weighted_mean", numerator="score", scale=1, interval=None
)
RATE = dataclasses.replace(
    SHARE, id="rate", method="published", numerator="rate", denominator=None, scale=1, interval=None
)


def having(indicator, **changes):
    return dataclasses.replace(indicator, **changes)


def observe(indicator, *tables, where=None, joint=None):
    rows = observations([indicator], pd.concat(tables), where or geography(), joint=joint)
    assert table_failures(OBSERVATIONS, rows) == []
    return rows


def one(rows, area, period="2020"):
    return rows[(rows["area_code"] == area) & (rows["period"] == period)].iloc[0]


def lads(measure, *counts, period="2020"):
    return measures(measure, "lad", dict(zip(LADS, counts, strict=True)), period)


def test_counts_are_summed_first_and_divided_after():
    rows = observe(SHARE, lads("thriving", 10, 30, 1, 8), lads("children", 20, 40, 10, 10))
    assert figures(rows) == {
        ALDER: 10,
        BIRCH: 80,
        CEDAR: 50,
        DOGWOOD: 75,
        COUNTY: 45,
        NORTH: 47.5,
        SOUTH: 75,
        ENGLAND: 61.25,
    }


def test_a_value_keeps_what_it_was_made_of():
    row = one(observe(SHARE, lads("thriving", 10, 0, 0, 0), lads("children", 20, 1, 1, 1)), CEDAR)
    assert (row["numerator"], row["denominator"], row["method"]) == (10, 20, "published")


def test_a_withheld_count_blanks_the_value_its_interval_and_every_verdict():
    rows = observe(SHARE, lads("thriving", "low", 1, 1, 1), lads("children", 20, 2, 2, 2))
    row = one(rows, CEDAR)
    assert row["marker"] == "low"
    assert row[["value", "lower_ci", "numerator", "benchmark", "quintile"]].isna().all()
    assert row["denominator"] == 20


def test_a_count_is_withheld_with_its_withheld_denominator():
    rows = observe(SHARE, lads("thriving", 3, 1, 1, 1), lads("children", "c", 2, 2, 2))
    assert one(rows, CEDAR)["marker"] == "c"
    assert np.isnan(one(rows, CEDAR)["numerator"])


def test_a_share_of_nobody_is_not_applicable():
    row = one(observe(SHARE, lads("thriving", 0, 1, 1, 1), lads("children", 0, 2, 2, 2)), CEDAR)
    assert np.isnan(row["value"])
    assert (row["marker"], row["numerator"], row["denominator"]) == ("z", 0, 0)


def test_a_count_without_a_denominator_is_shown_without_a_share():
    children = measures("children", "lad", {ALDER: 2, BIRCH: 2, DOGWOOD: 2})
    row = one(observe(SHARE, lads("thriving", 7, 1, 1, 1), children), CEDAR)
    assert np.isnan(row["value"])
    assert (row["marker"], row["numerator"]) == ("x", 7)


def test_a_provisional_marker_stays_beside_its_value():
    rows = observe(SHARE, lads("thriving", (10, "p"), 1, 1, 1), lads("children", 20, 2, 2, 2))
    assert (one(rows, CEDAR)["value"], one(rows, CEDAR)["marker"]) == (50, "p")


def test_a_proportion_has_a_wilson_interval_in_its_own_unit():
    row = one(observe(SHARE, lads("thriving", 65, 0, 0, 0), lads("children", 100, 1, 1, 1)), CEDAR)
    assert (row["lower_ci"], row["upper_ci"]) == pytest.approx((55.2544, 73.6358), abs=1e-4)


def test_more_children_above_the_line_than_below_it_have_no_interval():
    row = one(observe(SHARE, lads("thriving", 22, 1, 1, 1), lads("children", 20, 2, 2, 2)), CEDAR)
    assert row["value"] == pytest.approx(110)
    assert np.isnan(row["lower_ci"])


def test_a_rate_has_byars_interval_over_its_denominator():
    rate = having(SHARE, interval="byar", scale=1000)
    row = one(observe(rate, lads("thriving", 65, 1, 1, 1), lads("children", 1000, 9, 9, 9)), CEDAR)
    # a release holds seven digits of them
    assert (row["lower_ci"], row["upper_ci"]) == pytest.approx((50.163188, 82.849139), rel=1e-7)


def test_a_total_is_its_own_numerator():
    row = one(observe(TOTAL, lads("thriving", 5, 6, 7, 8)), ENGLAND)
    assert (row["value"], row["numerator"]) == (26, 26)
    assert np.isnan(row["denominator"])


def test_an_area_is_compared_with_england_by_its_interval():
    rows = observe(
        SHARE, lads("thriving", 900, 100, 500, 5), lads("children", 1000, 1000, 1000, 10)
    )
    assert rows.set_index("area_code")["benchmark"].dropna().to_dict() == {
        ALDER: "similar",
        BIRCH: "similar",
        CEDAR: "higher",
        COUNTY: "similar",
        DOGWOOD: "lower",
        NORTH: "higher",
        SOUTH: "lower",
    }


def test_without_an_interval_or_where_a_comparison_says_nothing_there_is_no_verdict():
    tables = lads("thriving", 900, 100, 500, 5), lads("children", 1000, 1000, 1000, 10)
    assert observe(having(SHARE, interval=None), *tables)["benchmark"].isna().all()
    assert observe(having(SHARE, benchmarked=False), *tables)["benchmark"].isna().all()


def test_without_a_value_for_england_there_is_no_verdict():
    rows = observe(SHARE, lads("thriving", "x", 1, 5, 5), lads("children", 10, 10, 10, 10))
    assert ENGLAND not in set(rows["area_code"])
    assert rows["benchmark"].isna().all()


def test_levels_finer_than_an_indicator_allows_are_left_out():
    wards = measures("thriving", "ward", {A1: 1, A2: 1, B1: 1, C1: 1, C2: 1, D1: 1, D2: 1})
    assert set(observe(having(TOTAL, finest_level="lad"), wards)["level"]) == {
        "lad",
        "utla",
        "region",
        "country",
    }


def test_the_denominator_may_be_of_another_period_when_the_registry_says_so():
    later = having(SHARE, denominator_period={"2021": "2020"})
    rows = observe(later, lads("thriving", 1, 2, 3, 4, period="2021"), lads("children", 4, 4, 4, 4))
    assert one(rows, CEDAR, "2021")["value"] == 25
    assert set(rows["period"]) == {"2021"}


def test_a_denominator_of_another_period_is_never_guessed():
    with pytest.raises(ContractError, match="share: measure children has no period '2021'"):
        observe(SHARE, lads("thriving", 1, 2, 3, 4, period="2021"), lads("children", 4, 4, 4, 4))


def test_a_measure_that_nobody_gives_is_named_with_its_indicator():
    with pytest.raises(ContractError, match="share: no source gives its measure children"):
        observe(SHARE, lads("thriving", 1, 2, 3, 4))


def test_the_method_is_that_of_the_less_direct_operand():
    wards = measures("thriving", "ward", {A1: 1, A2: 1, B1: 1, C1: 1, C2: 1, D1: 1, D2: 1})
    children = measures("children", "lsoa21", dict.fromkeys((a1a, a1b, a2, b1, c1, c2, d1), 4))
    rows = observe(SHARE, wards, children)
    assert one(rows, A1)["method"] == "best_fit"
    assert one(rows, CEDAR)["method"] == "aggregated"


def test_scores_are_averaged_by_residents_of_small_areas():
    scores = measures("score", "lsoa21", {a1a: 10, a1b: 40, a2: 5, b1: 5, c1: 20, c2: 30, d1: 7})
    people = measures(
        "children", "lsoa21", {a1a: 200, a1b: 100, a2: 1, b1: 100, c1: 10, c2: 30, d1: 9}
    )
    rows = observe(MEAN, scores, people)
    # A1: (10 × 200 + 40 × 100) ÷ 300. Birch: (40 × 100 + 5 × 100) ÷ 200, for a1b lies in it.
    assert one(rows, A1)["value"] == 20
    assert one(rows, BIRCH)["value"] == 22.5
    assert one(rows, CEDAR)["value"] == 27.5
    assert (one(rows, A1)["denominator"], one(rows, A1)["method"]) == (300, "best_fit")
    assert np.isnan(one(rows, A1)["numerator"])


def test_a_score_of_2011_survives_a_split_and_is_averaged_in_a_merger():
    scores = measures(
        "score", "lsoa11", {a1a: 1, a1b: 1, a2: 1, b1: 1, old_c: 36, old_d1: 10, old_d2: 40}
    )
    people = measures(
        "children", "lsoa11", {a1a: 1, a1b: 1, a2: 1, b1: 1, old_c: 100, old_d1: 200, old_d2: 100}
    )
    rows = observe(MEAN, scores, people)
    assert one(rows, C1)["value"] == one(rows, C2)["value"] == 36
    assert one(rows, D1)["value"] == 20


def test_a_small_area_without_a_score_leaves_its_ward_without_one():
    areas = (a1a, a1b, a2, b1, c1, c2, d1)
    scores = measures("score", "lsoa21", dict.fromkeys(areas, 5) | {a1a: "x"})
    rows = observe(MEAN, scores, measures("children", "lsoa21", dict.fromkeys(areas, 10)))
    assert (one(rows, A1)["marker"], one(rows, A2)["value"]) == ("x", 5)


def test_a_published_rate_is_shown_as_it_is_and_never_averaged():
    rows = observe(RATE, measures("rate", "lad", {ALDER: 10, BIRCH: 90, CEDAR: 50, DOGWOOD: 60}))
    assert figures(rows) == {ALDER: 10, BIRCH: 90, CEDAR: 50, DOGWOOD: 60}
    assert rows[["numerator", "denominator"]].isna().all(axis=None)


def test_a_share_of_known_parts_leaves_the_same_parts_out_above_and_below():
    known = having(SHARE, sum_known_parts=True)
    rows = observe(known, lads("thriving", 30, "x", 10, 5), lads("children", 100, 900, "x", 10))
    assert one(rows, NORTH)["value"] == pytest.approx(100 * 35 / 110)
    assert one(rows, ENGLAND)["denominator"] == 110
    assert (one(rows, SOUTH)["marker"], one(rows, ALDER)["marker"]) == ("x", "x")


def test_a_council_counted_in_with_another_shows_the_figure_of_both_and_is_counted_once():
    known = having(SHARE, sum_known_parts=True)
    both = {"thriving": {ALDER: BIRCH}, "children": {ALDER: BIRCH}}
    thriving = measures("thriving", "lad", {BIRCH: 5, CEDAR: 1, DOGWOOD: 1})
    children = measures("children", "lad", {BIRCH: 10, CEDAR: 10, DOGWOOD: 10})
    rows = observe(known, thriving, children, joint=both)
    assert one(rows, ALDER)["value"] == one(rows, BIRCH)["value"] == 50
    assert one(rows, ENGLAND)["denominator"] == 30


def ten_wards(measure, *counts, period="2020"):
    wards = wide_geography(len(counts)).areas["area_code"][: len(counts)]
    return measures(measure, "ward", dict(zip(wards, counts, strict=True)), period)


def test_quintiles_are_within_a_level_and_a_period():
    rows = observe(
        TOTAL,
        ten_wards("thriving", *range(10)),
        ten_wards("thriving", *range(100, 0, -10), period="2021"),
        where=wide_geography(10),
    )
    wards = rows[rows["level"] == "ward"].set_index("period")["quintile"]
    assert wards["2020"].tolist() == [1, 1, 2, 2, 3, 3, 4, 4, 5, 5]
    assert wards["2021"].tolist() == [5, 5, 4, 4, 3, 3, 2, 2, 1, 1]
    assert rows.loc[rows["level"] != "ward", "quintile"].isna().all()


def test_nine_areas_are_too_few_for_quintiles():
    rows = observe(TOTAL, ten_wards("thriving", *range(9)), where=wide_geography(9))
    assert rows["quintile"].isna().all()


def upper_tier_geography():
    """Eight unitary councils and two counties, one of which has a district."""
    councils = [f"E060001{n:02}" for n in range(8)]
    rows = [(code, "lad", code, code, NORTH) for code in councils]
    rows += [(ALDER, "lad", ALDER, COUNTY, NORTH)]
    rows += [(code, "utla", None, code, NORTH) for code in (COUNTY, "E10000002")]
    rows += [(NORTH, "region", None, None, NORTH), (ENGLAND, "country", None, None, None)]
    columns = ["area_code", "level", "lad_code", "utla_code", "region_code"]
    areas = pd.DataFrame(rows, columns=columns)
    return dataclasses.replace(wide_geography(0), areas=areas), [*councils, COUNTY, "E10000002"]


def test_counties_and_one_tier_districts_are_ranked_and_classed_together():
    where, councils = upper_tier_geography()
    rates = measures("rate", "utla", dict(zip(councils, range(0, 100, 10), strict=True)))
    rows = observe(RATE, rates, where=where)
    assert rows["quintile"].tolist() == [1, 1, 2, 2, 3, 3, 4, 4, 5, 5]
    assert ALDER not in set(rows["area_code"])
    found = coverage(rows, [RATE])["rate"]
    assert found["lad"] == found["utla"]
    assert found["lad"]["breaks"] == [18, 36, 54, 72]


def test_coverage_lists_periods_oldest_first_and_a_quarter_before_its_year():
    labels = ("2021/22", "2020/21", "2020/21 Q4", "2020/21 Q1")
    rows = observe(TOTAL, *(lads("thriving", 1, 2, 3, 4, period=label) for label in labels))
    periods = coverage(rows, [TOTAL])["total"]["lad"]["periods"]
    assert [entry["period"] for entry in periods] == [
        "2020/21 Q1",
        "2020/21 Q4",
        "2020/21",
        "2021/22",
    ]
    assert periods[0] == {"period": "2020/21 Q1", "period_end": "2020-06-30"}


def test_class_breaks_are_those_of_the_latest_period_and_absent_where_areas_are_few():
    rows = observe(
        having(TOTAL, decimals=0),
        ten_wards("thriving", *range(10)),
        ten_wards("thriving", *range(0, 100, 10), period="2021"),
        where=wide_geography(10),
    )
    found = coverage(rows, [having(TOTAL, decimals=0)])["total"]
    assert found["ward"]["breaks"] == [18, 36, 54, 72]
    assert found["lad"]["breaks"] is None


def test_a_period_in_which_nobody_has_a_value_is_not_covered():
    rows = observe(
        TOTAL,
        lads("thriving", "x", "x", "x", "x", period="2019"),
        lads("thriving", 1, 2, 3, 4),
    )
    assert [p["period"] for p in coverage(rows, [TOTAL])["total"]["lad"]["periods"]] == ["2020"]


def test_an_indicator_without_a_value_has_no_coverage():
    rows = observe(TOTAL, lads("thriving", "x", "x", "x", "x"))
    assert coverage(rows, [TOTAL]) == {"total": {}}


def test_observations_are_in_contract_order_whatever_the_order_they_came_in():
    first = lads("thriving", 1, 2, 3, 4, period="2020/21 Q4")
    second = lads("thriving", 1, 2, 3, 4, period="2020/21")
    rows = observe(TOTAL, second, first)
    assert list(rows.columns) == list(COLUMNS)
    assert rows["area_code"].is_monotonic_increasing
    assert rows["period"].tolist()[:2] == ["2020/21 Q4", "2020/21"]
    pd.testing.assert_frame_equal(rows, observe(TOTAL, first, second.iloc[::-1]))


PEOPLE = st.integers(1, 5000)
PARTS = st.fixed_dictionaries(
    dict.fromkeys(LADS, PEOPLE.flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
)


@settings(max_examples=40, deadline=None)
@given(PARTS)
def test_the_rate_of_a_whole_lies_between_the_rates_of_its_parts(parts):
    above = measures("thriving", "lad", {area: count for area, (count, _) in parts.items()})
    below = measures("children", "lad", {area: total for area, (_, total) in parts.items()})
    value = figures(observe(SHARE, above, below))
    for whole, within in {COUNTY: (ALDER, BIRCH), NORTH: (COUNTY, CEDAR), ENGLAND: LADS}.items():
        rates = [value[part] for part in within]
        assert min(rates) - 1e-9 <= value[whole] <= max(rates) + 1e-9


SOME = having(SHARE, partial={"2021": "Cedar and County"})


def of_some_councils():
    """Everybody in 2020; in 2021 Cedar and County with its districts, by council and by ward."""
    before = [lads("thriving", 10, 30, 1, 8), lads("children", 20, 40, 10, 10)]
    known = {CEDAR: 12, ALDER: 2, BIRCH: 8}
    wards = {A1: 1, A2: 1, B1: 8, C1: 5, C2: 7}
    since = [
        measures(measure, level, {area: size * count for area, count in rows.items()}, "2021")
        for measure, size in (("thriving", 1), ("children", 2))
        for level, rows in (("lad", known), ("ward", wards))
    ]
    return observe(SOME, *before, *since)


def test_a_period_of_some_councils_has_rows_there_and_nowhere_else():
    rows = of_some_councils()
    areas = set(rows.loc[rows["period"] == "2021", "area_code"])
    assert areas == {CEDAR, ALDER, BIRCH, COUNTY, A1, A2, B1, C1, C2}


def test_a_period_of_some_councils_is_ranked_by_nothing():
    rows = of_some_councils()
    since = rows[rows["period"] == "2021"]
    assert since["value"].notna().all()
    assert since[["benchmark", "quintile", "trend"]].isna().all(axis=None)


def test_its_coverage_names_the_districts_and_other_periods_are_as_they_were():
    found = coverage(of_some_councils(), [SOME])["share"]
    assert found["lad"]["periods"][-1] == {
        "period": "2021",
        "period_end": "2021-06-30",
        "councils": sorted([CEDAR, ALDER, BIRCH]),
    }
    assert [period["period"] for period in found["country"]["periods"]] == ["2020"]


def test_a_figure_that_was_shared_out_has_neither_interval_nor_verdict():
    shares = measures("thriving", "ward", {A1: 30, A2: 40, B1: 50, C1: 10, C2: 20, D1: 8})
    children = measures("children", "ward", dict.fromkeys((A1, A2, B1, C1, C2, D1), 60))
    shares = pd.concat([shares, measures("thriving", "country", {ENGLAND: 158})])
    children = pd.concat([children, measures("children", "country", {ENGLAND: 360})])
    estimated = {"thriving": {A1}, "children": {A1}}
    rows = observations([SHARE], pd.concat([shares, children]), geography(), apportioned=estimated)
    shared_out, counted = one(rows, A1), one(rows, A2)
    assert (shared_out["value"], shared_out["method"]) == (50, "apportioned")
    assert shared_out[["lower_ci", "upper_ci", "benchmark"]].isna().all()
    assert counted[["lower_ci", "upper_ci", "benchmark"]].notna().all()

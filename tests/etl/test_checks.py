"""Checks against official totals: what passes, what fails, and what a failure says."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from types import SimpleNamespace

import pandas as pd
import pytest

from etl import checks, differences
from etl.checks import Check
from etl.differences import Difference
from etl.errors import CheckError, SourceError

COUNCIL_OF_WARD = pd.Series({"W1": "L1", "W2": "L1", "W3": "L2"})
REGION_OF_COUNCIL = pd.Series({"L1": "R1", "L2": "R1"})

LOW_INCOME = """
measure      geography area value
bhc_relative ward      W1   40
bhc_relative ward      W2   30
bhc_relative ward      W3   25
bhc_relative lad       L1   71
bhc_relative lad       L2   25
bhc_relative region    R1   100
bhc_absolute ward      W1   40
bhc_absolute ward      W2   30
bhc_absolute ward      W3   25
bhc_absolute lad       L1   71
bhc_absolute lad       L2   25
bhc_absolute region    R1   100
"""

CHILDREN = """
measure          geography area value
bhc_relative_all ward      W1   200
bhc_relative_all ward      W2   100
bhc_relative_all ward      W3   -
bhc_relative_all lad       L1   300
bhc_relative_all lad       L2   90
"""


def low_income(table: str) -> pd.DataFrame:
    rows = [line.split() for line in table.strip().splitlines()[1:]]
    return pd.DataFrame(
        {
            "measure": [f"low_income_{row[0]}_children" for row in rows],
            "geography": [row[1] for row in rows],
            "area_code": [row[2] for row in rows],
            "period": "2024/25",
            "period_end": dt.date(2025, 3, 31),
            "value": [float("nan") if row[3] == "-" else float(row[3]) for row in rows],
        }
    )


def test_wards_within_the_publishers_disturbance_pass_and_the_difference_is_stated():
    check = checks.low_income_wards(low_income(LOW_INCOME), COUNCIL_OF_WARD)
    assert check.passed
    assert check.largest_difference == 1
    assert "4 counts" in check.detail


def test_wards_that_miss_their_council_fail_and_say_where():
    table = low_income(LOW_INCOME.replace("lad       L1   71", "lad       L1   171"))
    check = checks.low_income_wards(table, COUNCIL_OF_WARD)
    assert not check.passed
    assert check.largest_difference == 101
    assert "2024/25 L1" in check.detail


@pytest.mark.parametrize(("council", "passed"), [(100, True), (101, False)])
def test_the_tolerance_of_ward_counts_is_thirty(council, passed):
    table = low_income(LOW_INCOME.replace("lad       L1   71", f"lad       L1   {council}"))
    assert checks.low_income_wards(table, COUNCIL_OF_WARD).passed is passed


THE_PUBLISHERS_OWN = Difference(
    check="Children in low-income families, wards against councils",
    measure="low_income_bhc_relative_children",
    period="2024/25",
    area="L1",
    name="Northby",
    difference=-33,
    reason="the publisher's own cells",
)


def wards_against(council: int, *declared: Difference) -> Check:
    table = low_income(
        LOW_INCOME.replace("bhc_relative lad       L1   71", f"bhc_relative lad L1 {council}")
    )
    return checks.low_income_wards(table, COUNCIL_OF_WARD, declared)


def test_a_larger_difference_passes_only_where_it_is_declared_by_name():
    assert not wards_against(103).passed
    check = wards_against(103, THE_PUBLISHERS_OWN)
    assert check.passed
    assert check.largest_difference == 1
    assert check.exceptions == (THE_PUBLISHERS_OWN,)
    assert "Northby, low_income_bhc_relative_children 2024/25: -33" in check.detail


@pytest.mark.parametrize(
    ("council", "said"), [(104, "it is -34"), (72, "-2 is within what is allowed")]
)
def test_a_declared_difference_of_another_size_or_none_fails(council, said):
    check = wards_against(council, THE_PUBLISHERS_OWN)
    assert not check.passed
    assert said in check.detail


def test_a_declared_difference_of_a_council_that_is_not_built_is_passed_over():
    elsewhere = replace(THE_PUBLISHERS_OWN, area="L9")
    assert wards_against(71, elsewhere).exceptions == ()


def test_every_declared_difference_is_beyond_its_limit_and_says_why():
    known = differences.load()
    assert all(abs(one.difference) > checks.LOW_INCOME_TOLERANCE for one in known)
    assert len({(one.check, *one.key) for one in known}) == len(known)


def test_a_declared_difference_without_a_reason_is_refused(tmp_path):
    path = tmp_path / "differences.toml"
    path.write_text('[[difference]]\ncheck = "places"\nreason = ""\n')
    with pytest.raises(SourceError, match=r"difference 1: needs .* look at area, difference"):
        differences.load(path)


def test_a_council_without_wards_fails():
    table = low_income(LOW_INCOME)
    table = table[table.area_code != "W3"]
    check = checks.low_income_wards(table, COUNCIL_OF_WARD)
    assert not check.passed
    assert "No figure to compare in 2 of 4" in check.detail


def test_children_of_wards_add_up_to_the_councils_exactly():
    check = checks.low_income_ward_children(low_income(CHILDREN), COUNCIL_OF_WARD)
    assert check.passed
    assert check.largest_difference == 0


def test_a_council_with_a_ward_whose_children_are_unknown_is_left_out_by_name():
    check = checks.low_income_ward_children(low_income(CHILDREN), COUNCIL_OF_WARD)
    assert "1 denominators" in check.detail
    assert "Left out, for wards without a percentage: L2." in check.detail


def test_one_child_too_many_fails():
    table = low_income(CHILDREN.replace("W2   100", "W2   101"))
    assert not checks.low_income_ward_children(table, COUNCIL_OF_WARD).passed


def test_councils_are_held_against_their_region():
    check = checks.low_income_regions(low_income(LOW_INCOME), REGION_OF_COUNCIL)
    assert check.passed
    assert check.largest_difference == 4


def test_absolute_low_income_that_is_not_rebased_fails():
    assert checks.low_income_rebased(low_income(LOW_INCOME)).passed
    table = low_income(
        LOW_INCOME.replace("bhc_absolute lad       L1   71", "bhc_absolute lad L1 72")
    )
    check = checks.low_income_rebased(table)
    assert not check.passed
    assert "lad L1" in check.detail


def imd_2019(scores: list[float], residents: list[float]) -> pd.DataFrame:
    table = pd.DataFrame(
        {
            "measure": ["imd_score"] * 3 + ["imd_residents"] * 3,
            "area_code": ["A", "B", "C"] * 2,
            "value": scores + residents,
        }
    )
    return table.assign(geography="lsoa11", period="2019")


DISTRICT_OF_LSOA = pd.Series({"A": "D1", "B": "D1", "C": "D2"})


def test_imd_2019_is_weighted_by_residents_before_it_is_compared():
    # (10 × 300 + 50 × 100) ÷ 400 = 20
    measures = imd_2019([10, 50, 7], [300, 100, 5])
    published = pd.Series({"D1": 20.001, "D2": 7.0})
    check = checks.imd_2019_by_district(measures, DISTRICT_OF_LSOA, published)
    assert check.passed
    assert check.largest_difference == pytest.approx(0.001)
    assert "2 districts" in check.detail


def test_imd_2019_beyond_a_hundredth_fails():
    measures = imd_2019([10, 50, 7], [300, 100, 5])
    published = pd.Series({"D1": 20.02, "D2": 7.0})
    assert not checks.imd_2019_by_district(measures, DISTRICT_OF_LSOA, published).passed


def test_a_district_that_is_not_published_fails():
    measures = imd_2019([10, 50, 7], [300, 100, 5])
    check = checks.imd_2019_by_district(measures, DISTRICT_OF_LSOA, pd.Series({"D1": 20.0}))
    assert not check.passed
    assert "D2" in check.detail


def test_imd_2025_states_its_largest_difference():
    observations = pd.DataFrame(
        {
            "indicator": "imd_score",
            "level": ["lad", "lad", "ward", "lad"],
            "area_code": ["L1", "L2", "L1", "L1"],
            "period": ["2025", "2025", "2025", "2019"],
            "value": [20.0, 30.0, 99.0, 99.0],
        }
    )
    check = checks.imd_2025_by_district(observations, pd.Series({"L1": 20.1, "L2": 30.3}))
    assert check.passed
    assert check.largest_difference == pytest.approx(0.3)
    assert "L2" in check.detail


def children_of_lsoas() -> pd.DataFrame:
    table = pd.DataFrame({"area_code": ["O1", "O2"], "value": [100.0, 50.0]})
    return table.assign(
        measure="residents_0_4",
        geography="lsoa11",
        period="2020",
        period_end=dt.date(2020, 6, 30),
        marker=None,
    )


def ward_children(in_ward: float) -> pd.DataFrame:
    row = {"indicator": "population_0_4_share", "level": "ward", "period": "2020"}
    return pd.DataFrame([row | {"area_code": "W1", "numerator": in_ward}])


# O2 is split in two: N2 lies in the ward with O1, N3 in no ward.
GEOGRAPHY = SimpleNamespace(
    lsoa11_shares=pd.DataFrame(
        {"lsoa11": ["O1", "O2", "O2"], "lsoa21": ["N1", "N2", "N3"], "share": [1.0, 0.8, 0.2]}
    ),
    lsoa_ward=pd.Series({"N1": "W1", "N2": "W1"}),
)


def test_children_in_wards_and_those_best_fit_leaves_out_are_all_children():
    check = checks.population_conserved(children_of_lsoas(), ward_children(140.0), GEOGRAPHY)
    assert check.passed
    assert "2020: 150 children, 140 in wards, 10 in LSOAs of no ward." in check.detail


def test_a_child_lost_on_the_way_to_wards_fails():
    check = checks.population_conserved(children_of_lsoas(), ward_children(139.0), GEOGRAPHY)
    assert not check.passed
    assert check.largest_difference == 1


def test_children_counted_on_neighbourhoods_of_2021_are_held_against_wards_too():
    later = pd.DataFrame({"area_code": ["N1", "N2", "N3"], "value": [80.0, 40.0, 9.0]}).assign(
        measure="residents_0_4",
        geography="lsoa21",
        period="2024",
        period_end=dt.date(2024, 6, 30),
        marker=None,
    )
    children = pd.concat([children_of_lsoas(), later])
    wards = pd.concat([ward_children(140.0), ward_children(120.0).assign(period="2024")])
    check = checks.population_conserved(children, wards, GEOGRAPHY)
    assert check.passed
    assert "2024: 129 children, 120 in wards, 9 in LSOAs of no ward." in check.detail
    wrong = pd.concat([ward_children(140.0), ward_children(118.0).assign(period="2024")])
    assert not checks.population_conserved(children, wrong, GEOGRAPHY).passed


def test_a_check_without_tolerance_states_and_passes():
    assert Check("places", "the file's total", 12.0, None, "").passed


def test_a_difference_that_is_no_number_fails():
    assert not Check("places", "the file's total", float("nan"), 1, "").passed


def test_a_manifest_holds_the_verdict():
    record = Check("places", "the file's total", 0.0, 0, "all of them").as_record()
    assert record == {
        "name": "places",
        "expected": "the file's total",
        "largest_difference": 0.0,
        "tolerance": 0,
        "passed": True,
        "detail": "all of them",
        "exceptions": (),
    }


def test_every_failure_is_told_at_once():
    failed = [Check(name, "a total", 2.0, 1, "Far off.") for name in ("places", "providers")]
    with pytest.raises(CheckError, match=r"places: largest difference 2, 1 allowed.*providers"):
        checks.require_all([*failed, Check("ratings", "a total", 0.0, 0, "")])

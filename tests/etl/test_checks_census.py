"""Checks of the Census and of the Indices' indicators: what passes, and what each would catch."""

from __future__ import annotations

from types import SimpleNamespace
from typing import cast

import pandas as pd
import pytest

from etl import checks_census, checks_indices
from etl.geography import Geography


def totals(households: float) -> pd.DataFrame:
    values = checks_census.ENGLAND_TOTALS | {"census_households_by_tenure": households}
    return pd.DataFrame({"measure": list(values), "value": list(values.values())})


@pytest.mark.parametrize(("households", "passed"), [(23_436_585, True), (23_436_586, False)])
def test_tables_may_differ_from_englands_total_by_five_hundred(households, passed):
    assert checks_census.england_totals(totals(households)).passed is passed


# N1 and N2 lie in the ward W1; N3 in no ward.
GEOGRAPHY = cast(Geography, SimpleNamespace(lsoa_ward=pd.Series({"N1": "W1", "N2": "W1"})))
HOUSEHOLDS = pd.DataFrame(
    {
        "measure": "census_households_by_tenure",
        "area_code": ["N1", "N2", "N3"],
        "value": [600.0, 700.0, 50.0],
    }
)


def ward_households(in_ward: float) -> pd.DataFrame:
    row = {"indicator": "homes_owned", "level": "ward", "denominator": in_ward}
    return pd.DataFrame([row, row | {"level": "lad", "denominator": 9.0}])


def test_households_in_wards_and_in_no_ward_are_all_households():
    check = checks_census.wards_conserve(HOUSEHOLDS, ward_households(1300), GEOGRAPHY)
    assert check.passed
    assert check.detail == "1,300 households in wards, 50 in LSOAs of no ward."


def test_a_household_lost_on_the_way_to_wards_fails():
    assert not checks_census.wards_conserve(HOUSEHOLDS, ward_households(1299), GEOGRAPHY).passed


def income_2019(children: list[float]) -> pd.DataFrame:
    table = pd.DataFrame(
        {
            "measure": ["iod_income_deprived_children"] * 3 + ["iod_children_under_16"] * 3,
            "area_code": ["A", "B", "C"] * 2,
            "value": [*children, 300.0, 200.0, 100.0],
        }
    )
    return table.assign(period="2019")


DISTRICT_OF_LSOA = pd.Series({"A": "D1", "B": "D1", "C": "D2"})
AVERAGES = pd.DataFrame({"iod_income_deprived_children": {"D1": 0.2, "D2": 0.3}})


@pytest.mark.parametrize(
    ("counts", "passed"),
    [
        # (60 + 40) ÷ (300 + 200) = 0.2 and 30 ÷ 100 = 0.3
        ([60, 40, 30], True),
        # 31.2 ÷ 100 = 0.312: as far as it goes
        ([60, 40, 31.1], True),
        ([60, 40, 31.3], False),
        # Two neighbourhoods of different districts swapped.
        ([30, 40, 60], False),
    ],
)
def test_children_in_income_deprivation_are_held_against_their_district(counts, passed):
    check = checks_indices.income_2019_by_district(
        income_2019(counts), DISTRICT_OF_LSOA, AVERAGES, "children"
    )
    assert check.passed is passed


@pytest.mark.parametrize(("ours", "passed"), [(1100, True), (1101, False)])
def test_residents_of_2025_are_held_against_the_published_number(ours, passed):
    observations = pd.DataFrame(
        {
            "indicator": "income_deprived_residents",
            "level": ["lad", "lad", "ward"],
            "period": ["2025", "2019", "2025"],
            "area_code": ["L1", "L1", "W1"],
            "numerator": [ours, 7.0, 7.0],
        }
    )
    check = checks_indices.income_2025_by_council(observations, pd.Series({"L1": 1000.0}))
    assert check.passed is passed


@pytest.mark.parametrize(("indices", "passed"), [(0.07, True), (0.071, False)])
def test_overcrowding_is_the_same_in_census_and_indices(indices, passed):
    measures = pd.DataFrame(
        {
            "measure": ["census_households_overcrowded", "census_households_by_occupancy"],
            "period": "2021",
            "area_code": "E01000001",
            "value": [25.0, 500.0],
        }
    )
    published = pd.Series({"E01000001": indices})
    assert checks_indices.overcrowding_2025(measures, published).passed is passed

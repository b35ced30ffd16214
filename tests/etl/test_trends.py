"""Which runs of years are tested for trend, and which are not."""

import dataclasses

import pandas as pd
import pytest
from small_england import CEDAR, DOGWOOD, LADS, SHARE, geography, measures

from etl.observations import observations
from etl.registry import Break

CHILDREN = 10_000


def trend(figures, *, indicator=SHARE, area=CEDAR):
    """Period → trend of one council that has ``figures`` (period → thriving children of 10,000)."""
    rest = dict.fromkeys(LADS, 10)
    tables = [
        table
        for period, count in figures.items()
        for table in (
            measures("thriving", "lad", rest | {CEDAR: count}, period),
            measures("children", "lad", dict.fromkeys(LADS, CHILDREN), period),
        )
    ]
    rows = observations([indicator], pd.concat(tables), geography())
    rows = rows[rows["area_code"] == area].set_index("period")["trend"].astype(object)
    return rows.where(rows.notna(), None).to_dict()


CLIMB = {"2016": 1000, "2017": 1500, "2018": 2000, "2019": 2500, "2020": 3000}


def test_five_years_that_climb_are_increasing_at_the_fifth():
    assert trend(CLIMB) == {
        "2016": None,
        "2017": None,
        "2018": None,
        "2019": None,
        "2020": "increasing",
    }


def test_each_period_has_the_trend_of_the_five_years_that_end_with_it():
    turn = {**CLIMB, "2021": 2500, "2022": 2000, "2023": 1500, "2024": 1000}
    found = trend(turn)
    assert found["2020"] == "increasing"
    assert found["2024"] == "decreasing"


def test_a_series_that_stays_level_has_no_trend():
    assert trend(CLIMB, area=DOGWOOD)["2020"] == "none"


def test_a_missing_year_is_not_bridged():
    gap = {"2015": 500} | {year: n for year, n in CLIMB.items() if year != "2018"}
    assert set(trend(gap).values()) == {None}


@pytest.mark.parametrize("withheld", ["low", "x"])
def test_a_year_without_a_value_is_not_bridged(withheld):
    assert trend({**CLIMB, "2018": withheld})["2020"] is None


@pytest.mark.parametrize("before", ["2017", "2018", "2020"])
def test_a_trend_never_crosses_a_break(before):
    broken = dataclasses.replace(SHARE, breaks=(Break(before, "new definition"),))
    assert trend(CLIMB, indicator=broken)["2020"] is None


@pytest.mark.parametrize("before", ["2016", "2010", "2021"])
def test_a_break_before_or_after_the_five_years_does_not_matter(before):
    broken = dataclasses.replace(SHARE, breaks=(Break(before, "new definition"),))
    assert trend(CLIMB, indicator=broken)["2020"] == "increasing"


def test_a_break_that_the_publisher_marks_in_one_council_parts_its_series_alone():
    found = {**CLIMB, "2018": (2000, "b")}
    assert trend(found)["2020"] is None
    assert trend(found, area=DOGWOOD)["2020"] == "none"


def test_a_break_marked_in_the_first_of_the_five_years_does_not_matter():
    assert trend({**CLIMB, "2016": (1000, "b")})["2020"] == "increasing"


def test_quarters_are_neither_tested_nor_counted_as_years():
    years = {"2016/17": 1000, "2017/18": 1500, "2018/19": 2000, "2019/20": 2500, "2020/21": 3000}
    found = trend({**years, "2020/21 Q4": 9000})
    assert found["2020/21 Q4"] is None
    assert found["2020/21"] == "increasing"
    four = {year: count for year, count in years.items() if year != "2016/17"}
    assert set(trend({**four, "2016/17 Q4": 1000}).values()) == {None}


def test_without_an_interval_a_trend_cannot_be_tested():
    bare = dataclasses.replace(SHARE, interval=None)
    assert set(trend(CLIMB, indicator=bare).values()) == {None}

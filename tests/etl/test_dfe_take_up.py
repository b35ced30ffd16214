"""Take-up of entitlements, in rows made up for the purpose."""

import datetime as dt

import pandas as pd
import pytest

from etl.contract import MEASURES
from etl.errors import SourceError
from etl.sources import dfe_take_up
from etl.sources.dfe_councils import Councils

HEADER = (
    "time_period,time_identifier,geographic_level,country_code,country_name,region_code,"
    "region_name,old_la_code,new_la_code,la_name,entitlement_type,age,number_children,"
    "number_eligible_children,percentage_eligible_children"
)
COUNCILS = Councils(
    by_number={"883": "E06000034", "935": "E10000029", "928": None}, by_code={}, by_name={}
)


def row(number, age, counts, level="Local authority", region="E12000006", year="2021"):
    return (
        f"{year},Reporting year,{level},E92000001,England,{region},,{number},,,"
        f"15-hour entitlement,{age},{counts}"
    )


def parse(tmp_path, *rows):
    path = tmp_path / "take_up.csv"
    path.write_text("\n".join([HEADER, *rows]), encoding="utf-8-sig")
    return dfe_take_up.parse(path, councils=COUNCILS)


def by_measure(table):
    return table.set_index("measure")[["value", "marker"]].T.to_dict("list")


def test_children_and_those_entitled_are_counted_in_january(tmp_path):
    table = MEASURES.validate(parse(tmp_path, row("883", "2-year-olds", "600,800,75")))
    assert by_measure(table)["take_up_2_children"][0] == 600
    assert by_measure(table)["take_up_2_eligible"][0] == 800
    assert set(table.period) == {"Jan 2021"} and set(table.period_end) == {dt.date(2021, 1, 31)}


def test_more_children_than_were_thought_entitled_are_kept(tmp_path):
    table = parse(tmp_path, row("883", "3 and 4-year-olds", "1100,1000,110"))
    assert by_measure(table)["take_up_3_4_children"][0] == 1100


def test_an_unreliable_count_is_blank_and_says_so(tmp_path):
    table = parse(tmp_path, row("883", "2-year-olds", "u,778,u"))
    value, marker = by_measure(table)["take_up_2_children"]
    assert pd.isna(value) and marker == "u"
    assert by_measure(table)["take_up_2_eligible"][0] == 778


def test_parts_and_sums_of_the_ages_are_passed_over(tmp_path):
    rows = [row("883", age, "1,2,50") for age in ("Total", "3-year-olds", "4-year-olds")]
    assert parse(tmp_path, *rows).empty


def test_a_county_keeps_its_level_and_a_half_of_london_is_left_out(tmp_path):
    half = row("", "2-year-olds", "5,9,50", level="Regional", region="E13000001")
    table = parse(tmp_path, row("935", "2-year-olds", "5,9,50"), half)
    assert set(table.geography) == {"utla"} and set(table.area_code) == {"E10000029"}


def test_a_council_without_a_successor_is_left_out(tmp_path):
    assert parse(tmp_path, row("928", "2-year-olds", "5,9,50")).empty


@pytest.mark.parametrize(
    ("odd", "said"),
    [
        (row("999", "2-year-olds", "1,2,50"), "old_la_code '999'"),
        (row("883", "2-year-olds", "c,2,50"), "number_children 'c'"),
        (row("883", "1-year-olds", "1,2,50"), "age '1-year-olds'"),
    ],
)
def test_what_was_never_seen_before_stops(tmp_path, odd, said):
    with pytest.raises(SourceError, match=f"^take_up.csv: {said} is new"):
        parse(tmp_path, odd)

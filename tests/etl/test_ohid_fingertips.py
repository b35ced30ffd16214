"""Obesity, tooth decay and MMR from Fingertips, in rows made up for the purpose."""

import datetime as dt

import pandas as pd
import pytest

from etl.contract import MEASURES
from etl.errors import SourceError
from etl.sources import ohid_fingertips
from etl.sources.dfe_councils import Councils

HEADER = (
    "area_code,area_name,area_type,period,indicator,measure,unit,value,compared_to_England,"
    "inequality"
)
DECAY = "Percentage of 5 year olds with experience of visually obvious dental decay"
OBESITY = '"Reception prevalence of obesity (including severe obesity), by year"'
AREAS = pd.DataFrame({"area_code": ["E92000001", "E06000001", "E07000066", "E10000012"]})
#: The unitary was a county once, of the same area; another county was divided.
COUNCILS = Councils(by_number={}, by_code={"E10000099": "E06000001", "E10000098": None}, by_name={})


def decay(code, kind, value, period="2021/22", inequality="NA"):
    return f"{code},,{kind},{period},{DECAY},Percentage,,{value},,{inequality}"


def obesity(code, kind, value, period="2021/22", inequality="NA"):
    return f"{code},,{kind},{period},{OBESITY},Percentage,,{value},,{inequality}"


def mmr(code, doses, value, period="2021/22"):
    name = {1: "one dose (2 years old)", 2: "two doses (5 years old)"}[doses]
    return f"{code},,{period},Population vaccination coverage: MMR for {name},Percentage,,{value}"


def parse(tmp_path, decay_rows=(), obesity_rows=(), mmr_rows=()):
    names = {"dental_decay": "decay.csv", "obesity": "obese.csv", "mmr": "mmr.csv"}
    files = {name: tmp_path / file for name, file in names.items()}
    files["dental_decay"].write_text("\n".join([HEADER, *decay_rows]), encoding="utf-8")
    files["obesity"].write_text("\n".join([HEADER, *obesity_rows]), encoding="utf-8")
    header = "area_code,area_name,period,indicator,measure,unit,value"
    files["mmr"].write_text("\n".join([header, *mmr_rows]), encoding="utf-8")
    return ohid_fingertips.parse(files, areas=AREAS, councils=COUNCILS)


def test_districts_counties_and_england_keep_their_levels(tmp_path):
    rows = [decay("E07000066", "District", 20), decay("E10000012", "County", 21)]
    table = MEASURES.validate(parse(tmp_path, [*rows, decay("E92000001", "Country", 22)]))
    assert table.geography.tolist() == ["lad", "utla", "country"]


def test_each_share_has_the_year_of_its_survey(tmp_path):
    table = parse(tmp_path, [decay("E06000001", "UA", 20)], [obesity("E06000001", "UA", 9)])
    ends = table.set_index("measure").period_end.to_dict()
    assert ends == {
        "dental_decay_percent": dt.date(2022, 3, 31),
        "obesity_reception_percent": dt.date(2022, 8, 31),
    }


def test_a_share_that_is_not_given_is_not_available(tmp_path):
    row = parse(tmp_path, [decay("E06000001", "UA", "NA")]).iloc[0]
    assert pd.isna(row.value) and row.marker == "x"


def test_fifths_of_deprivation_and_wards_are_left_out(tmp_path):
    rows = [
        obesity("E06000001", "UA", 13, "2020/21 - 24/25", "Most deprived quintile"),
        obesity("E05000001", "Electoral Wards (2024)", 8, "2022/23 - 24/25"),
    ]
    assert parse(tmp_path, obesity_rows=rows).empty


def test_a_district_that_is_no_more_is_left_out(tmp_path):
    assert parse(tmp_path, [decay("E07000004", "District", 20)]).empty


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (decay("E06000001", "Parish", 1), "area type 'Parish'"),
        (decay("E06000001", "UA", 1, period="2021"), "period '2021'"),
        (decay("E06000001", "UA", "*"), "value '\\*'"),
    ],
)
def test_what_was_never_seen_before_stops(tmp_path, row, said):
    with pytest.raises(SourceError, match=f"^decay.csv: {said} is new"):
        parse(tmp_path, [row])


def test_a_recoded_council_keeps_its_series_and_a_divided_one_has_none(tmp_path):
    former = [decay("E10000099", "County", 30, "2016/17"), decay("E10000098", "County", 31)]
    table = parse(tmp_path, [*former, decay("E06000001", "UA", 20)])
    assert dict(zip(table.period, table.value, strict=True)) == {"2016/17": 30, "2021/22": 20}
    assert table.area_code.unique().tolist() == ["E06000001"]


def test_a_council_by_both_codes_has_the_figure_of_today(tmp_path):
    table = parse(tmp_path, [decay("E10000099", "County", 30), decay("E06000001", "UA", 20)])
    assert table.value.tolist() == [20]


def test_mmr_has_a_measure_a_dose_and_the_level_of_its_code(tmp_path):
    rows = [mmr("E92000001", 1, 89), mmr("E10000012", 2, 85), mmr("E06000001", 2, 86)]
    table = MEASURES.validate(parse(tmp_path, mmr_rows=rows))
    found = list(zip(table.measure, table.geography, table.value, strict=True))
    assert found == [
        ("mmr_one_dose_percent", "country", 89),
        ("mmr_two_doses_percent", "utla", 85),
        ("mmr_two_doses_percent", "lad", 86),
    ]
    assert set(table.period_end) == {dt.date(2022, 3, 31)}


def test_a_vaccination_never_seen_before_stops(tmp_path):
    row = mmr("E06000001", 1, 90).replace("MMR", "Hib")
    with pytest.raises(SourceError, match=r"^mmr.csv: indicator .*Hib.* is new"):
        parse(tmp_path, mmr_rows=[row])

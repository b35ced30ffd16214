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
    decay_text, obesity_text = ("\n".join([HEADER, *rows]) for rows in (decay_rows, obesity_rows))
    return _parse(tmp_path, decay_text, obesity_text, mmr_rows)


def _parse(tmp_path, decay_text, obesity_text, mmr_rows=()):
    names = {"dental_decay": "decay.csv", "obesity": "obese.csv", "mmr": "mmr.csv"}
    files = {name: tmp_path / file for name, file in names.items()}
    files["dental_decay"].write_text(decay_text, encoding="utf-8-sig")
    files["obesity"].write_text(obesity_text, encoding="utf-8-sig")
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


# Fingertips' own file: 27 columns, a row an area, parent, sex and group.

ALL_DATA = (
    "Indicator ID,Indicator Name,Parent Code,Parent Name,Area Code,Area Name,Area Type,Sex,Age,"
    "Category Type,Category,Time period,Value,Lower CI 95.0 limit,Upper CI 95.0 limit,"
    "Lower CI 99.8 limit,Upper CI 99.8 limit,Count,Denominator,Value note,Recent Trend,"
    "Compared to England value or percentiles,Compared to {} value or percentiles,"
    "Time period Sortable,New data,Compared to goal,Time period range"
)


def row(code, value, counts=",", period="2021/22", note="", **changed):
    """One line of Fingertips' file; ``counts`` is ``count,denominator``."""
    said = {"id": "90319", "parent": "", "sex": "Persons", "age": "4-5 yrs", "category": ","}
    said |= changed
    return (
        f"{said['id']},Reception prevalence of obesity,{said['parent']},,{code},Anywhere,UA,"
        f"{said['sex']},{said['age']},{said['category']},{period},{value},,,,,{counts},{note},"
        f"Cannot be calculated,Similar,Not compared,{period[:4]}0000,,,1y"
    )


def parse_all_data(tmp_path, obesity_rows, decay_rows=(), parent="Region"):
    header = ALL_DATA.format(parent)
    decay_rows = decay_rows or [row("E06000001", 20, id="93563", age="5 yrs")]
    decay_text, obesity_text = ("\n".join([header, *rows]) for rows in (decay_rows, obesity_rows))
    return MEASURES.validate(_parse(tmp_path, decay_text, obesity_text))


def figures(table, measure):
    rows = table[table.measure == f"obesity_reception_{measure}"]
    return dict(zip(rows.area_code + " " + rows.period, rows.value, strict=True))


@pytest.mark.parametrize("parent", ["Region", "Counties & UAs (from Apr 2023)"])
def test_fingertips_own_file_gives_the_counts_of_everybody_and_nothing_else(tmp_path, parent):
    rows = [
        row("E06000001", 9.5, "95,1000"),
        row("E06000001", 10.1, "52,515", sex="Male"),
        row("E06000001", 14.2, "71,500", category="IMD2019 quintiles,Most deprived"),
        row("E05000001", 11, "11,100"),
        row("E07000066", 10, "100,1000"),
    ]
    table = parse_all_data(tmp_path, rows, parent=parent)
    assert figures(table, "children") == {"E06000001 2021/22": 95, "E07000066 2021/22": 100}
    assert figures(table, "measured") == {"E06000001 2021/22": 1000, "E07000066 2021/22": 1000}
    assert figures(table, "percent") == {}


def test_the_publishers_file_and_an_extract_of_it_give_the_same_shares(tmp_path):
    shares = {"E06000001": "9.5", "E07000066": "10.25", "E92000001": "9.9"}
    kinds = {"E06000001": "UA", "E07000066": "District", "E92000001": "Country"}
    own = parse_all_data(tmp_path, [row(code, share) for code, share in shares.items()])
    extract = parse(
        tmp_path,
        [decay("E06000001", "UA", 20)],
        [obesity(code, kinds[code], share) for code, share in shares.items()],
    )
    keys = ["measure", "area_code"]
    pd.testing.assert_frame_equal(
        own.sort_values(keys, ignore_index=True), extract.sort_values(keys, ignore_index=True)
    )


def test_a_year_whose_shares_do_not_follow_from_its_counts_keeps_the_published_shares(tmp_path):
    rows = [
        row("E06000001", 9.5, "95,1000", "2020/21"),
        row("E06000001", 9.5, "95,1000"),
        row("E07000066", 12.5, "100,1000"),
    ]
    table = parse_all_data(tmp_path, rows)
    assert figures(table, "children") == {"E06000001 2020/21": 95}
    assert figures(table, "percent") == {"E06000001 2021/22": 9.5, "E07000066 2021/22": 12.5}


def test_an_area_that_is_there_once_for_each_parent_counts_once(tmp_path):
    rows = [row("E06000001", 9.5, "95,1000", parent=parent) for parent in ("", "E92000001")]
    assert figures(parse_all_data(tmp_path, rows), "children") == {"E06000001 2021/22": 95}


def test_a_value_goes_before_a_row_of_the_same_area_without_one(tmp_path):
    rows = [row("E06000001", ""), row("E06000001", 9.5, "95,1000")]
    assert figures(parse_all_data(tmp_path, rows), "children") == {"E06000001 2021/22": 95}


def test_an_area_with_two_values_stops(tmp_path):
    rows = [row("E06000001", 9.5, "95,1000"), row("E06000001", 9.7, "97,1000")]
    with pytest.raises(SourceError, match=r"^obese.csv: E06000001 has two values of 2021/22"):
        parse_all_data(tmp_path, rows)


@pytest.mark.parametrize(
    ("note", "marker"),
    [
        ("", "x"),
        ("Value missing in source data", "x"),
        ("Value for Cornwall and Isles of Scilly combined", "x"),
        ("Value suppressed for disclosure control due to small count", "c"),
        ("Value not published for data quality reasons", "u"),
    ],
)
def test_a_missing_value_says_why_by_its_note(tmp_path, note, marker):
    rows = [row("E06000001", "", note=note), row("E07000066", 10, "100,1000")]
    table = parse_all_data(tmp_path, rows)
    assert set(table[table.area_code.eq("E06000001") & table.value.isna()].marker) == {marker}


def test_a_value_made_of_smaller_areas_is_an_estimate_and_one_in_doubt_is_withheld(tmp_path):
    made, doubtful = "Aggregated from all known lower geography values", "Interpret with caution"
    rows = [
        row("E92000001", 9.9, "99,1000", note=made),
        row("E07000066", 10, "100,1000", note=doubtful),
    ]
    children = parse_all_data(tmp_path, rows).query("measure == 'obesity_reception_children'")
    said = dict(zip(children.area_code, children.marker, strict=True))
    assert said == {"E92000001": "e", "E07000066": "u"}


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (row("E06000001", 9.5, id="90323"), "holds indicator 90323, not 90319"),
        (row("E06000001", 9.5, note="Rounded"), "value note 'Rounded' is new"),
        (row("E06000001", 9.5, period="2021"), "period '2021' is new"),
        (row("E06000001", 9.5, age="10-11 yrs"), "is of 10-11 yrs and 4-5 yrs"),
        (row("E06000001", "*"), r"value '\*' is no number"),
    ],
)
def test_what_fingertips_never_said_before_stops(tmp_path, line, said):
    with pytest.raises(SourceError, match=f"^obese.csv: .*{said}"):
        parse_all_data(tmp_path, [row("E07000066", 10), line])

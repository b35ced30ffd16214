"""EYFSP counts from DfE's own files, in rows made up for the purpose."""

import datetime as dt

import pandas as pd
import pytest

from etl.contract import MEASURES
from etl.errors import SourceError
from etl.sources import dfe_eyfsp
from etl.sources.dfe_councils import Councils

NEW = (
    "time_period,time_identifier,geographic_level,country_code,country_name,region_code,"
    "region_name,old_la_code,new_la_code,la_name,lad_code,lad_name,characteristic,"
    "characteristic_type,gender,children_number,average_elgs,elg_number,elg_percentage,"
    "comm_lang_lit_number,comm_lang_lit_percentage,gld_number,gld_percentage"
)
OLD = (
    "time_identifier,time_period,geographic_level,country_code,country_name,region_code,"
    "region_name,old_la_code,new_la_code,la_name,gender,number_of_children,point_score,"
    "average_point_score,elg_number,elg_percent,gld_number,gld_percent,comm_lang_lit_number,"
    "comm_lang_lit_percent"
)
COUNCILS = Councils(
    by_number={"330": "E08000025", "881": "E10000012", "909": None}, by_code={}, by_name={}
)
ESSEX = "Local authority,E92000001,England,E12000006,East,881,E10000012,Essex,,"
TOTAL = "Total,Total,Total"
FSM = "Free school meal eligibility,Known to be eligible for free school meals,Total"


def new(area, group, counts="100,14.1,60,60.0,70,70.0,65,65.0"):
    return f"202122,Academic year,{area},{group},{counts}"


def old(level, region, number, sex, counts="100,3400,34,60,60,62,62,64,64"):
    return f"Academic year,201819,{level},E92000001,England,{region}, ,{number}, , ,{sex},{counts}"


EVERY_GROUP = [
    new("National,E92000001,England,,,,,,,", f"{topic},{group},{sex}")
    for topic, group, sex in dfe_eyfsp.GROUPS
]
RENAMED = (
    "time_period,time_identifier,geographic_level,country_code,country_name,region_code,"
    "region_name,old_la_code,new_la_code,la_name,lad_code,lad_name,breakdown_topic,breakdown,sex,"
    "children_count,elgs_expected_average,all_elgs_expected_children_count,"
    "all_elgs_expected_children_percent,comm_lang_lit_expected_children_count,"
    "comm_lang_lit_expected_children_percent,gld_children_count,gld_children_percent"
)
#: Label of 2021/22 → how it is called since, where it is not the same.
NAMES = {
    "Girls": "Female",
    "Boys": "Male",
    "Ethnic group: major": "Ethnicity major",
    "Known to be eligible for free school meals": "Eligible for free school meals",
    "Not known to be eligible for free school meals": "Not eligible for free school meals",
    "Asian/Asian British": "Asian / Asian British",
    "Black/African/Caribbean/Black British": "Black / African / Caribbean / Black British",
    "Mixed/multiple ethnic groups": "Mixed / Multiple ethnic groups",
}
EVERY_SEX = [old("National", " ", " ", sex) for sex in ("Total", "Girls", "Boys")]


def parse(tmp_path, *rows, old_rows=()):
    """Parse rows of both files, beside England's row of every group, which must be there."""
    files = {"headline": tmp_path / "new.csv", "old_series": tmp_path / "old.csv"}
    files["headline"].write_text("\n".join([NEW, *EVERY_GROUP, *rows]), encoding="utf-8")
    files["old_series"].write_text("\n".join([OLD, *EVERY_SEX, *old_rows]), encoding="utf-8")
    return dfe_eyfsp.parse(files, councils=COUNCILS)


def figure(table, measure, area):
    rows = table[(table.measure == measure) & (table.area_code == area)]
    assert len(rows) == 1, f"{len(rows)} rows of {measure} in {area}"
    return rows.iloc[0]


def test_a_county_has_its_counts_by_group_and_academic_year(tmp_path):
    table = MEASURES.validate(parse(tmp_path, new(ESSEX, FSM, "40,12,1,1,1,1,18,45.0")))
    row = figure(table, "eyfsp_fsm_gld", "E10000012")
    assert (row.value, row.geography, row.period) == (18, "utla", "2021/22")
    assert row.period_end == dt.date(2022, 8, 31)
    assert figure(table, "eyfsp_fsm_assessed", "E10000012").value == 40


def test_only_all_children_have_every_count(tmp_path):
    measures = set(parse(tmp_path, new(ESSEX, TOTAL), new(ESSEX, FSM)).measure)
    assert "eyfsp_all_language_literacy" in measures
    assert "eyfsp_fsm_language_literacy" not in measures


def test_a_group_of_no_children_counts_none(tmp_path):
    table = parse(tmp_path, new(ESSEX, FSM, "0,z,0,z,0,z,0,z"))
    assert figure(table, "eyfsp_fsm_assessed", "E10000012").value == 0


def test_the_old_file_has_blanks_of_one_space_and_other_names(tmp_path):
    row = old("Local Authority", "E12000005", "330", "Girls", "50,1,1,1,1,40,80,1,1")
    table = parse(tmp_path, old_rows=[row])
    girls = figure(table, "eyfsp_girls_gld", "E08000025")
    assert (girls.value, girls.period, girls.geography) == (40, "2018/19", "lad")


def test_a_borough_of_a_half_of_london_stays(tmp_path):
    table = parse(tmp_path, old_rows=[old("Local Authority", "E13000001", "330", "Total")])
    assert "E08000025" in set(table.area_code)


def test_both_halves_are_london_where_the_file_has_no_whole(tmp_path):
    halves = [old("Regional", f"E1300000{half}", " ", "Total") for half in (1, 2)]
    table = parse(tmp_path, old_rows=halves)
    assert figure(table, "eyfsp_all_gld", "E12000007").value == 62 * 2
    assert not table.area_code.str.startswith("E13").any()


def test_halves_are_left_out_where_the_file_has_the_whole(tmp_path):
    regions = ["E13000001", "E13000002", "E12000007"]
    table = parse(tmp_path, old_rows=[old("Regional", one, " ", "Total") for one in regions])
    assert figure(table, "eyfsp_all_gld", "E12000007").value == 62


def district(code):
    return ESSEX.replace("Local authority,", "Local authority district,")[:-1] + f"{code},"


def test_a_council_without_a_successor_is_left_out(tmp_path):
    table = parse(tmp_path, new(ESSEX.replace("881", "909"), TOTAL))
    assert set(table.area_code) == {"E92000001"}


def test_districts_have_measures_of_their_own_and_make_up_no_county(tmp_path):
    table = MEASURES.validate(parse(tmp_path, new(district("E07000066"), TOTAL)))
    row = figure(table, "eyfsp_district_gld", "E07000066")
    assert (row.value, row.geography, row.period) == (65, "lad", "2021/22")
    assert set(table.area_code[table.measure == "eyfsp_all_gld"]) == {"E92000001"}


def test_districts_of_a_county_that_is_one_council_now_make_up_that_council(tmp_path):
    rows = [new(district(code).replace("881", "330"), TOTAL) for code in ("E07000163", "E07000164")]
    table = parse(tmp_path, *rows)
    assert figure(table, "eyfsp_district_gld", "E08000025").value == 2 * 65


def test_england_stands_beside_its_districts_and_schools_in_none_do_not(tmp_path):
    table = parse(tmp_path, new(district("z"), TOTAL), new(district("E07000066"), FSM))
    assert set(table.area_code[table.measure == "eyfsp_district_gld"]) == {"E92000001"}


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (new(ESSEX.replace("881", "999"), TOTAL), "unknown DfE number 999"),
        (new(ESSEX, TOTAL, "c,1,1,1,1,1,1,1"), "unknown marker 'c'"),
        (new(ESSEX.replace("Local authority", "Ward"), TOTAL), "unknown level 'Ward'"),
    ],
)
def test_what_was_never_seen_before_stops(tmp_path, row, said):
    with pytest.raises(SourceError, match=f"^new.csv: {said}"):
        parse(tmp_path, row)


def renamed(row):
    return ",".join(NAMES.get(cell, cell) for cell in row.split(","))


def parse_renamed(tmp_path, monkeypatch, *rows):
    """Parse a headline file under the names of today, with England's row of every group."""
    monkeypatch.setattr(f"{__name__}.NEW", RENAMED)
    monkeypatch.setattr(f"{__name__}.EVERY_GROUP", [renamed(row) for row in EVERY_GROUP])
    return parse(tmp_path, *rows)


def test_the_renamed_file_gives_the_same_measures(tmp_path, monkeypatch):
    before = parse(tmp_path, new(ESSEX, FSM, "40,12,1,1,1,1,18,45.0"))
    row = renamed(new(ESSEX, FSM, "40,12,1,1,1,1,18,45.0"))
    pd.testing.assert_frame_equal(parse_renamed(tmp_path, monkeypatch, row), before)


def test_children_whose_eligibility_is_unknown_stay_with_those_not_known_to_be(
    tmp_path, monkeypatch
):
    rows = [
        new(ESSEX, f"Free school meal eligibility,{group},Total", f"{n},12,1,1,1,1,{n // 2},50.0")
        for group, n in [("Not eligible for free school meals", 40), ("Unknown", 6)]
    ]
    table = parse_renamed(tmp_path, monkeypatch, *rows)
    assert figure(table, "eyfsp_not_known_fsm_assessed", "E10000012").value == 46
    assert figure(table, "eyfsp_not_known_fsm_gld", "E10000012").value == 23


def test_every_year_of_the_renamed_file_is_taken(tmp_path, monkeypatch):
    row = new(ESSEX, TOTAL).replace("202122", "202425")
    table = parse_renamed(tmp_path, monkeypatch, row)
    assert figure(table, "eyfsp_all_gld", "E10000012").period == "2024/25"


@pytest.mark.parametrize(
    ("group", "said"),
    [
        ("Home language,English,Total", "unknown topic 'Home language'"),
        ("SEN provision,EHCP,Total", "unknown group 'EHCP' of 'SEN provision'"),
        ("Ethnicity major,White British,Male", "unknown group 'White British' of 'Ethnicity maj"),
        ("Total,Total,Not stated", "unknown sex 'Not stated'"),
    ],
)
def test_a_label_that_is_not_known_stops(tmp_path, monkeypatch, group, said):
    with pytest.raises(SourceError, match=f"^new.csv: {said}"):
        parse_renamed(tmp_path, monkeypatch, new(ESSEX, group))


def test_groups_of_no_indicator_and_cross_tabulations_are_left_out(tmp_path, monkeypatch):
    groups = [
        "Ethnicity minor,Gypsy / Roma,Male",
        "First language,Unknown,Total",
        "Free school meal eligibility,Eligible for free school meals,Female",
    ]
    rows = [new(ESSEX, group) for group in groups]
    assert "E10000012" not in set(parse_renamed(tmp_path, monkeypatch, *rows).area_code)


def test_a_group_that_was_renamed_stops(tmp_path, monkeypatch):
    monkeypatch.setattr(
        f"{__name__}.EVERY_GROUP", [row for row in EVERY_GROUP if "EHC plan" not in row]
    )
    with pytest.raises(SourceError, match="no rows of ehc_plan"):
        parse(tmp_path)


def test_an_unknown_column_stops(tmp_path, monkeypatch):
    monkeypatch.setattr(f"{__name__}.NEW", NEW.replace("gender", "sex"))
    with pytest.raises(SourceError, match="column 'gender' is missing"):
        parse(tmp_path)


def test_every_count_is_a_number(tmp_path):
    assert not pd.isna(parse(tmp_path).value).any()

"""Councils come to the code they have in the release's vintage."""

import pytest

from etl.errors import SourceError
from etl.sources import dfe_councils

HEADER = (
    "first_available_year_included,most_recent_year_included,ward_name,la_name,country_name,"
    "old_la_code,new_la_code"
)
ROWS = """\
2017,2024,Any Ward,Barnsley,England,370,E08000016
2025,2025,Any Ward,Barnsley,England,z,E08000038
2017,2022,Any Ward,Somerset,England,933,E10000027
2023,2025,Any Ward,Somerset,England,933,E06000066
2017,2022,Any Ward,Cumbria,England,909,E10000006
2023,2025,Any Ward,Cumberland,England,942,E06000063
2017,2017,Any Ward,Dorset,England,835,E10000009
2019,2025,Any Ward,Dorset,England,838,E06000059
2017,2025,Other Ward,Essex,England,881,E10000012
2017,2025,Other Ward,Cardiff,Wales,681,W06000015"""


def parse(tmp_path, rows=ROWS, **options):
    path = tmp_path / "dfeR_geo_hierarchy.csv"
    path.write_text(f"{HEADER}\n{rows}\n", encoding="utf-8")
    return dfe_councils.parse(path, **options)


def test_a_council_recoded_within_its_borders_is_found_by_old_and_new_code(tmp_path):
    councils = parse(tmp_path, year=2024)
    assert councils.by_code["E10000027"] == councils.by_code["E06000066"] == "E06000066"


def test_a_code_younger_than_the_vintage_leads_back_by_name(tmp_path):
    councils = parse(tmp_path, year=2024)
    assert councils.by_code["E08000038"] == "E08000016"
    assert "z" not in councils.by_number


def test_a_council_that_was_split_has_no_successor(tmp_path):
    councils = parse(tmp_path, year=2024)
    assert councils.by_code["E10000006"] is None
    assert councils.by_number["909"] is None
    assert councils.by_name["Cumbria"] is None


def test_a_name_used_twice_means_the_younger_council_and_its_numbers_stay_apart(tmp_path):
    councils = parse(tmp_path, year=2024)
    assert councils.by_name["Dorset"] == "E06000059"
    assert councils.by_number["835"] is None and councils.by_number["838"] == "E06000059"


def test_only_english_councils_of_the_vintage_are_listed(tmp_path):
    vintage = ["E06000059", "E06000063", "E06000066", "E08000016", "E10000012"]
    assert parse(tmp_path, year=2024).of_vintage == vintage


def test_a_number_with_two_codes_in_the_vintage_stops(tmp_path):
    twice = ROWS + "\n2024,2024,Any Ward,Essex,England,881,E06000099"
    with pytest.raises(SourceError, match="dfe_number 881 occurs twice in 2024"):
        parse(tmp_path, twice, year=2024)


def test_counties_are_upper_tier_and_all_other_councils_districts():
    assert dfe_councils.council_geography("E10000012") == "utla"
    assert dfe_councils.council_geography("E06000059") == "lad"

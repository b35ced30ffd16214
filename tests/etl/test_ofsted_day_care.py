"""Day care of some councils, in the newer layout, with settings made up for the purpose."""

import datetime as dt

import pandas as pd
import pytest
from test_ofsted_providers import COUNCILS, PLACES, areas

from etl.contract import MEASURES
from etl.errors import SourceError
from etl.sources import ofsted_day_care

NAME = "ofsted_ey_nondomestic_active_2025-12-31_part.csv"
NURSERY = {
    "Provider URN": "1",
    "Provider Type": "Childcare on non-domestic premises",
    "Provider Subtype": "Full day care",
    "Provider Status": "Active",
    "Provider Early Years Register Flag": "Y",
    "Provider Name": "Busy Beavers",
    "Provider Postcode": "AA1 1AA",
    "Local Authority": "Bristol",
    "Places": "40",
    "Most Recent Full: Overall Effectiveness": "2",
}
PLAYGROUP = NURSERY | {"Provider Subtype": "Sessional day care", "Places": "10"}
ESSEX = NURSERY | {"Local Authority": "Essex", "Provider Postcode": "EE1 1EE"}


def parse(tmp_path, *settings, above="", name=NAME):
    path = tmp_path / name
    path.write_text(above + pd.DataFrame(settings).to_csv(index=False), encoding="utf-8-sig")
    return ofsted_day_care.parse(
        path, ward_of=lambda postcodes: postcodes.map(PLACES), areas=areas(), councils=COUNCILS
    )


def value(table, measure, area):
    rows = table[(table.measure == measure) & (table.area_code == area)]
    assert len(rows) == 1, f"{len(rows)} rows of {measure} in {area}"
    return rows.value.iloc[0]


def test_settings_count_in_their_ward_and_council_at_the_day_in_the_name(tmp_path):
    table = MEASURES.validate(parse(tmp_path, NURSERY, PLAYGROUP))
    for area in ("E05000001", "E06000023"):
        assert value(table, "childcare_group_places_day_care", area) == 50
        assert value(table, "childcare_day_care_places_full_day", area) == 40
        assert value(table, "childcare_group_graded", area) == 2
    assert set(table.period_end) == {dt.date(2025, 12, 31)}


def test_only_councils_in_the_file_have_rows_and_all_their_wards_do(tmp_path):
    table = parse(tmp_path, NURSERY)
    assert set(table.area_code) == {"E05000001", "E05000002", "E06000023"}
    assert value(table, "childcare_group_graded", "E05000002") == 0


def test_a_countys_settings_are_its_districts_too(tmp_path):
    table = parse(tmp_path, ESSEX)
    for area in ("E05000003", "E07000066", "E10000012"):
        assert value(table, "childcare_group_places_day_care", area) == 40


def test_a_setting_beyond_the_councils_of_the_file_is_left_out_and_told(tmp_path):
    across = NURSERY | {"Provider Postcode": "CC1 1CC"}
    table = parse(tmp_path, NURSERY, across)
    assert value(table, "childcare_group_places_day_care", "E06000023") == 40
    assert value(table, "childcare_day_care_places_outside", "E06000023") == 40


def test_a_setting_without_a_known_place_counts_for_its_council_alone(tmp_path):
    table = parse(tmp_path, NURSERY | {"Provider Postcode": "ZZ9 9ZZ"})
    assert value(table, "childcare_group_places_day_care", "E06000023") == 40
    assert value(table, "childcare_group_places_day_care", "E05000001") == 0
    assert value(table, "childcare_day_care_places_unplaced", "E06000023") == 40


def test_a_setting_inspected_without_an_overall_grade_is_in_no_share_of_grades(tmp_path):
    newer = NURSERY | {"Most Recent Full: Overall Effectiveness": ""}
    assert value(parse(tmp_path, newer), "childcare_group_graded", "E05000001") == 0


def test_a_title_above_the_header_is_passed_over(tmp_path):
    table = parse(tmp_path, NURSERY, above="Management information\nAs at 31 December 2025\n")
    assert value(table, "childcare_group_places_day_care", "E05000001") == 40


def test_names_and_addresses_never_leave_the_file(tmp_path):
    path = tmp_path / NAME
    pd.DataFrame([NURSERY]).to_csv(path, index=False)
    assert not ofsted_day_care.PERSONAL & set(ofsted_day_care.read_settings(path).columns)


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"Provider Subtype": "Out-of-school day care"}, "Provider Subtype 'Out-of-school day ca"),
        ({"Most Recent Full: Overall Effectiveness": "5"}, "Overall Effectiveness '5' is new"),
        ({"Places": "forty"}, "Places 'forty' is new"),
        ({"Manager": "A. Person"}, "unknown column Manager"),
    ],
)
def test_what_was_never_seen_is_refused_by_name(tmp_path, changed, said):
    with pytest.raises(SourceError, match=said):
        parse(tmp_path, NURSERY | changed)


def test_a_file_without_a_day_in_its_name_is_refused(tmp_path):
    with pytest.raises(SourceError, match="no date"):
        parse(tmp_path, NURSERY, name="ofsted.csv")

"""Checks of childcare, ASQ-3 and EYFSP pass on figures that agree, fail on one that does not."""

import pandas as pd
import pytest

from etl import checks_childcare as checks
from etl.errors import SourceError
from etl.sources.dfe_councils import Councils

COUNCILS = Councils(
    by_number={},
    by_code={"E06000023": "E06000023", "E10000027": "E06000066", "E10000006": None},
    by_name={"Bristol, City of": "E06000023", "Cumbria": None},
)


def measures(text):
    """Rows of ``measure geography area_code period value marker``, a dash for none."""
    columns = ["measure", "geography", "area_code", "period", "value", "marker"]
    rows = [line.replace("~", " ").split("|") for line in text.split()]
    table = pd.DataFrame(rows, columns=columns).replace("-", None)
    return table.assign(value=table["value"].astype(float))


def register(*rows):
    columns = ["provider_type", "on_register", "council_name", "region_name", "places"]
    table = pd.DataFrame(rows, columns=columns)
    return table.assign(places_with_estimates=table["places"])


NURSERY = "Childcare on non-domestic premises"
REGISTER = register(
    (NURSERY, "Y", "Bristol", "South West", 40.0),
    (NURSERY, "Y", "Not Recorded", "Not Recorded", 8.0),
    (NURSERY, "N", "Bristol", "South West", 0.0),
    ("Childminder", "Y", "Bristol", "South West", 6.0),
    ("Childminder", "Y", "Not Recorded", "Not Recorded", 5.0),
)
GROUP = """
childcare_group_places|ward|E05000001|Aug~2021|40|-
childcare_group_places|lad|E06000023|Aug~2021|40|-
childcare_group_places_unplaced|country|E92000001|Aug~2021|8|-
childcare_group_providers|ward|E05000001|Aug~2021|1|-
childcare_group_providers_unplaced|country|E92000001|Aug~2021|1|-
"""


@pytest.mark.parametrize(("what", "total"), [("places", "48 places"), ("providers", "2 providers")])
def test_wards_and_what_no_postcode_places_make_the_register(what, total):
    check = checks.group_total(measures(GROUP), REGISTER, what)
    assert check.passed and check.detail.startswith(total)


def test_a_place_lost_between_ward_and_register_fails():
    lost = measures(GROUP.replace("Aug~2021|8|", "Aug~2021|7|"))
    assert not checks.group_total(lost, REGISTER, "places").passed


DAY_CARE = """
childcare_group_places_day_care|ward|E05000001|Dec~2025|40|-
childcare_group_places_day_care|lad|E06000023|Dec~2025|48|-
childcare_group_places_day_care|ward|E05000001|Aug~2021|99|-
childcare_day_care_places_unplaced|lad|E06000023|Dec~2025|8|-
childcare_day_care_places_outside|lad|E06000023|Dec~2025|5|-
"""


@pytest.mark.parametrize(("total", "passed"), [(53.0, True), (54.0, False)])
def test_newer_day_care_adds_up_to_its_file_with_what_is_left_out(total, passed):
    check = checks.day_care_total(measures(DAY_CARE), pd.DataFrame({"places": [total]}))
    assert check.passed is passed
    assert "40 in their wards, 8 in none, 5 across a border" in check.detail


def test_a_councils_places_are_compared_with_those_the_register_names():
    assert checks.group_by_council(measures(GROUP), REGISTER, COUNCILS).largest_difference == 0
    far = measures(GROUP.replace("lad|E06000023|Aug~2021|40|", "lad|E06000023|Aug~2021|400|"))
    assert not checks.group_by_council(far, REGISTER, COUNCILS).passed


def test_home_places_of_regions_and_of_no_region_make_the_register():
    rows = "childcare_home_places|region|E12000009|Aug~2021|{}|-"
    assert checks.home_total(measures(rows.format(6)), REGISTER).passed
    assert not checks.home_total(measures(rows.format(5)), REGISTER).passed


ASQ = """
asq_communication_expected|lad|E06000023|2021/22~Q1|20|-
asq_communication_assessed|lad|E06000023|2021/22~Q1|25|-
asq_communication_expected|lad|E06000023|2021/22~Q2|20|-
asq_communication_assessed|lad|E06000023|2021/22~Q2|25|-
asq_communication_expected|lad|E06000023|2021/22~Q3|20|-
asq_communication_assessed|lad|E06000023|2021/22~Q3|25|-
asq_communication_expected|lad|E06000023|2021/22~Q4|20|-
asq_communication_assessed|lad|E06000023|2021/22~Q4|25|-
asq_communication_expected|lad|E06000023|2021/22|80|-
asq_communication_assessed|lad|E06000023|2021/22|100|-
"""
PERIODS = ["2021/22", *(f"2021/22 Q{quarter}" for quarter in range(1, 5))]
SHARES = pd.Series(
    80.0,
    index=pd.MultiIndex.from_product(
        [["asq_communication"], ["E06000023"], PERIODS], names=["domain", "area_code", "period"]
    ),
)


def test_counts_give_the_published_shares():
    assert checks.asq_shares(measures(ASQ), SHARES).passed
    assert not checks.asq_shares(measures(ASQ), SHARES + 0.1).passed


def test_a_share_without_counts_fails():
    assert not checks.asq_shares(measures(ASQ), SHARES.rename({"2021/22": "2022/23"})).passed


def test_a_year_is_the_sum_of_its_quarters():
    assert checks.asq_years(measures(ASQ)).passed
    wrong = ASQ.replace("2021/22|100|", "2021/22|101|")
    assert not checks.asq_years(measures(wrong)).passed


def test_more_children_in_all_areas_than_in_one_are_named_and_stop_nothing():
    areas = "communication gross_motor fine_motor problem_solving personal_social"
    rows = [f"asq_{area}_expected|lad|E06000023|2021/22|9|-" for area in areas.split()]
    check = checks.asq_all_within_each(
        measures("\n".join([*rows, "asq_all_domains_expected|lad|E06000023|2021/22|11|-"]))
    )
    assert check.passed
    assert check.largest_difference == 2
    assert "E06000023" in check.detail


def test_a_year_scaled_up_is_not_compared_but_named():
    three = ASQ.replace("2021/22~Q4|25|-", "2021/22~Q4|-|x").replace(
        "2021/22~Q4|20|-", "2021/22~Q4|-|x"
    )
    check = checks.asq_years(
        measures(three.replace("2021/22|100|-", "2021/22|100|e") + FULL_COUNCIL)
    )
    assert check.passed and check.detail.endswith("in 1 councils: E06000023.")


FULL_COUNCIL = ASQ.replace("E06000023", "E06000066")

HEADLINE = """\
time_period,geographic_level,country_code,region_code,new_la_code,characteristic_type,gender,\
gld_percentage
202122,National,E92000001,,,Total,Total,65.2
202122,National,E92000001,,,Total,Girls,71.9
202122,Regional,E92000001,E13000001,,Total,Total,67.5
202122,Local authority,E92000001,E12000009,E10000027,Total,Total,64.3
202122,Local authority,E92000001,E12000002,E10000006,Total,Total,61.5
202122,Local authority,E92000001,E12000009,E06000023,\
Known to be eligible for free school meals,Total,z
202122,Local authority district,E92000001,E12000009,E06000023,Total,Total,1
"""


def headline(tmp_path, text=HEADLINE):
    path = tmp_path / "1_eyfsp_headline_measures_2022.csv"
    path.write_text(text, encoding="utf-8")
    return checks.read_headline(path, COUNCILS)


def test_the_official_results_are_read_for_all_pupils_by_todays_codes(tmp_path):
    table = headline(tmp_path)
    assert table.to_numpy().tolist() == [
        ["gld_percent", "E92000001", 65.2],
        ["gld_percent", "E06000066", 64.3],
    ]


def test_the_renamed_results_of_several_years_are_read_for_the_year_compared(tmp_path):
    text = HEADLINE.replace("characteristic_type,gender,", "breakdown,sex,")
    text = text.replace("gld_percentage", "gld_children_percent").replace(",65.2", ",65.168274")
    text = text.replace("Known to be eligible", "Eligible").replace("Total,z", "Total,50.04")
    text += "202425,National,E92000001,,,Total,Total,68.296998\n"
    assert headline(tmp_path, text).to_numpy().tolist() == [
        ["gld_percent", "E92000001", 65.2],
        ["gld_percent", "E06000066", 64.3],
        ["gld_fsm_percent", "E06000023", 50.0],
    ]


def test_the_tools_series_must_equal_the_official_results(tmp_path):
    ours = "gld_percent|country|E92000001|2021/22|65.2|-\ngld_percent|lad|E06000066|2021/22|{}|-"
    official = headline(tmp_path)
    assert checks.gld_of_2022(measures(ours.format(64.3)), official, "gld_percent").passed
    assert not checks.gld_of_2022(measures(ours.format(64.4)), official, "gld_percent").passed


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("202122,National", "202223,National", "holds another year"),
        (",65.2", ",c", "unknown marker 'c'"),
        ("gender", "sex", "no column gender"),
    ],
)
def test_official_results_in_another_shape_stop(tmp_path, old, new, said):
    with pytest.raises(SourceError, match=said):
        headline(tmp_path, HEADLINE.replace(old, new))

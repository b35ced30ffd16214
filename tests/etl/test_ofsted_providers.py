"""Ofsted's register by area: every quirk of the file, with providers made up for the purpose."""

import datetime as dt

import pandas as pd
import pytest

from etl.contract import MEASURES
from etl.errors import SourceError
from etl.sources import ofsted_providers
from etl.sources.dfe_councils import Councils

NAME = "Childcare_provider_level_data_as_at_31_August_2021.csv"
NURSERY = {
    "Provider type": "Childcare on non-domestic premises",
    "Provider subtype": "Full day care",
    "Provider status": "Active",
    "Registration date": "04/01/2010",
    "Provider Early Years Register Flag": "Y",
    "Postcode": "AA1 1AA",
    "Local authority": "Bristol",
    "Region": "South West",
    "Places": "40",
    "Places including estimates": "40",
    "Most recent full: Overall effectiveness": "2",
    "Provider name": "Busy Beavers",
    "Telephone Number": "01632 960000",
}
CHILDMINDER = NURSERY | {"Provider type": "Childminder", "Postcode": "REDACTED", "Places": "6"}

# Ward, district, county or unitary, region.
WARDS = """\
E05000001 E06000023 E06000023 E12000009
E05000002 E06000023 E06000023 E12000009
E05000003 E07000066 E10000012 E12000006
E05000004 E06000063 E06000063 E12000002
E05000005 E06000064 E06000064 E12000002"""
PLACES = pd.Series({"AA1 1AA": "E05000001", "EE1 1EE": "E05000003", "CC1 1CC": "E05000004"})
REGIONS = {"E12000009": "South West", "E12000006": "East of England", "E12000002": "North West"}
COUNCILS = Councils(
    by_number={},
    by_code={},
    by_name={
        "Bristol, City of": "E06000023",
        "Essex": "E10000012",
        "Cumberland": "E06000063",
        "Cumbria": None,
        "Northamptonshire": None,
    },
)


def areas():
    wards = [line.split() for line in WARDS.splitlines()]
    rows = [(ward, "", "ward", lad, utla, region) for ward, lad, utla, region in wards]
    rows += sorted({(lad, "", "lad", lad, utla, region) for _, lad, utla, region in wards})
    rows += [("E10000012", "Essex", "utla", None, "E10000012", "E12000006")]
    rows += [(code, name, "region", None, None, code) for code, name in REGIONS.items()]
    rows += [("E92000001", "England", "country", None, None, None)]
    columns = ["area_code", "area_name", "level", "lad_code", "utla_code", "region_code"]
    return pd.DataFrame(rows, columns=columns)


def parse(tmp_path, *providers, name=NAME):
    path = tmp_path / name
    pd.DataFrame(providers).to_csv(path, index=False, encoding="utf-8-sig")
    return ofsted_providers.parse(
        path, ward_of=lambda postcodes: postcodes.map(PLACES), areas=areas(), councils=COUNCILS
    )


def value(table, measure, area):
    rows = table[(table.measure == measure) & (table.area_code == area)]
    assert len(rows) == 1, f"{len(rows)} rows of {measure} in {area}"
    return rows.value.iloc[0]


def test_a_placed_nursery_counts_from_its_ward_to_england(tmp_path):
    table = MEASURES.validate(parse(tmp_path, NURSERY))
    for area in ("E05000001", "E06000023", "E12000009", "E92000001"):
        assert value(table, "childcare_group_places", area) == 40
        assert value(table, "childcare_group_providers", area) == 1
    assert set(table.period) == {"Aug 2021"}
    assert set(table.period_end) == {dt.date(2021, 8, 31)}


def test_a_ward_without_a_setting_has_nought_places_not_a_blank(tmp_path):
    table = parse(tmp_path, NURSERY)
    assert value(table, "childcare_group_places", "E05000002") == 0
    wards = table[(table.geography == "ward") & (table.measure == "childcare_group_graded")]
    assert len(wards) == 5 and wards.marker.isna().all()


@pytest.mark.parametrize(
    ("grade", "graded", "good"),
    [("1", 1, 1), ("2", 1, 1), ("3", 1, 0), ("4", 1, 0), ("", 0, 0), ("-", 0, 0)],
)
def test_grades_1_and_2_are_good_or_outstanding_and_a_dash_is_none(tmp_path, grade, graded, good):
    inspected = NURSERY | {"Most recent full: Overall effectiveness": grade}
    table = parse(tmp_path, inspected)
    assert value(table, "childcare_group_graded", "E05000001") == graded
    assert value(table, "childcare_group_good_outstanding", "E05000001") == good


def test_a_setting_off_the_early_years_register_is_not_counted(tmp_path):
    club = NURSERY | {"Provider Early Years Register Flag": "N", "Places": "0"}
    table = parse(tmp_path, NURSERY, club)
    assert value(table, "childcare_group_providers", "E92000001") == 1


def test_group_places_are_the_registered_ones_without_estimates(tmp_path):
    unknown = NURSERY | {"Places": "0", "Places including estimates": "46.35"}
    table = parse(tmp_path, unknown)
    assert value(table, "childcare_group_places", "E05000001") == 0
    assert value(table, "childcare_group_providers", "E05000001") == 1


def test_a_redacted_setting_counts_for_its_council_alone_and_is_stated(tmp_path):
    table = parse(tmp_path, NURSERY, NURSERY | {"Postcode": "REDACTED", "Places": "10"})
    assert value(table, "childcare_group_places", "E05000001") == 40
    assert value(table, "childcare_group_places", "E06000023") == 50
    assert value(table, "childcare_group_places_unplaced", "E06000023") == 10
    assert value(table, "childcare_group_providers_unplaced", "E92000001") == 1


def test_a_postcode_that_nobody_knows_is_stated_too(tmp_path):
    table = parse(tmp_path, NURSERY | {"Postcode": "ZZ9 9ZZ"})
    assert value(table, "childcare_group_places_unplaced", "E06000023") == 40


def test_an_unplaced_setting_of_a_county_counts_for_no_district(tmp_path):
    essex = NURSERY | {"Local authority": "Essex", "Region": "East of England"}
    table = parse(
        tmp_path, essex | {"Postcode": "EE1 1EE"}, essex | {"Postcode": "REDACTED", "Places": "5"}
    )
    assert value(table, "childcare_group_places", "E07000066") == 40
    assert value(table, "childcare_group_places", "E10000012") == 45
    assert value(table, "childcare_group_places_unplaced", "E10000012") == 5


def test_a_setting_counts_where_it_stands_though_the_file_names_another_council(tmp_path):
    across = NURSERY | {"Postcode": "EE1 1EE", "Local authority": "Bristol"}
    table = parse(tmp_path, across)
    assert value(table, "childcare_group_places", "E10000012") == 40
    assert value(table, "childcare_group_places", "E06000023") == 0


def test_cumbria_is_divided_by_postcode_and_what_has_no_place_counts_for_the_region(tmp_path):
    cumbria = NURSERY | {"Local authority": "Cumbria", "Region": "North West"}
    table = parse(
        tmp_path,
        cumbria | {"Postcode": "CC1 1CC"},
        cumbria | {"Postcode": "REDACTED", "Places": "7"},
    )
    assert value(table, "childcare_group_places", "E06000063") == 40
    assert value(table, "childcare_group_places", "E06000064") == 0
    assert value(table, "childcare_group_places", "E12000002") == 47
    unknown = table[
        (table.measure == "childcare_group_places_unplaced") & (table.area_code == "E06000064")
    ]
    assert unknown.marker.tolist() == ["x"] and unknown.value.isna().all()


def test_home_places_of_a_council_since_split_are_not_available_to_its_successors(tmp_path):
    table = parse(tmp_path, CHILDMINDER | {"Local authority": "Cumbria", "Region": "North West"})
    home = table[table.measure == "childcare_home_places"].set_index("area_code")
    assert home.marker[["E06000063", "E06000064"]].tolist() == ["x", "x"]
    assert home.value["E12000002"] == 40


def test_a_setting_of_no_recorded_council_counts_for_england_alone(tmp_path):
    nowhere = {"Postcode": "REDACTED", "Local authority": "Not Recorded", "Region": "Not Recorded"}
    table = parse(tmp_path, NURSERY | nowhere)
    placed = table[(table.measure == "childcare_group_places") & (table.value > 0)]
    assert placed.area_code.tolist() == ["E92000001"]
    assert value(table, "childcare_group_places_unplaced", "E92000001") == 40


def test_home_places_include_estimates_and_are_by_council_never_by_ward_or_district(tmp_path):
    essex = {"Local authority": "Essex", "Region": "East of England"}
    table = parse(tmp_path, CHILDMINDER | essex | {"Places including estimates": "6.45"})
    home = table[table.measure == "childcare_home_places"]
    assert value(home, "childcare_home_places", "E10000012") == 6.45
    assert set(home.geography) == {"lad", "utla", "region", "country"}
    assert "E07000066" not in set(home.area_code)


@pytest.mark.parametrize(
    "kind", ["Childminder", "Home childcarer", "Childcare on domestic premises"]
)
def test_whoever_works_in_a_home_is_home_based(tmp_path, kind):
    table = parse(tmp_path, CHILDMINDER | {"Provider type": kind})
    assert value(table, "childcare_home_places", "E06000023") == 40
    assert value(table, "childcare_group_places", "E06000023") == 0


def test_columns_about_persons_are_never_read(tmp_path):
    path = tmp_path / NAME
    pd.DataFrame([NURSERY]).to_csv(path, index=False)
    read = ofsted_providers.read_providers(path)
    assert set(read.columns) == set(ofsted_providers.COLUMNS.values())
    assert not read.isin(["Busy Beavers", "01632 960000"]).any(axis=None)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"Provider type": "Nursery ship"}, "Provider type 'Nursery ship' is new"),
        ({"Provider status": "Suspended"}, "Provider status 'Suspended' is new"),
        (
            {"Most recent full: Overall effectiveness": "5"},
            "Most recent full: Overall effectiveness '5' is new",
        ),
        ({"Places": "some"}, "Places 'some' is new"),
        ({"Local authority": "Avon"}, "Local authority 'Avon' is new"),
        ({"Local authority": "Northamptonshire"}, "Local authority 'Northamptonshire' is new"),
        ({"Region": "Wessex"}, "Region 'Wessex' is new"),
        ({"Owner": "Somebody"}, "unknown column Owner"),
    ],
)
def test_what_was_never_seen_before_stops_with_the_file_and_the_value(tmp_path, change, said):
    with pytest.raises(SourceError, match=f"^{NAME}: {said}"):
        parse(tmp_path, NURSERY | change)


def test_a_missing_column_stops(tmp_path):
    newer = {name: cell for name, cell in NURSERY.items() if name != "Postcode"}
    with pytest.raises(SourceError, match="no column Postcode"):
        parse(tmp_path, newer)


def test_a_ward_of_another_vintage_stops(tmp_path):
    path = tmp_path / NAME
    pd.DataFrame([NURSERY]).to_csv(path, index=False)
    with pytest.raises(SourceError, match="E05999999 is no ward of the release"):
        ofsted_providers.parse(
            path,
            ward_of=lambda postcodes: pd.Series("E05999999", index=postcodes.index),
            areas=areas(),
            councils=COUNCILS,
        )


def test_the_date_comes_from_the_files_name(tmp_path):
    newer = parse(tmp_path, NURSERY, name=NAME.replace("31_August_2021", "31_March_2022"))
    assert set(newer.period) == {"Mar 2022"}
    with pytest.raises(SourceError, match="no date"):
        parse(tmp_path, NURSERY, name="providers.csv")


def test_places_are_told_by_the_kind_of_setting(tmp_path):
    club = NURSERY | {"Provider subtype": "Out-of-school day care", "Places": "8"}
    pre_school = NURSERY | {"Provider subtype": "Sessional day care", "Places": "20"}
    table = parse(tmp_path, NURSERY, club, pre_school)
    kinds = {"full_day": 40, "sessional": 20, "out_of_school": 8, "day_care": 60}
    for kind, places in kinds.items():
        assert value(table, f"childcare_group_places_{kind}", "E05000001") == places


def test_quality_by_place_weighs_a_setting_by_its_places(tmp_path):
    poor = NURSERY | {"Most recent full: Overall effectiveness": "4", "Places": "10"}
    unseen = NURSERY | {"Most recent full: Overall effectiveness": "", "Places": "99"}
    table = parse(tmp_path, NURSERY, poor, unseen)
    assert value(table, "childcare_group_places_good_outstanding", "E05000001") == 40
    assert value(table, "childcare_group_places_graded", "E05000001") == 50


@pytest.mark.parametrize(
    ("registered", "joined"), [("31/08/2020", 0), ("01/09/2020", 1), ("31/08/2021", 1)]
)
def test_a_setting_has_joined_when_registered_in_the_year_before(tmp_path, registered, joined):
    table = parse(tmp_path, NURSERY | {"Registration date": registered})
    assert value(table, "childcare_group_joined", "E05000001") == joined


@pytest.mark.parametrize(
    ("column", "odd"), [("Provider subtype", "Crèche"), ("Registration date", "2010-01-04")]
)
def test_an_unknown_kind_or_date_stops(tmp_path, column, odd):
    with pytest.raises(SourceError, match=odd):
        parse(tmp_path, NURSERY | {column: odd})

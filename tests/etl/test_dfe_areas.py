"""DfE's lists of areas: councils by number and the districts in counties, put into one table."""

import pytest
from official_server import versioned
from service_jobs import known, rows

from etl.services import dfe_areas
from etl.sources import dfe_councils
from etl.transfer import DownloadError

LISTS = "/dfe-analytical-services/dfe-published-data-qa/main/data/"
COUNCILS = """new_la_code,la_name,date_of_operation,date_of_termination,status,old_la_code
E06000066,Somerset,01/04/2023,,live,933
E06000063 / E06000064,Cumberland / Westmorland and Furness,01/04/2023,,live,942 / 943
E08000016,Barnsley,01/01/2009,30/04/2025,terminated,370
E08000038,Barnsley,01/05/2025,,live,370
E08000020,Gateshead,01/01/2009,31/03/2013,terminated,390
E10000010,Durham,01/01/2009,31/03/2009,terminated,x
E10000012,Essex,01/01/2009,,live,881
E10000027,Somerset,01/01/2009,31/03/2023,terminated,933
z,British Forces,,,live,702
"""
DISTRICTS = """lad_code,lad_name,new_la_code,la_name,old_la_code
E07000066,Basildon,E10000012,Essex,881
E07000067,Braintree,E10000012,Essex,881
E07000187,Mendip,E10000027,Somerset,933
"""


def areas(official, councils=COUNCILS, districts=DISTRICTS):
    official.at(LISTS + "las.csv", versioned(councils.encode(), '"c1"'))
    official.at(LISTS + "la_lad_hierarchy.csv", versioned(districts.encode(), '"d1"'))
    return official.address + LISTS


def test_two_lists_of_dfe_become_the_table_that_their_readers_take(official, job):
    asked = job("dfe_areas", areas(official), to="dfe_geo_hierarchy.csv")
    got = dfe_areas.fetch(asked)
    assert got is not None and got.version == '"c1" "d1"'
    assert rows(asked.part)[0] == [
        "new_la_code",
        "la_name",
        "old_la_code",
        "first_available_year_included",
        "most_recent_year_included",
        "country_name",
        "lad_code",
    ]
    assert rows(asked.part)[1][:6] == ["E06000066", "Somerset", "933", "2023", "9999", "England"]


def test_a_council_is_known_by_the_code_it_had_at_the_end_of_the_year(official, job):
    asked = job("dfe_areas", areas(official), to="dfe_geo_hierarchy.csv")
    dfe_areas.fetch(asked)
    known = {year: dfe_councils.parse(asked.part, year) for year in (2022, 2024, 2025)}
    assert known[2022].by_number["933"] == "E10000027"
    assert known[2024].by_code["E10000027"] == "E06000066"
    assert (known[2024].by_number["370"], known[2025].by_number["370"]) == (
        "E08000016",
        "E08000038",
    )
    assert set(known[2024].by_code) == {
        "E06000066",
        "E08000016",
        "E08000038",
        "E10000012",
        "E10000027",
    }


def test_a_county_has_its_districts_and_any_other_council_is_its_own(official, job):
    asked = job("dfe_areas", areas(official), to="dfe_geo_hierarchy.csv")
    dfe_areas.fetch(asked)
    header, *found = rows(asked.part)
    pairs = {(row[header.index("new_la_code")], row[header.index("lad_code")]) for row in found}
    assert {"E07000066", "E07000067"} == {lad for la, lad in pairs if la == "E10000012"}
    assert ("E08000016", "E08000016") in pairs


def test_lists_that_did_not_change_cost_one_request_each(official, job):
    before = known(version='"c1" "d1"')
    assert dfe_areas.fetch(job("dfe_areas", areas(official), known=before)) is None
    assert len(official.asked) == 2


def test_one_list_that_changed_is_put_together_with_the_other_as_it_is(official, job):
    asked = job("dfe_areas", areas(official), known=known(version='"c0" "d1"'))
    got = dfe_areas.fetch(asked)
    assert got is not None and got.version == '"c1" "d1"'
    assert len(rows(asked.part)) == 7


@pytest.mark.parametrize(
    ("lists", "said"),
    [
        ({"districts": DISTRICTS.replace("E10000012", "E10000013")}, "no district of E10000012"),
        ({"districts": DISTRICTS.replace("lad_code", "lad")}, "has no column lad_code"),
        ({"councils": COUNCILS.replace("old_la_code", "number")}, "has no column old_la_code"),
        ({"councils": "<!DOCTYPE html>"}, "has no column date_of_operation"),
    ],
)
def test_lists_of_another_shape_are_refused(official, job, lists, said):
    with pytest.raises(DownloadError, match=said):
        dfe_areas.fetch(job("dfe_areas", areas(official, **lists)))

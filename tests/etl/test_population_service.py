"""Population estimates of Nomis: an answer of one row an area and age becomes one an area."""

from dataclasses import replace

import pytest
from official_server import serve_nomis

from etl import catalogue
from etl.services import population
from etl.sources import ons_population
from etl.transfer import DownloadError

ESTIMATES = "/api/v01/dataset/NM_2010_1"
MID_2020 = catalogue.load()["ons_population"].fetch["mid_2020"]


def estimates(official, people, ages=("200", "101", "102", "103", "104", "105")):
    """Serve a line of counts for each LSOA, in the order of ``ages``, four rows at once."""
    lines = [
        f'"{area}",{age},{count}'
        for area, counts in people.items()
        for age, count in zip(ages, counts, strict=True)
    ]
    header = '"GEOGRAPHY_CODE","C_AGE","OBS_VALUE"'
    return serve_nomis(official, ESTIMATES, lambda query: lines, header=header, gives=4)


def test_population_estimates_are_kept_as_their_reader_takes_them(official, job):
    people = {"E01011949": [1944, 20, 25, 19, 22, 27], "W01000001": [1500, 9, 8, 7, 6, 5]}
    wanted = replace(MID_2020, address=estimates(official, people))
    asked = replace(job("population", wanted.address, to="mid_2020.parquet"), wanted=wanted)
    got = population.fetch(asked)
    assert got is not None and got.version == "2023-01-05 09:30:00"
    read = ons_population.parse(dict.fromkeys(ons_population.FILES, asked.part))
    latest = read[read.period == "2020"].set_index(["area_code", "measure"]).value
    assert latest.to_dict() == {
        ("E01011949", "residents"): 1944,
        ("E01011949", "residents_0_4"): 20 + 25 + 19 + 22 + 27,
    }
    assert [path.name for path in asked.part.parent.iterdir()] == ["mid_2020.parquet"]


def test_an_estimate_is_asked_for_all_residents_and_those_under_five_of_one_year(official, job):
    wanted = replace(MID_2020, address=estimates(official, {"E01000001": [9, 1, 1, 1, 1, 1]}))
    population.fetch(replace(job("population", wanted.address, to="mid.parquet"), wanted=wanted))
    query = official.requests(ESTIMATES + ".data.csv")[0].query
    assert query["c_age"] == "200,101...105"
    assert (query["date"], query["geography"], query["gender"]) == ("2020", "TYPE298", "0")


@pytest.mark.parametrize(
    ("ages", "counts", "said"),
    [
        (("200", "101"), [9, 1], "gives E01000001 without an age"),
        (("200", "106"), [9, 1], "gives an age that was not asked for, 106"),
        (("200", "101", "101"), [9, 1, 1], "gives E01000001 an age twice"),
    ],
)
def test_estimates_of_other_ages_than_were_asked_for_are_refused(official, job, ages, counts, said):
    wanted = replace(MID_2020, address=estimates(official, {"E01000001": counts}, ages))
    asked = replace(job("population", wanted.address, to="mid.parquet"), wanted=wanted)
    with pytest.raises(DownloadError, match=said):
        population.fetch(asked)
    assert list(asked.part.parent.iterdir()) == []

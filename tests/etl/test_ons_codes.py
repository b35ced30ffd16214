"""Every code of a district leads to the one that has its area today, by ONS's own lookups."""

import pytest
from official_server import serve_layer
from service_jobs import known, rows

from etl.services import ons_codes
from etl.transfer import DownloadError

SERVICES = "/arcgis/rest/services/"
WARDS_2011 = """
E07000097 East Hertfordshire E07000242
E07000097 East Hertfordshire E07000242
E07000097 East Hertfordshire E07000243
E07000005 Chiltern           E06000060
E07000006 South Bucks        E06000060
E07000187 Mendip             E07000187
E08000016 Barnsley           E08000016
W06000015 Cardiff            W06000015
"""
NAMES_2022 = {"E07000242": "East Hertfordshire", "E07000243": "Stevenage"}
NAMES_2022 |= {"E06000060": "Buckinghamshire", "E07000187": "Mendip", "E08000016": "Barnsley"}


def districts_of_2011():
    """A row for each ward of 2011."""
    for line in WARDS_2011.strip().splitlines():
        before, *name, after = line.split()
        names = {"LAD11NM": " ".join(name), "LAD22NM": NAMES_2022.get(after)}
        yield {"LAD11CD": before, "LAD22CD": after, **names}


@pytest.fixture
def lookups(official):
    """Serve the three lookups; the folder of their services."""

    def lookups(edited=1_700_000_000_000):
        later = {"E07000242": "E07000242", "E07000243": "E07000243", "E06000060": "E06000060"}
        later |= {"E07000187": "E06000066", "E08000016": "E08000016", "W06000015": "W06000015"}
        latest = {"E08000016": "E08000038", "E06000066": "E06000066", "S12000033": "S12000033"}
        tables = {
            "WD11_LAD11_WD22_LAD22_EW_LU": list(districts_of_2011()),
            "LAD22_LAD23_UK_LU_v1": [{"LAD22CD": a, "LAD23CD": b} for a, b in later.items()],
            "LAD24_LAD25_UK_LU_v2": [{"LAD24CD": a, "LAD25CD": b} for a, b in latest.items()],
        }
        for name, table in tables.items():
            features = [{"properties": row} for row in table]
            serve_layer(official, f"{SERVICES}{name}/FeatureServer/0", features, edited=edited)
        return official.address + SERVICES

    return lookups


def test_a_code_leads_through_every_year_to_that_of_today(lookups, job):
    asked = job("ons_codes", lookups(), to="ons_la_all_codes.csv")
    got = ons_codes.fetch(asked)
    assert got is not None and got.content_type == "text/csv"
    header, *found = rows(asked.part)
    assert header == ["LADCD", "LADNM", "LADCD_ACTIVE"]
    assert {code: active for code, _, active in found} == {
        "E06000060": "E06000060",
        "E06000066": "E06000066",
        "E07000005": "E06000060",
        "E07000006": "E06000060",
        "E07000097": "E07000242",  # by two wards of three
        "E07000187": "E06000066",
        "E07000242": "E07000242",
        "E07000243": "E07000243",
        "E08000016": "E08000038",
        "E08000038": "E08000038",
    }
    assert [path.name for path in asked.part.parent.iterdir()] == ["ons_la_all_codes.csv"]


def test_a_code_has_the_last_name_that_a_lookup_gives_it_or_that_of_the_one_it_was(lookups, job):
    asked = job("ons_codes", lookups(), to="ons_la_all_codes.csv")
    ons_codes.fetch(asked)
    names = {code: name for code, name, _ in rows(asked.part)[1:]}
    assert (names["E07000005"], names["E06000060"]) == ("Chiltern", "Buckinghamshire")
    assert names["E08000038"] == "Barnsley"


def test_lookups_that_were_not_edited_cost_one_request_each(lookups, job, official):
    first = ons_codes.fetch(job("ons_codes", lookups(), to="codes.csv"))
    assert first is not None
    before = len(official.asked)
    asked = job("ons_codes", lookups(), to="codes.csv", known=known(version=first.version))
    assert ons_codes.fetch(asked) is None
    assert len(official.asked) - before == 3


def test_a_lookup_that_was_edited_is_followed_anew(lookups, job):
    first = ons_codes.fetch(job("ons_codes", lookups(), to="codes.csv"))
    assert first is not None
    again = job("ons_codes", lookups(edited=1_800_000_000_000), to="codes.csv")
    got = ons_codes.fetch(again)
    assert got is not None and got.version != first.version


def test_a_lookup_that_lost_a_column_is_refused_and_leaves_nothing(lookups, job, official):
    folder = lookups()
    layer = f"{SERVICES}LAD22_LAD23_UK_LU_v1/FeatureServer/0"
    serve_layer(official, layer, [{"properties": {"LAD22CD": "E07000187", "LAD26CD": "x"}}])
    asked = job("ons_codes", folder, to="codes.csv")
    with pytest.raises(DownloadError, match="has no column LAD23CD"):
        ons_codes.fetch(asked)
    assert list(asked.part.parent.iterdir()) == []

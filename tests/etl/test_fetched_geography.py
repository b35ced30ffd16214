"""What ONS's own services give for the geography is read as the files at hand are."""

import json
from dataclasses import replace
from functools import partial
from pathlib import PurePosixPath
from urllib.parse import urlsplit

import geopandas as gpd
import pandas as pd
import paper_england
import pytest
from official_server import OfficialServer, serve_layer, serve_nomis
from pandas.testing import assert_frame_equal, assert_series_equal

from etl import catalogue, checks_geography, council_codes, geography
from etl.coverage import read_coverage
from etl.download import Client
from etl.fetch import fetch
from etl.geography import read_geography
from etl.polygons import FINE
from etl.sources import ons_population
from etl.vintages import VINTAGES

SOURCES = (
    "ons_wards",
    "ons_lads",
    "ons_lsoas",
    "ons_hierarchy",
    "ons_lsoa_ward",
    "ons_wards_2025",
    "ons_lad_county_2025",
    "ons_lad_region_2023",
    "ons_lsoa_ward_2025",
    "ons_lsoa11_lsoa21",
    "ons_rural_urban",
    "ons_population",
    "ons_census2021",
    "district_codes",
)
WARDS_2024 = "geo/wards/Wards_May_2024_Boundaries_UK_BSC_England.gpkg"
WARDS_2025 = "geo/wards/WD_MAY_2025_UK_BGC_V2_England.geojson"
DISTRICTS = "geo/lad/LAD_DEC_24_UK_BSC.geojson"
LSOAS = "geo/lsoa/LSOA_2021_EW_BSC__England.geojson"
LOOKUPS = "geo/lookups/"
CLASSES = "geo/classifications/"
SERVED = {
    "Wards_May_2024_Boundaries_UK_BGC": WARDS_2024,
    "Wards_May_2024_Boundaries_UK_BSC": WARDS_2024,
    "WD_MAY_2025_UK_BGC_V2": WARDS_2025,
    "WD_MAY_2025_UK_BSC_V2": WARDS_2025,
    "Local_Authority_Districts_December_2024_Boundaries_UK_BSC": DISTRICTS,
    "Lower_layer_Super_Output_Areas_December_2021_Boundaries_EW_BSC_V4": LSOAS,
    "LSOA_PopCentroids_EW_2021_V4": LSOAS,
    "WD24_LAD24_CTYUA_RGN_CTRY_UK_LU": (
        f"{LOOKUPS}Ward_to_Local_Authority_District_to_CTYUA_to_RGN_to_CTRY_(May_2024)_Lookup_in_UK.csv"
    ),
    "LSOA21_WD24_LAD24_EW_LU": f"{LOOKUPS}LSOA21_WD24_LAD24_EW_LU.csv",
    "LSOA21_WD25_LAD25_EW_LU_v2": f"{LOOKUPS}DERIVED_LSOA21_WD25_LAD25_EN.csv",
    "LSOA11_LSOA21_LAD22_EW_LU_v5": f"{LOOKUPS}LSOA11_LSOA21_LAD22_EW_LU_exactfit.csv",
    "LAD25_CTYUA25_UK_LU_v2": f"{LOOKUPS}LAD25_CTYUA25_UK_LU.csv",
    "LAD23_RGN23_EN_LU": (
        f"{LOOKUPS}Local_Authority_District_to_Region_(December_2023)_Lookup_in_England.csv"
    ),
    "LSOA21_RUC21_EW_LU": f"{CLASSES}LSOA21_RUC21_EW_LU.csv",
    "LAD24_RUC21_EW_LU": f"{CLASSES}LAD24_RUC21_EW_LU.csv",
}
"""Service → the file at hand whose rows it gives."""
IN_THE_SERVICE = {
    "lsoa21_code": "LSOA21CD",
    "ltla24_code": "LAD24CD",
    "ruc21_code": "RUC21CD",
    "classification": "RUC21NM",
    "ruc": "Urban_rural_flag",
}
"""How ONS's services call columns that have another name in the files at hand."""
OLDBY, NORTHBY, SOUTHBY = "E07000099", paper_england.NORTHBY, paper_england.SOUTHBY
CHANGES = {
    "WD11_LAD11_WD22_LAD22_EW_LU": [
        {"LAD11CD": code, "LAD11NM": name, "LAD22CD": code, "LAD22NM": name}
        for code, name in ((OLDBY, "Oldby"), (NORTHBY, "Northby"), (SOUTHBY, "Southby"))
    ],
    "LAD22_LAD23_UK_LU_v1": [
        {"LAD22CD": before, "LAD23CD": after}
        for before, after in ((OLDBY, NORTHBY), (NORTHBY, NORTHBY), (SOUTHBY, SOUTHBY))
    ],
    "LAD24_LAD25_UK_LU_v2": [
        {"LAD24CD": NORTHBY, "LAD25CD": NORTHBY},
        {"LAD24CD": SOUTHBY, "LAD25CD": paper_england.NEW_SOUTHBY},
    ],
}
"""Service → its rows, of what became of districts."""
ABOVE_A_DISTRICT = ["CTYUA24CD", "CTYUA24NM", "RGN24CD", "RGN24NM", "detail"]
"""Columns of wards that others joined to ONS's."""
ESTIMATES = {
    "NM_2010_1": {"E01000091": 2100, "E01000003": 900, "E01000004": 1500},
    "NM_2014_1": {"E01000001": 1600, "E01000002": 550, "E01000003": 910, "E01000004": 1650},
}
"""Data set of Nomis → its residents, on LSOAs of 2011 and of 2021."""
YEARS = {"TYPE298": ("2017", "2019", "2020"), "TYPE151": ("2024",)}


@pytest.fixture(scope="module")
def at_hand(tmp_path_factory):
    # Of Southby's two neighbourhoods one is fitted to Northby: on paper, half must do.
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(geography, "SUCCESSOR_SHARE", 0.5)
        yield paper_england.write_2025(paper_england.write(tmp_path_factory.mktemp("at_hand")))


@pytest.fixture(scope="module")
def official(certificate_of_localhost):
    """A publisher's server for all tests here: what it gives is fetched once."""
    server = OfficialServer(*certificate_of_localhost)
    yield server
    server.close()


@pytest.fixture(scope="module")
def fetched(at_hand, official, certificate_of_localhost, tmp_path_factory):
    """Everything of the geography, as its publishers give it."""
    client = Client(hosts=frozenset({official.host}), verify=str(certificate_of_localhost[0]))
    rest = "/ESMARspQHYMw9BZ9/arcgis/rest/services"
    layers = {service: features(at_hand / name) for service, name in SERVED.items()}
    layers |= {name: [{"properties": row} for row in rows] for name, rows in CHANGES.items()}
    for service, rows in layers.items():
        serve_layer(official, f"{rest}/{service}/FeatureServer/0", rows, page=3)
    ages = '"GEOGRAPHY_CODE","C_AGE","OBS_VALUE"'
    for data_set, people in ESTIMATES.items():
        lines = partial(ages_of, people)
        serve_nomis(official, f"/api/v01/dataset/{data_set}", lines, header=ages, gives=4)
    births = '"DATE_NAME","GEOGRAPHY_CODE","OBS_VALUE"'
    one = ['"2024","E01000001",12']
    serve_nomis(official, "/api/v01/dataset/NM_206_1", lambda query: one, header=births)
    groups = '"GEOGRAPHY_CODE","C2021_ETH_20","C2021_ETH_20_NAME","OBS_VALUE"'
    serve_nomis(official, "/api/v01/dataset/NM_2041_1", lambda query: residents(), header=groups)
    raw = tmp_path_factory.mktemp("fetched")
    outcomes = [*fetch(here(official), raw, client)]
    assert {one.state for one in outcomes} == {"fetched"}
    return raw


def here(official):
    """The sources of the catalogue, every address on this machine."""
    for source in (catalogue.load()[name] for name in SOURCES):
        moved = {
            name: replace(one, address=official.address + urlsplit(one.address).path)
            for name, one in source.fetch.items()
        }
        yield replace(source, fetch=moved)


def features(path):
    """The rows of a file as its service gives them, a Welsh one among them where it has such."""
    if PurePosixPath(path).suffix == ".csv":
        rows = pd.read_csv(path, dtype="object", encoding="utf-8-sig").rename(
            columns=IN_THE_SERVICE
        )
        rows = rows.astype("object").where(rows.notna(), None)
        return [{"properties": row} for row in rows.to_dict("records")]
    shapes = gpd.read_file(path).to_crs(27700).drop(columns=ABOVE_A_DISTRICT, errors="ignore")
    return json.loads(shapes.to_json())["features"]


def ages_of(people, query):
    """A line for all residents, and five for those under five: one of each age."""
    assert query["date"] in YEARS[query["geography"]]
    return [
        f'"{area}",{age},{residents if age == 200 else 1}'
        for area, residents in people.items()
        for age in (200, 101, 102, 103, 104, 105)
    ]


def residents():
    """Lines of one ethnic group that everybody is of, and of the total."""
    return [
        f'"{area}",{code},"{name}",{people}'
        for area, people in paper_england.RESIDENTS.items()
        for code, name in ((0, "Total"), (1001, "Asian"))
    ]


def test_the_geography_is_made_of_what_was_fetched_as_of_the_files_at_hand(at_hand, fetched):
    for vintage in VINTAGES.values():
        expected, found = read_geography(at_hand, vintage), read_geography(fetched, vintage)
        assert_frame_equal(found.areas, expected.areas)
        for name in ("lsoa_ward", "lsoa_lad"):
            one, other = getattr(found, name), getattr(expected, name)
            assert_series_equal(one.sort_index(), other.sort_index())
        assert_frame_equal(found.lsoa11_shares, expected.lsoa11_shares)


def test_every_code_of_a_district_leads_to_the_same_one_as_in_the_table_at_hand(at_hand, fetched):
    one, other = (council_codes.active_codes(raw).sort_index() for raw in (at_hand, fetched))
    assert one.to_dict() == other.to_dict()
    assert council_codes.names(fetched) == council_codes.names(at_hand)


def test_every_fetched_ward_of_2024_is_drawn_finely(fetched):
    assert set(read_coverage(fetched).wards["detail"]) == {FINE}


def test_the_recodes_of_2025_are_held_against_the_publishers(fetched):
    (check,) = checks_geography.run(fetched, catalogue.load())
    assert check.passed


def test_the_population_is_made_of_what_was_fetched(fetched):
    files = catalogue.load()["ons_population"].locate(fetched)
    rows = ons_population.parse(files).groupby(["measure", "geography", "period"])["value"].sum()
    people = {name: sum(residents.values()) for name, residents in ESTIMATES.items()}
    assert rows["residents", "lsoa11", "2017"] == people["NM_2010_1"]
    assert rows["residents", "lsoa21", "2024"] == people["NM_2014_1"]
    assert rows["residents_0_4", "lsoa21", "2024"] == 4 * 5


def test_of_a_source_all_fetched_the_manifest_says_live_and_not_what_the_copy_at_hand_lacks(
    fetched,
):
    wards = catalogue.record(catalogue.load()["ons_wards"], fetched, rows=4)
    assert (wards["provenance"], wards["note"]) == ("live", None)
    assert all(file["retrieved"] for file in wards["files"])

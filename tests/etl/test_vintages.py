"""The geography of another ward vintage, read from the files that ONS gives for it."""

import json
from types import ModuleType

import geopandas as gpd
import pandas as pd
import paper_england
import pytest
from official_server import serve_layer
from paper_england import (
    ALPHA,
    BETA,
    DELTA,
    EAST,
    GAMMA,
    NEW_SOUTHBY,
    NORTHBY,
    SOUTHBY,
    UPSHIRE,
    WEST,
)

from etl import carry, cli, geography
from etl.catalogue import Fetch
from etl.errors import SourceError, UsageError
from etl.geography import read_geography
from etl.hierarchy import read_hierarchy
from etl.polygons import ward_polygons
from etl.registry import WARD_VINTAGE
from etl.services import arcgis
from etl.services.job import Job
from etl.vintages import RELEASE, VINTAGES, by_name

WD24, WD25 = VINTAGES["WD24"], VINTAGES["WD25"]

#: A source whose wards are those of May 2024.
SOURCE = ModuleType("somewhere")
SOURCE.__dict__["WARD_VINTAGES"] = {"children": "WD24"}


@pytest.fixture
def raw(tmp_path, monkeypatch):
    """The paper England of 2024, and the files of 2025 beside them."""
    # Of Southby's two neighbourhoods one is fitted to Northby: on paper, half must do.
    monkeypatch.setattr(geography, "SUCCESSOR_SHARE", 0.5)
    return paper_england.write_2025(paper_england.write(tmp_path))


def test_one_setting_names_the_vintage_that_is_built():
    assert RELEASE.name == WARD_VINTAGE


def test_an_unknown_vintage_is_a_users_mistake_and_names_those_there_are():
    with pytest.raises(UsageError, match=r"WD99 is no ward vintage .*WD24, WD25"):
        by_name("WD99")


def test_the_command_line_refuses_an_unknown_vintage(tmp_path, capsys):
    assert cli.main(["build", "--from", str(tmp_path), "--vintage", "WD99"]) == 2
    assert "WD99 is no ward vintage" in capsys.readouterr().err


def test_wards_and_their_councils_come_from_the_polygons_where_no_lookup_has_them(raw):
    wards = read_hierarchy(raw, WD25).set_index("ward_code")
    assert wards.loc[WEST, ["ward_name", "lad_code", "utla_code", "region_code"]].tolist() == [
        "West Beta",
        NORTHBY,
        UPSHIRE,
        "E12000001",
    ]


def test_a_recoded_council_has_the_region_and_the_rural_class_of_its_former_code(raw):
    areas = read_geography(raw, WD25).areas.set_index("area_code")
    assert areas.loc[NEW_SOUTHBY, "region_code"] == "E12000002"
    assert areas.loc[NEW_SOUTHBY, "rural_urban"].startswith("Urban")


def test_a_council_without_a_region_under_any_code_is_an_error(raw):
    (raw / "geo/codes/drkane_la_all_codes.csv").write_text("LADCD,LADNM,LADCD_ACTIVE\n")
    with pytest.raises(SourceError, match=f"{NEW_SOUTHBY} has no county or unitary, or no region"):
        read_hierarchy(raw, WD25)


@pytest.fixture
def serve(official, client):
    """Serve wards as an ArcGIS layer, one at a time, and fetch them to ``path``."""

    def serve(wards, path):
        features = json.loads(wards.to_json())["features"]
        address = serve_layer(official, "/wards/FeatureServer/0", features, page=1)
        wanted = Fetch("arcgis", address, to=path.name, query={"outSR": "27700"})
        arcgis.fetch(Job(client, wanted, path, None))
        asked = official.requests("/wards/FeatureServer/0/query")
        assert {one.query["outSR"] for one in asked if "resultOffset" in one.query} == {"27700"}

    return serve


def test_fetched_wards_of_2024_have_their_county_and_region_from_the_lookup(raw, serve):
    supplied = next((raw / "geo/wards").glob("Wards_May_2024_Boundaries_UK_BSC*"))
    before, wards = ward_polygons(raw, coarse=True, vintage=WD24), gpd.read_file(supplied)
    supplied.unlink()
    # The service has the whole United Kingdom, and of what is above a ward its district alone.
    wards = wards[["WD24CD", "WD24NM", "LAD24CD", "LAD24NM", "geometry"]]
    splott = wards.iloc[:1].assign(WD24CD="W05000001", LAD24CD="W06000015")
    serve(pd.concat([splott, wards]), supplied.with_suffix(".geojson"))
    fetched = ward_polygons(raw, coarse=True, vintage=WD24)
    assert fetched.drop(columns="geometry").equals(before.drop(columns="geometry"))
    assert fetched.crs == before.crs
    assert fetched.geometry.geom_equals(before.geometry).all()


def test_fetched_wards_of_a_district_that_the_lookup_lacks_stop(raw, serve):
    supplied = next((raw / "geo/wards").glob("Wards_May_2024_Boundaries_UK_BSC*"))
    wards = gpd.read_file(supplied)[["WD24CD", "WD24NM", "LAD24CD", "LAD24NM", "geometry"]]
    supplied.unlink()
    serve(wards.assign(LAD24CD="E06000099"), supplied.with_suffix(".geojson"))
    with pytest.raises(SourceError, match="has no ward of E06000099"):
        ward_polygons(raw, coarse=True, vintage=WD24)


def test_fetched_wards_of_2025_are_read_as_those_supplied(raw, serve):
    supplied = raw / "geo/wards/WD_MAY_2025_UK_BGC_V2_England.geojson"
    before, wards = ward_polygons(raw, vintage=WD25), gpd.read_file(supplied)
    supplied.unlink()
    serve(wards.to_crs(27700), raw / "geo/wards/WD_MAY_2025_UK_BGC_V2.geojson")
    fetched = ward_polygons(raw, vintage=WD25)
    assert fetched.drop(columns="geometry").equals(before.drop(columns="geometry"))
    assert fetched.geometry.geom_equals_exact(before.geometry, 0.01).all()


def test_rough_wards_of_2025_are_taken_for_england_where_they_are_there(raw, serve):
    fine = ward_polygons(raw, vintage=WD25)
    assert ward_polygons(raw, coarse=True, vintage=WD25).geometry.equals(fine.geometry)
    wards = gpd.read_file(raw / "geo/wards/WD_MAY_2025_UK_BGC_V2_England.geojson").to_crs(27700)
    rough = wards.set_geometry(wards.translate(0, 50))
    serve(rough, raw / "geo/wards/WD_MAY_2025_UK_BSC_V2.geojson")
    coarse = ward_polygons(raw, coarse=True, vintage=WD25)
    assert coarse.total_bounds.round().tolist() == [1000, 1050, 5000, 2050]
    assert ward_polygons(raw, vintage=WD25).geometry.equals(fine.geometry)


def test_polygons_in_degrees_come_out_in_metres(raw):
    path = raw / "geo/wards/WD_MAY_2025_UK_BGC_V2_England.geojson"
    moved = gpd.read_file(path).translate(400_000, 300_000)
    gpd.read_file(path).set_geometry(moved).to_crs(4326).to_file(path)
    west = ward_polygons(raw, vintage=WD25).set_index("ward_code").geometry[WEST]
    assert [round(edge) for edge in west.bounds] == [402_000, 301_000, 402_500, 302_000]


def test_the_same_geography_in_another_year_has_other_wards_and_the_same_england(raw):
    wards = {
        vintage.name: set(read_hierarchy(raw, vintage)["ward_code"]) for vintage in (WD24, WD25)
    }
    assert wards["WD24"] - wards["WD25"] == {BETA}
    assert wards["WD25"] - wards["WD24"] == {WEST, EAST}


def test_a_neighbourhood_lies_in_the_district_of_the_year_whatever_its_ward(raw):
    lads = geography.lsoa21_to_lad(raw, WD25)
    assert lads["E01000003"] == NEW_SOUTHBY
    assert geography.lsoa21_to_lad(raw, WD24)["E01000003"] == SOUTHBY


def test_a_neighbourhood_that_the_lookup_leaves_out_goes_where_most_of_its_land_is(raw):
    assert geography.lsoa21_to_ward(raw, WD25)["E01000004"] == GAMMA


def test_what_became_of_the_wards_is_told_by_residents(raw):
    change = carry.changes_between(raw, WD24, WD25)
    # Beta had 500 residents in what is West now and 900 in East.
    assert {row.area_code: round(row.share, 4) for row in change.shares.itertuples()} == {
        WEST: round(500 / 1400, 4),
        EAST: round(900 / 1400, 4),
    }
    assert change.carried == {ALPHA, GAMMA, DELTA}


def test_a_release_of_the_vintage_of_its_sources_moves_nothing(raw):
    measures = measure_rows((ALPHA, "ward", 5.0), (SOUTHBY, "lad", 9.0))
    carried = to_vintage(measures, raw, WD24)
    assert carried.measures.equals(measures) and not carried.wards and carried.recoded.empty


def test_wards_and_councils_of_the_year_before_are_brought_along(raw):
    measures = measure_rows((ALPHA, "ward", 5.0), (BETA, "ward", 14.0), (SOUTHBY, "lad", 9.0))
    carried = to_vintage(measures, raw, WD25)
    assert carried.measures.set_index("area_code")["value"].to_dict() == {
        ALPHA: 5,
        WEST: pytest.approx(5),
        EAST: pytest.approx(9),
        NEW_SOUTHBY: 9,
    }
    assert carried.apportioned == {"children": {WEST, EAST}}
    assert carried.recoded.to_numpy().tolist() == [["somewhere", NEW_SOUTHBY, SOUTHBY, "Southby"]]


def to_vintage(measures, raw, vintage):
    return carry.to_vintage(
        measures,
        raw,
        vintage,
        modules={"somewhere": SOURCE},
        rows={"somewhere": len(measures)},
        areas=read_geography(raw, vintage).areas,
        rated=(),
    )


def measure_rows(*rows):
    table = pd.DataFrame(rows, columns=["area_code", "geography", "value"])
    table = table.assign(measure="children", period="2024/25", period_end=None, marker=None)
    return table.astype({"marker": "str", "period_end": "object"}).fillna({"period_end": "then"})

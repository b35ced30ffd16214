"""The release in the repository is whole, small, described, and adds up."""

import json
from pathlib import Path

import frictionless
import pandas as pd
import pytest

from etl.registry import BY_ID, ENGLAND
from etl.schema import check_release

GEODATA = Path(__file__).parents[2] / "geodata"
LARGEST = 20_000_000
"""Bytes that the repository spares for its release."""

# Frictionless reads row by row; its first rows and the hashes below stand for the whole table.
ROWS = 5_000


@pytest.fixture(scope="module")
def manifest():
    return json.loads((GEODATA / "manifest.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def areas():
    return pd.read_parquet(GEODATA / "areas.parquet")


@pytest.fixture(scope="module")
def observations():
    return pd.read_parquet(GEODATA / "observations.parquet")


def latest(observations, indicator, level):
    rows = observations[(observations.indicator == indicator) & (observations.level == level)]
    return rows[rows.period_end == rows.period_end.max()]


def test_it_keeps_its_contract():
    assert check_release(GEODATA) == []


def test_it_is_small_enough_to_live_in_the_repository():
    assert sum(path.stat().st_size for path in GEODATA.rglob("*") if path.is_file()) < LARGEST


def test_frictionless_validates_it(monkeypatch):
    monkeypatch.chdir(GEODATA)
    report = frictionless.validate("datapackage.json", limit_rows=ROWS)
    assert report.valid, report.flatten(["name", "fieldName", "message"])[:5]
    assert {task.name for task in report.tasks} == {path.stem for path in GEODATA.glob("*.parquet")}


def test_it_holds_every_indicator_of_the_registry(observations):
    assert set(observations.indicator) == set(BY_ID)


def test_it_has_every_ward_and_council_of_may_2024(areas):
    counts = areas.level.value_counts().to_dict()
    assert counts == {"ward": 6817, "lad": 296, "utla": 21, "region": 9, "country": 1}


@pytest.mark.parametrize("level", ["ward", "lad", "region"])
def test_children_of_its_parts_add_up_to_england(observations, level):
    parts = latest(observations, "population_0_4", level).value.sum()
    england = latest(observations, "population_0_4", "country").value.item()
    assert parts == pytest.approx(england, abs=0.5)


def test_a_share_of_england_lies_between_those_of_its_regions(observations):
    for indicator in ("low_income_bhc_relative", "imd_score", "population_0_4_share"):
        regions = latest(observations, indicator, "region").value
        england = latest(observations, indicator, "country").value.item()
        assert regions.min() < england < regions.max(), indicator


def test_a_ward_without_a_neighbourhood_has_no_best_fit_figure_and_says_why(areas, observations):
    wards = areas[(areas.level == "ward") & areas.note.str.contains("LSOA", na=False)]
    rows = latest(observations, "imd_score", "ward").set_index("area_code").loc[wards.area_code]
    assert len(wards) == 33
    assert rows.value.isna().all()
    assert set(rows.marker) == {"x"}


def test_an_indicator_published_by_council_has_no_ward_figures(observations):
    for indicator in BY_ID.values():
        if indicator.finest_level != "ward":
            levels = set(observations.level[observations.indicator == indicator.id])
            assert "ward" not in levels, indicator.id


def test_england_has_a_code_that_nothing_lies_above(areas):
    england = areas[areas.area_code == ENGLAND]
    assert england[["lad_code", "utla_code", "region_code"]].isna().all(axis=None)


def test_every_postcode_finds_a_ward(areas):
    postcodes = pd.read_parquet(GEODATA / "postcodes.parquet")
    assert len(postcodes) > 2_000_000
    assert set(postcodes.ward_code) <= set(areas.area_code[areas.level == "ward"])


def test_every_source_says_whose_it_is_under_which_licence_and_how_it_came(manifest):
    readme = (GEODATA / "README.md").read_text(encoding="utf-8")
    for source in manifest["sources"]:
        assert source["publisher"]
        assert source["licence"] == "Open Government Licence v3.0"
        assert source["provenance"] in ("live", "supplied")
        assert source["fidelity"]
        assert len(source["sha256"]) == 64
        assert source["attribution"] in readme


def test_every_check_against_an_official_total_passed(manifest):
    assert len(manifest["checks"]) > 10
    assert all(check["passed"] for check in manifest["checks"])


def test_what_could_not_be_placed_in_a_ward_is_stated(manifest):
    assert manifest["facts"].keys() == {
        "childcare_places_in_no_ward",
        "childcare_providers_in_no_ward",
    }


def test_it_names_no_folder_of_the_machine_it_was_built_on():
    for name in ("manifest.json", "datapackage.json", "README.md", "indicators.json"):
        text = (GEODATA / name).read_text(encoding="utf-8")
        for folder in ("/home/", "/root/", "/Users/", "/tmp/"):
            assert folder not in text, name

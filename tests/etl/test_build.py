"""A build gives a whole release or nothing; the one in force stays until a better is there."""

import datetime as dt

import pandas as pd
import pytest
import tiny_england
from tiny_england import LOW_INCOME

from etl import build as building
from etl.build import build
from etl.errors import ContractError, SourceError, UsageError
from etl.facts import facts, with_population


@pytest.fixture
def computes(monkeypatch):
    """Let the build compute the made-up England, after ``first`` is done in its folder."""

    def set_up(first=lambda folder: None, changes=None):
        def write_release(raw, folder, *rest):
            first(folder)
            tiny_england.write_release(folder, changes)

        monkeypatch.setattr(building, "write_release", write_release)

    return set_up


def contents(folder):
    return sorted(path.name for path in folder.iterdir())


def stop_midway(error):
    def stop(folder):
        (folder / "areas.parquet").write_bytes(b"half a table")
        raise error

    return stop


def test_a_build_brings_its_release_into_force(tmp_path, computes):
    computes()
    release = build(tmp_path, tmp_path / "out")
    assert contents(tmp_path / "out") == sorted(["current", release.name])
    assert (tmp_path / "out" / "current").resolve() == release


def test_the_same_files_give_the_same_release(tmp_path, computes):
    computes()
    assert build(tmp_path, tmp_path / "out") == build(tmp_path, tmp_path / "out")


@pytest.mark.parametrize(
    "error", [SourceError("a column is gone"), KeyboardInterrupt(), MemoryError(), SystemExit()]
)
def test_a_build_that_stops_midway_leaves_the_release_in_force_and_no_debris(
    tmp_path, computes, error
):
    computes()
    release = build(tmp_path, tmp_path / "out")
    before = contents(tmp_path / "out")
    computes(first=stop_midway(error))
    with pytest.raises(type(error)):
        build(tmp_path, tmp_path / "out")
    assert contents(tmp_path / "out") == before
    assert (tmp_path / "out" / "current").resolve() == release


def test_a_release_that_breaks_its_contract_never_comes_into_force(tmp_path, computes):
    computes(changes={(LOW_INCOME, "E05000001"): 99.0})
    with pytest.raises(ContractError, match="lower_ci ≤ value ≤ upper_ci"):
        build(tmp_path, tmp_path / "out")
    assert contents(tmp_path / "out") == []


def test_a_folder_that_is_not_there_is_named(tmp_path):
    with pytest.raises(UsageError, match="nowhere: is not a directory"):
        build(tmp_path / "nowhere", tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_a_missing_file_stops_the_build_before_any_work(tmp_path):
    doing = []
    (tmp_path / "raw").mkdir()
    with pytest.raises(SourceError, match="ons_wards: no file matches"):
        build(tmp_path / "raw", tmp_path / "out", lambda what, share: doing.append(what))
    assert doing == []
    assert contents(tmp_path / "out") == []


def test_areas_take_their_population_from_the_latest_estimate():
    areas = tiny_england.areas().drop(columns=["population", "children_0_4"])
    rows = [
        ("E05000001", dt.date(2019, 6, 30), 4000.0, 310.0),
        ("E05000001", dt.date(2020, 6, 30), 5000.4, 299.6),
    ]
    table = pd.DataFrame(rows, columns=["area_code", "period_end", "denominator", "numerator"])
    known = with_population(areas, table.assign(indicator="population_0_4_share"))
    mill, quay = known.iloc[0], known.iloc[1]
    assert (mill.population, mill.children_0_4) == (5000, 300)
    assert pd.isna(quay.population)


def test_places_that_are_in_no_ward_are_stated():
    rows = [
        ("childcare_group_places", "country", 100.0),
        ("childcare_group_places", "ward", 60.0),
        ("childcare_group_places", "ward", 37.0),
        ("childcare_group_providers", "country", 5.0),
        ("childcare_group_providers", "ward", 4.0),
    ]
    measures = pd.DataFrame(rows, columns=["measure", "geography", "value"])
    assert facts(measures) == {
        "childcare_places_in_no_ward": 3,
        "childcare_providers_in_no_ward": 1,
    }

"""A release explains itself, is the same for the same figures, and comes into force in one step."""

import json
import re

import frictionless
import pandas as pd
import pytest
import tiny_england

from etl import publish, tables
from etl.errors import UsageError


def release_id(folder) -> str:
    return json.loads((folder / "manifest.json").read_text())["release_id"]


def publish_in(out, changes=None):
    with publish.workspace(out) as folder:
        tiny_england.write_release(folder, changes)
        return publish.bring_into_force(folder, out)


def files_of(folder) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and path.name != "manifest.json"
    }


def test_the_same_figures_give_the_same_release_byte_for_byte(tmp_path):
    one = tiny_england.write_release(tmp_path / "one")
    two = tiny_england.write_release(tmp_path / "two")
    assert files_of(one) == files_of(two)
    assert release_id(one) == release_id(two)


def test_one_changed_figure_gives_another_release(tmp_path):
    one = tiny_england.write_release(tmp_path / "one")
    two = tiny_england.write_release(tmp_path / "two", {("gld", "E06000001"): 61.0})
    assert release_id(one) != release_id(two)


def test_a_release_id_is_twelve_hexadecimal_digits(tiny_release):
    assert re.fullmatch(r"[0-9a-f]{12}", release_id(tiny_release))


def test_the_manifest_says_when_and_from_what_the_release_was_built(tiny_release):
    manifest = json.loads((tiny_release / "manifest.json").read_text())
    assert manifest["ward_vintage"] == "WD24"
    assert manifest["built_at"].endswith("+00:00")
    assert [source["id"] for source in manifest["sources"]] == [
        "dwp_low_income",
        "dfe_lait",
        "dfe_eyfsp",
    ]
    assert set(manifest["files"]) == set(files_of(tiny_release))


def test_frictionless_validates_every_table_against_the_data_package(tiny_release, monkeypatch):
    monkeypatch.chdir(tiny_release)
    report = frictionless.validate("datapackage.json")
    assert report.valid, report.flatten(["name", "fieldName", "message"])
    assert report.stats["tasks"] == len(tables.ARROW)


def test_frictionless_refuses_a_table_that_is_not_as_described(tiny_release, monkeypatch):
    monkeypatch.chdir(tiny_release)
    table = pd.read_parquet("areas.parquet")
    pd.concat([table, table.head(1)]).to_parquet("areas.parquet", index=False)
    assert not frictionless.validate("datapackage.json").valid


def test_pandas_alone_reads_the_tables_with_their_types(tiny_release):
    areas = pd.read_parquet(tiny_release / "areas.parquet")
    assert areas.population.dtype == "Int64"
    assert areas.population.isna().sum() == 1
    observations = pd.read_parquet(tiny_release / "observations.parquet")
    assert observations.quintile.dtype == "Int8"
    assert observations.period_end.iloc[0].isoformat() == "2025-08-31"


def test_the_readme_shows_the_licence_and_every_attribution(tiny_release):
    readme = (tiny_release / "README.md").read_text()
    assert "Open Government Licence v3.0" in readme
    for source in tiny_england.sources():
        assert source["attribution"] in readme


def test_the_code_in_the_readme_runs(tiny_release, monkeypatch, capsys):
    readme = (tiny_release / "README.md").read_text()
    monkeypatch.chdir(tiny_release)
    exec(re.search(r"```python\n(.*?)```", readme, re.DOTALL)[1], {})
    assert "Mill" in capsys.readouterr().out


def test_a_published_release_is_in_force(tmp_path):
    release = publish_in(tmp_path)
    assert release.name == release_id(release)
    assert (tmp_path / "current").resolve() == release


def test_a_newer_release_takes_over_and_the_older_one_stays(tmp_path):
    older = publish_in(tmp_path)
    newer = publish_in(tmp_path, {("gld", "E06000001"): 61.0})
    assert (tmp_path / "current").resolve() == newer
    assert older.is_dir()


def test_publishing_the_same_release_again_leaves_it_untouched(tmp_path):
    release = publish_in(tmp_path)
    before = (release / "manifest.json").stat().st_mtime_ns
    assert publish_in(tmp_path) == release
    assert (release / "manifest.json").stat().st_mtime_ns == before
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(["current", release.name])


def test_embedding_replaces_the_whole_old_release(tmp_path, tiny_release):
    target = tmp_path / "geodata"
    publish.embed(tiny_release, target)
    (target / "left-over.txt").write_text("of an older release")
    publish.embed(tiny_release, target)
    assert files_of(target) == files_of(tiny_release)


def test_embedding_never_replaces_a_folder_that_holds_something_else(tmp_path, tiny_release):
    target = tmp_path / "photographs"
    target.mkdir()
    (target / "cat.txt").write_text("a cat")
    with pytest.raises(UsageError, match="is not a release"):
        publish.embed(tiny_release, target)
    assert (target / "cat.txt").read_text() == "a cat"


def test_postcodes_take_little_room(tmp_path):
    postcodes = pd.DataFrame(
        {"postcode": [f"AB{n:05d}" for n in range(20_000)], "ward_code": "E05000001"}
    ).assign(lad_code="E06000001")
    path = tables.write_table(tmp_path, "postcodes", postcodes)
    assert path.stat().st_size < 2 * len(postcodes)
    pd.testing.assert_frame_equal(pd.read_parquet(path), postcodes)

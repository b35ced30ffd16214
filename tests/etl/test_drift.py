"""A source that changed its shape stops the build, says before and after, until it is accepted."""

import datetime as dt
import json
import sys

import pandas as pd
import pytest
import tiny_build
from tiny_build import SOURCES

from etl import build as building
from etl import quarantine
from etl.build import build
from etl.cli import main
from etl.drift import changes, moved, shape
from etl.errors import DriftError, SourceError, UsageError

WARDS = [f"E050{number:05d}" for number in range(100)]


def measures(values=range(100), *, codes=WARDS, measure="babies", marker=None, year=2020):
    """One measure of a hundred wards, of which ward 7 has 7 babies."""
    table = pd.DataFrame({"area_code": codes, "value": [float(value) for value in values]})
    return table.assign(
        measure=measure,
        geography="ward",
        period=str(year),
        period_end=dt.date(year, 12, 31),
        marker=pd.Series(marker, table.index, dtype="str"),
    )


def found(before: pd.DataFrame, now: pd.DataFrame) -> list[str]:
    known = {"ward": set(WARDS)}
    return moved(shape(before, known), shape(now, known))


def test_the_shape_of_a_source_is_a_few_numbers():
    assert shape(measures(), {"ward": set(WARDS[:50])}) == {
        "rows": 100,
        "markers": [],
        "measures": {
            "babies ward": {
                "areas": 100,
                "known": 0.5,
                "latest": "2020",
                "median": 49.5,
                "spread": 49.5,
            }
        },
    }


def test_the_same_figures_have_not_drifted():
    assert found(measures(), measures()) == []


def test_another_year_of_much_the_same_has_not_drifted():
    assert found(measures(), measures(range(2, 102), year=2021)) == []


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        (90, []),
        (89, ["rows: 100 before, 89 now (-11%)"]),
        (110, []),
        (111, ["rows: 100 before, 111 now (+11%)"]),
    ],
)
def test_rows_may_change_by_a_tenth(rows, said):
    old = shape(measures(), {})
    assert moved(old, {**old, "rows": rows}) == said


def test_a_marker_the_source_never_had_is_drift():
    suppressed = [None] * 99 + ["c"]
    assert found(measures(), measures(marker=suppressed)) == ["markers: none before, now also c"]


def test_a_marker_that_is_no_longer_used_is_none():
    assert found(measures(marker=[None] * 99 + ["c"]), measures()) == []


@pytest.mark.parametrize(
    ("areas", "said"),
    [(99, []), (98, ["babies ward: 100 areas before, 98 now (98.0%)"])],
)
def test_a_measure_must_keep_99_percent_of_its_areas(areas, said):
    assert found(measures(), measures(range(areas), codes=WARDS[:areas])) == said


@pytest.mark.parametrize(
    ("unknown", "said"),
    [(1, []), (2, ["babies ward: 100.0% of codes known before, 98.0% now"])],
)
def test_99_percent_of_the_codes_must_be_known(unknown, said):
    recoded = [*WARDS[unknown:], *(f"E0509999{number}" for number in range(unknown))]
    assert found(measures(), measures(codes=recoded)) == said


def test_codes_that_were_never_known_are_no_drift():
    other = [code.replace("E050", "E051") for code in WARDS]
    assert found(measures(codes=other), measures(codes=other)) == []


def test_a_measure_that_is_gone_is_drift():
    both = pd.concat([measures(), measures(measure="prams")])
    lines = found(both, both.assign(measure=both.measure.replace("prams", "buggies")))
    assert lines == ["prams ward: 100 areas before, gone now"]


@pytest.mark.parametrize(
    ("shift", "said"),
    [
        (24, []),
        (25, ["babies ward: median 49.5 before (2020), 74.5 now (2021)"]),
        (-25, ["babies ward: median 49.5 before (2020), 24.5 now (2021)"]),
    ],
)
def test_a_median_may_move_by_half_an_interquartile_range(shift, said):
    now = measures([value + shift for value in range(100)], year=2021)
    assert found(measures(), now) == said


def test_the_median_of_a_few_areas_may_move():
    few = measures([50.0] * 9, codes=WARDS[:9])
    assert found(few, few.assign(value=80.0)) == []


def test_a_median_of_areas_all_alike_may_move_by_a_twentieth():
    alike = measures([100.0] * 100)
    assert found(alike, alike.assign(value=105.0)) == []
    assert found(alike, alike.assign(value=106.0)) == [
        "babies ward: median 100 before (2020), 106 now (2020)"
    ]


def release(folder, before, sha256="a" * 64):
    source = {"id": "births", "rows": before["rows"], "sha256": sha256}
    (folder / "manifest.json").write_text(json.dumps({"sources": [source]}))
    (folder / "shapes.json").write_text(json.dumps({"births": before}))
    return folder


def test_a_source_whose_file_is_the_same_has_not_drifted(tmp_path):
    old = release(tmp_path, shape(measures(), {}))
    fewer = {"births": shape(measures(range(50), codes=WARDS[:50]), {})}
    assert changes(fewer, {"births": "a" * 64}, old) == {}
    assert list(changes(fewer, {"births": "b" * 64}, old)) == ["births"]


def test_of_an_older_release_without_shapes_the_rows_are_known(tmp_path):
    old = release(tmp_path, shape(measures(), {}))
    (old / "shapes.json").unlink()
    fewer = {"births": shape(measures(range(50), codes=WARDS[:50]), {})}
    assert changes(fewer, {"births": "b" * 64}, old) == {
        "births": ["rows: 100 before, 50 now (-50%)"]
    }


def test_a_new_source_and_a_first_release_have_nothing_to_drift_from(tmp_path):
    new = {"deaths": shape(measures(), {})}
    assert changes(new, {"deaths": "b" * 64}, None) == {}
    assert changes(new, {"deaths": "b" * 64}, release(tmp_path, shape(measures(), {}))) == {}


def test_accepting_a_source_that_is_not_read_is_wrong_use():
    with pytest.raises(UsageError, match="--accept brths: is no source of this build"):
        changes({}, {"births": "b" * 64}, None, ["brths"])


@pytest.fixture
def raw(tmp_path, monkeypatch):
    """Three sources of which a release was built, and births then lost a ward of five."""
    monkeypatch.setattr(building, "write_release", tiny_build.write_release)
    folder = tiny_build.write_sources(tmp_path / "raw")
    monkeypatch.setattr(sys, "path", [*sys.path])
    monkeypatch.setattr(quarantine, "load", tiny_build.catalogue)
    build(folder, tmp_path / "out")
    path = folder / "tiny_births.csv"
    path.write_text("\n".join(path.read_text().splitlines()[:-1]))
    return folder


def test_a_drifted_source_is_quarantined_and_the_release_in_force_stays(raw, tmp_path):
    out = tmp_path / "out"
    before = (out / "current").resolve()
    with pytest.raises(DriftError) as stopped:
        build(raw, out)
    assert str(stopped.value).splitlines() == [
        "quarantined, and the release in force stays: tiny_births",
        "  tiny_births: rows: 5 before, 4 now (-20%)",
        "  tiny_births: tiny_births ward: 5 areas before, 4 now (80.0%)",
        "look at the files; if they are right, build again with --accept tiny_births",
    ]
    assert (out / "current").resolve() == before


def test_the_quarantine_names_the_file_before_and_now(raw, tmp_path):
    out = tmp_path / "out"
    with pytest.raises(DriftError):
        build(raw, out)
    note = json.loads((out / "quarantine" / "tiny_births.json").read_text())
    assert note["found"][0] == "rows: 5 before, 4 now (-20%)"
    assert note["release_in_force"] == (out / "current").resolve().name
    (now,), (before,) = note["files"], note["files_in_force"]
    assert now["path"] == before["path"] == "tiny_births.csv"
    assert now["sha256"] != before["sha256"]


def test_an_accepted_source_is_published_and_the_next_build_starts_from_it(raw, tmp_path):
    out = tmp_path / "out"
    before = (out / "current").resolve()
    with pytest.raises(DriftError):
        build(raw, out)
    accepted = build(raw, out, accept=["tiny_births"])
    assert accepted != before
    assert build(raw, out) == accepted
    assert not (out / "quarantine").exists()


def test_accepting_one_source_accepts_no_other(raw, tmp_path):
    path = raw / "tiny_prams.csv"
    path.write_text("\n".join(path.read_text().splitlines()[:-1]))
    with pytest.raises(DriftError) as stopped:
        build(raw, tmp_path / "out", accept=["tiny_births"])
    assert list(stopped.value.found) == ["tiny_prams"]


def test_a_source_that_cannot_be_read_is_quarantined_too(raw, tmp_path):
    (raw / "tiny_prams.py").write_text(
        "from etl.errors import SourceError\n"
        "def parse(path):\n    raise SourceError('tiny_prams.csv: no column value')\n"
    )
    out = tmp_path / "out"
    with pytest.raises(SourceError) as stopped:
        build(raw, out)
    name = (out / "current").resolve().name
    assert str(stopped.value).splitlines() == [
        "tiny_prams.csv: no column value",
        f"tiny_prams is quarantined, and release {name} stays in force",
    ]
    assert (out / "quarantine" / "tiny_prams.json").is_file()


def test_the_command_exits_with_6_and_takes_what_was_accepted(raw, tmp_path, capsys):
    folders = [f"--from={raw}", f"--out={tmp_path / 'out'}", f"--cache={tmp_path / 'cache'}"]
    assert main(["build", *folders]) == 6
    assert "tiny_births: rows: 5 before, 4 now (-20%)" in capsys.readouterr().err
    assert main(["build", *folders, "--accept", "tiny_births", "--accept=tiny_prams"]) == 0


def test_every_source_has_a_shape_in_the_release(raw, tmp_path):
    shapes = json.loads((tmp_path / "out" / "current" / "shapes.json").read_text())
    assert set(shapes) == set(SOURCES)

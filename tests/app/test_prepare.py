from __future__ import annotations

import gzip
import json
import shutil
import subprocess
import sys

import brotli
import pytest
import tiny_release
from tiny_release import ASQ, BIRMINGHAM, LOW_INCOME, POPULATION

from app import folder, values
from app.main import ROOT, prepared
from app.prepare import ReleaseError, prepare, prepared_folder


def read(release, name):
    return json.loads((release.www / "v" / release.id / f"{name}.json").read_text("utf-8"))


def test_a_councils_file_holds_the_latest_period_of_every_ward_indicator(tiny):
    council = read(tiny, f"values/{BIRMINGHAM}")
    assert council["level"] == "ward"
    assert council["areas"] == ["E05011118", "E05011119", "E05011120"]
    assert list(council["indicators"]) == [POPULATION, LOW_INCOME]  # ASQ is for councils alone
    assert council["indicators"][LOW_INCOME] == {
        "period": "2024/25",
        "value": [33.4, 19, None],
        "lower": [32.1, 17, None],
        "upper": [34.8, 21, None],
        "marker": {"2": "x"},
        "benchmark": "hs.",
        "quintile": "52.",
        "england": 19.8,
        "council": 39.5,
        "region": 27.1,
        "breaks": [10.2, 15.3, 20.4, 28.8],
    }


def test_earlier_periods_are_in_a_file_of_their_own(tiny):
    earlier = read(tiny, f"values/{BIRMINGHAM}/{LOW_INCOME}")
    assert earlier["indicator"] == LOW_INCOME and list(earlier["periods"]) == ["2021/22"]
    period = earlier["periods"]["2021/22"]
    assert period["value"] == [30.1, None, None]
    assert period["marker"] == {"1": "low", "2": "x"}  # withheld, and never published


def test_an_indicator_of_one_period_has_no_file_of_earlier_ones(tiny):
    public = tiny.www / "v" / tiny.id / "values" / BIRMINGHAM
    assert [path.name for path in public.glob("*.json")] == [f"{LOW_INCOME}.json"]


def test_a_district_holds_its_countys_value_and_says_whose_it_is(tiny):
    england = read(tiny, f"values/england-lad/{ASQ}")
    assert england["areas"] == ["E07000032", "E08000025"] and england["of"] == {"0": "E10000007"}
    assert england["periods"]["2021/22"]["value"] == [90.1, 85]
    assert england["periods"]["2021/22"]["marker"] == {"0": "p"}
    assert england["periods"]["2021/22 Q4"]["value"] == [None, 84]


def test_englands_wards_are_the_latest_period_without_intervals(tiny):
    wards = read(tiny, f"values/england-ward/{LOW_INCOME}")
    (period,) = wards["periods"].values()
    assert period["value"] == [11, 14, 33.4, 19, None] and "lower" not in period


def test_search_lists_councils_and_wards_by_name(tiny):
    search = read(tiny, "search")
    assert search["councils"] == [["E07000032", "Amber Valley", 2], ["E08000025", "Birmingham", 3]]
    assert search["wards"][0] == ["E05011118", "Acocks Green", 1]
    assert [ward[1] for ward in search["wards"]] == sorted(ward[1] for ward in search["wards"])


def test_the_maps_script_learns_what_an_indicator_is(tiny):
    described = read(tiny, "indicators")
    assert (described["release"], described["vintage"]) == (tiny.id, "May 2024")
    asq = described["indicators"][2]
    assert asq["id"] == ASQ and asq["unit"] == "%" and asq["decimals"] == 1
    assert asq["coverage"]["lad"]["periods"] == ["2021/22 Q4", "2021/22"]
    assert "ward" not in asq["coverage"]


@pytest.mark.parametrize(
    ("given", "said"),
    [("2026-03-26", "26 March 2026"), ("2026-03", "March 2026"), ("2021", "2021")],
)
def test_a_date_is_said_as_exactly_as_it_is_known(given, said):
    assert values.spoken(given) == said


@pytest.mark.parametrize(
    ("number", "decimals", "shown"),
    [(33.44, 1, "33.4"), (19.0, 1, "19"), (1700.0, 0, "1700"), (None, 1, "null"), (0.04, 1, "0")],
)
def test_a_number_is_written_as_it_is_shown(number, decimals, shown):
    assert json.dumps(values.rounded(number, decimals)) == shown


def test_every_file_has_its_compressed_siblings_with_the_same_bytes(tiny):
    plain = [path for path in tiny.www.rglob("*") if path.suffix == ".json"]
    assert len(plain) == 21
    for path in plain:
        content = path.read_bytes()
        assert brotli.decompress(path.with_name(f"{path.name}.br").read_bytes()) == content
        assert gzip.decompress(path.with_name(f"{path.name}.gz").read_bytes()) == content


def test_preparing_twice_gives_the_same_bytes(tiny, tiny_folder, tmp_path):
    again = prepare(tiny_folder, tmp_path)
    for path in sorted(tiny.prepared.rglob("*")):
        if path.is_file():
            assert (again / path.relative_to(tiny.prepared)).read_bytes() == path.read_bytes()


def test_a_prepared_release_is_not_prepared_again(tiny_folder, tmp_path):
    lines = []
    first = prepare(tiny_folder, tmp_path, lines.append)
    said = len(lines)
    assert prepare(tiny_folder, tmp_path, lines.append) == first and len(lines) == said


def test_a_file_that_is_not_the_manifests_stops_it_and_leaves_nothing(tiny_folder, tmp_path):
    damaged = shutil.copytree(tiny_folder, tmp_path / "damaged")
    (damaged / "areas.parquet").write_bytes(b"not what was published")
    cache = tmp_path / "cache"
    with pytest.raises(ReleaseError, match=r"areas\.parquet is not the file its manifest names"):
        prepare(damaged, cache)
    assert [path for path in cache.iterdir() if path.is_dir()] == []


def test_a_value_of_a_period_that_is_not_declared_stops_it(tmp_path):
    release = tiny_release.write(tmp_path / "release")
    indicators = json.loads((release / "indicators.json").read_text("utf-8"))
    indicators[0]["coverage"]["ward"]["periods"] = []
    (release / "indicators.json").write_text(json.dumps(indicators))
    manifest = json.loads((release / "manifest.json").read_text("utf-8"))
    del manifest["files"]["indicators.json"]
    (release / "manifest.json").write_text(json.dumps(manifest))
    with pytest.raises(ReleaseError, match="not declared: population_0_4, ward, 2020"):
        prepare(release, tmp_path / "cache")


def test_a_period_in_which_nobody_has_a_value_is_not_covered(tiny):
    assert [period.label for period in tiny.coverage(ASQ, "utla").periods] == ["2021/22"]
    assert [row.period for row in tiny.series(ASQ, tiny_release.DERBYSHIRE)] == ["2021/22"]


def test_what_a_killed_process_left_is_swept_away(tiny_folder, tmp_path):
    target = prepared_folder(tiny_folder, tmp_path)
    debris = tmp_path / f".{target.name}.partial"
    debris.mkdir(parents=True)
    (debris / "half").write_text("written")
    prepare(tiny_folder, tmp_path)
    assert not debris.exists() and not (target / "half").exists()


def test_a_failure_half_way_leaves_no_folder(tmp_path):
    def fail(partial):
        (partial / "half").write_text("written")
        raise RuntimeError("power cut")

    with pytest.raises(RuntimeError):
        folder.made_once(tmp_path / "target", fail)
    assert [path for path in tmp_path.iterdir() if path.is_dir()] == []


def test_the_command_line_says_in_one_line_what_is_no_release(tmp_path):
    command = [sys.executable, "-m", "app.prepare", tmp_path, "--cache", tmp_path / "cache"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 4
    assert done.stderr == f"error: {tmp_path} is not a release: it has no manifest.json\n"


def test_the_app_prepares_a_release_without_loading_pandas(tiny_folder, tmp_path):
    script = (
        "import sys; from pathlib import Path; from app.main import prepared\n"
        "prepared(Path(sys.argv[1]), Path(sys.argv[2]))\n"
        "print(sorted({'pandas', 'pyarrow', 'numpy', 'brotli'} & set(sys.modules)))"
    )
    command = [sys.executable, "-c", script, tiny_folder, tmp_path]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
    assert prepared_folder(tiny_folder, tmp_path).is_dir()


def test_another_release_has_another_folder(tiny_folder, tmp_path):
    other = tiny_release.write(tmp_path / "other", release_id="other001")
    assert prepared_folder(other, tmp_path) != prepared_folder(tiny_folder, tmp_path)


# The embedded release: bytes on the way to the browser, DESIGN §6


def compressed_sizes(release, pattern):
    public = release.www / "v" / release.id
    return [path.with_name(f"{path.name}.br").stat().st_size for path in public.glob(pattern)]


@pytest.mark.parametrize(
    ("pattern", "limit"),
    [
        ("values/E*.json", 14_000),
        ("values/E*/*.json", 3_000),
        ("values/england-ward/*.json", 16_000),
        ("values/england-lad/*.json", 10_000),
        ("search.json", 75_000),
    ],
)
def test_files_of_the_embedded_release_stay_small(embedded, pattern, limit):
    sizes = compressed_sizes(embedded, pattern)
    assert sizes and max(sizes) <= limit


def test_boundaries_of_the_embedded_release_are_copied_as_published(embedded, embedded_folder):
    published = sorted((embedded_folder / "boundaries").glob("*.json"))
    served = embedded.www / "v" / embedded.id / "boundaries"
    assert len(published) == 298
    for path in published:
        assert (served / path.name).read_bytes() == path.read_bytes()


def test_every_area_of_a_values_file_is_a_shape_of_its_boundary_file(embedded):
    for council in embedded.councils():
        boundary = read(embedded, f"boundaries/{council.code}")
        shapes = [shape["id"] for shape in boundary["objects"]["areas"]["geometries"]]
        assert read(embedded, f"values/{council.code}")["areas"] == shapes


def test_preparing_is_done_by_the_app_when_it_is_missing(tiny_folder, tmp_path):
    assert prepared(tiny_folder, tmp_path) == prepared_folder(tiny_folder, tmp_path)
    assert (prepared(tiny_folder, tmp_path) / "arrays" / "index.json").is_file()

"""A build killed at any moment leaves a whole release served, and the next one goes on from it."""

import os
import signal
import subprocess
import sys
from collections import Counter
from contextlib import contextmanager

import pytest
import tiny_build
from distributed import LocalCluster

from etl import build as building
from etl import executor, quarantine, releases
from etl.build import build
from etl.errors import DriftError

WRITE_RELEASE = building.write_release


@pytest.fixture
def raw(tmp_path, monkeypatch):
    monkeypatch.setattr(building, "write_release", tiny_build.write_release)
    monkeypatch.setattr(quarantine, "load", tiny_build.catalogue)
    monkeypatch.setattr(sys, "path", [*sys.path])
    return tiny_build.write_sources(tmp_path / "raw")


def read(raw) -> Counter:
    """How often each source was read."""
    return Counter((raw / "read.log").read_text().split())


def test_an_unchanged_source_is_not_read_again(raw, tmp_path):
    build(raw, tmp_path / "out", cache=tmp_path / "cache")
    build(raw, tmp_path / "out", cache=tmp_path / "cache")
    assert read(raw) == {"tiny_babies": 1, "tiny_births": 1, "tiny_prams": 1}


def test_a_source_whose_file_changed_is_read_again_and_no_other(raw, tmp_path):
    build(raw, tmp_path / "out", cache=tmp_path / "cache")
    with (raw / "tiny_births.csv").open("a") as file:
        file.write("E05000006,4\n")
    build(raw, tmp_path / "out", cache=tmp_path / "cache", accept=["tiny_births"])
    assert read(raw) == {"tiny_babies": 1, "tiny_births": 2, "tiny_prams": 1}


def test_a_source_whose_code_changed_is_read_again_and_no_other(raw, tmp_path):
    build(raw, tmp_path / "out", cache=tmp_path / "cache")
    with (raw / "tiny_births.py").open("a") as module:
        module.write("# read more carefully\n")
    build(raw, tmp_path / "out", cache=tmp_path / "cache")
    assert read(raw) == {"tiny_babies": 1, "tiny_births": 2, "tiny_prams": 1}


def test_a_build_without_what_was_kept_gives_the_same_release(raw, tmp_path):
    kept = [build(raw, tmp_path / "out", cache=tmp_path / "cache") for _ in range(2)]
    fresh = build(raw, tmp_path / "fresh")
    assert tiny_build.contents(kept[1]) == tiny_build.contents(fresh)


def test_a_killed_build_goes_on_from_the_sources_it_had_read(raw, tmp_path):
    (raw / "tiny_prams.deadly").touch()
    if (child := os.fork()) == 0:
        build(raw, tmp_path / "out", cache=tmp_path / "cache")
        os._exit(0)
    assert os.WTERMSIG(os.waitpid(child, 0)[1]) == signal.SIGKILL
    build(raw, tmp_path / "out", cache=tmp_path / "cache")
    assert read(raw) == {"tiny_babies": 1, "tiny_births": 1, "tiny_prams": 2}


@pytest.fixture
def computed(raw, monkeypatch):
    """Note each time that a release is computed, in a build whose sources are the three."""
    times = []

    def compute(raw, into, progress, vintage, means, catalogue):
        times.append(into)
        tiny_build.write_release(raw, into, progress, vintage, means)

    monkeypatch.setattr(building, "write_release", WRITE_RELEASE)
    monkeypatch.setattr(building, "_compute", compute)
    monkeypatch.setattr(building, "load", tiny_build.catalogue)
    monkeypatch.setattr(building, "used_sources", lambda catalogue, vintage: catalogue)
    return times


def test_a_release_of_the_same_files_and_code_is_not_computed_again(raw, tmp_path, computed):
    first = build(raw, tmp_path / "out", cache=tmp_path / "cache")
    before = tiny_build.contents(first)
    second = build(raw, tmp_path / "elsewhere", cache=tmp_path / "cache")
    assert len(computed) == 1
    assert tiny_build.contents(second) == before


def test_a_release_of_another_file_or_code_is_computed(raw, tmp_path, computed, monkeypatch):
    build(raw, tmp_path / "out", cache=tmp_path / "cache")
    tiny_build.write_sources(raw, value=61.0)
    build(raw, tmp_path / "out", cache=tmp_path / "cache")
    monkeypatch.setattr(building, "all_code", lambda: "another version")
    build(raw, tmp_path / "out", cache=tmp_path / "cache")
    assert len(computed) == 3


def test_a_kept_release_that_was_rolled_back_has_to_be_accepted_again(raw, tmp_path, computed):
    out, cache = tmp_path / "out", tmp_path / "cache"
    good = build(raw, out, cache=cache)
    path = raw / "tiny_births.csv"
    path.write_text("\n".join(path.read_text().splitlines()[:-1]))
    build(raw, out, cache=cache, accept=["tiny_births"])
    releases.rollback(out)
    with pytest.raises(DriftError, match="quarantined"):
        build(raw, out, cache=cache)
    assert (out / "current").resolve() == good


KILLED = """
import hashlib, json, os, signal, sys
from pathlib import Path
import tiny_build
from etl import build as building
building.write_release = tiny_build.write_release
folder = Path(sys.argv[1])
raw, out, cache = folder / "raw", folder / "out", folder / "cache"
CHANGES = {"os.rename", "os.symlink", "os.remove", "os.mkdir", "os.rmdir"}

def run(stop):
    # Counts what the build says it does, and each change it makes to a folder; dies before one.
    seen = 0
    def look(*what):
        nonlocal seen
        seen += 1
        if seen == stop:
            os.kill(os.getpid(), signal.SIGKILL)
    sys.addaudithook(lambda event, _: look(event) if event in CHANGES else None)
    building.build(raw, out, look, cache=cache)

def served():
    release = out / "current"
    manifest = json.loads((release / "manifest.json").read_text())
    for name, digest in manifest["files"].items():
        assert hashlib.sha256((release / name).read_bytes()).hexdigest() == digest, name
    return manifest["release_id"]

stop = 0
while True:
    stop += 1
    if (child := os.fork()) == 0:
        run(stop)
        os._exit(0)
    _, state = os.waitpid(child, 0)
    if not os.WIFSIGNALED(state):
        assert os.WEXITSTATUS(state) == 0
        break
    print(served(), flush=True)
print(served(), flush=True)
"""


@pytest.mark.slow
def test_a_build_killed_at_any_step_leaves_a_whole_release_served_and_no_debris(raw, tmp_path):
    before = build(raw, tmp_path / "out").name
    tiny_build.write_sources(raw, value=61.0)
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([*sys.path, str(raw)])}
    ended = subprocess.run(
        [sys.executable, "-c", KILLED, str(tmp_path)],
        capture_output=True,
        text=True,
        env=environment,
    )
    assert ended.returncode == 0, ended.stderr
    served = ended.stdout.split()
    after = served[-1]
    assert len(served) > 30
    assert after != before
    assert served == sorted(served, key=[before, after].index)
    names = {path.name for path in (tmp_path / "out").iterdir()}
    assert names == {"current", before, after}
    assert not [path.name for path in (tmp_path / "cache").iterdir() if path.name[0] == "."]


@contextmanager
def processes():
    yield executor.local(2)


@contextmanager
def dask():
    with LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None
    ) as cluster:
        yield executor.dask(cluster.scheduler_address)


@pytest.mark.parametrize("workers", [processes, dask])
def test_two_workers_give_the_same_release_byte_for_byte_although_one_is_killed(
    raw, tmp_path, workers
):
    alone = build(raw, tmp_path / "alone")
    (raw / "tiny_births.deadly").touch()
    with workers() as work:
        together = build(raw, tmp_path / "together", work=work)
    assert read(raw)["tiny_births"] >= 3
    assert not (raw / "tiny_births.deadly").exists()
    assert tiny_build.contents(together) == tiny_build.contents(alone)

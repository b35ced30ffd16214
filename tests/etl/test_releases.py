"""The last three releases stay, the way back is quick, and a killed build leaves no debris."""

import hashlib
import json
import os
import signal
import subprocess
import sys
import time

import pytest

from etl import publish, releases
from etl.cli import main
from etl.errors import ContractError, UsageError


def release(out, name):
    """Bring a release of one file into force."""
    with publish.workspace(out) as folder:
        (folder / "areas.txt").write_text(f"areas of {name}")
        digest = hashlib.sha256(f"areas of {name}".encode()).hexdigest()
        manifest = {"release_id": name, "files": {"areas.txt": digest}}
        (folder / "manifest.json").write_text(json.dumps(manifest))
        found = publish.bring_into_force(folder, out)
    releases.prune(out)
    time.sleep(0.01)
    return found


def names(out):
    return sorted(path.name for path in out.iterdir())


def current(out):
    return (out / "current").resolve().name


def test_the_last_three_releases_stay(tmp_path):
    for name in ("a", "b", "c", "d"):
        release(tmp_path, name)
    assert names(tmp_path) == ["b", "c", "current", "d"]


def test_a_release_that_comes_back_into_force_counts_as_the_latest(tmp_path):
    for name in ("a", "b", "c", "a", "d"):
        release(tmp_path, name)
    assert names(tmp_path) == ["a", "c", "current", "d"]


def test_rollback_goes_to_the_release_before(tmp_path):
    for name in ("a", "b", "c"):
        release(tmp_path, name)
    left, back = releases.rollback(tmp_path)
    assert (left.name, back.name, current(tmp_path)) == ("c", "b", "b")


def test_rolling_back_twice_goes_two_back(tmp_path):
    for name in ("a", "b", "c"):
        release(tmp_path, name)
    releases.rollback(tmp_path)
    releases.rollback(tmp_path)
    assert current(tmp_path) == "a"


def test_after_a_rollback_the_release_left_behind_is_the_first_to_go(tmp_path):
    for name in ("a", "b", "bad"):
        release(tmp_path, name)
    releases.rollback(tmp_path)
    release(tmp_path, "d")
    assert names(tmp_path) == ["a", "b", "current", "d"]
    assert releases.rollback(tmp_path)[1].name == "b"


def test_without_an_earlier_release_there_is_no_way_back(tmp_path):
    with pytest.raises(UsageError, match="has no release in force"):
        releases.rollback(tmp_path)
    release(tmp_path, "a")
    with pytest.raises(UsageError, match="holds no release but a; there is no way back"):
        releases.rollback(tmp_path)
    assert current(tmp_path) == "a"


def test_a_damaged_release_never_comes_back(tmp_path):
    for name in ("a", "b"):
        release(tmp_path, name)
    (tmp_path / "a" / "areas.txt").write_text("areas of some")
    with pytest.raises(ContractError, match=r"areas\.txt is damaged, so b stays in force"):
        releases.rollback(tmp_path)
    assert current(tmp_path) == "b"


def test_the_rollback_command_says_both_and_takes_under_five_seconds(tmp_path, capsys):
    for name in ("a", "b"):
        release(tmp_path, name)
    began = time.monotonic()
    assert main(["rollback", "--out", str(tmp_path)]) == 0
    assert time.monotonic() - began < 5
    assert "release a is in force again, in place of b" in capsys.readouterr().out
    assert current(tmp_path) == "a"


def test_current_never_is_without_a_release_while_it_changes(tmp_path):
    release(tmp_path, "a")
    release(tmp_path, "b")
    script = f"""
import sys
from pathlib import Path
from etl import releases
print("ready", flush=True)
while True:
    releases.rollback(Path({str(tmp_path)!r}))
"""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    with subprocess.Popen(
        [sys.executable, "-c", script], stdout=subprocess.PIPE, env=environment
    ) as switching:
        assert switching.stdout is not None
        switching.stdout.readline()
        seen = {(tmp_path / "current" / "areas.txt").read_text() for _ in range(3_000)}
        switching.send_signal(signal.SIGKILL)
    assert seen == {"areas of a", "areas of b"}


HOLD = """
import sys, time
from pathlib import Path
from etl import publish
with publish.workspace(Path(sys.argv[1])) as folder:
    (folder / "areas.parquet").write_bytes(b"half a table")
    print("working", flush=True)
    time.sleep(60)
"""


def building(out):
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(out)],
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )
    assert process.stdout is not None
    assert process.stdout.readline() == b"working\n"
    return process


def test_the_debris_of_a_killed_build_goes_with_the_next_one(tmp_path):
    with building(tmp_path) as process:
        process.send_signal(signal.SIGKILL)
    (tmp_path / ".current-99999").symlink_to("nothing")
    (tmp_path / ".removed-old").mkdir()
    assert len(names(tmp_path)) == 3
    release(tmp_path, "a")
    assert names(tmp_path) == ["a", "current"]


def test_the_folder_of_a_build_at_work_is_left_alone(tmp_path):
    with building(tmp_path) as process:
        release(tmp_path, "a")
        at_work = [name for name in names(tmp_path) if name.startswith(".building-")]
        process.send_signal(signal.SIGKILL)
    assert len(at_work) == 1

"""The same results whoever does the work, even when a worker is killed at it."""

import os
import signal
import subprocess
import sys
import time
from functools import partial
from pathlib import Path

import pytest
from distributed import LocalCluster

from etl import executor
from etl.errors import AtlasError, SourceError, UsageError


def square(number):
    return number * number


def refuse(number):
    raise SourceError(f"births.csv: a column is gone in {number}")


def square_but_die_once(number, mark):
    """Kill the worker on the first attempt: what a machine short of memory does."""
    if number == 2 and not mark.exists():
        mark.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return number * number


def die():
    os.kill(os.getpid(), signal.SIGKILL)


@pytest.fixture(scope="module")
def cluster():
    with LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None
    ) as started:
        yield started


@pytest.fixture(params=["serial", "processes", "dask"])
def execute(request):
    if request.param == "serial":
        return executor.serial
    if request.param == "processes":
        return executor.local(2)
    return executor.dask(request.getfixturevalue("cluster").scheduler_address)


@pytest.fixture(params=["processes", "dask"])
def execute_elsewhere(request):
    if request.param == "processes":
        return executor.local(2)
    return executor.dask(request.getfixturevalue("cluster").scheduler_address)


def test_each_result_comes_once_with_the_number_of_its_call(execute):
    results = list(execute([partial(square, number) for number in range(5)]))
    assert sorted(results) == [(0, 0), (1, 1), (2, 4), (3, 9), (4, 16)]


def test_nothing_to_do_gives_nothing(execute):
    assert list(execute([])) == []


def test_a_mistake_in_a_source_arrives_as_it_was_said(execute):
    with pytest.raises(SourceError, match=r"^births.csv: a column is gone in 7$"):
        list(execute([partial(refuse, 7)]))


def test_a_worker_that_is_killed_costs_no_result(execute_elsewhere, tmp_path):
    calls = [partial(square_but_die_once, number, tmp_path / "died") for number in range(5)]
    assert dict(execute_elsewhere(calls)) == {0: 0, 1: 1, 2: 4, 3: 9, 4: 16}
    assert (tmp_path / "died").exists()


def test_workers_that_die_every_time_are_given_up_with_advice():
    with pytest.raises(AtlasError, match=r"killed 3 times in a row; .*fewer --workers"):
        list(executor.local(2)([die]))


def test_less_than_one_worker_is_wrong_use():
    with pytest.raises(UsageError, match="--workers 0: one worker is the least"):
        executor.local(0)


def test_a_scheduler_that_is_not_there_is_named(monkeypatch):
    monkeypatch.setattr(executor, "CONNECT", "1s")
    with pytest.raises(UsageError, match=r"--scheduler tcp://127.0.0.1:9: "):
        list(executor.dask("tcp://127.0.0.1:9")([partial(square, 2)]))


def test_a_worker_with_other_code_is_refused():
    other = (executor.environment(), "another version")
    with pytest.raises(UsageError, match="other code or libraries"):
        executor._as_here(other, partial(square, 2))


ORPHAN = """
import os, sys, time
from functools import partial
sys.path.insert(0, {tests!r})
from etl import executor
from test_executor import note_and_sleep

if __name__ == "__main__":
    list(executor.local(2)([partial(note_and_sleep, {folder!r}, n) for n in range(2)]))
"""


def note_and_sleep(folder, number):
    (Path(folder) / f"{number}-{os.getpid()}").touch()
    time.sleep(120)


def test_workers_end_when_their_build_is_killed(tmp_path):
    script = tmp_path / "build.py"
    pids = tmp_path / "pids"
    pids.mkdir()
    script.write_text(ORPHAN.format(tests=str(Path(__file__).parent), folder=str(pids)))
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    with subprocess.Popen([sys.executable, script], env=environment) as build:
        workers = wait_for(lambda: [int(p.name.split("-")[1]) for p in pids.iterdir()], 2)
        build.send_signal(signal.SIGKILL)
    wait_for(lambda: [pid for pid in workers if not alive(pid)], 2)


def wait_for(look, count, seconds=60):
    end = time.monotonic() + seconds
    while len(found := look()) < count:
        assert time.monotonic() < end, f"only {found} in {seconds} s"
        time.sleep(0.1)
    return found


def alive(pid):
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"

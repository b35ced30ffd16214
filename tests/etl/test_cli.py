"""The command line teaches, says a mistake in one line, and gives each kind its exit code."""

import errno
import os
import re
import shutil
import signal
import subprocess
import sys

import pytest
import tiny_england

from etl import build as building
from etl import publish, registry
from etl.cli import main
from etl.errors import CheckError, SourceError

COMMANDS = ("fetch", "build", "check", "rollback", "diff", "sources", "indicators", "template",
            "add-local", "asq", "docs")  # fmt: skip


def run(capsys, *arguments):
    code = main([str(argument) for argument in arguments])
    said = capsys.readouterr()
    return code, said.out, said.err


def test_help_lists_every_command_and_gives_examples(capsys):
    with pytest.raises(SystemExit) as left:
        main(["--help"])
    assert left.value.code == 0
    said = capsys.readouterr().out
    for command in COMMANDS:
        assert re.search(rf"^    {command}\b", said, re.MULTILINE), command
    assert "python -m etl diff geodata data/releases/current" in said


def test_without_a_command_the_help_is_shown_and_the_use_is_wrong(capsys):
    code, out, _ = run(capsys)
    assert code == 2
    assert "start here:" in out
    assert "exit codes:" in out


@pytest.mark.parametrize("command", COMMANDS)
def test_the_help_of_a_command_explains_each_argument_and_ends_in_an_example(capsys, command):
    with pytest.raises(SystemExit):
        main([command, "--help"])
    said = capsys.readouterr().out
    assert re.search(rf"^example:\n  python -m etl {command}\b", said, re.MULTILINE)
    unexplained = re.findall(r"^  (?:-[^ ]+ )?[^ ]+$(?!\n {10})", said, re.MULTILINE)
    assert unexplained == []


@pytest.mark.parametrize("arguments", [["bild"], ["check"], ["diff", "one"]])
def test_wrong_use_exits_with_2(capsys, arguments):
    with pytest.raises(SystemExit) as left:
        main(arguments)
    assert left.value.code == 2
    assert "usage: python -m etl" in capsys.readouterr().err


def test_check_of_a_good_release_exits_with_0(capsys, tiny_release):
    assert run(capsys, "check", tiny_release) == (0, f"{tiny_release}: keeps its contract\n", "")


def test_check_prints_every_failure_and_exits_with_4(capsys, tiny_release):
    (tiny_release / "README.md").write_text("changed")
    (tiny_release / "boundaries" / "E06000001.json").write_text("{}")
    code, out, err = run(capsys, "check", tiny_release)
    assert code == 4
    assert "README.md: is not the file" in out
    assert "boundaries/E06000001.json: is not a Topology" in out
    assert err == f"error: {tiny_release}: 3 failures\n"


def test_check_of_nothing_exits_with_2_and_one_line(capsys, tmp_path):
    code, out, err = run(capsys, "check", tmp_path / "nowhere")
    assert (code, out) == (2, "")
    assert err == f"error: {tmp_path}/nowhere: is not a directory\n"


def test_diff_shows_the_indicators_and_the_areas_that_moved(capsys, tiny_release, tmp_path):
    new = tiny_england.write_release(tmp_path / "new", {("gld", "E06000001"): 63.0})
    code, out, _ = run(capsys, "diff", tiny_release, new)
    assert code == 0
    assert re.search(r"gld .*\+3\.000", out)
    assert "Northby" in out


def test_a_table_that_goes_to_a_file_does_not_cut_names_short(capsys, tiny_release, tmp_path):
    new = tiny_england.write_release(
        tmp_path / "new", {("low_income_bhc_relative", "E05000001"): 31.0}
    )
    _, out, _ = run(capsys, "diff", tiny_release, new)
    assert "low_income_bhc_relative 2" in out
    assert "…" not in out


def test_diff_of_a_release_with_itself_says_so(capsys, tiny_release):
    code, out, _ = run(capsys, "diff", tiny_release, tiny_release)
    assert code == 0
    assert "No figure and no area differs." in out


def test_sources_says_which_file_to_get_where(capsys):
    code, out, _ = run(capsys, "sources")
    assert code == 0
    assert "dwp_low_income: Children in low income families" in out
    assert "children-in-low-income-families-local-area-statistics*.ods" in out
    assert re.search(r"LSOA21_WD24_LAD24_EW_LU.*; fetch gets the publisher's own", out)
    assert re.search(r"ofsted_ey_nondomestic.*; by hand: an extract made by others", out)


def test_indicators_lists_every_one(capsys):
    _, out, _ = run(capsys, "indicators")
    assert [line.split()[0] for line in out.splitlines()] == list(registry.BY_ID)


def test_docs_writes_every_generated_page(capsys, tmp_path, tiny_release):
    pages = tmp_path / "pages"
    pages.mkdir()
    code, _, _ = run(capsys, "docs", "--to", pages, "--release", tiny_release)
    assert code == 0
    names = ["data-sources.md", "indicators.md", "validation.md"]
    assert sorted(path.name for path in pages.iterdir()) == names


@pytest.fixture
def built(monkeypatch):
    """Let a build compute the made-up England."""

    def write_release(raw, folder, *rest):
        tiny_england.write_release(folder)

    monkeypatch.setattr(building, "write_release", write_release)


def test_build_says_which_release_is_in_force_and_embeds_it(capsys, tmp_path, built):
    out = tmp_path / "out"
    code, said, _ = run(
        capsys, "build", "--from", tmp_path, "--out", out, "--embed", tmp_path / "geodata"
    )
    assert code == 0
    release = (out / "current").resolve()
    assert f"release {release.name} is in force: {out / release.name}" in said
    assert run(capsys, "check", tmp_path / "geodata")[0] == 0


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (SourceError("a column is gone"), 3),
        (CheckError("off by ten"), 5),
        (OSError(errno.ENOSPC, "No space left on device", "areas.parquet"), 1),
        (shutil.Error([("a", "b", "[Errno 30] Read-only file system: 'b'")]), 1),
        (KeyboardInterrupt(), 130),
    ],
)
def test_a_build_that_fails_says_why_in_one_line_and_leaves_nothing(
    capsys, tmp_path, monkeypatch, error, code
):
    def write_release(raw, folder, *rest):
        raise error

    monkeypatch.setattr(building, "write_release", write_release)
    said = run(capsys, "build", "--from", tmp_path, "--out", tmp_path / "out")
    assert said[0] == code
    last = said[2].strip().splitlines()[-1]
    left = "; nothing half-done is left behind"
    assert last in {
        f"error: {error}",
        f"error: areas.parquet: no space left on device{left}",
        f"error: b: read-only file system{left}",
        f"error: interrupted{left}",
    }
    assert list((tmp_path / "out").iterdir()) == []


@pytest.mark.parametrize("bug", [ZeroDivisionError, FileNotFoundError(errno.ENOENT, "No", "x")])
def test_a_bug_keeps_its_traceback(tmp_path, monkeypatch, bug):
    def write_release(raw, folder, *rest):
        raise bug

    monkeypatch.setattr(building, "write_release", write_release)
    with pytest.raises((ZeroDivisionError, FileNotFoundError)):
        main(["build", "--from", str(tmp_path), "--out", str(tmp_path / "out")])


SLOW_BUILD = """
import sys, time
from etl import build
from etl.cli import main
def write_release(raw, folder, *rest):
    (folder / "areas.parquet").write_bytes(b"half a table")
    print("working", flush=True)
    time.sleep(60)
build.write_release = write_release
sys.exit(main(["build", "--from", ".", "--out", sys.argv[1]]))
"""


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_process_told_to_stop_leaves_no_debris(tmp_path, number):
    out = tmp_path / "out"
    with subprocess.Popen(
        [sys.executable, "-c", SLOW_BUILD, str(out)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        # As a person's shell starts it: one that was started in the background ignores Ctrl-C.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "working\n"
        assert [path.name[:10] for path in out.iterdir()] == [".building-"]
        process.send_signal(number)
        _, err = process.communicate()
    assert process.returncode == 130
    assert "error: interrupted; nothing half-done is left behind" in err
    assert list(out.iterdir()) == []


def test_a_publisher_folder_is_not_mistaken_for_a_release(capsys, tmp_path, tiny_release):
    assert not (tmp_path / publish.CURRENT).exists()
    code, _, err = run(capsys, "diff", tiny_release, tmp_path)
    assert code == 2
    assert err.endswith("is not a release: it has no manifest.json\n")

"""What is here, how old it is, and where the rest is to be had, without asking anybody."""

import os
from datetime import UTC, datetime

import pytest
from official_server import Reply

from etl import catalogue, inventory
from etl.catalogue import Fetch, Source, SourceFile
from etl.cli import main
from etl.download import Client
from etl.fetch import fetch
from etl.registry import WARD_VINTAGE

MARCH = datetime(2026, 3, 26, 9, 30, tzinfo=UTC)
APRIL = datetime(2026, 4, 1, 9, 30, tzinfo=UTC)
BY_HAND = "unpack results.zip of https://www.gov.uk/results"


def a_source(name, address="", *, optional=False, by_hand="", package=""):
    files = {"scores": SourceFile(f"{name}*.csv", "O", optional=optional, by_hand=by_hand)}
    return Source(
        id=name,
        title="Scores",
        publisher="MHCLG",
        landing_page="https://www.gov.uk/scores",
        attribution="Source: MHCLG.",
        published="2025",
        provenance="supplied",
        files={} if package else files,
        package=package,
        fetch={"scores": Fetch("direct", address, f"{name}.csv")} if address else {},
    )


def states(files):
    return {held.source: held.state for held in files}


def test_each_file_is_here_or_is_to_be_fetched_or_got_by_hand(official, client, tmp_path):
    iod = a_source("iod", official.at("/iod.csv", Reply(b"code,score\nE1,2\n")))
    list(fetch([iod], tmp_path, client, now=lambda: MARCH))
    (tmp_path / "lait.csv").write_text("code\n")
    for year in ("2024", "2025"):
        (tmp_path / f"wards_{year}.csv").write_text("code\n")
    files = inventory.inventory(
        [
            a_source("wards", "https://www.gov.uk/w.csv"),
            a_source("lait"),
            iod,
            a_source("eyfsp", "https://www.gov.uk/e.csv"),
            a_source("codes", by_hand=BY_HAND),
            a_source("births", optional=True),
            a_source("postcodes", package="pandas"),
        ],
        tmp_path,
    )
    assert states(files) == {
        "births": "not needed",
        "codes": "by hand",
        "eyfsp": "to fetch",
        "iod": "fetched",
        "lait": "supplied",
        "postcodes": "installed",
        "wards": "several",
    }
    assert [held.source for held in files] == sorted(held.source for held in files)


def test_a_file_that_was_changed_since_it_was_fetched_is_somebodys_own(official, client, tmp_path):
    iod = a_source("iod", official.at("/iod.csv", Reply(b"code,score\nE1,2\n")))
    list(fetch([iod], tmp_path, client))
    (tmp_path / "iod.csv").write_text("code,score\nE1,3\n")
    assert states(inventory.inventory([iod], tmp_path)) == {"iod": "supplied"}


def test_a_line_says_since_when_a_file_is_here_and_how_old_it_is(official, client, tmp_path):
    iod = a_source("iod", official.at("/iod.csv", Reply(b"code,score\nE1,2\n")))
    list(fetch([iod], tmp_path, client, now=lambda: MARCH))
    (tmp_path / "lait.csv").write_text("code\n")
    os.utime(tmp_path / "lait.csv", (MARCH.timestamp(),) * 2)
    files = inventory.inventory(
        [a_source("codes", by_hand=BY_HAND), iod, a_source("lait")], tmp_path
    )
    said = inventory.lines(files, APRIL)
    assert [line.split()[:6] for line in said[2:4]] == [
        ["iod", "scores", "fetched", "2026-03-26", "6", "days"],
        ["lait", "scores", "supplied", "2026-03-26", "6", "days"],
    ]
    assert said[1].endswith(BY_HAND) and official.host in said[2]
    assert said[3].endswith("https://www.gov.uk/scores, to lait*.csv")
    assert said[-1] == "1 fetched, 1 supplied, 1 by hand"


@pytest.fixture
def nobody_asked(monkeypatch):
    monkeypatch.setattr(Client, "open", lambda *a, **k: pytest.fail("somebody was asked"))


def test_the_list_of_the_command_asks_nobody_and_shows_every_source_of_a_build(
    nobody_asked, tmp_path, capsys
):
    assert main(["fetch", "--list", "--to", str(tmp_path)]) == 0
    said = capsys.readouterr().out
    assert list(tmp_path.iterdir()) == []
    known = catalogue.load()
    assert {line.split()[0] for line in said.splitlines()[1:-1]} == {
        name
        for name, source in known.items()
        if not source.ward_vintages or WARD_VINTAGE in source.ward_vintages
    }


def test_the_list_of_another_vintage_has_the_sources_of_its_wards(nobody_asked, tmp_path, capsys):
    assert main(["fetch", "--list", "--vintage", "WD25", "--to", str(tmp_path)]) == 0
    said = capsys.readouterr().out
    assert "ons_wards_2025" in said and "ons_wards " not in said

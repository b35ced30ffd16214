"""A fetched file takes its place whole or not at all; what was there before stays."""

import fcntl
import io
import json
import re
import zipfile
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import PurePosixPath
from urllib.parse import urlsplit

import pytest
from official_server import WEB_PAGE, Reply, versioned
from rich.console import Console

from etl import catalogue, fetch_progress, ledger
from etl.catalogue import SERVICES, Fetch, Source, SourceFile
from etl.cli import main
from etl.digest import sha256
from etl.download import OFFICIAL_FOLDERS, OFFICIAL_HOSTS
from etl.errors import SourceError, UsageError
from etl.fetch import PARTIAL, fetch
from etl.fetch import SERVICES as FETCHING
from etl.vintages import VINTAGES

TO = "deprivation/scores_2025.csv"
TABLE = b"code,score\nE01000001,6.2\n"
NEWER = b"code,score\nE01000001,6.4\n"
MARCH = datetime(2026, 3, 26, 9, 30, tzinfo=UTC)
APRIL = datetime(2026, 4, 1, 9, 30, tzinfo=UTC)


def source(address, *, to=TO, service="direct", name="scores", **described):
    pattern = str(PurePosixPath(to).with_name(f"*{PurePosixPath(to).suffix}"))
    return Source(
        id="iod",
        title="Scores",
        publisher="MHCLG",
        landing_page="https://www.gov.uk/iod",
        attribution="Source: MHCLG.",
        published="2025",
        provenance="supplied",
        purpose="every score",
        note="The copy at hand is put together from other files.",
        files={"scores": SourceFile(pattern, "D")},
        fetch={name: Fetch(service, address, to, **described)},
        live_note="",
    )


@pytest.fixture
def raw(tmp_path):
    return tmp_path / "raw"


@pytest.fixture
def get(client, raw):
    """Fetch these sources once, and return their outcomes."""

    def get(*sources, now=MARCH):
        return list(fetch(sources, raw, client, now=lambda: now))

    return get


def left_over(raw):
    return [path.name for path in (raw / PARTIAL).iterdir() if path.name != "lock"]


def test_a_file_lands_where_the_catalogue_looks_for_it(official, get, raw):
    iod = source(official.at("/scores.csv", Reply(TABLE)))
    (outcome,) = get(iod)
    assert (outcome.state, outcome.path, outcome.bytes) == ("fetched", TO, len(TABLE))
    assert iod.locate(raw) == {"scores": raw / TO}
    assert (raw / TO).read_bytes() == TABLE
    assert left_over(raw) == []


def test_the_ledger_says_where_each_file_came_from_and_when(official, get, raw):
    address = official.at("/scores.csv", versioned(TABLE, '"one"'))
    iod = source(address)
    get(iod)
    assert json.loads((raw / "fetched.json").read_text())["files"][TO] == {
        "source": "iod",
        "url": address,
        "retrieved": "2026-03-26T09:30:00+00:00",
        "checked": "2026-03-26T09:30:00+00:00",
        "sha256": sha256(raw / TO),
        "bytes": len(TABLE),
        "etag": '"one"',
        "last_modified": "",
        "version": "",
        "asked": iod.fetch["scores"].digest,
    }


def test_an_unchanged_source_costs_one_request_and_was_retrieved_when_it_was(official, get, raw):
    iod = source(official.at("/scores.csv", versioned(TABLE, '"one"')))
    get(iod)
    (outcome,) = get(iod, now=APRIL)
    assert outcome.state == "unchanged"
    assert len(official.asked) == 2
    entry = ledger.read(raw)[TO]
    assert (entry.retrieved[:10], entry.checked[:10]) == ("2026-03-26", "2026-04-01")


def test_what_is_asked_for_otherwise_than_before_is_fetched_though_its_version_is_the_same(
    official, get, raw
):
    address = official.at("/scores.csv", versioned(TABLE, '"one"'))
    get(source(address))
    ages = source(address, query={"c_age": "101"})
    assert [outcome.state for outcome in get(ages, now=APRIL)] == ["unchanged"]
    assert "If-None-Match" not in official.asked[1].headers
    get(ages, now=APRIL)
    assert "If-None-Match" in official.asked[2].headers


def test_the_same_bytes_from_a_server_that_knows_no_versions_are_unchanged(official, get, raw):
    iod = source(official.at("/scores.csv", Reply(TABLE)))
    get(iod)
    assert [outcome.state for outcome in get(iod, now=APRIL)] == ["unchanged"]
    assert ledger.read(raw)[TO].retrieved == "2026-03-26T09:30:00+00:00"
    assert left_over(raw) == []


def test_a_new_edition_takes_the_place_of_the_old(official, get, raw):
    iod = source(official.at("/s.csv", versioned(TABLE, '"1"'), versioned(NEWER, '"2"')))
    get(iod)
    assert [outcome.state for outcome in get(iod, now=APRIL)] == ["fetched"]
    assert (raw / TO).read_bytes() == NEWER
    assert ledger.read(raw)[TO].retrieved == "2026-04-01T09:30:00+00:00"


def bomb() -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("content.xml", b"0" * 5_000_000)
    return packed.getvalue()


def a_workbook() -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr(zipfile.ZipInfo("content.xml"), b"<table/>")  # of no time
    return packed.getvalue()


ODS = "application/vnd.oasis.opendocument.spreadsheet"
FOREIGN = Reply(b"", 302, headers={"Location": "https://127.0.0.1/scores.csv"})
FAILURES = [
    (Reply(b"gone", 404), "answers 404 Not Found"),
    (
        Reply(b"", 429, headers={"Retry-After": "2"}),
        "answers 429 Too Many Requests (tried 3 times)",
    ),
    (Reply(b"", 500), "answers 500 Internal Server Error (tried 3 times)"),
    (Reply(NEWER, cut=9), "of 25 bytes (tried 3 times)"),
    (Reply(NEWER, cut=0, stall=True), "says nothing for 0.3 seconds"),
    (WEB_PAGE, "is text/html, not a .csv file"),
    (Reply(WEB_PAGE.body), "is a web page, not a .csv file"),
    (Reply(b'{"error": "down"}'), "has no line of column names"),
    (Reply(b""), "is empty"),
    (FOREIGN, "is not an official host"),
]


@pytest.mark.parametrize(("reply", "why"), FAILURES)
def test_the_last_good_file_stays_whatever_goes_wrong(official, get, raw, reply, why):
    iod = source(official.at("/scores.csv", Reply(TABLE), reply))
    get(iod)
    before = ledger.read(raw)
    (outcome,) = get(iod, now=APRIL)
    assert outcome.state == "kept"
    assert why in outcome.message and outcome.message.endswith("; the file of before stays")
    assert "\n" not in outcome.message
    assert (raw / TO).read_bytes() == TABLE
    assert ledger.read(raw) == before
    assert left_over(raw) == []


@pytest.mark.parametrize(("reply", "why"), FAILURES)
def test_where_there_was_none_nothing_is_left_and_the_user_must_act(official, get, raw, reply, why):
    (outcome,) = get(source(official.at("/scores.csv", reply)))
    assert outcome.state == "missing" and why in outcome.message
    assert not (raw / TO).exists()
    assert ledger.read(raw) == {}


@pytest.mark.parametrize(
    ("reply", "why"),
    [
        (Reply(bomb(), content_type=ODS), "unfolds to more than 100 times its size"),
        (Reply(a_workbook()[:-20], content_type=ODS), "is not a whole zip file"),
        (Reply(TABLE, content_type=ODS), "does not begin like a .ods file"),
    ],
)
def test_a_workbook_is_held_to_the_limits_of_a_zip(official, get, raw, reply, why):
    good = Reply(a_workbook(), content_type=ODS)
    iod = source(official.at("/cilif.ods", good, reply), to="cilif/cilif.ods")
    assert [outcome.state for outcome in get(iod)] == ["fetched"]
    (outcome,) = get(iod, now=APRIL)
    assert outcome.state == "kept" and why in outcome.message
    assert (raw / "cilif/cilif.ods").read_bytes() == a_workbook()
    assert left_over(raw) == []


def test_the_table_of_a_zip_is_taken_out(official, get, raw):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("data/scores.csv", TABLE)
        archive.writestr("data/meta.txt", b"about")
    address = official.at("/all.zip", Reply(packed.getvalue(), content_type="application/zip"))
    assert [o.state for o in get(source(address, member="data/*.csv"))] == ["fetched"]
    assert (raw / TO).read_bytes() == TABLE
    assert left_over(raw) == []


def test_a_broken_download_is_gone_on_with_by_the_next_fetch(official, get, raw, client):
    table = TABLE + b"E01000002,7.0\n" * 30_000
    broken = versioned(table, '"one"', cut=200_000)
    silent = Reply(b"", 503)
    iod = source(official.at("/s.csv", broken, silent, silent, versioned(table, '"one"')))
    assert [outcome.state for outcome in get(iod)] == ["missing"]
    assert [outcome.state for outcome in get(iod)] == ["fetched"]
    assert "Range" in official.asked[-1].headers
    assert (raw / TO).read_bytes() == table
    assert left_over(raw) == []


def test_a_fetch_that_is_stopped_leaves_the_file_of_before_and_what_it_got(
    official, get, raw, client
):
    table = TABLE + b"E01000002,7.0\n" * 30_000
    iod = source(official.at("/s.csv", versioned(TABLE, '"one"'), versioned(table, '"two"')))
    get(iod)

    def stop(path):
        def show(done, total):
            if done > 100_000:
                raise KeyboardInterrupt

        return show

    with pytest.raises(KeyboardInterrupt):
        list(fetch([iod], raw, client, watch=stop))
    assert (raw / TO).read_bytes() == TABLE
    assert ledger.intact(raw, TO, ledger.read(raw))
    assert [outcome.state for outcome in get(iod)] == ["fetched"]
    assert "Range" in official.asked[-1].headers
    assert (raw / TO).read_bytes() == table


def test_a_fetch_killed_between_ledger_and_file_is_made_good_by_the_next(
    official, get, raw, monkeypatch
):
    iod = source(official.at("/s.csv", versioned(TABLE, '"1"'), versioned(NEWER, '"2"')))
    get(iod)

    def killed(part, target):
        raise KeyboardInterrupt

    with monkeypatch.context() as patched, pytest.raises(KeyboardInterrupt):
        patched.setattr("etl.fetch._put", killed)
        get(iod)
    assert (raw / TO).read_bytes() == TABLE
    assert catalogue.record(iod, raw, rows=1)["provenance"] == "supplied"
    assert [outcome.state for outcome in get(iod)] == ["fetched"]
    assert (raw / TO).read_bytes() == NEWER


def test_a_file_that_was_changed_on_disk_is_fetched_afresh(official, get, raw):
    iod = source(official.at("/scores.csv", versioned(TABLE, '"one"')))
    get(iod)
    (raw / TO).write_bytes(TABLE[:-5])
    assert [outcome.state for outcome in get(iod)] == ["fetched"]
    assert (raw / TO).read_bytes() == TABLE


@pytest.mark.parametrize("name", [TO, "deprivation/my_scores.csv"])
def test_a_file_that_somebody_supplied_is_not_touched(official, get, raw, name):
    (raw / name).parent.mkdir(parents=True)
    (raw / name).write_bytes(b"mine")
    (outcome,) = get(source(official.at("/scores.csv", Reply(TABLE))))
    assert (outcome.state, outcome.path) == ("kept", name)
    assert "move it away" in outcome.message
    assert (raw / name).read_bytes() == b"mine"
    assert official.asked == []


def test_a_file_that_two_sources_need_is_fetched_once(official, get):
    iod = source(official.at("/scores.csv", Reply(TABLE)))
    assert len(get(iod, iod)) == 1
    assert len(official.asked) == 1


def test_one_source_that_fails_does_not_stop_the_next(official, get, raw):
    gone = source(official.address + "/gone.csv", to="gone/gone.csv")
    outcomes = get(gone, source(official.at("/scores.csv", Reply(TABLE))))
    assert [outcome.state for outcome in outcomes] == ["missing", "fetched"]


def test_a_file_that_nothing_is_built_from_is_never_missed(official, get):
    (outcome, _) = get(source(official.address + "/gone.csv", to="x/gone.csv", name="published"))
    assert outcome.state == "kept"
    assert outcome.message.endswith("; nothing is built from it")


def with_file(iod, **described):
    return replace(iod, files={"scores": replace(iod.files["scores"], **described)})


def test_an_optional_file_is_never_missed(official, get, raw):
    iod = with_file(source(official.address + "/gone.csv"), optional=True)
    (outcome,) = get(iod)
    assert outcome.state == "kept"
    assert outcome.message.endswith("; a build does without it")
    assert iod.locate(raw) == {}


def test_a_file_that_no_address_gives_says_where_a_person_gets_it(get):
    by_hand = "unpack results.zip from https://www.gov.uk/results to deprivation/scores_2025.csv"
    (outcome,) = get(replace(with_file(source(""), by_hand=by_hand), fetch={}))
    assert outcome.state == "missing"
    assert outcome.message == f"has to be got by hand: {by_hand}"


def test_a_disk_that_is_full_is_one_line(official, get, raw, monkeypatch):
    def full(*arguments):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("etl.fetch._put", full)
    (outcome,) = get(source(official.at("/scores.csv", Reply(TABLE))))
    assert outcome.message == "cannot be written: No space left on device"


def test_two_fetches_do_not_write_to_the_same_files(official, get, raw):
    (raw / PARTIAL).mkdir(parents=True)
    with (raw / PARTIAL / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with pytest.raises(UsageError, match="another fetch is under way"):
            get(source(official.at("/scores.csv", Reply(TABLE))))


@pytest.mark.parametrize("content", ["", "[]", '{"files": {"a": {"source": "iod"}}}', "{"])
def test_a_ledger_that_cannot_be_read_is_one_line(raw, content):
    raw.mkdir()
    (raw / "fetched.json").write_text(content)
    with pytest.raises(SourceError, match=r"fetched.json: cannot be read; delete it"):
        ledger.read(raw)


# What a manifest says of it


def test_a_source_whose_files_were_all_fetched_is_live(official, get, raw):
    address = official.at("/scores.csv", Reply(TABLE))
    iod = source(address)
    get(iod)
    entry = catalogue.record(iod, raw, rows=1)
    assert entry["provenance"] == "live"
    assert entry["retrieved"] == "2026-03-26T09:30:00+00:00"
    assert entry["fidelity"] == "the publisher's file, as published"
    assert entry["note"] is None
    assert entry["files"][0]["file_url"] == address
    assert entry["files"][0]["sha256"] == sha256(raw / TO)


def test_a_file_edited_after_it_was_fetched_is_no_longer_live(official, get, raw):
    iod = source(official.at("/scores.csv", Reply(TABLE)))
    get(iod)
    (raw / TO).write_bytes(TABLE + b"E01000002,0\n")
    entry = catalogue.record(iod, raw, rows=1)
    assert (entry["provenance"], entry["retrieved"]) == ("supplied", None)
    assert entry["note"] == "The copy at hand is put together from other files."


# The catalogue


def wanted():
    return [
        (source.id, name, fetched)
        for source in catalogue.load().values()
        for name, fetched in source.fetch.items()
    ]


@pytest.mark.parametrize(("source_id", "name", "fetched"), wanted())
def test_every_address_in_the_catalogue_may_be_asked(source_id, name, fetched):
    address = urlsplit(fetched.address)
    assert address.scheme == "https"
    folders = OFFICIAL_FOLDERS.get(address.netloc, ())
    assert address.netloc in OFFICIAL_HOSTS or address.path.startswith(folders)
    if fetched.service == "govuk":
        assert address.path.startswith("/api/content/") and fetched.attachment


BY_HAND = {
    ("dfe_eyfsp", "recent"),
    ("ofsted_day_care", "settings"),
    ("ofsted_providers", "providers"),
    ("ohid_fingertips", "mmr"),
}
"""Files that a build reads and no service gives as they are read: all others have an address."""


def test_every_file_that_can_be_fetched_has_an_address():
    read = {(s.id, name) for s in catalogue.load().values() for name in s.files}
    assert read - {(source_id, name) for source_id, name, _ in wanted()} == BY_HAND


def test_what_is_fetched_and_not_read_yet_has_an_address_too():
    extra = {(source_id, name) for source_id, name, _ in wanted()}
    assert {("ons_lsoas", "centroids"), ("ons_population", "births")} <= extra


def test_no_host_may_be_asked_that_no_source_needs():
    hosts = {urlsplit(fetched.address).netloc for _, _, fetched in wanted()}
    assert hosts == OFFICIAL_HOSTS | set(OFFICIAL_FOLDERS)


def test_no_two_fetched_files_fit_the_same_pattern():
    for source in catalogue.load().values():
        for name, file in source.files.items():
            fitting = {f.to for _, _, f in wanted() if PurePosixPath(f.to).match(file.pattern)}
            assert fitting <= {source.fetch[name].to} if name in source.fetch else not fitting, name


@pytest.mark.parametrize("vintage", VINTAGES.values(), ids=str)
def test_what_is_fetched_for_a_ward_vintage_is_what_its_reader_looks_for(vintage):
    patterns = {vintage.best_fit, vintage.polygons, vintage.coarse_polygons}
    patterns |= {vintage.hierarchy, vintage.counties, vintage.regions} - {""}
    sources = catalogue.load()
    fetched = {
        fetched.to
        for source_id, name, fetched in wanted()
        if name in sources[source_id].files and vintage.name in sources[source_id].ward_vintages
    }
    assert fetched
    assert not [to for to in fetched if not any(PurePosixPath(to).match(p) for p in patterns)]
    for pattern in patterns:
        assert len({f.to for _, _, f in wanted() if PurePosixPath(f.to).match(pattern)}) <= 1


def test_every_service_of_the_catalogue_is_known():
    assert set(FETCHING) == set(SERVICES)


# The command


@pytest.fixture
def publisher(monkeypatch, client):
    """Let the command ask the server on this machine, for these sources."""

    def publisher(*sources):
        monkeypatch.setattr(catalogue, "load", lambda: {s.id: s for s in sources})
        monkeypatch.setattr(fetch_progress, "official_client", lambda: client)

    return publisher


def test_the_command_says_what_it_got_and_exits_with_0(official, publisher, raw, capsys):
    publisher(source(official.at("/scores.csv", Reply(TABLE))))
    assert main(["fetch", "iod", "--to", str(raw)]) == 0
    assert capsys.readouterr().out == f"fetched   iod: {TO} (0.0 MB)\n"


def test_the_bar_shows_file_size_and_rate(official, client, raw):
    seen = io.StringIO()
    console = Console(file=seen, force_terminal=True, width=140)
    stalled = Reply(b"code,score\n" * 100_000, cut=600_000, stall=True)
    with pytest.raises(SourceError):
        fetch_progress.run([source(official.at("/s.csv", stalled))], raw, client, console)
    assert "scores_2025.csv" in seen.getvalue()
    assert "/1.1 MB" in seen.getvalue()
    assert re.search(r"\d MB/s", seen.getvalue())


def test_a_warning_is_enough_while_the_last_good_file_is_there(official, publisher, raw, capsys):
    publisher(source(official.at("/scores.csv", Reply(TABLE), Reply(b"", 404))))
    main(["fetch", "--to", str(raw)])
    assert main(["fetch", "--to", str(raw)]) == 0
    said = capsys.readouterr().err
    assert f"warning: iod: {TO}: localhost:{official.port}: answers 404 Not Found" in said
    assert "the file of before stays" in said


def test_a_file_that_is_nowhere_exits_with_3(official, publisher, raw, capsys):
    publisher(source(official.address + "/gone.csv"))
    assert main(["fetch", "--to", str(raw)]) == 3
    said = capsys.readouterr().err.splitlines()
    assert said[0].startswith(f"missing: iod: {TO}: localhost:{official.port}: answers 404")
    assert said[-1] == f"error: 1 file that the build needs is not in {raw}; see above"


def test_a_file_without_an_address_is_asked_of_the_user(publisher, raw, capsys):
    iod = source("https://www.gov.uk/")
    publisher(Source(**{**iod.__dict__, "fetch": {}}))
    assert main(["fetch", "--to", str(raw)]) == 3
    assert "by hand: find it at https://www.gov.uk/iod and put it there" in capsys.readouterr().err
    (raw / TO).parent.mkdir()
    (raw / TO).write_bytes(TABLE)
    assert main(["fetch", "--to", str(raw)]) == 0
    assert capsys.readouterr().out == "supplied  iod: deprivation/*.csv\n"


def test_only_what_a_build_reads_is_fetched_unless_it_is_named(official, publisher, raw, capsys):
    iod = source(official.at("/scores.csv", Reply(TABLE)))
    publisher(Source(**{**iod.__dict__, "purpose": ""}))
    assert main(["fetch", "--to", str(raw)]) == 0
    assert official.asked == []
    assert main(["fetch", "iod", "--to", str(raw)]) == 0
    assert len(official.asked) == 1


def test_an_unknown_source_exits_with_2(publisher, raw, capsys):
    publisher(source("https://www.gov.uk/"))
    assert main(["fetch", "iod2", "--to", str(raw)]) == 2
    assert capsys.readouterr().err.startswith("error: iod2: no such source; ")


def test_build_takes_what_fetch_got(tmp_path, monkeypatch):
    from etl import build

    asked = []

    def write_release(raw, *arguments):
        asked.append(raw)
        raise SourceError("far enough")

    monkeypatch.setattr(build, "write_release", write_release)
    monkeypatch.chdir(tmp_path)
    assert main(["build"]) == 2  # nothing was fetched yet
    (tmp_path / "data" / "raw").mkdir(parents=True)
    assert main(["build"]) == 3
    assert [str(path) for path in asked] == ["data/raw"]

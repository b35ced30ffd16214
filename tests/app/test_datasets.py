from __future__ import annotations

import csv
import gzip
import io
import json
import re
import zipfile
from itertools import pairwise

import pytest
from tiny_release import (
    ALFRETON,
    AMBER_VALLEY,
    BIRMINGHAM,
    DERBYSHIRE,
    ENGLAND,
    LOW_INCOME,
    WEST_MIDLANDS,
)

from app import archive, catalogue, datasets, fields, shell
from app.main import ROOT
from app.prepare import prepare
from app.state import ViewState

CSV = f"/data/indicators/{LOW_INCOME}.csv"


def rows_of(answer) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig"))))


# One indicator, one council


def test_the_download_of_an_indicator_has_every_row_that_pages_have(client):
    rows = rows_of(client.get(CSV))
    paged = client.get(f"/api/v1/indicators/{LOW_INCOME}/observations?limit=1000").json
    assert [(row["area_code"], row["period"]) for row in rows] == [
        (row["area_code"], row["period"]) for row in paged["observations"]
    ]
    assert {row["release"] for row in rows} == {paged["release"]}


def test_a_download_opens_in_excel_with_its_names_whole(client):
    assert client.get(CSV).data.startswith(b"\xef\xbb\xbfindicator,area_code,")


def test_the_download_of_a_council_holds_its_wards_itself_and_what_it_is_compared_with(client):
    rows = rows_of(client.get(f"/data/councils/{BIRMINGHAM}.csv"))
    held = {row["area_code"] for row in rows if row["level"] != "ward"}
    assert held == {BIRMINGHAM, WEST_MIDLANDS, ENGLAND}
    assert {row["area_name"] for row in rows if row["level"] == "ward"} == {
        "Acocks Green",
        "Allens Cross",
        "Alum Rock",
    }


def test_a_district_comes_with_its_county_and_a_county_with_its_districts(client):
    for code in (AMBER_VALLEY, DERBYSHIRE):
        held = {row["area_code"] for row in rows_of(client.get(f"/data/councils/{code}.csv"))}
        assert {ALFRETON, AMBER_VALLEY, DERBYSHIRE, ENGLAND} <= held


def test_an_indicator_s_rows_stand_together(client):
    names = [row["indicator"] for row in rows_of(client.get(f"/data/councils/{BIRMINGHAM}.csv"))]
    changes = sum(one != other for one, other in pairwise(names))
    assert changes == len(set(names)) - 1


def test_the_two_lists_are_there_whole(client, tiny):
    areas = rows_of(client.get("/data/areas.csv"))
    assert [row["code"] for row in areas] == list(tiny.areas)
    indicators = rows_of(client.get("/data/indicators.csv"))
    assert [row["id"] for row in indicators] == list(tiny.indicators)


def test_a_download_is_compressed_as_it_goes_and_says_what_it_is_called(client, tiny):
    packed = client.get(CSV, headers={"Accept-Encoding": "gzip"})
    assert gzip.decompress(packed.data) == client.get(CSV).data
    name = f"early-years-atlas-{LOW_INCOME}-{tiny.id}.csv"
    assert packed.headers["Content-Disposition"] == f'attachment; filename="{name}"'
    assert "Accept-Encoding" in packed.headers["Vary"]


def test_a_download_is_never_held_whole(embedded):
    rows = datasets.Rows(embedded)
    item = next(iter(embedded.indicators))
    cells = (
        (*fields.observation(embedded, row), "title", "release")
        for row in rows.stream(rows.select([item], ["ward"]))
    )
    sizes = [len(part) for part in datasets._written(datasets.COLUMNS, cells)]
    assert len(sizes) > 10 and max(sizes) < 200_000


def test_a_download_that_the_reader_has_is_not_sent_again(client):
    tag = client.get(CSV).headers["ETag"]
    assert client.get(CSV, headers={"If-None-Match": tag}).status_code == 304
    assert client.head(CSV).headers["ETag"] == tag


@pytest.mark.parametrize(
    "path",
    [
        "/data/indicators/nothing.csv",
        "/data/councils/E08999999.csv",
        f"/data/councils/{ALFRETON}.csv",
        f"/data/councils/{ENGLAND}.csv",
        "/data/indicators/nothing.csv-metadata.json",
        "/data/councils/x.csv-metadata.json",
    ],
)
def test_a_download_of_nothing_is_404_and_shows_the_way_to_the_catalogue(client, path):
    answer = client.get(path)
    assert answer.status_code == 404 and 'href="/data"' in answer.text


# The whole release


def test_the_archive_holds_every_file_of_the_release_byte_for_byte(client, tiny, tiny_folder):
    answer = client.get(f"/v/{tiny.id}/release/{archive.name(tiny.id)}")
    with zipfile.ZipFile(io.BytesIO(answer.data)) as packed:
        assert packed.testzip() is None
        assert set(packed.namelist()) == {*tiny.manifest["files"], "manifest.json"}
        for name in packed.namelist():
            assert packed.read(name) == (tiny_folder / name).read_bytes()


def test_single_files_are_those_of_the_release(client, tiny, tiny_folder):
    for name in ("observations.parquet", "areas.parquet", "indicators.json", "manifest.json"):
        answer = client.get(f"/v/{tiny.id}/release/{name}")
        assert answer.data == (tiny_folder / name).read_bytes()
        assert "immutable" in answer.headers["Cache-Control"]


def test_the_same_release_gives_the_same_archive(tiny, tiny_folder, tmp_path):
    again = prepare(tiny_folder, tmp_path) / "www" / "v" / tiny.id / "release"
    first = tiny.www / "v" / tiny.id / "release"
    name = archive.name(tiny.id)
    assert (again / name).read_bytes() == (first / name).read_bytes()


# What catalogues read


@pytest.mark.parametrize(
    "path",
    [CSV, f"/data/councils/{BIRMINGHAM}.csv", "/data/areas.csv", "/data/indicators.csv"],
)
def test_every_csv_has_its_columns_described_beside_it(client, path):
    answer = client.get(path)
    described = f"{path}-metadata.json"
    assert any(
        f'<{described}>; rel="describedby"' in link for link in answer.headers.getlist("Link")
    )
    metadata = client.get(described)
    assert metadata.mimetype == "application/csvm+json"
    body = json.loads(metadata.data)
    assert body["url"] == path.rpartition("/")[2]
    columns = [column["name"] for column in body["tableSchema"]["columns"]]
    assert columns == list(rows_of(answer)[0])


def test_the_described_columns_hold_what_they_promise(client):
    """Keys are unique, what is required is there, and numbers are numbers."""
    schema = json.loads(client.get(f"{CSV}-metadata.json").data)["tableSchema"]
    rows = rows_of(client.get(CSV))
    keys = [tuple(row[name] for name in schema["primaryKey"]) for row in rows]
    assert len(keys) == len(set(keys))
    for column in schema["columns"]:
        cells = [row[column["name"]] for row in rows]
        assert not column["required"] or all(cells)
        if column["datatype"] == "double":
            assert all(float(cell) >= 0 for cell in cells if cell)
        if isinstance(column["datatype"], dict):
            assert all(re.fullmatch(r"\d{4}-\d\d-\d\d", cell) for cell in cells)


def test_the_catalogue_has_the_release_and_every_indicator(client, tiny):
    answer = client.get("/catalog.jsonld")
    assert answer.mimetype == "application/ld+json"
    whole, *others = json.loads(answer.data)["dcat:dataset"]
    assert whole["dct:identifier"] == tiny.id
    assert [entry["dct:identifier"] for entry in others] == list(tiny.indicators)
    assert others[1]["dct:temporal"]["dcat:endDate"]["@value"] == "2025-03-31"


def addresses(node: object) -> set[str]:
    """Return every address of this site in a JSON-LD document."""
    if isinstance(node, dict):
        return set().union(*map(addresses, node.values()))
    if isinstance(node, list):
        return set().union(*map(addresses, node))
    return {node} if isinstance(node, str) and node.startswith("/") else set()


def test_every_address_that_catalogues_are_told_answers(client, tiny):
    told = addresses(catalogue.dcat(tiny)) | addresses(catalogue.schema_org(tiny))
    assert len(told) > 10
    for address in told:
        assert client.get(address.partition("#")[0]).status_code == 200, address


def test_the_page_of_the_data_carries_a_dataset_and_no_other_page_does(client, tiny):
    page = client.get("/data").text
    block = re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    assert block
    dataset = json.loads(block[1])
    assert dataset == catalogue.schema_org(tiny)
    assert dataset["@type"] == "Dataset" and dataset["version"] == tiny.id
    assert "application/ld+json" not in client.get("/").text


def test_a_title_cannot_end_the_block_of_data(tiny, monkeypatch):
    monkeypatch.setattr(catalogue, "schema_org", lambda _: {"name": "</script><script>alert(1)"})
    head = shell.described(ViewState("data"), tiny)
    assert head.count("</script>") == 1
    assert json.loads(re.search(r">(\{.*\})<", head)[1])["name"].startswith("</script>")


# What is documented is true


def documented() -> list[str]:
    text = (ROOT / "docs" / "api.md").read_text("utf-8")
    return re.findall(r'^curl "\$ATLAS(/[^"]*)"$', text, re.MULTILINE)


@pytest.mark.parametrize("address", documented())
def test_every_documented_example_answers_with_rows(client, address):
    answer = client.get(address)
    assert answer.status_code == 200
    if answer.mimetype == "text/csv":
        assert len(rows_of(answer)) > 0
    elif "total" in answer.json:
        assert answer.json["total"] > 0


def test_the_documentation_has_examples_of_every_kind():
    said = "\n".join(documented())
    for part in ("/areas?", "/indicators/", "/observations?", ".csv", "openapi", "/catalog"):
        assert part in said


def test_the_documented_loop_reads_every_page(client, tiny, monkeypatch):
    program = re.search(
        r"```python\n(.*?)```", (ROOT / "docs" / "api.md").read_text("utf-8"), re.DOTALL
    )
    assert program
    known: dict = {"atlas": ""}
    monkeypatch.setattr(
        "urllib.request.urlopen", lambda address: io.BytesIO(client.get(address).data)
    )
    exec(program[1].replace("limit=1000", "limit=2"), known)
    assert len(known["rows"]) == 8

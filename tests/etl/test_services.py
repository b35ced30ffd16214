"""Each service is asked in its own way, page by page, and once only when nothing is new."""

import io
import json
import zipfile
from dataclasses import replace

import pytest
from official_server import (
    WEB_PAGE,
    Reply,
    as_json,
    serve_layer,
    serve_nomis,
    versioned,
)
from service_jobs import known, rows

from etl.services import (
    arcgis,
    census,
    direct,
    ees,
    ees_release,
    govuk,
    nomis,
)
from etl.sources import ons_census2021_tenure
from etl.transfer import DownloadError

LAYER = "/arcgis/rest/services/LSOA21_WD24_LAD24_EW_LU/FeatureServer/0"


# ArcGIS: a layer, its count, and pages that say when there is more.


def layer(official, attributes, counted=None):
    """Serve a layer of these rows, two at once however many are asked for."""
    features = [{"type": "Feature", "properties": row, "geometry": None} for row in attributes]
    return serve_layer(official, LAYER, features, counted=counted)


WARDS = [
    {"LSOA21CD": f"E0100000{n}", "WD24CD": f"E0500000{n}", "LAD24NM": "Kingston upon Hull, City of"}
    for n in range(5)
]


def test_a_table_of_arcgis_is_read_to_its_last_page(official, job):
    asked = job("arcgis", layer(official, WARDS))
    got = arcgis.fetch(asked)
    assert got is not None
    assert (got.content_type, got.version) == ("text/csv", "1700000000000")
    assert rows(asked.part)[0] == ["LSOA21CD", "WD24CD", "LAD24NM"]
    assert rows(asked.part)[5] == ["E01000004", "E05000004", "Kingston upon Hull, City of"]
    queries = [q.query for q in official.requests(LAYER + "/query") if "resultOffset" in q.query]
    assert [query["resultOffset"] for query in queries] == ["0", "2", "4"]
    assert {query["orderByFields"] for query in queries} == {"FID"}
    assert {query["returnGeometry"] for query in queries} == {"false"}


def test_columns_are_called_what_the_reader_calls_them(official, job):
    columns = {"WD24CD": "ward", "LSOA21CD": "lsoa21_code"}
    asked = job("arcgis", layer(official, WARDS), columns=columns)
    arcgis.fetch(asked)
    assert rows(asked.part)[:2] == [["ward", "lsoa21_code"], ["E05000000", "E01000000"]]


def test_a_column_that_is_gone_is_named(official, job):
    asked = job("arcgis", layer(official, WARDS), columns={"WD25CD": "ward"})
    with pytest.raises(DownloadError, match="has no column WD25CD"):
        arcgis.fetch(asked)


def test_shapes_of_arcgis_become_one_collection_that_names_its_grid(official, job):
    asked = job("arcgis", layer(official, WARDS), to="wards.geojson", query={"outSR": "27700"})
    arcgis.fetch(asked)
    collection = json.loads(asked.part.read_text())
    assert [f["properties"]["WD24CD"] for f in collection["features"]] == [
        "E05000000",
        "E05000001",
        "E05000002",
        "E05000003",
        "E05000004",
    ]
    assert collection["crs"]["properties"]["name"] == "EPSG:27700"
    assert official.requests(LAYER + "/query")[0].query["outSR"] == "27700"


def test_a_layer_not_edited_since_costs_one_request(official, job):
    address = layer(official, WARDS)
    assert arcgis.fetch(job("arcgis", address, known=known(version="1700000000000"))) is None
    assert len(official.asked) == 1


def test_pages_that_do_not_add_up_to_the_count_are_refused(official, job):
    with pytest.raises(DownloadError, match="gives 5 features, and counts 6"):
        arcgis.fetch(job("arcgis", layer(official, WARDS, counted=6)))


def test_a_service_that_says_there_is_more_and_gives_nothing_is_refused(official, job):
    address = layer(official, WARDS)
    official.at(LAYER + "/query", as_json({"features": [], "exceededTransferLimit": True}))
    with pytest.raises(DownloadError, match="has no features from number 0"):
        arcgis.fetch(job("arcgis", address))


def test_an_error_that_arcgis_sends_as_success_is_an_error(official, job):
    address = official.at(LAYER, as_json({"error": {"code": 499, "message": "Token Required"}}))
    with pytest.raises(DownloadError, match="answers error 499: Token Required"):
        arcgis.fetch(job("arcgis", address))


BUSY = as_json({"error": {"code": 429, "message": "Unable to process request"}})


def test_a_service_that_sends_its_haste_as_success_is_asked_again(official, job, waits):
    address = layer(official, WARDS)
    query = official._answers[LAYER + "/query"]
    official.at(LAYER + "/query", BUSY, BUSY, query)
    asked = job("arcgis", address)
    arcgis.fetch(asked)
    assert len(rows(asked.part)) == 6
    assert waits == [0.75, 1.5]


def test_a_service_that_stays_busy_is_given_up(official, job, waits):
    with pytest.raises(DownloadError, match="answers error 429: Unable to process request"):
        arcgis.fetch(job("arcgis", official.at(LAYER, BUSY)))
    assert len(official.asked) == 3


def test_a_web_page_in_place_of_json_is_refused(official, job):
    with pytest.raises(DownloadError, match="answers text/html in place of JSON"):
        arcgis.fetch(job("arcgis", official.at(LAYER, WEB_PAGE)))


def test_a_page_that_fails_for_a_moment_is_asked_for_again(official, job, waits):
    address = layer(official, WARDS)
    query = official._answers[LAYER + "/query"]
    official.at(LAYER + "/query", Reply(b"", 429, headers={"Retry-After": "3"}), query)
    asked = job("arcgis", address)
    arcgis.fetch(asked)
    assert len(rows(asked.part)) == 6
    assert waits == [3.5]


# gov.uk: the page's attachments, found by name.

PAGE = "/api/content/government/statistics/children-in-low-income-families"


def page(official, *names, etag='"page-1"'):
    attachments = [
        {"attachment_type": "file", "url": f"{official.address}/media/{number}/{name}"}
        for number, name in enumerate(names)
    ]
    body = json.dumps({"base_path": "/x", "details": {"attachments": attachments}}).encode()
    return official.at(PAGE, versioned(body, etag, "application/json"))


def test_an_attachment_of_gov_uk_is_found_by_its_name(official, job):
    address = page(official, "notes.pdf", "low-income-2025.csv", "low-income-2024.csv")
    url = official.at("/media/1/low-income-2025.csv", Reply(b"code,n\nE1,2\n"))
    asked = job("govuk", address, attachment="low-income-*.csv")
    got = govuk.fetch(asked)
    assert got is not None and got.url == url
    assert asked.part.read_bytes() == b"code,n\nE1,2\n"


def test_a_page_of_gov_uk_that_did_not_change_costs_one_request(official, job):
    address = page(official, "low-income-2025.csv")
    asked = job("govuk", address, attachment="*.csv", known=known(etag='"page-1"'))
    assert govuk.fetch(asked) is None
    assert len(official.asked) == 1


def test_a_page_that_changed_around_the_same_attachment_costs_one_request(official, job):
    address = page(official, "low-income-2025.csv", etag='"page-2"')
    before = known(url=f"{official.address}/media/0/low-income-2025.csv", etag='"page-1"')
    assert govuk.fetch(job("govuk", address, attachment="*.csv", known=before)) is None
    assert len(official.asked) == 1


def test_an_attachment_that_is_gone_is_said_with_those_there_are(official, job):
    address = page(official, "notes.pdf", "renamed.csv")
    with pytest.raises(DownloadError, match=r"named low-\*.csv; .* are: notes.pdf, renamed.csv"):
        govuk.fetch(job("govuk", address, attachment="low-*.csv"))


def test_an_attachment_on_a_foreign_host_is_not_fetched(official, job):
    attachments = [{"url": "https://127.0.0.1/low.csv"}]
    address = official.at(PAGE, as_json({"details": {"attachments": attachments}}))
    with pytest.raises(DownloadError, match=r"127.0.0.1 is not an official host"):
        govuk.fetch(job("govuk", address, attachment="*.csv"))


def zipped(**members):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, content in members.items():
            archive.writestr(name.replace("__", "/") + ".csv", content)
    return Reply(packed.getvalue(), content_type="application/zip")


def test_of_zips_the_first_that_holds_the_wanted_file_is_kept(official, job):
    address = page(official, "tables.zip", "underlying.zip", "older.zip")
    official.at("/media/0/tables.zip", zipped(TABLES=b"a,b\n"))
    url = official.at("/media/1/underlying.zip", zipped(GLD_2013_2019=b"year,gld\n"))
    asked = job("govuk", address, to="g.csv", attachment="*.zip", member="*GLD_2013_2019.csv")
    got = govuk.fetch(asked)
    assert got is not None and got.url == url
    assert zipfile.ZipFile(asked.part).namelist() == ["GLD_2013_2019.csv"]
    assert official.requests("/media/2/older.zip") == []


def test_a_page_whose_zips_all_lack_the_wanted_file_is_said(official, job):
    address = page(official, "tables.zip")
    official.at("/media/0/tables.zip", zipped(TABLES=b"a,b\n"))
    with pytest.raises(DownloadError, match=r"no attachment \*.zip holds \*GLD.csv"):
        govuk.fetch(job("govuk", address, to="g.csv", attachment="*.zip", member="*GLD.csv"))


# Explore Education Statistics: a summary that says the version, and the CSV of that version.

DATA_SET = "/statistics/v1/data-sets/019ac0fb-e082-7202-871f-439d6d036893"


def data_set(official, version):
    official.at(DATA_SET + "/csv", Reply(b"time_period,gld\n202425,68.3\n"))
    return official.at(
        DATA_SET,
        as_json({"id": "019ac0fb", "status": "Published", "latestVersion": {"version": version}}),
    )


def test_a_data_set_is_fetched_at_its_latest_version(official, job):
    asked = job("ees", data_set(official, "1.1"))
    got = ees.fetch(asked)
    assert got is not None and got.version == "1.1"
    assert official.requests(DATA_SET + "/csv")[0].query == {"dataSetVersion": "1.1"}
    assert rows(asked.part)[1] == ["202425", "68.3"]


def test_a_data_set_at_the_version_of_before_costs_one_request(official, job):
    assert ees.fetch(job("ees", data_set(official, "1.1"), known=known(version="1.1"))) is None
    assert len(official.asked) == 1


def test_a_data_set_that_was_withdrawn_is_said(official, job):
    gone = as_json({"title": "Not Found", "status": 404}, status=404)
    with pytest.raises(DownloadError, match="answers 404 Not Found"):
        ees.fetch(job("ees", official.at(DATA_SET, gone)))


# The same service's releases: a summary that says the id, and the zip of all that it holds.

RELEASE = "/api/publications/funded-early-education-and-childcare/releases/2023"


def release(official, version):
    official.at(f"/api/releases/{version}/files", zipped(data__take_up_2018_2023=b"year,age\n"))
    official.at(RELEASE + "/version-summary", as_json({"id": version, "slug": "2023"}))
    return official.address + RELEASE


def test_a_release_is_fetched_as_the_zip_of_its_version(official, job):
    asked = job("ees_release", release(official, "5f2c"), member="data/take_up_*.csv")
    got = ees_release.fetch(asked)
    assert got is not None and (got.version, got.url[-20:]) == ("5f2c", "/releases/5f2c/files")
    assert zipfile.ZipFile(asked.part).namelist() == ["data/take_up_2018_2023.csv"]


def test_a_release_at_the_version_of_before_costs_one_request(official, job):
    before = known(version="5f2c")
    assert ees_release.fetch(job("ees_release", release(official, "5f2c"), known=before)) is None
    assert len(official.asked) == 1


def test_a_release_without_an_id_is_said(official, job):
    official.at(RELEASE + "/version-summary", as_json({"slug": "2023"}))
    with pytest.raises(DownloadError, match="does not say its id"):
        ees_release.fetch(job("ees_release", official.address + RELEASE))


# Fingertips: a CSV of an indicator, made as it is asked for.

FINGERTIPS = "/api/all_data/csv/by_indicator_id"
QUERY = {"indicator_ids": "90319", "area_type_id": "101"}


def test_fingertips_is_asked_for_one_indicator_and_area_type(official, job):
    body = b"Indicator ID,Indicator Name,Area Code,Value\n90319,Obesity,E92000001,9.6\n"
    asked = job("direct", official.at(FINGERTIPS, Reply(body)), query=QUERY)
    got = direct.fetch(asked)
    assert got is not None and got.url.endswith("?indicator_ids=90319&area_type_id=101")
    assert official.asked[0].query == QUERY
    assert asked.part.read_bytes() == body


# Nomis: an overview that says when, and pages of 25,000 rows that say how many there are.

CENSUS = "/api/v01/dataset/NM_2072_1"
SELECT = {"geography": "TYPE151", "select": "geography_code,c2021_tenure_9_name,obs_value"}


def nomis_table(official, number, updated="2023-01-05 09:30:00", counted=None, gives=25_000):
    rows = [f'"E01{row:06}","Owned: Owns outright, or so",{row}' for row in range(number)]
    header = '"GEOGRAPHY_CODE","C2021_TENURE_9_NAME","OBS_VALUE"'
    return serve_nomis(
        official,
        CENSUS,
        lambda query: rows,
        header=header,
        updated=updated,
        counted=counted,
        gives=gives,
    )


def test_nomis_is_read_past_its_25_000_rows(official, job):
    asked = job("nomis", nomis_table(official, 50_003), query=SELECT)
    got = nomis.fetch(asked)
    assert got is not None and got.version == "2023-01-05 09:30:00"
    table = rows(asked.part)
    assert table[0] == ["GEOGRAPHY_CODE", "C2021_TENURE_9_NAME", "OBS_VALUE"]
    assert [row[2] for row in table[1:]] == [str(n) for n in range(50_003)]
    pages = [page.query for page in official.requests(CENSUS + ".data.csv")]
    assert [page["recordoffset"] for page in pages] == ["0", "25000", "50000"]
    assert pages[0]["select"] == "geography_code,c2021_tenure_9_name,obs_value,record_count"
    assert pages[0]["geography"] == "TYPE151"


def test_nomis_may_give_fewer_rows_at_once_than_it_is_asked_for(official, job):
    asked = job("nomis", nomis_table(official, 25, gives=10), query=SELECT)
    nomis.fetch(asked)
    assert len(rows(asked.part)) == 26


def test_a_data_set_of_nomis_not_updated_since_costs_one_request(official, job):
    before = known(version="2023-01-05 09:30:00")
    assert nomis.fetch(job("nomis", nomis_table(official, 5), query=SELECT, known=before)) is None
    assert len(official.asked) == 1


def test_nomis_that_ends_before_its_own_count_is_refused(official, job):
    with pytest.raises(DownloadError, match="ends after 5 rows of 9"):
        nomis.fetch(job("nomis", nomis_table(official, 5, counted=9), query=SELECT))


def test_nomis_that_gives_more_than_its_own_count_is_refused(official, job):
    with pytest.raises(DownloadError, match="gives 5 rows, and says 3"):
        nomis.fetch(job("nomis", nomis_table(official, 5, counted=3), query=SELECT))


def test_a_query_that_nomis_finds_nothing_for_is_refused(official, job):
    with pytest.raises(DownloadError, match="ends after 0 rows"):
        nomis.fetch(job("nomis", nomis_table(official, 0), query=SELECT))


def test_a_web_page_in_place_of_a_table_of_nomis_is_refused(official, job):
    address = nomis_table(official, 5)
    official.at(CENSUS + ".data.csv", WEB_PAGE)
    with pytest.raises(DownloadError, match="answers text/html in place of a table"):
        nomis.fetch(job("nomis", address, query=SELECT))


# Census 2021: a table of Nomis, kept in the layout in which it is read.

TENURES = [
    "Total: All households",
    "Owned: Owns outright",
    "Owned: Owns with a mortgage or loan",
    "Shared ownership: Shared ownership",
    "Social rented: Rents from council or Local Authority",
    "Social rented: Other social rented",
    "Private rented: Private landlord or letting agency",
    "Private rented: Other private rented",
    "Lives rent free",
]


def tenures(official, counts):
    """Serve these counts, the total first, for one neighbourhood."""
    official.at(CENSUS + ".overview.json", as_json({"overview": {"lastupdated": "2023-01-05"}}))
    lines = ["GEOGRAPHY_CODE,C2021_TENURE_9,C2021_TENURE_9_NAME,OBS_VALUE,RECORD_COUNT"]
    lines += [
        f"E01000001,{code},{TENURES[code]},{count},{len(counts)}" for code, count in counts.items()
    ]
    return official.at(CENSUS + ".data.csv", Reply("\n".join(lines).encode()))


TENURE = {
    "query": {"select": "geography_code,c2021_tenure_9,c2021_tenure_9_name,obs_value"},
    "columns": {"area": "lsoa21_code", "total": "total_households", "category": "tenure"},
}


def test_a_census_table_is_kept_as_its_reader_takes_it(official, job):
    counts = dict(enumerate([100, 20, 15, 5, 25, 10, 16, 4, 5]))
    asked = job("census", tenures(official, counts), to="tenure.parquet", **TENURE)
    got = census.fetch(asked)
    assert got is not None and got.version == "2023-01-05"
    read = ons_census2021_tenure.parse({"households": asked.part}).set_index("measure").value
    assert read.to_dict() == {
        "census_households_owned": 35,
        "census_households_private_rented": 20,
        "census_households_social_rented": 35,
        "census_households_by_tenure": 100,
    }
    assert [path.name for path in asked.part.parent.iterdir()] == ["tenure.parquet"]


def test_a_census_table_without_totals_is_refused(official, job):
    asked = job("census", tenures(official, {1: 20}), to="tenure.parquet", **TENURE)
    with pytest.raises(DownloadError, match="gives no total of E01000001"):
        census.fetch(asked)


@pytest.mark.parametrize("service", [arcgis, nomis])
def test_what_is_put_together_from_pages_is_bounded_too(official, job, client, service):
    client.limits = replace(client.limits, size=3_000)
    address = (
        layer(official, WARDS * 20) if service is arcgis else nomis_table(official, 99, gives=9)
    )
    with pytest.raises(DownloadError, match="is larger than the limit"):
        service.fetch(job("any", address, query={} if service is arcgis else SELECT))

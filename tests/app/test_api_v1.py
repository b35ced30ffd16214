from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
import time

import pytest
from tiny_release import (
    ACOCKS_GREEN,
    ALFRETON,
    ALLENS_CROSS,
    ALUM_ROCK,
    AMBER_VALLEY,
    ASQ,
    BELPER,
    BIRMINGHAM,
    DERBYSHIRE,
    ENGLAND,
    LOW_INCOME,
    POPULATION,
    WEST_MIDLANDS,
)

from app import fields
from app.main import ROOT
from app.rows import Rows
from etl.registry import LEVELS

OF_LOW_INCOME = f"/api/v1/indicators/{LOW_INCOME}/observations"


def rows_of(answer) -> list[tuple[str, str, float | None]]:
    """Return the area, period and value of every row of an answer."""
    return [(row["area_code"], row["period"], row["value"]) for row in answer.json["observations"]]


def table_of(answer) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(answer.data.decode("utf-8"))))


def test_the_beginning_says_which_release_it_is_and_where_to_go_on(client, tiny):
    answer = client.get("/api/v1").json
    assert answer["release"] == tiny.id
    for name in ("areas", "indicators", "openapi", "catalogue"):
        assert client.get(answer[name]).status_code == 200


# Areas


def test_areas_come_by_level_then_code(client):
    answer = client.get("/api/v1/areas").json
    assert [area["code"] for area in answer["areas"][:6]] == [
        ALFRETON,
        BELPER,
        ACOCKS_GREEN,
        ALLENS_CROSS,
        ALUM_ROCK,
        AMBER_VALLEY,
    ]
    assert answer["total"] == 11 and answer["areas"][-1]["code"] == ENGLAND


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("level=ward&within=" + BIRMINGHAM, [ACOCKS_GREEN, ALLENS_CROSS, ALUM_ROCK]),
        ("level=ward&within=" + DERBYSHIRE, [ALFRETON, BELPER]),
        ("level=lad&within=" + DERBYSHIRE, [AMBER_VALLEY]),
        ("level=lad&within=" + WEST_MIDLANDS, [BIRMINGHAM]),
        ("level=lad&within=" + ENGLAND, [AMBER_VALLEY, BIRMINGHAM]),
        ("level=region&within=" + BIRMINGHAM, []),
        ("q=rock+ALUM", [ALUM_ROCK]),
        (f"q={BIRMINGHAM}", [BIRMINGHAM]),
    ],
)
def test_areas_are_chosen_by_level_by_what_holds_them_and_by_name(client, asked, found):
    answer = client.get(f"/api/v1/areas?{asked}").json
    assert [area["code"] for area in answer["areas"]] == found


def test_an_area_says_where_it_lies_and_why_it_has_no_figures(client):
    answer = client.get(f"/api/v1/areas/{ALUM_ROCK}").json
    assert (answer["name"], answer["lad_code"], answer["note"]) == (
        "Alum Rock",
        BIRMINGHAM,
        "Holds no LSOA.",
    )


# Indicators


def test_an_indicator_tells_its_periods_caveats_and_sources(client, tiny):
    answer = client.get(f"/api/v1/indicators/{LOW_INCOME}").json
    assert answer["caveats"] == list(tiny.indicators[LOW_INCOME].caveats)
    assert [entry["slug"] for entry in answer["coverage"]["ward"]["periods"]] == [
        "2021-22",
        "2024-25",
    ]
    assert answer["coverage"]["ward"]["breaks"] == [10.2, 15.3, 20.4, 28.8]
    assert answer["sources"][0]["publisher"] == "DWP and HMRC"


def test_indicators_are_found_by_words_and_by_subject(client):
    found = client.get("/api/v1/indicators?q=low+income").json["indicators"]
    assert [item["id"] for item in found] == [LOW_INCOME]
    answer = client.get("/api/v1/indicators?domain=Child+development").json
    assert [item["id"] for item in answer["indicators"]] == [ASQ]


# Observations


def test_an_indicator_has_its_figures_by_period_then_area(client):
    answer = client.get(f"{OF_LOW_INCOME}?level=ward&within={BIRMINGHAM}")
    assert rows_of(answer) == [
        (ACOCKS_GREEN, "2021/22", 30.06),
        (ALLENS_CROSS, "2021/22", None),
        (ACOCKS_GREEN, "2024/25", 33.44),
        (ALLENS_CROSS, "2024/25", 19.0),
        (ALUM_ROCK, "2024/25", None),
    ]
    assert answer.json["total"] == 5


def test_an_area_and_period_without_a_row_has_none_here_either(client):
    answer = client.get(f"{OF_LOW_INCOME}?level=lad&period=2021-22")
    assert rows_of(answer) == [(BIRMINGHAM, "2021/22", 36.0)]


def test_a_withheld_figure_is_null_and_says_why(client):
    answer = client.get(f"{OF_LOW_INCOME}?level=ward&within={BIRMINGHAM}&period=2021-22").json
    withheld = answer["observations"][1]
    assert withheld["value"] is withheld["numerator"] is withheld["lower_ci"] is None
    assert withheld["marker"] == "low"


def test_the_latest_period_is_that_of_each_level(client):
    answer = client.get(f"/api/v1/indicators/{ASQ}/observations?period=latest")
    assert rows_of(answer) == [
        (BIRMINGHAM, "2021/22", 85.0),
        (DERBYSHIRE, "2021/22", 90.1),
        (ENGLAND, "2021/22", 86.5),
    ]


def test_an_area_has_its_figures_by_indicator(client):
    answer = client.get(f"/api/v1/areas/{ACOCKS_GREEN}/observations").json
    assert [(row["indicator"], row["period"]) for row in answer["observations"]] == [
        (POPULATION, "2020"),
        (LOW_INCOME, "2021/22"),
        (LOW_INCOME, "2024/25"),
    ]


def test_an_area_answers_for_the_areas_inside_it(client):
    asked = f"/api/v1/areas/{DERBYSHIRE}/observations?level=ward&indicator={LOW_INCOME}"
    assert rows_of(client.get(f"{asked}&period=latest")) == [
        (ALFRETON, "2024/25", 11.0),
        (BELPER, "2024/25", 14.0),
    ]


def test_a_row_has_the_release_s_own_columns_and_what_they_are_of(client):
    row = client.get(f"{OF_LOW_INCOME}?level=ward&within={BIRMINGHAM}&period=latest").json[
        "observations"
    ][0]
    assert row == {
        "indicator": LOW_INCOME,
        "area_code": ACOCKS_GREEN,
        "area_name": "Acocks Green",
        "level": "ward",
        "period": "2024/25",
        "period_end": "2025-03-31",
        "value": 33.44,
        "unit": "%",
        "lower_ci": 32.1,
        "upper_ci": 34.8,
        "numerator": 1672,
        "denominator": 5000,
        "marker": None,
        "method": "published",
        "benchmark": "higher",
        "quintile": 5,
        "trend": "increasing",
    }


# Pages


@pytest.mark.parametrize("limit", [1, 2, 3, 14, 1000])
@pytest.mark.parametrize(
    "address", [OF_LOW_INCOME, f"/api/v1/areas/{ENGLAND}/observations?level=ward", "/api/v1/areas"]
)
def test_following_next_gives_every_row_once_whatever_the_page_holds(client, address, limit):
    name = "areas" if address.endswith("areas") else "observations"
    joint = "&" if "?" in address else "?"
    whole = client.get(f"{address}{joint}limit=1000").json
    following, found = f"{address}{joint}limit={limit}", []
    while following:
        page = client.get(following).json
        assert len(page[name]) <= limit
        found += page[name]
        following = page["next"]
    assert found == whole[name] and len(found) == whole["total"] > 5


def test_a_page_beyond_the_last_is_empty_and_the_last(client):
    answer = client.get(f"{OF_LOW_INCOME}?offset=9999").json
    assert answer["observations"] == [] and answer["next"] is None


def test_the_next_page_is_in_the_link_header_too(client):
    answer = client.get(f"{OF_LOW_INCOME}.csv?limit=2&level=ward")
    following = f"{OF_LOW_INCOME}.csv?level=ward&limit=2&offset=2"
    assert f'<{following}>; rel="next"' in answer.headers.getlist("Link")
    assert answer.headers["X-Total-Count"] == "8"


# CSV


def test_csv_holds_what_json_holds(client):
    asked = f"level=ward&within={BIRMINGHAM}"
    listed = client.get(f"{OF_LOW_INCOME}?{asked}").json["observations"]
    for row, line in zip(listed, table_of(client.get(f"{OF_LOW_INCOME}.csv?{asked}")), strict=True):
        assert list(row) == list(line)
        for name, cell in row.items():
            printed = "" if cell is None else str(cell)
            assert line[name] in (printed, printed.removesuffix(".0"))


def test_csv_of_the_api_has_no_byte_order_mark_and_ends_lines_as_rfc_4180_does(client):
    answer = client.get("/api/v1/indicators.csv")
    assert answer.mimetype == "text/csv"
    assert answer.data.startswith(b"id,title,") and answer.data.endswith(b"\r\n")


@pytest.mark.parametrize(
    ("cell", "printed"),
    [
        ("=SUM(A1)", "'=SUM(A1)"),
        ("+1", "'+1"),
        ("-1", "'-1"),
        ("@x", "'@x"),
        ("\tx", "'\tx"),
        (-1.5, "-1.5"),
        (1700.0, "1700"),
        (13.83838383838384, "13.83838383838384"),
        (None, ""),
    ],
)
def test_a_text_is_never_a_formula_and_a_number_stays_one(cell, printed):
    assert fields.printed([cell]) == [printed]


# What is refused


@pytest.mark.parametrize(
    ("address", "status", "parameter"),
    [
        ("/api/v1/areas?level=parish", 400, "level"),
        ("/api/v1/areas?limit=0", 400, "limit"),
        ("/api/v1/areas?limit=1001", 400, "limit"),
        ("/api/v1/areas?limit=ten", 400, "limit"),
        ("/api/v1/areas?limit=", 400, "limit"),
        ("/api/v1/areas?limit=%D9%A1", 400, "limit"),
        ("/api/v1/areas?offset=-1", 400, "offset"),
        ("/api/v1/areas?limit=1&limit=2", 400, "limit"),
        ("/api/v1/areas?lvel=ward", 400, "lvel"),
        ("/api/v1/areas?q=", 400, "q"),
        ("/api/v1/areas?within=Birmingham", 400, "within"),
        ("/api/v1/areas?within=E08999999", 404, "within"),
        ("/api/v1/areas/E08999999", 404, "code"),
        ("/api/v1/areas/E08999999/observations", 404, "code"),
        ("/api/v1/areas/E08000025?level=ward", 400, "level"),
        ("/api/v1/indicators/nothing", 404, "indicator"),
        ("/api/v1/indicators?domain=Weather", 400, "domain"),
        (f"{OF_LOW_INCOME}?period=2024/25", 400, "period"),
        (f"{OF_LOW_INCOME}?period=1999", 404, "period"),
        (f"{OF_LOW_INCOME}?level=utla", 404, "level"),
        (f"/api/v1/areas/{BIRMINGHAM}/observations?level=region", 404, "level"),
        (f"/api/v1/areas/{BIRMINGHAM}/observations?indicator=nothing", 404, "indicator"),
        ("/api/v1/openapi.json?pretty=1", 400, "pretty"),
    ],
)
def test_a_mistake_names_the_parameter_and_says_what_is_wrong(client, address, status, parameter):
    answer = client.get(address)
    assert (answer.status_code, answer.json["parameter"]) == (status, parameter)
    assert answer.json["error"].endswith((".", "?"))
    assert answer.headers["Cache-Control"] == "no-cache"


def test_an_id_that_was_nearly_right_is_answered_with_the_right_one(client):
    answer = client.get("/api/v1/indicators/low_income_bhc_relativ")
    assert f"Did you mean {LOW_INCOME}" in answer.json["error"]


def test_a_query_that_is_too_long_is_refused(client):
    assert client.get(f"/api/v1/areas?q={'a' * 2000}").status_code == 400


@pytest.mark.parametrize("path", ["/api/v1/nothing", "/api/v2", "/api/v1/areas/E08000025/x"])
def test_an_address_of_nothing_is_404_in_json(client, path):
    answer = client.get(path)
    assert answer.status_code == 404 and answer.json["error"]


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_the_api_is_only_for_reading(client, method):
    answer = getattr(client, method)("/api/v1/areas")
    assert answer.status_code == 405 and answer.json["error"]
    assert {"GET", "HEAD"} <= set(answer.headers["Allow"].replace(" ", "").split(","))


# What caches are told


def test_an_answer_is_tagged_by_release_and_not_sent_twice(client, tiny):
    answer = client.get(OF_LOW_INCOME)
    tag = answer.headers["ETag"]
    assert tag.startswith(f'W/"{tiny.id}-')
    assert answer.headers["Cache-Control"] == "public, max-age=300"
    again = client.get(OF_LOW_INCOME, headers={"If-None-Match": tag})
    assert again.status_code == 304 and again.data == b"" and again.headers["ETag"] == tag


@pytest.mark.parametrize("path", ["/api/v1/areas", "/api/v1/areas.csv", OF_LOW_INCOME])
def test_head_answers_as_get_does_without_the_body(client, path):
    asked, whole = client.head(path), client.get(path)
    assert asked.status_code == 200 and asked.data == b""
    for name in ("ETag", "Content-Type", "Cache-Control"):
        assert asked.headers[name] == whole.headers[name]


def test_any_site_may_read_the_api(client):
    for path in ("/api/v1/areas", "/api/v1/areas?limit=0"):
        assert client.get(path).headers["Access-Control-Allow-Origin"] == "*"


def test_answers_carry_the_licence(client):
    links = client.get(OF_LOW_INCOME).headers.getlist("Link")
    assert any("open-government-licence" in link and 'rel="license"' in link for link in links)


# Within limits


def test_counts_agree_with_what_is_read(embedded):
    rows = Rows(embedded)
    for item in list(embedded.indicators)[::9]:
        runs = rows.select([item], LEVELS)
        assert rows.count(runs) == sum(1 for _ in rows.stream(runs))


def test_the_deepest_page_of_all_wards_takes_no_longer_than_the_first(embedded):
    rows = Rows(embedded)
    runs = rows.select(embedded.indicators, ["ward"], within=embedded.england)
    total = rows.count(runs)

    def seconds(offset: int) -> float:
        begun = time.process_time()
        assert len(rows.page(runs, offset, 1000)) == 1000
        return time.process_time() - begun

    first, last = (min(seconds(offset) for _ in range(3)) for offset in (0, total - 1000))
    assert total > 100_000 and last < first + 0.1


def test_serving_the_api_loads_neither_pandas_nor_numpy(tiny):
    program = f"""
import sys
from pathlib import Path
from flask import Flask
from app import api_v1, datasets
from app.release import Release
server, release = Flask("t", static_folder=None), Release(Path({str(tiny.prepared)!r}))
api_v1.register(server, release); datasets.register(server, release)
client = server.test_client()
for path in ("/api/v1/areas.csv", "{OF_LOW_INCOME}", "/data/councils/{BIRMINGHAM}.csv"):
    assert client.get(path).status_code == 200, path
print([name for name in ("pandas", "pyarrow", "numpy") if name in sys.modules])
"""
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert json.loads(done.stdout.replace("'", '"')) == []

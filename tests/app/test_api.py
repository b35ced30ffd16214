from __future__ import annotations

import gzip
import json
import re

import pytest
from tiny_release import ACOCKS_GREEN, BIRMINGHAM, LOW_INCOME

from app.main import ROOT


def test_health_and_readiness_answer(client, tiny):
    assert client.get("/healthz").text == "ok\n"
    assert client.get("/readyz").json == {"ready": True, "release": tiny.id}


def test_a_postcode_leads_to_its_ward(client):
    answer = client.post("/postcode", json={"postcode": "b27 6ab"})
    assert answer.json == {
        "ward": {"code": ACOCKS_GREEN, "name": "Acocks Green"},
        "council": {"code": BIRMINGHAM, "name": "Birmingham"},
        "url": f"/area/{BIRMINGHAM}?w={ACOCKS_GREEN}",
    }


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"postcode": "AB10 1AA"}, 404),
        ({"postcode": "B27"}, 400),
        ({"postcode": 27}, 400),
        ({"postcode": "B27 6AB" + " " * 200 + "x"}, 400),
        ({}, 400),
        (["B27 6AB"], 400),
    ],
)
def test_a_postcode_that_leads_nowhere_is_an_error_in_words(client, body, status):
    answer = client.post("/postcode", json=body)
    assert answer.status_code == status and answer.json["error"]


def test_a_postcode_that_is_not_json_is_refused(client):
    assert client.post("/postcode", data="postcode=B27 6AB").status_code == 400
    assert client.post("/postcode", data="{", content_type="application/json").status_code == 400


def test_a_postcode_can_only_be_posted(client):
    answer = client.get("/postcode?postcode=B276AB")
    assert answer.status_code == 404 and answer.json["error"]


@pytest.mark.parametrize(
    ("name", "encoding"), [("gzip", "gzip"), ("br, gzip", "br"), ("identity", None)]
)
def test_a_values_file_comes_compressed_for_ever_and_with_a_tag(client, tiny, name, encoding):
    address = f"/v/{tiny.id}/values/{BIRMINGHAM}.json"
    answer = client.get(address, headers={"Accept-Encoding": name})
    assert answer.status_code == 200 and answer.headers.get("Content-Encoding") == encoding
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert answer.headers["Content-Type"] == "application/json"
    assert answer.headers["Vary"] == "Accept-Encoding"
    again = client.get(address, headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304 and again.data == b""


def test_a_values_file_is_the_one_that_was_prepared(client, tiny):
    served = client.get(f"/v/{tiny.id}/values/{BIRMINGHAM}/{LOW_INCOME}.json")
    path = tiny.www / "v" / tiny.id / "values" / BIRMINGHAM / f"{LOW_INCOME}.json"
    assert served.data == path.read_bytes()


def test_an_address_of_another_release_says_which_is_current(client, tiny):
    answer = client.get(f"/v/0000/values/{BIRMINGHAM}.json")
    assert answer.status_code == 404
    assert "Release 0000 is not served here" in answer.json["error"]
    assert f"The current release is {tiny.id}, built " in answer.json["error"]
    assert answer.json["current"] == f"/v/{tiny.id}/values/{BIRMINGHAM}.json"
    assert "current" not in client.get("/v/0000/nothing.json").json
    assert answer.headers["Cache-Control"] == "no-cache"


@pytest.mark.parametrize(
    "rest",
    [
        "values/E99999999.json",
        "values",
        "values/",
        "../arrays/index.json",
        "%2e%2e/arrays/index.json",
        "..%2f..%2f..%2farrays/index.json",
        f"values/{BIRMINGHAM}.json.br",
        "values/x\x00.json",
    ],
)
def test_nothing_but_the_public_files_is_served(client, tiny, rest):
    answer = client.get(f"/v/{tiny.id}/{rest}")
    assert answer.status_code == 404
    assert b'"postcode' not in answer.data and b'"areas"' not in answer.data


def test_a_page_names_its_release_and_language(client, tiny):
    page = client.get("/").text
    assert '<html lang="en">' in page and "<noscript>" in page
    assert f'<meta name="atlas-release" content="{tiny.id}">' in page
    assert '<meta name="description"' in page


def test_a_page_asks_early_for_the_files_of_its_map(client, tiny):
    page = client.get(f"/area/{BIRMINGHAM}?p=2021-22").text
    for name in (
        f"boundaries/{BIRMINGHAM}",
        f"values/{BIRMINGHAM}",
        f"values/{BIRMINGHAM}/{LOW_INCOME}",
    ):
        link = f'<link rel="preload" as="fetch" crossorigin href="/v/{tiny.id}/{name}.json">'
        assert link in page
        assert client.get(f"/v/{tiny.id}/{name}.json").status_code == 200
    assert "<title>Birmingham: Early Years Atlas</title>" in page


def test_a_page_without_a_map_asks_for_nothing_early(client):
    assert "preload" not in client.get("/about").text


@pytest.mark.parametrize(
    ("address", "status", "says", "offers"),
    [
        ("/area/birmingam", 404, "“birmingam” is not the code of a council", "/area/E08000025"),
        ("/area/E08000025?i=low_income_bhc", 404, "no indicator “low_income_bhc”", "/area/E08"),
        ("/area/E08000025?q=1", 400, "no parameter “q”", 'href="/"'),
        ("/nowhere", 404, "There is no page “/nowhere”", 'href="/"'),
    ],
)
def test_a_mistaken_address_gets_a_page_that_helps(client, address, status, says, offers):
    answer = client.get(address)
    assert answer.status_code == status and answer.mimetype == "text/html"
    assert says in answer.text and offers in answer.text
    assert "<script" not in answer.text and "<h1>" in answer.text


def test_what_a_reader_typed_is_never_markup(client):
    page = client.get("/area/%3Cscript%3Ealert(1)%3C/script%3E").text
    assert "<script>" not in page and "&lt;script&gt;" in page


def test_a_failing_callback_says_nothing_of_why(call):
    answer = call("/fail")
    assert answer.status_code == 500
    assert "secret" not in answer.text and "Traceback" not in answer.text
    assert json.loads(answer.text)["error"].startswith("Something went wrong")


def test_a_callback_answers(call):
    assert call("/area").json["response"]["title"]["children"] == "at /area"


def test_all_scripts_and_styles_of_the_page_are_compressed_beforehand(client):
    page = client.get("/").text
    addresses = [part.split('"')[0] for part in page.split('src="')[1:]]
    addresses += [part.split('"')[0] for part in page.split('href="')[1:] if ".css" in part[:60]]
    assert len(addresses) >= 9
    for address in addresses:
        answer = client.get(address, headers={"Accept-Encoding": "br"})
        assert answer.status_code == 200 and answer.headers["Content-Encoding"] == "br", address
        assert answer.headers["Cache-Control"].endswith("immutable"), address


@pytest.mark.parametrize(
    "address",
    [
        "/_dash-component-suites/plotly/package_data/plotly.min.js",
        "/_dash-component-suites/dash/dcc/async-graph.js",
    ],
)
def test_scripts_that_are_fetched_later_are_compressed_too_and_ask_again(client, address):
    answer = client.get(address, headers={"Accept-Encoding": "br"})
    assert answer.headers["Content-Encoding"] == "br"
    assert answer.headers["Cache-Control"] == "no-cache" and answer.headers["ETag"]


def test_what_is_built_on_request_is_compressed_lightly(client):
    plain = client.get("/_dash-dependencies", headers={"Accept-Encoding": "identity"})
    page = client.get("/", headers={"Accept-Encoding": "gzip, br"})
    assert "Content-Encoding" not in plain.headers
    assert plain.headers["Vary"] == page.headers["Vary"] == "Accept-Encoding"
    assert page.headers["Content-Encoding"] == "gzip" and len(page.data) < 3_000
    assert b'<html lang="en">' in gzip.decompress(page.data)


def test_the_icon_is_there(client):
    assert client.get("/assets/favicon.svg").mimetype == "image/svg+xml"


def test_scripts_of_the_assets_are_one_file(client):
    page = client.get("/").text
    own = [part.split('"')[0] for part in page.split('src="/assets/')[1:]]
    assert len(own) == 1
    script = client.get(f"/assets/{own[0]}").text
    for path in (ROOT / "assets").glob("*.js"):
        code = re.sub(r"^ */\*.*?\*/\n", "", path.read_text("utf-8"), flags=re.M | re.S)
        assert code in script
    assert not re.search(r"^\s*/\*", script, re.MULTILINE)  # nobody reads comments there


@pytest.mark.parametrize(
    "address",
    [
        "/_dash-nothing",
        "/_dash-component-suites/unknown/x.js",
        "/_dash-component-suites/dash/secret.py",
        "/_dash-component-suites/dash/../dash.py",
        "/assets/nothing.js",
        "/healthzz",
        "/v/",
    ],
)
def test_dashs_page_is_not_served_in_place_of_what_is_missing(client, address):
    assert client.get(address).status_code == 404


def test_a_page_asks_for_the_scripts_of_dash_that_it_needs_and_no_other(client):
    scripts = re.findall(r'<script src="([^"]+)"', client.get("/").text)
    for needed in ("react@", "react-dom@", "dash_renderer", "dash_core_components", "/assets/"):
        assert any(needed in address for address in scripts)
    assert not [path for path in scripts if "polyfill" in path or "dash_table" in path]

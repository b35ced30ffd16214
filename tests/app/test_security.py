from __future__ import annotations

import json
import logging

import pytest
from dash import Dash
from flask import Response
from werkzeug.test import Client

from app.logs import AccessLog, JsonFormatter, Nameless
from app.permalink import asked_site
from app.security import (
    ANCESTORS,
    MAX_BODY,
    SettingError,
    callback_fault,
    frame_ancestors,
    headers_of_frames,
)

POLICY = [
    "default-src 'self'",
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "worker-src 'self' blob:",
    "connect-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'self'",
]


@pytest.mark.parametrize(
    "address",
    ["/", "/nowhere", "/healthz", "/assets/favicon.svg", "/v/0/x.json", "/_dash-layout"],
)
def test_every_answer_carries_the_headers(client, address):
    headers = client.get(address).headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "strict-origin-when-cross-origin"
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["X-Frame-Options"] == "SAMEORIGIN"
    directives = headers["Content-Security-Policy"].split("; ")
    if address == "/assets/favicon.svg":  # no page: nothing may follow from it
        assert directives == ["default-src 'none'", "frame-ancestors 'none'"]
    else:
        assert [rule for rule in directives if not rule.startswith("script-src")] == POLICY
    assert "Set-Cookie" not in headers


def test_only_the_pages_own_inline_scripts_may_run(client, tiny_app: Dash):
    policy = client.get("/").headers["Content-Security-Policy"]
    (scripts,) = [rule for rule in policy.split("; ") if rule.startswith("script-src")]
    assert scripts.split() == ["script-src", "'self'", *tiny_app.csp_hashes()]
    assert len(tiny_app.csp_hashes()) == 2  # the renderer's start and one clientside callback


def test_only_what_is_made_for_frames_may_be_framed_elsewhere(client):
    for path in ("/embed/map", "/embed/area/E08000025/trend"):
        headers = client.get(path).headers
        assert headers["Content-Security-Policy"].endswith("frame-ancestors *")
        assert "script-src 'self';" in headers["Content-Security-Policy"]
        assert headers["Cross-Origin-Resource-Policy"] == "cross-origin"
        assert "X-Frame-Options" not in headers
    for path in ("/", "/embed", "/embedded/map", "/area/E08000025?x=/embed/"):
        assert "frame-ancestors 'self'" in client.get(path).headers["Content-Security-Policy"]


@pytest.mark.parametrize(
    ("setting", "meant"),
    [
        (None, "*"),
        ("  ", "*"),
        ("'self'", "'self'"),
        ("'none'", "'none'"),
        ("https://www.example.gov.uk", "https://www.example.gov.uk"),
        (
            "'self'  https://*.example.gov.uk http://localhost:8080",
            "'self' https://*.example.gov.uk http://localhost:8080",
        ),
    ],
)
def test_who_may_frame_a_figure_is_a_setting(setting, meant):
    assert frame_ancestors({} if setting is None else {ANCESTORS: setting}) == meant


@pytest.mark.parametrize(
    "setting",
    [
        "self",
        "example.gov.uk",
        "https:",
        "javascript:alert(1)",
        "https://a.test; script-src *",
        "https://a.test/path",
        "* https://a.test",
        "'none' 'self'",
        "data:",
    ],
)
def test_a_setting_that_names_no_site_stops_the_start(setting):
    with pytest.raises(SettingError, match=ANCESTORS):
        frame_ancestors({ANCESTORS: setting})


@pytest.mark.parametrize(
    ("ancestors", "older"), [("'self'", "SAMEORIGIN"), ("'none'", "DENY"), ("https://a.test", None)]
)
def test_older_browsers_are_told_the_same_where_they_can_be(ancestors, older):
    headers = dict(headers_of_frames(ancestors))
    assert headers.get("X-Frame-Options") == older
    assert headers["Content-Security-Policy"].endswith(f"frame-ancestors {ancestors}")


def test_https_is_insisted_on_once_it_was_used(client):
    plain = client.get("/healthz")
    behind_proxy = client.get("/healthz", headers={"X-Forwarded-Proto": "https"})
    assert "Strict-Transport-Security" not in plain.headers
    assert behind_proxy.headers["Strict-Transport-Security"].startswith("max-age=31536000")


def test_no_cookie_is_ever_set(client, call):
    assert "Set-Cookie" not in call("/area").headers
    assert "Set-Cookie" not in client.post("/postcode", json={"postcode": "B27 6AB"}).headers


def test_a_body_over_64_kib_is_refused(client, call):
    fits = {"postcode": "x" * (MAX_BODY - 100)}
    assert client.post("/postcode", json=fits).status_code == 400
    assert client.post("/postcode", json={"postcode": "x" * MAX_BODY}).status_code == 413
    assert call("/", padding="x" * MAX_BODY).status_code == 413


@pytest.mark.parametrize(
    "changes",
    [
        {"output": "secret.children"},
        {"output": None},
        {"output": ["title.children"]},
        {"inputs": []},
        {"inputs": None},
        {"inputs": [{"id": "url", "property": "href", "value": "/"}]},
        {"inputs": [{"id": "other", "property": "pathname", "value": "/"}]},
        {"inputs": ["url.pathname"]},
        {"inputs": [{"id": "url", "property": "pathname"}] * 2},
        {"state": [{"id": "url", "property": "search", "value": ""}]},
        {"changedPropIds": "url.pathname"},
        {"changedPropIds": [1]},
        {"outputs": "title"},
        {"inputs": [{"id": "url", "property": "pathname", "value": 1}]},
        {"inputs": [{"id": "url", "property": "pathname", "value": ["/"]}]},
    ],
)
def test_a_callback_that_no_page_has_is_refused(call, changes):
    answer = call("/", **changes)
    assert answer.status_code == 400 and answer.json["error"]


@pytest.mark.parametrize("path", ["/_dash-update-component", "/postcode"])
def test_a_body_nested_deeper_than_can_be_read_is_refused(client, path):
    answer = client.post(path, data="[" * 30_000, content_type="application/json")
    assert answer.status_code == 400 and answer.json["error"]


@pytest.mark.parametrize(
    ("outputs", "fits"),
    [
        ([{"id": "a", "property": "b"}, {"id": "c", "property": "d"}], True),
        ([{"id": "a", "property": "b"}, {"id": "c", "property": "x"}], False),
        ([{"id": "a", "property": "b"}], False),
        ([{}, {}], False),
        ({"id": "a", "property": "b"}, False),
    ],
)
def test_the_outputs_that_come_are_those_of_the_callback(outputs, fits):
    known = {"..a.b...c.d..": {"inputs": [], "state": []}}
    body = {"output": "..a.b...c.d..", "inputs": [], "outputs": outputs}
    assert (callback_fault(body, known) is None) == fits


@pytest.mark.parametrize("body", ["", "{", "[]", "1", '"text"', "null"])
def test_a_callback_without_an_object_is_refused(client, body):
    answer = client.post("/_dash-update-component", data=body, content_type="application/json")
    assert answer.status_code == 400


def test_dash_never_sees_what_is_refused(tiny_app: Dash, call, monkeypatch):
    def reached(*_):
        raise AssertionError("Dash was asked")

    monkeypatch.setattr(tiny_app, "_prepare_callback", reached)
    assert call("/", output="nothing.children").status_code == 400
    assert call("/").status_code == 500  # and does see what is not


def test_a_pattern_is_met_by_the_elements_of_its_kind():
    known = {
        "out.children": {
            "inputs": [{"id": '{"index":["ALL"],"type":"row"}', "property": "value"}],
            "state": [],
        }
    }
    row = {"id": {"index": 1, "type": "row"}, "property": "value", "value": 3}
    body = {"output": "out.children", "inputs": [[row, row]]}
    assert callback_fault(body, known) is None
    assert callback_fault(body | {"inputs": [[row, {"id": "row"}]]}, known) is not None


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH"])
def test_nothing_can_be_changed(client, method):
    assert client.open("/", method=method).status_code == 405


def test_the_log_says_what_was_served_and_not_to_whom_or_about_what(tiny_app: Dash):
    lines: list[bytes] = []
    logged = AccessLog(tiny_app.server.wsgi_app.application, lines.append)
    answer = Client(logged).post(
        "/postcode?from=home",
        json={"postcode": "B27 6AB"},
        environ_base={"REMOTE_ADDR": "203.0.113.9"},
        headers={"X-Forwarded-For": "203.0.113.9", "User-Agent": "Tester", "Referer": "/x"},
    )
    (line,) = lines
    entry = json.loads(line)
    assert (entry["method"], entry["path"], entry["status"]) == ("POST", "/postcode", 200)
    assert set(entry) == {"time", "method", "path", "status", "bytes", "ms"}
    assert entry["bytes"] == len(answer.data)
    for secret in (b"B27", b"203.0", b"Tester", b"from=home"):
        assert secret not in line


def test_nor_does_the_log_say_who_sent_what_could_not_be_read():
    said = "Invalid request from ip=203.0.113.9: Invalid HTTP request line: 'B27 6AB'"
    record = logging.LogRecord("gunicorn.error", logging.WARNING, "", 0, said, None, None)
    assert Nameless().filter(record) and "203.0" not in record.getMessage()
    assert "B27" not in record.getMessage()


def test_links_of_a_request_that_names_no_host_begin_with_their_path(tiny_app: Dash):
    for host, site in (("atlas.example", "http://atlas.example"), ('a"<b', "")):
        with tiny_app.server.test_request_context(headers={"Host": host}):
            assert asked_site() == site


def test_a_line_break_in_a_path_does_not_forge_a_line():
    lines: list[bytes] = []
    environ = {"REQUEST_METHOD": "GET", "PATH_INFO": '/a\n{"status": 500}' + "x" * 900}
    list(AccessLog(Response("ok"), lines.append)(environ, lambda *_: None))
    (line,) = lines
    assert line.count(b"\n") == 1 and len(json.loads(line)["path"]) == 200


def test_an_error_is_logged_with_its_traceback_for_the_operator(call, caplog):
    call("/fail")
    (record,) = [record for record in caplog.records if record.levelname == "ERROR"]
    entry = json.loads(JsonFormatter().format(record))
    assert "secret detail" in entry["traceback"] and entry["message"].endswith("failed")

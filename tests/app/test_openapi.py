"""The API against its own description: whatever the description allows is answered as it says."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlencode

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator, FormatChecker
from tiny_release import ACOCKS_GREEN, BIRMINGHAM, DERBYSHIRE, ENGLAND, LOW_INCOME, POPULATION

from app import openapi

CODES = (ACOCKS_GREEN, BIRMINGHAM, DERBYSHIRE, ENGLAND, "E08999999")
IDS = (LOW_INCOME, POPULATION, "nothing")
OURS = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@pytest.fixture(scope="module")
def document(tiny) -> dict[str, Any]:
    return openapi.document(tiny)


@pytest.fixture(scope="module")
def operations(document) -> list[tuple[str, dict[str, Any]]]:
    return [(path, entry["get"]) for path, entry in document["paths"].items()]


def validator(document: dict[str, Any], schema: dict[str, Any]) -> Draft202012Validator:
    """Return what checks a body; references lead into the description."""
    whole = schema | {"components": document["components"]}
    return Draft202012Validator(whole, format_checker=FormatChecker())


def allowed(parameter: dict[str, Any]) -> st.SearchStrategy[Any]:
    """Return values that a parameter's schema allows, those that name something among them."""
    schema, name = parameter["schema"], parameter["name"]
    if schema["type"] == "integer":
        return st.integers(schema["minimum"], schema["maximum"]) | st.integers(1, 5)
    if "enum" in schema:
        return st.sampled_from(schema["enum"])
    known = {"within": CODES, "code": CODES, "indicator": IDS, "period": ("latest", "2024-25")}
    found = st.sampled_from(known.get(name, ("birm", "a")))
    if "pattern" in schema:
        return found | st.from_regex(schema["pattern"].replace("$", r"\Z"), fullmatch=True)
    return found | st.text(min_size=1, max_size=schema.get("maxLength", 20))


def ask(draw: Any, client: Any, path: str, operation: dict[str, Any]) -> Any:
    """Send a request that the description allows."""
    query = {}
    for parameter in operation["parameters"]:
        if parameter["in"] == "path":
            known = CODES if parameter["name"] == "code" else IDS
            path = path.replace(f"{{{parameter['name']}}}", draw(st.sampled_from(known)))
        elif draw(st.booleans()):
            query[parameter["name"]] = draw(allowed(parameter))
    return client.get(f"/api/v1{path}?{urlencode(query)}")


@OURS
@given(data=st.data())
def test_what_the_description_allows_is_answered_as_it_says(client, document, operations, data):
    path, operation = data.draw(st.sampled_from(operations))
    answer = ask(data.draw, client, path, operation)
    assert answer.status_code in (200, 404)
    promised = operation["responses"][str(answer.status_code)]
    if "$ref" in promised:
        promised = document["components"]["responses"][promised["$ref"].rpartition("/")[2]]
    assert answer.mimetype in promised["content"]
    if answer.mimetype == "application/json":
        schema = promised["content"]["application/json"]["schema"]
        validator(document, schema).validate(answer.json)


@OURS
@given(data=st.data())
def test_what_the_description_forbids_is_refused_by_name(client, operations, data):
    path, operation = data.draw(st.sampled_from(operations))
    queried = [entry for entry in operation["parameters"] if entry["in"] == "query"]
    for name, known in (("code", BIRMINGHAM), ("indicator", LOW_INCOME)):
        path = path.replace(f"{{{name}}}", known)
    if not queried:
        assert client.get(f"/api/v1{path}?x=1").json["parameter"] == "x"
        return
    parameter = data.draw(st.sampled_from(queried))
    check = Draft202012Validator(parameter["schema"])

    def fits(text: str) -> bool:
        if parameter["schema"]["type"] == "integer":
            if not re.fullmatch("[0-9]+", text, re.ASCII):
                return False
            return check.is_valid(int(text))
        return check.is_valid(text) and not text.endswith("\n")

    wrong = data.draw(st.text(max_size=150).filter(lambda text: not fits(text)))
    answer = client.get(f"/api/v1{path}?{urlencode({parameter['name']: wrong})}")
    assert (answer.status_code, answer.json["parameter"]) == (400, parameter["name"])


def test_the_description_is_a_valid_one_of_3_1(document):
    """By the rules that matter to a reader: names are unique, references lead somewhere."""
    assert document["openapi"].startswith("3.1")
    names = [entry["get"]["operationId"] for entry in document["paths"].values()]
    assert len(names) == len(set(names))
    parts = document["components"]
    for reference in re.findall(r"#/components/(\w+)/(\w+)", str(document)):
        assert reference[1] in parts[reference[0]]
    for path, entry in document["paths"].items():
        declared = {item["name"] for item in entry["get"]["parameters"] if item["in"] == "path"}
        assert declared == set(re.findall(r"{(\w+)}", path))
    for schema in parts["schemas"].values():
        Draft202012Validator.check_schema(schema)


def test_every_address_of_the_api_is_described(tiny_app, document):
    rules = {
        re.sub(r"<(\w+?)(_id)?>", r"{\1}", str(rule)).removeprefix("/api/v1")
        for rule in tiny_app.server.url_map.iter_rules()
        if str(rule).startswith("/api/v1")
    }
    assert rules - {""} == set(document["paths"])


def test_what_is_served_is_the_description(client, document):
    assert client.get("/api/v1/openapi.json").json == document

"""What programs read of the councils like one, of the release that ships with the atlas."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from flask import Flask
from jsonschema import Draft202012Validator

from app import api_v1, openapi
from app.release import Release

BIRMINGHAM, BASILDON, LOW_INCOME = "E08000025", "E07000066", "low_income_bhc_relative"


@pytest.fixture(scope="module")
def ask(embedded: Release):
    server = Flask(__name__)
    api_v1.register(server, embedded)
    return lambda address: server.test_client().get(f"/api/v1/areas/{address}")


@pytest.mark.parametrize("address", ["neighbours", f"neighbours/means?indicator={LOW_INCOME}"])
def test_an_answer_is_as_it_is_described(ask, embedded: Release, address: str):
    document = openapi.document(embedded)
    path = f"/areas/{{code}}/{address.partition('?')[0]}"
    content = document["paths"][path]["get"]["responses"]["200"]["content"]
    schema: dict[str, Any] = content["application/json"]["schema"]
    whole = schema | {"components": document["components"]}
    body = ask(f"{BIRMINGHAM}/{address}").json
    assert body["total"] > 0
    Draft202012Validator(whole).validate(body)


def test_neighbours_come_set_by_set_and_most_alike_first(ask):
    rows = ask(f"{BIRMINGHAM}/neighbours?limit=1000").json["neighbours"]
    places = [(row["set"], row["rank"]) for row in rows]
    sets = ["dfe", "global", "demographic", "economic"]
    assert places == sorted(places, key=lambda place: (sets.index(place[0]), place[1]))
    assert [row["by"] for row in rows[:10]] == ["DfE"] * 10


def test_a_mean_is_its_numerator_over_its_denominator(ask):
    address = f"{BIRMINGHAM}/neighbours/means?set=dfe&indicator={LOW_INCOME}&period=latest"
    (row,) = ask(address).json["means"]
    assert row["value"] == pytest.approx(100 * row["numerator"] / row["denominator"])
    assert (row["made"], row["known"], row["neighbours"]) == ("aggregated", 10, 10)


def test_csv_has_the_same_rows(ask):
    address = f"{BIRMINGHAM}/neighbours/means{{}}?indicator=gld&set=global"
    rows = list(csv.DictReader(io.StringIO(ask(address.format(".csv")).text)))
    means = ask(address.format("")).json["means"]
    assert [row["period"] for row in rows] == [mean["period"] for mean in means]
    assert {mean["made"] for mean in means} == {"aggregated", "mean"}


def test_plain_counts_and_areas_that_are_no_council_have_none(ask):
    assert ask(f"{BIRMINGHAM}/neighbours/means?indicator=population_0_4").json["means"] == []
    assert ask("E12000005/neighbours").json["neighbours"] == []


def test_a_district_s_statistical_neighbours_are_refused_with_the_sets_it_has(ask):
    answer = ask(f"{BASILDON}/neighbours?set=dfe")
    assert (answer.status_code, answer.json["parameter"]) == (404, "set")
    assert "It has global, demographic, economic." in answer.json["error"]

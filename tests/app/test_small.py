"""Neighbourhoods in place of wards: the address, the control, the table and the download."""

import csv
import io
import json

import pytest
from tiny_release import ACOCKS_GREEN, ASQ, BIRMINGHAM, LOW_INCOME, POPULATION

from app import values
from app.pages import area, area_ranking, area_small, area_trend, table_csv
from app.pages.markup import markup
from app.pages.parts import map_title
from app.state import ViewState
from app.unknown import UnknownView
from app.view import read

AREA = f"/area/{BIRMINGHAM}"
SMALL = f"?i={POPULATION}&g=lsoa"


def test_the_address_says_that_neighbourhoods_are_shown(tiny):
    state = ViewState.parse(AREA, SMALL, tiny)
    assert state.geography == "lsoa" and state.url() == AREA + SMALL
    assert state.change(tiny, ward=ACOCKS_GREEN).geography == "lsoa"
    assert state.change(tiny, indicator=LOW_INCOME, slug=None).geography == "ward"


@pytest.mark.parametrize(
    ("query", "status", "says"),
    [
        (f"?i={LOW_INCOME}&g=lsoa", 404, "no figure of neighbourhoods exists"),
        (f"?i={ASQ}&g=lsoa", 404, "no figure of neighbourhoods exists"),
        (f"?i={POPULATION}&g=oa", 400, "wards or “lsoa”, not “oa”"),
    ],
)
def test_neighbourhoods_that_cannot_be_shown_are_refused_with_a_way_on(tiny, query, status, says):
    with pytest.raises(UnknownView) as fault:
        ViewState.parse(AREA, query, tiny)
    assert fault.value.status == status and says in fault.value.message
    for way in fault.value.suggestions:
        ViewState.parse(*way.href.partition("?")[::2], tiny)


def test_the_control_says_why_an_indicator_has_wards_only(tiny):
    parts = area_small.parts(tiny, ViewState.parse(AREA, "", tiny))
    assert parts["geography-radio"]["options"][1]["disabled"]
    assert "no figure of neighbourhoods exists" in parts["geography-why"]["children"]
    parts = area_small.parts(tiny, ViewState.parse(AREA, f"?i={POPULATION}", tiny))
    assert not parts["geography-radio"]["options"][1]["disabled"]
    by_council = area_small.parts(tiny, ViewState.parse(AREA, f"?i={ASQ}", tiny))
    assert by_council["geography-field"]["hidden"]


def test_figures_of_another_period_than_the_neighbourhoods_are_by_ward(embedded):
    parts = area_small.parts(embedded, ViewState.parse(AREA, "?i=imd_score&p=2019", embedded))
    assert "are of 2025 only" in parts["geography-why"]["children"]


def test_the_files_of_a_council_hold_its_own_neighbourhoods(tiny):
    public = tiny.www / "v" / tiny.id
    file = json.loads((public / "values" / "lsoa" / f"{BIRMINGHAM}.json").read_text("utf-8"))
    assert file["names"] == ["Birmingham 064A", "Birmingham 064B", "Birmingham 031A"]
    assert [file["wards"][n][1] for n in file["ward"]] == [
        "Acocks Green",
        "Acocks Green",
        "Allens Cross",
    ]
    figures = file["indicators"][POPULATION]
    assert figures["value"] == [120, 95, None] and figures["marker"] == {"1": "e", "2": "c"}
    assert (figures["england"], figures["council"]) == (3200000, 4900)
    shapes = json.loads((public / "boundaries" / "lsoa" / f"{BIRMINGHAM}.json").read_text("utf-8"))
    drawn = [one["id"] for one in shapes["objects"]["areas"]["geometries"]]
    assert drawn == file["areas"]


def test_the_map_is_told_which_period_has_neighbourhoods(tiny):
    told = {one["id"]: one.get("lsoa") for one in values.indicators(tiny)["indicators"]}
    assert told == {POPULATION: "2020", LOW_INCOME: None, ASQ: None}


def test_the_table_names_each_with_its_ward_and_says_why_one_has_no_figure(tiny):
    view = read(tiny, ViewState.parse(AREA, SMALL, tiny))
    said = markup(area_small.table(tiny, view, map_title(view)))
    assert "by neighbourhood" in said
    assert "Birmingham 031A</th><td>Allens Cross</td>" in said
    assert "withheld: small numbers [c]" in said


def test_the_download_has_a_row_for_each_and_says_its_ward(tiny, monkeypatch):
    monkeypatch.setitem(tiny.manifest, "sources", [])
    view = read(tiny, ViewState.parse(AREA, SMALL, tiny))
    text = table_csv.content(tiny, view).decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [row["value"] for row in rows if row["level"] == "lsoa"] == ["120", "95", ""]
    assert rows[2]["marker"] == "c" and rows[2]["ward_name"] == "Allens Cross"
    assert [row["level"] for row in rows[3:]] == ["lad", "region", "country"]
    assert all(row["lower_95"] == "" for row in rows)


def test_what_stays_by_ward_is_not_called_by_neighbourhood(tiny, monkeypatch):
    monkeypatch.setitem(tiny.manifest, "sources", [])
    view = read(tiny, ViewState.parse(AREA, SMALL, tiny))
    parts = area_ranking.parts(tiny, view, width="wide") | area_trend.parts(tiny, view)
    for figure in ("figure-ranking", "figure-trend"):
        assert "by neighbourhood" not in parts[figure]["data-subtitle"]
    assert "by neighbourhood" in area.parts(tiny, view)["figure-map"]["data-subtitle"]
    assert parts["figure-ranking"]["data-file"].endswith("_lsoa_2020")

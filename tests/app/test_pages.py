"""Pages, by what they say of the tiny release."""

import copy
import csv
import io
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from dash.development.base_component import Component
from flask import Flask
from tiny_release import (
    ACOCKS_GREEN,
    ALLENS_CROSS,
    AMBER_VALLEY,
    ASQ,
    BIRMINGHAM,
    DERBYSHIRE,
    LOW_INCOME,
    POPULATION,
)

from app import text
from app.charts.ranking_rows import Row
from app.components import controls, sources, tables
from app.findings import Reading
from app.pages import (
    about,
    accessibility,
    area,
    area_ranking,
    data,
    home,
    home_questions,
    table_csv,
)
from app.release import Release
from app.state import ViewState
from app.unknown import UnknownView
from app.view import read

SOURCES = [
    {
        "id": name,
        "title": title,
        "publisher": publisher,
        "landing_page": "https://example.test/",
        "licence": "Open Government Licence v3.0",
        "attribution": attribution,
        "published": published,
        "provenance": "supplied",
    }
    for name, title, publisher, published, attribution in (
        ("dwp_low_income", "Children in low income families", "DWP", "2026-03-26", "Source: DWP."),
        ("ohid_asq", "Child development", "OHID", "2022-08", "Source: OHID."),
        ("ons_wards", "Wards", "ONS", "2024", "Source: ONS. Contains OS data © Crown copyright."),
    )
]


@pytest.fixture(scope="module")
def release(tiny: Release) -> Release:
    """The tiny release with its sources described as a manifest describes them."""
    described = copy.copy(tiny)
    described.manifest = tiny.manifest | {"sources": SOURCES}
    return described


def state(release: Release, address: str) -> ViewState:
    path, _, search = address.partition("?")
    return ViewState.parse(path, search, release)


def every(node: Any) -> Iterator[Component]:
    if isinstance(node, list | tuple):
        for child in node:
            yield from every(child)
    elif isinstance(node, Component):
        yield node
        yield from every(getattr(node, "children", None))


def words(node: Any) -> str:
    """All the text of a piece of a page."""
    if isinstance(node, str | int | float):
        return str(node)
    if isinstance(node, list | tuple):
        return " ".join(words(child) for child in node if child is not None)
    return words(getattr(node, "children", None) or "")


def of_type(node: Any, kind: str) -> list[Component]:
    return [item for item in every(node) if type(item).__name__ == kind]


def by_id(node: Any, element_id: str) -> Component:
    return next(item for item in every(node) if getattr(item, "id", None) == element_id)


@pytest.mark.parametrize(
    "address",
    [
        f"/area/{BIRMINGHAM}",
        f"/area/{BIRMINGHAM}?i={ASQ}",
        "/",
        "/data",
        "/about",
        "/accessibility",
    ],
)
def test_every_page_has_one_first_heading(release, address):
    asked = state(release, address)
    page = {
        "area": lambda: area.layout(release, asked),
        "home": lambda: home.layout(release, asked),
        "data": lambda: data.layout(release),
        "about": lambda: about.layout(release),
        "accessibility": lambda: accessibility.layout(release),
    }[asked.page]()
    assert len(of_type(page, "H1")) == 1


def test_the_page_comes_without_charts_so_that_the_map_paints_first(release):
    page = area.layout(release, state(release, f"/area/{BIRMINGHAM}"))
    assert of_type(page, "Graph") == []
    assert by_id(page, "map").to_plotly_json()["props"]["data-lad"] == BIRMINGHAM


def test_a_change_of_state_never_writes_into_the_map(release):
    view = read(release, state(release, f"/area/{BIRMINGHAM}"))
    written = area.parts(release, view) | area.rail_parts(release, view)
    assert not {"map", "map-legend", "map-status", "main"} & set(written)


def test_the_finding_counts_only_wards_with_a_figure(release):
    page = area.layout(release, state(release, f"/area/{BIRMINGHAM}"))
    assert words(by_id(page, "summary")).endswith(
        "Wards run from 19.0% in Allens Cross to 33.4% in Acocks Green: "
        "1 is higher than England, 1 similar, 0 lower; 1 ward has no figure."
    )


def test_the_table_holds_the_maps_values_and_says_why_one_is_missing(release):
    view = read(release, state(release, f"/area/{BIRMINGHAM}"))
    drawn = area.charts(release, view.state, width="wide")
    rows = [words(row) for row in of_type(drawn["map-table"]["children"], "Tr")]
    assert "Acocks Green 33.4% 32.1 to 34.8% 1,672 5,000 Higher Highest fifth" in rows
    assert any(row.startswith("Alum Rock not published [x]") for row in rows)


def test_a_table_has_a_caption_and_scoped_headings(release):
    view = read(release, state(release, f"/area/{BIRMINGHAM}"))
    table = area.charts(release, view.state, width="wide")["map-table"]["children"]
    assert len(of_type(table, "Caption")) == 1
    assert {heading.scope for heading in of_type(table, "Th")} == {"col", "row"}


def test_a_chosen_ward_is_on_the_card_with_its_interval_and_rank(release):
    view = read(release, state(release, f"/area/{BIRMINGHAM}?w={ACOCKS_GREEN}"))
    said = words(area.parts(release, view)["card-facts"]["children"])
    for fact in (
        "33.4%",
        "95% interval 32.1% to 34.8%",
        "Higher",
        "1st of 2 wards",
        "Highest fifth",
    ):
        assert fact in said


def test_a_suppressed_ward_has_words_on_its_card_and_no_number(release):
    view = read(release, state(release, f"/area/{BIRMINGHAM}?p=2021-22&w={ALLENS_CROSS}"))
    said = words(area.parts(release, view)["card-facts"]["children"])
    assert "Withheld: small numbers." in said
    assert "0.0%" not in said


def test_a_council_only_indicator_says_why_and_offers_no_ward(release):
    page = area.layout(release, state(release, f"/area/{BIRMINGHAM}?i={ASQ}"))
    assert words(by_id(page, "why-council")).startswith("No ward figure exists.")
    assert by_id(page, "ward-field").hidden is True
    assert [item["value"] for item in by_id(page, "classes-radio").options] == ["england", "steps"]


def test_a_district_shows_its_countys_figure_under_the_countys_name(release):
    view = read(release, state(release, f"/area/{AMBER_VALLEY}?i={ASQ}"))
    written = area.parts(release, view)
    assert words(written["finding"]["children"]).startswith("Derbyshire has a higher share")
    assert "none exists for Amber Valley alone" in words(written["why-council"]["children"])
    assert "Amber Valley’s county" in words(written["card-facts"]["children"])


def test_a_provisional_figure_carries_its_letter_and_meaning(release):
    view = read(release, state(release, f"/area/{AMBER_VALLEY}?i={ASQ}"))
    said = words(area.parts(release, view)["card-facts"]["children"])
    assert "90.1%   p" in said and "p: provisional" in said


def test_the_picker_tags_what_is_known_only_for_councils(release):
    picker = controls.picker(release, state(release, f"/area/{BIRMINGHAM}"))
    links = {words(link): link for link in of_type(picker, "A")}
    assert "Communication at 2 to 2½ years council" in links
    assert "Children aged 0 to 4" in links
    current = links["Children in relative low income"].to_plotly_json()["props"]
    assert current["aria-current"] == "true"


def test_links_of_the_picker_keep_the_ward_and_drop_the_period(release):
    asked = state(release, f"/area/{BIRMINGHAM}?p=2021-22&w={ACOCKS_GREEN}&c=council")
    href = controls.link(release, asked, POPULATION)
    assert href == f"/area/{BIRMINGHAM}?i={POPULATION}&w={ACOCKS_GREEN}&c=council"


def test_the_latest_period_is_marked_and_first(release):
    options = controls.period_options(release, state(release, f"/area/{BIRMINGHAM}"))
    assert options == [
        {"value": "latest", "label": "2024/25 (latest)"},
        {"value": "2021-22", "label": "2021/22"},
    ]


@pytest.mark.parametrize(
    ("fifths", "said"),
    [
        ((5, 5, 5, 1), "3 of 4 wards share one colour"),
        ((5, 5, 1, 1), None),
        ((5,), None),
        ((None, 5, 5), "2 of 2 wards share one colour"),
    ],
)
def test_own_fifths_are_recommended_only_when_over_half_share_a_colour(fifths, said):
    wards = tuple(Reading(name=str(n), value=1.0, quintile=fifth) for n, fifth in enumerate(fifths))
    assert controls.crowded(wards) == said


def test_showing_the_only_fifths_there_are_never_changes_the_address(release):
    for address in (f"?i={ASQ}", f"?i={ASQ}&c=council", f"?i={ASQ}&c=steps"):
        view = read(release, state(release, f"/area/{BIRMINGHAM}{address}"))
        offered = [item["value"] for item in controls.class_options(view)]
        assert view.state.classes in offered


def test_a_locked_ward_is_read_against_on_the_card_in_the_table_and_in_the_ranking(release):
    first, second = [area.code for area in release.wards(BIRMINGHAM)][:2]
    here = state(release, f"/area/{BIRMINGHAM}?w={first}&lock={second}")
    view = read(release, here)
    assert view.ward is not None and view.locked is not None
    said = view.against_locked(view.ward)
    assert said.endswith(f"than {text.spoken(view.locked.name)}")
    assert said in words(area.parts(release, view)["card-facts"]["children"])
    charts = area.charts(release, here, width="wide")
    for table in ("ranking-table", "map-table"):
        assert f"Against {view.locked.name}" in words(charts[table]["children"])
    assert f"Locked: {view.locked.name}" in words(charts["ranking-key"]["children"])
    assert "lock=" not in area.table_address(here, "csv")


def test_a_map_of_one_colour_offers_the_shading_that_parts_its_wards_and_the_way_back(release):
    view = read(release, state(release, f"/area/{BIRMINGHAM}"))
    alike = replace(view, wards=tuple(replace(ward, quintile=5) for ward in view.wards))
    count = len(alike.wards)
    said, link = controls.hint(release, alike)
    assert said == f"{count} of {count} wards share one colour. "
    assert link.href == f"/area/{BIRMINGHAM}?c=council"
    own = replace(alike, state=state(release, link.href))
    assert controls.hint(release, own)[1].href == f"/area/{BIRMINGHAM}"
    steps = replace(alike, state=state(release, f"/area/{BIRMINGHAM}?c=steps"))
    assert controls.hint(release, steps) == []


def test_one_period_is_no_trend_and_draws_none(release):
    written = area.charts(
        release, state(release, f"/area/{BIRMINGHAM}?i={POPULATION}"), width="wide"
    )
    assert "trend-graph" not in written
    assert written["trend-slot"]["hidden"] is True
    assert written["trend-note"]["children"].startswith("Only 2020 is published")


def test_quarters_are_never_drawn_with_years(release):
    view = read(release, state(release, f"/area/{BIRMINGHAM}?i={ASQ}"))
    assert {point.period for line in view.lines for point in line.points} == {"2021/22"}


def test_a_long_ranking_is_folded_on_a_phone_and_keeps_the_chosen_ward():
    rows = [Row(str(n), str(n + 1), f"Ward {n}", 50.0 - n, selected=n == 20) for n in range(40)]
    kept = area_ranking.folded(rows)
    assert [row.name for row in kept[5:9]] == [
        "Ward 5",
        "Ward 20",
        "… 27 more in the table",
        "Ward 34",
    ]
    assert len(kept) == 14


def test_equal_values_are_ordered_by_name_and_missing_ones_come_last():
    rows = [
        Reading("B", 5.0),
        Reading("C", None, marker="low"),
        Reading("A", 5.0),
        Reading("D", 9.0),
    ]
    assert [row.name for row in tables.by_value(rows)] == ["D", "A", "B", "C"]


def test_the_source_line_names_publisher_date_licence_and_boundaries(release):
    said = sources.plain(release, release.indicators[LOW_INCOME], release.england)
    assert said == (
        "Source: DWP, Children in low income families, 26 March 2026. Open Government Licence "
        "v3.0. "
        "Boundaries: ONS. Contains OS data © Crown copyright."
    )


def test_every_figure_carries_what_an_exported_picture_must_say(release):
    written = area.charts(release, state(release, f"/area/{BIRMINGHAM}"), width="wide")
    for figure in ("figure-trend", "figure-ranking"):
        attributes = written[figure]
        assert attributes["data-link"] == f"/area/{BIRMINGHAM}?r={release.id}"
        assert "Open Government Licence" in attributes["data-source"]
        assert attributes["data-caveat"] and attributes["data-title"]


def test_the_front_page_answers_from_the_release(release):
    said = words(home_questions.questions(release))
    assert "In Acocks Green, Birmingham: 33.4% of children in 2024/25" in said
    assert "England: 18.9% of children in low income in 2021/22, 19.8% in 2024/25." in said


def test_the_front_page_leaves_out_what_the_release_cannot_answer(release):
    assert "Where is childcare scarce?" not in words(home_questions.questions(release))


def test_englands_table_gives_a_county_once(release):
    table = home.table(release, state(release, f"/?i={ASQ}"))
    names = [words(cell) for cell in of_type(table, "Th") if cell.scope == "row"]
    assert names == ["Birmingham", "Derbyshire", "England"]


def test_the_catalogue_lists_every_indicator_with_its_caveats(release):
    said = words(data.layout(release))
    for indicator in release.indicators.values():
        assert indicator.definition in said
        assert all(caveat in said for caveat in indicator.caveats)


def test_the_statement_gives_the_hosts_address_or_says_there_is_none(release, monkeypatch):
    monkeypatch.delenv("ATLAS_CONTACT", raising=False)
    assert "has not given an address" in words(accessibility.layout(release))
    monkeypatch.setenv("ATLAS_CONTACT", "help@council.example")
    assert "help@council.example" in words(accessibility.layout(release))


def rows_of(release: Release, address: str) -> list[dict[str, str]]:
    text = table_csv.content(release, read(release, state(release, address))).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def test_the_csv_begins_with_a_byte_order_mark_for_excel(release):
    content = table_csv.content(release, read(release, state(release, f"/area/{BIRMINGHAM}")))
    assert content.startswith(b"\xef\xbb\xbfarea_code,")


def test_the_csv_holds_the_wards_then_the_larger_areas(release):
    rows = rows_of(release, f"/area/{BIRMINGHAM}")
    assert [row["area_name"] for row in rows] == [
        "Acocks Green",
        "Allens Cross",
        "Alum Rock",
        "Birmingham",
        "West Midlands",
        "England",
    ]
    assert (rows[0]["value"], rows[0]["lower_95"], rows[0]["numerator"]) == ("33.4", "32.1", "1672")


def test_a_withheld_figure_is_blank_in_the_csv_and_says_why(release):
    row = rows_of(release, f"/area/{BIRMINGHAM}?p=2021-22")[1]
    assert row["value"] == row["numerator"] == row["lower_95"] == ""
    assert (row["marker"], row["marker_meaning"]) == ("low", "a small number, withheld")


def test_the_csv_of_a_council_only_indicator_has_each_county_once(release):
    rows = rows_of(release, f"/area/{AMBER_VALLEY}?i={ASQ}")
    assert [row["area_code"] for row in rows[:2]] == [DERBYSHIRE, BIRMINGHAM]


@pytest.mark.parametrize("cell", ["=SUM(A1)", "+1", "-1", "@x", "\tx", "\rx"])
def test_a_text_cell_is_never_a_formula(cell):
    assert table_csv.safe(cell) == f"'{cell}"
    assert table_csv.safe("Acocks Green") == "Acocks Green"


def test_the_csv_has_an_address_of_its_own(release):
    server = Flask("test")
    table_csv.register(server, release)
    answer = server.test_client().get(f"/area/{BIRMINGHAM}/table.csv?p=2021-22")
    assert answer.mimetype == "text/csv"
    name = f'attachment; filename="{BIRMINGHAM}-{LOW_INCOME}-2021-22.csv"'
    assert answer.headers["Content-Disposition"] == name


def test_the_csv_of_an_unknown_council_is_refused_as_its_page_is(release):
    server = Flask("test")
    server.testing = True
    table_csv.register(server, release)
    with pytest.raises(UnknownView) as fault:
        server.test_client().get("/area/E08999999/table.csv")
    assert fault.value.status == 404


def test_the_link_to_the_slides_at_the_head_of_a_council_follows_the_view(release: Release):
    shown = state(release, f"/area/{BIRMINGHAM}?i={ASQ}")
    link = area.parts(release, read(release, shown))["report-link"]["href"]
    assert link == f"/area/{BIRMINGHAM}/report.pptx?i={ASQ}"

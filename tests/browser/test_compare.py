"""Need against access, and areas side by side, as people meet them in Chromium."""

from __future__ import annotations

import csv
import io
import re
import urllib.error
import urllib.request
from xml.etree import ElementTree

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser

PAIR = "/compare?lad=E08000025"
ALUM_ROCK = "E05011120"
SIDE = f"/compare?areas=E08000025,{ALUM_ROCK},E12000005,E92000001"


def drawn(page: Page) -> Page:
    expect(page.locator("#scatter [role=option]")).to_have_count(69)
    page.locator("#bivariate .map-svg.has-figures").wait_for()
    return page


def test_a_row_lights_its_ward_in_the_scatter_and_on_the_map(visit):
    page = drawn(visit(PAIR, painted=False))
    page.locator(f"#first-these tr[data-code={ALUM_ROCK}]").hover()
    expect(page.locator("#scatter .map-card")).to_contain_text("Alum Rock")
    expect(page.locator("#bivariate .map-card")).to_contain_text("Alum Rock")


def test_the_map_lights_the_scatter(visit):
    page = drawn(visit(PAIR, painted=False))
    page.locator('#bivariate .map-areas [aria-label^="Alum Rock:"]').hover()
    expect(page.locator("#scatter .map-card")).to_contain_text("Alum Rock")


def test_the_keyboard_walks_the_scatter_chooses_a_ward_and_keeps_the_focus(visit):
    page = drawn(visit(PAIR, painted=False))
    page.locator('#scatter [tabindex="0"]').focus()
    page.keyboard.press("ArrowDown")
    expect(page.locator("#scatter .map-card")).to_be_visible()
    name = page.evaluate("document.activeElement.getAttribute('aria-label')")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"w=E05"))
    expect(page.locator('#scatter [aria-selected="true"]')).to_have_attribute("aria-label", name)
    assert page.evaluate("document.activeElement.getAttribute('aria-label')") == name


def test_another_need_changes_words_and_address_and_keeps_the_focus(visit):
    page = drawn(visit(PAIR, painted=False))
    before = page.locator("#pair-finding").inner_text()
    page.locator("#need-select").focus()
    page.locator("#need-select").select_option("imd_score")
    expect(page).to_have_url(re.compile("need=imd_score"))
    expect(page.locator("#pair-finding")).not_to_have_text(before)
    expect(page.locator("#announce")).to_have_text(page.locator("#pair-finding").inner_text())
    assert page.evaluate("document.activeElement.id") == "need-select"


def test_swapping_and_going_back_restores_the_page(visit):
    page = drawn(visit(PAIR, painted=False))
    page.locator("#pair-swap").click()
    expect(page.locator("#need-select")).to_have_value("childcare_places_per_100")
    page.go_back()
    expect(page.locator("#need-select")).to_have_value("low_income_bhc_relative")


def test_the_pictures_that_leave_are_whole_and_name_their_sources(visit):
    page = drawn(visit(PAIR, painted=False))
    for figure in ("scatter", "bivariate"):
        with page.expect_download() as download:
            page.locator(f"button[data-export=svg][data-figure={figure}]").click()
        svg = ElementTree.parse(download.value.path())
        words = " ".join(svg.getroot().itertext())
        assert "Birmingham" in words and "Ofsted" in words and "Read with care" in words
        assert "/compare?lad=E08000025" in words


def test_the_table_that_leaves_holds_what_the_page_shows(visit, base):
    page = drawn(visit(PAIR, painted=False))
    with urllib.request.urlopen(f"{base}/compare/table.csv?lad=E08000025") as answer:
        rows = list(csv.DictReader(io.StringIO(answer.read().decode("utf-8-sig"))))
    own = next(row for row in rows if row["area_code"] == ALUM_ROCK)
    shown = page.locator(f"#first-these tr[data-code={ALUM_ROCK}]")
    expect(shown).to_contain_text(f"{own['need_value']}%")
    expect(shown).to_contain_text(own["places_short"])


def test_areas_are_added_and_removed_by_keyboard(visit):
    page = visit("/compare", painted=False)
    page.locator("#side-add-input").focus()
    for name in ("Birmingham", "Leicester"):
        page.keyboard.type(name)
        page.locator("#side-add [role=option]").first.wait_for()
        page.keyboard.press("Enter")
        page.get_by_role("link", name=f"Remove {name}").wait_for()
    expect(page.locator("table.areas thead th")).to_have_count(3)
    page.get_by_role("link", name="Remove Birmingham").focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"areas=E06000016$"))
    expect(page.locator("#side-add-input")).to_be_focused()


def test_areas_larger_than_councils_are_found_by_name_and_kind_here_alone(visit):
    page = visit("/compare", painted=False)
    page.locator("#side-add-input").focus()
    for words, kind, name in (
        ("derbysh", "County", "Derbyshire"),
        ("west mid", "Region", "West Midlands"),
        ("engl", "Country", "England"),
    ):
        page.keyboard.type(words)
        expect(page.locator("#side-add [aria-selected=true]")).to_have_text(f"{name}{kind}")
        page.keyboard.press("Enter")
        page.get_by_role("link", name=f"Remove {name}", exact=True).wait_for()
    expect(page).to_have_url(re.compile("areas=E10000007,E12000005,E92000001$"))
    page.locator("#header-search-input").focus()
    page.keyboard.type("derbyshire")
    expect(page.locator("#header-search [role=option]").first).to_contain_text("Derbyshire Dales")


def test_on_a_phone_the_next_area_is_cut_at_the_edge_of_a_named_frame_that_scrolls_by_key(visit):
    page = visit(SIDE, painted=False, width=320)
    frame = page.get_by_role("region", name="Table of the areas side by side")
    second = page.locator("table.areas thead th").nth(2).bounding_box()
    edge = frame.bounding_box()
    assert second["x"] < edge["x"] + edge["width"] < second["x"] + second["width"]
    frame.focus()
    for _ in range(3):
        page.keyboard.press("ArrowRight")
    expect(page.locator("table.areas thead th").nth(2)).to_be_in_viewport(ratio=1)


def test_one_click_brings_the_statistical_neighbours_and_their_mean(visit):
    page = visit("/compare?areas=E08000025", painted=False)
    page.get_by_role("link", name="Statistical neighbours of Birmingham").click()
    expect(page.locator("table.areas thead th")).to_have_count(10)
    mean = page.locator("table.areas thead th").nth(2)
    expect(mean).to_contain_text("of Birmingham’s 10 statistical neighbours")


def test_an_address_that_names_nothing_is_answered_in_words(visit, base):
    for search, status in (("?lad=E08000099", 404), ("?lad=E08000025&split=wales", 400)):
        with pytest.raises(urllib.error.HTTPError) as fault:
            urllib.request.urlopen(f"{base}/compare{search}")
        assert fault.value.code == status and b"You may want" in fault.value.read()

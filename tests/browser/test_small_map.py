"""Neighbourhoods in place of wards on the explorer's map, in Chromium, on the embedded release."""

from __future__ import annotations

import csv
import io
import re

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

TRAFFORD = "/area/E08000009"
OWNED = f"{TRAFFORD}?i=homes_owned"


def test_the_map_is_switched_to_neighbourhoods_and_back(visit):
    page = visit(OWNED)
    page.get_by_label("Neighbourhoods (LSOAs)").check()
    expect(page).to_have_url(re.compile(r"i=homes_owned&g=lsoa$"))
    expect(page.locator("#map-status")).to_contain_text("neighbourhoods coloured")
    expect(page.locator("#map-title")).to_contain_text("by neighbourhood")
    first = page.locator("#map .map-areas [aria-label]").first
    expect(first).to_have_attribute("aria-label", re.compile(r"^Trafford \d{3}\w, in .+: [\d.]+%"))
    page.get_by_label("Wards", exact=True).check()
    expect(page.locator("#map-status")).to_contain_text("wards coloured")


def test_the_table_and_the_download_say_what_the_map_of_neighbourhoods_says(visit, base):
    page = visit(f"{OWNED}&g=lsoa")
    page.wait_for_selector("#map-table tbody tr", state="attached")
    labels = page.locator("#map .map-areas [aria-label]").evaluate_all(
        "nodes => nodes.map(node => node.getAttribute('aria-label'))"
    )
    found = [re.match(r"(.+?), in (.+?): ([\d.]+)%", label) for label in labels]
    on_map = {one[1]: (one[2], one[3]) for one in found if one}
    rows = page.locator("#map-table tbody tr").evaluate_all(
        "rows => rows.map(row => [...row.cells].map(cell => cell.textContent))"
    )
    in_table = {name: (ward, value.removesuffix("%")) for name, ward, value in rows}
    assert len(on_map) == len(labels) > 100
    assert in_table == on_map
    text = page.request.get(f"{base}{TRAFFORD}/table.csv?i=homes_owned&g=lsoa").text()
    downloaded = {
        row["area_name"]: (row["ward_name"], row["value"])
        for row in csv.DictReader(io.StringIO(text.removeprefix("\ufeff")))
        if row["level"] == "lsoa"
    }
    assert downloaded == on_map


def test_the_keyboard_walks_neighbourhoods_and_chooses_the_ward_of_one(visit):
    page = visit(f"{OWNED}&g=lsoa")
    page.locator('#map .map-areas [tabindex="0"]').focus()
    for key in ("ArrowUp", "ArrowRight"):
        page.keyboard.press(key)
    label = page.evaluate("document.activeElement.getAttribute('aria-label')")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"&g=lsoa&w=E05\d{6}$"))
    ward = re.match(r".+?, in (.+?): ", label)
    assert ward
    expect(page.locator("#card-facts")).to_contain_text(ward[1])
    expect(page.locator("#map .map-areas [aria-selected='true']")).to_have_attribute(
        "aria-label", label
    )


def test_an_indicator_without_them_says_so(visit):
    page = visit(TRAFFORD)
    expect(page.get_by_label("Neighbourhoods (LSOAs)")).to_be_disabled()
    expect(page.locator("#geography-why")).to_contain_text("no figure of neighbourhoods exists")


def test_a_first_map_asks_for_no_neighbourhood(visit):
    page = visit(OWNED)
    asked = page.evaluate("performance.getEntriesByType('resource').map(entry => entry.name)")
    assert asked and not [address for address in asked if "lsoa" in address]

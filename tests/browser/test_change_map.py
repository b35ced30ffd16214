"""Change between two periods on the explorer's map, in Chromium, on the embedded release."""

from __future__ import annotations

import csv
import io
import re

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

BIRMINGHAM = "/area/E08000025"


def test_the_change_since_a_period_is_chosen_drawn_and_in_the_address(visit):
    page = visit(BIRMINGHAM)
    page.get_by_label("Show", exact=True).select_option(label="Change since 2021/22")
    expect(page).to_have_url(re.compile(r"\?from=2021-22$"))
    expect(page.locator("#finding")).to_contain_text("2021/22 to 2024/25")
    expect(page.locator("#map-status")).to_contain_text("change from 2021/22 to 2024/25")
    expect(page.locator("#map-legend svg")).to_have_attribute("aria-label", re.compile("change"))
    page.get_by_label("Period", exact=True).select_option(label="2023/24")
    expect(page).to_have_url(re.compile("p=2023-24&from=2021-22"))
    expect(page.locator("#finding")).to_contain_text("2021/22 to 2023/24")
    page.get_by_label("Period", exact=True).select_option(label="2021/22")
    expect(page).to_have_url(re.compile(r"\?p=2021-22$"))


@pytest.mark.parametrize("query", ["?from=2021-22", "?i=population_0_4&from=2017"])
def test_the_table_and_the_download_say_what_the_map_says(visit, base, query):
    page = visit(BIRMINGHAM + query)
    page.wait_for_selector("#map-table tbody tr", state="attached")
    labels = page.locator("#map .map-areas [aria-label]").evaluate_all(
        "nodes => nodes.map(node => node.getAttribute('aria-label'))"
    )
    said = [re.match(r"(.+?): ([+−]?[\d.,]+)( points)?, from .+, (.+)$", one) for one in labels]
    on_map = {found[1]: (found[2], found[4]) for found in said if found}
    rows = page.locator("#map-table tbody tr").evaluate_all(
        "rows => rows.map(row => [...row.cells].map(cell => cell.textContent))"
    )
    in_table = {row[0]: (row[3].removesuffix(" points"), row[-1].lower()) for row in rows}
    assert len(on_map) == 69
    assert in_table == on_map
    text = page.request.get(f"{base}{BIRMINGHAM}/table.csv{query}").text().removeprefix("\ufeff")
    downloaded = {
        row["area_name"]: (float(row["change"]), row["change_reading"].lower())
        for row in csv.DictReader(io.StringIO(text))
        if row["level"] == "ward"
    }
    plain = {
        name: (float(value.replace("−", "-").replace(",", "")), words)
        for name, (value, words) in on_map.items()
    }
    assert downloaded == plain


def test_the_picture_of_a_change_says_both_periods_and_has_its_colours(visit, tmp_path):
    page = visit(f"{BIRMINGHAM}?from=2021-22")
    page.wait_for_selector("#map-table tbody tr", state="attached")
    with page.expect_download() as download:
        page.get_by_role("button", name="Map as SVG").click()
    assert download.value.suggested_filename.endswith("_2021-22_2024-25_map.svg")
    text = download.value.path().read_text(encoding="utf-8")
    for part in ("2021/22 to 2024/25", "No comparable figures", "#CE321F", "#007590"):
        assert part in text, part


def test_where_periods_do_not_compare_the_control_is_off_and_says_why(visit):
    page = visit(f"{BIRMINGHAM}?i=imd_score")
    expect(page.get_by_label("Show", exact=True)).to_be_disabled()
    expect(page.locator("#change-why")).to_contain_text("Not since 2019")


def test_councils_can_be_compared_over_time_too(visit):
    page = visit(f"{BIRMINGHAM}?i=gld&from=2021-22")
    expect(page.locator("#map-status")).to_contain_text("Published by council only")
    expect(page.locator("#map-legend svg")).to_have_attribute("aria-label", re.compile("change"))
    finding = page.locator("#finding").inner_text()
    legend = page.locator("#map-legend svg").get_attribute("aria-label") or ""
    rose = sum(int(count) for count in re.findall(r"Rose [^:]+: (\d+)", legend))
    assert re.search(rf"rose in {rose} of England’s", finding), (finding, legend)

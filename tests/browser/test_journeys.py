"""What a commissioner, an analyst and a parent do, in Chromium, on the embedded release."""

from __future__ import annotations

import csv
import io
import re
import urllib.request
from pathlib import Path
from xml.etree import ElementTree

import pytest
from playwright.sync_api import Locator, Page, expect

pytestmark = pytest.mark.browser

BIRMINGHAM = "/area/E08000025"


def ward(page: Page, name: str) -> Locator:
    return page.locator(f'#map .map-areas [aria-label^="{name}:"]')


def search(page: Page, words: str) -> Locator:
    box = page.get_by_label("Find a council, ward or postcode").locator("visible=true").first
    box.fill(words)
    options = page.get_by_role("listbox", name="Councils and wards").get_by_role("option")
    expect(options.first).to_be_visible()
    return options


def test_a_council_is_found_by_its_name(visit):
    page = visit("/")
    search(page, "birm").filter(has_text="Birmingham").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Birmingham")
    expect(page).to_have_url(re.compile("/area/E08000025"))


def test_a_council_is_found_by_a_postcode_which_stays_out_of_the_address(visit):
    page = visit("/")
    box = page.get_by_label("Find a council, ward or postcode").locator("visible=true").first
    box.fill("B8 1RW")
    box.press("Enter")
    expect(page.get_by_role("main")).to_contain_text("Alum Rock")
    expect(page).to_have_url(re.compile("E05011120"))
    assert "B8" not in page.url


def test_a_council_is_found_on_the_map_of_england(visit):
    page = visit("/")
    cornwall = page.locator('#map .map-areas [aria-label^="Cornwall"]').first
    cornwall.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Cornwall")


def test_another_indicator_changes_map_words_and_address(visit):
    page = visit(BIRMINGHAM)
    before = page.locator("#finding").inner_text()
    page.locator('a[data-indicator="imd_score"]').click()
    expect(page).to_have_url(re.compile(r"\?i=imd_score"))
    expect(page.locator("#finding")).not_to_have_text(before)
    expect(page.locator("#map-status")).to_contain_text("Index of Multiple Deprivation")
    expect(page.locator('a[data-indicator="imd_score"]')).to_have_attribute("aria-current", "true")


def test_the_keyboard_alone_chooses_an_indicator_walks_the_map_and_chooses_a_ward(visit):
    page = visit(BIRMINGHAM)
    page.locator('a[data-indicator="imd_score"]').focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("imd_score"))
    start = page.locator('#map .map-areas [tabindex="0"]')
    start.focus()
    first = page.evaluate("document.activeElement.getAttribute('aria-label')")
    for key in ("ArrowUp", "ArrowLeft", "ArrowDown", "ArrowRight"):
        page.keyboard.press(key)
    walked = page.evaluate("document.activeElement.getAttribute('aria-label')")
    assert walked, "the focus left the map"
    page.keyboard.press("ArrowUp")
    chosen = page.evaluate("document.activeElement.getAttribute('aria-label')")
    assert chosen != first or walked != first
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"[?&]w=E05\d{6}"))
    expect(page.locator("#card-facts")).to_contain_text(chosen.split(":")[0])
    assert page.evaluate("document.activeElement.getAttribute('aria-label')").startswith(
        chosen.split(":")[0]
    ), "focus was lost when the ward was chosen"


def test_the_table_says_what_the_map_says(visit):
    page = visit(BIRMINGHAM)
    page.wait_for_selector("#map-table tbody tr", state="attached")
    labels = page.locator("#map .map-areas [aria-label]").evaluate_all(
        "nodes => nodes.map(node => node.getAttribute('aria-label'))"
    )
    on_map = dict(re.match(r"(.+?): ([\d.,]+%)", label).groups() for label in labels)  # type: ignore[union-attr]
    rows = page.locator("#map-table tbody tr").evaluate_all(
        "rows => rows.map(row => [row.cells[0].textContent, row.cells[1].textContent])"
    )
    assert len(on_map) == 69
    assert dict(rows) == on_map


def test_an_earlier_period_is_drawn_and_named(visit):
    page = visit(BIRMINGHAM)
    latest = ward(page, "Alum Rock").get_attribute("aria-label")
    page.get_by_label("Period", exact=True).select_option(label="2021/22")
    expect(page).to_have_url(re.compile("p=2021-22"))
    expect(page.locator("#map-title")).to_contain_text("2021/22")
    expect(ward(page, "Alum Rock")).not_to_have_attribute("aria-label", latest or "")


def test_reload_and_back_keep_the_view(visit):
    page = visit(BIRMINGHAM)
    page.locator('a[data-indicator="imd_score"]').click()
    expect(page.locator("#map-status")).to_contain_text("Index of Multiple Deprivation")
    expect(page.locator("#finding")).to_contain_text("deprivation")
    finding = page.locator("#finding").inner_text()
    page.reload()
    expect(page.locator("#finding")).to_have_text(finding)
    page.go_back()
    expect(page.locator("#finding")).to_contain_text("low incomes")
    expect(page.locator("#map-status")).to_contain_text("low income")


def test_a_council_only_indicator_says_why_there_are_no_wards(visit):
    page = visit(f"{BIRMINGHAM}?i=gld")
    expect(page.locator("#why-council")).to_contain_text("council")
    areas = page.locator("#map .map-areas").first.locator("path")
    expect(areas).to_have_count(296)


def test_the_map_leaves_as_an_svg_that_stands_alone(visit, tmp_path: Path):
    page = visit(BIRMINGHAM)
    with page.expect_download() as download:
        page.get_by_role("button", name="Map as SVG").click()
    path = tmp_path / download.value.suggested_filename
    download.value.save_as(path)
    text = path.read_text(encoding="utf-8")
    words = re.sub(r"\s+", " ", " ".join(ElementTree.fromstring(text).itertext()))
    for part in (
        "58 of Birmingham’s 69 wards",
        "2024/25",
        "Department for Work and Pensions",
        "Open Government Licence",
        "Children under 16",
        "Release",
        "/area/E08000025",
    ):
        assert part in words, part
    assert "<script" not in text and "<image" not in text and "<use" not in text


def test_a_chart_leaves_as_a_png_of_the_size_of_a_slide(visit, tmp_path: Path):
    page = visit(BIRMINGHAM)
    page.wait_for_selector("#ranking-graph .main-svg", state="attached")
    with page.expect_download() as download:
        page.get_by_role("button", name="Ranking as PNG for a slide").click()
    path = tmp_path / "ranking.png"
    download.value.save_as(path)
    head = path.read_bytes()[:24]
    assert head[:8] == b"\x89PNG\r\n\x1a\n"
    assert (int.from_bytes(head[16:20]), int.from_bytes(head[20:24])) == (3200, 1800)


def test_the_table_leaves_as_csv_that_excel_reads(visit, base: str):
    page = visit(BIRMINGHAM)
    address = page.get_by_role("link", name="Table as CSV").get_attribute("href")
    body = urllib.request.urlopen(base + str(address)).read()
    assert body.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(body.decode("utf-8-sig"))))
    alum_rock = next(row for row in rows if "Alum Rock" in row.values())
    assert any(value.startswith("63.8") for value in alum_rock.values())


def test_an_unknown_council_gets_a_page_that_helps(visit, base: str, browser):
    page = browser.new_page()
    answer = page.goto(f"{base}/area/E08000099")
    assert answer is not None and answer.status == 404
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert "E08000099" in page.inner_text("body")
    page.close()


def test_where_every_figure_is_withheld_the_reasons_stand_in_place_of_the_chart(visit):
    page = visit("/area/E06000053", painted=False)
    ranking = page.locator("#figure-ranking")
    expect(ranking.get_by_role("row", name="Bryher")).to_contain_text("withheld")
    expect(ranking.get_by_role("button", name="Table")).to_be_hidden()

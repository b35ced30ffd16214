"""A ward's profile in Chromium: found, read, printed and shared, on the embedded release."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser

ALUM_ROCK = "/ward/E05011120"
ALDGATE = "/ward/E05009289"
"""A ward of the City of London, too small to hold a neighbourhood of the census."""
DISTRICT_WARD = "/ward/E05014690"
"""Alfreton, of a district whose county publishes much of what is known."""
LONGEST = "/ward/E05005484"
"""Cadeby, Carlton and Market Bosworth with Shackerstone, of a county too: the most lines."""
OWN_PERIOD = "/ward/E05013144"
"""Flackwell Heath, Little Marlow and Marlow South East, with a period that few councils have."""


@pytest.fixture
def profile(visit):
    def open_profile(path: str, **options: object) -> Page:
        page = visit(path, painted=False, **options)
        page.locator("table.spine").wait_for()
        page.wait_for_function("[...document.images].every((image) => image.complete)")
        return page

    return open_profile


def pages_of(pdf: bytes) -> int:
    return len(re.findall(rb"/Type\s*/Page\b(?!s)", pdf))


def test_a_postcode_is_three_steps_from_its_wards_profile(visit):
    page = visit("/")
    box = page.get_by_label("Find a council, ward or postcode").locator("visible=true").first
    box.fill("B8 1RW")
    page.get_by_role("option", name=re.compile("Alum Rock")).click()
    page.get_by_role("link", name="Ward profile").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Alum Rock")
    expect(page).to_have_url(re.compile(f"{ALUM_ROCK}$"))


def test_a_profile_leads_back_to_the_map_with_its_ward_chosen(profile):
    page = profile(ALUM_ROCK)
    page.get_by_role("link", name="Open in the map").click()
    expect(page.locator(".card-name")).to_have_text("Alum Rock")


@pytest.mark.parametrize("path", [ALUM_ROCK, ALDGATE, DISTRICT_WARD, LONGEST, OWN_PERIOD])
def test_a_profile_prints_on_two_sides_of_a4(profile, path):
    page = profile(path)
    assert pages_of(page.pdf(prefer_css_page_size=True)) == 2


def test_every_row_is_a_row_of_a_table_to_a_screen_reader_on_a_phone_too(profile):
    page = profile(ALUM_ROCK, width=320)
    row = page.get_by_role("row", name=re.compile("^Children in relative low income"))
    expect(row.last.get_by_role("rowheader")).to_contain_text("2024/25")
    cells = row.last.get_by_role("cell").all_inner_texts()
    assert any("63.8%" in cell for cell in cells) and any("Higher" in cell for cell in cells)


def test_a_ward_without_figures_says_so_in_every_row_and_draws_no_dot(profile):
    page = profile(ALDGATE)
    row = page.get_by_role("row", name=re.compile("^Index of Multiple Deprivation")).last
    expect(row).to_contain_text("not published")
    expect(row).to_contain_text("No figure")
    assert "circle" not in (row.get_by_role("img").get_attribute("src") or "")


def test_the_link_is_copied_and_the_copy_is_announced(profile):
    page = profile(ALUM_ROCK, permissions=["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="Copy link").click()
    expect(page.locator("#announce")).to_have_text("Copied: the link to this view.")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert re.fullmatch(re.escape(page.url) + r"\?r=[0-9a-f]{12}", copied)


def test_print_is_a_button_that_prints(profile):
    page = profile(ALUM_ROCK)
    page.evaluate("window.print = () => { window.printed = true; }")
    page.get_by_role("button", name="Print").click()
    assert page.evaluate("window.printed") is True


def test_the_tab_is_named_by_ward_and_council(profile):
    expect(profile(ALUM_ROCK)).to_have_title("Alum Rock, Birmingham: Early Years Atlas")


def test_links_at_the_top_lead_to_each_subject_and_to_what_only_the_council_has(profile):
    page = profile(ALUM_ROCK, width=320)
    jumps = page.get_by_role("navigation", name="On this page").get_by_role("link")
    assert jumps.all_inner_texts()[-1] == "Known only for Birmingham"
    for link in jumps.all():
        link.click()
        place = page.locator(str(link.get_attribute("href")))
        expect(place).to_have_text(link.inner_text())
        expect(place).to_be_in_viewport()

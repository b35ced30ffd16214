"""The catalogue as a person uses it: finding, reading and taking away, by keyboard too."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser

LOW_INCOME = "low_income_bhc_relative"
COUNT = "#catalogue-count"


@pytest.fixture
def catalogue(visit):
    """Open the catalogue once it is drawn."""

    def opened(address: str = "/data", **options: object) -> Page:
        page = visit(address, painted=False, **options)
        page.locator("#catalogue-list details").first.wait_for()
        return page

    return opened


def shown(page: Page) -> list[str]:
    return page.locator("#catalogue-list details:not([hidden])").evaluate_all(
        "entries => entries.map(entry => entry.id)"
    )


def all_of(page: Page) -> int:
    return page.locator("#catalogue-list details").count()


def words(page: Page):
    return page.get_by_role("searchbox", name="Find an indicator")


def test_words_in_any_order_and_case_narrow_the_list_and_the_count_says_so(catalogue):
    page = catalogue()
    words(page).fill("INCOME low")
    found = page.locator(COUNT)
    expect(found).to_have_text(re.compile(r"^\d+ of \d+ indicators$"))
    expect(found).to_have_attribute("role", "status")
    kept = shown(page)
    assert LOW_INCOME in kept and 0 < len(kept) < all_of(page)
    assert found.text_content() == f"{len(kept)} of {all_of(page)} indicators"


def test_definitions_caveats_and_sources_are_searched_though_folded(catalogue):
    page = catalogue()
    words(page).fill("only families who claimed child benefit")
    expect(page.locator(COUNT)).to_contain_text(" of ")
    assert LOW_INCOME in shown(page)


def test_subject_and_areas_narrow_the_list_together(catalogue):
    page = catalogue()
    page.get_by_label("Subject").select_option("Child development")
    page.get_by_label("Known for").select_option("Councils only")
    expect(page.locator(COUNT)).to_contain_text(" of ")
    kept = page.locator("#catalogue-list details:not([hidden])").evaluate_all(
        "entries => entries.map(entry => [entry.dataset.domain, entry.dataset.level])"
    )
    assert kept and {tuple(pair) for pair in kept} == {("Child development", "lad")}
    assert page.locator("#catalogue-list .subject:visible").count() == 1


def test_nothing_found_offers_the_way_back_and_focus_goes_there(catalogue):
    page = catalogue()
    words(page).fill("xyzzy")
    page.get_by_role("button", name="Show every indicator").click()
    expect(page.locator(COUNT)).to_have_text(f"{all_of(page)} indicators")
    expect(words(page)).to_have_value("")
    expect(words(page)).to_be_focused()


def test_an_entry_opens_by_keyboard_and_tells_all(catalogue):
    page = catalogue()
    words(page).fill("before housing costs relative")
    expect(page.locator(COUNT)).to_contain_text(" of ")
    words(page).press("Tab")
    for _ in range(12):
        if page.evaluate("document.activeElement.tagName") == "SUMMARY":
            break
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    entry = page.locator("#catalogue-list details[open]")
    expect(entry).to_have_count(1)
    for term in ("Measures", "How it is worked out", "Quality", "Read with care", "Figures for"):
        expect(entry.get_by_text(term, exact=True)).to_be_visible()
    expect(entry.get_by_text(re.compile("Next release: "))).to_be_visible()


def test_a_link_to_an_indicator_opens_it(catalogue):
    page = catalogue(f"/data#{LOW_INCOME}")
    entry = page.locator(f"#{LOW_INCOME}")
    expect(entry).to_have_attribute("open", "")
    expect(entry.locator("summary")).to_be_in_viewport()


def test_a_source_s_link_opens_that_source(catalogue):
    page = catalogue(f"/data#{LOW_INCOME}")
    link = page.locator(f"#{LOW_INCOME} a[href^='#source-']").first
    target = page.locator(str(link.get_attribute("href")))
    link.click()
    expect(target).to_have_attribute("open", "")
    expect(target.get_by_text("Attribution", exact=True)).to_be_visible()


def test_open_all_opens_what_is_shown_and_nothing_else(catalogue):
    page = catalogue()
    words(page).fill("low income")
    expect(page.locator(COUNT)).to_contain_text(" of ")
    page.get_by_role("button", name="Open all").click()
    opened = page.locator("#catalogue-list details[open]").count()
    assert opened == len(shown(page)) < all_of(page)
    page.get_by_role("button", name="Close all").click()
    assert page.locator("#catalogue-list details[open]").count() == 0


def test_the_chosen_council_s_file_is_the_one_that_comes(catalogue):
    page = catalogue()
    page.get_by_label("Council or county").select_option("Birmingham")
    link = page.get_by_role("link", name="Download Birmingham (CSV)")
    with page.expect_download() as waiting:
        link.click()
    path = Path(waiting.value.path())
    assert waiting.value.suggested_filename.startswith("early-years-atlas-E08000025-")
    text = path.read_text("utf-8-sig")
    assert "E08000025,Birmingham,lad" in text and "E92000001,England,country" in text


def test_an_indicator_and_the_whole_release_can_be_taken(catalogue):
    page = catalogue(f"/data#{LOW_INCOME}")
    with page.expect_download() as waiting:
        page.locator(f"#{LOW_INCOME}").get_by_role("link", name="Every figure (CSV)").click()
    assert waiting.value.suggested_filename.startswith(f"early-years-atlas-{LOW_INCOME}-")
    with page.expect_download() as waiting:
        page.get_by_role("link", name="Download the release").click()
    assert Path(waiting.value.path()).read_bytes().startswith(b"PK")


def test_the_head_carries_a_dataset_and_the_content_policy_lets_it_be(catalogue):
    """``visit`` fails on any complaint of the browser."""
    page = catalogue()
    block = page.locator("head script[type='application/ld+json']").text_content()
    assert json.loads(block or "")["@type"] == "Dataset"


def test_the_folded_catalogue_is_short(catalogue):
    for width, most in ((1280, 7000), (320, 13000)):
        page = catalogue(width=width)
        assert page.evaluate("document.documentElement.scrollHeight") < most

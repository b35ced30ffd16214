"""The search box: an editable combobox that finds councils, wards and postcodes."""

from __future__ import annotations

import pytest
from axe_core_python.sync_playwright import Axe
from playwright.sync_api import Page, expect
from tiny_site import AREA, Open

pytestmark = pytest.mark.browser


def type_in(page: Page, words: str) -> None:
    page.get_by_role("combobox").or_(page.get_by_label("Find a council, ward or postcode")).fill(
        words
    )


def offered(page: Page) -> list[str]:
    """Return the texts of the options, once there are any."""
    options = page.get_by_role("listbox", name="Councils and wards").get_by_role("option")
    expect(options.first).to_be_visible()
    return options.all_inner_texts()


def test_councils_come_before_wards_and_every_word_may_be_a_beginning(open_page: Open):
    page = open_page("/")
    type_in(page, "test")
    assert [text.split("\n")[0] for text in offered(page)] == ["Testham", "Testing St Mary’s"]
    type_in(page, "mary te")
    assert offered(page) == ["Testing St Mary’s\nWard in Westbury"]


def test_enter_opens_the_marked_place_and_arrows_mark_another(open_page: Open):
    page = open_page("/")
    type_in(page, "test")
    offered(page)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    assert page.evaluate("location.pathname + location.search") == "/area/E06000098?w=E05000001"


def test_a_click_opens_a_council(open_page: Open):
    page = open_page("/")
    type_in(page, "testham")
    offered(page)
    page.get_by_role("option", name="Testham").click()
    assert page.evaluate("location.pathname + location.search") == AREA


def test_a_postcode_opens_its_ward_and_is_sent_in_the_body_only(open_page: Open):
    page = open_page("/")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    type_in(page, "te5 7ab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("combobox")).to_have_value("")
    assert page.evaluate("location.pathname + location.search") == f"{AREA}?w=E05099005"
    assert not [url for url in asked if "7ab" in url.lower()]


@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        ("zzz", "No council or ward begins with “zzz”. Try fewer letters, or a full postcode."),
        ("ZZ1 1ZZ", "ZZ1 1ZZ is not a live postcode in England."),
    ],
)
def test_a_search_without_an_answer_says_so_to_eye_and_ear(
    open_page: Open, typed: str, answer: str
):
    page = open_page("/")
    type_in(page, typed)
    page.keyboard.press("Enter")
    expect(page.locator(".search-words")).to_contain_text(answer)
    expect(page.locator(".search").get_by_role("status")).to_contain_text(answer)


def test_escape_closes_the_list_and_keeps_the_words(open_page: Open):
    page = open_page("/")
    type_in(page, "test")
    offered(page)
    page.keyboard.press("Escape")
    box = page.get_by_role("combobox")
    expect(box).to_have_attribute("aria-expanded", "false")
    expect(box).to_have_value("test")


def test_options_are_44_px_high_on_a_phone_and_axe_passes_while_open(open_page: Open):
    page = open_page("/", width=360)
    type_in(page, "test")
    offered(page)
    box = page.get_by_role("option", name="Testham").bounding_box()
    assert box and box["height"] >= 44
    assert [item["id"] for item in Axe().run(page)["violations"]] == []

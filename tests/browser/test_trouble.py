"""What does not come is said on the page, and comes when it is asked for again."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.states import CALLBACKS, UNANSWERED, unanswered

pytestmark = pytest.mark.browser


@pytest.fixture
def lost(visit) -> Page:
    """Stand on About after the Data page was asked for in vain."""
    page = visit("/about", painted=False, excused=UNANSWERED)
    page.get_by_role("heading", level=1, name="About").wait_for()
    unanswered(page)
    return page


def test_what_was_not_answered_is_asked_for_again_and_the_message_goes(lost: Page):
    lost.unroute(CALLBACKS)
    lost.get_by_role("button", name="Try again").click()
    expect(lost.get_by_role("heading", level=1)).to_have_text("Data")
    expect(lost.get_by_role("alert")).to_be_empty()
    expect(lost.locator("#main")).to_be_focused()


def test_asking_again_in_vain_says_so_again(lost: Page):
    with lost.expect_request(CALLBACKS):
        lost.get_by_role("button", name="Try again").click()
    expect(lost.get_by_role("alert")).to_contain_text("could not be loaded")


def test_the_message_is_put_away_and_the_focus_kept(lost: Page):
    lost.get_by_role("button", name="Dismiss").press("Enter")
    expect(lost.get_by_role("alert")).to_be_empty()
    expect(lost.locator("#main")).to_be_focused()


def test_a_reader_who_is_online_again_gets_the_page_unasked(visit):
    page = visit("/about", painted=False, excused=UNANSWERED)
    page.get_by_role("heading", level=1, name="About").wait_for()
    page.context.set_offline(True)
    page.get_by_role("link", name="Data", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("could not be loaded")
    page.context.set_offline(False)
    expect(page.get_by_role("heading", level=1)).to_have_text("Data")
    expect(page.get_by_role("alert")).to_be_empty()


def test_a_page_of_a_release_that_is_served_no_more_offers_to_reload(visit):
    page = visit("/about", painted=False, excused="404")
    page.get_by_role("heading", level=1, name="About").wait_for()
    page.evaluate("document.querySelector('meta[name=atlas-release]').content = 'f00dfeed'")
    page.get_by_role("link", name="Early Years Atlas").first.click()
    expect(page.get_by_role("alert")).to_contain_text("The data have been updated")
    expect(page.get_by_role("button", name="Try again")).to_have_count(0)
    page.get_by_role("button", name="Reload").click()
    page.locator("#map path.q1").first.wait_for(state="attached")
    expect(page.get_by_role("alert")).to_be_empty()


def test_no_file_is_asked_for_of_a_council_that_is_none_and_one_set_of_one_that_is(visit):
    page = visit("/about", painted=False)
    page.get_by_role("heading", level=1, name="About").wait_for()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.evaluate("dash_clientside.set_props('url', {pathname: '/area/E06000999', search: ''})")
    expect(page.get_by_role("heading", level=1)).to_have_text("This page cannot be shown")
    assert not [url for url in asked if "E06000999.json" in url]
    page.get_by_role("link", name="Early Years Atlas").first.click()
    page.locator("#map path.q1").first.wait_for(state="attached")
    page.evaluate("atlas.explorer.go({ pathname: '/area/E08000025' })")
    page.locator('#map[data-lad="E08000025"] path.q1').first.wait_for(state="attached")
    assert sum("boundaries/E08000025.json" in url for url in asked) == 1

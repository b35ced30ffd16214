"""A reader who has set larger letters in the browser; one who has a phone's first screen."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from benchmarks.browser import chromium
from tests.browser.audit import CUT_OFF, SIDEWAYS
from tests.browser.states import ALUM_ROCK, BIRMINGHAM

pytestmark = pytest.mark.browser

PAGES = {
    "home": "/",
    "explorer": f"{BIRMINGHAM}?w={ALUM_ROCK}",
    "ward": f"/ward/{ALUM_ROCK}",
    "pair": "/compare?lad=E08000025",
    "areas": f"/compare?areas=E08000025,{ALUM_ROCK}",
    "data": "/data",
}


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Return a Chromium whose default size of letters is 24 pixels instead of 16."""
    with chromium("--blink-settings=defaultFontSize=24") as started:
        yield started


@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES)
def test_a_larger_default_size_is_followed_and_everything_still_fits(visit, path: str):
    page = visit(path, painted=False, width=320)
    page.get_by_role("heading", level=1).wait_for()
    assert page.evaluate("parseFloat(getComputedStyle(document.body).fontSize)") == 22.5
    for width in (320, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        page.wait_for_load_state("networkidle")
        assert page.evaluate(SIDEWAYS) + page.evaluate(CUT_OFF) == [], f"at {width} px"


@pytest.mark.parametrize("path", [PAGES["explorer"], PAGES["ward"]], ids=["explorer", "ward"])
def test_a_phones_first_screen_says_the_finding_before_any_control(visit, path: str):
    page = visit(path, painted=False, width=320)
    expect(page.locator(".finding")).to_be_visible()
    page.evaluate("document.documentElement.style.fontSize = '16px'")
    first = "main :is(select, input, button, .button):visible"
    finding, control = (page.locator(one).first.bounding_box() for one in (".finding", first))
    assert finding["y"] + finding["height"] < 640
    assert finding["y"] + finding["height"] <= control["y"]

"""Figures in frames on another site, and links that outlive a release, in Chromium."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from axe_core_python.sync_playwright import Axe
from playwright.sync_api import Browser, Frame, expect

from benchmarks.servers import atlas, free_port

pytestmark = pytest.mark.browser

BIRMINGHAM, ALUM_ROCK = "E08000025", "E05011120"
FIGURES = {
    "map": f"/embed/area/{BIRMINGHAM}/map?w={ALUM_ROCK}",
    "ranking": f"/embed/area/{BIRMINGHAM}/ranking",
    "trend": f"/embed/area/{BIRMINGHAM}/trend?w={ALUM_ROCK}",
    "spine": f"/embed/ward/{ALUM_ROCK}/spine",
    "scatter": f"/embed/compare/scatter?lad={BIRMINGHAM}",
    "areas": f"/embed/compare/areas?areas={BIRMINGHAM},{ALUM_ROCK}",
}


class _Site(BaseHTTPRequestHandler):
    """A page of somebody else's that frames the address it is asked for."""

    def do_GET(self) -> None:
        framed = self.path.removeprefix("/frame/")
        body = f'<!doctype html><title>Their page</title><iframe src="{framed}" title="A figure">'
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(body.encode())

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture(scope="module")
def sites() -> Iterator[tuple[str, str, str]]:
    """The atlas, a site that it lets frame its figures, and one that it does not."""
    theirs = [ThreadingHTTPServer(("127.0.0.1", free_port()), _Site) for _ in range(2)]
    for server in theirs:
        threading.Thread(target=server.serve_forever, daemon=True).start()
    friend, stranger = (f"http://127.0.0.1:{server.server_port}" for server in theirs)
    with atlas(ATLAS_FRAME_ANCESTORS=friend) as (base, _process):
        yield base, friend, stranger
    for server in theirs:
        server.shutdown()


def framed(browser: Browser, site: str, address: str) -> Frame:
    page = browser.new_page()
    with page.expect_response(address):
        page.goto(f"{site}/frame/{address}")
    page.wait_for_load_state()
    return page.frames[1]


def test_a_site_on_the_list_frames_a_figure_and_another_does_not(browser: Browser, sites):
    base, friend, stranger = sites
    shown = framed(browser, friend, base + FIGURES["ranking"])
    expect(shown.locator("h1")).to_have_text("From Heartlands, the highest, to Sutton Four Oaks")
    refused = framed(browser, stranger, base + FIGURES["ranking"])
    assert refused.url.startswith("chrome-error:")


def test_no_site_frames_the_explorer(browser: Browser, sites):
    base, friend, _ = sites
    assert framed(browser, friend, f"{base}/area/{BIRMINGHAM}").url.startswith("chrome-error:")


def test_a_map_works_in_a_frame_and_its_link_keeps_the_ward(browser: Browser, sites):
    base, friend, _ = sites
    frame = framed(browser, friend, f"{base}/embed/area/{BIRMINGHAM}/map")
    frame.locator(".map-svg.has-figures").wait_for()
    ward = frame.locator('.map-areas [aria-label^="Alum Rock:"]')
    expect(ward).to_have_attribute("aria-label", re.compile(r"63\.8%"))
    ward.focus()
    frame.page.keyboard.press("Enter")
    expect(ward).to_have_attribute("aria-selected", "true")
    link = frame.get_by_role("link", name="Open this in Early Years Atlas")
    expect(link).to_have_attribute(
        "href", re.compile(rf"^/area/{BIRMINGHAM}\?w={ALUM_ROCK}&r=[0-9a-f]+$")
    )


def test_a_council_of_englands_map_opens_beside_the_frame(browser: Browser, sites):
    base, friend, _ = sites
    frame = framed(browser, friend, f"{base}/embed/map")
    frame.locator(".map-svg.has-figures").wait_for()
    with frame.page.context.expect_page() as opened:
        frame.locator('.map-areas a[aria-label^="Birmingham"]').dispatch_event("click")
    expect(opened.value).to_have_url(re.compile(f"/area/{BIRMINGHAM}"))
    assert frame.url == f"{base}/embed/map"


@pytest.mark.parametrize("width", [640, 300])
@pytest.mark.parametrize("figure", FIGURES)
def test_axe_finds_nothing_in_a_frame_and_nothing_scrolls_sideways(
    visit, artefacts: Path, figure: str, width: int
):
    page = visit(FIGURES[figure], width=width, painted=figure == "map", bypass_csp=True)
    for closed in page.locator("summary").all():
        closed.click()
    page.screenshot(path=artefacts / f"embed-{figure}-{width}.png")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    found = Axe().run(page)["violations"]
    assert [f"{item['id']}: {item['nodes'][0]['html'][:160]}" for item in found] == []


def test_an_address_in_other_words_becomes_the_views_own(visit):
    page = visit(f"/area/{BIRMINGHAM}?w={ALUM_ROCK}&utm_source=mail&i=low_income_bhc_relative")
    own = f"/area/{BIRMINGHAM}?w={ALUM_ROCK}"
    expect(page).to_have_url(re.compile(re.escape(own) + "$"))
    expect(page.locator("link[rel=canonical]")).to_have_attribute("href", own)


def test_a_link_of_an_older_release_says_so_until_it_is_put_away(visit):
    page = visit(f"/area/{BIRMINGHAM}?r=00000000ffff")
    notice = page.locator("#notice")
    expect(notice).to_contain_text("The data have been updated since this link was made")
    expect(notice).to_contain_text("release 00000000; now")
    expect(page).to_have_url(re.compile(rf"/area/{BIRMINGHAM}$"))
    notice.get_by_role("button", name="Dismiss").click()
    expect(notice).to_be_hidden()
    assert page.evaluate("document.activeElement.id") == "main"


def test_a_link_and_a_frame_are_copied_and_said_to_be(visit, base):
    page = visit(f"/area/{BIRMINGHAM}?i=gld", permissions=["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="Copy link").click()
    expect(page.locator("#announce")).to_have_text("Copied: the link to this view.")
    link = page.evaluate("navigator.clipboard.readText()")
    assert re.fullmatch(re.escape(f"{base}/area/{BIRMINGHAM}?i=gld&r=") + "[0-9a-f]{12}", link)
    page.get_by_text("Embed on another site").click()
    page.get_by_role("button", name="Copy code: Ranking").click()
    expect(page.locator("#announce")).to_have_text("Copied: the code of the frame.")
    code = page.evaluate("navigator.clipboard.readText()")
    assert f'src="{base}/embed/area/{BIRMINGHAM}/ranking?i=gld"' in code
    again = visit(link.removeprefix(base))
    expect(again.locator("#notice")).to_be_hidden()

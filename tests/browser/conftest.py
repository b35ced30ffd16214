"""The atlas on its embedded release, served as in production, and pages that may not complain."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page

from benchmarks.browser import PAINTED, chromium
from benchmarks.servers import atlas

Visit = Callable[..., Page]


@pytest.fixture(scope="session")
def base() -> Iterator[str]:
    """Serve the embedded release with the settings of production; return its address."""
    with atlas() as (address, _process):
        yield address


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Return Chromium without a GPU; one at a time, as Playwright's loop allows."""
    with chromium() as started:
        yield started


@pytest.fixture
def visit(base: str, browser: Browser) -> Iterator[Visit]:
    """Open pages of the atlas; a console error or a request to another host fails the test.

    ``refused`` is a pattern of addresses whose requests fail; a complaint that has the words
    ``excused`` in it is one that the test is about.
    """
    troubles: list[str] = []
    pages: list[Page] = []

    def elsewhere(url: str) -> None:
        if not url.startswith((base, "data:", "blob:")):
            troubles.append(f"a request left for {url}")

    def complaint(kind: str, text: str, excused: str) -> None:
        if kind == "error" and not (excused and excused in text):
            troubles.append(text)

    def open_page(
        path: str,
        *,
        width: int = 1280,
        painted: bool = True,
        refused: str = "",
        excused: str = "",
        **options: object,
    ) -> Page:
        page = browser.new_context(
            viewport={"width": width, "height": 900},
            **options,  # type: ignore[arg-type]
        ).new_page()
        page.set_default_timeout(30_000)
        page.on("request", lambda request: elsewhere(request.url))
        page.on("console", lambda message: complaint(message.type, message.text, excused))
        page.on("pageerror", lambda error: complaint("error", str(error), excused))
        if refused:
            page.route(refused, lambda route: route.abort())
        pages.append(page)
        page.goto(base + path)
        if painted:
            page.wait_for_selector(PAINTED, state="attached")
        return page

    yield open_page
    for page in pages:
        page.context.close()
    assert troubles == []

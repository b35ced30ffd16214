"""A browser, and pages of the tiny site that may neither complain nor call another host."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import tiny_site
from playwright.sync_api import Browser, Page
from tiny_site import Open, settled

from benchmarks import browser


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with browser.chromium() as started:
        yield started


@pytest.fixture
def broken() -> set[str]:
    """Files that the server refuses to give."""
    return set()


@pytest.fixture
def open_page(chromium: Browser, broken: set[str]) -> Iterator[Open]:
    """Open an address and wait for the map; no page may complain or call another host."""
    troubles: list[str] = []
    pages: list[Page] = []
    with tiny_site.served(broken) as site:

        def visit(address: str, width: int = 1280, **options: object) -> Page:
            page = chromium.new_page(viewport={"width": width, "height": 900}, **options)  # type: ignore[arg-type]
            page.on("pageerror", lambda error: troubles.append(str(error)))
            page.on(
                "console",
                lambda message: troubles.append(message.text) if message.type == "error" else None,
            )
            page.on("request", lambda request: elsewhere(request.url))
            page.goto(site + address)
            settled(page, 1)
            pages.append(page)
            return page

        def elsewhere(url: str) -> None:
            if not url.startswith((site, "data:", "blob:")):
                troubles.append(f"request to {url}")

        yield visit
        for page in pages:
            page.close()
    assert [trouble for trouble in troubles if "503" not in trouble and "404" not in trouble] == []

"""Chromium, and what it tells of a page: bytes and requests until the map is painted."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

PAINTED = ", ".join(f"#map svg path.{kind}{k}" for kind in "qd" for k in range(6))

#: Notes the moment at which the first coloured area has been on the screen.
WATCH = f"""
(() => {{
  const look = () => {{
    if (document.querySelector({PAINTED!r})) {{
      requestAnimationFrame(() => requestAnimationFrame(() => {{
        window.__painted ??= Date.now();
      }}));
    }} else requestAnimationFrame(look);
  }};
  requestAnimationFrame(look);
}})();
"""


@contextmanager
def chromium(*switches: str) -> Iterator[Browser]:
    """Start Chromium without a GPU, as the slowest visitor has it; ``switches`` are its own."""
    names = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    path = next((found for name in names if (found := shutil.which(name))), None)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=path, args=["--no-sandbox", "--disable-gpu", *switches]
        )
        yield browser
        browser.close()


class Traffic:
    """Requests and bytes of a page, with the moment at which each began and ended."""

    def __init__(self, page: Page) -> None:
        self.started: dict[str, tuple[float, str]] = {}
        self.ended: dict[str, tuple[float, int]] = {}
        self._offset = 0.0
        session = page.context.new_cdp_session(page)
        session.send("Network.enable")
        session.on("Network.requestWillBeSent", self._start)
        session.on("Network.loadingFinished", self._end)

    def _start(self, event: dict[str, Any]) -> None:
        self._offset = event["wallTime"] - event["timestamp"]
        self.started[event["requestId"]] = (event["wallTime"] * 1000, event["request"]["url"])

    def _end(self, event: dict[str, Any]) -> None:
        moment = (event["timestamp"] + self._offset) * 1000
        self.ended[event["requestId"]] = (moment, int(event["encodedDataLength"]))

    def until(self, moment: float) -> tuple[int, int, list[str]]:
        """Return requests begun, bytes of those ended, and addresses, up to ``moment``.

        Moments are in milliseconds since 1970.
        """
        begun = [
            url for at, url in self.started.values() if at <= moment and url.startswith("http")
        ]
        size = sum(size for at, size in self.ended.values() if at <= moment)
        return len(begun), size, begun

    def since(self, moment: float) -> list[tuple[str, int]]:
        """Return address and bytes of every request begun after ``moment``."""
        return [
            (url, self.ended.get(key, (0.0, 0))[1])
            for key, (at, url) in self.started.items()
            if at > moment and url.startswith("http")
        ]


def open_cold(browser: Browser, url: str) -> tuple[Page, Traffic, float]:
    """Open ``url`` with an empty cache; return page, traffic and milliseconds to the map."""
    page = browser.new_context(viewport={"width": 1280, "height": 900}, bypass_csp=True).new_page()
    page.add_init_script(WATCH)
    traffic = Traffic(page)
    page.goto(url)
    page.wait_for_function("window.__painted", timeout=60_000)
    took = page.evaluate("window.__painted - performance.timeOrigin")
    return page, traffic, took

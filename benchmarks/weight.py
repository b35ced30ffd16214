"""What a visitor's browser fetches until the map is painted, and for each change after that."""

from __future__ import annotations

from playwright.sync_api import Browser, Page

from benchmarks.browser import Traffic, open_cold
from benchmarks.result import Row, at_most

COUNCIL = "/area/E08000025"


def measure(browser: Browser, base: str) -> list[Row]:
    """Return bytes and requests of the first map, a change of indicator, an earlier period."""
    page, traffic, took = open_cold(browser, base + COUNCIL)
    painted = page.evaluate("window.__painted")
    page.wait_for_timeout(3000)
    count, size, addresses = traffic.until(painted)
    rows = [
        at_most("council, bytes until the first map", size / 1000, 400, "KB"),
        at_most("council, requests until the first map", count, 22, ""),
        Row(
            "council, Plotly before the map",
            "yes" if _plotly(addresses) else "no",
            "no",
            not _plotly(addresses),
        ),
        Row("council, time to the first map", f"{took:.0f} ms"),
    ]
    rows += _change(page, traffic)
    page.context.close()
    return rows + _england(browser, base)


def _change(page: Page, traffic: Traffic) -> list[Row]:
    """Change the indicator, then the period; count what the map itself asked for."""
    latest = _requests_of_map(page, traffic, "?i=imd_score")
    earlier = _requests_of_map(page, traffic, "?i=low_income_bhc_relative&p=2021-22")
    size = max((size for _, size in earlier), default=0) / 1000
    return [
        at_most("change of indicator, requests of the map", len(latest), 0, ""),
        at_most("earlier period, requests of the map", len(earlier), 1, ""),
        at_most("earlier period, bytes", size, 3, "KB", decimals=2),
    ]


def _requests_of_map(page: Page, traffic: Traffic, search: str) -> list[tuple[str, int]]:
    before = page.evaluate("Date.now()")
    page.evaluate("search => window.dash_clientside.set_props('url', {search})", search)
    page.wait_for_timeout(2500)
    return [(url, size) for url, size in traffic.since(before) if "/v/" in url]


def _england(browser: Browser, base: str) -> list[Row]:
    page, traffic, took = open_cold(browser, base + "/")
    painted = page.evaluate("window.__painted")
    page.wait_for_timeout(1500)
    count, size, _ = traffic.until(painted)
    page.context.close()
    return [
        Row("England, bytes until the first map", f"{size / 1000:.0f} KB"),
        Row("England, requests until the first map", str(count)),
        Row("England, time to the first map", f"{took:.0f} ms"),
    ]


def _plotly(addresses: list[str]) -> bool:
    return any("plotly" in url for url in addresses)

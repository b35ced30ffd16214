"""axe on every page and state; names, order and headings as assistive technology meets them."""

from __future__ import annotations

from pathlib import Path

import pytest
from axe_core_python.sync_playwright import Axe
from playwright.sync_api import Page

pytestmark = pytest.mark.browser

PAGES = {
    "home": "/",
    "explorer": "/area/E08000025",
    "explorer-ward": "/area/E08000025?w=E05011120&lock=E05011121&c=steps",
    "explorer-council-only": "/area/E08000025?i=gld",
    "explorer-small": "/area/E06000053",
    "data": "/data",
    "about": "/about",
    "accessibility": "/accessibility",
}


def violations(page: Page) -> list[str]:
    found = Axe().run(page)["violations"]
    return [f"{item['id']}: {node['html'][:160]}" for item in found for node in item["nodes"]]


def open_everything(page: Page) -> None:
    """Open every disclosure, show every table, and the search list."""
    page.evaluate("document.querySelectorAll('details').forEach(node => { node.open = true; })")
    for button in page.locator("button[data-shows$=table]").all():
        button.click()
    box = page.get_by_label("Find a council, ward or postcode").locator("visible=true").first
    box.fill("wal")
    page.wait_for_timeout(800)


@pytest.mark.parametrize("width", [1280, 320])
@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing_with_every_control_open(visit, artefacts: Path, name: str, width: int):
    page = visit(PAGES[name], width=width, painted=name in ("home", "explorer"), bypass_csp=True)
    page.get_by_role("heading", level=1).wait_for()
    page.wait_for_timeout(2000)
    page.screenshot(path=artefacts / f"{name}-{width}.png", full_page=True)
    assert violations(page) == []
    if width == 1280:
        open_everything(page)
        assert violations(page) == []


@pytest.mark.parametrize("name", PAGES)
def test_a_page_has_one_main_one_heading_and_says_its_language(visit, name: str):
    page = visit(PAGES[name], painted=False)
    page.get_by_role("heading", level=1).wait_for()
    assert page.locator("main").count() == 1
    assert page.locator("h1").count() == 1
    assert page.evaluate("document.documentElement.lang") == "en"
    assert page.title() not in ("", "Dash")

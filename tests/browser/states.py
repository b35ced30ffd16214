"""Every page in every state that a person can meet: ordinary, empty, open, failed."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import Locator, Page, expect

Act = Callable[[Page], None]

BIRMINGHAM = "/area/E08000025"
ALUM_ROCK = "E05011120"
CHARTS = "#trend-graph .main-svg >> nth=0"
RANKING = "#ranking-graph .main-svg >> nth=0"
CALLBACKS = "**/_dash-update-component*"
UNANSWERED = "ailed"
"""What the browser (Failed to load) and Dash (Callback failed) say of a request without answer."""
PAIR = "#bivariate .map-svg.has-figures"


@dataclass(frozen=True)
class State:
    """An address, what must be there before anybody looks, and what is done first."""

    name: str
    path: str
    ready: tuple[str, ...] = ()
    act: Act = lambda _page: None
    refused: str = ""
    """Addresses, as a pattern, whose requests fail."""
    excused: str = ""
    """What the browser may complain of, since the state is a failure."""


def search_box(page: Page) -> Locator:
    """Return the search box of the page."""
    return page.get_by_label("Find a council, ward or postcode").locator("visible=true").first


def _type(words: str) -> Act:
    def typed(page: Page) -> None:
        search_box(page).click()
        page.keyboard.type(words)

    return typed


def _listed(page: Page) -> None:
    _type("wal")(page)
    expect(page.locator(".search-list:visible [role=option]").first).to_be_visible()


def _nothing_listed(page: Page) -> None:
    _type("xyzzy")(page)
    expect(page.locator(".search-words:visible")).to_contain_text("No council or ward")


def _no_such_postcode(page: Page) -> None:
    _type("ZZ9 9ZZ")(page)
    expect(page.locator(".search-words:visible")).to_contain_text("not a live postcode")


def _everything(page: Page) -> None:
    """Open every disclosure and turn every picture into its table."""
    page.evaluate("document.querySelectorAll('details').forEach(node => { node.open = true; })")
    for button in page.locator("button[data-shows][aria-pressed=false]:visible").all():
        button.click()


def _found_and_opened(page: Page) -> None:
    """Open what a search finds: all entries are made alike, and all of them take axe minutes."""
    page.get_by_role("searchbox", name="Find an indicator").fill("low income")
    expect(page.locator("#catalogue-count")).to_contain_text(" of ")
    page.get_by_role("button", name="Open all").click()


def _found_nothing(page: Page) -> None:
    page.get_by_role("searchbox", name="Find an indicator").fill("xyzzy")
    expect(page.get_by_role("button", name="Show every indicator")).to_be_visible()


def _gone_from_within(page: Page) -> None:
    page.evaluate("dash_clientside.set_props('url', {pathname: '/area/E08000099', search: ''})")
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile("not|cannot"))


def unanswered(page: Page) -> None:
    """Go to another page while the server answers nothing."""
    page.route(CALLBACKS, lambda route: route.abort())
    page.get_by_role("link", name="Data", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("could not be loaded")


STATES = (
    State("home", "/", ("#map path.q1",)),
    State("home-search", "/", ("#map path.q1",), _listed),
    State("home-nothing-found", "/", ("#map path.q1",), _nothing_listed),
    State("home-no-such-postcode", "/", ("#map path.q1",), _no_such_postcode, excused="404"),
    State("home-open", "/", ("#map path.q1",), _everything),
    State("explorer", BIRMINGHAM, (RANKING, CHARTS)),
    State("explorer-open", f"{BIRMINGHAM}?w={ALUM_ROCK}", (RANKING, CHARTS), _everything),
    State("explorer-ward", f"{BIRMINGHAM}?w={ALUM_ROCK}", (RANKING, CHARTS)),
    State(
        "explorer-locked",
        f"{BIRMINGHAM}?w={ALUM_ROCK}&lock=E05011121&c=steps",
        (RANKING, CHARTS),
    ),
    State("explorer-change", f"{BIRMINGHAM}?from=2021-22", ("#map path.d0", CHARTS)),
    State("explorer-neighbourhoods", f"{BIRMINGHAM}?i=imd_score&g=lsoa", ("#map path.q5", RANKING)),
    State("explorer-council-only", f"{BIRMINGHAM}?i=gld", (RANKING, CHARTS)),
    State("explorer-all-withheld", "/area/E06000053", (CHARTS,)),
    State(
        "explorer-map-failed",
        BIRMINGHAM,
        ("#map-status button",),
        refused="**/v/*/boundaries/E08000025.json",
        excused="Failed to load resource",
    ),
    State("ward", f"/ward/{ALUM_ROCK}", ("table.spine",)),
    State("ward-without-figures", "/ward/E05009289", ("table.spine",)),
    State("compare-empty", "/compare"),
    State("compare-pair", f"/compare?lad=E08000025&w={ALUM_ROCK}", (PAIR,)),
    State("compare-pair-open", "/compare?lad=E08000025", (PAIR,), _everything),
    State("compare-pair-small", "/compare?lad=E06000053"),
    State(
        "compare-areas",
        f"/compare?areas=E08000025,{ALUM_ROCK},E12000005,E92000001",
        ("table.areas",),
    ),
    State("data", "/data", ("#catalogue-list details",)),
    State("data-open", "/data", ("#catalogue-list details",), _found_and_opened),
    State("data-empty", "/data", ("#catalogue-list details",), _found_nothing),
    State("about", "/about"),
    State("accessibility", "/accessibility"),
    State("error-unknown-council", "/area/E08000099", excused="404"),
    State("error-no-such-page", "/nowhere", excused="404"),
    State("error-unreadable", "/compare?lad=E08000025&split=wales", excused="400"),
    State("error-unanswered", "/about", ("h1",), unanswered, excused=UNANSWERED),
    State("error-from-within", "/about", (), _gone_from_within, excused="404"),
)

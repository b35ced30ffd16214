"""The five main tasks by keys alone: focus is seen and never lost, each change is said once."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.states import ALUM_ROCK, BIRMINGHAM, CHARTS

pytestmark = pytest.mark.browser

#: Keeps the words of every live region at the end of each turn in which it changed.
LISTEN = """
() => {
  window.__heard = [];
  const regions = "[role=status], [role=alert], [aria-live]";
  new MutationObserver((records) => {
    const changed = new Set(records.map(({ target }) =>
      (target.nodeType === 1 ? target : target.parentElement)?.closest(regions)));
    for (const region of changed) {
      const words = region?.textContent.trim();
      if (words && region.getAttribute("aria-live") !== "off") window.__heard.push(words);
    }
  }).observe(document.body, { subtree: true, childList: true, characterData: true });
}
"""

FOCUS = """
() => {
  const node = document.activeElement;
  const style = getComputedStyle(node);
  const drawn = node.closest("svg")?.querySelector("[stroke='#12436D']:not([d=''])");
  const seen = (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2) || Boolean(drawn);
  return { tag: node.localName, seen, name: node.getAttribute("aria-label") ?? node.textContent.trim() };
}
"""  # noqa: E501


class Keys:
    """A person who has a keyboard and a screen reader."""

    def __init__(self, page: Page) -> None:
        self.page = page
        page.evaluate(LISTEN)

    def press(self, *keys: str) -> None:
        """Press keys; after each, something visible has the focus."""
        for key in keys:
            self.page.keyboard.press(key)
            self.has_focus()

    def type(self, words: str) -> None:
        self.page.keyboard.type(words)

    def has_focus(self) -> str:
        """Return what has the focus; fail when nothing has, or nobody can see it."""
        focus = self.page.evaluate(FOCUS)
        assert focus["tag"] != "body", "the focus is lost"
        assert focus["seen"] or focus["tag"] == "main", f"nobody sees the focus on {focus}"
        return focus["name"]

    def tab_to(self, selector: str, *, most: int = 60, key: str = "Tab") -> None:
        """Go on by Tab until ``selector`` has the focus."""
        for _ in range(most):
            if self.page.evaluate("s => document.activeElement.matches(s)", selector):
                return
            self.press(key)
        raise AssertionError(f"{selector} is not among the next {most} stops")

    def heard(self) -> list[str]:
        """Return what live regions have said since the last time."""
        return self.page.evaluate("window.__heard.splice(0)")

    def heard_once(self, pattern: str) -> None:
        """Wait until words that match were said; nothing else was, and they not twice."""
        said: list[str] = []
        for _ in range(100):
            said += self.heard()
            if any(re.search(pattern, words) for words in said):
                break
            self.page.wait_for_timeout(100)
        self.page.wait_for_load_state("networkidle")
        said = [words for words in said + self.heard() if not words.startswith("Loading")]
        assert len(said) == 1 and re.search(pattern, said[0]), said


@pytest.fixture
def keys(visit) -> Callable[..., Keys]:
    """Open a page for somebody who has only keys."""

    def opened(path: str, *ready: str, **options: object) -> Keys:
        page = visit(path, painted=False, **options)
        page.get_by_role("heading", level=1).wait_for()
        for selector in ready:
            page.locator(selector).first.wait_for(state="attached")
        page.wait_for_load_state("networkidle")
        return Keys(page)

    return opened


@pytest.mark.parametrize("words", ["alum rock", "B8 1RW"])
def test_by_name_or_postcode_to_a_wards_profile_in_three_steps(keys, words: str):
    person = keys("/", "#map path.q1")
    person.tab_to("input[type=search]", most=8)
    person.type(words)
    person.heard_once("1 place found. Alum Rock, Ward in Birmingham")
    person.press("Enter")
    expect(person.page).to_have_url(re.compile(ALUM_ROCK))
    person.page.locator(CHARTS).wait_for(state="attached")
    person.tab_to(".card a.button.primary")
    person.press("Enter")
    expect(person.page.get_by_role("heading", level=1)).to_have_text("Alum Rock")
    person.has_focus()


def test_another_indicator_and_period_are_chosen_and_said_once(keys):
    person = keys(BIRMINGHAM, CHARTS)
    person.tab_to("a[data-indicator=imd_score]")
    person.press("Enter")
    person.heard_once("Index of Multiple Deprivation|deprivation|deprived")
    expect(person.page.locator("#map-title")).to_contain_text("Index of Multiple Deprivation")
    assert person.page.evaluate("document.activeElement.dataset.indicator") == "imd_score"
    person.tab_to("#period-select")
    person.type("2019")
    expect(person.page).to_have_url(re.compile("p=2019"))
    person.heard_once("2019|wards")
    assert person.page.evaluate("document.activeElement.id") == "period-select"


def test_other_councils_to_compare_with_are_chosen_and_said_once(keys):
    person = keys(BIRMINGHAM, CHARTS)
    person.tab_to("#alike-select", most=200)
    person.press("End")
    expect(person.page).to_have_url(re.compile("n=economic"))
    person.heard_once("the mean of its 20 councils similar in economy")
    assert person.page.evaluate("document.activeElement.id") == "alike-select"


def test_the_list_of_indicators_is_skipped_and_a_choice_of_one_is_one_stop(keys):
    person = keys(BIRMINGHAM, CHARTS)
    person.tab_to("#classes-radio input")
    person.press("Shift+Tab")
    assert person.page.evaluate("document.activeElement.closest('#geography-radio') !== null")
    person.page.evaluate("document.querySelector('.crumbs a').focus()")
    person.tab_to(".skip-on", most=6)
    person.page.keyboard.press("Enter")
    person.tab_to("#map .map-areas *", most=4)


def test_the_map_is_walked_and_a_ward_chosen_heard_and_read(keys):
    person = keys(BIRMINGHAM, CHARTS)
    person.tab_to("#map .map-areas *")
    first = person.has_focus()
    person.press("ArrowUp", "ArrowLeft", "ArrowUp")
    chosen = person.has_focus()
    assert chosen != first
    name = chosen.split(":")[0]
    person.press("Enter")
    expect(person.page.locator("#card-facts .card-name")).to_have_text(name)
    person.heard_once(f"^{re.escape(name)}: ")
    assert person.has_focus().startswith(name)
    expect(person.page.locator("#figure-trend h3")).to_contain_text(name)
    person.tab_to("#figure-trend summary, .card summary")
    person.press("Enter")
    expect(person.page.locator("#figure-trend table")).to_be_visible()


def test_areas_are_added_and_removed_and_a_set_is_taken(keys):
    person = keys("/compare?areas=E08000025")
    person.tab_to("#side-add-input")
    person.type("leicester")
    person.page.locator("#side-add [role=option]").first.wait_for()
    person.press("Enter")
    expect(person.page.locator("table.areas thead th")).to_have_count(3)
    person.has_focus()
    person.tab_to("a[aria-label='Remove Leicester']")
    person.heard()
    person.press("Enter")
    expect(person.page.locator("table.areas thead th")).to_have_count(2)
    person.has_focus()
    person.page.get_by_role("link", name="Statistical neighbours of Birmingham").wait_for()
    for _ in range(30):
        if "Statistical neighbours" in person.has_focus():
            break
        person.press("Tab")
    person.press("Enter")
    expect(person.page.locator("table.areas thead th")).to_have_count(10)
    person.has_focus()


def test_the_eighth_area_closes_the_box_and_passes_the_focus_on_until_one_is_removed(keys):
    seven = "E08000025,E06000016,E12000005,E92000001,E08000026,E08000027,E08000028"
    person = keys(f"/compare?areas={seven}")
    person.tab_to("#side-add-input")
    person.type("derbysh")
    person.page.locator("#side-add [role=option]").first.wait_for()
    person.heard()
    person.press("Enter")
    expect(person.page.get_by_role("link", name="Remove Derbyshire")).to_be_focused()
    person.heard_once("^8 areas, as many as fit, compared by 6 indicators. ")
    person.press("Enter")
    expect(person.page.locator("#side-add-input")).to_be_focused()
    person.heard_once("^7 areas compared by 6 indicators. ")


def test_arrows_through_a_closed_list_add_what_they_come_to_rest_on_and_nothing_before(keys):
    person = keys("/compare?areas=E08000025,E06000016")
    person.tab_to("#side-indicator")
    for _ in range(3):
        person.page.keyboard.press("ArrowDown")
    person.heard_once("^2 areas compared by 7 indicators. ")


def test_an_indicator_is_added_and_removed_and_both_are_said(keys):
    person = keys("/compare?areas=E08000025,E06000016")
    person.tab_to("#side-indicator")
    person.type("Breastfeeding")
    person.heard_once("^2 areas compared by 7 indicators. ")
    assert person.page.evaluate("document.activeElement.id") == "side-indicator"
    person.tab_to("table.areas tr:last-child a.remove")
    person.press("Enter")
    person.heard_once("^2 areas compared by 6 indicators. ")
    person.has_focus()


def test_a_picture_and_a_table_are_taken_and_the_picture_is_said(keys):
    person = keys(BIRMINGHAM, CHARTS)
    person.tab_to("button[data-export=png][data-figure=map]", most=120)
    with person.page.expect_download() as waiting:
        person.press("Enter")
    person.heard_once(re.escape(waiting.value.suggested_filename))
    person.tab_to("a[href*='table.csv']")
    with person.page.expect_download() as waiting:
        person.press("Enter")
    assert waiting.value.suggested_filename.endswith(".csv")


def test_the_release_is_taken_from_the_data_page(keys):
    person = keys("/data", "#catalogue-list details")
    person.tab_to("a[href$='.zip']", most=200)
    with person.page.expect_download() as waiting:
        person.press("Enter")
    assert waiting.value.suggested_filename.endswith(".zip")


def test_the_number_of_indicators_found_is_said(keys):
    person = keys("/data", "#catalogue-list details")
    person.tab_to("#catalogue-words")
    person.type("low income")
    person.heard_once(r"\d+ of \d+ indicators")


def test_a_file_that_fails_is_said_with_a_way_to_try_again(keys):
    person = keys(
        "/about", refused="**/boundaries/england-lad.json", excused="Failed to load resource"
    )
    person.tab_to("a.brand")
    person.press("Enter")
    person.page.locator("#map-status button").wait_for()
    said = person.heard()
    assert any("could not be loaded" in words for words in said), said

"""The map as an instrument: a ward locked, classes chosen, names that fit, modes of the system."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest
from playwright.sync_api import Locator, Page, expect

pytestmark = pytest.mark.browser

BIRMINGHAM = "/area/E08000025"
ALUM_ROCK, ASTON = "E05011120", "E05011121"


def ward(page: Page, name: str) -> Locator:
    return page.locator(f'#map .map-areas [aria-label^="{name}:"]')


def bar(page: Page) -> Locator:
    return page.locator("#map-lock")


def test_a_ward_is_locked_and_the_others_say_how_far_they_are_from_it(visit):
    page = visit(f"{BIRMINGHAM}?w={ASTON}")
    bar(page).get_by_role("button", name="Compare from Aston").press("Enter")
    expect(page).to_have_url(re.compile(rf"\?w={ASTON}&lock={ASTON}$"))
    expect(page.locator("#map-status")).to_contain_text("Locked on Aston: 58.9%")
    expect(bar(page).get_by_role("button", name="Unlock Aston")).to_be_focused()
    ward(page, "Alum Rock").hover()
    expect(page.locator(".map-card-against")).to_have_text("4.9 points higher than Aston")
    ward(page, "Alum Rock").click()
    expect(page.locator("#map-status")).to_have_text(
        "Alum Rock: 63.8%, 4.9 points higher than Aston."
    )
    expect(page.locator("#card-facts")).to_contain_text("4.9 points higher than Aston")
    expect(page.locator("#ranking-key")).to_contain_text("Locked: Aston 58.9%")
    expect(page.locator(".map-words")).to_contain_text("58.9%, locked")


def test_the_keyboard_locks_with_l_and_escape_unlocks_before_it_unselects(visit):
    page = visit(f"{BIRMINGHAM}?w={ALUM_ROCK}")
    ward(page, "Alum Rock").focus()
    page.keyboard.press("l")
    expect(page).to_have_url(re.compile(f"lock={ALUM_ROCK}"))
    expect(ward(page, "Aston")).to_have_attribute(
        "aria-label", re.compile("4.9 points lower than Alum Rock")
    )
    page.keyboard.press("Escape")
    expect(page).to_have_url(re.compile(rf"\?w={ALUM_ROCK}$"))
    expect(page.locator("#map-status")).to_have_text("No longer compared with Alum Rock.")
    page.keyboard.press("Escape")
    expect(page).to_have_url(re.compile(f"{BIRMINGHAM}$"))
    assert page.evaluate("document.activeElement.getAttribute('aria-label')").startswith(
        "Alum Rock"
    )


def test_a_finger_locks_a_ward_and_reads_another(visit):
    page = visit(BIRMINGHAM, width=390, has_touch=True)
    ward(page, "Aston").tap()
    bar(page).get_by_role("button", name="Compare from Aston").tap()
    expect(page).to_have_url(re.compile(f"lock={ASTON}"))
    ward(page, "Alum Rock").tap()
    expect(bar(page)).to_contain_text("Alum Rock: 63.8%, 4.9 points higher than Aston")
    bar(page).get_by_role("button", name="Unlock Aston").tap()
    expect(page).to_have_url(re.compile(rf"\?w={ALUM_ROCK}$"))


def test_equal_steps_are_cut_from_the_range_of_the_wards_and_said(visit):
    page = visit(BIRMINGHAM)
    page.get_by_role("radio", name="Equal steps").check()
    expect(page).to_have_url(re.compile("c=steps"))
    legend = page.get_by_role("img", name=re.compile("^Legend:"))
    # wards run from 4.5% to 65.6%
    expect(legend).to_have_attribute(
        "aria-label", re.compile("Equal steps of 12.2 points, cut at 16.7%, 28.9%, 41.2%, 53.4%")
    )
    expect(legend).to_contain_text("Equal steps of 12.2 points")
    used = page.locator("#map .map-areas path.area").evaluate_all(
        "nodes => [...new Set(nodes.map(node => node.getAttribute('class')))].sort()"
    )
    assert used == ["area q1", "area q2", "area q3", "area q4", "area q5"]


def test_steps_and_lock_leave_in_the_picture(visit, tmp_path: Path):
    page = visit(f"{BIRMINGHAM}?w={ALUM_ROCK}&lock={ASTON}&c=steps")
    with page.expect_download() as download:
        page.get_by_role("button", name="Map as SVG").click()
    download.value.save_as(tmp_path / "map.svg")
    words = " ".join(ElementTree.parse(tmp_path / "map.svg").getroot().itertext())
    assert "Equal steps of 12.2 points" in words
    assert "58.9%, locked" in words
    assert "4.9 points higher than Aston" in words


def test_equal_steps_shade_councils_too(visit):
    page = visit(f"{BIRMINGHAM}?i=gld&c=steps")
    legend = page.get_by_role("img", name=re.compile("^Legend:"))
    expect(legend).to_have_attribute("aria-label", re.compile("Equal steps of"))
    expect(page.get_by_role("radio", name="Equal steps")).to_be_checked()
    expect(bar(page)).to_be_hidden()


def words_on_map(page: Page) -> list[dict[str, float | str]]:
    """Return the words inside the areas, which have a halo of their own, and where they stand."""
    return page.locator(".map-words text[stroke]").evaluate_all(
        """nodes => nodes.map(node => {
            const {left, right, top, bottom} = node.getBoundingClientRect();
            const weight = node.getAttribute('font-weight');
            return {text: node.textContent, weight, left, right, top, bottom};
        })"""
    )


def test_the_legend_counts_the_wards_of_each_class(visit):
    page = visit(BIRMINGHAM)
    legend = page.get_by_role("img", name=re.compile("^Legend:"))
    expect(legend).to_contain_text("55 wards")
    said = re.search(r"with ([\d, ]+) wards", str(legend.get_attribute("aria-label")))
    assert said is not None
    assert sum(int(count) for count in said[1].split(", ")) == 69


def test_more_ward_names_appear_with_each_step_and_none_touch(visit):
    page = visit(BIRMINGHAM)
    before = len(words_on_map(page))
    for _ in range(2):
        page.get_by_role("button", name="Enlarge the map").click()
    expect(page.locator(".map-words text[stroke]", has_text="Nechells")).to_be_visible()
    shown = words_on_map(page)
    assert len(shown) > before
    overlaps = [
        (one["text"], two["text"])
        for n, one in enumerate(shown)
        for two in shown[n + 1 :]
        if one["left"] < two["right"]  # type: ignore[operator]
        and two["left"] < one["right"]  # type: ignore[operator]
        and one["top"] + 3 < two["bottom"] - 3  # type: ignore[operator]
        and two["top"] + 3 < one["bottom"] - 3  # type: ignore[operator]
    ]
    assert overlaps == []


@pytest.mark.parametrize(
    "system",
    [{"forced_colors": "active"}, {"contrast": "more"}, {"media": "print"}],
    ids=["forced colours", "more contrast", "paper"],
)
def test_classes_have_numbers_where_colours_cannot_be_relied_on(visit, artefacts: Path, system):
    page = visit(f"{BIRMINGHAM}?c=council")
    assert [word["text"] for word in words_on_map(page) if word["weight"] == "700"] == []
    page.emulate_media(**system)
    expect(page.locator("#map-legend")).to_contain_text("5: 14 wards")
    numbers = [word["text"] for word in words_on_map(page) if word["weight"] == "700"]
    assert set(numbers) == {"1", "2", "3", "4", "5"}
    assert len(numbers) > 60, "a ward or so too narrow for a number is named, or enlarged"
    name = "-".join(str(value) for value in system.values())
    page.screenshot(path=artefacts / f"explorer-{name}.png", full_page=True)


def test_the_focus_is_seen_and_nothing_moves_where_the_system_asks_so(visit):
    page = visit(BIRMINGHAM, reduced_motion="reduce", forced_colors="active")
    page.locator('a[data-indicator="imd_score"]').click()
    expect(page.locator("#map-status")).to_contain_text("Index of Multiple Deprivation")
    node = page.locator('#map .map-areas [tabindex="0"]')
    assert node.evaluate("node => getComputedStyle(node).transitionDuration") == "0s"
    node.focus()
    page.keyboard.press("ArrowUp")
    ring = page.locator("#map .map-svg > g > g > path").last
    expect(ring).to_have_attribute("d", re.compile("^M"))
    assert ring.evaluate("node => getComputedStyle(node).stroke") == "rgb(18, 67, 109)"


def test_a_small_map_shows_where_the_council_is_without_another_request(visit):
    page = visit("/area/E06000052")  # Cornwall, in the far south-west
    small = page.get_by_role("img", name="Where Cornwall is in England")
    expect(small).to_be_visible()
    england, mark = small.locator("path").bounding_box(), small.locator("circle").bounding_box()
    assert england is not None and mark is not None
    middle = (mark["x"] + mark["width"] / 2, mark["y"] + mark["height"] / 2)
    assert middle[0] < england["x"] + england["width"] / 4
    assert middle[1] > england["y"] + england["height"] * 3 / 4
    fetched = page.evaluate("performance.getEntriesByType('resource').map(entry => entry.name)")
    assert [name for name in fetched if "mini" in name or name.endswith((".png", "locator"))] == []
    page.get_by_role("button", name="Enlarge the map").click()
    expect(small).to_be_hidden()


def test_the_nine_classes_of_two_indicators_have_numbers_too(visit):
    page = visit("/compare?lad=E08000025", painted=False)
    page.locator("#bivariate .map-svg.has-figures").wait_for()
    page.emulate_media(contrast="more")
    expect(page.locator("#bivariate-key")).to_contain_text("9: 8")
    numbers = [word for word in words_on_map(page) if word["weight"] == "700"]
    assert {word["text"] for word in numbers} == set("123456789")
    on_dark = page.locator('#bivariate .map-words text[fill="#FFFFFF"]').first
    assert on_dark.evaluate("node => getComputedStyle(node).stroke") == "rgb(0, 13, 84)"

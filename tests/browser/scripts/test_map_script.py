"""The map's scripts in Chromium, on a made-up council of nine square wards (see ``tiny_site``)."""

from __future__ import annotations

import pytest
from axe_core_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, Route, expect
from tiny_site import AREA, LATER, LOW, OTHERS, OWN, TESTHAM, Open, settled

pytestmark = pytest.mark.browser


def ward(page: Page, letter: str) -> Locator:
    return page.locator(f'.map-areas [aria-label^="Ward {letter}:"]')


def classes(page: Page) -> list[str]:
    """Class of each area, in the order of the file."""
    return page.locator(".map-areas .area").evaluate_all(
        "nodes => nodes.map(n => n.getAttribute('class').slice(5))"
    )


def show(page: Page, search: str) -> None:
    before = page.evaluate("window.shown")
    page.evaluate("search => dash_clientside.set_props('url', { search })", search)
    settled(page, before + 1)


def all_withheld(route: Route) -> None:
    """Answer with the council's figures, every one of them withheld."""
    held = route.fetch().json()
    shown = held["indicators"][LOW]
    empty = [None] * len(shown["value"])
    gone = {"value": empty, "lower": empty, "upper": empty}
    held["indicators"][LOW] = shown | gone | {"marker": {str(n): "c" for n in range(len(empty))}}
    route.fulfill(json=held)


def test_a_council_is_a_list_of_named_wards_with_value_verdict_and_rank(open_page: Open):
    page = open_page(AREA)
    wards = page.get_by_role("listbox").get_by_role("option")
    expect(wards).to_have_count(9)
    assert wards.first.get_attribute("aria-label") == "Ward A: 5.0%, lower than England, 8th of 8"


def test_north_is_up(open_page: Open):
    page = open_page(AREA)
    south, north = ward(page, "A").bounding_box(), ward(page, "G").bounding_box()
    assert south and north and north["y"] < south["y"] and north["x"] == pytest.approx(south["x"])


def test_englands_fifths_colour_the_wards_and_a_withheld_one_is_hatched(open_page: Open):
    page = open_page(AREA)
    assert classes(page) == ["q1", "q2", "q3", "q4", "q5", "none", "q5", "q5", "q5"]
    hatched = page.locator(".area.none")
    assert hatched.evaluate("node => getComputedStyle(node).fill").startswith("url(")
    assert hatched.get_attribute("aria-label") == "Ward F: no figure, withheld: small numbers"


def test_the_councils_own_fifths_share_its_wards_evenly(open_page: Open):
    page = open_page(f"{AREA}?c=council")
    assert classes(page) == ["q1", "q1", "q2", "q3", "q3", "none", "q4", "q5", "q5"]


def test_a_councils_own_figures_colour_its_wards_by_its_own_fifths(open_page: Open):
    page = open_page(f"{AREA}?i={OWN}")
    assert classes(page) == ["q1", "q1", "q2", "q3", "q3", "none", "q4", "q5", "q5"]


def test_figures_that_another_council_gave_of_its_wards_are_shown_by_council(open_page: Open):
    page = open_page(f"{AREA}?i={OTHERS}")
    expect(page.locator("#map-status")).to_contain_text("Published by council only")
    assert page.get_by_role("group", name="Map of England").get_by_role("link").count() == 4


def test_the_map_of_england_offers_no_wards_that_only_one_council_has(open_page: Open):
    page = open_page(f"/?i={LOW}")
    expect(page.locator(".map-levels")).to_be_visible()
    show(page, f"?i={OWN}")
    expect(page.locator(".map-levels")).to_have_count(0)


def test_equal_breaks_become_one_and_the_colours_still_run_from_light_to_dark(open_page: Open):
    page = open_page(f"{AREA}?i={LATER}")
    assert classes(page) == ["q5", "q5", "q5", "q4", "q2", "q1", "q1", "q1", "q1"]


def test_a_line_beside_a_dark_class_is_white_and_others_are_dark(open_page: Open):
    page = open_page(AREA)
    lines = {
        colour: page.locator(f'.map-areas ~ path[stroke="{colour}"]').first.get_attribute("d") or ""
        for colour in ("#3D3D3D", "#FFFFFF")
    }
    # Of 12 shared edges, A-B, B-C and C-F (light beside the hatch) touch no dark ward.
    assert {colour: d.count("M") for colour, d in lines.items()} == {"#3D3D3D": 3, "#FFFFFF": 9}


def test_arrow_keys_walk_to_the_neighbour_on_that_side_and_stop_at_the_edge(open_page: Open):
    page = open_page(f"{AREA}?w=E05099005")
    page.locator('.map-areas [tabindex="0"]').focus()
    walked = []
    for key in ("ArrowUp", "ArrowRight", "ArrowRight", "ArrowDown", "Home", "End"):
        page.keyboard.press(key)
        walked.append(
            page.evaluate("document.activeElement.getAttribute('aria-label').slice(5, 6)")
        )
    assert walked == ["H", "I", "I", "F", "A", "I"]


def test_one_ward_at_a_time_takes_the_tab_key(open_page: Open):
    page = open_page(f"{AREA}?w=E05099002")
    stops = page.locator('.map-areas [tabindex="0"]')
    expect(stops).to_have_count(1)
    assert stops.get_attribute("aria-label") == "Ward B: 15.0%, lower than England, 7th of 8"


def test_enter_chooses_a_ward_in_the_address_and_escape_clears_it(open_page: Open):
    page = open_page(f"{AREA}?i={LATER}&c=council")
    ward(page, "D").focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(
        page.url.partition("/area")[0] + f"{AREA}?i={LATER}&w=E05099004&c=council"
    )
    expect(ward(page, "D")).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Escape")
    expect(page.locator('[aria-selected="true"]')).to_have_count(0)
    assert page.evaluate("location.pathname + location.search") == f"{AREA}?i={LATER}&c=council"


def test_a_click_chooses_and_going_back_unchooses(open_page: Open):
    page = open_page(AREA)
    ward(page, "E").click()
    expect(ward(page, "E")).to_have_attribute("aria-selected", "true")
    page.go_back()
    expect(ward(page, "E")).to_have_attribute("aria-selected", "false")


def test_the_card_follows_pointer_and_focus_with_two_lines(open_page: Open):
    page = open_page(AREA)
    card = page.locator(".map-card")
    ward(page, "H").hover()
    assert card.inner_text().split("\n") == [
        "Ward H",
        "75.0%",
        "",
        "Higher than England · 2nd of 8",
    ]
    page.mouse.move(2, 2)
    expect(card).to_be_hidden()
    page.locator("#find").focus()
    for _ in range(2):
        page.keyboard.press("Tab")
    assert "Ward" in card.inner_text()


def test_map_and_table_row_light_each_other(open_page: Open):
    page = open_page(AREA)
    row = page.locator("tr[data-code]")
    ward(page, "E").hover()
    expect(row).to_have_class("is-lit")
    page.mouse.move(2, 2)
    expect(row).not_to_have_class("is-lit")
    row.hover()
    expect(page.locator(".map-card")).to_contain_text("Ward E")


def test_highest_lowest_and_chosen_ward_are_named_on_the_map(open_page: Open):
    page = open_page(f"{AREA}?w=E05099005")
    beside = page.locator(".map-words text:not([stroke])").all_text_contents()
    assert beside == [
        "Ward E",
        "selected",
        "Ward I",
        "85.0%, the highest",
        "Ward A",
        "5.0%, the lowest",
    ]


def test_another_indicator_of_the_latest_period_asks_for_nothing(open_page: Open):
    page = open_page(AREA)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.get_by_role("link", name="Deprivation").click()
    expect(page.get_by_role("link", name="Deprivation")).to_have_attribute("aria-current", "true")
    assert classes(page)[0] == "q5" and asked == []


def test_an_earlier_period_asks_for_one_file_once(open_page: Open):
    page = open_page(AREA)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url.rpartition("/v/tiny/")[2]))
    for search in ("?p=2023-24", "", "?p=2023-24"):
        show(page, search)
    assert asked == [f"values/{TESTHAM}/{LOW}.json"]
    assert classes(page) == ["q5", "q5", "q5", "none", "q5", "q4", "q3", "q2", "q1"]


def test_the_legend_has_a_square_a_ward_the_breaks_the_marks_and_the_hatch(open_page: Open):
    page = open_page(AREA)
    legend = page.locator("#map-legend svg")
    expect(legend.locator('rect[width="7"]')).to_have_count(8)
    words = legend.locator("text").all_text_contents()
    for expected in (
        "England 43.8%",
        "Testham 44.0%",
        "10.0%",
        "40.0%",
        "No data or withheld: 1 ward",
    ):
        assert expected in words


def test_outlines_stand_before_the_values_and_a_late_value_is_announced(open_page: Open):
    page = open_page(AREA)
    page.route("**/values/**", lambda route: None)
    page.reload()
    status = page.locator("#map-status")
    expect(status).to_have_text("Loading the figures …")
    expect(status).to_have_class("map-status is-seen is-over is-busy")
    assert set(classes(page)) == {""}
    assert (
        page.locator(".map-areas").evaluate("node => getComputedStyle(node).fill")
        == "rgb(244, 245, 246)"
    )


def test_a_failed_file_is_named_keeps_the_last_picture_and_can_be_tried_again(
    open_page: Open, broken: set[str]
):
    page = open_page(AREA)
    broken.add(f"values/{TESTHAM}/{LOW}.json")
    show(page, "?p=2023-24")
    status = page.get_by_role("status").filter(has_text="could not be loaded")
    expect(status).to_contain_text("Figures for Low income, 2023/24, could not be loaded")
    expect(page.locator(".map-stamp")).to_have_text("Showing 2024/25")
    assert classes(page)[0] == "q1"
    broken.clear()
    page.get_by_role("button", name="Try again").click()
    expect(page.locator(".area").first).to_have_class("area q5")
    expect(page.locator(".map-stamp")).to_be_hidden()


def test_figures_that_never_came_are_told_on_the_empty_map_and_can_be_tried_again(
    open_page: Open, broken: set[str]
):
    broken.add(f"values/{TESTHAM}.json")
    page = open_page(AREA)
    status = page.locator("#map-status")
    expect(status).to_contain_text("Figures for Low income, 2024/25, could not be loaded")
    expect(status).to_have_class("map-status is-seen is-over")
    broken.clear()
    page.get_by_role("button", name="Try again").click()
    expect(page.locator(".area").first).to_have_class("area q1")
    expect(status).to_have_class("map-status visually-hidden")
    assert page.evaluate("document.activeElement.id") == "map-status"


def test_a_council_whose_wards_are_all_withheld_says_so_on_its_hatched_map(open_page: Open):
    page = open_page(f"{AREA}?c=steps")
    page.route(f"**/values/{TESTHAM}.json", all_withheld)
    page.reload()
    status = page.locator("#map-status")
    expect(status).to_contain_text("Every ward’s figure for 2024/25 is withheld")
    expect(status).to_have_class("map-status is-seen")
    assert set(classes(page)) == {"none"}
    assert page.locator("#map-legend").text_content() == "No data or withheld: 9 wards"


@pytest.mark.parametrize(
    ("value", "lower", "upper", "said"),
    [
        ([63.8, 58.9], [62.7, 57.9], [64.9, 59.9], "4.9 points higher than Aston"),
        (
            [59.3, 58.9],
            [58.3, 57.9],
            [60.3, 59.9],
            "0.4 points higher than Aston (intervals overlap)",
        ),
        ([4.5, 58.9], None, None, "54.4 points lower than Aston"),
        ([58.9, 58.9], None, None, "the same as Aston"),
        ([None, 58.9], None, None, None),
        ([4.5, None], None, None, None),
    ],
)
def test_a_ward_is_read_against_a_locked_one_as_both_are_shown(
    open_page: Open, value, lower, upper, said
):
    read = """figures => atlas.classes.against(
        figures, 0, 1, {decimals: 1, unit: "%"}, () => "Aston")"""
    figures = {"value": value, "lower": lower, "upper": upper}
    assert open_page(AREA).evaluate(read, figures) == said


@pytest.mark.parametrize(
    ("values", "breaks"),
    [
        ([0, 10, None, 3], [2, 4, 6, 8]),
        ([-5, 5], [-3, -1, 1, 3]),
        ([4, 4], []),
        ([None], []),
        ([], []),
    ],
)
def test_equal_steps_cut_the_range_of_what_is_shown_in_five(open_page: Open, values, breaks):
    steps = "values => atlas.classes.stepBreaks(values, 0)"
    assert open_page(AREA).evaluate(steps, values) == breaks


def test_a_council_only_indicator_shows_the_council_among_councils_and_says_why(open_page: Open):
    page = open_page(f"{AREA}?i=gld")
    expect(page.locator("#map-status")).to_contain_text(
        "Published by council only: no ward figure exists"
    )
    assert page.get_by_role("group", name="Map of England").get_by_role("link").count() == 4
    assert "Testham" in (page.locator(".map-words").text_content() or "")


def test_englands_councils_are_links_and_londons_are_drawn_again_larger(open_page: Open):
    page = open_page("/")
    link = page.get_by_role("link", name="Westbury: 5.0%")
    assert link.get_attribute("href") == f"/area/E06000098?i={LOW}"
    link.click()
    assert page.evaluate("location.pathname + location.search") == "/area/E06000098"
    assert page.locator('[data-i="2"]').count() == 2 and page.locator('[data-i="1"]').count() == 1


def test_the_page_scrolls_over_the_map_until_the_map_has_focus(open_page: Open):
    page = open_page(AREA)
    ward(page, "E").hover()
    page.mouse.wheel(0, -200)
    expect(page.locator(".map-svg")).not_to_have_class("map-svg is-zoomed")
    page.get_by_role("button", name="Enlarge the map").click()
    expect(page.get_by_role("button", name="Show the whole map")).to_be_visible()
    page.get_by_role("button", name="Show the whole map").click()
    expect(page.get_by_role("button", name="Show the whole map")).to_be_hidden()


def test_colours_change_at_once_for_whoever_asks_for_less_motion(open_page: Open):
    page = open_page(AREA, reduced_motion="reduce")
    show(page, f"?i={LATER}")
    assert page.locator(".area").first.evaluate(
        "node => getComputedStyle(node).transitionDuration"
    ) in ("0s", "")


def test_a_phone_of_320_px_needs_no_sideways_scrolling(open_page: Open):
    page = open_page(AREA, width=320)
    assert page.evaluate("document.documentElement.scrollWidth") == 320
    box = page.get_by_role("button", name="Enlarge the map").bounding_box()
    assert box and box["width"] >= 44 and box["height"] >= 44


@pytest.mark.parametrize("address", [AREA, "/", f"{AREA}?i=gld&w=E05099005"])
def test_axe_finds_nothing(open_page: Open, address: str):
    page = open_page(address)
    found = Axe().run(page)["violations"]
    assert [(item["id"], [node["html"][:120] for node in item["nodes"]]) for item in found] == []


def test_a_choice_is_painted_before_dash_hears_of_it(open_page: Open):
    page = open_page(AREA)
    order = page.evaluate(
        """search => new Promise((done) => {
          const seen = [];
          const watch = new MutationObserver(() => { seen[0] = "map"; });
          const areas = document.querySelector(".map-areas");
          watch.observe(areas, { subtree: true, attributes: true, attributeFilter: ["class"] });
          addEventListener("_dashprivate_pushstate", () => done([...seen, "dash"]));
          atlas.explorer.go({ search });
        })""",
        f"?i={OWN}",
    )
    assert order == ["map", "dash"]

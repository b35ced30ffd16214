"""The tree that assistive technology reads: names, their order, what a picture says of itself."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.states import ALUM_ROCK, BIRMINGHAM, CHARTS, RANKING

pytestmark = pytest.mark.browser


def tree(page: Page) -> list[dict]:
    """Return the accessibility tree's nodes that are not ignored, in document order."""
    session = page.context.new_cdp_session(page)
    nodes = session.send("Accessibility.getFullAXTree")["nodes"]
    by_id = {node["nodeId"]: node for node in nodes}
    found: list[dict] = []

    def walk(node: dict) -> None:
        if not node.get("ignored"):
            found.append(node)
        for child in node.get("childIds", []):
            if child in by_id:
                walk(by_id[child])

    walk(nodes[0])
    return found


def said(node: dict, field: str = "name") -> str:
    return str(node.get(field, {}).get("value", ""))


def of_role(nodes: list[dict], *roles: str) -> list[str]:
    return [said(node) for node in nodes if said(node, "role") in roles]


def test_the_explorer_reads_as_landmarks_then_finding_map_card_and_ranking(visit):
    page = visit(f"{BIRMINGHAM}?w={ALUM_ROCK}", painted=False)
    page.locator(RANKING).wait_for(state="attached")
    page.locator(CHARTS).wait_for(state="attached")
    nodes = tree(page)
    landmarks = [
        said(node, "role")
        for node in nodes
        if said(node, "role") in ("banner", "main", "contentinfo")
    ]
    assert landmarks == ["banner", "main", "contentinfo"]
    headings = of_role(nodes, "heading")
    wanted = ["Birmingham", "58 of", "Indicator", "Alum Rock", "Alum Rock is 2nd", "Read with care"]
    places = [
        next(n for n, words in enumerate(headings) if words.startswith(start)) for start in wanted
    ]
    assert places == sorted(places), headings
    unnamed = [
        said(node, "role")
        for node in nodes
        if said(node, "role")
        in ("link", "button", "combobox", "searchbox", "radio", "img", "table")
        and not said(node).strip()
    ]
    assert unnamed == []


def test_the_map_is_one_named_thing_with_69_named_wards(visit):
    page = visit(BIRMINGHAM)
    wards = page.get_by_role("listbox", name=re.compile("Map of Birmingham’s wards")).get_by_role(
        "option"
    )
    expect(wards).to_have_count(69)
    names = wards.evaluate_all("nodes => nodes.map(node => node.getAttribute('aria-label'))")
    assert all(re.match(r".+: [\d.]+%, ", name) for name in names)
    assert page.locator('#map .map-areas [tabindex="0"]').count() == 1


def test_each_chart_has_a_name_a_sentence_and_a_table(visit):
    page = visit(BIRMINGHAM, painted=False)
    for figure, ready in (("ranking", RANKING), ("trend", CHARTS)):
        page.locator(ready).wait_for(state="attached")
        frame = page.locator(f"#figure-{figure}")
        expect(frame.get_by_role("heading").first).not_to_be_empty()
        expect(frame.locator(".figure-note").first).not_to_be_empty()
        table = frame.locator("table")
        expect(table.locator("caption")).not_to_be_empty()
        assert table.locator("tbody th[scope=row]").count() > 3


def test_a_profiles_rows_are_read_in_the_order_of_their_columns(visit):
    page = visit(f"/ward/{ALUM_ROCK}", painted=False)
    page.locator("table.spine").wait_for()
    expect(
        page.get_by_role("row", name=re.compile("^Children in relative low income")).last
    ).to_match_aria_snapshot(
        """
        - row:
          - rowheader /Children in relative low income/
          - cell /63.8%/
          - cell:
            - img /Higher than \\d+% of England’s wards/
          - cell /19.8%/
          - cell /Higher/
          - cell /years/
        """
    )

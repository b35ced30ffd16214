"""The report as a page: the same words and figures as the slides, without a script."""

from __future__ import annotations

import html
import re
from html.parser import HTMLParser

import pytest

from app.release import Release
from app.reports import model, page
from app.reports.made import report_of
from app.state import ViewState
from app.view import read

BIRMINGHAM, WILTSHIRE, CITY, ALUM_ROCK = "E08000025", "E06000054", "E09000001", "E05011120"
SITE = "https://atlas.example"
ADDRESSES = (
    f"/area/{BIRMINGHAM}?w={ALUM_ROCK}",
    f"/area/{BIRMINGHAM}?i=gld",
    f"/area/{CITY}",
    f"/ward/{ALUM_ROCK}",
    f"/compare?lad={BIRMINGHAM}",
    f"/compare?areas={WILTSHIRE},{ALUM_ROCK},E92000001",
)
VOID = {"meta", "link", "img", "br"}


class Tree(HTMLParser):
    """What a page holds: its elements with their attributes, and whether each is closed."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [given for name, given in self.found if name == tag]


def report(release: Release, address: str) -> model.Report:
    path, _, query = address.partition("?")
    state = ViewState.parse(path, query, release)
    return report_of(release, state, site=SITE)


def tree(text: str) -> Tree:
    found = Tree()
    found.feed(text)
    assert found.open == []
    return found


@pytest.mark.parametrize("address", ADDRESSES)
def test_the_page_has_every_sheet_with_its_title_and_source(embedded, address):
    told = report(embedded, address)
    text = page.written(told, slides="/x.pptx")
    found = tree(text)
    assert len(found.all("section")) == len(found.all("h2")) == len(told.sheets)
    assert len(found.all("main")) == len(found.all("h1")) == 1
    for sheet in told.sheets:
        assert model.unpacked(model.packed(sheet)) == sheet
        for words in (sheet.title, sheet.subtitle, sheet.source):
            assert words in plain(text)


@pytest.mark.parametrize("address", ADDRESSES)
def test_pictures_are_named_and_nothing_runs_or_is_fetched(embedded, address):
    found = tree(page.written(report(embedded, address), slides="/x.pptx"))
    for picture in found.all("svg"):
        assert picture.get("aria-label") or picture.get("aria-hidden") == "true"
    assert not found.all("script") and not found.all("img")
    ids = [given["id"] for _, given in found.found if given.get("id")]
    assert len(set(ids)) == len(ids)
    assert all("on" + name not in given for _, given in found.found for name in ("click", "load"))


def test_every_ward_stands_in_the_ranking_and_the_table_with_its_figure(embedded):
    told = report(embedded, f"/area/{WILTSHIRE}")
    text = page.written(told, slides="/x.pptx")
    state = ViewState.parse(f"/area/{WILTSHIRE}", "", embedded)
    for row in read(embedded, state).wards:
        name, shown = row.name.replace("&", "&amp;").replace("'", "&#x27;"), f"{row.value:.1f}%"
        assert re.search(rf'<th scope="row">{re.escape(name)}</th>.*?>{shown} ', text), row.name
        assert re.search(rf'class="t-ink">{re.escape(name)}</th>.*?>{shown}<', text), row.name


def test_a_missing_period_is_no_row_and_no_point(embedded):
    told = report(embedded, f"/area/{BIRMINGHAM}?i=gld")
    text = page.written(told, slides="/x.pptx")
    lines = re.findall(r'<polyline points="([^"]*)"', text)
    assert sorted(len(line.split()) for line in lines) == [1, 3, 4, 4, 4, 7, 7, 7, 7]
    assert '<th scope="row">2018/19</th>' in text
    assert '<th scope="row">2019/20</th>' not in text


def plain(text: str) -> str:
    """Return what a page says, its entities read."""
    return html.unescape(re.sub(r"<[^>]+>", "", text))

"""Frames for other sites, and the links of a view, on the tiny release."""

from __future__ import annotations

import copy
import re
from html import unescape
from pathlib import Path

import pytest
from flask import Flask
from tiny_release import ACOCKS_GREEN, ASQ, BIRMINGHAM, LOW_INCOME
from werkzeug.test import Client, TestResponse

from app import bundles
from app.pages import compare, embed, embed_compare
from app.pages.markup import markup
from app.permalink import embed_address, permalink
from app.release import Release
from app.state import ViewState
from app.unknown import UnknownView

SOURCE = {
    "id": "dwp_low_income",
    "title": "Children in low income families",
    "publisher": "DWP",
    "landing_page": "https://example.test/",
    "licence": "Open Government Licence v3.0",
    "attribution": "Source: DWP.",
    "published": "2026-03-26",
}
FIGURES = (
    "/embed/map",
    f"/embed/area/{BIRMINGHAM}/map",
    f"/embed/area/{BIRMINGHAM}/ranking",
    f"/embed/area/{BIRMINGHAM}/trend",
    f"/embed/ward/{ACOCKS_GREEN}/spine",
    f"/embed/compare/areas?areas={BIRMINGHAM},{ACOCKS_GREEN}",
)


@pytest.fixture(scope="module")
def release(tiny: Release) -> Release:
    described = copy.copy(tiny)
    described.manifest = tiny.manifest | {"sources": [SOURCE]}
    return described


@pytest.fixture(scope="module")
def frames(release: Release) -> Client:
    server = Flask("frames")
    dressed = bundles.Assets(Path(), {"frame": "/assets/f.js"}, {"frame": "/assets/f.css"})
    embed.register(server, release, dressed)
    return server.test_client()


def words(answer: TestResponse) -> str:
    """What a frame says to a reader."""
    text = re.sub(r"(?s)<(style|title)[^>]*>.*?</\1>", "", answer.text)
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", text)))


@pytest.mark.parametrize("address", FIGURES)
def test_a_frame_says_whose_figures_it_shows_and_leads_back(frames, release, address):
    said = words(frames.get(address))
    for part in (
        "DWP",
        "Children in low income families",
        "26 March 2026",
        "Open Government Licence v3.0",
        "Read with care.",
        "Open this in Early Years Atlas",
        f"Release {release.id[:8]}, built",
    ):
        assert part in said
    view = re.sub(r"/[a-z]+(?=\?|$)", "", address.removeprefix("/embed")) or "/"
    text = unescape(frames.get(address).text)
    assert f'href="{permalink(view, release.id)}"' in text
    assert f'<link rel="canonical" href="{view}">' in text and '<base target="_blank">' in text


def test_only_a_map_runs_a_script(frames):
    scripted = {address for address in FIGURES if "<script" in frames.get(address).text}
    assert scripted == {"/embed/map", f"/embed/area/{BIRMINGHAM}/map"}


def test_the_figures_of_a_frame_are_those_of_the_release(frames):
    said = words(frames.get(f"/embed/area/{BIRMINGHAM}/ranking"))
    assert "1 Acocks Green 33.4% 32.1 to 34.8% Higher 2 Allens Cross 19.0% 17.0 to 21.0%" in said
    assert "Alum Rock not published" in said and "England 19.8%" in said
    trend = frames.get(f"/embed/area/{BIRMINGHAM}/trend").text
    assert "Birmingham, 2021/22: 36.0% (35.7% to 36.3%)" in trend
    assert "England, 2024/25: 19.8%" in trend


def test_a_frame_keeps_the_choices_of_its_view(frames):
    earlier = words(frames.get(f"/embed/area/{BIRMINGHAM}/ranking?p=2021-22&w={ACOCKS_GREEN}"))
    assert "2021/22" in earlier and "30.1%" in earlier
    assert (
        f"?p=2021-22&amp;w={ACOCKS_GREEN}"
        in frames.get(f"/embed/area/{BIRMINGHAM}/ranking?w={ACOCKS_GREEN}&p=2021-22").text
    )


def test_areas_in_a_frame_have_their_figures_and_nothing_to_remove_them_by(frames):
    answer = frames.get(f"/embed/compare/areas?areas={BIRMINGHAM},{ACOCKS_GREEN}&i={LOW_INCOME}")
    assert "39.5% " in words(answer) and "Acocks Green ward in Birmingham" in words(answer)
    assert "Remove" not in answer.text


def test_the_scatter_in_a_frame_names_its_corners_and_every_ward(embedded):
    state = ViewState.parse("/compare", "lad=E08000025", embedded)
    shown = embed_compare.scatter(embedded, state)
    said = markup(shown.picture)
    assert shown.title.startswith("21 of 69 Birmingham wards")
    assert "High need, few places: 21 wards" in said
    assert {ward.name for ward in embedded.wards("E08000025")} == {
        unescape(name) for name in re.findall(r"<path[^>]*><title>(.*?)</title>", said)
    }


def test_a_comparison_gives_the_code_of_its_frame(embedded):
    for query, figure in (("lad=E08000025", "scatter"), ("areas=E08000025,E92000001", "areas")):
        page = markup(compare.layout(embedded, ViewState.parse("/compare", query, embedded)))
        assert f'data-embed="/embed/compare/{figure}?{query}"' in page


def test_a_trend_with_one_period_says_so(frames):
    said = words(frames.get(f"/embed/area/{BIRMINGHAM}/trend?i={ASQ}&p=2021-22-Q4"))
    assert "there is no trend to draw" in said


@pytest.mark.parametrize(
    ("address", "status"),
    [
        (f"/embed/area/{BIRMINGHAM}/pie", 404),
        ("/embed/area/E08000099/map", 404),
        (f"/embed/area/{BIRMINGHAM}/map?i=nothing", 404),
        (f"/embed/area/{BIRMINGHAM}/map?wrong=1", 400),
        ("/embed/data/map", 404),
    ],
)
def test_a_frame_that_is_not_there_says_so_in_a_frame(frames, address, status):
    answer = frames.get(address)
    assert answer.status_code == status and 'class="frame"' in answer.text
    assert "<a href=" in answer.text


def test_a_frame_that_was_fetched_before_is_not_sent_again(frames):
    first = frames.get(FIGURES[2])
    again = frames.get(FIGURES[2], headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304 and not again.data


def test_the_address_of_a_frame_is_that_of_its_view():
    assert embed_address(f"/area/{BIRMINGHAM}?i=gld", "map") == (
        f"/embed/area/{BIRMINGHAM}/map?i=gld"
    )
    assert embed_address("/", "map") == "/embed/map"


def test_a_permalink_carries_the_release_and_leads_to_the_same_view(release):
    for url in (f"/area/{BIRMINGHAM}", f"/area/{BIRMINGHAM}?p=2021-22"):
        path, _, query = permalink(url, "0123abcd").partition("?")
        assert query.endswith("r=0123abcd")
        assert ViewState.parse(path, query, release).url() == url


@pytest.mark.parametrize("name", ["", "1", "0123ABCD", "0123abcg", "0" * 65, "../../etc"])
def test_what_is_no_name_of_a_release_is_refused(release, name):
    with pytest.raises(UnknownView) as fault:
        ViewState.parse(f"/area/{BIRMINGHAM}", f"r={name}", release)
    assert fault.value.status == 400 and "release" in fault.value.message


def test_a_release_that_nobody_knows_is_no_mistake(release):
    state = ViewState.parse(f"/area/{BIRMINGHAM}", f"r=00000000ffff&i={LOW_INCOME}", release)
    assert state.url() == f"/area/{BIRMINGHAM}"

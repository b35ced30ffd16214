"""Pictures that leave a page are complete without it, and as wide as a report or a slide wants."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

BIRMINGHAM, ALUM_ROCK = "E08000025", "E05011120"
EXPLORER = f"/area/{BIRMINGHAM}?w={ALUM_ROCK}"
PAIR = f"/compare?lad={BIRMINGHAM}"
SIDE = f"/compare?areas={BIRMINGHAM},{ALUM_ROCK},E12000005,E92000001"
WARD = f"/ward/{ALUM_ROCK}"
DWP = ("Department for Work and Pensions", "2024/25")
PICTURES = {
    "map": (EXPLORER, ".map-svg.has-figures", ("63.8%", *DWP)),
    "ranking": (EXPLORER, "#ranking-slot .main-svg", ("63.8%", *DWP)),
    "trend": (EXPLORER, "#trend-slot .main-svg", ("62.4% in 2021/22", *DWP)),
    "scatter": (PAIR, "#scatter [role=option]", ("Ofsted", *DWP)),
    "bivariate": (PAIR, "#bivariate .map-svg.has-figures", ("Ofsted", *DWP)),
    "spine": (WARD, "#figure-spine img", ("63.8%", "62.7 to 64.9%", "▲ Higher", *DWP)),
    "areas": (SIDE, "#figure-areas img", ("63.8%", "39.5%", "West Midlands", "2024/25")),
}


def opened(svg: Path) -> ElementTree.Element:
    root = ElementTree.parse(svg).getroot()
    assert not [node.tag for node in root.iter() if node.tag.endswith(("}image", "}script"))]
    return root


@pytest.mark.parametrize("figure", PICTURES)
def test_a_picture_says_where_it_comes_from_and_fits_what_it_is_for(
    visit, base: str, artefacts: Path, figure: str
):
    path, ready, figures = PICTURES[figure]
    page = visit(path, painted=False)
    page.locator(ready).first.wait_for()
    saved = {}
    for kind, size in (("svg", "slide"), ("png", "report"), ("png", "slide")):
        button = f"button[data-figure={figure}][data-export={kind}][data-size={size}]"
        with page.expect_download() as download:
            page.locator(button).click()
        saved[kind, size] = artefacts / f"picture-{figure}-{size}.{kind}"
        download.value.save_as(saved[kind, size])
        expect(page.locator("#announce")).to_have_text(re.compile(r"is saved\.$"))
    root = opened(saved["svg", "slide"])
    links = [node.get("href") for node in root.iter("{http://www.w3.org/2000/svg}a")]
    release = page.locator("meta[name=atlas-release]").get_attribute("content")
    assert links[-1] == f"{base}{path}{'&' if '?' in path else '?'}r={release}"
    said = re.sub(r"\s+", " ", " ".join(root.itertext()))
    for part in (*figures, "Open Government Licence v3.0", "Read with care.", "Release "):
        assert part in said, part
    for size, across in (("report", 1800), ("slide", 3200)):
        assert int.from_bytes(saved["png", size].read_bytes()[16:20], "big") == across

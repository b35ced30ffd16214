"""What leaves in a report: the SVG stands alone, the PNG fits a column or a slide at twice its
size.
"""

from __future__ import annotations

import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from tiny_site import AREA, LOW, TESTHAM, Open

pytestmark = pytest.mark.browser


def test_an_exported_svg_stands_alone_and_says_everything(open_page: Open, tmp_path: Path):
    page = open_page(f"{AREA}?w=E05099005")
    with page.expect_download() as waiting:
        page.get_by_role("button", name="SVG").click()
    name = f"early-years-atlas_{TESTHAM}_{LOW}_2024-25_map.svg"
    assert waiting.value.suggested_filename == name
    waiting.value.save_as(tmp_path / "map.svg")
    root = ET.parse(tmp_path / "map.svg").getroot()
    words = " ".join(
        "".join(node.itertext()) for node in root.iter("{http://www.w3.org/2000/svg}text")
    )
    for expected in (
        "Six of eight wards & more are above “England”",
        "Children in low income, % · Testham wards, 2024/25",
        "Read with care. Counts are adjusted <by the publisher>.",
        "Source: A publisher, 26 March 2026. Open Government Licence v3.0.",
        "Release tiny",
        "atlas.example/area/E08000099",
        "England 43.8%",
    ):
        assert expected in words
    fills = [node.get("fill") for node in root.iter("{http://www.w3.org/2000/svg}path")]
    assert fills.count("#000D54") >= 4 and any(
        (fill or "").startswith("url(#atlas-hatch") for fill in fills
    )
    assert not [node.tag for node in root.iter() if node.get("class") or node.get("style")]


@pytest.mark.parametrize(
    ("button", "across", "least"), [("PNG", 1800, 1400), ("Slide", 3200, 1800)]
)
def test_an_exported_png_fits_a_column_or_a_slide_at_twice_its_size(
    open_page: Open, tmp_path: Path, button: str, across: int, least: int
):
    page = open_page(AREA)
    with page.expect_download() as waiting:
        page.get_by_role("button", name=button).click()
    waiting.value.save_as(tmp_path / "map.png")
    head = (tmp_path / "map.png").read_bytes()[:24]
    assert int.from_bytes(head[16:20], "big") == across
    assert int.from_bytes(head[20:24], "big") >= least

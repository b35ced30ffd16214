"""The spine chart and the small map, by what they draw."""

import re
from urllib.parse import unquote
from xml.etree import ElementTree

import pytest

from app.charts import spine
from app.charts.locator import locator

SVG = "{http://www.w3.org/2000/svg}"
BAND = spine.Band(p1=10, p25=15, p75=25, p99=30)
MIDDLE, RIGHT = spine.WIDTH / 2, spine.WIDTH - spine.EDGE


def drawn(**row) -> ElementTree.Element:
    return ElementTree.fromstring(spine.spine(**({"england": 20, "band": BAND} | row)))


def dot(svg: ElementTree.Element) -> float | None:
    found = svg.find(f"{SVG}circle")
    return None if found is None else float(found.get("cx", ""))


def paths(svg: ElementTree.Element) -> list[str]:
    return [path.get("d", "") for path in svg.iter(f"{SVG}path")]


def test_england_stands_in_the_middle_whatever_the_scale():
    for england in (12, 20, 28):
        assert f"M{MIDDLE:.0f} 1v{spine.HEIGHT - 2}" in paths(drawn(england=england))


def test_a_value_at_the_99th_percentile_of_an_even_band_stands_at_the_end():
    assert dot(drawn(value=30)) == RIGHT
    assert dot(drawn(value=20)) == MIDDLE


def test_the_bands_run_from_percentile_to_percentile():
    pale, dark = drawn().findall(f"{SVG}rect")
    assert (float(pale.get("x", "")), float(pale.get("width", ""))) == (9, 282)
    assert float(dark.get("x", "")) == pytest.approx(MIDDLE - 141 / 2, abs=1)
    assert float(dark.get("width", "")) == pytest.approx(141, abs=1)


def test_a_ward_without_a_value_keeps_its_row_and_has_no_dot():
    svg = drawn(others=[18, 22])
    assert dot(svg) is None
    assert len(svg.findall(f"{SVG}rect")) == 2


def test_every_other_ward_is_a_thin_mark_and_equal_ones_share_it():
    (ticks,) = [path for path in paths(drawn(others=[18, 18, 22])) if path.endswith("v8")]
    assert ticks.count("v8") == 2


def test_the_scale_reaches_for_the_councils_own_wards():
    assert dot(drawn(value=30, others=[34])) < RIGHT


def test_one_odd_ward_is_a_triangle_at_the_edge_and_flattens_nothing():
    """England 20, the 99th percentile 10 away: the scale stops at 16 away, so 36."""
    svg = drawn(value=30, others=[400])
    assert dot(svg) == pytest.approx(MIDDLE + 141 * 10 / 16, abs=1)
    assert [path for path in paths(svg) if path.endswith("z")]


def test_the_wards_own_value_beyond_the_scale_is_a_triangle_on_its_side():
    svg = drawn(value=-100)
    assert dot(svg) is None
    (triangle,) = [path for path in paths(svg) if path.endswith("z")]
    assert triangle.startswith("M1 ")


def test_an_interval_beyond_the_scale_has_no_cap_there():
    inside = drawn(value=20, lower=18, upper=22)
    outside = drawn(value=20, lower=18, upper=90)
    caps = [sum(path.count("v10") for path in paths(svg)) for svg in (inside, outside)]
    assert caps == [2, 1]


def test_wards_that_are_all_alike_are_still_drawn():
    flat = spine.Band(20, 20, 20, 20)
    assert dot(drawn(band=flat, value=20)) == MIDDLE
    assert dot(drawn(band=flat, value=21)) == RIGHT


@pytest.mark.parametrize(("share", "at"), [(0, 7), (50, 90), (99, 171)])
def test_a_position_is_placed_along_its_track(share, at):
    svg = ElementTree.fromstring(spine.position(share))
    assert dot(svg) == at
    assert len(svg.findall(f"{SVG}rect")) == 5


def test_a_picture_is_an_address_that_reads_back_as_the_same_drawing():
    svg = spine.spine(england=20, band=BAND, value=25)
    address = spine.picture(svg)
    assert re.fullmatch(r"data:image/svg\+xml,[^\"<>#]+", address)
    _kind, _, markup = address.partition(",")
    read = ElementTree.fromstring(unquote(markup))
    assert ElementTree.tostring(read) == ElementTree.tostring(ElementTree.fromstring(svg))


def row_of_squares(names: str, size: int = 1000) -> dict:
    """A boundary file: one square a name, from the west, each with arcs of its own."""
    squares = [
        [[n * size, 0], [size, 0], [0, size], [-size, 0], [0, -size]] for n, _ in enumerate(names)
    ]
    shapes = [
        {"type": "Polygon", "id": name, "properties": {}, "arcs": [[n]]}
        for n, name in enumerate(names)
    ]
    return {
        "objects": {
            "areas": {"type": "GeometryCollection", "geometries": shapes},
            "outline": {"type": "MultiLineString", "arcs": [[n] for n, _ in enumerate(names)]},
        },
        "arcs": squares,
    }


def filled(svg: str) -> str:
    root = ElementTree.fromstring(svg)
    return next(p.get("d", "") for p in root.iter(f"{SVG}path") if p.get("fill") == "#12436D")


def test_the_wards_square_is_filled_where_it_lies():
    """Three squares fill 288 of 300 units: the middle one begins 96 from the left."""
    assert filled(locator(row_of_squares("ABC"), "B")).startswith("M102 102")
    assert filled(locator(row_of_squares("ABC"), "A")).startswith("M6 102")


def test_a_ward_too_small_to_see_has_a_ring_around_it():
    many = "ABCDEFGHIJKLMNOP"
    assert "<circle" in locator(row_of_squares(many), "C")
    assert "<circle" not in locator(row_of_squares("AB"), "A")


def test_a_ward_of_another_council_is_no_ward_of_this_map():
    with pytest.raises(KeyError):
        locator(row_of_squares("AB"), "Z")

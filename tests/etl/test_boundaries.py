import json
from pathlib import Path

import numpy as np
import pandas as pd
import paper_england
import pytest
import shapely
import topojson
from paper_england import ALPHA, BETA, DELTA, GAMMA, NORTHBY, SOUTHBY, UPSHIRE
from shapely import box

from etl import boundaries
from etl.coverage import Coverage, clip, read_coverage, without_islets


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    return paper_england.write(tmp_path / "raw")


@pytest.fixture
def coverage(raw: Path) -> Coverage:
    return read_coverage(raw)


def close(shape: shapely.Geometry, expected: shapely.Geometry) -> bool:
    """Tell whether two shapes differ by less than the generalisation of a map of this size."""
    return shapely.area(shapely.symmetric_difference(shape, expected)) < 0.02 * expected.area


# One council


def test_a_council_file_holds_its_wards_in_code_order(coverage: Coverage):
    drawn = topojson.polygons(boundaries.council(coverage, NORTHBY))
    assert list(drawn) == [ALPHA, BETA]
    assert shapely.equals(drawn[ALPHA], box(1000, 1000, 2000, 2000))


def test_the_outline_is_the_council_without_its_inner_borders(coverage: Coverage):
    outline = topojson.outline(boundaries.council(coverage, NORTHBY))
    assert shapely.equals(outline, box(1000, 1000, 3000, 2000).exterior)


def test_neighbours_are_clipped_to_a_square_and_named(coverage: Coverage):
    file = boundaries.council(coverage, NORTHBY)
    near = {geometry["id"]: geometry for geometry in file["objects"]["context"]["geometries"]}
    assert near[SOUTHBY]["properties"]["name"] == "Southby"
    assert near["W06000015"]["properties"]["name"] == "Cardiff"
    # Northby is 2 km wide, so the square reaches 0.4 km beyond it.
    assert close(topojson.polygons(file, "context")[SOUTHBY], box(3000, 1000, 3400, 2000))


def test_a_council_and_its_neighbour_share_their_border(coverage: Coverage):
    objects = boundaries.council(coverage, NORTHBY)["objects"]
    beta = topojson.arcs_of(objects["areas"]["geometries"][1])
    southby = next(near for near in objects["context"]["geometries"] if near["id"] == SOUTHBY)
    assert beta & topojson.arcs_of(southby)


def test_every_label_lies_in_its_shape(coverage: Coverage):
    file = boundaries.council(coverage, NORTHBY)
    for layer in ("areas", "context"):
        shapes = topojson.polygons(file, layer)
        for geometry in file["objects"][layer]["geometries"]:
            assert shapes[geometry["id"]].contains(topojson.label(file, geometry))


def test_the_box_frames_the_wards_and_not_their_neighbours(coverage: Coverage):
    assert boundaries.council(coverage, NORTHBY)["bbox"] == [1000, 1000, 3000, 2000]


# England


def test_the_england_map_draws_the_border_between_regions_but_not_the_coast(coverage: Coverage):
    outline = topojson.outline(boundaries.england_lad(coverage))
    assert shapely.equals(outline, shapely.LineString([(3000, 1000), (3000, 2000)]))


def test_the_england_map_says_whose_district_each_is(coverage: Coverage):
    areas = boundaries.england_lad(coverage)["objects"]["areas"]["geometries"]
    assert [(area["id"], area["properties"]["utla"]) for area in areas] == [
        (SOUTHBY, SOUTHBY),
        (NORTHBY, UPSHIRE),
    ]


def test_the_ward_map_names_councils_and_draws_their_borders():
    file = boundaries.england_ward(paper_england.ward_table())
    areas = file["objects"]["areas"]["geometries"]
    assert [area["id"] for area in areas] == [ALPHA, BETA, GAMMA, DELTA]
    assert [area["properties"]["lad"] for area in areas] == [NORTHBY] * 2 + [SOUTHBY] * 2
    assert shapely.equals(topojson.outline(file), shapely.LineString([(3000, 1000), (3000, 2000)]))


def test_every_file_is_written_compactly_and_progress_reaches_the_total(raw: Path, tmp_path: Path):
    seen: list[tuple[int, int]] = []
    boundaries.write_boundaries(raw, tmp_path / "out", lambda *done: seen.append(done))
    written = {path.stem: path.read_text() for path in (tmp_path / "out").iterdir()}
    assert set(written) == {"england-lad", "england-ward", NORTHBY, SOUTHBY}
    assert seen[-1] == (4, 4)
    for text in written.values():
        assert text == json.dumps(json.loads(text), separators=(",", ":"), ensure_ascii=False)


# Islands, edges and gaps


def test_an_islet_is_left_out():
    area = shapely.MultiPolygon([box(0, 0, 100, 100), box(200, 0, 205, 5)])
    assert shapely.equals(without_islets(np.array([area]), 100)[0], box(0, 0, 100, 100))


def test_an_islet_that_is_all_a_ward_has_stays():
    shapes = np.array([box(0, 0, 100, 100), box(200, 0, 205, 5)])
    assert shapely.area(without_islets(shapes, 100)).tolist() == [10_000, 25]


def test_a_detached_part_on_land_stays_however_small():
    # The second area has a small exclave between two parts of the first: no island.
    first = shapely.difference(box(0, 0, 100, 100), box(40, 40, 45, 45))
    second = shapely.MultiPolygon([box(100, 0, 200, 100), box(40, 40, 45, 45)])
    assert shapely.area(without_islets(np.array([first, second]), 100))[1] == 10_025


def test_what_only_touches_the_frame_is_cut_away():
    cut = clip(np.array([box(0, 0, 10, 10), box(10, 0, 20, 10)]), box(0, 0, 10, 10))
    assert shapely.area(cut).tolist() == [100, 0]


def test_a_coarse_neighbour_gives_way_to_a_fine_ward_and_gaps_close(tmp_path: Path):
    raw = paper_england.write(tmp_path / "raw")
    paper_england.write_wards(
        raw,
        pd.Series(
            {
                ALPHA: box(1000, 1000, 2000, 2000),
                BETA: box(2000, 1000, 3000, 2000),
                # Coarse: laps over Beta in the south, leaves a gap beside it in the north.
                GAMMA: shapely.Polygon(
                    [
                        (2950, 1000),
                        (4000, 1000),
                        (4000, 2000),
                        (3000, 2000),
                        (3060, 1900),
                        (2950, 1500),
                    ]
                ),
                DELTA: box(4000, 1000, 5000, 2000),
            }
        ),
        coarse=[GAMMA, DELTA],
    )
    wards = read_coverage(raw).wards.set_index("ward_code")["geometry"]
    assert shapely.coverage_is_valid(wards.to_numpy())
    assert wards[BETA].area >= 1_000_000
    assert shapely.union_all(wards.to_numpy()).area == pytest.approx(4_000_000)

import numpy as np
import pytest
import shapely
import topojson
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import Polygon, box

from etl import topology


def file(shapes: list, step: float = 1, thin=None) -> dict:
    """The smallest TopoJSON that holds the shapes, named a, b, c …"""
    arcs, _ = topology.on_grid(np.array(shapes), 0, 0, step, thin)
    geometries = [
        {"type": "MultiPolygon", "id": letter, "arcs": parts, "properties": {}}
        for letter, parts in zip("abcdefgh", arcs.polygons, strict=False)
    ]
    return {
        "transform": {"scale": [step, step], "translate": [0, 0]},
        "objects": {"areas": {"geometries": geometries}},
        "arcs": topology.encode(arcs.arcs),
    }


def test_polygons_come_back_as_they_went():
    shapes = [box(0, 0, 40, 30), box(40, 0, 70, 30), box(0, 30, 70, 55)]
    back = topojson.polygons(file(shapes))
    assert all(shapely.equals(list(back.values()), shapes))


def test_neighbours_share_one_arc_between_them():
    areas = file([box(0, 0, 40, 30), box(40, 0, 70, 30)])["objects"]["areas"]["geometries"]
    assert len(topojson.arcs_of(areas[0]) & topojson.arcs_of(areas[1])) == 1


def test_an_enclave_shares_its_whole_ring_with_the_hole_around_it():
    inner = box(10, 10, 20, 20)
    written = file([shapely.difference(box(0, 0, 40, 40), inner), inner])
    around, enclave = written["objects"]["areas"]["geometries"]
    assert topojson.arcs_of(enclave) < topojson.arcs_of(around)
    assert len(written["arcs"]) == 2


def test_an_island_stays_a_part_of_its_area():
    shape = shapely.MultiPolygon([box(0, 0, 40, 30), box(60, 0, 70, 10)])
    assert shapely.equals(topojson.polygons(file([shape]))["a"], shape)


def test_a_slit_whose_sides_fall_together_on_the_grid_closes():
    slit = Polygon([(0, 0), (100, 0), (100, 50.4), (50, 50.4), (99, 50.6), (100, 100), (0, 100)])
    assert not shapely.transform(slit, lambda points: np.rint(points / 10)).is_valid
    assert shapely.equals(topojson.polygons(file([slit], step=10))["a"], box(0, 0, 100, 100))


def test_what_is_smaller_than_a_step_of_the_grid_vanishes():
    arcs, drawn = topology.on_grid(np.array([box(0, 0, 100, 100), box(201, 1, 203, 3)]), 0, 0, 10)
    assert shapely.is_empty(drawn).tolist() == [False, True]
    assert arcs.polygons[1] == []


def test_thinned_arcs_keep_their_ends():
    bend = Polygon([(0, 0), (100, 0), (100, 40), (101, 50), (100, 60), (100, 100), (0, 100)])
    beside = Polygon([(100, 0), (200, 0), (200, 100), (100, 100), (100, 60), (101, 50), (100, 40)])

    def thin(arcs: topology.Topology) -> None:
        arcs.simplify([arc for arc, users in enumerate(arcs.users) if users == {0, 1}], 5)

    back = topojson.polygons(file([bend, beside], thin=thin))
    assert shapely.equals(back["a"], box(0, 0, 100, 100))
    assert shapely.equals(back["b"], box(100, 0, 200, 100))


def test_arcs_that_meet_become_one_line():
    arcs, _ = topology.on_grid(np.array([box(0, 0, 10, 10), box(10, 0, 20, 10)]), 0, 0, 1)
    outer = [arc for arc, users in enumerate(arcs.users) if len(users) == 1]
    assert len(outer) == 2
    assert len(arcs.lines(outer)) == 1


@settings(deadline=None, max_examples=40)
@given(
    st.lists(
        st.tuples(st.integers(0, 1000), st.integers(0, 1000)), min_size=3, max_size=8, unique=True
    ),
    st.sampled_from([1.0, 7.0, 20.0]),
)
def test_any_coverage_stays_one_on_the_grid(points, step):
    frame = box(0, 0, 1000, 1000)
    cells = shapely.voronoi_polygons(shapely.MultiPoint(points), extend_to=frame)
    shapes = list(shapely.intersection(shapely.get_parts(cells), frame))
    back = list(topojson.polygons(file(shapes, step)).values())
    assert all(shape.is_valid for shape in back)
    assert shapely.coverage_is_valid(back)
    assert shapely.union_all(back).area == pytest.approx(frame.area, rel=0.05)

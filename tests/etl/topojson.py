"""Reading TopoJSON back, written apart from the code that writes it."""

import numpy as np
import shapely


def polygons(file: dict, layer: str = "areas") -> dict[str, shapely.Geometry]:
    """Return each geometry of a layer in metres, by its id."""
    arcs = [_in_metres(arc, file["transform"]) for arc in file["arcs"]]
    return {
        geometry["id"]: shapely.MultiPolygon(
            [
                shapely.Polygon(_walk(rings[0], arcs), [_walk(hole, arcs) for hole in rings[1:]])
                for rings in parts_of(geometry)
            ]
        )
        for geometry in file["objects"][layer]["geometries"]
    }


def outline(file: dict) -> shapely.Geometry:
    """Return the outline in metres, lines that touch joined."""
    arcs = [_in_metres(arc, file["transform"]) for arc in file["arcs"]]
    lines = [shapely.LineString(_walk(line, arcs)) for line in file["objects"]["outline"]["arcs"]]
    return shapely.line_merge(shapely.union_all(lines))


def label(file: dict, geometry: dict) -> shapely.Point:
    """Return the label point of a geometry in metres."""
    return shapely.Point(_scaled(np.array(geometry["properties"]["at"]), file["transform"]))


def parts_of(geometry: dict) -> list:
    """Return the rings of each part, whatever the type says."""
    return geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]


def arcs_of(geometry: dict) -> set[int]:
    """Return the numbers of the arcs a geometry is made of, whichever way they are walked."""
    signed = [arc for rings in parts_of(geometry) for ring in rings for arc in ring]
    return {arc if arc >= 0 else -arc - 1 for arc in signed}


def _in_metres(arc: list, transform: dict) -> np.ndarray:
    return _scaled(np.cumsum(np.array(arc), axis=0), transform)


def _scaled(points: np.ndarray, transform: dict) -> np.ndarray:
    return points * transform["scale"] + transform["translate"]


def _walk(ring: list[int], arcs: list[np.ndarray]) -> list:
    points: list = []
    for arc in ring:
        piece = arcs[arc] if arc >= 0 else arcs[-arc - 1][::-1]
        if points:
            assert points[-1] == piece[0].tolist(), "arcs do not meet"
        points += piece.tolist()[1 if points else 0 :]
    return points

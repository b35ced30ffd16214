"""Polygons that share borders, as TopoJSON: each border is written once, in whole steps of a grid.

Coordinates are those of EPSG:27700; nothing here knows what the polygons mean.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np
import shapely

Ring = list[int]
"""Arcs in order; ``~i`` (negative) is arc ``i`` walked backwards."""


@dataclass
class Topology:
    """Arcs in grid steps, and for each polygon the rings made of them.

    ``polygons[i]`` holds the parts of input ``i``, each a list of rings, the outer one first;
    ``users[a]`` the inputs that arc ``a`` borders.
    """

    arcs: list[np.ndarray] = field(default_factory=list)
    polygons: list[list[list[Ring]]] = field(default_factory=list)
    users: list[set[int]] = field(default_factory=list)

    def simplify(self, wanted: list[int], tolerance: float) -> None:
        """Thin out arcs in place, by at most ``tolerance`` steps; their ends stay."""
        for arc in wanted:
            line = shapely.linestrings(self.arcs[arc].astype("float64"))
            thin = shapely.get_coordinates(shapely.simplify(line, tolerance)).astype("int64")
            if len(thin) > 3 or (thin[0] != thin[-1]).any():
                self.arcs[arc] = thin

    def lines(self, wanted: list[int]) -> list[Ring]:
        """Join the wanted arcs end to end into as few lines as a walk finds."""
        ends: dict[tuple[int, int], list[int]] = {}
        for arc in wanted:
            for end in (0, -1):
                ends.setdefault(tuple(self.arcs[arc][end]), []).append(arc)
        left = dict.fromkeys(wanted)
        lines = []
        while left:
            first = next(iter(left))
            del left[first]
            line = [first]
            for ahead in (True, False):
                self._extend(line, left, ends, ahead=ahead)
            lines.append(line)
        return lines

    def _extend(self, line: Ring, left: dict, ends: dict, *, ahead: bool) -> None:
        while True:
            end = self._end(line[-1], last=True) if ahead else self._end(line[0], last=False)
            arc = next((arc for arc in ends[end] if arc in left), None)
            if arc is None:
                return
            del left[arc]
            forwards = (tuple(self.arcs[arc][0]) == end) == ahead
            line.insert(len(line) if ahead else 0, arc if forwards else ~arc)

    def _end(self, signed: int, *, last: bool) -> tuple[int, int]:
        arc = self.arcs[signed if signed >= 0 else ~signed]
        return tuple(arc[-1 if last == (signed >= 0) else 0])


def on_grid(
    shapes: np.ndarray,
    x0: float,
    y0: float,
    step: float,
    thin: Callable[[Topology], None] | None = None,
) -> tuple[Topology, np.ndarray]:
    """Bring polygons that match along their borders to a grid, without a crossing or a gap.

    ``shapes`` are valid polygons in metres; the grid has ``step`` metres from ``(x0, y0)``.
    Rounding makes narrow places cross; so the rounded arcs, after ``thin`` has simplified some of
    them in place, are snapped to the grid as one network, and its faces go back to the shapes they
    lie in.
    Returns the topology and its polygons, in steps of the grid; one may have vanished (no parts).
    """
    exact = shapely.transform(shapes, lambda points: (points - (x0, y0)) / step)
    rounded = build(shapely.transform(exact, np.rint))
    if thin:
        thin(rounded)
    lines = np.array([shapely.linestrings(arc) for arc in rounded.arcs], dtype=object)
    network = shapely.union_all(lines, grid_size=1)
    faces = shapely.get_parts(shapely.polygonize([network]))
    inside, owner = shapely.STRtree(exact).query(
        shapely.point_on_surface(faces), predicate="intersects"
    )
    inside, first = np.unique(inside, return_index=True)  # a point on a border lies in two
    owner = owner[first]
    mended = np.array(
        [shapely.coverage_union_all(faces[inside[owner == index]]) for index in range(len(shapes))]
    )
    return build(mended), mended


def build(polygons: np.ndarray) -> Topology:
    """Cut the rings of polygons into arcs wherever the neighbour changes.

    ``polygons`` have whole-number coordinates and match along shared borders. A ring that has
    collapsed is dropped.
    """
    parts, owner = shapely.get_parts(shapely.orient_polygons(polygons), return_index=True)
    rings, part = shapely.get_rings(parts, return_index=True)
    loops = [_loop(ring) for ring in rings]
    kept = [index for index, loop in enumerate(loops) if len(loop) >= 3]
    cuts = _junctions([loops[index] for index in kept])
    outer = np.diff(part, prepend=-1) > 0

    topology = Topology(polygons=[[] for _ in polygons])
    known: dict[bytes, int] = {}
    current = -1
    for index, cut in zip(kept, cuts, strict=True):
        if not outer[index] and part[index] != current:
            continue  # a hole whose outer ring collapsed
        area = int(owner[part[index]])
        if outer[index]:
            topology.polygons[area].append([])
            current = part[index]
        ring = [_arc(topology, known, piece, area) for piece in _pieces(loops[index], cut)]
        topology.polygons[area][-1].append(ring)
    return topology


def encode(arcs: list[np.ndarray]) -> list[list[list[int]]]:
    """Return arcs as TopoJSON writes them: the first point, then each step to the next."""
    return [np.vstack([arc[:1], np.diff(arc, axis=0)]).tolist() for arc in arcs]


def _loop(ring: shapely.LinearRing) -> np.ndarray:
    """Return the ring's distinct points in order, the first not repeated at the end."""
    points = shapely.get_coordinates(ring).astype("int64")
    moved = (np.diff(points, axis=0) != 0).any(axis=1)
    return points[:-1][moved]


def _junctions(loops: list[np.ndarray]) -> list[np.ndarray]:
    """For each loop, the positions of the points at which its neighbours change.

    A point where every ring that passes has the same two neighbouring points is inside an arc; any
    other is where arcs meet.
    """
    if not loops:
        return []
    points = np.concatenate(loops)
    _, vertex = np.unique(points[:, 0] << 32 | points[:, 1] & 0xFFFFFFFF, return_inverse=True)
    bounds = np.cumsum([0, *(len(loop) for loop in loops)])
    starts, ends = bounds[:-1], bounds[1:] - 1
    before, after = np.roll(vertex, 1), np.roll(vertex, -1)
    before[starts], after[ends] = vertex[ends], vertex[starts]
    pair = np.minimum(before, after) * len(vertex) + np.maximum(before, after)
    low = np.full(vertex.max() + 1, np.iinfo("int64").max)
    high = np.full(vertex.max() + 1, -1)
    np.minimum.at(low, vertex, pair)
    np.maximum.at(high, vertex, pair)
    meets = (low != high)[vertex]
    return [meets[a:b].nonzero()[0] for a, b in pairwise(bounds)]


def _pieces(loop: np.ndarray, cut: np.ndarray) -> list[np.ndarray]:
    """Cut a loop at the given positions; without any, at its lowest point, so all agree."""
    if len(cut) == 0:
        cut = np.lexsort((loop[:, 1], loop[:, 0]))[:1]
    closed = np.concatenate([loop[cut[0] :], loop[: cut[0] + 1]])
    stops = [*(cut - cut[0]), len(loop)]
    return [closed[a : b + 1] for a, b in pairwise(stops)]


def _arc(topology: Topology, known: dict[bytes, int], piece: np.ndarray, area: int) -> int:
    """Return the signed number of the arc, adding it unless a neighbour has it already."""
    backwards = known.get(piece[::-1].tobytes())
    found = known.get(piece.tobytes())
    if found is None and backwards is None:
        found = len(topology.arcs)
        known[piece.tobytes()] = found
        topology.arcs.append(piece)
        topology.users.append(set())
    number = found if found is not None else backwards
    assert number is not None  # noqa: S101 - one of the two was found or added
    topology.users[number].add(area)
    return number if found is not None else ~number

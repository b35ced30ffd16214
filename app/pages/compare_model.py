"""What ``compare.js`` draws of need against access: the scatter and the map's classes.

The server decides everything: scales, lines, corners, words; the script puts them in place.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any, Literal

from app import compare_findings as words
from app import text
from app.charts import scatter
from app.choices import Split
from app.comparison import Comparison, Quadrant, Side, Ward
from app.components.controls import standing_alone
from app.findings import Reading

HEADROOM = 0.16
"""Share of the spread kept free above the highest ward, for the names of the corners."""

CORNERS: tuple[Quadrant, ...] = ((True, True), (True, False), (False, True), (False, False))


def model(found: Comparison) -> dict[str, Any]:
    """Return what ``compare.js`` draws: the scatter, and the classes of the map."""
    known = found.known
    drawn = _drawn(found) if known else None
    scarce = words.access_thirds(found.access.indicator)
    counts = [
        [sum(ward.thirds == (need, access) for ward in found.wards) for access in range(3)]
        for need in range(3)
    ]
    return {
        "lad": found.council.code,
        "address": replace(found.pair, ward="{ward}").url(),
        "bare": replace(found.pair, ward=None).url(),
        "selected": found.pair.ward,
        "scatter": drawn,
        "counts": counts,
        "key": {
            "need": "more need",
            "access": f"{'fewer places' if scarce[2] == 'fewest places' else 'less access'}",
            "worst": f"{words.NEED_THIRDS[2]}, {scarce[2]}",
        },
        "wards": {ward.code: _said(found, ward) for ward in found.wards},
    }


def _drawn(found: Comparison) -> dict[str, Any]:
    need, access = found.need, found.access
    axes = {
        name: scatter.axis(
            (
                f"{side.indicator.title}, {side.period}",
                f"{standing_alone(side.indicator)}, {side.period}",
            ),
            side.indicator.unit.strip(),
            [row.value for row in rows if row.value is not None],
            [row.value for row in (side.council, side.england) if row.value is not None],
            room=room,
            floor=0.0
            if side.indicator.method in ("counts", "total")
            or min(row.value or 0.0 for row in rows) >= 0
            else None,
        )
        for name, side, rows, room in (
            ("x", access, [ward.access for ward in found.known], 0.08),
            ("y", need, [ward.need for ward in found.known], HEADROOM),
        )
    }
    lines = [*_lines(found, "x", access), *_lines(found, "y", need)]
    split = found.need_line is not None and found.access_line is not None
    corners = [
        scatter.Corner(
            right=scarce == (access.worse == 1),
            top=more == (need.worse == 1),
            words=words.corner(found, (more, scarce)),
            worst=more and scarce,
        )
        for more, scarce in CORNERS
        if split
    ]
    points = [_point(found, ward) for ward in found.known]
    return scatter.scatter(x=axes["x"], y=axes["y"], lines=lines, corners=corners, points=points)


def _lines(found: Comparison, axis: Literal["x", "y"], side: Side) -> Iterator[scatter.Line]:
    """Yield the council's and England's value as lines across the scatter."""
    own = text.spoken(found.council.name)
    kinds: tuple[Split, Split] = ("council", "england")
    for kind, row, name in zip(kinds, (side.council, side.england), (own, "England"), strict=True):
        if row.value is not None:
            label = f"{name} {text.short_amount(row.value, side.indicator)}"
            yield scatter.Line(axis, row.value, label, kind, found.pair.split == kind)


def _point(found: Comparison, ward: Ward) -> dict[str, Any]:
    point: dict[str, Any] = {
        "code": ward.code,
        "x": _round(ward.access.value),
        "y": _round(ward.need.value),
        "xs": _amount(found.access, ward.access),
        "ys": _amount(found.need, ward.need),
        "n": ward.children or 0,
    }
    for axis, row in (("x", ward.access), ("y", ward.need)):
        if row.lower is not None and row.upper is not None:
            point |= {f"{axis}l": _round(row.lower), f"{axis}u": _round(row.upper)}
    return point


def _said(found: Comparison, ward: Ward) -> dict[str, Any]:
    """Return what the map and the scatter say of a ward: class, value, note."""
    place = words.place(ward, found)
    value = " · ".join(
        _amount(side, row)
        for side, row in ((found.need, ward.need), (found.access, ward.access))
        if row.value is not None
    )
    if ward.children is not None and ward.known:
        place = f"{place} · {ward.children:,} under-fives"
    number = None if ward.thirds is None else 3 * ward.thirds[0] + ward.thirds[1]
    return {
        "name": ward.name,
        "k": number,
        "value": value if ward.known else "No pair",
        "note": place[:1].upper() + place[1:],
    }


def _amount(side: Side, row: Reading) -> str:
    return "" if row.value is None else text.short_amount(row.value, side.indicator)


def _round(value: float | None) -> float | None:
    return None if value is None else round(value, 4)

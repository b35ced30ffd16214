"""``/compare/table.csv``: the figures of a comparison, one row an area, for spreadsheets and
programs alike.

As ``/area/<lad>/table.csv``: nothing above the headings; source and release are columns; UTF-8 with
a byte order mark, which Excel needs.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

from flask import Flask, Response, request

from app import comparison
from app.choices import Pair
from app.compare_findings import NEED_THIRDS, access_thirds
from app.comparison import Comparison, Side, Ward
from app.components import sources
from app.fields import safe
from app.findings import Reading
from app.release import Release
from app.state import HOME, UnknownView, ViewState

SIDE_COLUMNS = ("indicator", "period", "value", "unit", "lower_95", "upper_95", "marker")
COLUMNS = (
    "area_code",
    "area_name",
    *(f"need_{name}" for name in SIDE_COLUMNS),
    *(f"access_{name}" for name in SIDE_COLUMNS),
    "children_0_4",
    "need_third",
    "access_third",
    "more_need_than_split",
    "less_access_than_split",
    "places_short",
    "split_at",
    "source",
    "release",
)


def register(server: Flask, release: Release) -> None:
    """Add the endpoint; an address that names nothing is answered by the server's own errors."""

    @server.get("/compare/table.csv")
    def comparison_table() -> Response:
        """Return the table of the pair that the address names."""
        query = request.query_string.decode("ascii", "replace")
        pair = ViewState.parse("/compare", query, release).compare
        if not isinstance(pair, Pair):
            raise UnknownView(400, "This table is of two indicators in one council.", (HOME,))
        name = f"{pair.lad}-{pair.need}-{pair.access}.csv"
        return Response(
            content(release, comparison.read(release, pair)),
            mimetype="text/csv",
            headers={"Content-Disposition": f'attachment; filename="{name}"'},
        )


def content(release: Release, found: Comparison) -> bytes:
    """Return the CSV of a pair: its wards in code order, then the council and England."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    source = safe(
        " ".join(
            dict.fromkeys(
                sources.plain(release, side.indicator, found.council)
                for side in (found.need, found.access)
            )
        )
    )
    tail = (found.pair.split, source, release.id)
    for ward in found.wards:
        writer.writerow([*_ward(found, ward), *tail])
    for area in (found.council, release.england):
        need, access = (
            (side.council if area is found.council else side.england)
            for side in (found.need, found.access)
        )
        figures = (*_figures(found.need, need), *_figures(found.access, access))
        writer.writerow(
            [area.code, safe(area.name), *figures, area.children_0_4 or "", *[""] * 5, *tail]
        )
    return out.getvalue().encode("utf-8-sig")


def _ward(found: Comparison, ward: Ward) -> Iterable[object]:
    thirds = ("", "")
    if ward.thirds:
        scarce = access_thirds(found.access.indicator)
        thirds = (NEED_THIRDS[ward.thirds[0]], scarce[ward.thirds[1]])
    sides = (
        ("", "") if ward.quadrant is None else ("yes" if side else "no" for side in ward.quadrant)
    )
    short = comparison.places_short(found.access, ward.access)
    return (
        ward.code,
        safe(ward.name),
        *_figures(found.need, ward.need),
        *_figures(found.access, ward.access),
        "" if ward.children is None else ward.children,
        *thirds,
        *sides,
        "" if short is None else round(short),
    )


def _figures(side: Side, row: Reading) -> tuple[str, ...]:
    numbers = (row.lower, row.upper)
    return (
        side.indicator.id,
        side.period,
        _number(side, row.value),
        side.indicator.unit.strip(),
        *(_number(side, number) for number in numbers),
        row.marker or "",
    )


def _number(side: Side, number: float | None) -> str:
    return "" if number is None else f"{number:.{side.indicator.decimals}f}"

"""``/area/<lad>/table.csv``: the table of a view, for spreadsheets and programs alike.

One row an area and nothing above the headings, so that Excel and ``pandas.read_csv`` both read it
as it is; source, licence and release are columns. UTF-8 with a byte order mark, which Excel needs.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

from flask import Flask, Response, request

from app import text
from app.components import sources
from app.fields import safe
from app.release import Area, Observation, Release
from app.state import ViewState
from app.view import View, holders, read
from etl.registry import Indicator
from etl.schema import MARKERS, period_slug

COLUMNS = (
    "area_code",
    "area_name",
    "level",
    "indicator",
    "period",
    "value",
    "unit",
    "lower_95",
    "upper_95",
    "numerator",
    "denominator",
    "marker",
    "marker_meaning",
    "against_england",
    "england_fifth",
    "trend",
    "method",
    "source",
    "release",
)


def register(server: Flask, release: Release) -> None:
    """Add the endpoint; an address that names nothing is answered by the server's own errors."""

    @server.get("/area/<lad>/table.csv")
    def table(lad: str) -> Response:
        """Return the table of the view that the address names."""
        query = request.query_string.decode("ascii", "replace")
        view = read(release, ViewState.parse(f"/area/{lad}", query, release))
        return Response(
            content(release, view),
            mimetype="text/csv",
            headers={"Content-Disposition": f'attachment; filename="{_file_name(view)}"'},
        )


def content(release: Release, view: View) -> bytes:
    """Return the CSV of a view: its wards, or England's councils, then the larger areas."""
    if view.by_ward:
        areas = [*release.wards(view.council.code), view.holder or view.council]
    else:
        areas = holders(release, view.indicator.id)
    areas += [area for area in (view.region, release.england) if area is not None]
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    writer.writerows(_rows(release, view, areas))
    return out.getvalue().encode("utf-8-sig")


def _file_name(view: View) -> str:
    parts = (view.council.code, view.indicator.id, period_slug(view.period or "none"))
    return f"{'-'.join(parts)}.csv"


def _rows(release: Release, view: View, areas: Iterable[Area]) -> Iterable[list[str]]:
    indicator, period = view.indicator, view.period
    source = sources.plain(release, indicator, view.council)
    for area in areas:
        row = release.observation(indicator.id, area.code, period) if period else None
        yield [
            area.code,
            safe(area.name),
            area.level,
            indicator.id,
            period or "",
            *_figures(indicator, row),
            safe(source),
            release.id,
        ]


def _figures(indicator: Indicator, row: Observation | None) -> list[str]:
    marker = row.marker if row else "x"
    value, lower, upper, numerator, denominator = (
        (row.value, row.lower, row.upper, row.numerator, row.denominator) if row else (None,) * 5
    )
    return [
        _number(value, indicator.decimals),
        indicator.unit.strip(),
        _number(lower, indicator.decimals),
        _number(upper, indicator.decimals),
        _number(numerator, 0) if indicator.method in ("counts", "total") else "",
        _number(denominator, 0) if indicator.method == "counts" else "",
        marker or "",
        MARKERS.get(marker or "", ""),
        (row.benchmark if row else None) or "",
        text.FIFTHS.get((row.quintile if row else None) or 0, ""),
        (row.trend if row else None) or "",
        (row.method if row else None) or "",
    ]


def _number(number: float | None, decimals: int) -> str:
    return "" if number is None else f"{number:.{decimals}f}"

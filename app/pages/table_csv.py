"""``/area/<lad>/table.csv``: the table of a view, for spreadsheets and programs alike.

One row an area and nothing above the headings, so that Excel and ``pandas.read_csv`` both read it
as it is; source, licence and release are columns. UTF-8 with a byte order mark, which Excel needs.
``rows`` is the table itself, which ``table_xlsx`` writes too.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from flask import Flask, Response, request

from app import change, change_findings, neighbour_findings, neighbourhoods, text
from app.components import sources
from app.fields import safe
from app.neighbour_means import Standing
from app.neighbours import Way
from app.permalink import asked_site, permalink
from app.release import Area, Observation, Release
from app.state import ViewState
from app.view import View, holders, read, reading
from etl.neighbours import NeighbourMean
from etl.registry import Indicator
from etl.schema import MARKERS, period_slug

Cell = str | Decimal
"""A text, or a figure rounded as people are shown it; the empty text where there is neither."""

FIGURE = (
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
)
"""What ``figures`` returns."""

COLUMNS = (
    "area_code",
    "area_name",
    "level",
    "indicator",
    "period",
    *FIGURE,
    "source",
    "release",
    "caveats",
    "permalink",
)

CHANGE_COLUMNS = (
    "from_period",
    "from_value",
    "change",
    "change_lower_95",
    "change_upper_95",
    "change_reading",
)
"""Columns that a view of change has besides, at its end."""


ALIKE = "alike"
"""Level of a row that is the mean of councils alike; its name says of whom, and how many."""

SMALL_COLUMNS = ("ward_code", "ward_name")
"""Columns that a view of neighbourhoods has besides: the ward each is fitted to."""


def register(server: Flask, release: Release) -> None:
    """Add the endpoint; an address that names nothing is answered by the server's own errors."""

    @server.get("/area/<lad>/table.csv")
    def table(lad: str) -> Response:
        """Return the table of the view that the address names."""
        query = request.query_string.decode("ascii", "replace")
        view = read(release, ViewState.parse(f"/area/{lad}", query, release))
        return Response(
            content(release, view, site=asked_site()),
            mimetype="text/csv",
            headers={"Content-Disposition": f'attachment; filename="{file_name(view)}.csv"'},
        )


def content(release: Release, view: View, *, site: str = "") -> bytes:
    """Return the CSV of a view; ``site`` is what its link to the page begins with."""
    return written(columns(view), rows(release, view, site=site))


def written(headings: Sequence[str], table: Iterable[Sequence[Cell]]) -> bytes:
    """Return a table as CSV that Excel reads as it is, no text of it taken for a formula."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(headings)
    for row in table:
        writer.writerow([safe(cell) if isinstance(cell, str) else f"{cell:f}" for cell in row])
    return out.getvalue().encode("utf-8-sig")


def columns(view: View) -> tuple[str, ...]:
    """Return the headings of a view's table."""
    if view.state.geography == "lsoa":
        return (*COLUMNS, *SMALL_COLUMNS)
    return (*COLUMNS, *CHANGE_COLUMNS) if view.since else COLUMNS


def file_name(view: View) -> str:
    """Return what the table of a view is called when it is saved, without the ending."""
    since = [view.state.since] if view.state.since else []
    since += ["lsoa"] if view.state.geography == "lsoa" else []
    period = period_slug(view.period or "none")
    return "-".join((view.council.code, view.indicator.id, *since, period))


def origin(
    release: Release,
    indicator: Indicator,
    council: Area | None,
    url: str,
    site: str,
    way: Way | None = None,
) -> list[Cell]:
    """Return the cells that say where a figure comes from, from ``source`` to ``permalink``."""
    return [
        sources.plain(release, indicator, council, way),
        release.id,
        " ".join(indicator.caveats),
        site + permalink(url, release.id),
    ]


def rows(release: Release, view: View, *, site: str = "") -> Iterator[list[Cell]]:
    """Yield the cells of ``columns``: a view's wards, or England's councils, then the larger
    areas.
    """
    indicator, period = view.indicator, view.period
    whence = origin(release, indicator, view.council, view.state.url(), site)
    small = view.state.geography == "lsoa"
    if small:
        yield from _small(release, view, whence)
    for area in _areas(release, view):
        row = release.observation(indicator.id, area.code, period) if period else None
        yield [
            area.code,
            area.name,
            area.level,
            indicator.id,
            period or "",
            *figures(indicator, row),
            *whence,
            *(_change(release, view, area, row) if view.since else ()),
            *(("", "") if small else ()),
        ]
    if view.standing is not None and view.standing.mean is not None:
        yield [
            *_mean(view.standing, view.standing.mean, indicator),
            *origin(release, indicator, view.council, view.state.url(), site, view.way),
            *([""] * len(CHANGE_COLUMNS) if view.since else ()),
            *(("", "") if small else ()),
        ]


def _mean(standing: Standing, mean: NeighbourMean, indicator: Indicator) -> list[Cell]:
    """Return the cells up to ``method`` of the mean of councils alike: no area, so no code."""
    return [
        "",
        neighbour_findings.name(standing, mean),
        ALIKE,
        indicator.id,
        standing.period or "",
        *mean_figures(indicator, mean),
    ]


def mean_figures(indicator: Indicator, mean: NeighbourMean) -> list[Cell]:
    """Return the cells from ``value`` to ``method`` of a mean of councils alike."""
    return [
        _number(mean.value, indicator.decimals),
        indicator.unit.strip(),
        "",
        "",
        _number(mean.numerator, 0),
        _number(mean.denominator, 0),
        *[""] * 5,
        mean.made,
    ]


def _areas(release: Release, view: View) -> Iterable[Area]:
    if view.state.geography == "lsoa":
        areas = [view.holder or view.council]
    elif view.by_ward:
        areas = [*release.wards(view.council.code), view.holder or view.council]
    else:
        areas = holders(release, view.indicator.id)
    return [*areas, *(area for area in (view.region, release.england) if area is not None)]


def figures(indicator: Indicator, row: Observation | None) -> list[Cell]:
    """Return the cells from ``value`` to ``method`` of one observation."""
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


def _small(release: Release, view: View, whence: list[Cell]) -> Iterator[list[Cell]]:
    """Yield the rows of neighbourhoods: no interval, verdict or fifth exists for them."""
    indicator, period = view.indicator, view.period or ""
    for row in neighbourhoods.rows(release, view.council.code, indicator.id):
        yield [
            row.code,
            row.name,
            neighbourhoods.LEVEL,
            indicator.id,
            period,
            _number(row.value, indicator.decimals),
            indicator.unit.strip(),
            *[""] * 4,
            row.marker or "",
            MARKERS.get(row.marker or "", ""),
            *[""] * 4,
            *whence,
            row.ward_code,
            row.ward,
        ]


def _change(release: Release, view: View, area: Area, row: Observation | None) -> list[Cell]:
    """Return the cells of ``CHANGE_COLUMNS``."""
    before = release.observation(view.indicator.id, area.code, view.since or "")
    decimals = view.indicator.decimals
    found = change.between(reading(area, before), reading(area, row), decimals)
    return [
        view.since or "",
        _number(found.before.value, decimals),
        _number(found.value, decimals),
        _number(found.lower, decimals),
        _number(found.upper, decimals),
        change_findings.read(found),
    ]


def _number(number: float | None, decimals: int) -> Cell:
    return "" if number is None else Decimal(f"{number:.{decimals}f}")

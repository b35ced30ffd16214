"""Tables of several indicators to take away: a ward, areas side by side, need against access.

``of_view`` returns the table of an address as cells; ``table_csv`` writes it for programs and
``many_xlsx`` as a workbook that explains itself. Figures are rounded as the page shows them.
"""

from __future__ import annotations

from dataclasses import dataclass

from flask import Flask, Response, request

from app import comparison, neighbour_findings, profile, side_by_side, text
from app.choices import Pair, Side
from app.comparison import Comparison
from app.neighbour_means import Standing
from app.pages import compare_csv, many_xlsx
from app.pages.table_csv import ALIKE, FIGURE, Cell, figures, mean_figures, origin, written
from app.pages.table_xlsx import XLSX
from app.permalink import asked_site
from app.profile import Row
from app.release import Area, Period, Release
from app.state import ViewState
from app.unknown import HOME, UnknownView
from etl.neighbours import NeighbourMean
from etl.registry import Indicator

COLUMNS = (
    "indicator",
    "indicator_title",
    "domain",
    "area_code",
    "area_name",
    "level",
    "figure_of",
    "period",
    "period_known_for",
    *FIGURE,
    "england",
    "source",
    "release",
    "caveats",
    "permalink",
)
"""One row an indicator and area. ``figure_of`` names the larger area whose figure stands in for the
area's own; ``england`` is England's figure for the same period. ``period_known_for`` is empty for a
period of all England, and else says how few councils have it: such a figure follows the one of
England's latest period, as on the page."""


def register(server: Flask, release: Release) -> None:
    """Add the tables; an address that names nothing is answered by the server's own errors."""

    def answer(path: str, kind: str) -> Response:
        query = request.query_string.decode("ascii", "replace")
        site = asked_site()
        table = of_view(release, ViewState.parse(path, query, release), site)
        csv = kind == "csv"
        return Response(
            as_csv(table) if csv else many_xlsx.content(release, table, site=site),
            mimetype="text/csv" if csv else XLSX,
            headers={"Content-Disposition": f'attachment; filename="{table.name}.{kind}"'},
        )

    @server.get("/ward/<ward>/table.<any(csv, xlsx):kind>")
    def ward_table(ward: str, kind: str) -> Response:
        """Return every figure of a ward's profile."""
        return answer(f"/ward/{ward}", kind)

    @server.get("/compare/table.<any(csv, xlsx):kind>")
    def compared_table(kind: str) -> Response:
        """Return the figures of the comparison that the address names."""
        return answer("/compare", kind)


def of_view(release: Release, state: ViewState, site: str = "") -> Table:
    """Return the table of a view; raise ``UnknownView`` where it compares nothing yet."""
    if state.page == "ward":
        return of_ward(release, state, site)
    if isinstance(state.compare, Pair):
        return of_pair(release, comparison.read(release, state.compare), site)
    if state.compare is None or not state.compare.areas:
        raise UnknownView(400, "This table needs areas to compare.", (HOME,))
    return of_areas(release, state.compare, site)


def as_csv(table: Table) -> bytes:
    """Return a table as CSV."""
    return written(table.columns, table.rows)


def of_ward(release: Release, state: ViewState, site: str = "") -> Table:
    """Return the profile of a ward: its own figures, then what is known of its council alone."""
    shown = profile.read(release, state.ward or "")
    ward, council = shown.ward, shown.council
    both = (*shown.rows, *shown.council_rows)
    link = (state.url(), site)
    rows = [
        _row(release, row.indicator, ward, row.holder, period.label, council, link, known_for=few)
        for row in both
        for period, few in _periods(row)
    ]
    return Table(
        title=f"{ward.name}, {text.spoken(council.name)}: every indicator",
        name=ward.code,
        url=state.url(),
        places=f"{ward.name} ({ward.code}), a ward of {council.name} ({council.code})",
        columns=COLUMNS,
        rows=rows,
        indicators=tuple(row.indicator for row in both),
        council=council,
    )


def _periods(row: Row) -> list[tuple[Period, str]]:
    """Return the periods of a row, each with who has it where not all England does."""
    later = [(own.period, f"{text.plural(own.councils, 'council')} only") for own in row.partial]
    return [(row.period, ""), *later]


def of_areas(release: Release, side: Side, site: str = "") -> Table:
    """Return areas side by side, an indicator after the other."""
    found = side_by_side.read(release, side)
    names = [text.spoken(release.areas[code].name) for code in side.areas]
    rows = [
        _row(
            release,
            row.indicator,
            figure.area,
            figure.holder,
            figure.period,
            figure.area,
            (side.url(), site),
        )
        for row in found
        for figure in row.figures
    ]
    rows += [
        _mean(release, row, row.standing, row.mean, (side.url(), site))
        for row in found
        if row.standing is not None and row.mean is not None
    ]
    return Table(
        title=f"Areas side by side: {', '.join(names)}",
        name="compare-" + "-".join(side.areas),
        url=side.url(),
        places="; ".join(f"{release.areas[code].name} ({code})" for code in side.areas),
        columns=COLUMNS,
        rows=rows,
        indicators=tuple(row.indicator for row in found),
    )


def of_pair(release: Release, found: Comparison, site: str = "") -> Table:
    """Return need against access: a row a ward, then the council and England."""
    council = found.council
    return Table(
        title=f"Need against access: {text.spoken(council.name)}",
        name=compare_csv.name_of(found.pair),
        url=found.pair.url(),
        places=f"{council.name} ({council.code})",
        columns=compare_csv.COLUMNS,
        rows=list(compare_csv.rows(release, found, site=site)),
        indicators=(found.need.indicator, found.access.indicator),
        council=council,
        pair=found,
    )


@dataclass(frozen=True)
class Table:
    """A table of several indicators: ``rows`` are cells in the order of ``columns``.

    ``url`` is the view's address, ``name`` what the file is called, ``places`` the areas in words;
    ``council`` is whose own figures may be among the sources.
    """

    title: str
    name: str
    url: str
    places: str
    columns: tuple[str, ...]
    rows: list[list[Cell]]
    indicators: tuple[Indicator, ...]
    council: Area | None = None
    pair: Comparison | None = None


def _mean(
    release: Release,
    row: side_by_side.Row,
    standing: Standing,
    mean: NeighbourMean,
    link: tuple[str, str],
) -> list[Cell]:
    """Return the cells of the mean of councils alike: it is no area's, and says how it was made."""
    period = standing.period or ""
    of_england = release.observation(row.indicator.id, release.england.code, period)
    return [
        row.indicator.id,
        row.indicator.title,
        row.indicator.domain,
        "",
        neighbour_findings.name(standing, mean),
        ALIKE,
        neighbour_findings.made(row.indicator, mean),
        period,
        "",
        *mean_figures(row.indicator, mean),
        figures(row.indicator, of_england)[0],
        *origin(release, row.indicator, None, *link, standing.way),
    ]


def _row(
    release: Release,
    indicator: Indicator,
    area: Area,
    holder: Area | None,
    period: str | None,
    council: Area | None,
    link: tuple[str, str],
    *,
    known_for: str = "",
) -> list[Cell]:
    row = release.observation(indicator.id, holder.code, period) if holder and period else None
    of_england = release.observation(indicator.id, release.england.code, period) if period else None
    borrowed = holder is not None and holder.code != area.code
    return [
        indicator.id,
        indicator.title,
        indicator.domain,
        area.code,
        area.name,
        area.level,
        f"{holder.name} ({holder.code})" if borrowed and holder else "",
        period or "",
        known_for,
        *figures(indicator, row),
        figures(indicator, of_england)[0],
        *origin(release, indicator, council, *link),
    ]

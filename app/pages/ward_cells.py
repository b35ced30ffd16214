"""Cells of a profile's tables: what a row says of one indicator.

Roles are written out because a narrow screen lays rows out as blocks, which some browsers take for
the end of a table.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from dash import html

from app import text
from app.components import marks
from app.components.attributes import aria, data
from app.components.controls import standing_alone
from app.profile import Partial, Row
from app.release import Period
from etl.registry import DOMAINS, Indicator


def anchor(domain: str) -> str:
    """Return the id of a domain's heading, which the links at the top of the page lead to."""
    return domain.lower().replace(" ", "-")


def by_domain(
    rows: Sequence[Row], columns: int, make: Callable[[Row], html.Tr], *, anchored: bool = False
) -> list[html.Tbody]:
    """Return the body of a table, a group of rows a domain under its name; in one table of a page
    these names are ``anchored``.
    """
    bodies = []
    for domain in DOMAINS:
        own = [row for row in rows if row.indicator.domain == domain]
        if own:
            named: dict[str, Any] = {"id": anchor(domain)} if anchored else {}
            heading = html.Th(domain, scope="rowgroup", colSpan=columns, role="rowheader", **named)
            body = [html.Tr(heading, className="domain", role="row"), *map(make, own)]
            bodies.append(html.Tbody(body, role="rowgroup"))
    return bodies


def indicator_heading(
    row: Row, *, whose: str | None = None, oldest: Period | None = None, leans: bool = True
) -> html.Th:
    """Return the name of a row and its period; one that ``leans`` may be short for the row above
    it.
    """
    period = row.period.label
    note: list[Any] = [
        f"{whose} · " if whose else "",
        html.B(period) if oldest and row.period.end == oldest.end else period,
        html.Span(f" · {row.age} years old", className="age") if row.old else "",
    ]
    return html.Th(
        [
            html.Span(
                _name(row.indicator) if leans else standing_alone(row.indicator),
                className="indicator-name",
            ),
            html.Span(note, className="indicator-period"),
            *(html.Span(of_some(row, later), className="indicator-later") for later in row.partial),
        ],
        scope="row",
        role="rowheader",
    )


def of_some(row: Row, later: Partial) -> str:
    """Return a later figure that most councils have not, without a verdict: its period, the value
    with its interval, and how many have it.
    """
    own = later.reading
    said = text.missing(own.marker)
    if own.value is not None:
        said = text.short_amount(own.value, row.indicator)
        if own.lower is not None and own.upper is not None:
            said += f" ({text.table_interval(own.lower, own.upper, row.indicator)})"
    return f"{later.period.label}: {said}, for {text.plural(later.councils, 'council')} only"


def _name(indicator: Indicator) -> Any:
    """Return a short title; one that leans on the row above it is heard in full."""
    if not indicator.short_title.startswith("…"):
        return indicator.short_title
    return [
        html.Span(indicator.short_title, **aria(hidden="true")),
        html.Span(indicator.title, className="visually-hidden"),
    ]


def value(row: Row) -> list[Any]:
    """Return the figure, or why there is none."""
    own = row.reading
    if own.value is None:
        return [html.Span(text.missing(own.marker), className="missing")]
    return [html.B(text.short_amount(own.value, row.indicator)), *marks.letter(own.marker)]


def interval(row: Row) -> str:
    """Return the interval, or that there is none; nothing where there is no figure."""
    own = row.reading
    if own.value is None:
        return ""
    if own.lower is None or own.upper is None:
        return "no interval"
    return text.table_interval(own.lower, own.upper, row.indicator)


def england(row: Row) -> Any:
    """Return England's figure for the same period."""
    value = row.england.value
    if value is None:
        return html.Span(text.missing(row.england.marker), className="missing")
    return text.short_amount(value, row.indicator)


def against(row: Row) -> Any:
    """Return the verdict against England; without an interval the fifth."""
    own = row.reading
    if own.value is not None and own.benchmark is None and row.indicator.benchmarked:
        return _fifth(own.quintile) if own.quintile else "No interval: no verdict"
    return marks.against_england(row.indicator, own)


def _fifth(number: int) -> html.Span:
    """Return the mark of a fifth, its last word apart: on paper the steps alone say it."""
    step, _, _ = text.FIFTHS[number].rpartition(" ")
    return html.Span(
        [step, html.Span(" fifth", className="fifth-word")],
        className="fifth",
        **data(fifth=str(number)),
    )


def trend(row: Row) -> html.Td:
    """Return the recent trend, the year a broken series starts again apart."""
    shape, words = row.trend
    count, since, year = words.partition(" since ")
    mark = marks.trend(shape, count)
    return cell([mark, html.Span(since + year, className="since")] if since else mark, "trend")


def table_row(cells: Sequence[Any]) -> html.Tr:
    """Return a row of cells."""
    return html.Tr(list(cells), role="row")


def headings(*names: str) -> list[html.Th]:
    """Return headings of columns."""
    return [heading(name) for name in names]


def heading(children: Any, class_name: str | None = None) -> html.Th:
    """Return the heading of a column."""
    return html.Th(children, scope="col", className=class_name, role="columnheader")


def row_heading(children: Any) -> html.Th:
    """Return the heading of a row."""
    return html.Th(children, scope="row", role="rowheader")


def cell(children: Any, class_name: str) -> html.Td:
    """Return a cell."""
    return html.Td(children, className=class_name, role="cell")

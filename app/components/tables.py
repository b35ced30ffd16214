"""Tables of figures: captions, scoped headings, one unit, and words where there is no number."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from dash import html

from app import text
from app.charts.series import Line
from app.components import marks
from app.components.attributes import data
from app.findings import Reading
from etl.registry import Indicator


def figures(
    *,
    indicator: Indicator,
    readings: Sequence[Reading],
    whole: Iterable[Reading],
    caption: str,
    area_heading: str,
    selected: str | None = None,
    locked: Reading | None = None,
) -> html.Table:
    """Return every figure of a map: one row an area by name, then the larger areas at the foot.

    With a ``locked`` area a column says how far each is from it.
    """
    against = locked.value if locked else None
    with_interval = any(row.lower is not None for row in readings)
    with_count = indicator.method == "counts" and any(row.numerator is not None for row in readings)
    with_fifth = indicator.benchmarked and any(row.quintile for row in readings)
    headings = [area_heading, _value_heading(indicator)]
    headings += ["95% interval"] if with_interval else []
    headings += _count_headings(indicator) if with_count else []
    headings += ["Against England"] if with_interval and indicator.benchmarked else []
    headings += ["England fifth"] if with_fifth else []
    headings += [f"Against {locked.name}"] if locked and against is not None else []

    def row(item: Reading, *, foot: bool = False) -> html.Tr:
        cells: list[Any] = [_name(item), _value(indicator, item)]
        if with_interval:
            cells.append(_interval(indicator, item))
        if with_count:
            cells += [_count(item.numerator), _count(item.denominator)]
        if with_interval and indicator.benchmarked:
            verdict = marks.verdict(item.benchmark) if item.benchmark else ""
            cells.append(html.Td(verdict))
        if with_fifth:
            cells.append(html.Td(text.FIFTHS[item.quintile] if item.quintile and not foot else ""))
        if locked and against is not None:
            cells.append(_difference(indicator, item, against, is_base=item.code == locked.code))
        return _row(item, cells, selected)

    ordered = sorted(readings, key=lambda item: item.name)
    return html.Table(
        [
            html.Caption(caption),
            _head(headings),
            html.Tbody([row(item) for item in ordered]),
            html.Tfoot([row(item, foot=True) for item in whole]),
        ],
        className="data",
    )


def ranked(
    *,
    indicator: Indicator,
    readings: Sequence[Reading],
    caption: str,
    area_heading: str,
    selected: str | None = None,
    locked: Reading | None = None,
) -> html.Table:
    """Return the areas from the highest, as the ranking shows them; those without a value last.

    With a ``locked`` area a column says how far each is from it.
    """
    against = locked.value if locked else None
    values = [row.value for row in readings if row.value is not None]
    with_interval = any(row.lower is not None for row in readings)
    headings = ["Rank"] if values else []
    headings += [area_heading, _value_heading(indicator)]
    headings += ["95% interval", "Against England"] if with_interval else []
    headings += [f"Against {locked.name}"] if locked and against is not None else []
    rows = []
    for item in by_value(readings):
        rank = "" if item.value is None else f"{text.rank_of(item.value, values)[0]:,}"
        cells: list[Any] = [html.Td(rank, className="num")] if values else []
        cells += [_name(item), _value(indicator, item)]
        if with_interval:
            cells += [
                _interval(indicator, item),
                html.Td(marks.verdict(item.benchmark) if item.benchmark else ""),
            ]
        if locked and against is not None:
            cells.append(_difference(indicator, item, against, is_base=item.code == locked.code))
        rows.append(_row(item, cells, selected))
    return html.Table([html.Caption(caption), _head(headings), html.Tbody(rows)], className="data")


def series(*, indicator: Indicator, lines: Sequence[Line], caption: str) -> html.Table:
    """Return the periods of a trend, latest first, one column an area."""
    by_line = [{point.period: point for point in line.points} for line in lines]
    order = {point.period: point.x for line in lines for point in line.points}
    rows = []
    for period in sorted(order, key=lambda label: order[label], reverse=True):
        cells: list[Any] = [html.Th(period, scope="row")]
        for points in by_line:
            point = points.get(period)
            if point is None or point.value is None:
                figure, kind = "not published", "marker"
            else:
                figure, kind = text.short_amount(point.value, indicator), "num"
            note = f" ({point.note})" if point is not None and point.note else ""
            cells.append(html.Td(figure + note, className=kind))
        rows.append(html.Tr(cells))
    return html.Table(
        [
            html.Caption(caption),
            _head(["Period", *(line.name for line in lines)]),
            html.Tbody(rows),
        ],
        className="data",
    )


def by_value(readings: Sequence[Reading]) -> list[Reading]:
    """Return the readings from the highest value, equal ones by name, those without one last."""
    return sorted(
        readings,
        key=lambda row: (row.value is None, -(row.value if row.value is not None else 0), row.name),
    )


def _head(headings: Sequence[str]) -> html.Thead:
    words = ("Rank", "Against England", "England fifth", "Ward", "Council", "Period")
    return html.Thead(
        html.Tr(
            [
                html.Th(heading, scope="col", className=None if heading in words else "num")
                for heading in headings
            ]
        )
    )


def _row(item: Reading, cells: list[Any], selected: str | None) -> html.Tr:
    return html.Tr(
        cells,
        className="is-selected" if item.code == selected else None,
        **data(code=item.code),
    )


def _name(item: Reading) -> html.Th:
    return html.Th(item.name, scope="row")


def _value(indicator: Indicator, item: Reading) -> html.Td:
    if item.value is None:
        return html.Td(text.in_its_place(item.marker), className="num marker")
    return html.Td(
        [text.short_amount(item.value, indicator), *marks.letter(item.marker)], className="num"
    )


def _interval(indicator: Indicator, item: Reading) -> html.Td:
    if item.lower is None or item.upper is None:
        return html.Td("", className="num")
    return html.Td(text.table_interval(item.lower, item.upper, indicator), className="num")


def _difference(indicator: Indicator, item: Reading, base: float, *, is_base: bool) -> html.Td:
    if is_base or item.value is None:
        return html.Td("locked" if is_base else "", className="num")
    return html.Td(text.against(item.value, base, "", indicator).strip(), className="num")


def _count(number: float | None) -> html.Td:
    return html.Td("" if number is None else text.number(number, 0), className="num")


def _value_heading(indicator: Indicator) -> str:
    if indicator.unit == "%":
        return "Share"
    return "Rate per 100" if indicator.unit.strip() == "per 100" else _capital(indicator)


def _count_headings(indicator: Indicator) -> list[str]:
    top, bottom = indicator.numerator_label, indicator.denominator_label or "of"
    return [top[:1].upper() + top[1:], bottom[:1].upper() + bottom[1:]]


def _capital(indicator: Indicator) -> str:
    return indicator.numerator_label[:1].upper() + indicator.numerator_label[1:]

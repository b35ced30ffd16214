"""The tables of need against access: where to look first, and what is behind each picture."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dash import html

from app import certainty, shortfall, text
from app.certainty import Places
from app.compare_findings import NEED_THIRDS, access_thirds, order_words
from app.comparison import Comparison, Side, Ward
from app.components import marks
from app.components.attributes import aria, data
from app.findings import Reading


def first(found: Comparison, wards: Sequence[Ward], *, caption: str) -> html.Table:
    """Return wards in the order of need, each with its bars, its counts and how sure its place is.

    ``wards`` come in order; the range of a place is among them.
    """
    order = certainty.places([ward.need for ward in wards], found.need.worse)
    tested = any(place is not None for place in order)
    counted = shortfall.has_places(found.access.indicator)
    bars = _Bar(found.need, wards, "need"), _Bar(found.access, wards, "access")
    headings: list[Any] = [
        _th("", "place"),
        _th("Ward"),
        _th(_heading(found.need), "wide"),
        _th(_heading(found.access), "wide"),
        *([_th("Possible place", "num")] if tested else []),
        _th("Under-fives", "num"),
    ]
    if counted:
        headings += [_th("Places", "num"), _th("Places short", "num")]
    rows = []
    for number, (ward, place) in enumerate(zip(wards, order, strict=True), 1):
        cells: list[Any] = [
            html.Td(str(number) if ward.need.value is not None else "", className="place"),
            _name(ward),
            _wide(found.need, bars[0].cell(ward.need)),
            _wide(found.access, bars[1].cell(ward.access)),
            *([_labelled("Place", _open(ward, place))] if tested else []),
            _labelled("Under-fives", _whole(ward.children)),
        ]
        if counted:
            short = shortfall.places_short(found.access, ward.access)
            cells += [
                _labelled("Places", _whole(ward.access.numerator)),
                _labelled("Places short", "none" if short == 0 else _whole(short), strong=True),
            ]
        rows.append(_row(found, ward, cells))
    return html.Table(
        [html.Caption(caption), html.Thead(html.Tr(headings)), html.Tbody(rows)],
        className="first",
    )


def values(found: Comparison) -> html.Table:
    """Return every ward's two figures with their intervals, by name: the table of the scatter."""
    sides = found.need, found.access
    headings = [_th("Ward")]
    for side in sides:
        headings.append(_th(f"{_heading(side)}, {side.period}", "num"))
        if _has_interval(found, side):
            headings.append(_th("95% interval", "num"))
    headings.append(_th("Under-fives", "num"))
    rows = []
    for ward in sorted(found.wards, key=lambda item: item.name):
        cells: list[Any] = [html.Th(ward.name, scope="row")]
        for side, row in zip(sides, (ward.need, ward.access), strict=True):
            cells.append(_value(side, row))
            if _has_interval(found, side):
                cells.append(html.Td(_interval(side, row), className="num"))
        cells.append(html.Td(_whole(ward.children), className="num"))
        rows.append(_row(found, ward, cells))
    names = " and ".join(side.indicator.title for side in sides)
    caption = f"{names}: {text.possessive(text.spoken(found.council.name))} wards"
    foot = [
        html.Tr(
            [
                html.Th(
                    text.spoken(found.council.name if at == "council" else "England"), scope="row"
                ),
                *(
                    cell
                    for side in sides
                    for cell in (
                        _value(side, getattr(side, at)),
                        *([html.Td("")] if _has_interval(found, side) else []),
                    )
                ),
                html.Td(""),
            ]
        )
        for at in ("council", "england")
    ]
    return html.Table(
        [
            html.Caption(caption),
            html.Thead(html.Tr(headings)),
            html.Tbody(rows),
            html.Tfoot(foot),
        ],
        className="data",
    )


def classes(found: Comparison) -> html.Table:
    """Return every ward's two thirds, by name: the table of the map."""
    scarce = access_thirds(found.access.indicator)
    rows = [
        _row(
            found,
            ward,
            [
                html.Th(ward.name, scope="row"),
                *(
                    [
                        html.Td(NEED_THIRDS[ward.thirds[0]].capitalize()),
                        html.Td(scarce[ward.thirds[1]].capitalize()),
                    ]
                    if ward.thirds
                    else [html.Td(_why(ward), colSpan=2, className="marker")]
                ),
            ],
        )
        for ward in sorted(found.wards, key=lambda item: item.name)
    ]
    whose = (
        "England’s wards"
        if found.pair.split == "england"
        else f"{text.possessive(text.spoken(found.council.name))} wards"
    )
    return html.Table(
        [
            html.Caption(f"Thirds of {whose}: need and access"),
            html.Thead(html.Tr([_th("Ward"), _th("Need"), _th("Access")])),
            html.Tbody(rows),
        ],
        className="data",
    )


class _Bar:
    """Bars of one column on one scale from 0, with England's value dashed through every row."""

    def __init__(self, side: Side, wards: Sequence[Ward], name: str) -> None:
        values = [
            row.value
            for row in (getattr(ward, name) for ward in wards)
            if row.value is not None and row.value >= 0
        ]
        england = side.england.value
        self.side = side
        # One ward far above the rest would leave no bar to see: its own ends in an arrow instead.
        ordered = sorted(values)
        usual = ordered[int(0.9 * (len(ordered) - 1))] if ordered else 0.0
        top = max([value for value in ordered if value <= 1.6 * usual] or [0.0])
        self.top = 1.06 * max(top, england or 0.0) or 1.0

    def cell(self, row: Reading) -> list[Any]:
        """Return the value and its bar; words where there is no value."""
        if row.value is None:
            return [html.Span(text.missing(row.marker), className="marker")]
        shown = [text.short_amount(row.value, self.side.indicator), *marks.letter(row.marker)]
        return [html.B(shown, className="value"), self._bar(row)]

    def _bar(self, row: Reading) -> html.Span:
        assert row.value is not None  # noqa: S101 - the caller has looked
        parts: list[Any] = [html.I(className="fill", style={"width": self._at(row.value)})]
        if row.lower is not None and row.upper is not None:
            low, high = self._share(row.lower), self._share(row.upper)
            parts.append(
                html.I(
                    className="whisker",
                    style={"left": f"{low:.2f}%", "width": f"{max(high - low, 0.3):.2f}%"},
                )
            )
        england = self.side.england.value
        if england is not None:
            parts.append(html.I(className="england", style={"left": self._at(england)}))
        over = " over" if row.value > self.top else ""
        return html.Span(parts, className=f"bar{over}", **aria(hidden="true"))

    def _share(self, value: float) -> float:
        return max(0.0, min(100.0, 100 * value / self.top))

    def _at(self, value: float) -> str:
        return f"{self._share(value):.2f}%"


def _row(found: Comparison, ward: Ward, cells: list[Any]) -> html.Tr:
    return html.Tr(
        cells,
        className="is-selected" if ward.code == found.pair.ward else None,
        **data(code=ward.code),
    )


def _name(ward: Ward) -> html.Th:
    return html.Th(html.A(ward.name, href=f"/ward/{ward.code}"), scope="row")


def _th(words: str, kind: str | None = None) -> html.Th:
    shown = words or html.Span("Place", className="visually-hidden")
    return html.Th(shown, scope="col", className=kind)


def _open(ward: Ward, place: Places | None) -> str:
    return order_words(place) if ward.need.value is not None else ""


def _wide(side: Side, content: list[Any]) -> html.Td:
    return html.Td(content, className="wide", **data(label=_heading(side)))


def _labelled(label: str, words: str, *, strong: bool = False) -> html.Td:
    """Return a cell that can say its heading itself, where a phone shows no heading row."""
    content = html.B(words) if strong else words
    return html.Td(content, className="num", **data(label=label))


def _heading(side: Side) -> str:
    title = side.indicator.short_title
    return side.indicator.title if title.startswith("…") else title


def _has_interval(found: Comparison, side: Side) -> bool:
    name = "need" if side is found.need else "access"
    return any(getattr(ward, name).lower is not None for ward in found.wards)


def _value(side: Side, row: Reading) -> html.Td:
    if row.value is None:
        return html.Td(text.missing(row.marker), className="num marker")
    return html.Td(
        [text.short_amount(row.value, side.indicator), *marks.letter(row.marker)], className="num"
    )


def _interval(side: Side, row: Reading) -> str:
    if row.lower is None or row.upper is None:
        return ""
    return text.table_interval(row.lower, row.upper, side.indicator)


def _whole(number: float | None) -> str:
    return "" if number is None else text.number(number, 0)


def _why(ward: Ward) -> str:
    if ward.known:
        return "too few wards for thirds"
    return text.missing((ward.need if ward.need.value is None else ward.access).marker)

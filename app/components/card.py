"""The card beside the map: what the chosen ward shows, or how to choose one."""

from __future__ import annotations

from typing import Any

from dash import html

from app import text
from app.choices import Side
from app.components import marks
from app.findings import Reading
from app.view import View
from etl.registry import ENGLAND


def card(
    view: View, trend: tuple[str, str] | None, change: tuple[str, str] | None = None
) -> list[Any]:
    """Return the figures of the chosen ward; of the council when no ward is chosen.

    ``trend`` is the shape and words of the area's recent trend, None where nothing is published;
    ``change`` the term and words of its change in a view of that.
    """
    found = _card(view, trend)
    if change is not None:
        facts = next(item for item in found if isinstance(item, html.Dl))
        facts.children = [_fact(*change), *(facts.children or ())]
    return found


def _card(view: View, trend: tuple[str, str] | None) -> list[Any]:
    if not view.by_ward:
        return _council_card(view, trend)
    ward = view.ward
    if ward is None:
        return _whole(view, trend)
    profile = html.A("Ward profile", href=f"/ward/{ward.code}", className="button primary")
    return [
        *_facts("Selected ward", ward, view, trend),
        html.Div([profile, beside(ward.code, view.council.code)], className="actions"),
    ]


def beside(ward: str, council: str) -> html.A:
    """Return the link that puts a ward beside its council and England, to which others are added.

    Both are given by their codes.
    """
    return html.A("+ Compare", href=Side((ward, council, ENGLAND)).url(), className="button")


def _whole(view: View, trend: tuple[str, str] | None) -> list[Any]:
    parts = _facts("The whole council", view.own, view, trend)
    hint = "Choose a ward on the map, in the list or in the table to see its figures here."
    return [*parts, html.P(hint, className="card-note")]


def _council_card(view: View, trend: tuple[str, str] | None) -> list[Any]:
    county = view.holder is not None and view.holder.code != view.council.code
    label = (
        f"{text.possessive(text.spoken(view.council.name))} county"
        if county
        else "The whole council"
    )
    return _facts(label, view.own, view, trend)


def _facts(label: str, reading: Reading, view: View, trend: tuple[str, str] | None) -> list[Any]:
    indicator = view.indicator
    head: list[Any] = [
        html.P(label, className="card-label"),
        html.H2(text.spoken(reading.name), className="card-name"),
    ]
    if reading.value is None:
        head.append(html.P(text.sentence(text.missing(reading.marker)), className="card-note"))
        return [*head, _list(_rows(reading, view, trend))]
    head.append(
        html.P(
            [text.short_amount(reading.value, indicator), *marks.letter(reading.marker)],
            className="big-value",
        )
    )
    head += [html.P(line, className="card-note") for line in _notes(reading, view)]
    return [*head, _list(_rows(reading, view, trend))]


def _notes(reading: Reading, view: View) -> list[str]:
    indicator, lines = view.indicator, []
    if indicator.unit.strip() == "per 100":
        lines.append("for every 100 children aged 0 to 4")
    if reading.lower is not None and reading.upper is not None:
        lines.append(f"95% interval {text.interval(reading.lower, reading.upper, indicator)}")
    if indicator.method == "counts" and reading.numerator is not None:
        lines.append(f"{text.number(reading.numerator, 0)} {indicator.numerator_label}")
    if meaning := text.beside(reading.marker):
        lines.append(f"{reading.marker}: {meaning}")
    return lines


def _rows(reading: Reading, view: View, trend: tuple[str, str] | None) -> list[tuple[str, Any]]:
    england = view.england.value if view.england else None
    rows: list[tuple[str, Any]] = []
    if view.indicator.benchmarked:
        beside = f" ({text.short_amount(england, view.indicator)})" if england is not None else ""
        against = marks.against_england(view.indicator, reading)
        rows.append((f"Against England{beside}", against))
    if against := view.against_locked(reading):
        rows.append(("Against the locked ward", against))
    rows += _rank(reading, view)
    if reading.quintile and view.indicator.benchmarked:
        among = "Of England’s wards" if view.by_ward and view.ward else "Among councils"
        rows.append((among, marks.fifth(reading.quintile)))
    if trend is not None:
        rows.append(("Recent trend", marks.trend(*trend)))
    return rows


def _rank(reading: Reading, view: View) -> list[tuple[str, Any]]:
    if reading.value is None:
        return []
    group = view.wards if view.by_ward else view.peers
    if view.by_ward and view.ward is None:
        return []
    values = [row.value for row in group if row.value is not None]
    rank = text.rank_words(reading.value, values)
    if view.by_ward:
        return [(f"In {text.spoken(view.council.name)}", f"{rank} wards")]
    return [("In England", f"{rank} councils")]


def _list(rows: list[tuple[str, Any]]) -> html.Dl:
    return html.Dl([_fact(term, words) for term, words in rows], className="facts")


def _fact(term: str, words: Any) -> html.Div:
    return html.Div([html.Dt(term), html.Dd(words)])

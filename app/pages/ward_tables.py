"""The tables of a ward's profile: the balance, the spines by domain, and what only the council has.

Roles are written out because a narrow screen lays rows out as blocks, which some browsers take for
the end of a table.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dash import html

from app import text
from app.charts import spine
from app.components import marks
from app.components.controls import standing_alone
from app.profile import Row
from etl.registry import DOMAINS


def balance(rows: Sequence[Row], caption: str, ward: str) -> html.Table:
    """Return one side of the balance: each indicator's share of wards with a lower value."""
    return html.Table(
        [
            html.Caption(caption),
            html.Thead(
                _row(_heads("Indicator", "Place among wards", "Share of wards lower")),
                className="visually-hidden",
                role="rowgroup",
            ),
            html.Tbody([_balance_row(row, ward) for row in rows], role="rowgroup"),
        ],
        className="balance",
        role="table",
    )


def _balance_row(row: Row, ward: str) -> html.Tr:
    if row.below is None:
        words = text.missing(row.reading.marker)
        return _row([_th(standing_alone(row.indicator)), _td("", "track"), _td(words, "num")])
    track = html.Img(src=spine.picture(spine.position(row.below)), alt="")
    return _row(
        [
            _th(standing_alone(row.indicator)),
            _td(track, "track"),
            _td(html.B(f"{row.below}%"), "num"),
        ]
    )


def spines(rows: Sequence[Row], ward: str, council: str) -> html.Table:
    """Return every ward-level indicator by domain, with its spine and its numbers."""
    heads = _row(
        [
            _head("Indicator · period"),
            _head([ward, html.Br(), "95% interval"], "num"),
            _head(
                html.Div(
                    [
                        html.Span("← less"),
                        html.Span("England", className="england"),
                        html.Span("more →"),
                    ],
                    className="spine-axis",
                ),
                "spine-cell",
            ),
            _head("England", "num england"),
            _head("Against England", "against"),
            _head("Recent trend", "trend"),
        ]
    )
    return html.Table(
        [
            html.Caption(
                f"Every indicator published for {ward}, beside England’s wards and {council}’s",
                className="visually-hidden",
            ),
            html.Thead(heads, role="rowgroup"),
            *_by_domain(rows, 6, lambda row: _spine_row(row, council)),
        ],
        className="spine",
        role="table",
    )


def _spine_row(row: Row, council: str) -> html.Tr:
    return _row(
        [
            _indicator(row),
            _td(_value(row), "num value"),
            _td(_picture(row, council), "spine-cell"),
            _td(_england(row), "num england"),
            _td(_against(row), "against"),
            _td(marks.trend(*row.trend), "trend"),
        ]
    )


def _picture(row: Row, council: str) -> Any:
    own, england, spread = row.reading, row.england.value, row.spread
    if not row.indicator.benchmarked:
        return html.Span("A count: it shares no scale with England’s", className="no-spine")
    if england is None or spread is None:
        return html.Span("No figure for England to stand beside", className="no-spine")
    drawn = spine.spine(
        england=england,
        band=spine.Band(spread.p1, spread.p25, spread.p75, spread.p99),
        value=own.value,
        lower=own.lower,
        upper=own.upper,
        others=row.others,
    )
    return html.Img(src=spine.picture(drawn), alt=_described(row, council))


def _described(row: Row, council: str) -> str:
    """Return in words what the spine adds to the numbers beside it."""
    spread, indicator = row.spread, row.indicator
    assert spread is not None  # noqa: S101 - callers have looked
    middle = text.table_interval(spread.p25, spread.p75, indicator)
    place = f"Higher than {row.below}% of England’s wards; " if row.below is not None else ""
    others = ""
    if row.others:
        ends = text.table_interval(min(row.others), max(row.others), indicator)
        others = f"; other wards of {council} {ends}"
    return f"{place}the middle half {middle}{others}"


def council_only(rows: Sequence[Row], where: str, *, mixed: bool) -> html.Table:
    """Return the indicators without ward figures; ``mixed`` names each one's council or county."""
    heads = _row(
        [
            _head("Indicator · period"),
            _head("Council or county" if mixed else where, "num"),
            _head("England", "num england"),
            _head("Against England", "against"),
            _head("Recent trend", "trend"),
        ]
    )
    return html.Table(
        [
            html.Caption(f"Indicators known only for {where}", className="visually-hidden"),
            html.Thead(heads, role="rowgroup"),
            *_by_domain(rows, 5, lambda row: _council_row(row, mixed=mixed)),
        ],
        className="council-table",
        role="table",
    )


def _council_row(row: Row, *, mixed: bool) -> html.Tr:
    return _row(
        [
            _indicator(row, whose=text.spoken(row.holder.name) if mixed else None),
            _td(_value(row), "num value"),
            _td(_england(row), "num england"),
            _td(_against(row), "against"),
            _td(marks.trend(*row.trend), "trend"),
        ]
    )


def key(ward: str, council: str) -> html.Ul:
    """Return what the shapes of the table mean."""
    sample = spine.Band(-0.9, -0.3, 0.3, 0.9)
    dot = spine.spine(england=0, band=sample, value=0.0, lower=-0.4, upper=0.4, others=[-0.7, 0.7])
    entries: list[Any] = [
        [
            html.Img(src=spine.picture(dot), alt="", className="key-spine"),
            f"Dot {ward}, line its 95% interval; dark band the middle half of England’s wards, "
            f"pale band 98 in 100; thin marks {text.possessive(council)} other wards; upright "
            "England; a triangle at an end is a value further out",
        ],
        [marks.verdict("higher"), " ", marks.verdict("similar"), " ", marks.verdict("lower")],
        [marks.fifth(5), ": no interval, so the fifth among England’s wards"],
        *(
            [marks.trend(*shape)]
            for shape in (
                text.trend_words("increasing", 5),
                text.trend_words("decreasing", 5),
                text.trend_words("none", 5),
                ("···", "Too few years to test: five are needed"),
                ("⁄⁄", "Not comparable: the series is broken"),
            )
        ),
    ]
    return html.Ul([html.Li(entry) for entry in entries], className="profile-key")


def _by_domain(rows: Sequence[Row], columns: int, make: Any) -> list[html.Tbody]:
    bodies = []
    for domain in DOMAINS:
        own = [row for row in rows if row.indicator.domain == domain]
        if own:
            heading = html.Th(domain, scope="rowgroup", colSpan=columns, role="rowheader")
            body = [html.Tr(heading, className="domain", role="row"), *map(make, own)]
            bodies.append(html.Tbody(body, role="rowgroup"))
    return bodies


def _indicator(row: Row, whose: str | None = None) -> html.Th:
    name = standing_alone(row.indicator)
    parts: list[Any] = [html.Span(name, className="indicator-name")]
    note: list[Any] = [f"{whose} · " if whose else "", row.period.label]
    if row.old:
        note += [" · ", html.B(f"{row.age} years old")]
    return html.Th(
        [*parts, html.Span(note, className="indicator-period")], scope="row", role="rowheader"
    )


def _value(row: Row) -> list[Any]:
    own, indicator = row.reading, row.indicator
    if own.value is None:
        return [html.Span(text.missing(own.marker), className="missing")]
    shown: list[Any] = [html.B(text.short_amount(own.value, indicator)), *marks.letter(own.marker)]
    if own.lower is not None and own.upper is not None:
        interval = text.table_interval(own.lower, own.upper, indicator)
        return [*shown, html.Span(interval, className="interval")]
    return [*shown, html.Span("no interval", className="interval")]


def _england(row: Row) -> str:
    value = row.england.value
    if value is None:
        return text.missing(row.england.marker)
    return text.short_amount(value, row.indicator)


def _against(row: Row) -> Any:
    own = row.reading
    if own.value is not None and own.benchmark is None and row.indicator.benchmarked:
        return marks.fifth(own.quintile) if own.quintile else "No interval: no verdict"
    return marks.against_england(row.indicator, own)


def _row(cells: Sequence[Any]) -> html.Tr:
    return html.Tr(list(cells), role="row")


def _heads(*names: str) -> list[html.Th]:
    return [_head(name) for name in names]


def _head(children: Any, class_name: str | None = None) -> html.Th:
    return html.Th(children, scope="col", className=class_name, role="columnheader")


def _th(children: Any) -> html.Th:
    return html.Th(children, scope="row", role="rowheader")


def _td(children: Any, class_name: str) -> html.Td:
    return html.Td(children, className=class_name, role="cell")

"""The tables of a ward's profile: the balance, the spines, and what only the council has."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dash import html

from app import text
from app.charts import spine
from app.components import marks
from app.components.controls import standing_alone
from app.pages import ward_cells as cells
from app.profile import Row
from app.release import Period
from etl.registry import DOMAINS


def balance(rows: Sequence[Row], caption: str) -> html.Table:
    """Return one side of the balance: each indicator's share of wards with a lower value."""
    return html.Table(
        [
            html.Caption(caption),
            html.Thead(
                cells.table_row(
                    cells.headings("Indicator", "Place among wards", "Share of wards lower")
                ),
                className="visually-hidden",
                role="rowgroup",
            ),
            html.Tbody([_balance_row(row) for row in rows], role="rowgroup"),
        ],
        className="balance",
        role="table",
    )


def _balance_row(row: Row) -> html.Tr:
    if row.below is None:
        words = text.missing(row.reading.marker)
        return cells.table_row(
            [
                cells.row_heading(standing_alone(row.indicator)),
                cells.cell("", "track"),
                cells.cell(words, "num"),
            ]
        )
    track = html.Img(src=spine.picture(spine.position(row.below)), alt="")
    return cells.table_row(
        [
            cells.row_heading(standing_alone(row.indicator)),
            cells.cell(track, "track"),
            cells.cell(html.B(f"{row.below}%"), "num"),
        ]
    )


def spines(rows: Sequence[Row], ward: str, council: str, oldest: Period | None) -> html.Table:
    """Return every ward-level indicator by domain, with its spine and its numbers; ``oldest`` is
    the period shown in bold.
    """
    heads = cells.table_row(
        [
            cells.heading("Indicator · period"),
            cells.heading(
                html.Div([ward, html.Br(), "95% interval"], className="ward-heading"), "num"
            ),
            cells.heading(
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
            cells.heading("England", "num england"),
            cells.heading("Against England", "against"),
            cells.heading("Recent trend", "trend"),
        ]
    )
    return html.Table(
        [
            html.Caption(
                f"Every indicator published for {ward}, beside England’s wards and {council}’s",
                className="visually-hidden",
            ),
            html.Thead(heads, role="rowgroup"),
            *cells.by_domain(rows, 6, lambda row: _spine_row(row, council, oldest), anchored=True),
        ],
        className="spine",
        role="table",
    )


def _spine_row(row: Row, council: str, oldest: Period | None) -> html.Tr:
    return cells.table_row(
        [
            cells.indicator_heading(row, oldest=oldest),
            cells.cell(
                [*cells.value(row), html.Span(cells.interval(row), className="interval")],
                "num value",
            ),
            cells.cell(_picture(row, council), "spine-cell"),
            cells.cell(cells.england(row), "num england"),
            cells.cell(cells.against(row), "against"),
            cells.trend(row),
        ]
    )


def _picture(row: Row, council: str) -> Any:
    own, england, spread = row.reading, row.england.value, row.spread
    if not row.indicator.benchmarked:
        return None
    if england is None:
        return html.Span("No figure for England to stand beside", className="no-spine")
    if spread is None:
        return html.Span("No wards of England to stand among", className="no-spine")
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


def council_only(rows: Sequence[Row], where: str) -> list[html.Table]:
    """Return the indicators without ward figures, in two tables that stand side by side where there
    is room.

    Most are of one holder, the council or its county, whose name heads the column; a row of
    another says whose it is.
    """
    ordered = [row for domain in DOMAINS for row in rows if row.indicator.domain == domain]
    names = [text.spoken(row.holder.name) for row in ordered]
    usual = max(names, key=names.count, default="")
    half = -(-len(ordered) // 2)
    halves = [part for part in (ordered[:half], ordered[half:]) if part]
    captions = ("first part", "second part") if len(halves) > 1 else ("all",)
    return [
        _council_half(part, f"Indicators known only for {where}: {caption}", usual)
        for part, caption in zip(halves, captions, strict=True)
    ]


def _council_half(rows: Sequence[Row], caption: str, usual: str) -> html.Table:
    def written(row: Row) -> html.Tr:
        return _council_row(row, usual, leans=row is not rows[0])

    heads = cells.table_row(
        [
            cells.heading("Indicator · period"),
            cells.heading(usual, "num value"),
            cells.heading("England", "num england"),
            cells.heading("Against England", "against"),
            cells.heading("Recent trend", "trend"),
        ]
    )
    return html.Table(
        [
            html.Caption(caption, className="visually-hidden"),
            html.Thead(heads, role="rowgroup"),
            *cells.by_domain(
                rows, 5, lambda row: _council_row(row, usual, leans=row is not rows[0])
            ),
        ],
        className="council-table",
        role="table",
    )


def _council_row(row: Row, usual: str, *, leans: bool) -> html.Tr:
    holder = text.spoken(row.holder.name)
    return cells.table_row(
        [
            cells.indicator_heading(row, whose=holder if holder != usual else None, leans=leans),
            cells.cell([*cells.value(row), *_known_interval(row)], "num value"),
            cells.cell(cells.england(row), "num england"),
            cells.cell(cells.against(row), "against"),
            cells.trend(row),
        ]
    )


def _known_interval(row: Row) -> list[html.Span]:
    known = row.reading.lower is not None
    return [html.Span(cells.interval(row), className="interval")] if known else []


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
                ("···", "Not tested: under five years in a row, or no interval"),
                ("⁄⁄", "Not comparable: the series is broken"),
            )
        ),
    ]
    return html.Ul([html.Li(entry) for entry in entries], className="profile-key")

"""The charts of a frame: a ranking as a table with bars in it, a trend as a picture of two widths.

Nothing of them needs a script, so that a frame on another site costs that site a few kilobytes.
"""

from __future__ import annotations

from typing import Any

from dash import html

from app import text
from app.charts import bar
from app.charts.spine import picture
from app.charts.trend_picture import picture as trend_picture
from app.components import marks, tables
from app.findings import Reading
from app.pages import area_change, area_ranking, area_trend
from app.pages.markup import Markup
from app.release import Release
from app.view import View

WIDTHS = (("narrow", 320, 250), ("wide", 660, 280))
"""Class, width and height of the pictures of a trend, one of which a frame shows."""

_HEADS = {"Bar": "bar", "Value": "num", "Against England": "against"}


def ranking(release: Release, view: View) -> list[Any]:
    """Return the areas of a view from the highest, a bar each; those of a change as a table."""
    if view.since:
        changes = area_ranking.changes(release, view)
        caption = "From the largest rise to the largest fall"
        table = area_change.table(view, caption, area_change.by_value(changes))
        return [html.Div(table, className="table-wrap")]
    readings = area_ranking.near(release, view) if not view.by_ward else view.wards
    group = area_ranking.ranked_with(view)
    values = [row.value for row in group if row.value is not None]
    alike = area_ranking.mean_of(view)
    england = view.england.value if view.england and view.indicator.benchmarked else None
    noun = "Ward" if view.by_ward else "Council"
    ends = [end for row in readings for end in (row.value, row.lower, row.upper) if end is not None]
    scale = bar.scale([*ends, *(end for end in (england, alike) if end is not None)])
    chosen = view.state.ward if view.by_ward else (view.holder or view.council).code
    intervals = any(row.lower is not None for row in readings)
    note = f"{area_ranking.who(view, len(readings))}, highest first"
    note += ". The line on a bar is its 95% interval" if intervals else ""
    heads = ("Rank", noun, "Bar", "Value", "Against England")
    heads = heads if intervals and view.indicator.benchmarked else heads[:-1]
    return [
        html.P(area_ranking.key(view, england, intervals, alike), className="key"),
        html.Table(
            [
                html.Caption(note),
                html.Thead(
                    html.Tr(
                        [
                            html.Th(head, scope="col", className=_HEADS.get(head, ""))
                            for head in heads
                        ]
                    )
                ),
                html.Tbody(
                    [
                        _row(view, row, values, scale, (england, alike), chosen)
                        for row in tables.by_value(readings)
                    ]
                ),
            ],
            className="data bars",
        ),
    ]


def _row(
    view: View,
    row: Reading,
    values: list[float],
    scale: bar.Scale,
    against: tuple[float | None, float | None],
    chosen: str | None,
) -> html.Tr:
    name = html.Th(text.spoken(row.name), scope="row")
    marked = row.code in (chosen, view.state.lock)
    own: dict[str, Any] = {"className": "is-selected"} if marked else {}
    if row.value is None:
        missing = html.Td(text.missing(row.marker), colSpan=3, className="marker")
        return html.Tr([html.Td(""), name, missing], **own)
    drawn = bar.bar(
        row.value,
        scale=scale,
        lower=row.lower,
        upper=row.upper,
        england=against[0],
        alike=against[1],
        chosen=marked,
    )
    said: list[Any] = [html.B(text.short_amount(row.value, view.indicator))]
    said += marks.letter(row.marker)
    if row.lower is not None and row.upper is not None:
        interval = text.table_interval(row.lower, row.upper, view.indicator)
        said.append(html.Span(interval, className="what"))
    verdict = row.benchmark if view.indicator.benchmarked else None
    return html.Tr(
        [
            html.Td(f"{text.rank_of(row.value, values)[0]:,}", className="num"),
            name,
            html.Td(html.Img(src=picture(drawn), alt=""), className="bar"),
            html.Td(said, className="num"),
            *([html.Td(marks.verdict(verdict))] if verdict else []),
        ],
        **own,
    )


def trend(view: View) -> list[Any]:
    """Return the series of a view as pictures, or why there is none to draw."""
    periods = area_trend.known_periods(view)
    if len(periods) < 2:
        return [html.P(area_trend.too_few(periods), className="note")]
    words = area_trend.note(view)
    label = f"{view.indicator.title} over time. {area_trend.heading(view)}. {words}"
    drawn = [
        html.Div(
            Markup(
                trend_picture(
                    lines=[area_trend.named(line) for line in view.charted],
                    shown=lambda value: text.short_amount(value, view.indicator),
                    label=label,
                    unit=view.indicator.unit,
                    cuts=view.cuts,
                    holes=view.holes,
                    width=width,
                    height=height,
                )
            ),
            className=f"trend-picture {name}",
        )
        for name, width, height in WIDTHS
    ]
    return [
        html.P(area_trend.unit(view), className="figure-note"),
        *drawn,
        html.P(words, className="figure-note"),
    ]

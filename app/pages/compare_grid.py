"""The areas of ``/compare?areas=…`` as one table: an area a column, an indicator a row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from dash import html

from app import neighbour_findings, side_by_side, text
from app.charts import multiples
from app.charts.multiples import Point
from app.charts.spine import picture
from app.choices import Side, set_of
from app.components import marks
from app.components.attributes import aria
from app.components.controls import standing_alone
from app.neighbours import WAYS, Way
from app.release import Area, Release
from app.side_by_side import Figure, Row

LEVELS = {"ward": "ward", "lad": "council", "utla": "county", "region": "region"}
"""What an area is called by its level; England needs no such word."""


def table(release: Release, side: Side, rows: list[Row], *, fixed: bool = False) -> html.Table:
    """Return the areas as columns, the indicators as rows; of a ``fixed`` one none is removed."""
    areas = [release.areas[code] for code in side.areas]
    chosen = side_by_side.shown(release, side)
    head = [html.Th("Indicator", scope="col"), *(_heading(release, area) for area in areas)]
    if side.alike is not None:
        head.insert(2, _mean_heading(release, WAYS[side.alike], areas[0]))
    return html.Table(
        [
            html.Caption("Latest figure, 95% interval, place against England, and trend"),
            html.Thead(html.Tr(head)),
            html.Tbody([_row(side, chosen, row, fixed=fixed) for row in rows]),
        ],
        className="data areas",
    )


def kind_of(release: Release, area: Area) -> str:
    """Return what an area is, and in which council a ward lies."""
    within = release.areas.get(area.lad_code or "") if area.level == "ward" else None
    return f"ward in {_spoken(within)}" if within else LEVELS.get(area.level, "")


def _heading(release: Release, area: Area) -> html.Th:
    what = kind_of(release, area)
    return html.Th([html.B(_spoken(area)), html.Span(what, className="what")], scope="col")


def _mean_heading(release: Release, way: Way, first: Area) -> html.Th:
    """Return the heading of the mean of those like the first area."""
    holder, *others = set_of(release, way, first)
    whose = text.possessive(_spoken(release.areas[holder]))
    said = f"of {whose} {len(others)} {way.noun} ({way.by})"
    return html.Th([html.B("Mean"), html.Span(said, className="what")], scope="col")


def _row(side: Side, chosen: tuple[str, ...], row: Row, *, fixed: bool) -> html.Tr:
    series = [*(figure.points for figure in row.figures), row.mean_points]
    scale = multiples.frame(series, row.england)
    periods = {figure.period for figure in row.figures if figure.period}
    one = next(iter(periods)) if len(periods) == 1 else None
    left = tuple(name for name in chosen if name != row.indicator.id)
    name = standing_alone(row.indicator)
    remove = html.A(
        "Remove",
        href=replace(side, indicators=left).url(),
        className="remove",
        **aria(label=f"Remove {name}"),
    )
    parts: list[Any] = [name, html.Span(one or "", className="what")]
    cells = [_cell(row, figure, scale, with_period=one is None) for figure in row.figures]
    if side.alike is not None:
        cells.insert(1, _mean(row, scale, with_period=one is None))
    return html.Tr(
        [html.Th([*parts, *([remove] if left and not fixed else [])], scope="row"), *cells]
    )


def _mean(row: Row, scale: multiples.Frame | None, *, with_period: bool) -> html.Td:
    """Return the mean of those like the first area: how it was made, and of how many."""
    if row.standing is None:
        return html.Td("a count: no mean", className="marker")
    mean = row.mean
    if mean is None:
        return html.Td(neighbour_findings.too_few(row.standing), className="marker")
    said = [neighbour_findings.made(row.indicator, mean)]
    if mean.known < mean.neighbours:
        said.append(f"{mean.known} of {mean.neighbours} known")
    said += [row.standing.period or ""] if with_period else []
    parts: list[Any] = [html.B(text.short_amount(mean.value, row.indicator))]
    parts += [html.Span(words, className="what") for words in said]
    return html.Td([*parts, *_small(row, row.mean_points, row.mean_breaks, scale)])


def _cell(row: Row, figure: Figure, scale: multiples.Frame | None, *, with_period: bool) -> html.Td:
    own = figure.reading
    if own.value is None:
        return html.Td(text.missing(own.marker), className="marker")
    parts: list[Any] = [
        html.B([text.short_amount(own.value, row.indicator), *marks.letter(own.marker)])
    ]
    if own.lower is not None and own.upper is not None:
        parts.append(
            html.Span(text.table_interval(own.lower, own.upper, row.indicator), className="what")
        )
    if own.benchmark:
        parts.append(marks.verdict(own.benchmark))
    elif own.quintile:
        parts.append(html.Span(text.FIFTHS[own.quintile], className="what"))
    if figure.borrowed and figure.holder is not None:
        parts.append(html.Span(f"of {_spoken(figure.holder)} as a whole", className="what"))
    if with_period:
        parts.append(html.Span(figure.period, className="what"))
    return html.Td([*parts, *_small(row, figure.points, row.breaks, scale)])


def _small(
    row: Row,
    points: Sequence[Point],
    breaks: Sequence[float],
    scale: multiples.Frame | None,
) -> list[html.Img]:
    """Return a series on the scale of its row; none where it has fewer than two periods."""
    known = [point for point in points if point.value is not None]
    if scale is None or len(known) < 2:
        return []
    drawn = multiples.multiple(points, scale=scale, england=row.england, breaks=breaks)
    said = ", ".join(
        f"{text.short_amount(point.value or 0.0, row.indicator)} in {point.period}"
        for point in (known[0], known[-1])
    )
    return [html.Img(src=picture(drawn), alt=f"Trend: {said}", className="multiple")]


def _spoken(area: Area) -> str:
    return text.spoken(area.name)

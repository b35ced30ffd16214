"""The explorer's ranking, from the highest: a council's wards, or the council and those like it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dash import html

from app import text
from app.change import Change
from app.charts import ranking
from app.charts.ranking_rows import Row
from app.components import tables
from app.components.figures import switch, table_wrap
from app.findings import Reading
from app.pages import area_change
from app.pages.parts import Parts, Width, drawn, labels, level_title, map_title, slot
from app.release import Release
from app.theme import TWO_COLUMNS_OVER
from app.view import View

FOLD = 6
"""Rows kept at each end of a ranking on a phone."""


def frame() -> html.Figure:
    """Return the figure before its chart has come."""
    return html.Figure(
        [
            html.Div(
                [
                    html.Div(
                        [
                            html.H2(id="ranking-heading", className="figure-heading"),
                            html.P(id="ranking-note", className="figure-note"),
                        ]
                    ),
                    switch("ranking", "Chart", picture_id="ranking-half", table_id="ranking-table"),
                ],
                className="figure-head",
            ),
            html.Div(
                [html.P(id="ranking-key", className="key"), slot("ranking")], id="ranking-half"
            ),
            table_wrap("ranking-table", "Table of the ranking"),
        ],
        id="figure-ranking",
        className="figure",
    )


def parts(release: Release, view: View, *, width: Width) -> Parts:
    """Return what a state writes into the figure; two columns need a desk's width."""
    if view.since:
        return _of_change(release, view, width=width)
    noun = "ward" if view.by_ward else "council"
    readings = view.wards if view.by_ward else near(release, view)
    values = [row.value for row in ranked_with(view) if row.value is not None]
    selected = view.state.ward if view.by_ward else (view.holder or view.council).code
    alike = mean_of(view)
    england = view.england.value if view.england and view.indicator.benchmarked else None
    with_interval = any(row.lower is not None for row in readings)
    drawable = any(row.value is not None for row in readings)
    title = heading(view)
    note = f"{who(view, len(readings))}, highest first"
    note += " · line on each bar: 95% interval" if with_interval else ""
    if not drawable:
        note = f"No {noun} has a figure: the reason for each"
    written: Parts = {
        "figure-ranking": labels(
            release,
            view,
            title,
            measured=level_title(view),
            way=view.way if among_alike(view) else None,
        ),
        "ranking-heading": {"children": title},
        "ranking-note": {"children": note},
        "ranking-key": {
            "children": key(view, england, with_interval, alike),
            "hidden": not drawable,
        },
        "ranking-slot": {"hidden": not drawable, "aria-label": f"Ranking. {title}. {note}."},
        "ranking-table": {
            "children": tables.ranked(
                indicator=view.indicator,
                readings=readings,
                caption=f"{level_title(view)}. {note}" if drawable else level_title(view),
                area_heading=noun.capitalize(),
                selected=selected,
                locked=view.locked,
            )
        },
    }
    if drawable:
        rows = [_row(view, row, values, selected) for row in tables.by_value(readings)]
        written["ranking-graph"] = _chart(
            rows,
            width=width,
            shown=lambda value: text.short_amount(value, view.indicator),
            unit=view.indicator.unit,
            england=england,
            alike=alike,
        )
    return written


def _chart(rows: list[Row], *, width: Width, **given: Any) -> dict[str, Any]:
    return drawn(
        ranking.figure(
            rows=folded(rows) if width == "narrow" else rows,
            columns=2 if width == "wide" and len(rows) > TWO_COLUMNS_OVER else 1,
            narrow=width == "narrow",
            **given,
        )
    )


def _of_change(release: Release, view: View, *, width: Width) -> Parts:
    """Return the ranking by change, from the largest rise to the largest fall."""
    changed = changes(release, view)
    selected = view.state.ward if view.by_ward else (view.holder or view.council).code
    tested = any(change.tested for change in changed)
    drawable = any(change.value is not None for change in changed)
    title = area_change.heading(view, changed)
    note = "From the largest rise to the largest fall"
    note += " · line on each bar: 95% interval" if tested else ""
    written: Parts = {
        "figure-ranking": labels(release, view, title),
        "ranking-heading": {"children": title},
        "ranking-note": {"children": note},
        "ranking-key": {"children": area_change.key(tested), "hidden": not drawable},
        "ranking-slot": {"hidden": not drawable, "aria-label": f"Ranking. {title}. {note}."},
        "ranking-table": {
            "children": area_change.table(
                view, f"{map_title(view)}. {note}", area_change.by_value(changed)
            )
        },
    }
    if drawable:
        written["ranking-graph"] = _chart(
            area_change.rows(changed, selected),
            width=width,
            shown=lambda value: text.signed(value, view.indicator.decimals),
        )
    return written


def changes(release: Release, view: View) -> list[Change]:
    """Return the changes that are ranked: the wards', or those of the region's councils."""
    codes = {reading.code for reading in near(release, view)}
    return [one for one in view.changes if view.by_ward or one.code in codes]


def heading(view: View) -> str:
    """Return where the chosen area stands, or who is highest and lowest."""
    noun, place = (
        ("ward", text.spoken(view.council.name)) if view.by_ward else ("council", "England")
    )
    group = ranked_with(view)
    rows = tables.by_value([row for row in group if row.value is not None])
    values = [row.value for row in rows if row.value is not None]
    chosen = view.ward if view.by_ward else view.own
    if not rows:
        return f"{text.possessive(place)} {noun}s cannot be ranked"
    if len(rows) == 1:
        return f"{rows[0].name} is the only {noun} with a figure"
    if chosen is not None and chosen.value is not None:
        where = "councils in England"
        if view.by_ward:
            where = "wards"
        elif view.standing is not None and among_alike(view):
            where = f"with its {view.standing.way.noun}"
        return f"{text.spoken(chosen.name)} is {text.rank_words(chosen.value, values)} {where}"
    if values[0] == values[-1]:
        return f"All {len(rows)} {noun}s have the same figure"
    return f"From {rows[0].name}, the highest, to {rows[-1].name}"


def folded(rows: list[Row]) -> list[Row]:
    """Return the ends of a long ranking and the chosen row: on a phone all would be metres long."""
    if len(rows) <= 2 * FOLD + 2:
        return rows
    top, bottom = rows[:FOLD], rows[-FOLD:]
    chosen = [row for row in rows[FOLD:-FOLD] if row.selected or row.locked]
    left = len(rows) - len(top) - len(chosen) - len(bottom)
    gap = Row(code="", rank="", name=f"… {left} more in the table", value=None)
    return [*top, *chosen, gap, *bottom]


def _row(view: View, reading: Reading, values: list[float], selected: str | None) -> Row:
    return Row(
        code=reading.code,
        rank="" if reading.value is None else str(text.rank_of(reading.value, values)[0]),
        name=text.spoken(reading.name),
        value=reading.value,
        lower=reading.lower,
        upper=reading.upper,
        verdict=reading.benchmark if view.indicator.benchmarked else None,
        instead="" if reading.value is not None else text.missing(reading.marker),
        selected=reading.code == selected,
        locked=reading.code == view.state.lock,
        against=view.against_locked(reading),
    )


def among_alike(view: View) -> bool:
    """Tell whether the council is ranked among those like it, of which enough have a figure."""
    return not view.by_ward and view.standing is not None and view.standing.mean is not None


def mean_of(view: View) -> float | None:
    """Return the mean that the bars are seen against: of those that are ranked."""
    if view.standing is None or view.standing.mean is None or not among_alike(view):
        return None
    return view.standing.mean.value


def ranked_with(view: View) -> Sequence[Reading]:
    """Return the areas that a place is counted among."""
    return view.wards if view.by_ward else _alike(view) or view.peers


def near(release: Release, view: View) -> Sequence[Reading]:
    """Return the council and those like it, or where too few are known the councils of its region:
    all of England's would be too long to read.
    """
    if among_alike(view) or view.region is None:
        return _alike(view) or view.peers
    return [peer for peer in view.peers if release.areas[peer.code].region_code == view.region.code]


def _alike(view: View) -> list[Reading]:
    """Return the council and those like it, none where it is not ranked among them."""
    if view.standing is None or not among_alike(view):
        return []
    codes = {view.own.code, *(area.code for area in view.standing.areas)}
    return [peer for peer in view.peers if peer.code in codes]


def who(view: View, count: int) -> str:
    """Return which areas are ranked, in words."""
    if view.by_ward:
        return f"All {count} wards" if count > 1 else "The only ward"
    if view.standing is not None and among_alike(view):
        return f"{text.spoken(view.own.name)} and {count - 1} {view.standing.way.noun}"
    region = view.region.name if view.region else "England"
    whole = len([peer for peer in view.peers if peer.value is not None])
    return f"{text.plural(count, 'council')} of {region} with their place among England’s {whole}"


def key(
    view: View, england: float | None, with_verdicts: bool, alike: float | None = None
) -> list[Any]:
    """Return the key of lines and marks."""
    shown: list[Any] = []
    if england is not None:
        figure = text.short_amount(england, view.indicator)
        shown.append(html.Span(f"England {figure}", className="key-england"))
    if alike is not None and view.standing is not None:
        figure = text.short_amount(alike, view.indicator)
        shown.append(html.Span(f"Mean of {view.standing.way.noun} {figure}", className="key-alike"))
    if view.locked is not None and view.locked.value is not None:
        figure = text.short_amount(view.locked.value, view.indicator)
        shown.append(
            html.Span(f"Locked: {text.spoken(view.locked.name)} {figure}", className="key-locked")
        )
    if with_verdicts and view.indicator.benchmarked:
        words = {"higher": "Higher than England", "similar": "Similar", "lower": "Lower"}
        shown += [html.Span(said, className=f"verdict {word}") for word, said in words.items()]
    return shown

"""The change between two periods, where the view is one of change: of every area."""

from __future__ import annotations

from app import change_findings, text
from app.change import Change
from app.pages import area_change
from app.release import Release
from app.reports import sourced
from app.reports.model import Cell, Column, Kind, Line, Sheet, Table, Tone
from app.view import View

TONES: dict[str, Tone] = {"increase": "higher", "none": "similar", "decrease": "lower"}
SHAPES = {"increase": "▲ ", "none": "○ ", "decrease": "▼ "}


def sheet(release: Release, view: View, link: str) -> Sheet:
    """Return the sheet of a view of change."""
    noun = area_change.noun(view)
    changes = area_change.by_value(view.changes)
    tested = any(change.tested for change in changes)
    columns = [
        Column(noun.capitalize(), 0.3),
        Column(view.since or "", 0.12, True),
        Column(view.period or "", 0.12, True),
        Column("Change", 0.16, True),
        *([Column("95% interval", 0.2, True)] if tested else []),
        Column("What it says", 0.18),
    ]
    foot = [one for one in (view.own_change, view.england_change) if one is not None]
    foot = foot if view.by_ward else foot[1:]
    focus = view.state.ward if view.by_ward else (view.holder or view.council).code
    lines = [_line(view, one, tested, "focus" if one.code == focus else "row") for one in changes]
    lines += [_line(view, one, tested, "total") for one in foot]
    alt = f"Table: change in {view.indicator.quantity}, {area_change.span(view)}, by {noun}."
    return Sheet(
        area_change.finding(view),
        f"{view.indicator.title} · change, {area_change.span(view)}",
        (Table("Change", alt, tuple(columns), tuple(lines), narrow=True),),
        source=sourced.foot(release, (view.indicator,), view.council),
        notes=(
            area_change.summary(view),
            *sourced.notes(release, view.indicator, view.council, link),
        ),
    )


def _line(view: View, change: Change, tested: bool, kind: Kind) -> Line:
    indicator, strong = view.indicator, kind != "row"
    figures = [
        "" if one.value is None else text.short_amount(one.value, indicator)
        for one in (change.before, change.after)
    ]
    value = "" if change.value is None else text.change_amount(change.value, indicator)
    cells = [Cell(text.spoken(change.name), strong=strong), *map(Cell, figures)]
    cells.append(Cell(value, strong=True))
    if tested:
        cells.append(Cell(area_change.interval(indicator, change), "quiet"))
    way = change.direction or ""
    said = SHAPES.get(way, "") + change_findings.read(change)
    cells.append(Cell(said, TONES.get(way, "quiet")))
    return Line(tuple(cells), kind)

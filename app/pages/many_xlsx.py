"""A table of several indicators as a workbook: cover, contents, notes, the indicators, the table.

Laid out as ``table_xlsx`` lays out that of one indicator.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from app.components import sources
from app.pages.table_csv import Cell
from app.pages.table_xlsx import KINDS, NOT_MADE, SHORTHAND, TABLE, author, contact
from app.pages.workbook import Column, Line, Workbook
from app.permalink import permalink
from app.release import Release

if TYPE_CHECKING:
    from app.pages.many_tables import Table

HEADINGS = {
    "indicator_title": ("Indicator", 44),
    "domain": ("Domain", 26),
    "area_code": ("Area code", 12),
    "area_name": ("Area name", 28),
    "level": ("Kind of area", 13),
    "figure_of": ("Figure is that of", 28),
    "period": ("Period", 12),
    "period_known_for": ("Period is known for", 18),
    "unit": ("Unit", 10),
    "value": ("Value", 12),
    "lower_95": ("Lower end of 95% interval", 14),
    "upper_95": ("Upper end of 95% interval", 14),
    "england": ("England", 12),
    "numerator": ("Numerator", 14),
    "denominator": ("Denominator", 14),
    "marker_meaning": ("Remark", 28),
    "against_england": ("Against England", 12),
    "england_fifth": ("Fifth of England", 20),
    "trend": ("Trend of five years", 14),
    "method": ("How the area got its figure", 16),
    "children_0_4": ("Children aged 0 to 4", 12),
    "need_third": ("Third by need", 16),
    "access_third": ("Third by access", 16),
    "more_need_than_split": ("More need than where wards are split", 14),
    "less_access_than_split": ("Less access than where wards are split", 14),
    "places_short": ("Places short", 12),
}
"""Columns of a workbook, with heading and width; what is the same in every row is on the cover."""

PAIR = {"value": "{title}, {period} ({unit})", "lower_95": "lower end", "upper_95": "upper end"}
"""Headings of the figures of either side of a pair; the ends of the interval follow their value."""


def content(release: Release, table: Table, *, site: str) -> bytes:
    """Return the workbook of a table; ``site`` is what its links begin with."""
    book = Workbook(
        table.title,
        subject=table.places,
        author=author(),
        created=datetime.fromisoformat(release.manifest["built_at"]),
    )
    book.paragraphs("Cover", table.title, _cover(release, table, site))
    book.contents(
        {
            "Notes": "What the comparisons and the shorthand mean",
            "Indicators": "Definition, caveats and source of each indicator",
            TABLE: table.title,
        }
    )
    book.table("Notes", "Notes", [Column("Note", 28), Column("What it says", 100)], _notes(table))
    indicators = [
        [item.title, item.definition, " ".join(item.caveats), _source(release, table, at)]
        for at, item in enumerate(table.indicators)
    ]
    heads = [("Indicator", 40), ("Definition", 60), ("Caveats", 60), ("Source and licence", 60)]
    book.table("Indicators", "Indicators", [Column(*head) for head in heads], indicators)
    names, columns = _columns(table)
    cells = [_cells(dict(zip(table.columns, row, strict=True)), names) for row in table.rows]
    book.table(TABLE, table.title, columns, cells)
    return book.saved()


_PERIODS = (
    "Each figure is of the period named in its row or heading: the latest of all England, unless "
    "it says that only some councils have it"
)


def _source(release: Release, table: Table, at: int) -> str:
    said = sources.plain(release, table.indicators[at], table.council)
    return said or "The release names no source"


def _cover(release: Release, table: Table, site: str) -> list[Line]:
    entries = {
        entry["id"]: entry for item in table.indicators for entry in release.sources(item.id)
    }
    licences = "; ".join(dict.fromkeys(entry["licence"] for entry in entries.values()))
    said = sources.plain_several(release, table.indicators)
    return [
        ("Areas", table.places),
        ("Periods", _PERIODS),
        ("Licence", licences or "The release does not say"),
        ("Source and attribution", said if entries else "The release names no source"),
        ("Read with care", "The caveats of each indicator are on the sheet Indicators"),
        ("Release of Early Years Atlas", release.id),
        ("This view", site + permalink(table.url, release.id)),
        ("Definitions and methods", f"{site}/data"),
        ("Contact", contact()),
    ]


def _notes(table: Table) -> list[Line]:
    if table.pair is None:
        return list(SHORTHAND)
    split = "England’s figures" if table.pair.pair.split == "england" else "the council’s figures"
    return [
        ("Thirds", "Of the wards with both figures, by each of the two measures"),
        ("Where wards are split", f"At {split}"),
        ("Places short", "How many more places would match the council’s own rate"),
        *SHORTHAND[3:],
    ]


def _columns(table: Table) -> tuple[list[str], list[Column]]:
    """Return the columns in which any row has something, by name and as they are headed."""
    filled = {
        name for at, name in enumerate(table.columns) if any(row[at] != "" for row in table.rows)
    }
    names, columns = [], []
    for name in table.columns:
        side, _, figure = name.partition("_")
        if table.pair is not None and side in ("need", "access") and figure in PAIR:
            own = table.pair.need if side == "need" else table.pair.access
            title = own.indicator.title
            words = PAIR[figure]
            if figure == "value":
                unit = own.indicator.unit.strip() or "number"
                words = words.format(title=title, period=own.period, unit=unit)
            else:
                words = f"{title}: {words} of 95% interval"
            names.append(name)
            columns.append(Column(words, 18, own.indicator.decimals))
        elif name in HEADINGS and (name in filled or name == "value"):
            heading, width = HEADINGS[name]
            names.append(name)
            columns.append(Column(heading, width, None))
    return names, columns


def _cells(row: dict[str, Cell], names: list[str]) -> list[Cell]:
    return [_cell(row, name) for name in names]


def _cell(row: dict[str, Cell], name: str) -> Cell:
    """Return a cell, with shorthand in place of nothing."""
    found = row[name]
    if name == "level":
        return KINDS[str(found)]
    if name == "marker_meaning":
        return f"[{row['marker']}] {found}" if found else "No remark"
    if found != "":
        return found
    if name == "figure_of":
        return "Its own"
    if name == "period_known_for":
        return "All of England"
    if name == "unit":
        return "number"
    side = name.partition("_")[0]
    marker = row.get(f"{side}_marker") or row.get("marker")
    value = row.get(f"{side}_value", row.get("value"))
    return f"[{marker}]" if value == "" and marker else f"[{NOT_MADE}]"

"""``/area/<lad>/table.xlsx``: the rows of ``table_csv`` as a workbook that explains itself.

Laid out as the Analysis Function's guidance on statistics in spreadsheets asks: cover, contents,
notes, then one marked table a sheet that begins in column A, with units in its headings, shorthand
where there is no figure, and no merged cells.
"""

from __future__ import annotations

import os
from datetime import datetime

from flask import Flask, Response, request

from app import text
from app.pages import table_csv
from app.pages.accessibility import CONTACT, OWNER
from app.pages.parts import map_title
from app.pages.table_csv import Cell
from app.pages.workbook import Column, Line, Workbook
from app.permalink import asked_site, permalink
from app.release import Release
from app.state import ViewState
from app.view import View, read
from etl.schema import MARKERS

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
TABLE = "Table 1"

HEADINGS = {
    "area_code": ("Area code", 12),
    "area_name": ("Area name", 30),
    "level": ("Kind of area", 13),
    "value": ("Value", 12),
    "lower_95": ("Lower end of 95% interval", 14),
    "upper_95": ("Upper end of 95% interval", 14),
    "numerator": ("Numerator", 18),
    "denominator": ("Denominator", 18),
    "marker_meaning": ("Remark", 30),
    "against_england": ("Against England", 12),
    "england_fifth": ("Fifth of England", 20),
    "trend": ("Trend of five years", 14),
    "ward_name": ("Ward it is fitted to", 26),
    "method": ("How the area got its figure", 16),
    "from_value": ("Value in {since}", 14),
    "change": ("Change since {since}", 14),
    "change_lower_95": ("Change: lower end of 95% interval", 14),
    "change_upper_95": ("Change: upper end of 95% interval", 14),
    "change_reading": ("What the change says", 24),
}
"""Columns of the table, with heading and width. What is the same in every row is on the cover."""

ALWAYS = ("area_code", "area_name", "level", "value")
"""Columns that stay when no row has anything in them."""

KINDS = {
    "ward": "Ward",
    "lsoa": "Neighbourhood (LSOA)",
    "lad": "Council",
    "utla": "County",
    "region": "Region",
    "alike": "Mean of councils",
    "country": "Country",
}
NOT_MADE = "z"
"""Shorthand in place of a verdict on a figure that is there: none is made for that area."""


SHORTHAND: tuple[Line, ...] = (
    (
        "Against England",
        "Higher or lower where the area’s 95% interval lies wholly above or below England’s "
        "value, similar where it holds it.",
    ),
    ("Fifth of England", "Of all areas of the same kind, by value."),
    ("Trend of five years", "Of the annual figures that end with this period."),
    *((f"[{marker}]", words) for marker, words in MARKERS.items()),
)
"""Notes that every table of figures needs."""


def register(server: Flask, release: Release) -> None:
    """Add the endpoint; an address that names nothing is answered by the server's own errors."""

    @server.get("/area/<lad>/table.xlsx")
    def workbook(lad: str) -> Response:
        """Return the workbook of the view that the address names."""
        query = request.query_string.decode("ascii", "replace")
        view = read(release, ViewState.parse(f"/area/{lad}", query, release))
        name = f"{table_csv.file_name(view)}.xlsx"
        return Response(
            content(release, view, site=asked_site()),
            mimetype=XLSX,
            headers={"Content-Disposition": f'attachment; filename="{name}"'},
        )


def content(release: Release, view: View, *, site: str) -> bytes:
    """Return the workbook of a view; ``site`` is what its link to the page begins with."""
    title = f"{view.indicator.title}: {text.spoken(view.council.name)}"
    shown = map_title(view)
    rows: list[dict[str, Cell]] = [
        dict(zip(table_csv.columns(view), cells, strict=True))
        for cells in table_csv.rows(release, view)
    ]
    book = Workbook(
        title,
        subject=shown,
        author=author(),
        created=datetime.fromisoformat(release.manifest["built_at"]),
    )
    book.paragraphs("Cover", title, _cover(release, view, rows[0]["source"], site))
    book.contents({"Notes": "Definition, method, caveats and shorthand", TABLE: shown})
    book.table("Notes", "Notes", [Column("Note", 28), Column("What it says", 100)], _notes(view))
    columns, cells = _table(view, rows)
    book.table(TABLE, f"{shown}: {text.spoken(view.council.name)}", columns, cells)
    return book.saved()


def _cover(release: Release, view: View, source: Cell, site: str) -> list[Line]:
    main = next(iter(release.sources(view.indicator.id)), None)
    published, licence = "The release does not say", "The release does not say"
    if main is not None:
        published = f"{main['publisher']}, {main['title']}, {text.day_words(main['published'])}"
        licence = main["licence"]
    return [
        ("What it measures", view.indicator.definition),
        ("Area", f"{view.council.name} ({view.council.code})"),
        ("Period", view.period or "Nothing is published here"),
        ("Published", published),
        ("Licence", licence),
        ("Source and attribution", str(source) or "The release names no source"),
        ("Release of Early Years Atlas", release.id),
        ("This view", site + permalink(view.state.url(), release.id)),
        ("Definitions and methods", f"{site}/data#{view.indicator.id}"),
        ("Contact", contact()),
    ]


def contact() -> str:
    """Return whom to ask about a workbook."""
    return os.environ.get(CONTACT) or "The organisation that runs this copy has given no address"


def author() -> str:
    """Return whose workbook it is."""
    return os.environ.get(OWNER) or "Early Years Atlas"


def _notes(view: View) -> list[Line]:
    indicator = view.indicator
    said = [("Definition", indicator.definition)]
    for label, words in (
        ("Numerator", indicator.numerator_label),
        ("Denominator", indicator.denominator_label),
    ):
        if words:
            said.append((label, words))
    if indicator.evidence:
        said.append(("Evidence", indicator.evidence))
    said.append(("Updated", indicator.update_frequency))
    said += [(f"Caveat {at}", caveat) for at, caveat in enumerate(indicator.caveats, 1)]
    said += [
        (f"Break before {found.before}", f"{found.reason} Figures on its two sides do not compare.")
        for found in indicator.breaks
    ]
    return [*said, *SHORTHAND]


def _table(view: View, rows: list[dict[str, Cell]]) -> tuple[list[Column], list[list[Cell]]]:
    """Return the columns in which any row has something, and their cells."""
    names = [
        name for name in HEADINGS if name in ALWAYS or any(row.get(name, "") != "" for row in rows)
    ]
    columns = [_column(view, name) for name in names]
    return columns, [[_cell(row, name) for name in names] for row in rows]


def _cell(row: dict[str, Cell], name: str) -> Cell:
    """Return a cell, with shorthand in place of nothing."""
    found = row[name]
    if name == "level":
        return KINDS[str(found)]
    if name == "marker_meaning":
        return f"[{row['marker']}] {found}" if found else "No remark"
    if found != "":
        return found
    if row["value"] == "":
        return f"[{row['marker']}]"
    return f"[{NOT_MADE}]"


def _column(view: View, name: str) -> Column:
    """Return how a column is headed, its unit included, and shown."""
    indicator = view.indicator
    words, width = HEADINGS[name]
    words = words.format(since=view.since)
    if name in ("from_value", "change", "change_lower_95", "change_upper_95"):
        unit = indicator.unit if name == "from_value" else text.change_unit(indicator)
        return Column(f"{words} ({unit.strip() or 'number'})", width, indicator.decimals)
    if name in ("value", "lower_95", "upper_95"):
        unit = indicator.unit.strip() or "number"
        return Column(f"{words} ({unit})", width, indicator.decimals)
    labels = {"numerator": indicator.numerator_label, "denominator": indicator.denominator_label}
    return Column(f"{words}: {labels[name]}" if labels.get(name) else words, width)

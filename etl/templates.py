"""The template for a council's own figures: its columns, the blank file, and reading it back."""

from __future__ import annotations

import csv
import datetime as dt
import io
import os
import re
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from openpyxl import Workbook, load_workbook

from etl.errors import SourceError, UsageError
from etl.known_counts import Family
from etl.registry import BY_ID

COLUMNS = {
    "area_code": "Code of a ward (E05…) or of an LSOA of 2021 (E01…) of your council",
    "area_name": "Name of the area; may be left out",
    "indicator": "Which share it is: see the list of indicators",
    "period": "2024/25 for a financial year",
    "numerator": "Whole number of children, such as those at or above the expected level",
    "denominator": "Whole number of children they are out of, such as those assessed",
    "percent": "May be left out; where given it must agree with the counts",
    "mean_score": "May be left out; kept in the file, not shown by the atlas",
    "marker": "c: withheld to protect children; x: not available; blank where there are counts",
}
REQUIRED = ("area_code", "indicator", "period", "numerator", "denominator")

_DOMAINS = ("communication", "gross_motor", "fine_motor", "problem_solving", "personal_social")
ASQ = Family(
    indicators=("asq_all_domains", *(f"asq_{domain}" for domain in _DOMAINS), "asq_response_rate"),
    parts=tuple(f"asq_{domain}" for domain in _DOMAINS),
    whole="asq_all_domains",
    reached="asq_response_rate",
)
GLD = Family(indicators=("gld",))
FAMILIES = (ASQ, GLD)
"""Indicators that a council can add to. Subgroups of children (by free meals, by sex) are not
among them: the difference from all children would give away those who are left."""

DATA_SHEET = "data"
MOST_ROWS = 100_000
MOST_BYTES = 20_000_000
_ENCODINGS = ("utf-8-sig", "cp1252")

Line = tuple[int, dict[str, str]]
"""Row number as a spreadsheet shows it, and the cells by heading."""


_YEAR = re.compile(r"(20\d{2})/(\d{2})")


def is_year(text: str) -> bool:
    """Tell whether a period is two years that follow each other, as 2024/25."""
    year = _YEAR.fullmatch(text)
    return bool(year) and (int(year[1]) + 1) % 100 == int(year[2])


def blank_lines(
    family: Family, areas: Mapping[str, str] | None = None, period: str = ""
) -> list[dict[str, str]]:
    """Return template lines without counts: one for each area (code → name) and indicator."""
    return [
        {"area_code": code, "area_name": name, "indicator": indicator, "period": period}
        for code, name in (areas or {"": ""}).items()
        for indicator in family.indicators
    ]


def write(path: Path, lines: Iterable[Mapping[str, object]]) -> None:
    """Write lines as the template, CSV or XLSX by the name of the file; whole or not at all."""
    if not path.parent.is_dir():
        raise UsageError(f"{path.parent}: is not a directory")
    kind = path.suffix.lower()
    if kind not in (".csv", ".xlsx"):
        raise UsageError(f"{path}: a template is written as .csv or .xlsx")
    handle, name = tempfile.mkstemp(prefix=".writing-", suffix=kind, dir=path.parent)
    os.close(handle)
    temporary = Path(name)
    # mkstemp's file is for its owner alone; a template is for whoever the folder is for.
    temporary.chmod(path.parent.stat().st_mode & 0o666)
    try:
        (_write_csv if kind == ".csv" else _write_xlsx)(temporary, lines)
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)


def _write_csv(path: Path, lines: Iterable[Mapping[str, object]]) -> None:
    with path.open("w", newline="", encoding="utf-8-sig") as stream:
        table = csv.DictWriter(stream, list(COLUMNS), restval="")
        table.writeheader()
        table.writerows(lines)


def _write_xlsx(path: Path, lines: Iterable[Mapping[str, object]]) -> None:
    book = Workbook()
    data = book.active
    assert data is not None  # noqa: S101 - a new workbook has a sheet
    data.title = DATA_SHEET
    data.append(list(COLUMNS))
    for line in lines:
        data.append([line.get(name) for name in COLUMNS])
    data.freeze_panes = "A2"
    notes = book.create_sheet("notes")
    notes.append(["One row for each area, indicator and period. Totals of areas only: no row may"])
    notes.append(["be about one child, and no column may hold names, numbers, dates or postcodes."])
    notes.append([])
    for name, meaning in COLUMNS.items():
        notes.append([name, meaning])
    notes.append([])
    for family in FAMILIES:
        for indicator in family.indicators:
            notes.append([indicator, BY_ID[indicator].definition])
    book.save(path)


def read(path: Path) -> tuple[list[str], list[Line]]:
    """Return the headings and the lines of a CSV or XLSX file, every cell as stripped text.

    Lines without any cell are left out. Raises ``UsageError`` for a file that is not there, not a
    table or too large, ``SourceError`` for a line with more cells than headings, and for a heading
    that comes twice.
    """
    if not path.is_file():
        raise UsageError(f"{path}: there is no such file")
    if path.stat().st_size > MOST_BYTES:
        raise UsageError(f"{path}: is over {MOST_BYTES:,} bytes, too large for totals of areas")
    kind = path.suffix.lower()
    if kind not in (".csv", ".xlsx"):
        raise UsageError(f"{path}: is neither .csv nor .xlsx")
    numbered = _csv_rows(path) if kind == ".csv" else _xlsx_rows(path)
    if not numbered:
        raise SourceError(f"{path.name}: is empty")
    (_, headings), *rows = numbered
    while headings and not headings[-1]:
        headings.pop()
    if len(rows) > MOST_ROWS:
        raise UsageError(f"{path}: has over {MOST_ROWS:,} rows, too many for totals of areas")
    if twice := sorted({name for name in headings if headings.count(name) > 1}):
        column = headings.index(twice[0]) + 1
        raise SourceError(f"{path.name}: row {numbered[0][0]}, column {column}: comes twice")
    if len(headings) == 1 and (sign := re.search(r"[;\t|]", headings[0])):
        name = {";": "semicolons", "\t": "tabs", "|": "bars"}[sign[0]]
        raise SourceError(f"{path.name}: has {name} between its columns; save it with commas")
    width, lines = len(headings), []
    for number, cells in rows:
        if any(cells[len(headings) :]):
            extra = next(place for place, cell in enumerate(cells, 1) if place > width and cell)
            raise SourceError(
                f"{path.name}: row {number}, column {extra}: has more cells than there are headings"
            )
        full = cells + [""] * (len(headings) - len(cells))
        lines.append((number, dict(zip(headings, full, strict=False))))
    return headings, lines


def _csv_rows(path: Path) -> list[tuple[int, list[str]]]:
    raw = path.read_bytes()
    for encoding in _ENCODINGS:
        try:
            text = raw.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    else:
        raise SourceError(f"{path.name}: is not text in UTF-8")
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    except csv.Error:
        raise SourceError(f"{path.name}: is not a table of comma-separated values") from None
    return _numbered(rows)


def _xlsx_rows(path: Path) -> list[tuple[int, list[str]]]:
    try:
        book = load_workbook(path, read_only=True, data_only=True)
    except Exception:
        # openpyxl raises whatever its parsers raise; any of it means the same to a user.
        raise SourceError(f"{path.name}: is not an Excel workbook (.xlsx)") from None
    try:
        sheet = book[DATA_SHEET if DATA_SHEET in book.sheetnames else book.sheetnames[0]]
        return _numbered(
            [[_text(cell) for cell in row] for row in sheet.iter_rows(values_only=True)]
        )
    finally:
        book.close()


def _numbered(rows: Sequence[Sequence[str]]) -> list[tuple[int, list[str]]]:
    stripped = [(number, [cell.strip() for cell in row]) for number, row in enumerate(rows, 1)]
    return [(number, cells) for number, cells in stripped if any(cells)]


def _text(cell: object) -> str:
    if cell is None:
        return ""
    if isinstance(cell, dt.datetime | dt.date):
        return cell.isoformat()[:10]
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)

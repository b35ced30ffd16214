"""A workbook as the guidance on statistics in spreadsheets has it: text and tables from column A.

One marked table a sheet, below a title and a line that says so; no merged cells, nothing blank.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any, NamedTuple

LANGUAGE = "en-GB"
LINK = ("https://", "http://")
HEAD = 2
"""Row of a table's headings, below the sheet's title and what it holds."""

Line = tuple[str, str]
"""A thing and what is said of it."""


class Column(NamedTuple):
    """A column of a table: its heading, its width in characters, and decimals of its numbers; None
    where each number has its own.
    """

    heading: str
    width: float
    decimals: int | None = 0


class Workbook:
    """A workbook that is written sheet by sheet and then ``saved``. Text is never a formula."""

    def __init__(self, title: str, *, subject: str, author: str, created: datetime) -> None:
        # Only here: a server that nobody asks for a workbook never loads the library.
        import xlsxwriter

        self._out = io.BytesIO()
        self._book = xlsxwriter.Workbook(
            self._out,
            {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False},
        )
        self._book.set_properties(
            {"title": title, "subject": subject, "author": author, "created": created}
        )
        self._title = self._book.add_format({"bold": True, "font_size": 15})
        self._heading = self._book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        self._text = self._book.add_format({"text_wrap": True, "valign": "top"})
        self._numbers: dict[int | None, Any] = {}
        self._link = self._book.get_default_url_format()

    def paragraphs(self, name: str, title: str, lines: Iterable[Line]) -> None:
        """Add a sheet of headed paragraphs; an address becomes a link."""
        sheet = self._sheet(name, title)
        sheet.set_column(0, 0, 100)
        for at, (heading, words) in enumerate(lines):
            row = 1 + 2 * at
            sheet.write_string(row, 0, heading, self._heading)
            if words.startswith(LINK):
                sheet.write_url(row + 1, 0, words, self._link, words)
            else:
                sheet.write_string(row + 1, 0, words, self._text)

    def contents(self, sheets: Mapping[str, str]) -> None:
        """Add the list of sheets with what is on each; a name leads to its sheet."""
        columns = [Column("Sheet", 20), Column("What is on it", 90)]
        sheet = self.table("Contents", "Contents", columns, list(sheets.items()))
        for row, name in enumerate(sheets, HEAD + 1):
            sheet.write_url(row, 0, f"internal:'{name}'!A1", self._link, name)

    def table(
        self,
        name: str,
        title: str,
        columns: Sequence[Column],
        rows: Sequence[Sequence[str | Decimal]],
    ) -> Any:
        """Add a sheet with one marked table and return the sheet; ``rows`` are not empty."""
        sheet = self._sheet(name, title)
        sheet.write_string(1, 0, "This sheet contains one table. Notes explain any shorthand.")
        sheet.add_table(
            HEAD,
            0,
            HEAD + len(rows),
            len(columns) - 1,
            {
                "name": f"{name.replace(' ', '')}_of_atlas",
                "title": title,
                "style": "Table Style Light 1",
                "autofilter": False,
                "banded_rows": False,
                "columns": [
                    {"header": column.heading, "header_format": self._heading} for column in columns
                ],
            },
        )
        for at, column in enumerate(columns):
            sheet.set_column(at, at, column.width)
            for row, cells in enumerate(rows, HEAD + 1):
                cell = cells[at]
                if isinstance(cell, Decimal):
                    own = -int(cell.as_tuple().exponent) if column.decimals is None else None
                    number = self._number(column.decimals if own is None else max(own, 0))
                    sheet.write_number(row, at, float(cell), number)
                else:
                    sheet.write_string(row, at, cell, self._text)
        sheet.freeze_panes(HEAD + 1, 0)
        return sheet

    def saved(self) -> bytes:
        """Close the workbook and return it."""
        self._book.close()
        return _in_english(self._out.getvalue())

    def _number(self, decimals: int | None) -> Any:
        """Return how numbers of these decimals are shown, made once."""
        if decimals not in self._numbers:
            digits = f"#,##0{'.' if decimals else ''}{'0' * (decimals or 0)}"
            made = self._book.add_format({"num_format": digits, "valign": "top"})
            self._numbers[decimals] = made
        return self._numbers[decimals]

    def _sheet(self, name: str, title: str) -> Any:
        sheet = self._book.add_worksheet(name)
        sheet.write_string(0, 0, title, self._title)
        return sheet


def _in_english(book: bytes) -> bytes:
    """Return a workbook whose properties name its language, which the library cannot set."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book)) as bare, zipfile.ZipFile(out, "w") as complete:
        for part in bare.infolist():
            held = bare.read(part)
            if part.filename == "docProps/core.xml":
                end = b"</cp:coreProperties>"
                held = held.replace(end, f"<dc:language>{LANGUAGE}</dc:language>".encode() + end)
            complete.writestr(part, held, zipfile.ZIP_DEFLATED)
    return out.getvalue()

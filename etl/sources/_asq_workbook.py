"""OHID's workbook of ASQ-3: a sheet a quarter and one of the year, each below lines about it."""

from __future__ import annotations

import re
from collections.abc import Collection
from pathlib import Path

import pandas as pd

from etl.errors import SourceError
from etl.sources._tables import clean, open_workbook

#: What a sheet's name, or a line above its table, says → the quarter; the first that fits.
QUARTERS = {
    re.compile(r"\bq(uarter )?1\b|april( 2021)? (to|-) june"): "April 2021 - June 2021",
    re.compile(r"\bq(uarter )?2\b|july( 2021)? (to|-) september"): "July 2021 - September 2021",
    re.compile(r"\bq(uarter )?3\b|october( 2021)? (to|-) december"): "October 2021 - December 2021",
    re.compile(r"\bq(uarter )?4\b|january( 2022)? (to|-) march"): "January 2022 - March 2022",
    re.compile(r"\bannual\b|april( 2021)? (to|-) march"): "Annual",
}
#: What tells that a sheet is of 2021/22, and not of another year's workbook.
YEAR = re.compile(
    r"2021( to |/|-)(20)?22\b|\b(april|july|october)\D{1,20}2021\b|\bjanuary\D{1,20}2022\b"
)


CODE = "ONS code"


def read_workbook(path: Path, headings: Collection[str]) -> pd.DataFrame:
    """Return every sheet's rows as one table of text, with its quarter as ``date``.

    The headings of a table are the row with ``CODE``; sheets without one (a cover, notes) are
    passed over, as are footnotes. Raises ``SourceError`` unless there is one sheet for each quarter
    of 2021/22 and one for the year, each with every one of ``headings``.
    """
    workbook = open_workbook(path)
    tables: dict[str, pd.DataFrame] = {}
    for name in workbook.sheet_names:
        cells = workbook.get_sheet_by_name(name).to_python()
        rows = [[clean(cell) for cell in row] for row in cells]
        above = next((number for number, row in enumerate(rows) if CODE in row), None)
        if above is None:
            continue
        if missing := [heading for heading in headings if heading not in rows[above]]:
            raise SourceError(f"{path.name}: sheet {name!r} has no column {missing[0]!r}")
        quarter = _quarter(path, name, [cell for row in rows[:above] for cell in row])
        if quarter in tables:
            raise SourceError(f"{path.name}: sheet {name!r} is a second one of {quarter}")
        tables[quarter] = _table(rows[above], rows[above + 1 :]).assign(date=quarter)
    if missing := [quarter for quarter in QUARTERS.values() if quarter not in tables]:
        raise SourceError(f"{path.name}: no sheet of {missing[0]} has a column {CODE!r}")
    return pd.concat(tables.values(), ignore_index=True)


def _table(headings: list[str], rows: list[list[str]]) -> pd.DataFrame:
    """Leave out footnotes, which fill one cell, and columns that only a sheet's format makes."""
    body = [row for row in rows if sum(map(bool, row)) > 1]
    kept = [n for n, name in enumerate(headings) if name or any(row[n] for row in body)]
    return pd.DataFrame(
        [[row[n] for n in kept] for row in body], columns=[headings[n] for n in kept], dtype="str"
    )


def _quarter(path: Path, sheet: str, above: list[str]) -> str:
    lines = [re.sub(r"[–—]", "-", line).replace("_", " ").lower() for line in (sheet, *above)]
    if not any(YEAR.search(line) for line in lines):
        raise SourceError(f"{path.name}: sheet {sheet!r} does not say that it is of 2021 to 2022")
    for line in lines:
        for said, quarter in QUARTERS.items():
            if said.search(line):
                return quarter
    raise SourceError(
        f"{path.name}: sheet {sheet!r} does not say which quarter it is of; add how it is said "
        "to QUARTERS"
    )

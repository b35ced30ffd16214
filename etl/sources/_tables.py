"""How an official table is read: found by its header, columns by name, nothing unknown let by."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Collection, Mapping
from pathlib import Path

import pandas as pd
from python_calamine import CalamineError, CalamineWorkbook

from etl.errors import SourceError

MEASURE_COLUMNS = (
    "measure",
    "geography",
    "area_code",
    "period",
    "period_end",
    "value",
    "marker",
)


def clean(header: object) -> str:
    """Return a header on one line, without the spaces and line breaks publishers leave in it."""
    return " ".join(str(header).split())


def read_csv(path: Path) -> pd.DataFrame:
    """Return a CSV as published: every cell text, blank cells empty, headers cleaned.

    Raises ``SourceError`` when the file cannot be read as one.
    """
    try:
        table = pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8-sig")
    except (OSError, ValueError) as error:
        raise SourceError(f"{path.name}: cannot be read as a CSV: {clean(error)}") from None
    return table.rename(columns=clean)


def open_workbook(path: Path) -> CalamineWorkbook:
    """Open an XLSX or ODS file, or raise ``SourceError``."""
    try:
        return CalamineWorkbook.from_path(path)
    except (OSError, CalamineError) as error:
        raise SourceError(f"{path.name}: cannot be read as a workbook: {clean(error)}") from None


def read_sheet(
    path: Path, header: Collection[str], named: Callable[[object], str] = clean
) -> pd.DataFrame:
    """Return the rows below the first row, on any sheet, that holds every name in ``header``.

    Headers come cleaned, or as ``named`` writes them; rows without any cell are dropped. Raises
    ``SourceError`` when no sheet has that header.
    """
    workbook = open_workbook(path)
    for name in workbook.sheet_names:
        rows = workbook.get_sheet_by_name(name).to_python()
        for number, row in enumerate(rows):
            names = [named(cell) for cell in row]
            if set(header) <= set(names):
                body = [cells for cells in rows[number + 1 :] if any(cell != "" for cell in cells)]
                return pd.DataFrame(body, columns=names)
    raise SourceError(f"{path.name}: no sheet has a header with {', '.join(sorted(header))}")


def pick(
    table: pd.DataFrame,
    columns: Mapping[str, str],
    *,
    path: Path,
    ignored: re.Pattern[str] | None = None,
) -> pd.DataFrame:
    """Return the columns named in ``columns``, renamed through it.

    Raises ``SourceError`` for a column that is missing, and for one that is neither named nor
    ``ignored``.
    """
    for column in columns:
        if column not in table:
            raise SourceError(
                f"{path.name}: column {column!r} is missing; if it was renamed, change COLUMNS"
            )
    for column in map(str, table):
        if column not in columns and not (ignored and ignored.fullmatch(column)):
            raise SourceError(
                f"{path.name}: column {column!r} has never been seen; "
                "add it to COLUMNS or to what is ignored"
            )
    return table[list(columns)].rename(columns=columns)


def numbers(column: pd.Series, *, path: Path) -> pd.Series:
    """Return a column, indexed by area, as floats; ``"29,199"`` is 29199.

    Raises ``SourceError`` naming the column and the area of the first cell that is no number.
    """
    text = column.astype(str).str.replace(",", "")
    values = pd.to_numeric(text, errors="coerce")
    if values.isna().any():
        area = values.index[values.isna()][0]
        raise SourceError(
            f"{path.name}: column {column.name!r} of {area} is {column[area]!r}, not a number; "
            "if it is a marker, the source must learn it"
        )
    return values.astype("float64")


def by_area(table: pd.DataFrame, code: str, *, path: Path) -> pd.DataFrame:
    """Return the table indexed by area code; raise ``SourceError`` when one occurs twice."""
    if (twice := table[code].duplicated()).any():
        raise SourceError(f"{path.name}: {table.loc[twice, code].iloc[0]} occurs more than once")
    return table.set_index(code)


def lsoas_of_england(table: pd.DataFrame, *, path: Path) -> pd.DataFrame:
    """Return the English rows of a table by LSOA; raise ``SourceError`` for another code."""
    known = table.index.str.fullmatch(r"[EW]01\d{6}")
    if not known.all():
        raise SourceError(f"{path.name}: {table.index[~known][0]!r} is not an LSOA code")
    return table[table.index.str.startswith("E")]


def measure(
    name: str,
    values: pd.Series,
    *,
    geography: str,
    period: str,
    period_end: dt.date,
) -> pd.DataFrame:
    """Return MEASURES rows of one measure and period; ``values`` is complete, by area code."""
    return pd.DataFrame(
        {
            "measure": name,
            "geography": geography,
            "area_code": values.index,
            "period": period,
            "period_end": pd.Series([period_end] * len(values), dtype=object),
            "value": values.to_numpy(dtype="float64"),
            "marker": pd.Series([None] * len(values), dtype="str"),
        },
        columns=list(MEASURE_COLUMNS),
    )


def stack(tables: Collection[pd.DataFrame]) -> pd.DataFrame:
    """Return several tables of MEASURES as one, sorted by measure, geography, area and period."""
    together = pd.concat(tables, ignore_index=True)
    order = ["measure", "geography", "area_code", "period_end", "period"]
    return together.sort_values(order, ignore_index=True)

"""Children under 16 in low income families, by ward, council and region (DWP and HMRC, OGL v3).

The workbook gives a count and an unrounded fraction. The fraction's denominator, ONS's children
aged 0 to 15, is count ÷ fraction: a whole number to ten digits, so rounding it recovers the
publisher's own figure and adds nothing. A fraction of nought has none to recover; those children
are the council's less those of its other wards, marked ``e``. Where no fraction is published there
is no denominator, and the children keep the fraction's marker.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from etl.errors import SourceError
from etl.sources._tables import MEASURE_COLUMNS, clean, open_workbook, stack

SHEET = re.compile(r"\d+_(AHC_Relative|BHC_Relative|BHC_Absolute)_(Region|LA|Ward)_?")
SHEETS_IGNORED = re.compile(
    r"Cover|Contents|Guidance|Notes|\d+_(AHC_Relative|BHC_Relative|BHC_Absolute)_ParlC_?"
)
GEOGRAPHIES = {"Region": "region", "LA": "lad", "Ward": "ward"}
CODES = {
    "region": re.compile(r"E12\d{6}"),
    "lad": re.compile(r"E0[6-9]\d{6}"),
    "ward": re.compile(r"E05\d{6}"),
}
OUTSIDE_ENGLAND = re.compile(r"[KWSN]\d{8}")
"""Rows of the United Kingdom, Wales, Scotland, Northern Ireland: no measures of this release, and
England has no row. ``read_countries`` gives them, so that England's regions can be checked."""
UNITED_KINGDOM = "K02000001"

AREA_CODE = "Area Code"
NAMES = frozenset({"Government Office Region", "Local Authority", "Ward", AREA_CODE})
NOTE = re.compile(r"\[note \d+\]", re.IGNORECASE)
COUNT = re.compile(r"Number of children FYE (\d{4})")
FRACTION = re.compile(r"Percentage of children FYE (\d{4}) \(%\)")
MARKERS = {"[x]": "x", "[low]": "low"}

NOUGHT = "nought"
"""Stands in the place of children until they are filled or marked ``x``; no marker of a release."""

WARD_VINTAGES = {
    f"low_income_{kind}_{what}": "WD24"
    for kind in ("bhc_relative", "bhc_absolute", "ahc_relative")
    for what in ("children", "all_children")
}
"""Measure → the wards that the workbook of March 2026 is coded to; its councils are of 2023."""

WHOLE = 1e-4
"""How far count ÷ fraction may be from a whole number; 2e-10 was the most in March 2026."""


def parse(files: Mapping[str, Path]) -> pd.DataFrame:
    """Return ``low_income_{kind}_{children,all_children}``, persons under 16, for three kinds.

    Kinds are ``bhc_relative``, ``bhc_absolute`` and ``ahc_relative``. Rows are wards, councils and
    regions of England, periods ``2021/22`` on (financial years). A marker blanks the value and
    stays beside it. Wards the publisher leaves out have no row. Raises ``SourceError`` for an
    unknown sheet, column, code or marker, a repeated area, and a fraction that is rounded.
    """
    path = files["workbook"]
    workbook = open_workbook(path)
    tables: dict[tuple[str, str], pd.DataFrame] = {}
    for name in workbook.sheet_names:
        if SHEETS_IGNORED.fullmatch(name):
            continue
        if not (match := SHEET.fullmatch(name)):
            raise SourceError(f"{path.name}: sheet {name!r} has never been seen; add it to SHEET")
        kind, geography = match[1].lower(), GEOGRAPHIES[match[2]]
        rows = workbook.get_sheet_by_name(name).to_python()
        if (kind, geography) in tables:
            raise SourceError(f"{path.name}: two sheets of {kind} by {geography}")
        tables[kind, geography] = _sheet(rows, kind, geography, where=f"{path.name}, sheet {name}")
    for kind in ("ahc_relative", "bhc_relative", "bhc_absolute"):
        for geography in GEOGRAPHIES.values():
            if (kind, geography) not in tables:
                raise SourceError(f"{path.name}: no sheet of {kind} by {geography}")
        _fill_children_of_nought(tables[kind, "ward"], tables[kind, "lad"])
    return stack(tables.values())[list(MEASURE_COLUMNS)]


def read_countries(path: Path) -> pd.DataFrame:
    """Return ``measure period area_code value``: counts of the United Kingdom and its countries
    beyond England, from the sheets of regions.
    """
    workbook = open_workbook(path)
    records = []
    for name in workbook.sheet_names:
        match = SHEET.fullmatch(name)
        if match is None or GEOGRAPHIES[match[2]] != "region":
            continue
        where = f"{path.name}, sheet {name}"
        rows = workbook.get_sheet_by_name(name).to_python()
        start, header = _header(rows, where)
        code_at = _code_columns(header)[1]
        years = _years(header, where)
        measure = f"low_income_{match[1].lower()}_children"
        for row in rows[start + 1 :]:
            code = str(row[code_at]).strip()
            if OUTSIDE_ENGLAND.fullmatch(code):
                records += [
                    (measure, f"{year - 1}/{year % 100:02d}", code, _cell(row[at], where)[0])
                    for year, (at, _) in years.items()
                ]
    return pd.DataFrame(records, columns=["measure", "period", "area_code", "value"])


def _sheet(rows: list[list], kind: str, geography: str, *, where: str) -> pd.DataFrame:
    start, header = _header(rows, where)
    council_at, code_at = _code_columns(header)
    years = _years(header, where)
    records, seen = [], set()
    for row in rows[start + 1 :]:
        code = str(row[code_at]).strip()
        if OUTSIDE_ENGLAND.fullmatch(code) or not any(cell != "" for cell in row):
            continue
        if not CODES[geography].fullmatch(code):
            raise SourceError(f"{where}: {code!r} is not the code of a {geography} in England")
        if code in seen:
            raise SourceError(f"{where}: {code} occurs more than once")
        seen.add(code)
        council = str(row[council_at])
        for year, (count_at, fraction_at) in years.items():
            at = f"{where}: {code}, FYE {year}"
            count, count_marker = _cell(row[count_at], at)
            fraction, fraction_marker = _cell(row[fraction_at], at)
            children, children_marker = _children(count, fraction, fraction_marker, at)
            when = (f"{year - 1}/{year % 100:02d}", dt.date(year, 3, 31))
            records += [
                ("children", code, *when, count, count_marker, council),
                ("all_children", code, *when, children, children_marker, council),
            ]
    columns = ["what", "area_code", "period", "period_end", "value", "marker", "council"]
    table = pd.DataFrame(records, columns=columns).astype({"value": "float64", "marker": "str"})
    measure = f"low_income_{kind}_" + table.pop("what")
    return table.assign(measure=measure, geography=geography)


def _header(rows: list[list], where: str) -> tuple[int, list[str]]:
    for number, row in enumerate(rows):
        names = [clean(NOTE.sub("", str(cell))) for cell in row]
        if AREA_CODE in names:
            return number, names
    raise SourceError(f"{where}: no row has a column {AREA_CODE!r}")


def _code_columns(header: list[str]) -> tuple[int, int]:
    """Return where the council's code and the area's own stand: ward sheets have both."""
    at = [at for at, name in enumerate(header) if name == AREA_CODE]
    return at[0], at[-1]


def _years(header: list[str], where: str) -> dict[int, tuple[int, int]]:
    """Return where each financial year's count and fraction stand."""
    counts, fractions = {}, {}
    for at, name in enumerate(header):
        if match := COUNT.fullmatch(name):
            counts[int(match[1])] = at
        elif match := FRACTION.fullmatch(name):
            fractions[int(match[1])] = at
        elif name not in NAMES:
            raise SourceError(f"{where}: column {name!r} has never been seen; add it to NAMES")
    if not counts or counts.keys() != fractions.keys():
        raise SourceError(f"{where}: every year needs a number and a percentage of children")
    return {year: (counts[year], fractions[year]) for year in counts}


def _cell(cell: object, at: str) -> tuple[float | None, str | None]:
    if isinstance(cell, int | float):
        return float(cell), None
    if (marker := MARKERS.get(str(cell).strip())) is None:
        raise SourceError(
            f"{at}: {cell!r} is neither a number nor a known marker; add it to MARKERS"
        )
    return None, marker


def _children(
    count: float | None, fraction: float | None, fraction_marker: str | None, at: str
) -> tuple[float | None, str | None]:
    """Return the children under 16 that the fraction is of, or why they cannot be told."""
    if fraction is None:
        return None, fraction_marker
    if count is None:
        return None, "x"
    if count == fraction == 0:
        return None, NOUGHT
    if not 0 < fraction <= 1:
        raise SourceError(f"{at}: {fraction} is not a fraction of children")
    children = count / fraction
    if abs(children - round(children)) > WHOLE:
        raise SourceError(
            f"{at}: {count:.0f} ÷ {fraction} is no whole number of children; "
            "are the percentages rounded?"
        )
    return float(round(children)), None


def _fill_children_of_nought(wards: pd.DataFrame, councils: pd.DataFrame) -> None:
    """Give a ward whose fraction is nought its children, if all others of its council have them."""
    totals = councils.set_index(["measure", "area_code", "period"])["value"]
    counted = wards["measure"].str.endswith("_all_children")
    for row in wards[counted & (wards["marker"] == NOUGHT)].itertuples():
        siblings = wards[
            (wards["measure"] == row.measure)
            & (wards["council"] == row.council)
            & (wards["period"] == row.period)
        ]
        total = totals.get((row.measure, row.council, row.period))
        if total is None or siblings["value"].isna().sum() > 1:
            wards.loc[row.Index, "marker"] = "x"
        else:
            wards.loc[row.Index, ["value", "marker"]] = [total - siblings["value"].sum(), "e"]

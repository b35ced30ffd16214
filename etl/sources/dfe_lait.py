"""Local Authority Interactive Tool: series by council, region and England (DfE, OGL v3).

One long table holds every measure of the tool. Areas are names and DfE numbers, never codes;
numbers are used, because the names are not the official ones (Bedford Borough, Durham,
Herefordshire).

* A period in which no area has a value (no assessment in 2019/20 and 2020/21) is a gap: it gets no
  rows.
* ``-`` is a missing value (``x``). A council has it for the years before it was founded, too.
* Councils that have no successor of their own area are left out: the ones named "(Pre LG)", Cumbria
  and Northamptonshire. North Yorkshire, Somerset and Buckinghamshire kept their number and their
  area.
* Inner and Outer London are no regions of the release, and are left out.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
import pyarrow.parquet as pq

from etl.errors import SourceError
from etl.registry import ENGLAND
from etl.sources._tables import MEASURE_COLUMNS
from etl.sources.dfe_councils import Councils, council_geography

#: ``Short Desc`` of the tool → measure. To carry another measure by academic year, add a line.
MEASURES = {
    "FSP_NEW_GOODDEV": "gld_percent",
    "FSP_Gooddev_FSM": "gld_fsm_percent",
}
COLUMNS = {
    "Short Desc": "short_desc",
    "Years": "year",
    "LA and Regions": "area_name",
    "Values": "text",
    "LA Number": "dfe_number",
}
#: ``Data item`` is filled on the first block of a measure only, so nothing can be told by it.
UNUSED = frozenset({"Data item", "Region", "Topic", "Measure"})
MARKERS = {"-": "x"}

ENGLAND_AND_REGIONS = {
    "970": ENGLAND,
    "980": "E12000001",
    "981": "E12000002",
    "982": "E12000003",
    "983": "E12000004",
    "984": "E12000005",
    "985": "E12000006",
    "986": "E12000007",
    "989": "E12000008",
    "990": "E12000009",
}
LEFT_OUT = {"987": "London (Inner)", "988": "London (Outer)"}


@dataclass(frozen=True)
class KnownError:
    """A value that stands where it cannot belong, taken as missing while it is the one expected."""

    short_desc: str
    dfe_number: str
    year: str
    text: str
    why: str


KNOWN_ERRORS = (
    KnownError(
        short_desc="FSP_Gooddev_FSM",
        dfe_number="838",
        year="2018",
        text="52",
        why="Dorset was founded in 2019: the figure is of the old Dorset (835), whose row is empty",
    ),
)


def parse(path: Path, *, councils: Councils) -> pd.DataFrame:
    """Return ``MEASURES`` by academic year, in the unit of the tool (percent).

    One-tier councils are ``lad``, counties ``utla``. Raises ``SourceError`` on a column, marker,
    year or DfE number never seen before, on a measure that the file lacks, and where a known error
    of the file has changed.
    """
    table = _read(path)
    table["marker"] = table["text"].map(MARKERS)
    table["value"] = pd.to_numeric(table["text"].mask(table["marker"].notna()), errors="coerce")
    if (unknown := table["value"].isna() & table["marker"].isna()).any():
        raise SourceError(
            f"{path.name}: unknown marker {table.loc[unknown, 'text'].iloc[0]!r}; "
            "add what it means to MARKERS"
        )
    published = (
        table["value"].notna().groupby([table["short_desc"], table["year"]]).transform("any")
    )
    table = _without_known_errors(path, table)[published]

    numbers = set(table["dfe_number"])
    table["area_code"] = table["dfe_number"].map(_codes(path, numbers, councils)).astype("str")
    table = table.dropna(subset="area_code")
    table["geography"] = [_geography(code) for code in table["area_code"]]
    table["measure"] = table["short_desc"].map(MEASURES)
    years = {year: academic_year(path, year) for year in table["year"].unique()}
    table["period"] = table["year"].map({year: label for year, (label, _) in years.items()})
    table["period_end"] = table["year"].map({year: end for year, (_, end) in years.items()})
    return table[list(MEASURE_COLUMNS)].reset_index(drop=True)


def academic_year(path: Path, year: str) -> tuple[str, dt.date]:
    """Return label and last day of the academic year that ends in ``year``: 2022 → ``2021/22``."""
    if not re.fullmatch(r"20\d\d", year):
        raise SourceError(
            f"{path.name}: unknown year {year!r}; an academic year is the year it ends in"
        )
    ends = int(year)
    return f"{ends - 1}/{ends % 100:02}", dt.date(ends, 8, 31)


def _read(path: Path) -> pd.DataFrame:
    header = set(pq.read_schema(path).names)
    if missing := sorted(set(COLUMNS) - header):
        raise SourceError(f"{path.name}: no column {', '.join(missing)}; compare with COLUMNS")
    if unknown := sorted(header - set(COLUMNS) - UNUSED):
        raise SourceError(
            f"{path.name}: unknown column {', '.join(unknown)}; add it to COLUMNS or UNUSED"
        )
    carried = [("Short Desc", "in", list(MEASURES))]
    table = pd.read_parquet(path, columns=list(COLUMNS), filters=carried).rename(columns=COLUMNS)
    if missing := sorted(set(MEASURES) - set(table["short_desc"])):
        raise SourceError(
            f"{path.name}: no measure {', '.join(missing)}; the tool may have renamed it"
        )
    return table.assign(dfe_number=table["dfe_number"].astype("Int64").astype("str"))


def _without_known_errors(path: Path, table: pd.DataFrame) -> pd.DataFrame:
    for error in KNOWN_ERRORS:
        row = (
            (table["short_desc"] == error.short_desc)
            & (table["dfe_number"] == error.dfe_number)
            & (table["year"] == error.year)
        )
        if not (table.loc[row, "text"].isin([error.text, *MARKERS])).all():
            raise SourceError(
                f"{path.name}: {error.short_desc} {error.dfe_number} {error.year} is no longer "
                f"{error.text}: look again at KNOWN_ERRORS ({error.why})"
            )
        table.loc[row, ["value", "marker"]] = [float("nan"), "x"]
    return table


def _codes(path: Path, numbers: set[str], councils: Councils) -> dict[str, str | None]:
    known = {**councils.by_number, **ENGLAND_AND_REGIONS, **dict.fromkeys(LEFT_OUT)}
    if unknown := sorted(numbers - set(known)):
        raise SourceError(
            f"{path.name}: unknown DfE number {unknown[0]}; is the table of councils up to date?"
        )
    return known


def _geography(area_code: str) -> str:
    if area_code == ENGLAND:
        return "country"
    return "region" if area_code.startswith("E12") else council_geography(area_code)

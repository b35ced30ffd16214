"""Take-up of the 15-hour entitlements by two-year-olds and three- and four-year-olds (DfE, OGL v3).

Head counts of January, and the estimated number of children entitled. The estimate can be too low:
shares above 100% are published and kept. The Local Authority Interactive Tool has the same figures
of two-year-olds, council by council, and two more years. Of three- and four-year-olds it has the
same counts over other estimates, so that series of its is not joined to this one.

* ``u`` stands in place of figures that are unreliable (Thurrock 2021, Suffolk 2020).
* Councils are found by DfE number; those without a successor of their own area are left out, as are
  Inner and Outer London.
"""

from __future__ import annotations

import re
from pathlib import Path

import pandas as pd

from etl.errors import SourceError
from etl.rawfiles import require_columns
from etl.registry import ENGLAND
from etl.sources._dfe_periods import january
from etl.sources._tables import MEASURE_COLUMNS, numbers, pick, read_csv
from etl.sources.dfe_councils import Councils, council_geography

COLUMNS = {
    "time_period": "year",
    "geographic_level": "level",
    "region_code": "region",
    "old_la_code": "dfe_number",
    "entitlement_type": "entitlement",
    "age": "age",
    "number_children": "taking_up",
    "number_eligible_children": "eligible",
}
SHARES = {
    "number_children": "children",
    "number_eligible_children": "eligible",
    "percentage_eligible_children": "percent",
}
UNUSED = re.compile(
    "time_identifier|country_(code|name)|region_name|new_la_code|la_name|"
    "percentage_eligible_children"
)
#: Age of the file → its name in measures; the others are parts and sums of these.
AGES = {"2-year-olds": "2", "3 and 4-year-olds": "3_4"}
OTHER_AGES = frozenset({"Total", "3-year-olds", "4-year-olds"})
ENTITLEMENT = "15-hour entitlement"
LEVELS = {"National": "country", "Regional": "region", "Local authority": "council"}
HALVES_OF_LONDON = frozenset({"E13000001", "E13000002"})
MARKERS = {"u": "u"}


def parse(path: Path, *, councils: Councils) -> pd.DataFrame:
    """Return ``take_up_<age>_children`` and ``take_up_<age>_eligible``, January by January.

    One-tier councils are ``lad``, counties ``utla``. Raises ``SourceError`` on a column, level,
    age, entitlement, DfE number, year or marker never seen before.
    """
    table = pick(read_csv(path), COLUMNS, path=path, ignored=UNUSED)
    _refuse(path, "level", set(table["level"]) - set(LEVELS))
    _refuse(path, "age", set(table["age"]) - set(AGES) - OTHER_AGES)
    _refuse(path, "entitlement", set(table["entitlement"]) - {ENTITLEMENT})
    table["level"] = table["level"].map(LEVELS)
    council = table["level"] == "council"
    _refuse(path, "dfe_number", set(table.loc[council, "dfe_number"]) - set(councils.by_number))

    codes = table["dfe_number"].map(councils.by_number).astype("str")
    codes = codes.mask(table["level"] == "region", table["region"])
    table["area_code"] = codes.mask(table["level"] == "country", ENGLAND)
    half = (table["level"] == "region") & table["region"].isin(HALVES_OF_LONDON)
    table = table[table["age"].isin(list(AGES)) & ~half].dropna(subset="area_code")
    rows = table.melt(
        id_vars=["age", "area_code", "level", "year"],
        value_vars=["taking_up", "eligible"],
        var_name="count",
        value_name="text",
    )
    rows["marker"] = rows["text"].map(MARKERS)
    rows["value"] = pd.to_numeric(rows["text"], errors="coerce").astype("float64")
    _refuse(path, "taking_up", set(rows.loc[rows["value"].isna() & rows["marker"].isna(), "text"]))
    words = {"taking_up": "children", "eligible": "eligible"}
    rows["measure"] = "take_up_" + rows["age"].map(AGES) + "_" + rows["count"].map(words)
    rows["geography"] = [
        council_geography(code) if level == "council" else level
        for code, level in zip(rows["area_code"], rows["level"], strict=True)
    ]
    censuses = {year: january(path, year) for year in rows["year"].unique()}
    rows["period"] = rows["year"].map({year: label for year, (label, _) in censuses.items()})
    rows["period_end"] = rows["year"].map({year: end for year, (_, end) in censuses.items()})
    return rows[list(MEASURE_COLUMNS)].reset_index(drop=True)


def read_shares(path: Path) -> pd.DataFrame:
    """Return ``children eligible percent`` of every age that is read, area and year, for a check.

    Rows with a marker are left out. Raises ``SourceError`` on a missing column and a cell that is
    neither a number nor a known marker.
    """
    table = read_csv(path)
    columns = {**SHARES, "age": "age"}
    require_columns(path.name, columns, table.columns)
    table = table[list(columns)].rename(columns=columns)
    table = table[table["age"].isin(list(AGES))].drop(columns="age")
    table = table[~table.isin(list(MARKERS)).any(axis=1)]
    return table.apply(lambda column: numbers(column, path=path)).reset_index(drop=True)


def _refuse(path: Path, column: str, values: set[str]) -> None:
    if values:
        heading = next(old for old, new in COLUMNS.items() if new == column)
        raise SourceError(f"{path.name}: {heading} {min(values)!r} is new; teach it to {__name__}")

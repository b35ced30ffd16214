"""Fingertips' CSV of all data of one indicator (OHID): 27 columns, a row an area, sex and period.

* An area has a row for each of its parents, so it is there several times over.
* One column of comparisons is named after the kind of parent, and is left alone with the others.
* Beside all people there are rows of each sex and of deprivation and ethnic groups (categories).
* A missing value has a note in words; so may a value.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from etl.errors import SourceError
from etl.registry import ENGLAND
from etl.sources._dfe_periods import PeriodOf
from etl.sources._tables import pick, read_csv
from etl.sources.dfe_councils import council_geography

COLUMNS = {
    "Indicator ID": "indicator",
    "Area Code": "area_code",
    "Sex": "sex",
    "Age": "age",
    "Category Type": "category",
    "Time period": "label",
    "Value": "value",
    "Count": "count",
    "Denominator": "denominator",
    "Value note": "note",
}
UNUSED = re.compile(
    r"Indicator Name|Parent (Code|Name)|Area (Name|Type)|Category|Recent Trend|Compared to .+"
    r"|(Lower|Upper) CI (95\.0|99\.8) limit|Time period (Sortable|range)|New data"
)
#: What a note says of a value that is missing → its marker; the first that fits.
MISSING = {
    r"": "x",
    r"Value missing in source data": "x",
    r"Value for .+ combined": "x",
    r"Value suppressed for disclosure control.*": "c",
    r"Value missing due to small sample size": "c",
    r"Value not published for data quality reasons": "u",
    r"Value suppressed due to incompleteness of\s+source data": "u",
    r"There is a data quality issue with this value": "u",
}
#: The same of a value that is there; one that cannot be relied on is withheld.
BESIDE_A_VALUE = {
    r"": None,
    r"Value for .+ combined": None,
    r"Aggregated from all known lower geography values.*": "e",
    r"There is a data quality issue with this value": "u",
    r"Interpret with caution": "u",
}
ADMINISTRATIVE = re.compile(r"E(92|12|06|07|08|09|10)\d{6}")


@dataclass(frozen=True)
class Wanted:
    """Which rows of a file: the indicator's number, whose, and how its periods are to be read."""

    indicator: str
    period_of: PeriodOf
    sex: str = "Persons"


def is_all_data(path: Path) -> bool:
    """Tell whether a file is Fingertips' own, and not an extract of it."""
    return "Indicator ID" in read_csv(path).columns


def read_all_data(path: Path, wanted: Wanted, today: Mapping[str, str]) -> pd.DataFrame:
    """Return one row an area and period: the value as published, its count and denominator.

    ``area_code geography period period_end value marker count denominator``, of areas in ``today``,
    which maps each code to the one the area has in the release. Value, count and denominator are
    missing together where the value is. Raises ``SourceError`` on a column, note, period or number
    never seen before, on another indicator, on several ages, and where an area has two values.
    """
    table = pick(read_csv(path), COLUMNS, path=path, ignored=UNUSED)
    if others := sorted(set(table["indicator"]) - {wanted.indicator}):
        raise SourceError(f"{path.name}: holds indicator {others[0]}, not {wanted.indicator}")
    taken = table["area_code"].isin(list(today)) & table["area_code"].str.fullmatch(ADMINISTRATIVE)
    table = table[taken & (table["sex"] == wanted.sex) & (table["category"] == "")]
    if table.empty:
        raise SourceError(f"{path.name}: has no figures of councils for {wanted.sex!r}")
    if len(ages := sorted(set(table["age"]))) > 1:
        raise SourceError(f"{path.name}: is of {' and '.join(ages[:2])}; say which in Wanted")
    table = _one_each(path, table.apply(lambda column: column.str.strip()), today)
    for name in ("value", "count", "denominator"):
        number = pd.to_numeric(table[name], errors="coerce").astype("float64")
        if (odd := number.isna() & (table[name] != "")).any():
            raise SourceError(f"{path.name}: {name} {table.loc[odd, name].iloc[0]!r} is no number")
        table[name] = number
    markers = [
        _marker(path, note, BESIDE_A_VALUE if known else MISSING)
        for note, known in zip(table["note"], table["value"].notna(), strict=True)
    ]
    table["marker"] = pd.Series(markers, table.index, dtype="str")
    withheld = table["marker"].notna() & (table["marker"] != "e")
    table[["value", "count", "denominator"]] = table[["value", "count", "denominator"]].mask(
        withheld
    )
    periods = {label: wanted.period_of(path, label) for label in table["label"].unique()}
    table["period"] = table["label"].map({label: period for label, (period, _) in periods.items()})
    ends = [periods[label][1] for label in table["label"]]
    table["period_end"] = pd.Series(ends, table.index, dtype=object)
    table["geography"] = [_geography(code) for code in table["area_code"]]
    kept = ["area_code", "geography", "period", "period_end", "value", "marker"]
    return table[[*kept, "count", "denominator"]].reset_index(drop=True)


def _one_each(path: Path, table: pd.DataFrame, today: Mapping[str, str]) -> pd.DataFrame:
    """Bring areas to the codes of today, each with one row a period.

    A row under the code of today goes before one under a former code, and a value before none.
    """
    code = table["area_code"].map(today)
    table = table.assign(former=code != table["area_code"], area_code=code)
    table = table.assign(blank=table["value"] == "")
    keys = ["area_code", "label"]
    said = ["value", "count", "denominator", "note"]
    table = table.sort_values([*keys, "former", "blank"], kind="stable")
    table = table.drop_duplicates([*keys, "former", "blank", *said])
    best = ~table.duplicated(keys)
    rivals = table.merge(table.loc[best, [*keys, "former", "blank"]])
    if (twice := rivals.duplicated(keys)).any():
        one = rivals[twice].iloc[0]
        raise SourceError(f"{path.name}: {one['area_code']} has two values of {one['label']}")
    return table[best].copy()


def _marker(path: Path, note: str, known: Mapping[str, str | None]) -> str | None:
    for pattern, marker in known.items():
        if re.fullmatch(pattern, note):
            return marker
    raise SourceError(f"{path.name}: value note {note!r} is new; teach it to {__name__}")


def _geography(area_code: str) -> str:
    if area_code == ENGLAND:
        return "country"
    return "region" if area_code.startswith("E12") else council_geography(area_code)

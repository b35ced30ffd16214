"""Reception obesity, tooth decay and MMR by council and district, from Fingertips (OHID, OGL v3).

Obesity and tooth decay are read from Fingertips' own file (``_fingertips``) or from an extract, MMR
from an extract: one row per area and period, with the published share and no counts.

* Of obesity, a period in which every share follows from its counts to one decimal is given as
  counts; the others are given as published. Tooth decay is a sample's, and is given as published.
* The extract of obesity also holds pooled years by fifths of deprivation and the wards of one
  council; those are left out. It has five of the 21 counties. That of MMR, of England and eleven
  councils, has neither kinds of area nor fifths.
* A council that was recoded keeps its series; an area that is no more (a district merged since into
  a unitary council) is left out: Fingertips gives its successor's figures of those years as well.
* ``CHECKED`` are indicators that the atlas has from elsewhere, read to hold its figures against.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from etl.errors import SourceError
from etl.registry import ENGLAND
from etl.sources._dfe_periods import Period, PeriodOf, calendar_year, three_years
from etl.sources._fingertips import Wanted, is_all_data, read_all_data
from etl.sources._tables import MEASURE_COLUMNS, pick, read_csv
from etl.sources.dfe_councils import Councils, council_geography

FILES = ("dental_decay", "obesity", "mmr")
COLUMNS = {
    "area_code": "area_code",
    "area_type": "area_type",
    "period": "period",
    "indicator": "indicator",
    "value": "text",
    "inequality": "inequality",
}
UNUSED = re.compile("area_name|measure|unit|compared_to_England")
#: File → how an extract's indicator is named at its start, and the measure of the published share.
INDICATORS = {
    "dental_decay": (
        "Percentage of 5 year olds with experience of visually obvious dental decay",
        "dental_decay_percent",
    ),
    "obesity": (
        "Reception prevalence of obesity (including severe obesity)",
        "obesity_reception_percent",
    ),
}
MMR_COLUMNS = {
    "area_code": "area_code",
    "period": "period",
    "indicator": "indicator",
    "value": "text",
}
MMR = {
    "Population vaccination coverage: MMR for one dose (2 years old)": "mmr_one_dose_percent",
    "Population vaccination coverage: MMR for two doses (5 years old)": "mmr_two_doses_percent",
}
"""Name of an indicator of vaccination → the measure it becomes."""
OBESE, MEASURED = "obesity_reception_children", "obesity_reception_measured"
AREA_TYPES = {"Country": "country", "County": "utla", "District": "lad", "UA": "lad"}
WARDS = "Electoral Wards (2024)"
MARKERS = {"NA": "x", "": "x"}
NO_INEQUALITY = frozenset({"NA", ""})
_YEAR = re.compile(r"20\d\d/\d\d")

ONE_DECIMAL = 0.05 + 1e-9
"""Percentage points: how far a share may be from its counts and still be theirs."""


def school_year(path: Path, label: str) -> Period:
    """Return the school year written ``2021/22``."""
    return _year(path, label, 8, 31)


def financial_year(path: Path, label: str) -> Period:
    """Return the financial year written ``2021/22``."""
    return _year(path, label, 3, 31)


def pooled_years(path: Path, label: str) -> Period:
    """Return three calendar years taken together, written ``2020 - 22``."""
    return three_years(path, label.replace(" ", ""))


def _year(path: Path, label: str, month: int, day: int) -> Period:
    if not _YEAR.fullmatch(label):
        _refuse(path, "period", {label})
    return label, dt.date(int(label[:4]) + 1, month, day)


#: File → which indicator of Fingertips it is, and how its years are written.
WANTED = {
    "dental_decay": Wanted("93563", financial_year),
    "obesity": Wanted("90319", school_year),
}
CHECKED = {
    "development": Wanted("93436", financial_year),
    "gld": Wanted("90631", school_year),
    "infant_mortality": Wanted("92196", pooled_years),
    "low_birth_weight": Wanted("20101", calendar_year),
}


def parse(files: Mapping[str, Path], *, areas: pd.DataFrame, councils: Councils) -> pd.DataFrame:
    """Return the four indicators by year for areas of the release: shares in percent, or counts.

    ``areas`` is the area table of the release, ``councils`` the code of today of each former one.
    Raises ``SourceError`` on a column, area type, indicator, period, note or value never seen
    before.
    """
    today = codes_today(areas, councils)
    surveys = [_read(name, files[name], today) for name in INDICATORS]
    vaccinations = _rows(files["mmr"], _vaccinations(files["mmr"]), financial_year, today)
    return pd.concat([*surveys, vaccinations], ignore_index=True)


def codes_today(areas: pd.DataFrame, councils: Councils) -> dict[str, str]:
    """Map every code of the release, and each former one of the same area, to the release's."""
    known = set(areas["area_code"])
    return {code: code for code in known} | {
        former: code
        for former, code in councils.by_code.items()
        if code is not None and code in known and former not in known
    }


def _read(name: str, path: Path, today: Mapping[str, str]) -> pd.DataFrame:
    title, measure = INDICATORS[name]
    if not is_all_data(path):
        return _rows(path, _survey(path, title, measure), WANTED[name].period_of, today)
    rows = read_all_data(path, WANTED[name], today)
    by_count = rows["period"].isin(_counted(rows) if name == "obesity" else [])
    shares, counted = rows[~by_count].assign(measure=measure), rows[by_count]
    obese = counted.assign(measure=OBESE, value=counted["count"])
    measured = counted.assign(measure=MEASURED, value=counted["denominator"])
    return pd.concat([shares, obese, measured], ignore_index=True)[list(MEASURE_COLUMNS)]


def _counted(rows: pd.DataFrame) -> list[str]:
    """Return the periods of which every value follows from its counts, to one decimal."""
    valued = rows.dropna(subset="value")
    share = 100 * valued["count"] / valued["denominator"]
    follows = (share - valued["value"]).abs() <= ONE_DECIMAL
    whole = follows.groupby(valued["period"]).all()
    return sorted(whole.index[whole])


def _survey(path: Path, title: str, measure: str) -> pd.DataFrame:
    """Read an extract of one survey, without its wards and fifths of deprivation."""
    table = pick(read_csv(path), COLUMNS, path=path, ignored=UNUSED)
    _refuse(path, "area type", set(table["area_type"]) - set(AREA_TYPES) - {WARDS})
    _refuse(path, "indicator", {name for name in table["indicator"] if not name.startswith(title)})
    yearly = table["inequality"].isin(list(NO_INEQUALITY)) & (table["area_type"] != WARDS)
    geography = table["area_type"].map(AREA_TYPES)
    return table.assign(geography=geography, measure=measure)[yearly]


def _vaccinations(path: Path) -> pd.DataFrame:
    """Read the extract of MMR, whose areas have no kind but their code's."""
    table = pick(read_csv(path), MMR_COLUMNS, path=path, ignored=UNUSED)
    _refuse(path, "indicator", set(table["indicator"]) - set(MMR))
    geography = [
        "country" if code == ENGLAND else council_geography(code) for code in table["area_code"]
    ]
    return table.assign(geography=geography, measure=table["indicator"].map(MMR))


def _rows(
    path: Path, table: pd.DataFrame, period_of: PeriodOf, today: Mapping[str, str]
) -> pd.DataFrame:
    """Return the measures of areas of the release."""
    table = table[table["area_code"].isin(list(today))]
    code = table["area_code"].map(today)
    former = code != table["area_code"]
    keys = [table["measure"], table["period"]]
    given = pd.MultiIndex.from_arrays([code[~former], *(key[~former] for key in keys)])
    # Where a file has a council by both codes, the one of today counts.
    again = former & pd.MultiIndex.from_arrays([code, *keys]).isin(given)
    table = table.assign(area_code=code)[~again]
    periods = {label: period_of(path, label) for label in table["period"].unique()}
    marker = table["text"].map(MARKERS)
    value = pd.to_numeric(table["text"].mask(marker.notna()), errors="coerce").astype("float64")
    _refuse(path, "value", set(table.loc[value.isna() & marker.isna(), "text"]))
    last_days = [periods[label][1] for label in table["period"]]
    return table.assign(
        period_end=pd.Series(last_days, table.index, dtype=object), value=value, marker=marker
    )[list(MEASURE_COLUMNS)]


def _refuse(path: Path, what: str, values: set[str]) -> None:
    if values:
        raise SourceError(f"{path.name}: {what} {min(values)!r} is new; teach it to {__name__}")

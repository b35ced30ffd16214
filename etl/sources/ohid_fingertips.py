"""Reception obesity, tooth decay and MMR by council and district, from Fingertips (OHID, OGL v3).

Extracts of four indicators: one row per area and period, with the published share and no counts.
That of MMR, of England and eleven councils, has neither kinds of area nor fifths. That of obesity
also holds pooled years by fifths of deprivation and the wards of one council;
those are left out. It has five of the 21 counties. A council that was recoded keeps its series; an
area that is no more (a district merged since into a unitary council) is left out.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from etl.errors import SourceError
from etl.registry import ENGLAND
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
#: File → the start of its indicator's name, the measure, and month and day on which a year ends.
INDICATORS = {
    "dental_decay": (
        "Percentage of 5 year olds with experience of visually obvious dental decay",
        "dental_decay_percent",
        (3, 31),
    ),
    "obesity": (
        "Reception prevalence of obesity (including severe obesity)",
        "obesity_reception_percent",
        (8, 31),
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
VACCINATION_YEAR_ENDS = (3, 31)
AREA_TYPES = {"Country": "country", "County": "utla", "District": "lad", "UA": "lad"}
WARDS = "Electoral Wards (2024)"
MARKERS = {"NA": "x", "": "x"}
NO_INEQUALITY = frozenset({"NA", ""})
_YEAR = re.compile(r"20\d\d/\d\d")


def parse(files: Mapping[str, Path], *, areas: pd.DataFrame, councils: Councils) -> pd.DataFrame:
    """Return the four shares by year, in percent, for areas of the release.

    ``areas`` is the area table of the release, ``councils`` the code of today of each former one.
    Raises ``SourceError`` on a column, area type, indicator, period or value never seen before.
    """
    known = set(areas["area_code"])
    today = {code: code for code in known} | {
        former: code
        for former, code in councils.by_code.items()
        if code is not None and code in known and former not in known
    }
    tables = [
        _rows(files[name], _survey(files[name], title, measure), ends, today)
        for name, (title, measure, ends) in INDICATORS.items()
    ]
    vaccinations = _vaccinations(files["mmr"])
    tables.append(_rows(files["mmr"], vaccinations, VACCINATION_YEAR_ENDS, today))
    return pd.concat(tables, ignore_index=True)


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
    path: Path, table: pd.DataFrame, ends: tuple[int, int], today: Mapping[str, str]
) -> pd.DataFrame:
    """Return the measures of areas of the release; ``ends`` is the last day of a year."""
    table = table[table["area_code"].isin(list(today))]
    code = table["area_code"].map(today)
    former = code != table["area_code"]
    keys = [table["measure"], table["period"]]
    given = pd.MultiIndex.from_arrays([code[~former], *(key[~former] for key in keys)])
    # Where a file has a council by both codes, the one of today counts.
    again = former & pd.MultiIndex.from_arrays([code, *keys]).isin(given)
    table = table.assign(area_code=code)[~again]
    _refuse(path, "period", {name for name in table["period"] if not _YEAR.fullmatch(name)})
    marker = table["text"].map(MARKERS)
    value = pd.to_numeric(table["text"].mask(marker.notna()), errors="coerce").astype("float64")
    _refuse(path, "value", set(table.loc[value.isna() & marker.isna(), "text"]))
    last_days = [dt.date(int(label[:4]) + 1, *ends) for label in table["period"]]
    return table.assign(
        period_end=pd.Series(last_days, table.index, dtype=object), value=value, marker=marker
    )[list(MEASURE_COLUMNS)]


def _refuse(path: Path, what: str, values: set[str]) -> None:
    if values:
        raise SourceError(f"{path.name}: {what} {min(values)!r} is new; teach it to {__name__}")

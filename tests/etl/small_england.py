"""An England small enough to add up by eye, and measures on it.

North holds County, of the districts Alder (wards A1, A2) and Birch (ward B1), and the unitary Cedar
(wards C1, C2). South holds the unitary Dogwood (ward D1, and D2 without an LSOA). Every ward but D2
has one LSOA of its own, A1 two. LSOA a1b lies in Birch, though best fit puts it in a ward of Alder.
"""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd

from etl.geography import Geography
from etl.registry import Indicator

ENGLAND, NORTH, SOUTH = "E92000001", "E12000001", "E12000002"
COUNTY, ALDER, BIRCH = "E10000001", "E07000001", "E07000002"
CEDAR, DOGWOOD = "E06000001", "E06000002"
A1, A2, B1, C1, C2, D1, D2 = (f"E0500000{n}" for n in range(1, 8))
WARDS = (A1, A2, B1, C1, C2, D1, D2)
LADS = (CEDAR, DOGWOOD, ALDER, BIRCH)

_UNITS = {
    ALDER: (COUNTY, NORTH, (A1, A2)),
    BIRCH: (COUNTY, NORTH, (B1,)),
    CEDAR: (CEDAR, NORTH, (C1, C2)),
    DOGWOOD: (DOGWOOD, SOUTH, (D1, D2)),
}
a1a, a1b, a2, b1, c1, c2, d1 = (f"E0100000{n}" for n in range(1, 8))
_LSOAS = {
    a1a: (A1, ALDER),
    a1b: (A1, BIRCH),
    a2: (A2, ALDER),
    b1: (B1, BIRCH),
    c1: (C1, CEDAR),
    c2: (C2, CEDAR),
    d1: (D1, DOGWOOD),
}
# In 2011 c1 and c2 were one, d1 was two, and the others as they are.
old_c, old_d1, old_d2 = "E01000091", "E01000092", "E01000093"
LSOAS_2011 = (a1a, a1b, a2, b1, old_c, old_d1, old_d2)
_SHARES = [
    *((code, code, 1.0) for code in (a1a, a1b, a2, b1)),
    (old_c, c1, 0.25),
    (old_c, c2, 0.75),
    (old_d1, d1, 1.0),
    (old_d2, d1, 1.0),
]


SHARE = Indicator(
    id="share",
    title="Children who thrive",
    short_title="Thriving",
    domain="Health",
    definition="Children who thrive, as a share of all.",
    unit="%",
    quantity="share of children who thrive",
    polarity="higher_is_better",
    method="counts",
    numerator="thriving",
    numerator_label="thriving children",
    denominator="children",
    denominator_label="children",
    scale=100,
    interval="wilson",
    finest_level="ward",
    sources=("somewhere",),
    caveats=(),
    update_frequency="yearly",
)


def geography() -> Geography:
    rows = [
        (ward, "ward", lad, utla, region)
        for lad, (utla, region, wards) in _UNITS.items()
        for ward in wards
    ]
    rows += [(lad, "lad", lad, utla, region) for lad, (utla, region, _) in _UNITS.items()]
    rows.append((COUNTY, "utla", None, COUNTY, NORTH))
    rows += [(region, "region", None, None, region) for region in (NORTH, SOUTH)]
    rows.append((ENGLAND, "country", None, None, None))
    columns = ["area_code", "level", "lad_code", "utla_code", "region_code"]
    lookup = pd.DataFrame.from_dict(_LSOAS, orient="index", columns=["ward", "lad"])
    return Geography(
        areas=pd.DataFrame(rows, columns=columns),
        lsoa_ward=lookup["ward"],
        lsoa_lad=lookup["lad"],
        lsoa11_shares=pd.DataFrame(_SHARES, columns=["lsoa11", "lsoa21", "share"]),
    )


def wide_geography(wards: int) -> Geography:
    """As many wards as asked for, all of one unitary council and region: enough to be ranked."""
    codes = [f"E0510{n:04}" for n in range(wards)]
    rows = [(code, "ward", CEDAR, CEDAR, NORTH) for code in codes]
    rows += [(CEDAR, "lad", CEDAR, CEDAR, NORTH), (NORTH, "region", None, None, NORTH)]
    rows.append((ENGLAND, "country", None, None, None))
    columns = ["area_code", "level", "lad_code", "utla_code", "region_code"]
    areas = pd.DataFrame(rows, columns=columns)
    no_lsoa = pd.Series(dtype="str")
    shares = pd.DataFrame(columns=["lsoa11", "lsoa21", "share"])
    return Geography(areas=areas, lsoa_ward=no_lsoa, lsoa_lad=no_lsoa, lsoa11_shares=shares)


def period_end(period: str) -> dt.date:
    """``2020`` ends in June, ``2020/21`` in March, ``2020/21 Q1`` in June."""
    year = int(period[:4])
    if "Q" in period:
        return dt.date(year, 6, 30) if period.endswith("Q1") else dt.date(year + 1, 3, 31)
    return dt.date(year + 1, 3, 31) if "/" in period else dt.date(year, 6, 30)


def measures(measure: str, level: str, figures: dict, period: str = "2020") -> pd.DataFrame:
    """One row per area; a figure is a number, a marker in its place, or both as a pair."""
    rows = []
    for area, figure in figures.items():
        value, marker = figure if isinstance(figure, tuple) else (figure, None)
        if isinstance(figure, str):
            value, marker = np.nan, figure
        rows.append((measure, level, area, period, period_end(period), float(value), marker))
    columns = ["measure", "geography", "area_code", "period", "period_end", "value", "marker"]
    return pd.DataFrame(rows, columns=columns).astype({"marker": "str"})


def figures(rows: pd.DataFrame, period: str | None = None, of: str = "value") -> dict:
    """Area → figure, its marker where it has no value; for reading a result by eye."""
    if period is not None:
        rows = rows[rows["period"] == period]
    shown = rows[of].astype(object).where(rows[of].notna(), rows["marker"].astype(object))
    return dict(zip(rows["area_code"], shown, strict=True))

"""Neighbourhoods: the LSOAs of 2021, where they lie, and their figures of the latest period.

A neighbourhood has some 1,500 residents. Its figures are shown as they are, rounded as people see
them, and without an interval; a figure of a neighbourhood of 2011 that has been split since is that
of the whole of it, counts shared out by residents, and marked ``e``.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from etl import statistics
from etl.aggregate import to_neighbourhoods
from etl.observations import divide
from etl.operands import own_rows, tables_of
from etl.rawfiles import read_csv
from etl.registry import Indicator
from etl.schema import BESIDE_A_VALUE

if TYPE_CHECKING:
    from etl.geography import Geography

NAMES = "geo/lookups/LSOA11_LSOA21_LAD22_EW_LU*.csv"
METHODS = ("counts", "total", "weighted_mean")
SMALL = ("lsoa11", "lsoa21")
WHOLE_SHARE = 100
WHOLE = 1 - 1e-9
"""A share this near to 1 is all of a neighbourhood."""


def neighbourhoods(raw: Path, geography: Geography) -> pd.DataFrame:
    """Return ``area_code area_name ward_code lad_code`` of every LSOA of England, in code order.

    The ward is the one ONS fits it to best, the council the one it lies in: they may differ.
    """
    names = read_csv(raw, NAMES, {"LSOA21CD": "code", "LSOA21NM": "name"})
    name_of = names.drop_duplicates("code").set_index("code")["name"]
    codes = geography.lsoa_lad.index.sort_values()
    return pd.DataFrame(
        {
            "area_code": codes,
            "area_name": name_of.reindex(codes).to_numpy(),
            "ward_code": geography.lsoa_ward.reindex(codes).to_numpy(),
            "lad_code": geography.lsoa_lad.reindex(codes).to_numpy(),
        }
    ).astype("str")


def figures(
    indicators: Sequence[Indicator], measures: pd.DataFrame, geography: Geography
) -> pd.DataFrame:
    """Return ``indicator area_code period period_end value marker`` of all that is known by LSOA.

    One period an indicator, its latest; sorted by indicator and area. An indicator that says only
    yes or no of a neighbourhood (all of it lies in the most deprived fifth, or none) is left out.
    """
    small = measures[measures["geography"].isin(SMALL)]
    given = tables_of(small)
    found = [
        _of(indicator, given, geography) for indicator in indicators if _is_known(indicator, given)
    ]
    table = pd.concat([rows for rows in found if rows is not None], ignore_index=True)
    columns = ["indicator", "area_code", "period", "period_end", "value", "marker"]
    table = table.sort_values(["indicator", "area_code"], ignore_index=True)[columns]
    return table.astype({"marker": "str"})


def coverage(table: pd.DataFrame, indicators: Sequence[Indicator]) -> dict[str, dict[str, Any]]:
    """Return what ``indicators.json`` says of an indicator known by LSOA: its period and breaks."""
    decimals = {indicator.id: indicator.decimals for indicator in indicators}
    return {
        str(name): {
            "period": rows["period"].iloc[0],
            "period_end": rows["period_end"].iloc[0].isoformat(),
            "breaks": statistics.class_breaks(rows["value"], decimals[str(name)]),
        }
        for name, rows in table.groupby("indicator", sort=False)
    }


def _is_known(indicator: Indicator, given: Collection[str]) -> bool:
    needed = {indicator.numerator, indicator.denominator} - {None}
    ward = indicator.finest_level == "ward" and not indicator.sum_known_parts
    return ward and indicator.method in METHODS and needed <= set(given)


def _of(
    indicator: Indicator, given: dict[str, pd.DataFrame], geography: Geography
) -> pd.DataFrame | None:
    """Return one indicator's latest figures; None where there are only yes and no."""
    latest = _latest(indicator, given)
    if latest is None:
        return None
    operands = own_rows(indicator, latest)
    lifted = [
        to_neighbourhoods(rows.assign(measure=name), geography) for name, rows in operands.items()
    ]
    rows = lifted[0].rename(columns={"value": "numerator"})
    rows = divide(indicator, rows, lifted[1] if len(lifted) > 1 else None)
    value = rows["value"].round(indicator.decimals) + 0.0
    if indicator.denominator and value.dropna().isin([0, indicator.scale]).all():
        return None
    shared = geography.lsoa11_shares.query("share < @WHOLE")["lsoa21"]
    of_2011 = "lsoa11" in set(latest[indicator.numerator]["geography"])
    split = rows["area_code"].isin(shared if of_2011 else [])
    plain = rows["marker"].isna() | rows["marker"].isin(BESIDE_A_VALUE)
    marker = rows["marker"].mask(split & plain & value.notna(), "e")
    if indicator.method == "counts" and indicator.unit == "%":
        # Counts rounded to five, of residents of another year: no share at all can be given.
        impossible = value > WHOLE_SHARE
        value, marker = value.mask(impossible), marker.mask(impossible, "u")
    return rows.assign(indicator=indicator.id, value=value, marker=marker)


def _latest(indicator: Indicator, given: dict[str, pd.DataFrame]) -> dict[str, pd.DataFrame] | None:
    """Return an indicator's measures in the last period that has all of them; None without one."""
    above = given[indicator.numerator]
    ends = above.drop_duplicates("period").sort_values("period_end", ascending=False)
    for period in ends["period"]:
        found = {indicator.numerator: above[above["period"] == period]}
        if indicator.denominator:
            below = given[indicator.denominator]
            of = indicator.denominator_period.get(period, period)
            found[indicator.denominator] = below[below["period"] == of]
        if all(len(rows) for rows in found.values()):
            return found
    return None

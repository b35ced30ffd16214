"""Codes of districts in any year since 2011, brought to the one that has their area today.

A district that was recoded, or merged whole into a larger one, nests in its successor exactly. One
that was divided has no successor in the table, and none is made up.
"""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

import pandas as pd

from etl.aggregate import name_markers, rank_markers
from etl.errors import SourceError
from etl.rawfiles import read_csv
from etl.schema import BESIDE_A_VALUE

ALL_CODES = "geo/codes/*la_all_codes.csv"
COLUMNS = {"LADCD": "code", "LADNM": "name", "LADCD_ACTIVE": "active"}
UPPER_TIER = {"new_la_code": "from_code", "la_name": "from_name", "lad_code": "lad_code"}
"""Columns of DfE's hierarchy: an upper-tier council and the districts in it, in any year."""
RECODED = "The council has a new code and the same area."


def successors(raw: Path, existing: Collection[str]) -> pd.Series:
    """Return the district in ``existing`` that holds the whole of each other district: old → new.

    A code younger than ``existing`` (Sheffield's of 2025 in a release of 2024) finds the older one
    of the same area just so.
    """
    return nested(active_codes(raw), existing)


def active_codes(raw: Path) -> pd.Series:
    """Return every code of an English district since 2011 → the one that has its area today."""
    codes = read_csv(raw, ALL_CODES, COLUMNS)
    codes = codes[codes["active"].str.startswith("E0").fillna(value=False)]
    return codes.set_index("code")["active"]


def by_existing(figures: pd.Series, raw: Path, existing: Collection[str]) -> pd.Series:
    """Index figures of districts by the code that each has in ``existing``, one figure a code.

    The table of codes is read only where one of the codes is another year's.
    """
    if set(figures.index) <= set(existing):
        return figures
    successor = successors(raw, existing)
    moved = figures.set_axis(pd.Index([successor.get(code, code) for code in figures.index]))
    return moved[~moved.index.duplicated(keep=False)]


def names(raw: Path) -> dict[str, str]:
    """Return the name of every district by code."""
    codes = read_csv(raw, ALL_CODES, COLUMNS)
    return dict(zip(codes["code"], codes["name"], strict=True))


def former_councils(raw: Path, council_file: Path, existing: Collection[str]) -> pd.DataFrame:
    """Return upper-tier councils that are no more and every one that has a part of their area.

    ``from_code from_name area_code``, in order; ``council_file`` is DfE's hierarchy of areas.
    Counties that still exist are not former, nor is a council whose code is in ``existing``.
    """
    table = pd.read_csv(
        council_file, usecols=list(UPPER_TIER), dtype="str", encoding="utf-8-sig"
    ).rename(columns=UPPER_TIER)
    table = table[table["from_code"].str.startswith("E").fillna(value=False)].drop_duplicates()
    here = table["lad_code"].isin(list(existing))
    table["area_code"] = table["lad_code"].where(
        here, table["lad_code"].map(successors(raw, existing))
    )
    alive = table.loc[here & table["lad_code"].str.startswith("E07"), "from_code"]
    gone = ~table["from_code"].isin([*existing, *alive])
    rows = table.loc[gone, ["from_code", "from_name", "area_code"]].dropna()
    rows = rows.drop_duplicates(["from_code", "area_code"], keep="last")
    return rows.sort_values(["from_code", "area_code"], ignore_index=True)


def nested(active: pd.Series, existing: Collection[str]) -> pd.Series:
    """Return old code → the one in ``existing``, from code → active code; nothing where in doubt.

    Codes with one active code share its area or lie in it. If several of them exist side by side,
    which of them has the area is not known.
    """
    here = active[active.index.isin(list(existing))]
    single = here[~here.duplicated(keep=False)]
    holder = pd.Series(single.index, index=single.to_numpy(), dtype="str")
    found = active[~active.index.isin(list(existing))].map(holder).dropna()
    return found.rename("area_code")


def former(measures: pd.DataFrame, successor: pd.Series) -> pd.Series:
    """Tell which rows are of a district that has a successor."""
    councils = measures["geography"].isin(["lad", "utla"])
    return councils & measures["area_code"].isin(successor.index)


def recode(measures: pd.DataFrame, successor: pd.Series, rates: Collection[str]) -> pd.DataFrame:
    """Bring rows of districts to the successor's code.

    A district that is the only one of its successor keeps its figures. Counts of districts that
    merged are added up where the table has all of them in a period; where it has not, and for a
    rate (``rates`` names those measures), the figure is ``x``, and withheld where a part is.
    """
    moving = former(measures, successor)
    rows = measures[moving]
    rows = rows.assign(area_code=rows["area_code"].map(successor))
    alone = rows["area_code"].map(successor.value_counts()) == 1
    kept, merged = rows[alone], _merged(rows[~alone], successor, rates)
    result = pd.concat([measures[~moving], kept[measures.columns], merged[measures.columns]])
    twice = result.duplicated(["measure", "geography", "area_code", "period"])
    if twice.any():
        first = result[twice].iloc[0]
        raise SourceError(
            f"measure {first['measure']}: {first['area_code']} {first['period']} is given by its "
            "code and by a former one"
        )
    return result.reset_index(drop=True)


def _merged(rows: pd.DataFrame, successor: pd.Series, rates: Collection[str]) -> pd.DataFrame:
    """Add up the districts of each successor; ``rows`` have its code already."""
    keys = ["measure", "geography", "area_code", "period", "period_end"]
    parts = rows.assign(rank=rank_markers(rows["marker"])).groupby(keys, sort=True)
    table = pd.DataFrame(
        {
            "value": parts["value"].sum(),
            "rank": parts["rank"].max(),
            "known": parts["value"].count(),
        }
    ).reset_index()
    whole = table["known"] == table["area_code"].map(successor.value_counts())
    table["value"] = table["value"].where(whole & ~table["measure"].isin(list(rates)))
    marker = pd.Series(name_markers(table["rank"].to_numpy()), table.index, dtype="str")
    beside = marker.isna() | marker.isin(list(BESIDE_A_VALUE))
    table["marker"] = marker.mask(table["value"].isna() & beside, "x")
    return table

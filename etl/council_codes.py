"""Codes of districts in any year since 2011, brought to the one that has their area today.

A district that was recoded, or merged whole into a larger one, nests in its successor exactly. One
that was divided has no successor in the table, and none is made up.
"""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

import pandas as pd

from etl.errors import SourceError
from etl.rawfiles import read_csv

ALL_CODES = "geo/codes/drkane_la_all_codes.csv"
COLUMNS = {"LADCD": "code", "LADCD_ACTIVE": "active"}
RECODED = "The council has a new code and the same area."
MERGED = "The council was merged whole into this one."


def successors(raw: Path, existing: Collection[str]) -> pd.Series:
    """Return the district in ``existing`` that holds the whole of each other district: old → new.

    A code younger than ``existing`` (Sheffield's of 2025 in a release of 2024) finds the older one
    of the same area just so.
    """
    codes = read_csv(raw, ALL_CODES, COLUMNS)
    codes = codes[codes["active"].str.startswith("E0").fillna(value=False)]
    return nested(codes.set_index("code")["active"], existing)


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


def recode(
    measures: pd.DataFrame, successor: pd.Series, rates: Collection[str]
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Bring rows of districts to the successor's code; return measures and what was recoded.

    Counts of districts that merged are added up, where the table has all of them in a period; a
    count with an unknown part is unknown, and a rate (``rates`` names those measures) of several is
    ``x``. The second table is ``measure area_code from_code``.
    """
    moving = measures["geography"].isin(["lad", "utla"]) & measures["area_code"].isin(
        successor.index
    )
    if not moving.any():
        return measures, pd.DataFrame(columns=["measure", "area_code", "from_code"], dtype="str")
    rows = measures[moving]
    rows = rows.assign(from_code=rows["area_code"], area_code=rows["area_code"].map(successor))
    keys = ["measure", "geography", "area_code", "period", "period_end"]
    parts = rows.groupby(keys, sort=True)
    alone = parts["value"].transform("size") == 1
    kept = rows[alone]
    together = rows[~alone].groupby(keys, sort=True)
    known = together["value"].count() == together.size()
    summed = together["value"].sum().where(known)
    table = pd.concat([summed, together["marker"].first()], axis=1).reset_index()
    rated = table["measure"].isin(list(rates))
    table["value"] = table["value"].mask(rated)
    table["marker"] = table["marker"].mask(rated, "x").astype("str")
    result = pd.concat([measures[~moving], kept[measures.columns], table[measures.columns]])
    twice = result.duplicated(["measure", "geography", "area_code", "period"])
    if twice.any():
        first = result[twice].iloc[0]
        raise SourceError(
            f"measure {first['measure']}: {first['area_code']} {first['period']} is given by its "
            "code and by a former one"
        )
    recoded = rows[["measure", "area_code", "from_code"]].drop_duplicates(ignore_index=True)
    return result.reset_index(drop=True), recoded

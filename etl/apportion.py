"""Figures of wards of one year on the wards of another, through the small areas they share.

A ward whose code survives is the same ward (ONS gives a changed one a new code), and keeps its
published figure. What was counted in a ward that is no more goes to new wards only, in proportion
to the residents of the LSOAs that lie in both by best fit. Shares of one former ward add up to
one, so every total is conserved.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
import pandas as pd

from etl.aggregate import name_markers, rank_markers

ESTIMATED = "e"
NOT_AVAILABLE = "x"


@dataclass(frozen=True)
class WardChange:
    """What became of the wards of one vintage in another.

    ``shares``: ``from_code area_code share``, one row for each new ward that shares residents with
    a former one. ``carried``: codes in both vintages. ``lost``: former wards, without a place in
    any new one. ``bare``: new wards that share residents with no former one.
    """

    shares: pd.DataFrame
    carried: frozenset[str]
    lost: frozenset[str]
    bare: frozenset[str]


def ward_change(
    old_fit: pd.Series,
    new_fit: pd.Series,
    residents: pd.Series,
    *,
    old_wards: Collection[str],
    new_wards: Collection[str],
) -> WardChange:
    """Compare two vintages. Best fits and ``residents`` are Series indexed by LSOA 2021.

    A best fit may put an LSOA of a former ward in a ward whose borders did not change; nobody moved
    there, so it gives no weight.
    """
    before, after = set(old_wards), set(new_wards)
    gone, new = before - after, after - before
    shared = pd.DataFrame({"from_code": old_fit, "area_code": new_fit, "share": residents}).dropna()
    shared = shared[shared["from_code"].isin(gone) & shared["area_code"].isin(new)]
    people = shared.groupby(["from_code", "area_code"])["share"].sum()
    people = people[people > 0]
    shares = (people / people.groupby("from_code").transform("sum")).reset_index()
    return WardChange(
        shares=shares,
        carried=frozenset(before & after),
        lost=frozenset(gone - set(shares["from_code"])),
        bare=frozenset(new - set(shares["area_code"])),
    )


def apportion(
    measures: pd.DataFrame, change: WardChange, rates: Collection[str] = ()
) -> pd.DataFrame:
    """Bring ward rows of a measures table to the new vintage; other rows pass as they are.

    Counts in changed wards are estimates (``e``). Where a part is unknown the whole is, with the
    gravest marker among its parts; a former ward that the source leaves out counts as ``x``. Rates
    and scores (``rates`` names those measures) cannot be shared out: ``x``. Wards that share
    nothing with a former one are ``x`` too.
    """
    former = set(change.shares["from_code"]) | change.lost
    ward = measures["geography"] == "ward"
    gone = ward & measures["area_code"].isin(former)
    kept = measures[~gone]
    when = ["measure", "period", "period_end"]
    series = measures.loc[ward, when].drop_duplicates()
    wanted = series.merge(change.shares, how="cross")
    given = measures.loc[gone, [*when, "area_code", "value", "marker"]]
    parts = wanted.merge(given.rename(columns={"area_code": "from_code"}), how="left")
    absent = parts["value"].isna() & parts["marker"].isna()
    rated = parts["measure"].isin(list(rates))
    parts["value"] = (parts["value"] * parts["share"]).mask(rated)
    parts["marker"] = parts["marker"].mask(absent, NOT_AVAILABLE)
    parts["marker"] = parts["marker"].mask(rated, NOT_AVAILABLE)
    parts["rank"] = rank_markers(parts["marker"]) * parts["value"].isna()
    grouped = parts.groupby([*when, "area_code"], sort=True)
    total = grouped["value"].sum().where(grouped["value"].count() == grouped.size())
    shared = pd.DataFrame({"value": total, "rank": grouped["rank"].max()}).reset_index()
    gravest = pd.Series(name_markers(shared.pop("rank").to_numpy()), shared.index, dtype="str")
    shared["marker"] = gravest.mask(shared["value"].notna(), ESTIMATED)
    bare = series.merge(pd.DataFrame({"area_code": sorted(change.bare)}, dtype="str"), how="cross")
    bare = bare.assign(value=np.nan, marker=NOT_AVAILABLE)
    fresh = pd.concat([shared, bare]).assign(geography="ward")
    fresh["marker"] = fresh["marker"].astype("str")
    return pd.concat([kept, fresh[measures.columns]], ignore_index=True)

"""What would change if one release took the place of another: read before an update is accepted.

Releases of two ward vintages compare where an area is the same: wards that kept their code, and
councils that the ledger of either says were recoded. Wards of one vintage alone are counted by
council.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from etl.contract import KEY
from etl.errors import UsageError

MOVED = 1e-9
"""Values that differ by no more than this are the same."""


@dataclass(frozen=True)
class Difference:
    """The difference between an old and a new release.

    ``indicators``: one row per indicator that changed: ``indicator added removed blanked filled
    moved largest_move``, most changed first. ``moves``: one row per observation in both whose value
    differs: ``indicator area_code area_name level period old new change spread``, largest first,
    where ``spread`` is the change in standard deviations of the indicator's old values at that
    level, so that counts and shares compare. ``areas_added``, ``areas_removed``: codes and names.
    ``recoded``: old → new code of councils compared under the new one. ``redrawn``: one row per
    council with other wards: ``area_code area_name removed added``, most changed first.
    """

    old_id: str
    new_id: str
    indicators: pd.DataFrame
    moves: pd.DataFrame
    areas_added: list[str]
    areas_removed: list[str]
    old_vintage: str
    new_vintage: str
    recoded: dict[str, str]
    redrawn: pd.DataFrame

    @property
    def empty(self) -> bool:
        """Tell whether nothing changed."""
        return self.indicators.empty and not (self.areas_added or self.areas_removed)


def diff(old: Path, new: Path) -> Difference:
    """Compare two release directories.

    Raises ``UsageError`` when one of them is not a release.
    """
    before, after = _read(old), _read(new)
    recoded = _recoded(before, after)
    old_areas, new_areas = before.areas.rename(index=recoded).area_name, after.areas.area_name
    old_rows = before.rows.assign(area_code=before.rows.area_code.replace(recoded))
    both = old_rows.merge(
        after.rows, on=[*KEY, "level"], how="outer", suffixes=("_old", "_new"), indicator="where"
    )
    names = pd.concat([new_areas, old_areas])
    names = names[~names.index.duplicated()]
    shared = both["where"] == "both"
    change = both.value_new - both.value_old
    state = pd.DataFrame(
        {
            "indicator": both.indicator,
            "added": both["where"] == "right_only",
            "removed": both["where"] == "left_only",
            "blanked": shared & both.value_old.notna() & both.value_new.isna(),
            "filled": shared & both.value_old.isna() & both.value_new.notna(),
            "moved": shared & (change.abs() > MOVED),
        }
    )
    indicators = state.groupby("indicator").sum()
    indicators["largest_move"] = change[state.moved].groupby(both.indicator).agg(_largest)
    counts = ["added", "removed", "blanked", "filled", "moved"]
    indicators = indicators[indicators[counts].sum(axis=1) > 0]
    order = indicators[counts].sum(axis=1).sort_values(ascending=False, kind="stable").index
    spread = both.groupby(["indicator", "level"]).value_old.transform("std")
    moves = pd.DataFrame(
        {
            "indicator": both.indicator,
            "area_code": both.area_code,
            "area_name": both.area_code.map(names),
            "level": both.level,
            "period": both.period,
            "old": both.value_old,
            "new": both.value_new,
            "change": change,
            "spread": (change / spread).abs(),
        }
    )[state.moved].sort_values("spread", ascending=False, kind="stable", ignore_index=True)
    return Difference(
        old_id=before.release_id,
        new_id=after.release_id,
        indicators=indicators.loc[order].reset_index(),
        moves=moves,
        areas_added=_only_in(new_areas, old_areas),
        areas_removed=_only_in(old_areas, new_areas),
        old_vintage=before.vintage,
        new_vintage=after.vintage,
        recoded=recoded,
        redrawn=_redrawn(before.areas, after.areas, recoded),
    )


@dataclass(frozen=True)
class _Release:
    """What is compared of a release: ``areas`` by code, ``recoded`` the ledger's rows of that."""

    release_id: str
    vintage: str
    areas: pd.DataFrame
    rows: pd.DataFrame
    recoded: pd.DataFrame


def _recoded(old: _Release, new: _Release) -> dict[str, str]:
    """Return old → new code of areas that are one and the same, by the ledger of either."""
    onwards = new.recoded[["from_code", "area_code"]].to_numpy().tolist()
    back = old.recoded[["area_code", "from_code"]].to_numpy().tolist()
    only_old = set(old.areas.index) - set(new.areas.index)
    only_new = set(new.areas.index) - set(old.areas.index)
    return {here: there for here, there in onwards + back if here in only_old and there in only_new}


def _redrawn(old: pd.DataFrame, new: pd.DataFrame, recoded: dict[str, str]) -> pd.DataFrame:
    """Count wards that only one release has, by the council they lie in."""
    wards = {"removed": old[~old.index.isin(new.index)], "added": new[~new.index.isin(old.index)]}
    counts = pd.DataFrame(
        {
            what: rows.loc[rows.level == "ward", "lad_code"].replace(recoded).value_counts()
            for what, rows in wards.items()
        }
    )
    counts = counts.fillna(0).astype(int).rename_axis("area_code")
    names = pd.concat([new, old.rename(index=recoded)]).area_name
    names = names[~names.index.duplicated()]
    counts.insert(0, "area_name", counts.index.map(names.to_dict()))
    order = counts[["removed", "added"]].sum(axis=1).sort_values(ascending=False, kind="stable")
    return counts.loc[order.index].reset_index()


def _largest(change: pd.Series) -> float:
    return float(change.iloc[int(change.abs().to_numpy().argmax())])


def _only_in(these: pd.Series, those: pd.Series) -> list[str]:
    only = these[~these.index.isin(those.index)]
    return [f"{code} {name}" for code, name in only.items()]


def _read(release: Path) -> _Release:
    if not (release / "manifest.json").is_file():
        raise UsageError(f"{release}: is not a release: it has no manifest.json")
    manifest = json.loads((release / "manifest.json").read_text(encoding="utf-8"))
    columns = ["area_code", "area_name", "level", "lad_code"]
    areas = pd.read_parquet(release / "areas.parquet", columns=columns).set_index("area_code")
    rows = pd.read_parquet(release / "observations.parquet", columns=[*KEY, "level", "value"])
    ledger = pd.DataFrame(columns=["area_code", "from_code", "what"])
    # Releases of before there was a ledger compare too.
    if (release / "ledger.parquet").is_file():
        ledger = pd.read_parquet(release / "ledger.parquet", columns=list(ledger.columns))
    return _Release(
        release_id=manifest["release_id"],
        vintage=manifest["ward_vintage"],
        areas=areas,
        rows=rows,
        recoded=ledger[ledger.what == "recoded"],
    )

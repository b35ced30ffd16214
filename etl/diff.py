"""What would change if one release took the place of another: read before an update is accepted."""

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
    """

    old_id: str
    new_id: str
    indicators: pd.DataFrame
    moves: pd.DataFrame
    areas_added: list[str]
    areas_removed: list[str]

    @property
    def empty(self) -> bool:
        """Tell whether nothing changed."""
        return self.indicators.empty and not (self.areas_added or self.areas_removed)


def diff(old: Path, new: Path) -> Difference:
    """Compare two release directories.

    Raises ``UsageError`` when one of them is not a release.
    """
    old_id, old_areas, old_rows = _read(old)
    new_id, new_areas, new_rows = _read(new)
    both = old_rows.merge(
        new_rows, on=[*KEY, "level"], how="outer", suffixes=("_old", "_new"), indicator="where"
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
        old_id=old_id,
        new_id=new_id,
        indicators=indicators.loc[order].reset_index(),
        moves=moves,
        areas_added=_only_in(new_areas, old_areas),
        areas_removed=_only_in(old_areas, new_areas),
    )


def _largest(change: pd.Series) -> float:
    return float(change.iloc[int(change.abs().to_numpy().argmax())])


def _only_in(these: pd.Series, those: pd.Series) -> list[str]:
    only = these[~these.index.isin(those.index)]
    return [f"{code} {name}" for code, name in only.items()]


def _read(release: Path) -> tuple[str, pd.Series, pd.DataFrame]:
    if not (release / "manifest.json").is_file():
        raise UsageError(f"{release}: is not a release: it has no manifest.json")
    manifest = json.loads((release / "manifest.json").read_text(encoding="utf-8"))
    areas = pd.read_parquet(release / "areas.parquet", columns=["area_code", "area_name"])
    rows = pd.read_parquet(release / "observations.parquet", columns=[*KEY, "level", "value"])
    return manifest["release_id"], areas.set_index("area_code").area_name, rows

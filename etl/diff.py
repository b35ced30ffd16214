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


SHOWN_BESIDE = ("marker", "method", "benchmark", "quintile", "trend")
COMPUTED_BESIDE = ("lower_ci", "upper_ci", "numerator", "denominator")
"""What stands beside a value: a figure may keep its value and be read otherwise."""

_COMPARED = (*KEY, "level", "value", *SHOWN_BESIDE, *COMPUTED_BESIDE)

_SAME = 1e-6
"""Part by which a count or an end of an interval may differ: the ends have seven digits."""


@dataclass(frozen=True)
class Difference:
    """The difference between an old and a new release.

    ``areas_added``, ``areas_removed``: codes and names of areas that only one of them has, and
    ``figures_added``, ``figures_removed`` how many observations those have. All else is of areas
    in both. ``moves``: one row per observation whose value differs: ``indicator area_code area_name
    level period old new change spread``, largest first, where ``spread`` is the change in standard
    deviations of the indicator's old values at that level, so that counts and shares compare.
    ``indicators``: one row per indicator that changed: ``indicator added removed blanked filled
    moved beside largest_move spread``, by the largest of its moves; ``beside`` counts figures of
    the same value with another count, interval, marker, verdict, fifth or trend. ``areas``: the
    largest move of each area, and ``moved``, how many of its figures did, largest first.
    ``recoded``: old → new code of councils compared under the new one. ``redrawn``: one row per
    council with other wards: ``area_code area_name removed added``, most changed first.
    """

    old_id: str
    new_id: str
    indicators: pd.DataFrame
    areas: pd.DataFrame
    moves: pd.DataFrame
    areas_added: list[str]
    areas_removed: list[str]
    figures_added: int
    figures_removed: int
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
    removed = ~old_rows.area_code.isin(new_areas.index)
    added = ~after.rows.area_code.isin(old_areas.index)
    both = old_rows[~removed].merge(
        after.rows[~added],
        on=[*KEY, "level"],
        how="outer",
        suffixes=("_old", "_new"),
        indicator="where",
    )
    moves = _moves(both, pd.concat([new_areas, old_areas]))
    by_area = moves.groupby("area_code", sort=False)
    return Difference(
        old_id=before.release_id,
        new_id=after.release_id,
        indicators=_by_indicator(both, moves),
        areas=by_area.head(1).assign(moved=lambda t: t.area_code.map(by_area.size())),
        moves=moves,
        areas_added=_only_in(new_areas, old_areas),
        areas_removed=_only_in(old_areas, new_areas),
        figures_added=int(added.sum()),
        figures_removed=int(removed.sum()),
        old_vintage=before.vintage,
        new_vintage=after.vintage,
        recoded=recoded,
        redrawn=_redrawn(before.areas, after.areas, recoded),
    )


def _moves(both: pd.DataFrame, names: pd.Series) -> pd.DataFrame:
    """Return the observations in both releases whose value differs, largest first."""
    change = both.value_new - both.value_old
    spread = both.groupby(["indicator", "level"]).value_old.transform("std")
    # Of England there may be one figure: its move is held against the figure itself.
    spread = spread.where(spread > 0, both.value_old.abs())
    moves = pd.DataFrame(
        {
            "indicator": both.indicator,
            "area_code": both.area_code,
            "area_name": both.area_code.map(names[~names.index.duplicated()]),
            "level": both.level,
            "period": both.period,
            "old": both.value_old,
            "new": both.value_new,
            "change": change,
            "spread": (change / spread).abs(),
        }
    )[change.abs() > MOVED]
    return moves.sort_values("spread", ascending=False, kind="stable", ignore_index=True)


def _by_indicator(both: pd.DataFrame, moves: pd.DataFrame) -> pd.DataFrame:
    """Count what happened to the figures of each indicator, the largest move first."""
    shared = both["where"] == "both"
    blank_before, blank_now = both.value_old.isna(), both.value_new.isna()
    moved = shared & ((both.value_new - both.value_old).abs() > MOVED)
    counts = ["added", "removed", "blanked", "filled", "moved", "beside"]
    state = pd.DataFrame(
        {
            "indicator": both.indicator,
            "added": both["where"] == "right_only",
            "removed": both["where"] == "left_only",
            "blanked": shared & ~blank_before & blank_now,
            "filled": shared & blank_before & ~blank_now,
            "moved": moved,
            "beside": shared & ~moved & (blank_before == blank_now) & _differs_beside(both),
        }
    )
    found = state.groupby("indicator")[counts].sum()
    largest = moves.drop_duplicates("indicator").set_index("indicator")
    found["largest_move"], found["spread"] = largest.change, largest.spread
    found = found[found[counts].sum(axis=1) > 0].assign(all=lambda t: t[counts].sum(axis=1))
    found = found.sort_values(["spread", "all"], ascending=False, kind="stable", na_position="last")
    return found.drop(columns="all").reset_index()


def _differs_beside(both: pd.DataFrame) -> pd.Series:
    """Tell which observations have something else beside their value."""
    differs = pd.Series(data=False, index=both.index)
    for name in SHOWN_BESIDE:
        old, new = both[f"{name}_old"].astype(object), both[f"{name}_new"].astype(object)
        differs |= ~((old == new) | (old.isna() & new.isna()))
    for name in COMPUTED_BESIDE:
        old, new = both[f"{name}_old"], both[f"{name}_new"]
        near = (new - old).abs() <= _SAME * old.abs() + MOVED
        differs |= ~(near | (old.isna() & new.isna()))
    return differs


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


def _only_in(these: pd.Series, those: pd.Series) -> list[str]:
    only = these[~these.index.isin(those.index)]
    return [f"{code} {name}" for code, name in only.items()]


def _read(release: Path) -> _Release:
    if not (release / "manifest.json").is_file():
        raise UsageError(f"{release}: is not a release: it has no manifest.json")
    manifest = json.loads((release / "manifest.json").read_text(encoding="utf-8"))
    columns = ["area_code", "area_name", "level", "lad_code"]
    areas = pd.read_parquet(release / "areas.parquet", columns=columns).set_index("area_code")
    rows = pd.read_parquet(release / "observations.parquet", columns=list(_COMPARED))
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

"""A council's own ward figures, put into a copy of a release beside the official ones."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from etl import (
    disclosure,
    geography,
    local_figures,
    local_file,
    local_release,
    releases,
)
from etl.errors import ContractError, UsageError
from etl.known_counts import Family
from etl.local_file import Place
from etl.local_release import Base, Described
from etl.templates import FAMILIES
from etl.vintages import VINTAGES

_COUNTS = ["numerator", "denominator"]


@dataclass(frozen=True)
class Added:
    """The new release, and how many figures of it are shown, withheld or not there."""

    release: Path
    shown: int
    withheld: int
    missing: int
    left_out: tuple[str, ...]
    """Indicators and years of which no ward at all may be shown."""


def add_local(
    file: Path,
    council: str,
    release: Path,
    out: Path,
    *,
    raw: Path | None = None,
    round_5: bool = False,
    described: Described | None = None,
) -> Added:
    """Put the figures in ``file`` into a copy of ``release`` and bring it into force in ``out``.

    ``council`` is a district, a one-tier council or a county. LSOAs go to wards by the ONS best fit
    in ``raw``, the official files. Small counts are withheld by ``etl.disclosure`` before anything
    is computed from them. ``release`` stays as it is.

    Raises ``UsageError`` for a release, council or file that is not there, ``SourceError`` for what
    must not be in the file, ``ContractError`` when the release, or another one kept in ``out``, has
    figures of the same children already.
    """
    base = Base.read(release)
    place, ward_of = _place(base, council, raw)
    given = local_file.read(file, place)
    wards = [code for code in place.own if code.startswith("E05")]
    counts = local_figures.complete(local_figures.to_wards(given, ward_of), wards)
    _refuse_known(counts, base, wards)
    protected = [
        _protected(rows, family, _official(base, council, str(period)))
        for family in FAMILIES
        for period, rows in counts[counts["indicator"].isin(family.indicators)].groupby("period")
    ]
    hidden = pd.concat(protected, ignore_index=True)
    kept, left_out = local_figures.with_something_shown(hidden)
    if kept.empty:
        raise ContractError(
            f"{file.name}: every figure in it is withheld or missing: nothing to add"
        )
    if round_5:
        kept = disclosure.rounded(kept)
    added = local_figures.observations(
        kept,
        base.observations,
        method="best_fit" if given["area_code"].isin(list(ward_of)).any() else "published",
    )
    _refuse_versions(added, out)
    source = local_release.source(file, council, base, described or Described(), added, round_5)
    path = local_release.put_in(base, added, source, out)
    marker = added["marker"]
    return Added(
        release=path,
        shown=int(added["value"].notna().sum()),
        withheld=int((marker == disclosure.WITHHELD).sum()),
        missing=int(marker.isin(["x", "z"]).sum()),
        left_out=left_out,
    )


def wards_of(release: Path, council: str) -> dict[str, str]:
    """Return code → name of the council's wards; ``UsageError`` for what is no council."""
    return dict(_place(Base.read(release), council, None)[0].own)


def _place(base: Base, council: str, raw: Path | None) -> tuple[Place, dict[str, str]]:
    """Return what the file is read against, and the ward of each of the council's LSOAs."""
    areas = base.areas
    known = areas[(areas["area_code"] == council) & areas["level"].isin(["lad", "utla"])]
    if known.empty:
        raise UsageError(f"{council}: is not the code of a council in this release")
    inside = (areas["lad_code"] == council) | (areas["utla_code"] == council)
    wards = areas[areas["level"] == "ward"]
    own = wards.loc[inside[wards.index]].set_index("area_code")["area_name"]
    others = set(areas["area_code"]) - set(own.index)
    ward_of: dict[str, str] = {}
    if raw is not None:
        best_fit = geography.lsoa21_to_ward(raw, VINTAGES[base.vintage])
        ours = best_fit[best_fit.isin(list(own.index))]
        ward_of = {str(lsoa): str(ward) for lsoa, ward in ours.items()}
        others |= set(best_fit.index) - set(ward_of)
    named = {str(code): str(name) for code, name in own.items()} | dict.fromkeys(ward_of, "")
    return Place(str(known["area_name"].iloc[0]), named, frozenset(others)), ward_of


def _protected(
    rows: pd.DataFrame, family: Family, official: dict[tuple[str, str], float]
) -> pd.DataFrame:
    """Protect one family and period; wards without figures stay ``x`` unless they are few children.

    What the council's own total leaves for them is known to everybody: few children there are as
    good as shown, so those wards are withheld like any other.
    """
    missing = rows["marker"] == "x"
    open_to_all = local_figures.left_for_few(rows, official)
    hidden = missing & rows["indicator"].isin(open_to_all)
    rows = rows.assign(marker=rows["marker"].astype(object).mask(hidden, disclosure.WITHHELD))
    known = rows[~missing | hidden]
    if known.empty:
        return rows
    safe = disclosure.protect(known, family, official)
    return pd.concat([safe, rows[missing & ~hidden]], ignore_index=True)


def _refuse_known(counts: pd.DataFrame, base: Base, wards: list[str]) -> None:
    """Refuse figures of children of whom the release has some already.

    Two versions of one figure, laid side by side, give away what either withholds. So do two parts
    of a family: who passes all five areas passes each, and what one file withholds of an area the
    other would bound. A family is protected as one, so it comes in one file.
    """
    at_wards = base.observations[base.observations["area_code"].isin(wards)]
    for family in FAMILIES:
        periods = counts.loc[counts["indicator"].isin(family.indicators), "period"].unique()
        same = at_wards["indicator"].isin(family.indicators) & at_wards["period"].isin(periods)
        if same.any():
            first = at_wards[same].iloc[0]
            raise ContractError(
                f"{first.indicator} {first.period}: the release has figures of these wards already;"
                " start from the release that has not, with all indicators of the year in one file"
            )


def _refuse_versions(added: pd.DataFrame, out: Path) -> None:
    """Refuse to put a release beside another one that has other figures of the same children."""
    keys = ["indicator", "period", "area_code"]
    chosen = [("indicator", "in", set(added["indicator"])), ("level", "=", "ward")]
    for release in releases.kept(out):
        before = pd.read_parquet(
            release / "observations.parquet", columns=[*keys, *_COUNTS], filters=chosen
        )
        both = before.merge(added[[*keys, *_COUNTS]], on=keys, suffixes=("", "_now"))
        for name in _COUNTS:
            if (both[name].fillna(-1) != both[f"{name}_now"].fillna(-1)).any():
                raise ContractError(
                    f"{release}: has other figures of these wards and years. Two versions side by "
                    "side give away what either withholds: remove that one, if nobody has seen it, "
                    "or keep to it"
                )


def _official(base: Base, council: str, period: str) -> dict[tuple[str, str], float]:
    """Return the council's own published counts: (indicator, which count) → children."""
    table = base.observations
    rows = table[(table["area_code"] == council) & (table["period"] == period)]
    rows = rows.dropna(subset=_COUNTS)
    return {
        (str(row.indicator), name): float(getattr(row, name))
        for row in rows.itertuples()
        for name in _COUNTS
    }

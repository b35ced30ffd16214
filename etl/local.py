"""A council's own ward figures, put into a copy of a release beside the official ones."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from etl import (
    describe,
    disclosure,
    geography,
    local_figures,
    local_file,
    publish,
    releases,
    tables,
)
from etl.contract import OBSERVATIONS, require
from etl.errors import ContractError, UsageError
from etl.local_file import Place
from etl.observations import COLUMNS
from etl.registry import LEVELS
from etl.schema import check_release, is_quarter
from etl.templates import FAMILIES
from etl.trends import periods_of
from etl.vintages import VINTAGES

FIND_A_COUNCIL = "https://www.gov.uk/find-local-council"
NO_LICENCE = "No licence stated: ask the council before using its figures elsewhere"
_REWRITTEN = ("observations.parquet", "indicators.json", "manifest.json")
_COUNTS = ["numerator", "denominator"]


@dataclass(frozen=True)
class Described:
    """What the council says of its figures."""

    title: str = ""
    licence: str = NO_LICENCE
    page: str = FIND_A_COUNCIL
    published: str = ""
    """ISO date; today where it is blank."""


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
    base = _Base.read(release)
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
    source = _source(file, council, base, described or Described(), added, round_5)
    path = _publish(base, added, source, out)
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
    return dict(_place(_Base.read(release), council, None)[0].own)


@dataclass(frozen=True)
class _Base:
    """The release that figures are added to."""

    path: Path
    manifest: dict[str, Any]
    indicators: list[dict[str, Any]]
    areas: pd.DataFrame
    observations: pd.DataFrame

    @classmethod
    def read(cls, path: Path) -> _Base:
        if not (path / "manifest.json").is_file():
            raise UsageError(f"{path}: is not a release: it has no manifest.json")
        if broken := check_release(path):
            raise ContractError(f"{path}: breaks its contract, so nothing is added: {broken[0]}")
        manifest, indicators = (
            json.loads((path / name).read_text(encoding="utf-8"))
            for name in ("manifest.json", "indicators.json")
        )
        areas, table = (
            pd.read_parquet(path / f"{name}.parquet") for name in ("areas", "observations")
        )
        return cls(path.resolve(), manifest, indicators, areas, table)

    @property
    def vintage(self) -> str:
        return self.manifest["ward_vintage"]


def _place(base: _Base, council: str, raw: Path | None) -> tuple[Place, dict[str, str]]:
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
    rows: pd.DataFrame, family: disclosure.Family, official: dict[tuple[str, str], float]
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


def _refuse_known(counts: pd.DataFrame, base: _Base, wards: list[str]) -> None:
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


def _official(base: _Base, council: str, period: str) -> dict[tuple[str, str], float]:
    """Return the council's own published counts: (indicator, which count) → children."""
    table = base.observations
    rows = table[(table["area_code"] == council) & (table["period"] == period)]
    rows = rows.dropna(subset=_COUNTS)
    return {
        (str(row.indicator), name): float(getattr(row, name))
        for row in rows.itertuples()
        for name in _COUNTS
    }


def _source(
    file: Path, council: str, base: _Base, said: Described, added: pd.DataFrame, round_5: bool
) -> dict[str, Any]:
    """Return the manifest's record of the file: whose it is, under what terms, how protected.

    Its hash is of what is shown. That of the file itself would let anyone who knows the rest of it
    try the few counts that a withheld one can be.
    """
    digest = hashlib.sha256(added.to_csv(index=False).encode()).hexdigest()
    name = base.areas.set_index("area_code")["area_name"][council]
    title = said.title or "Figures by ward, supplied by the council"
    fidelity = "the council's own totals of areas, with small counts withheld"
    rounding = f" Counts are rounded to the nearest {disclosure.ROUND_TO}." if round_5 else ""
    return {
        "id": f"local_{council.lower()}_{digest[:8]}",
        "title": title,
        "publisher": name,
        "landing_page": said.page,
        "file_url": None,
        "licence": said.licence,
        "licence_url": None,
        "attribution": f"Source: {name}, {title}.",
        "published": said.published or dt.date.today().isoformat(),
        "retrieved": None,
        "next_release": None,
        "provenance": "local",
        "fidelity": fidelity,
        "note": (
            f"{said.licence}. Counts of 1 to {disclosure.SMALLEST_SHOWN - 1}, and those that would "
            f"give them away, are withheld.{rounding}"
        ),
        "sha256": digest,
        "rows": len(added),
        "council": council,
        "added_to": base.manifest["release_id"],
        "files": [{"name": "figures", "path": file.name, "sha256": digest, "fidelity": fidelity}],
    }


def _publish(base: _Base, added: pd.DataFrame, source: dict[str, Any], out: Path) -> Path:
    table = pd.concat([base.observations, added], ignore_index=True)
    table["yearly"] = ~table["period"].map(is_quarter)
    table = table.sort_values(["indicator", "area_code", "period_end", "yearly", "period"])
    for text in ("level", "marker", "method", "benchmark", "trend"):
        table[text] = table[text].astype("str")
    table["quintile"] = table["quintile"].astype("Int8")
    table = require(OBSERVATIONS, table[list(COLUMNS)].reset_index(drop=True), of="observations")
    ids = set(added["indicator"])
    entries = [
        _with_wards(entry, table, base.areas, source) if entry["id"] in ids else entry
        for entry in base.indicators
    ]
    with publish.workspace(out) as folder:
        shutil.copytree(
            base.path, folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns(*_REWRITTEN)
        )
        tables.write_table(folder, "observations", table)
        describe.write_json(folder / "indicators.json", entries)
        describe.describe(
            folder,
            sources=[*base.manifest["sources"], source],
            checks=base.manifest["checks"],
            facts=base.manifest["facts"],
            ward_vintage=base.vintage,
        )
        if broken := check_release(folder):
            raise ContractError("the release breaks its contract:\n" + "\n".join(broken))
        return publish.bring_into_force(folder, out)


def _with_wards(
    entry: dict[str, Any], table: pd.DataFrame, areas: pd.DataFrame, source: dict[str, Any]
) -> dict[str, Any]:
    """Return an indicator's entry with its ward figures: whose they are, and no classes of England.

    The fifths of England need England; the app falls back to those of the council. What must be
    known of the figures is said of that council, and of no other.
    """
    rows = table[(table["indicator"] == entry["id"]) & (table["level"] == "ward")]
    lads = areas.set_index("area_code")["lad_code"]
    wards = {
        "periods": [
            {"period": label, "period_end": end.isoformat()}
            for label, end in periods_of(rows[rows["value"].notna()]).itertuples(index=False)
        ],
        "breaks": None,
        "councils": sorted(set(rows["area_code"].map(lads))),
    }
    before = entry["coverage"].get("ward", {}).get("notes", {})
    note = (
        f"Ward figures are {source['publisher']}'s own ({source['title']}), of its wards alone; "
        "those of few children are withheld."
    )
    wards["notes"] = before | {source["council"]: note}
    coverage = {"ward": wards} | {k: v for k, v in entry["coverage"].items() if k != "ward"}
    return entry | {
        "finest_level": "ward",
        "sources": [*entry["sources"], source["id"]],
        "coverage": {level: coverage[level] for level in LEVELS if level in coverage},
    }

"""The release that a council's figures go into: read whole, and published anew with them."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from etl import describe, disclosure, publish, tables
from etl.contract import OBSERVATIONS, require
from etl.errors import ContractError, UsageError
from etl.observations import COLUMNS
from etl.registry import LEVELS
from etl.schema import check_release, is_quarter
from etl.trends import periods_of

FIND_A_COUNCIL = "https://www.gov.uk/find-local-council"
NO_LICENCE = "No licence stated: ask the council before using its figures elsewhere"
_REWRITTEN = ("observations.parquet", "indicators.json", "manifest.json")


@dataclass(frozen=True)
class Described:
    """What the council says of its figures."""

    title: str = ""
    licence: str = NO_LICENCE
    page: str = FIND_A_COUNCIL
    published: str = ""
    """ISO date; today where it is blank."""


@dataclass(frozen=True)
class Base:
    """The release that figures are added to."""

    path: Path
    manifest: dict[str, Any]
    indicators: list[dict[str, Any]]
    areas: pd.DataFrame
    observations: pd.DataFrame

    @classmethod
    def read(cls, path: Path) -> Base:
        """Read a release: ``UsageError`` where there is none, ``ContractError`` if it is broken."""
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
        """Return the name of its ward vintage."""
        return self.manifest["ward_vintage"]


def source(
    file: Path, council: str, base: Base, said: Described, added: pd.DataFrame, round_5: bool
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


def put_in(base: Base, added: pd.DataFrame, source: dict[str, Any], out: Path) -> Path:
    """Bring a copy of ``base`` with ``added`` into force in ``out``, and return its directory.

    Raises ``ContractError`` when the result breaks the contract.
    """
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

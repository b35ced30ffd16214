"""Whether a release on disk keeps its contract: tables, relations, and files left unchanged."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pandas as pd
import pyarrow.parquet as pq

from etl.contract import OPTIONAL, SCHEMAS, table_failures
from etl.digest import sha256
from etl.registry import LEVELS

FILES = (
    "manifest.json",
    "areas.parquet",
    "observations.parquet",
    "postcodes.parquet",
    "neighbours.parquet",
    "ledger.parquet",
    "indicators.json",
    "datapackage.json",
    "README.md",
    "boundaries/england-lad.json",
    "boundaries/england-ward.json",
)
SHARES = 1e-6
"""How far shares of one former area may add up to more than 1: they are floats."""

ORDER = ["indicator", "area_code", "period_end"]


def failures(release: Path) -> list[str]:
    """Return every way in which the release directory breaks the contract, one line each.

    Missing files end the check early, because nothing else can be judged without them.
    """
    if missing := [name for name in FILES if not (release / name).is_file()]:
        return [f"{name}: is missing" for name in missing]
    manifest = json.loads((release / "manifest.json").read_text(encoding="utf-8"))
    indicators = json.loads((release / "indicators.json").read_text(encoding="utf-8"))
    finer = [name for name in OPTIONAL if (release / f"{name}.parquet").is_file()]
    if missing := [name for name in OPTIONAL if finer and name not in finer]:
        return [f"{name}.parquet: is missing beside {finer[0]}.parquet" for name in missing]
    tables = {
        name: pq.read_table(release / f"{name}.parquet").to_pandas()
        for name in SCHEMAS
        if name not in OPTIONAL or finer
    }
    lines = [*_hash_failures(release, manifest)]
    for name, table in tables.items():
        lines += table_failures(SCHEMAS[name], table)
    if any(set(SCHEMAS[name].columns) - set(table.columns) for name, table in tables.items()):
        return lines
    relations: tuple[Callable[[], Iterator[str]], ...] = (
        lambda: _area_failures(tables["areas"]),
        lambda: _observation_failures(tables["observations"], tables["areas"]),
        lambda: _indicator_failures(indicators, tables["observations"], manifest),
        lambda: _ward_failures(indicators, tables["observations"], tables["areas"]),
        lambda: _postcode_failures(tables["postcodes"], tables["areas"]),
        lambda: _neighbour_failures(tables["neighbours"], tables["areas"]),
        lambda: _ledger_failures(tables["ledger"], tables["areas"], tables["observations"]),
        lambda: _boundary_failures(release / "boundaries", tables["areas"]),
    )
    for relation in relations:
        lines += relation()
    if finer:
        lines += _neighbourhood_failures(tables)
        lines += _finest_failures(indicators, tables["neighbourhood_figures"])
    return lines


def _hash_failures(release: Path, manifest: dict) -> Iterator[str]:
    listed = manifest.get("files", {})
    present = {
        path.relative_to(release).as_posix()
        for path in release.rglob("*")
        if path.is_file() and path.name != "manifest.json"
    }
    for name in sorted(set(listed) - present):
        yield f"manifest.json: lists {name}, which is missing"
    for name in sorted(present - set(listed)):
        yield f"{name}: is not listed in manifest.json"
    for name in sorted(present & set(listed)):
        if sha256(release / name) != listed[name]:
            yield f"{name}: is not the file that manifest.json describes (SHA-256 differs)"


def _area_failures(areas: pd.DataFrame) -> Iterator[str]:
    ranks = areas.level.map({level: rank for rank, level in enumerate(LEVELS)})
    order = pd.DataFrame({"rank": ranks, "code": areas.area_code})
    if not order.equals(order.sort_values(["rank", "code"], kind="stable")):
        yield "areas: not sorted by level, then area_code"
    by_level = {level: set(areas.area_code[areas.level == level]) for level in LEVELS}
    parents = {
        "lad_code": (("ward",), by_level["lad"]),
        "utla_code": (("ward", "lad"), by_level["lad"] | by_level["utla"]),
        "region_code": (("ward", "lad", "utla"), by_level["region"]),
    }
    for column, (levels, known) in parents.items():
        children = areas[areas.level.isin(levels)]
        orphans = children[~children[column].isin(known)]
        if len(orphans):
            first = orphans.area_code.iloc[0]
            yield f"areas.{column}: {len(orphans):,} areas lie in none, first {first}"


def _observation_failures(table: pd.DataFrame, areas: pd.DataFrame) -> Iterator[str]:
    order = table[[*ORDER, "period"]]
    # Among periods with one end a quarter comes before its year.
    order = order.assign(whole=~order.period.str.contains(r" Q[1-4]$"))
    if not order.equals(order.sort_values([*ORDER, "whole"], kind="stable")):
        yield "observations: not sorted by indicator, area_code, period_end"
    level = table.area_code.map(areas.set_index("area_code").level)
    if (unknown := level.isna()).any():
        yield (
            f"observations.area_code: {unknown.sum():,} rows are not in areas, "
            f"first {table.area_code[unknown].iloc[0]}"
        )
    if (wrong := level.notna() & (level != table.level)).any():
        yield (
            f"observations.level: {wrong.sum():,} rows differ from areas, "
            f"first {table.area_code[wrong].iloc[0]}"
        )
    ends = table.groupby(["indicator", "period"]).period_end.nunique()
    for indicator, period in ends[ends > 1].index.tolist():
        yield f"observations.period_end: {indicator} {period} has more than one"


def _indicator_failures(
    indicators: list[dict], table: pd.DataFrame, manifest: dict
) -> Iterator[str]:
    known = {entry["id"]: entry for entry in indicators}
    for indicator in sorted(set(table.indicator) - set(known)):
        yield f"indicators.json: {indicator} has observations and no entry"
    sources = {source["id"] for source in manifest.get("sources", [])}
    periods = table[table.value.notna()].drop_duplicates(["indicator", "level", "period"])
    found = {
        (str(key[0]), str(key[1])): set(
            zip(group.period, group.period_end.astype(str), strict=True)
        )
        for key, group in periods.groupby(["indicator", "level"])
    }
    for indicator, entry in known.items():
        if unknown := sorted(set(entry["sources"]) - sources):
            yield f"indicators.json: {indicator}: manifest.json has no source {', '.join(unknown)}"
        coverage = entry.get("coverage", {})
        levels = {level for key, level in found if key == indicator}
        for level in sorted(levels ^ set(coverage)):
            yield f"indicators.json: {indicator}: coverage and observations differ on {level}"
        for level in sorted(levels & set(coverage)):
            listed = [(p["period"], p["period_end"]) for p in coverage[level]["periods"]]
            if set(listed) != found[indicator, level]:
                yield f"indicators.json: {indicator}: periods of {level} differ from observations"
            if [end for _, end in listed] != sorted(end for _, end in listed):
                yield f"indicators.json: {indicator}: periods of {level} are not oldest first"
            breaks = coverage[level]["breaks"]
            if breaks is not None and (len(breaks) != 4 or breaks != sorted(breaks)):
                yield f"indicators.json: {indicator}: breaks of {level} are not four in order"
        finest = LEVELS.index(entry["finest_level"])
        if finer := [level for level in sorted(levels) if LEVELS.index(level) < finest]:
            words = f"{', '.join(finer)}, finer than its finest level"
            yield f"indicators.json: {indicator}: has {words}"


def _ward_failures(
    indicators: list[dict], table: pd.DataFrame, areas: pd.DataFrame
) -> Iterator[str]:
    """Yield ward indicators that say nothing of a ward, not even why there is no figure."""
    lads = areas[areas.level == "ward"].set_index("area_code").lad_code
    by_ward = [entry["id"] for entry in indicators if entry["finest_level"] == "ward"]
    # Figures that councils gave of their own wards are of those councils alone.
    own = {entry["id"]: entry["coverage"].get("ward", {}).get("councils") for entry in indicators}
    partial = {
        (entry["id"], period["period"]): period["councils"]
        for entry in indicators
        for period in entry["coverage"].get("ward", {}).get("periods", ())
        if "councils" in period
    }
    rows = table[(table.level == "ward") & table.indicator.isin(by_ward)]
    for (indicator, period), group in rows.groupby(["indicator", "period"]):
        wards = lads
        if own[indicator]:
            given = set(group.area_code.map(lads).dropna())
            if strangers := sorted(given - set(own[indicator])):
                yield f"indicators.json: {indicator}: ward figures of {strangers[0]} are of nobody"
            wards = lads[lads.isin(list(given))]
        if (whose := partial.get((indicator, period))) is not None:
            wards = lads[lads.isin(whose)]
            if not group.area_code.map(lads).isin(whose).all():
                yield f"indicators.json: {indicator}: {period} has wards of other councils"
            if group[["benchmark", "quintile"]].notna().any(axis=None):
                yield f"observations: {indicator} {period} ranks what only some councils have"
        if len(group) != len(wards):
            name = f"{indicator} {period}"
            yield f"observations: {name} has rows for {len(group):,} of {len(wards):,} wards"


def _postcode_failures(table: pd.DataFrame, areas: pd.DataFrame) -> Iterator[str]:
    if not table.postcode.is_monotonic_increasing or table.postcode.duplicated().any():
        yield "postcodes.postcode: not sorted and unique"
    if (bad := ~table.postcode.str.fullmatch(r"[A-Z]{1,2}\d[A-Z\d]?\d[A-Z]{2}")).any():
        first = table.postcode[bad].iloc[0]
        yield f"postcodes.postcode: {bad.sum():,} are no postcode, first {first}"
    wards = areas[areas.level == "ward"].set_index("area_code").lad_code
    pairs = table.drop_duplicates(["ward_code", "lad_code"])
    wrong = pairs[pairs.ward_code.map(wards) != pairs.lad_code]
    if len(wrong):
        yield (
            f"postcodes: {len(wrong):,} pairs of ward and council are not in areas, "
            f"first {wrong.ward_code.iloc[0]} {wrong.lad_code.iloc[0]}"
        )


def _neighbour_failures(table: pd.DataFrame, areas: pd.DataFrame) -> Iterator[str]:
    keys = ["set", "area_code", "rank"]
    if not table[keys].equals(table[keys].sort_values(keys, kind="stable")):
        yield "neighbours: not sorted by set, area_code, rank"
    councils = set(areas.area_code[areas.level.isin(["lad", "utla"])])
    for column in ("area_code", "neighbour_code"):
        if unknown := sorted(set(table[column]) - councils):
            yield f"neighbours.{column}: {len(unknown):,} are no council, first {unknown[0]}"


def _neighbourhood_failures(tables: dict[str, pd.DataFrame]) -> Iterator[str]:
    """Yield neighbourhoods out of order, in no known area, without a row or without a shape."""
    places, figures, boundaries = (tables[name] for name in OPTIONAL)
    areas = tables["areas"]
    if not places.area_code.is_monotonic_increasing:
        yield "neighbourhoods: not sorted by area_code"
    for level in ("ward", "lad"):
        known = set(areas.area_code[areas.level == level])
        if unknown := sorted(set(places[f"{level}_code"]) - known):
            many = f"{len(unknown):,} are no {level}"
            yield f"neighbourhoods.{level}_code: {many}, first {unknown[0]}"
    for indicator, rows in figures.groupby("indicator", sort=False):
        if rows.area_code.tolist() != places.area_code.tolist():
            yield f"neighbourhood_figures: {indicator} is not of every neighbourhood in code order"
        if (rows.period != rows.period.iloc[0]).any():
            yield f"neighbourhood_figures: {indicator} has more than one period"
    inside = {str(lad): sorted(rows) for lad, rows in places.groupby("lad_code").area_code}
    if boundaries.lad_code.tolist() != sorted(inside):
        yield "neighbourhood_boundaries: not of every council with neighbourhoods in code order"
    for lad, text in zip(boundaries.lad_code, boundaries.topology, strict=True):
        drawn = [one["id"] for one in json.loads(text)["objects"]["areas"]["geometries"]]
        if drawn != inside.get(str(lad)):
            yield f"neighbourhood_boundaries: {lad} is not drawn of its own neighbourhoods"


def _finest_failures(indicators: list[dict], figures: pd.DataFrame) -> Iterator[str]:
    """Yield indicators whose entry and neighbourhoods' figures do not agree."""
    firsts = figures.drop_duplicates("indicator").set_index("indicator")
    said = {entry["id"]: entry.get("neighbourhoods") for entry in indicators}
    for indicator, found in said.items():
        if (found is None) == (indicator in firsts.index):
            yield f"indicators.json: {indicator}: neighbourhoods and their figures differ"
        elif found is not None and found["period"] != firsts.loc[indicator, "period"]:
            yield f"indicators.json: {indicator}: has another period than its neighbourhoods"


def _ledger_failures(
    ledger: pd.DataFrame, areas: pd.DataFrame, observations: pd.DataFrame
) -> Iterator[str]:
    """Yield areas nobody knows, shares that add up to more than all, and estimates left unsaid."""
    if unknown := sorted(set(ledger.area_code) - set(areas.area_code)):
        yield f"ledger.area_code: {len(unknown):,} are in no area, first {unknown[0]}"
    shared = ledger[ledger.what == "apportioned"]
    totals = shared.groupby(["source", "from_code"]).share.sum()
    if (over := totals > 1 + SHARES).any():
        yield f"ledger.share: {over.sum():,} add up to more than 1, first {totals[over].index[0]}"
    estimated = set(observations.area_code[observations.method == "apportioned"])
    if unsaid := sorted(estimated - set(shared.area_code)):
        yield f"ledger: {len(unsaid):,} areas are estimated and not in it, first {unsaid[0]}"


def _boundary_failures(folder: Path, areas: pd.DataFrame) -> Iterator[str]:
    wards = areas[areas.level == "ward"]
    lads = areas.area_code[areas.level == "lad"]
    wanted = {lad: sorted(wards.area_code[wards.lad_code == lad]) for lad in lads}
    wanted |= {"england-lad": sorted(lads), "england-ward": sorted(wards.area_code)}
    for name, codes in wanted.items():
        path = folder / f"{name}.json"
        if not path.is_file():
            yield f"boundaries/{name}.json: is missing"
            continue
        topology = json.loads(path.read_text(encoding="utf-8"))
        if topology.get("type") != "Topology" or topology.get("crs") != "EPSG:27700":
            yield f"boundaries/{name}.json: is not a Topology in EPSG:27700"
            continue
        drawn = [geometry["id"] for geometry in topology["objects"]["areas"]["geometries"]]
        if drawn != codes:
            odd = sorted(set(drawn) ^ set(codes))
            what = (
                f"differ from areas: {', '.join(odd[:5])}" if odd else "are not in area_code order"
            )
            yield f"boundaries/{name}.json: its areas {what}"
    if extra := sorted({path.stem for path in folder.glob("*.json")} - set(wanted)):
        yield f"boundaries: files of no council: {', '.join(extra)}"

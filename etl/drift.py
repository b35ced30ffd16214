"""Whether a source has changed its shape since the release in force was built from it.

A *shape* is what a source gave, in a few numbers: rows, markers, and for each measure and geography
how many areas, how many of those the geography knows, and the middle of the latest period. Shapes
are a part of a release (``shapes.json``), so that going back to a release goes back to its shapes.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from etl.errors import DriftError, UsageError
from etl.geography import Geography

SHAPES = "shapes.json"
"""The file of a release with the shape of every source."""

ROWS = 0.10
"""Part of its rows that a source may gain or lose."""

COVERED = 0.99
"""Part of its areas that a measure must keep, and of its codes that the geography must know."""

MEDIAN = 0.5
"""How far the median of the latest period may move, in interquartile ranges of the one before."""

RELATIVE_MEDIAN = 0.1
"""Part of the median that stands for an interquartile range narrower than that."""

FEWEST = 10
"""Areas that a median is taken of: that of England and its regions moves with every year."""

_ENOUGH = 1e-9

Shape = dict[str, Any]
Shapes = dict[str, Shape]


def shapes(measures: pd.DataFrame, rows: Mapping[str, int], geography: Geography) -> Shapes:
    """Return the shape of each source; ``measures`` has the ``rows`` of each, in that order.

    A shape is ``{"rows": n, "markers": [...], "measures": {"measure geography": {"areas": n,
    "known": share, "latest": period, "median": value, "spread": interquartile range}}}``; median
    and spread are null for fewer than ``FEWEST`` values.
    """
    ends = np.cumsum([0, *rows.values()])
    known = known_codes(geography)
    return {
        source: shape(measures.iloc[begin:end], known)
        for source, begin, end in zip(rows, ends[:-1], ends[1:], strict=True)
    }


def known_codes(geography: Geography) -> dict[str, set[str]]:
    """Return every code of each geography that measures can have."""
    areas = geography.areas
    levels = {str(level): set(found["area_code"]) for level, found in areas.groupby("level")}
    return {
        **levels,
        "lsoa21": set(geography.lsoa_lad.index),
        "lsoa11": set(geography.lsoa11_shares["lsoa11"]),
    }


def shape(table: pd.DataFrame, known: Mapping[str, Collection[str]]) -> Shape:
    """Return the shape of one source's measures."""
    parts = {
        f"{measure} {geography}": _part(rows, known.get(str(geography), ()))
        for (measure, geography), rows in table.groupby(["measure", "geography"])
    }
    return {
        "rows": len(table),
        "markers": sorted(table["marker"].dropna().unique()),
        "measures": parts,
    }


def _part(rows: pd.DataFrame, known: Collection[str]) -> Shape:
    codes = rows["area_code"].unique()
    latest = rows[rows["period_end"] == rows["period_end"].max()]
    values = latest["value"].dropna()
    low, middle, high = (None, None, None)
    if len(values) >= FEWEST:
        low, middle, high = (float(value) for value in values.quantile([0.25, 0.5, 0.75]))
    return {
        "areas": len(codes),
        "known": round(float(np.mean([code in known for code in codes])), 6),
        "latest": str(latest["period"].iloc[0]),
        "median": None if middle is None else round(middle, 6),
        "spread": None if high is None or low is None else round(high - low, 6),
    }


def moved(before: Shape, now: Shape) -> list[str]:
    """Return what is different from before by more than it may be, one line each, with both."""
    lines = []
    if abs(now["rows"] - before["rows"]) > ROWS * before["rows"] + _ENOUGH:
        change = now["rows"] / before["rows"] - 1 if before["rows"] else float("inf")
        lines.append(f"rows: {before['rows']:,} before, {now['rows']:,} now ({change:+.0%})")
    if "markers" in before and (new := sorted(set(now["markers"]) - set(before["markers"]))):
        seen = ", ".join(before["markers"]) or "none"
        lines.append(f"markers: {seen} before, now also {', '.join(new)}")
    for name, old in before.get("measures", {}).items():
        new = now["measures"].get(name)
        if new is None:
            lines.append(f"{name}: {old['areas']:,} areas before, gone now")
        else:
            lines += [f"{name}: {said}" for said in _moved_part(old, new)]
    return lines


def _moved_part(old: Shape, new: Shape) -> list[str]:
    lines = []
    if new["areas"] < COVERED * old["areas"] - _ENOUGH:
        covered = new["areas"] / old["areas"]
        lines.append(f"{old['areas']:,} areas before, {new['areas']:,} now ({covered:.1%})")
    if new["known"] < min(COVERED, old["known"]) - _ENOUGH:
        lines.append(f"{old['known']:.1%} of codes known before, {new['known']:.1%} now")
    if old["median"] is not None and new["median"] is not None:
        spread = max(old["spread"], RELATIVE_MEDIAN * abs(old["median"]))
        if abs(new["median"] - old["median"]) > MEDIAN * spread + _ENOUGH:
            lines.append(
                f"median {old['median']:,.6g} before ({old['latest']}), {new['median']:,.6g} now "
                f"({new['latest']})"
            )
    return lines


def accepted_shapes(release: Path | None) -> tuple[Shapes, dict[str, str]]:
    """Return the shapes of a release and the hash of each of its sources.

    Of a release from before there were shapes, the rows of each source are known. No release has
    accepted nothing.
    """
    if release is None:
        return {}, {}
    sources = json.loads((release / "manifest.json").read_text(encoding="utf-8"))["sources"]
    found = {one["id"]: {"rows": one["rows"]} for one in sources if one.get("rows")}
    if (release / SHAPES).is_file():
        found = json.loads((release / SHAPES).read_text(encoding="utf-8"))
    return found, {one["id"]: one["sha256"] for one in sources if "sha256" in one}


def changes(
    now: Shapes, files: Mapping[str, str], release: Path | None, accept: Collection[str] = ()
) -> dict[str, list[str]]:
    """Return source → what has drifted, for the sources that nobody accepted.

    ``files`` is the hash of each source's files. A source whose files are those of the ``release``
    cannot have drifted: what is different then is what this program makes of them. Raises
    ``UsageError`` when ``accept`` names a source that is not read.
    """
    if unknown := sorted(set(accept) - set(files)):
        raise UsageError(f"--accept {unknown[0]}: is no source of this build; see etl sources")
    before, digests = accepted_shapes(release)
    drifted = {}
    for source, new in now.items():
        if source in accept or source not in before or files[source] == digests.get(source):
            continue
        if lines := moved(before[source], new):
            drifted[source] = lines
    return drifted


def refuse(drifted: Mapping[str, list[str]]) -> None:
    """Raise ``DriftError`` when any source has drifted, with all that was found."""
    if not drifted:
        return
    found = "\n".join(f"  {source}: {line}" for source, lines in drifted.items() for line in lines)
    accept = " ".join(f"--accept {source}" for source in drifted)
    raise DriftError(
        f"quarantined, and the release in force stays: {', '.join(drifted)}\n{found}\n"
        f"look at the files; if they are right, build again with {accept}",
        dict(drifted),
    )

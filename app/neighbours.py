"""Which councils are like which: written when a release is prepared, read when a page asks."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from typing import Any

from app.release import Release

SETS = {
    "dfe_statistical": "Statistical neighbours",
    "ons_global": "Similar councils",
}
"""Sets that are offered with one click, and what they are called."""

FILE = "neighbours.json"


def write(table: Any, path: Path) -> None:
    """Write ``neighbours.parquet`` as set → council → those like it, most alike first.

    Neighbours outside England have no figures here and are left out.
    """
    ranked = table[table["neighbour_code"].str.startswith("E") & table["set"].isin(SETS)]
    ordered = ranked.sort_values(["set", "area_code", "rank"])
    found: dict[str, dict[str, list[str]]] = {}
    for name, area, other in zip(
        ordered["set"], ordered["area_code"], ordered["neighbour_code"], strict=True
    ):
        found.setdefault(name, {}).setdefault(area, []).append(other)
    path.write_text(json.dumps(found, separators=(",", ":")), "utf-8")


def alike(release: Release, name: str, area_code: str) -> list[str]:
    """Return the councils most like one, by a set of ``SETS``; none where it has none."""
    codes = _read(release.prepared / "arrays" / FILE).get(name, {}).get(area_code, ())
    return [code for code in codes if code in release.areas]


@lru_cache(maxsize=2)
def _read(path: Path) -> dict[str, dict[str, list[str]]]:
    """Return the file; a release may have none."""
    return json.loads(path.read_text("utf-8")) if path.is_file() else {}

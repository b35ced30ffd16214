"""Which councils are like which: written when a release is prepared, read when a page asks.

There are several ways of being alike. Each names, for a council or a county, those most like it.
"""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from app.release import Release


@dataclass(frozen=True, slots=True)
class Way:
    """A way of being alike: its place in an address, its name in the release and for people."""

    slug: str
    name: str
    label: str
    """As a heading and a line have it; ``noun`` is the same within a sentence."""
    noun: str
    by: str


WAYS = {
    way.slug: way
    for way in (
        Way("dfe", "dfe_statistical", "Statistical neighbours", "statistical neighbours", "DfE"),
        Way("global", "ons_global", "Similar councils", "similar councils", "ONS"),
        Way(
            "demographic",
            "ons_demographic",
            "Similar in population",
            "councils similar in population",
            "ONS",
        ),
        Way("economic", "ons_economic", "Similar in economy", "councils similar in economy", "ONS"),
    )
}
"""By the slug of an address, in the order they are offered."""

FILE = "neighbours.json"


def write(table: Any, path: Path) -> None:
    """Write ``neighbours.parquet`` as set → council → those like it, each at the place of its rank.

    A rank whose council lies outside England, and so has no figures here, is null.
    """
    ranked = table[table["neighbour_code"].str.startswith("E")]
    found: dict[str, dict[str, list[str | None]]] = {}
    for name, area, other, rank in zip(
        ranked["set"], ranked["area_code"], ranked["neighbour_code"], ranked["rank"], strict=True
    ):
        places = found.setdefault(name, {}).setdefault(area, [])
        places += [None] * (int(rank) - len(places))
        places[int(rank) - 1] = other
    path.write_text(json.dumps(found, separators=(",", ":")), "utf-8")


def ranked(release: Release, way: Way, area_code: str) -> list[tuple[int, str]]:
    """Return rank and code of the councils like one, most alike first; none where it has none.

    A rank is left out where its council lies outside England.
    """
    places = _read(release.prepared / "arrays" / FILE).get(way.name, {}).get(area_code, ())
    return [(rank, code) for rank, code in enumerate(places, 1) if code in release.areas]


def alike(release: Release, way: Way, area_code: str) -> list[str]:
    """Return the councils most like one, most alike first; none where it has none."""
    return [code for _, code in ranked(release, way, area_code)]


def offered(release: Release, area_code: str) -> list[Way]:
    """Return the ways that a council or county is compared by, the one shown first in front.

    DfE names neighbours of upper-tier councils alone: a district of a county has ONS's.
    """
    return [way for way in WAYS.values() if alike(release, way, area_code)]


@lru_cache(maxsize=2)
def _read(path: Path) -> dict[str, dict[str, tuple[str, ...]]]:
    """Return the file, a code held once however often it is named; a release may have none."""
    if not path.is_file():
        return {}
    return {
        name: {
            area: tuple(sys.intern(code or "") for code in codes) for area, codes in sets.items()
        }
        for name, sets in json.loads(path.read_text("utf-8")).items()
    }

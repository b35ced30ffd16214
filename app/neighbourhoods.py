"""Neighbourhoods (LSOA 2021): the files that a map of them fetches, and their rows for tables.

``write`` makes two files a council when a release is prepared: its shapes, and every figure its
neighbourhoods have. A serving worker reads the second where a page has a table of them.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from app.release import Release
from app.values import rounded
from etl.registry import ENGLAND

PLACES, FIGURES, BOUNDARIES = (
    f"{name}.parquet"
    for name in ("neighbourhoods", "neighbourhood_figures", "neighbourhood_boundaries")
)
LEVEL = "lsoa"


@dataclass(frozen=True, slots=True)
class Row:
    """One neighbourhood and its figure, or the ``marker`` that says why there is none."""

    code: str
    name: str
    ward_code: str
    ward: str
    value: float | None
    marker: str | None


def files(folder: Path, release: Release) -> Iterator[tuple[str, str]]:
    """Yield each file of a release's neighbourhoods, by its place below ``v/<release_id>/``, and
    its text; nothing where the release in ``folder`` has none.
    """
    import pandas as pd

    if not (folder / FIGURES).is_file():
        return
    boundaries: Any = pd.read_parquet(folder / BOUNDARIES)
    for lad, text in zip(boundaries["lad_code"], boundaries["topology"], strict=True):
        yield f"boundaries/{LEVEL}/{lad}.json", text
    places: Any = pd.read_parquet(folder / PLACES).set_index("area_code")
    figures: Any = pd.read_parquet(folder / FIGURES)
    by_indicator = {
        str(name): rows.set_index("area_code") for name, rows in figures.groupby("indicator")
    }
    for lad, inside in places.groupby("lad_code"):
        of_lad = _values(release, str(lad), inside, by_indicator)
        text = json.dumps(of_lad, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
        yield f"values/{LEVEL}/{lad}.json", text


def _values(
    release: Release, lad: str, inside: Any, by_indicator: dict[str, Any]
) -> dict[str, Any]:
    wards = list(dict.fromkeys(inside["ward_code"]))
    place = {code: n for n, code in enumerate(wards)}
    shown = {}
    for indicator, finest in release.neighbourhoods.items():
        figures = by_indicator[indicator].loc[inside.index]
        own = [None if number != number else number for number in figures["value"]]
        shown[indicator] = {
            "period": finest.period.label,
            "value": [rounded(one, release.indicators[indicator].decimals) for one in own],
            "marker": {
                str(n): marker
                for n, marker in enumerate(figures["marker"])
                if isinstance(marker, str)
            },
            "breaks": finest.breaks,
            "england": _at(release, indicator, ENGLAND, finest.period.label),
            "council": _at(release, indicator, lad, finest.period.label),
        }
    return {
        "level": LEVEL,
        "areas": list(inside.index),
        "names": list(inside["area_name"]),
        "wards": [[code, release.areas[code].name] for code in wards],
        "ward": [place[code] for code in inside["ward_code"]],
        "indicators": shown,
    }


def _at(release: Release, indicator: str, code: str, period: str) -> float | None:
    row = release.observation(indicator, code, period)
    return rounded(row.value if row else None, release.indicators[indicator].decimals)


def rows(release: Release, lad: str, indicator: str) -> list[Row]:
    """Return the neighbourhoods of a council in code order, for an indicator they have."""
    file = _read(release.www / "v" / release.id / "values" / LEVEL / f"{lad}.json")
    figures = file["indicators"][indicator]
    wards = [file["wards"][place] for place in file["ward"]]
    return [
        Row(code, name, ward[0], ward[1], value, figures["marker"].get(str(n)))
        for n, (code, name, ward, value) in enumerate(
            zip(file["areas"], file["names"], wards, figures["value"], strict=True)
        )
    ]


@lru_cache(maxsize=4)
def _read(path: Path) -> dict[str, Any]:
    return json.loads(path.read_text("utf-8"))

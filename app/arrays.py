"""The figures of a release as arrays on disk: rows of fixed width, and an index of how they lie.

``app.release`` reads what this writes. pandas is loaded only here and beside it, never in a worker.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from app import ledger, neighbours, postcodes
from app.records import AREA_COLUMNS
from app.release import (
    CODE_COLUMNS,
    FLOAT_COLUMNS,
    FORMAT,
    NO_ROW,
)
from etl.registry import LEVELS
from etl.schema import BENCHMARKS, MARKERS, METHODS, TRENDS, period_slug

WORDS: dict[str, list[Any]] = {
    "marker": [None, *MARKERS],
    "method": [None, *METHODS],
    "benchmark": [None, *BENCHMARKS],
    "quintile": [None, 1, 2, 3, 4, 5],
    "trend": [None, *TRENDS],
}
"""What each byte of a code column stands for."""


_RELEASE_NAMES = {"value": "value", "lower": "lower_ci", "upper": "upper_ci"}


class ReleaseError(Exception):
    """A release that cannot be served: one line that says what is wrong with it."""


def write(release: Path, manifest: dict[str, Any], arrays: Path) -> None:
    """Write the rows as little-endian arrays, and ``index.json``, which says how they lie.

    Raises ``ReleaseError`` for figures that the release's own tables do not declare.
    """
    import pandas as pd

    arrays.mkdir()
    areas: Any = pd.read_parquet(release / "areas.parquet")
    indicators = json.loads((release / "indicators.json").read_text("utf-8"))
    levels = {level: areas[areas["level"] == level].sort_values("area_code") for level in LEVELS}
    blocks, cells = _blocks(indicators, {level: len(rows) for level, rows in levels.items()})
    observations = _shown(pd.read_parquet(release / "observations.parquet"), blocks)
    place = _places(observations, levels, blocks)
    _write_columns(observations, place, cells, arrays)
    _write_postcodes(release, levels["ward"], arrays)
    ledger.write(release, arrays)
    alike = release / "neighbours.parquet"
    if alike.is_file():
        neighbours.write(pd.read_parquet(alike), arrays / neighbours.FILE)
    index = {
        "format": FORMAT,
        "manifest": manifest,
        "areas": {level: _area_columns(rows) for level, rows in levels.items()},
        "indicators": indicators,
        "blocks": blocks,
        "words": WORDS,
    }
    text = json.dumps(index, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    (arrays / "index.json").write_text(text, "utf-8")


def _write_postcodes(release: Path, wards: Any, arrays: Path) -> None:
    import pandas as pd

    try:
        postcodes.write(pd.read_parquet(release / "postcodes.parquet"), wards, arrays)
    except KeyError as error:
        raise ReleaseError(f"postcodes.parquet has an unknown ward: {error}") from None


def _area_columns(rows: Any) -> dict[str, list[Any]]:
    renamed = rows.rename(columns={"area_code": "code", "area_name": "name"})
    plain = renamed[list(AREA_COLUMNS)].astype(object)
    return plain.where(plain.notna(), None).to_dict("list")


def _blocks(
    indicators: list[dict[str, Any]], size: dict[str, int]
) -> tuple[dict[str, dict[str, Any]], int]:
    """Return where each indicator's block of each level begins and which periods it holds, and the
    cells in all.
    """
    blocks: dict[str, dict[str, Any]] = {}
    cells = 0
    for indicator in indicators:
        for level, coverage in indicator["coverage"].items():
            if not coverage["periods"]:
                continue
            periods = [
                (
                    entry["period"],
                    entry["period_end"],
                    period_slug(entry["period"]),
                    entry.get("councils"),
                )
                for entry in coverage["periods"]
            ]
            blocks.setdefault(indicator["id"], {})[level] = {
                "offset": cells,
                "periods": periods,
                "breaks": coverage["breaks"],
                "councils": coverage.get("councils"),
                "notes": coverage.get("notes"),
            }
            cells += size[level] * len(periods)
    return blocks, cells


def _shown(observations: Any, blocks: dict[str, dict[str, Any]]) -> Any:
    """Return the rows of periods that are covered: one in which a level has no value is not.

    Raise ``ReleaseError`` for a value of a period that ``indicators.json`` does not name.
    """
    covered = {
        (indicator, level, period)
        for indicator, levels in blocks.items()
        for level, block in levels.items()
        for period, *_ in block["periods"]
    }
    keys = zip(
        observations["indicator"], observations["level"], observations["period"], strict=True
    )
    declared = observations[[key in covered for key in keys]]
    left_out = observations.drop(declared.index)
    if left_out["value"].notna().any():
        row = left_out[left_out["value"].notna()].iloc[0]
        where = f"{row['indicator']}, {row['level']}, {row['period']}"
        raise ReleaseError(f"observations.parquet has a value that is not declared: {where}")
    return declared


def _places(observations: Any, levels: dict[str, Any], blocks: dict[str, dict[str, Any]]) -> Any:
    """Return the cell of every observation; raise ``ReleaseError`` for an area nobody knows."""
    starts = {
        (indicator, level, period): block["offset"] + len(levels[level]) * n
        for indicator, by_level in blocks.items()
        for level, block in by_level.items()
        for n, (period, *_) in enumerate(block["periods"])
    }
    position = {
        code: place for rows in levels.values() for place, code in enumerate(rows["area_code"])
    }
    keys = zip(
        observations["indicator"], observations["level"], observations["period"], strict=True
    )
    try:
        return [
            starts[key] + position[code]
            for key, code in zip(keys, observations["area_code"], strict=True)
        ]
    except KeyError as error:
        raise ReleaseError(f"observations.parquet has an unknown area: {error}") from None


def _write_columns(observations: Any, place: Any, cells: int, arrays: Path) -> None:
    """Write the rows as ``app.release.ROW`` unpacks them, and the values and markers once more by
    themselves, for reading a whole level at once.
    """
    import numpy as np

    names = [*((name, "<f8") for name in FLOAT_COLUMNS), *((name, "u1") for name in CODE_COLUMNS)]
    rows = np.zeros(cells, dtype=[*names, ("nothing", "V3")])
    rows["marker"] = NO_ROW
    for name in FLOAT_COLUMNS:
        rows[name] = np.nan
        published = observations[_RELEASE_NAMES.get(name, name)]
        rows[name][place] = published.to_numpy("float64", na_value=np.nan)
    for name in CODE_COLUMNS:
        code = {word: number for number, word in enumerate(WORDS[name])}
        plain = observations[name].astype(object)
        words = plain.where(plain.notna(), None)
        try:
            rows[name][place] = [code[word] for word in words]
        except KeyError as error:
            raise ReleaseError(f"observations.parquet has an unknown {name}: {error}") from None
    rows.tofile(arrays / "rows.bin")
    np.ascontiguousarray(rows["value"]).tofile(arrays / "value.f64")
    np.ascontiguousarray(rows["marker"]).tofile(arrays / "marker.u8")

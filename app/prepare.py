"""Turn a release into the folder the app serves from: ``python -m app.prepare RELEASE --cache
DIR``.

This is the only part of the app that needs pandas, so it runs in a process of its own: a serving
worker never loads it.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from app import archive, compressed, folder, ledger, neighbourhoods, neighbours, values
from app.records import AREA_COLUMNS
from app.release import (
    CODE_COLUMNS,
    FLOAT_COLUMNS,
    FORMAT,
    NO_ROW,
    POSTCODE_WIDTH,
    Release,
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

PREPARING = ("archive", "change", "neighbourhoods", "neighbours", "records", "release", "values")
"""Modules whose code, with this one's, decides what a prepared folder holds."""

_RELEASE_NAMES = {"value": "value", "lower": "lower_ci", "upper": "upper_ci"}


Report = Callable[[str], None]
"""Takes a line that says how far the work is."""


class ReleaseError(Exception):
    """A release that cannot be served: one line that says what is wrong with it."""


def prepared_folder(release: Path, cache: Path) -> Path:
    """Return where a release's prepared folder is or will be: named by the release and by this
    code.
    """
    release_id = _manifest(release)["release_id"]
    own = [
        Path(__file__),
        *(
            Path(__file__).with_name(f"{name}.py")
            for name in (
                "archive",
                "change",
                "neighbourhoods",
                "neighbours",
                "records",
                "release",
                "values",
            )
        ),
    ]
    return cache / f"{release_id}-{folder.digest(path.read_bytes() for path in own)}"


def prepare(release: Path, cache: Path, report: Report = lambda _: None) -> Path:
    """Prepare a release once and return its folder; raise ``ReleaseError`` for a damaged one."""
    target = prepared_folder(release, cache)
    return folder.made_once(target, lambda partial: _prepare(release, partial, report))


def _prepare(release: Path, target: Path, report: Report) -> None:
    manifest = _manifest(release)
    _verify(release, manifest)
    report(f"release {manifest['release_id']}: laying out its figures")
    arrays = target / "arrays"
    arrays.mkdir()
    _write_arrays(release, manifest, arrays)
    public = target / "www" / "v" / manifest["release_id"]
    written = [
        _write_text(public / "boundaries" / path.name, path.read_text("utf-8"))
        for path in sorted((release / "boundaries").glob("*.json"))
    ]
    written += archive.write(release, manifest, public / "release")
    report("writing the values files")
    opened = Release(target)
    for name, content in values.files(opened):
        text = json.dumps(content, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
        written.append(_write_text(public / name, text))
    report("writing the neighbourhoods’ files")
    for name, text in neighbourhoods.files(release, opened):
        written.append(_write_text(public / name, text))
    compressed.compress_all(written)


def _manifest(release: Path) -> dict[str, Any]:
    try:
        manifest = json.loads((release / "manifest.json").read_text("utf-8"))
    except FileNotFoundError:
        raise ReleaseError(f"{release} is not a release: it has no manifest.json") from None
    except ValueError as error:
        raise ReleaseError(f"{release}/manifest.json is not JSON: {error}") from None
    missing = {"release_id", "ward_vintage", "sources", "files"} - set(manifest)
    if missing:
        raise ReleaseError(f"{release}/manifest.json lacks {', '.join(sorted(missing))}")
    return manifest


def _verify(release: Path, manifest: dict[str, Any]) -> None:
    """Hold every file to the hash that the manifest gives it."""
    for name, expected in manifest["files"].items():
        path = release / name
        if not path.is_file():
            raise ReleaseError(f"{release} lacks {name}, which its manifest names")
        if hashlib.sha256(path.read_bytes()).hexdigest() != expected:
            raise ReleaseError(f"{path} is not the file its manifest names: its SHA-256 differs")


def _write_arrays(release: Path, manifest: dict[str, Any], arrays: Path) -> None:
    """Write the rows as little-endian arrays, and ``index.json``, which says how they lie."""
    import pandas as pd

    areas: Any = pd.read_parquet(release / "areas.parquet")
    indicators = json.loads((release / "indicators.json").read_text("utf-8"))
    levels = {level: areas[areas["level"] == level].sort_values("area_code") for level in LEVELS}
    blocks, cells = _blocks(indicators, {level: len(rows) for level, rows in levels.items()})
    observations = _shown(pd.read_parquet(release / "observations.parquet"), blocks)
    place = _places(observations, levels, blocks)
    _write_columns(observations, place, cells, arrays)
    _write_postcodes(pd.read_parquet(release / "postcodes.parquet"), levels["ward"], arrays)
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
    _write_text(arrays / "index.json", text)


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


def _write_postcodes(postcodes: Any, wards: Any, arrays: Path) -> None:
    """Write the postcodes sorted, seven bytes each, and beside each the place of its ward."""
    import numpy as np

    padded = postcodes["postcode"].to_numpy(f"S{POSTCODE_WIDTH}")
    order = np.argsort(padded, kind="stable")
    position = {code: place for place, code in enumerate(wards["area_code"])}
    codes = postcodes["ward_code"].map(position)
    if codes.isna().any():
        raise ReleaseError("postcodes.parquet names a ward that areas.parquet does not")
    # bytes pad with NUL in numpy; spaces are what the reader pads with, and sort the same way
    fixed = np.char.ljust(padded[order], POSTCODE_WIDTH)
    (arrays / "postcodes.bin").write_bytes(fixed.astype(f"S{POSTCODE_WIDTH}").tobytes())
    codes.to_numpy("<u2")[order].tofile(arrays / "postcode_wards.u16")


def _write_text(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    return path


def main(arguments: list[str] | None = None) -> int:
    """Prepare a release from the command line; one line and exit code 4 for one that cannot be
    served.
    """
    parser = argparse.ArgumentParser(prog="python -m app.prepare", description=__doc__)
    parser.add_argument("release", type=Path, help="directory of a release, such as geodata")
    parser.add_argument("--cache", type=Path, default=Path("data/cache"), help="where to keep it")
    given = parser.parse_args(arguments)

    def report(line: str) -> None:
        print(line, file=sys.stderr, flush=True)

    try:
        print(prepare(given.release, given.cache, report))
    except ReleaseError as error:
        report(f"error: {error}")
        return 4
    return 0


if __name__ == "__main__":
    raise SystemExit(main())

"""Turn a release into the folder the app serves from: ``python -m app.prepare RELEASE --cache
DIR``.

This needs pandas, so it runs in a process of its own: a serving worker never loads it.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from app import archive, arrays, compressed, folder, neighbourhoods, values
from app.arrays import ReleaseError
from app.release import Release

PREPARING = (
    "archive",
    "arrays",
    "change",
    "ledger",
    "neighbourhoods",
    "neighbours",
    "postcodes",
    "records",
    "release",
    "values",
)
"""Modules whose code, with this one's, decides what a prepared folder holds."""

Report = Callable[[str], None]
"""Takes a line that says how far the work is."""


def prepared_folder(release: Path, cache: Path) -> Path:
    """Return where a release's prepared folder is or will be: named by the release and by this
    code.
    """
    release_id = _manifest(release)["release_id"]
    own = [Path(__file__), *(Path(__file__).with_name(f"{name}.py") for name in PREPARING)]
    return cache / f"{release_id}-{folder.digest(path.read_bytes() for path in own)}"


def prepare(release: Path, cache: Path, report: Report = lambda _: None) -> Path:
    """Prepare a release once and return its folder; raise ``ReleaseError`` for a damaged one."""
    target = prepared_folder(release, cache)
    return folder.made_once(target, lambda partial: _prepare(release, partial, report))


def _prepare(release: Path, target: Path, report: Report) -> None:
    manifest = _manifest(release)
    _verify(release, manifest)
    report(f"release {manifest['release_id']}: laying out its figures")
    arrays.write(release, manifest, target / "arrays")
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

"""A note of each source that was kept out of a release: which files, and what was found."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from etl.catalogue import load, record
from etl.errors import DriftError, SourceError

FOLDER = "quarantine"


@contextmanager
def noting(raw: Path, out: Path, in_force: Path | None) -> Iterator[None]:
    """Leave a note in ``out/quarantine`` of each source that has drifted or could not be read.

    Without a release ``in_force`` there is nothing to keep a source out of, and no note.
    """
    try:
        yield
    except DriftError as error:
        if in_force:
            put(raw, out, in_force, error.found)
        raise
    except SourceError as error:
        if not (in_force and error.source):
            raise
        put(raw, out, in_force, {error.source: [str(error)]})
        note = f"{error.source} is quarantined, and release {in_force.name} stays in force"
        error.args = (f"{error}\n{note}",)
        raise


def put(raw: Path, out: Path, in_force: Path, found: dict[str, list[str]]) -> None:
    """Write ``out/quarantine/<source>.json`` for each source of ``found`` (source → what is wrong).

    A note names the files and their hashes, now and in the release in force.
    """
    catalogue = load()
    manifest = json.loads((in_force / "manifest.json").read_text(encoding="utf-8"))
    before = {source["id"]: source.get("files", []) for source in manifest["sources"]}
    for source, lines in found.items():
        note = {
            "source": source,
            "found": lines,
            "files": record(catalogue[source], raw, None)["files"],
            "release_in_force": in_force.name,
            "files_in_force": before.get(source, []),
        }
        path = out / FOLDER / f"{source}.json"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(note, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def empty(out: Path) -> None:
    """Remove every note: a release with all sources has come into force."""
    for path in (out / FOLDER).glob("*.json"):
        path.unlink()
    if (out / FOLDER).is_dir():
        (out / FOLDER).rmdir()

"""``fetched.json``: which files below the raw directory came live, from where and when."""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass, fields
from pathlib import Path

from etl.digest import sha256
from etl.errors import SourceError

NAME = "fetched.json"


@dataclass(frozen=True)
class Entry:
    """One fetched file. Times are ISO 8601 in UTC."""

    source: str
    url: str
    retrieved: str
    """When these bytes were got, and not when they were last found to be the newest."""
    checked: str
    sha256: str
    bytes: int
    etag: str = ""
    last_modified: str = ""
    version: str = ""
    """What the service calls this edition, where it has a word for it."""
    asked: str = ""
    """The hash of how it was asked for; what it was then is no answer to another question."""


def read(raw: Path) -> dict[str, Entry]:
    """Return the entries by path below ``raw``; none where nothing was ever fetched.

    Raises ``SourceError`` when the ledger cannot be read.
    """
    path = raw / NAME
    if not path.is_file():
        return {}
    known = {field.name for field in fields(Entry)}
    try:
        entries = json.loads(path.read_text(encoding="utf-8"))["files"]
        return {
            name: Entry(**{key: value for key, value in entry.items() if key in known})
            for name, entry in entries.items()
        }
    except (ValueError, KeyError, TypeError, AttributeError):
        raise SourceError(
            f"{path}: cannot be read; delete it, and fetch will get every file afresh"
        ) from None


def write(raw: Path, entries: dict[str, Entry]) -> None:
    """Replace the ledger in one step."""
    content = {"files": {name: asdict(entry) for name, entry in sorted(entries.items())}}
    fresh = raw / f".{NAME}-{os.getpid()}"
    fresh.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    fresh.replace(raw / NAME)


def intact(raw: Path, name: str, entries: dict[str, Entry]) -> Entry | None:
    """Return the entry of a file that is still, byte for byte, what was fetched."""
    entry, path = entries.get(name), raw / name
    if entry is None or not path.is_file() or path.stat().st_size != entry.bytes:
        return None
    return entry if sha256(path) == entry.sha256 else None

"""What is there of the official files, how old it is, and where the rest is to be had."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Literal, get_args
from urllib.parse import urlsplit

from etl import ledger
from etl.catalogue import Source, SourceFile
from etl.ledger import Entry

State = Literal["fetched", "supplied", "installed", "to fetch", "by hand", "not needed", "several"]


@dataclass(frozen=True)
class Held:
    """One file of a source: whether it is there, since when, and where it comes from.

    ``by hand``: it is not there, and no address gives it. ``not needed``: so too, but a build does
    without it. ``several``: more than one fits, and a build would not choose.
    """

    source: str
    file: str
    state: State
    since: datetime | None
    """When a fetched file was got, or a supplied one last written."""
    origin: str
    """The host it is fetched from, or what a person has to do."""


def inventory(sources: Iterable[Source], raw: Path) -> list[Held]:
    """Return every file of ``sources`` that a build reads, in the order of their ids.

    Raises ``SourceError`` when the ledger below ``raw`` cannot be read.
    """
    entries = ledger.read(raw)
    by_id = sorted(sources, key=lambda source: source.id)
    return [held for source in by_id for held in _of(source, raw, entries)]


def _of(source: Source, raw: Path, entries: dict[str, Entry]) -> Iterator[Held]:
    if source.package:
        version, _ = source.package_record()
        yield Held(source.id, source.package, "installed", None, f"version {version}")
    for name, file in sorted(source.files.items()):
        found = sorted(raw.glob(file.pattern))
        origin = _origin(source, name, file)
        if len(found) > 1:
            where = ", ".join(path.relative_to(raw).as_posix() for path in found)
            yield Held(source.id, name, "several", None, f"keep one of {where}")
        elif found:
            state, since = _there(found[0], raw, entries)
            yield Held(source.id, name, state, since, origin)
        elif name in source.fetch:
            yield Held(source.id, name, "to fetch", None, origin)
        else:
            yield Held(source.id, name, "not needed" if file.optional else "by hand", None, origin)


def _origin(source: Source, name: str, file: SourceFile) -> str:
    if name in source.fetch:
        return urlsplit(source.fetch[name].address).netloc
    return file.by_hand or f"{source.landing_page}, to {file.pattern}"


def _there(path: Path, raw: Path, entries: dict[str, Entry]) -> tuple[State, datetime]:
    entry = ledger.intact(raw, path.relative_to(raw).as_posix(), entries)
    if entry:
        return "fetched", datetime.fromisoformat(entry.retrieved)
    return "supplied", datetime.fromtimestamp(path.stat().st_mtime, UTC)


def lines(files: Iterable[Held], now: datetime) -> list[str]:
    """Lay the files out in columns, with their age at ``now``; the last line counts them."""
    files = list(files)
    rows = [("source", "file", "state", "since", "age", "from")]
    for held in files:
        since = held.since.date().isoformat() if held.since else ""
        age = _age(now - held.since) if held.since else ""
        rows.append((held.source, held.file, held.state, since, age, held.origin))
    *widths, _ = (max(map(len, column)) for column in zip(*rows, strict=True))
    laid = [
        "  ".join([*(f"{cell:{width}}" for cell, width in zip(row, widths, strict=False)), row[-1]])
        for row in rows
    ]
    counts = Counter(held.state for held in files)
    return [
        *laid,
        ", ".join(f"{counts[state]} {state}" for state in get_args(State) if counts[state]),
    ]


def _age(lapse: timedelta) -> str:
    """Return whole days in words."""
    if lapse.days < 1:
        return "today"
    return "1 day" if lapse.days == 1 else f"{lapse.days:,} days"

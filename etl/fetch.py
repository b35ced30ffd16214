"""Get the official files from their publishers into the raw directory.

A file takes its place in one step, once it is whole and is what its name says. Whatever goes wrong,
the file that was there stays: that is a warning. Only a file that is nowhere is the user's to get.
"""

from __future__ import annotations

import fcntl
import glob
import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import Literal

from etl import archives, formats, ledger
from etl.catalogue import Fetch, Source, SourceFile
from etl.digest import sha256
from etl.download import Client, note_of
from etl.errors import SourceError, UsageError
from etl.ledger import Entry
from etl.services import (
    arcgis,
    census,
    dfe_areas,
    direct,
    ees,
    ees_release,
    govuk,
    nomis,
    ons_codes,
    population,
)
from etl.services.job import Got, Job
from etl.transfer import Progress

PARTIAL = ".partial"
SERVICES: dict[str, Callable[[Job], Got | None]] = {
    "direct": direct.fetch,
    "govuk": govuk.fetch,
    "ees": ees.fetch,
    "ees_release": ees_release.fetch,
    "arcgis": arcgis.fetch,
    "nomis": nomis.fetch,
    "census": census.fetch,
    "population": population.fetch,
    "dfe_areas": dfe_areas.fetch,
    "ons_codes": ons_codes.fetch,
}

State = Literal["fetched", "unchanged", "kept", "supplied", "missing"]
Watch = Callable[[str], Progress]
"""Called with the path of each file as its download begins; gives what is told of its progress."""


@dataclass(frozen=True)
class Outcome:
    """What became of one file; ``message`` says why where it is not what was hoped for.

    ``fetched`` and ``unchanged``: it is the publisher's of today. ``kept``: it could not be had,
    and the last good one stays. ``supplied``: it has no address, and somebody put one there.
    ``missing``: there is none, and the build needs one.
    """

    source: str
    path: str
    state: State
    message: str = ""
    bytes: int = 0


def fetch(
    sources: Iterable[Source],
    raw: Path,
    client: Client,
    *,
    watch: Watch = lambda path: lambda done, total: None,
    now: Callable[[], datetime] = lambda: datetime.now(UTC),
) -> Iterator[Outcome]:
    """Get every file of ``sources`` into ``raw`` and give each outcome as it is known.

    Raises ``UsageError`` when another fetch into ``raw`` is under way, ``SourceError`` when its
    ledger cannot be read.
    """
    raw.mkdir(parents=True, exist_ok=True)
    done: dict[str, Outcome] = {}
    with _alone(raw):
        for source in sources:
            for name, wanted in source.fetch.items():
                if wanted.to in done:
                    continue  # Two sources are made of this one.
                done[wanted.to] = _fetch_file(source, name, wanted, raw, client, watch, now)
                yield done[wanted.to]
            for name, file in source.files.items():
                there = any(raw.glob(file.pattern))
                if name not in source.fetch and (there or not file.optional):
                    yield _supplied(source, file, raw)


def _supplied(source: Source, file: SourceFile, raw: Path) -> Outcome:
    number = len(list(raw.glob(file.pattern)))
    if number == 1:
        return Outcome(source.id, file.pattern, "supplied")
    how = file.by_hand or f"find it at {source.landing_page} and put it there"
    why = f"{number} files fit; keep one" if number else f"has to be got by hand: {how}"
    return Outcome(source.id, file.pattern, "missing", why)


def _fetch_file(
    source: Source,
    name: str,
    wanted: Fetch,
    raw: Path,
    client: Client,
    watch: Watch,
    now: Callable[[], datetime],
) -> Outcome:
    pattern = source.files[name].pattern if name in source.files else glob.escape(wanted.to)
    entries = ledger.read(raw)
    there = {path.relative_to(raw).as_posix() for path in raw.glob(pattern)}
    if supplied := sorted(there - ({wanted.to} & entries.keys())):
        return Outcome(
            source.id,
            supplied[0],
            "kept",
            "was supplied; move it away to fetch the publisher's own",
        )
    before = ledger.intact(raw, wanted.to, entries)
    known = before if before and before.asked == wanted.digest else None
    part = raw / PARTIAL / wanted.to.replace("/", "__")
    part.parent.mkdir(exist_ok=True)
    time = now().isoformat(timespec="seconds")
    try:
        job = Job(client, wanted, part, known, watch(wanted.to))
        got = SERVICES[wanted.service](job)
        if got is None and known:
            entry = replace(known, checked=time)
        else:
            entry = _entry(part, wanted, _received(got, wanted), source.id, time, before)
        # Were this interrupted after the ledger, the file would not be what the ledger says, and
        # be fetched again; the other way round it would pass for one that was supplied.
        ledger.write(raw, entries | {wanted.to: entry})
        changed = before is None or before.sha256 != entry.sha256
        if changed:
            _put(part, raw / wanted.to)
    except SourceError as error:
        if not note_of(part).exists():
            part.unlink(missing_ok=True)
        return _failed(source, name, wanted, raw, str(error))
    except OSError as error:
        return _failed(source, name, wanted, raw, f"cannot be written: {error.strerror}")
    part.unlink(missing_ok=True)
    state = "fetched" if changed else "unchanged"
    return Outcome(source.id, wanted.to, state, bytes=entry.bytes)


def _received(got: Got | None, wanted: Fetch) -> Got:
    if got is None:
        raise SourceError(f"{wanted.address}: says it did not change, and it was never fetched")
    return got


def _entry(
    part: Path, wanted: Fetch, got: Got, source: str, time: str, before: Entry | None
) -> Entry:
    """Return the ledger's entry for a whole download; ``SourceError`` unless it is as it should."""
    suffix = ".zip" if wanted.member else PurePosixPath(wanted.to).suffix
    try:
        formats.require(part, suffix, got.content_type)
        if wanted.member:
            member = part.with_name(f"{part.name}.member")
            try:
                archives.extract_one(part, wanted.member, member)
                formats.require(member, PurePosixPath(wanted.to).suffix, "")
                member.replace(part)
            finally:
                member.unlink(missing_ok=True)
    except SourceError as error:
        raise SourceError(f"what {got.url} sends {error}") from None
    digest, size = sha256(part), part.stat().st_size
    retrieved = before.retrieved if before and before.sha256 == digest else time
    return Entry(
        source=source,
        url=got.url,
        retrieved=retrieved,
        checked=time,
        sha256=digest,
        bytes=size,
        etag=got.validators.etag,
        last_modified=got.validators.last_modified,
        version=got.version,
        asked=wanted.digest,
    )


def _put(part: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    with part.open("rb") as stream:
        os.fsync(stream.fileno())
    part.replace(target)


def _failed(source: Source, name: str, wanted: Fetch, raw: Path, why: str) -> Outcome:
    """Return whether the last good file stands in, or there is none."""
    if (raw / wanted.to).is_file():
        return Outcome(source.id, wanted.to, "kept", f"{why}; the file of before stays")
    if name not in source.files:
        return Outcome(source.id, wanted.to, "kept", f"{why}; nothing is built from it")
    if source.files[name].optional:
        return Outcome(source.id, wanted.to, "kept", f"{why}; a build does without it")
    return Outcome(source.id, wanted.to, "missing", why)


@contextmanager
def _alone(raw: Path) -> Iterator[None]:
    """Keep a second fetch from writing to the same half-finished files."""
    folder = raw / PARTIAL
    folder.mkdir(exist_ok=True)
    with (folder / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise UsageError(f"{raw}: another fetch is under way there") from None
        yield

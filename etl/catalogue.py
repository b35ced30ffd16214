"""The catalogue of sources: publisher, licence and attribution of each file, and where it lies."""

from __future__ import annotations

import hashlib
import json
import re
import tomllib
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field, fields
from importlib import metadata
from pathlib import Path, PurePosixPath
from typing import Any, Literal

from etl import ledger
from etl.digest import sha256
from etl.errors import SourceError

CATALOGUE = Path(__file__).with_name("catalogue.toml")
OGL = "Open Government Licence v3.0"
OGL_URL = "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/"

Provenance = Literal["live", "supplied"]

FIDELITY = {
    "O": "the publisher's file, as published",
    "E": "one sheet of the publisher's file, saved as CSV",
    "R": "the publisher's values in another container",
    "D": "reconstructed: the shape or part of the values is not the publisher's",
}
"""How near each file is to what its publisher put out, best first; samples are never read."""

_ISO_DATE = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")


@dataclass(frozen=True)
class SourceFile:
    """One file of a source: a glob below ``--from``, and how near it is to the publisher's own."""

    pattern: str
    fidelity: str
    optional: bool = False
    """A build uses it where it is there, and goes on without it where it is not."""
    by_hand: str = ""
    """Where exactly a person gets it, and what to call it, when ``fetch`` cannot get it."""


SERVICES = {
    "direct": "O",
    "govuk": "O",
    "ees": "O",
    "ees_release": "O",
    "arcgis": "R",
    "nomis": "R",
    "census": "R",
    "population": "R",
    "dfe_areas": "R",
    "ons_codes": "R",
}
"""How a file is fetched (a module of ``etl.services``), and the fidelity of what comes of it."""


@dataclass(frozen=True)
class Fetch:
    """How one file is had from its publisher; ``to`` is where it is put below the raw directory."""

    service: str
    address: str
    to: str
    attachment: str = ""
    """govuk: the name of the file among the page's attachments, as a glob."""
    member: str = ""
    """The one file to take out of a zip, as a glob."""
    query: dict[str, str] = field(default_factory=dict)
    """Parameters of the address."""
    columns: dict[str, str] = field(default_factory=dict)
    """What the columns kept of a table are called in the file (arcgis, census, population)."""
    note: str = ""
    """What a file holds that nothing is built from yet, and why."""

    @property
    def digest(self) -> str:
        """Return a hash of what is asked of the publisher: of another question, another file."""
        asked = {name: value for name, value in asdict(self).items() if name not in ("to", "note")}
        return hashlib.sha256(json.dumps(asked, sort_keys=True).encode()).hexdigest()


@dataclass(frozen=True)
class Source:
    """One entry of ``catalogue.toml``; an optional field that is empty is unknown or not due."""

    id: str
    title: str
    publisher: str
    landing_page: str
    attribution: str
    published: str
    """ISO date, as exact as it is known: ``2026-03-26``, ``2022-08`` or ``2022``."""
    provenance: Provenance
    files: dict[str, SourceFile]
    file_url: str = ""
    licence: str = OGL
    next_release: str = ""
    note: str = ""
    """What a reader of the figures must know about this copy of the source."""
    purpose: str = ""
    """What it is for, when no indicator names it."""
    package: str = ""
    """A Python distribution that carries the source, in place of files."""
    ward_vintages: tuple[str, ...] = ()
    """Builds that read it, by their ward vintage; all of them when empty."""
    fetch: dict[str, Fetch] = field(default_factory=dict)
    """How files are had live: by their name in ``files``, or by another where nothing reads it."""
    live_note: str | None = None
    """What takes the place of ``note`` once every file was fetched."""

    @property
    def fidelity(self) -> str:
        """Return the least faithful kind among the files, in words."""
        return _worst(FIDELITY[file.fidelity] for file in self.files.values())

    def locate(self, raw: Path) -> dict[str, Path]:
        """Return each file's path below ``raw``, by the name the catalogue gives it.

        An optional file that is not there is left out. Raises ``SourceError`` when another
        pattern matches no file, and when one matches more than one.
        """
        return {
            name: self.locate_one(raw, file.pattern)
            for name, file in self.files.items()
            if not file.optional or any(raw.glob(file.pattern))
        }

    def locate_one(self, raw: Path, pattern: str) -> Path:
        """Return the one file below ``raw`` that fits ``pattern``; ``SourceError`` otherwise."""
        found = sorted(raw.glob(pattern))
        if len(found) == 1:
            return found[0]
        if found:
            names = ", ".join(str(path.relative_to(raw)) for path in found)
            raise SourceError(f"{self.id}: {pattern} matches {len(found)} files, keep one: {names}")
        where = self.file_url or self.landing_page
        raise SourceError(
            f"{self.id}: no file matches {pattern} below {raw}; download it from {where}"
        )

    def package_record(self) -> tuple[str, str]:
        """Return the version of the package with this source, and one hash over its data files.

        Names and contents count, and nothing that an installer writes (compiled modules, scripts,
        its own records): the same data have the same hash on every machine. Raises ``SourceError``
        when the package is not installed.
        """
        try:
            distribution = metadata.distribution(self.package)
        except metadata.PackageNotFoundError:
            raise SourceError(
                f"{self.id}: the package {self.package} is not installed; pip install '.[etl]'"
            ) from None
        data = sorted(file for file in distribution.files or [] if _is_data(file))
        known = [f"{file.as_posix()} {sha256(Path(str(file.locate())))}" for file in data]
        return distribution.version, hashlib.sha256("\n".join(known).encode()).hexdigest()


def _is_data(file: PurePosixPath) -> bool:
    """Tell whether a file of an installed package holds figures of the source."""
    inside = ".." not in file.parts and not file.parts[0].endswith(".dist-info")
    return inside and file.suffix not in (".py", ".pyc")


def load(path: Path = CATALOGUE) -> dict[str, Source]:
    """Read the catalogue, in its own order.

    Raises ``SourceError`` naming the entry and the field that is missing, unknown or malformed.
    """
    try:
        entries = tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise SourceError(f"{path.name}: is not TOML: {error}") from None
    return {source_id: _source(source_id, entry) for source_id, entry in entries.items()}


def _source(source_id: str, entry: dict[str, Any]) -> Source:
    known = {field.name for field in fields(Source)} - {"id"}
    if unknown := sorted(set(entry) - known):
        raise SourceError(f"catalogue: {source_id}: unknown field {', '.join(unknown)}")
    files = {name: _file(source_id, name, value) for name, value in entry.get("files", {}).items()}
    try:
        fetch = {
            name: _fetch(source_id, name, value, files.get(name))
            for name, value in entry.get("fetch", {}).items()
        }
        vintages = tuple(entry.get("ward_vintages", ()))
        source = Source(
            id=source_id,
            **{**entry, "files": files, "fetch": fetch, "ward_vintages": vintages},
        )
    except TypeError as error:
        raise SourceError(f"catalogue: {source_id}: {error}") from None
    if not (files or source.package):
        raise SourceError(f"catalogue: {source_id}: names neither files nor a package")
    if source.provenance not in ("live", "supplied"):
        raise SourceError(f"catalogue: {source_id}: provenance is live or supplied")
    for label, value in (("published", source.published), ("next_release", source.next_release)):
        if value and not _ISO_DATE.fullmatch(value):
            raise SourceError(f"catalogue: {source_id}: {label} is not an ISO date: {value}")
    return source


def _file(source_id: str, name: str, value: dict[str, Any]) -> SourceFile:
    try:
        file = SourceFile(**value)
    except TypeError:
        file = None
    if file is None or file.fidelity not in FIDELITY:
        raise SourceError(
            f"catalogue: {source_id}: file {name} needs a pattern and a fidelity "
            f"({' '.join(FIDELITY)}), and may be optional or got by_hand"
        )
    return file


def _worst(kinds: Iterable[str]) -> str:
    """Return the least faithful of ``kinds``, in words; a package holds values of another kind."""
    words = list(FIDELITY.values())
    return max(kinds, key=words.index, default=FIDELITY["R"])


def _fetch(source_id: str, name: str, value: dict[str, Any], file: SourceFile | None) -> Fetch:
    said = f"catalogue: {source_id}: fetch {name}"
    try:
        fetch = Fetch(**value)
    except TypeError as error:
        raise SourceError(f"{said}: {error}") from None
    if fetch.service not in SERVICES:
        raise SourceError(f"{said}: service is one of {' '.join(SERVICES)}")
    to = PurePosixPath(fetch.to)
    if to.is_absolute() or ".." in to.parts:
        raise SourceError(f"{said}: {fetch.to} leads out of the raw directory")
    if file and not to.match(file.pattern):
        raise SourceError(f"{said}: {fetch.to} does not fit the file's pattern {file.pattern}")
    return fetch


def record(source: Source, raw: Path, rows: int | None) -> dict[str, object]:
    """Return the source as it stands in a manifest, with the hash of every file read from ``raw``.

    ``rows`` is how many rows the ETL took from it. A file that still is what ``fetch`` got has the
    address and the time it came from; the source is ``live`` when all its files are, and then was
    ``retrieved`` when the last of them was. Of files that somebody supplied it is null.
    """
    fetched = ledger.read(raw)
    if source.package:
        version, digest = source.package_record()
        read = [{"name": source.package, "path": f"{source.package} {version}", "sha256": digest}]
    else:
        read = [
            _file_record(source, name, path, raw, fetched)
            for name, path in source.locate(raw).items()
        ]
    times = [file.get("retrieved", "") for file in read]
    live = all(times)
    note = source.note if not live or source.live_note is None else source.live_note
    digests = [file["sha256"] for file in read]
    together = hashlib.sha256("".join(digests).encode()).hexdigest()
    return {
        "id": source.id,
        "title": source.title,
        "publisher": source.publisher,
        "landing_page": source.landing_page,
        "file_url": source.file_url or None,
        "licence": source.licence,
        "licence_url": OGL_URL if source.licence == OGL else None,
        "attribution": source.attribution,
        "published": source.published,
        "retrieved": max(times) if live else None,
        "next_release": source.next_release or None,
        "provenance": "live" if live else source.provenance,
        "fidelity": _worst(file["fidelity"] for file in read if "fidelity" in file),
        "note": note or None,
        "sha256": digests[0] if len(digests) == 1 else together,
        "rows": rows,
        "files": read,
    }


def _file_record(
    source: Source, name: str, path: Path, raw: Path, fetched: dict[str, ledger.Entry]
) -> dict[str, str]:
    where, digest = path.relative_to(raw).as_posix(), sha256(path)
    said = {"name": name, "path": where, "sha256": digest}
    entry, fetch = fetched.get(where), source.fetch.get(name)
    if entry and fetch and entry.sha256 == digest:
        kind = FIDELITY[SERVICES[fetch.service]]
        return said | {"fidelity": kind, "file_url": entry.url, "retrieved": entry.retrieved}
    return said | {"fidelity": FIDELITY[source.files[name].fidelity]}

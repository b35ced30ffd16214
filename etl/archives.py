"""What a zip file may hold: workbooks are zips too, and a small one can unfold without end."""

from __future__ import annotations

import fnmatch
import shutil
import stat
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from etl.errors import SourceError


class ArchiveError(SourceError):
    """A zip file that is broken, or that would unfold beyond the limits."""


@dataclass(frozen=True)
class ZipLimits:
    """The whole archive's limits; ``ratio`` is unfolded to packed size."""

    size: int = 2_000_000_000
    members: int = 1_000
    ratio: float = 100


def require_safe(path: Path, limits: ZipLimits = ZipLimits()) -> None:
    """Raise ``ArchiveError`` unless the zip at ``path`` is whole and within the limits.

    Sizes are those that the archive declares; ``zipfile`` never unfolds a member beyond its own.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        raise ArchiveError("is not a whole zip file") from None
    if len(members) > limits.members:
        raise ArchiveError(f"holds {len(members):,} files, more than {limits.members:,}")
    unfolded = sum(member.file_size for member in members)
    if unfolded > limits.size:
        raise ArchiveError(
            f"unfolds to {unfolded / 1e9:,.1f} GB, more than {limits.size / 1e9:g} GB"
        )
    # Members may overlap, so the file's own size bounds what was packed.
    packed = min(path.stat().st_size, sum(member.compress_size for member in members))
    if unfolded > limits.ratio * max(packed, 1):
        raise ArchiveError(f"unfolds to more than {limits.ratio:g} times its size, like a zip bomb")
    for member in members:
        _require_plain(member)


def _require_plain(member: zipfile.ZipInfo) -> None:
    """Raise ``ArchiveError`` for a name that leads out of the folder, a link, or rare packing."""
    name = PurePosixPath(member.orig_filename.replace("\\", "/"))
    if name.is_absolute() or ".." in name.parts or ":" in member.orig_filename:
        raise ArchiveError(f"holds a path that leads outside: {member.orig_filename!r}")
    if stat.S_ISLNK(member.external_attr >> 16):
        raise ArchiveError(f"holds a link: {member.orig_filename!r}")
    if member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise ArchiveError(f"holds a file packed in an unusual way: {member.orig_filename!r}")


def holds(path: Path, pattern: str) -> bool:
    """Tell whether the file at ``path`` is a zip in which one member or more fit ``pattern``."""
    if not zipfile.is_zipfile(path):
        return False
    with zipfile.ZipFile(path) as archive:
        return any(fnmatch.fnmatchcase(name, pattern) for name in archive.namelist())


def extract_one(path: Path, pattern: str, target: Path, limits: ZipLimits = ZipLimits()) -> None:
    """Write the one member that fits ``pattern`` to ``target``.

    Raises ``ArchiveError`` when there is none or several, or the zip is not safe.
    """
    require_safe(path, limits)
    with zipfile.ZipFile(path) as archive:
        found = [name for name in archive.namelist() if fnmatch.fnmatchcase(name, pattern)]
        if len(found) != 1:
            raise ArchiveError(f"holds {len(found)} files like {pattern}, not one")
        try:
            with archive.open(found[0]) as packed, target.open("wb") as stream:
                shutil.copyfileobj(packed, stream)
        except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError) as error:
            raise ArchiveError(f"{found[0]} cannot be unfolded: {error}") from None

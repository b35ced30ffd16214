"""Bring a release into force in one step, and leave nothing of one that failed."""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from etl.errors import UsageError

CURRENT = "current"
REMOVED = ".removed-"
"""How the name of a release begins while it is being removed."""

_BUILDING, _POINTER = ".building-", ".current-"


@contextmanager
def workspace(out: Path) -> Iterator[Path]:
    """Give an empty folder beside the releases; nothing of it stays behind, whatever happens.

    What a build that was killed outright left in ``out`` is removed first.
    """
    out.mkdir(parents=True, exist_ok=True)
    with _alone_in(out):
        _sweep(out)
        folder = Path(tempfile.mkdtemp(prefix=_BUILDING, dir=out))
        # The system lets go of this lock however the process ends, which is how _sweep knows.
        held = _lock(folder)
    # mkdtemp's folder is for its owner alone; a release is for whoever may read its parent.
    folder.chmod(out.stat().st_mode & 0o777)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        os.close(held)


def bring_into_force(folder: Path, out: Path) -> Path:
    """Move a finished release to ``out/<release_id>`` and point ``out/current`` at it.

    Each is one step. A release that is there already is the same by its id, and is kept.
    """
    release_id = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))["release_id"]
    release = out / release_id
    if not release.exists():
        folder.rename(release)
    # When it came into force, for whoever lists releases in that order.
    os.utime(release)
    point_at(out, release_id)
    return release


def point_at(out: Path, release_id: str) -> None:
    """Make ``out/current`` mean the release ``release_id``, in one step."""
    with _alone_in(out):
        pointer = out / f"{_POINTER}{os.getpid()}"
        pointer.unlink(missing_ok=True)
        pointer.symlink_to(release_id)
        pointer.replace(out / CURRENT)


def _sweep(out: Path) -> None:
    """Remove what killed builds left in ``out``; only for whoever is alone in it."""
    for pointer in out.glob(f"{_POINTER}*"):
        pointer.unlink()
    for folder in [*out.glob(f"{_BUILDING}*"), *out.glob(f"{REMOVED}*")]:
        try:
            held = _lock(folder, wait=False)
        except BlockingIOError:
            continue  # its build is still at work
        shutil.rmtree(folder, ignore_errors=True)
        os.close(held)


@contextmanager
def _alone_in(folder: Path) -> Iterator[None]:
    held = _lock(folder)
    try:
        yield
    finally:
        os.close(held)


def _lock(folder: Path, *, wait: bool = True) -> int:
    """Return a descriptor that holds the folder's lock until it is closed.

    Raises ``BlockingIOError`` when another process holds it and there is no waiting.
    """
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
    except BaseException:
        os.close(descriptor)
        raise
    return descriptor


def embed(release: Path, target: Path) -> None:
    """Put a copy of ``release`` in place of the one at ``target``, which stays until it is whole.

    Raises ``UsageError`` when ``target`` holds anything that is not a release.
    """
    target = target.resolve()
    if target.exists() and any(target.iterdir()) and not (target / "manifest.json").is_file():
        raise UsageError(f"{target}: is not a release, so it is left alone")
    with workspace(target.parent) as folder:
        fresh, old = folder / "new", folder / "old"
        shutil.copytree(release, fresh)
        replacing = target.exists()
        if replacing:
            target.rename(old)
        try:
            fresh.rename(target)
        except BaseException:
            if replacing:
                old.rename(target)
            raise

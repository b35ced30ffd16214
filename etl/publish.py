"""Bring a release into force in one step, and leave nothing of one that failed."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from etl.errors import UsageError

CURRENT = "current"


@contextmanager
def workspace(out: Path) -> Iterator[Path]:
    """Give an empty folder beside the releases; nothing of it stays behind, whatever happens."""
    out.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix=".building-", dir=out))
    # mkdtemp's folder is for its owner alone; a release is for whoever may read its parent.
    folder.chmod(out.stat().st_mode & 0o777)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def bring_into_force(folder: Path, out: Path) -> Path:
    """Move a finished release to ``out/<release_id>`` and point ``out/current`` at it.

    Each is one step. A release that is there already is the same by its id, and is kept.
    """
    release_id = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))["release_id"]
    release = out / release_id
    if not release.exists():
        folder.rename(release)
    pointer = out / f".{CURRENT}-{os.getpid()}"
    pointer.unlink(missing_ok=True)
    pointer.symlink_to(release_id)
    pointer.replace(out / CURRENT)
    return release


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

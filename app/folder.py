"""Folders that are made once, wholly or not at all, and named by what they were made from."""

from __future__ import annotations

import fcntl
import hashlib
import shutil
from collections.abc import Callable, Iterable
from pathlib import Path


def digest(parts: Iterable[str | bytes]) -> str:
    """Return 12 hex digits that stand for these parts, in this order."""
    summed = hashlib.sha256()
    for part in parts:
        data = part.encode() if isinstance(part, str) else part
        summed.update(len(data).to_bytes(8, "big") + data)
    return summed.hexdigest()[:12]


def made_once(target: Path, make: Callable[[Path], None]) -> Path:
    """Return ``target``, calling ``make`` on an empty folder first when it does not exist.

    The folder appears by one rename. Processes that want the same one wait for whoever came first;
    what a killed one left behind is swept away by the next.
    """
    if target.is_dir():
        return target
    target.parent.mkdir(parents=True, exist_ok=True)
    with (target.parent / f".{target.name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if target.is_dir():
            return target
        partial = target.parent / f".{target.name}.partial"
        shutil.rmtree(partial, ignore_errors=True)
        partial.mkdir()
        try:
            make(partial)
        except BaseException:
            shutil.rmtree(partial, ignore_errors=True)
            raise
        partial.rename(target)
    return target

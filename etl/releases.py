"""The releases kept side by side: the last three, and the way back to the one before."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

from etl import publish
from etl.digest import sha256
from etl.errors import ContractError, UsageError

KEEP = 3
"""How many releases stay: the one in force and two to go back to."""


def kept(out: Path) -> list[Path]:
    """Return the releases in ``out``, the one that came into force last first.

    When that was is the time of the folder itself; nothing in a release is ever written again.
    """
    found = [path.parent for path in out.glob("[!.]*/manifest.json")]
    found = [release for release in found if not release.is_symlink()]
    return sorted(found, key=lambda release: release.stat().st_mtime_ns, reverse=True)


def in_force(out: Path) -> Path | None:
    """Return the release that ``out/current`` points at; None where there is none."""
    pointer = out / publish.CURRENT
    return out / pointer.readlink().name if (pointer / "manifest.json").is_file() else None


def prune(out: Path) -> list[Path]:
    """Remove all but the last ``KEEP`` releases, never the one in force; return those removed."""
    current, removed = in_force(out), []
    for release in kept(out)[KEEP:]:
        if release != current:
            # Out of sight first: a half-removed folder must not look like a release.
            hidden = release.rename(out / f"{publish.REMOVED}{release.name}")
            shutil.rmtree(hidden)
            removed.append(release)
    return removed


def rollback(out: Path) -> tuple[Path, Path]:
    """Bring the release from before the one in force back; return both, the one left behind first.

    The one left behind is kept, as the one that would come back last. Raises ``UsageError`` when
    there is no earlier release, ``ContractError`` when the earlier one is damaged.
    """
    current = in_force(out)
    if current is None:
        raise UsageError(f"{out}: has no release in force")
    others = [release for release in kept(out) if release != current]
    if not others:
        raise UsageError(f"{out}: holds no release but {current.name}; there is no way back")
    if damaged := _damaged(others[0]):
        raise ContractError(f"{others[0]}: {damaged} is damaged, so {current.name} stays in force")
    publish.point_at(out, others[0].name)
    oldest = min(release.stat().st_mtime_ns for release in others) - 1_000_000_000
    os.utime(current, ns=(oldest, oldest))
    return current, others[0]


def _damaged(release: Path) -> str | None:
    """Return the first file that is not as the manifest describes it; None where all are."""
    files = json.loads((release / "manifest.json").read_text(encoding="utf-8"))["files"]
    for name, digest in files.items():
        path = release / name
        if not path.is_file() or sha256(path) != digest:
            return name
    return None

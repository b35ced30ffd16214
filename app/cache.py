"""What callbacks built, kept on disk between requests as JSON text: bounded, private,
disposable.

diskcache unpickles what it finds (CVE-2025-69872), so whoever can write to its folder can run
code. Here nothing is ever pickled or unpickled, the folder is open to its owner alone, and
whatever goes wrong is a miss.
"""

from __future__ import annotations

import json
import logging
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import diskcache
from diskcache.core import MODE_BINARY, MODE_RAW, MODE_TEXT
from plotly.utils import PlotlyJSONEncoder

SIZE_LIMIT = 64 * 2**20
"""Bytes on disk, above which the oldest entries go."""

_PLAIN = (MODE_RAW, MODE_TEXT, MODE_BINARY)
_FAILURES = (sqlite3.Error, OSError, diskcache.Timeout, ValueError, TypeError)

log = logging.getLogger(__name__)


class PlainDisk(diskcache.Disk):
    """A ``Disk`` for text and bytes; ``TypeError`` for all else, above all for a pickle."""

    def put(self, key: Any) -> tuple[Any, bool]:
        """Return a key as it stands in the database; only text is a key."""
        if type(key) is not str:
            raise TypeError(f"a key is text, not {type(key).__name__}")
        return super().put(key)

    def get(self, key: Any, raw: Any) -> Any:
        """Return a key from the database."""
        if not raw:
            raise TypeError("a pickled key is not read")
        return super().get(key, True)

    def store(self, value: Any, read: bool, key: Any = diskcache.UNKNOWN) -> Any:
        """Return how a value is kept; only text and bytes are."""
        if read or type(value) not in (str, bytes):
            raise TypeError(f"a value is text or bytes, not {type(value).__name__}")
        return super().store(value, False, key=key)

    def fetch(self, mode: int, filename: Any, value: Any, read: bool) -> Any:
        """Return a kept value."""
        if mode not in _PLAIN:
            raise TypeError("a pickled value is not read")
        return super().fetch(mode, filename, value, read)


class ViewCache:
    """Results by key. Without a usable folder every look-up is a miss, and the app works on."""

    def __init__(self, folder: Path, size_limit: int = SIZE_LIMIT) -> None:
        self._kept = _open(folder, size_limit)

    def cached(self, key: str, build: Callable[[], Any]) -> Any:
        """Return what ``build`` returns, as plain JSON data, from the cache when it holds
        ``key``.

        ``key`` comes from ``ViewState.key`` and names the part of the page. ``build`` may
        return anything that Dash can send: components, figures, lists and numbers.
        """
        found = self._read(key)
        if found is not None:
            return found
        text = json.dumps(build(), cls=PlotlyJSONEncoder, separators=(",", ":"))
        self._write(key, text)
        return json.loads(text)

    def kept(self, key: str) -> bytes | None:
        """Return the bytes that ``keep`` put under a key, None when they are not there."""
        found: Any = None
        if self._kept is not None:
            try:
                found = self._kept.get(key)
            except _FAILURES as error:
                log.warning("cache miss: %s", type(error).__name__)
        return found if isinstance(found, bytes) else None

    def keep(self, key: str, content: bytes) -> None:
        """Put bytes under a key, as they are."""
        self._write(key, content)

    def _read(self, key: str) -> Any:
        if self._kept is None:
            return None
        try:
            text: Any = self._kept.get(key)
            return None if text is None else json.loads(text)
        except _FAILURES as error:
            log.warning("cache miss: %s", type(error).__name__)
            return None

    def _write(self, key: str, text: str | bytes) -> None:
        if self._kept is None:
            return
        try:
            self._kept.set(key, text)
        except _FAILURES as error:
            log.warning("cache not written: %s", type(error).__name__)


def _open(folder: Path, size_limit: int) -> diskcache.Cache | None:
    """Open the cache in its private folder, starting afresh once when what is there is broken."""
    for _ in range(2):
        try:
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            folder.chmod(0o700)
            return diskcache.Cache(
                str(folder),
                disk=PlainDisk,
                timeout=1,
                size_limit=size_limit,
                eviction_policy="least-recently-stored",
                cull_limit=50,
            )
        except _FAILURES as error:
            log.warning("cache at %s started afresh: %s", folder.name, error)
            shutil.rmtree(folder, ignore_errors=True)
    return None

"""Static files, compressed beforehand, served by whitenoise straight from the prepared folders.

whitenoise as it comes stats every file at start and keeps some 5 KB for each: 15 MB for a
release. Here a file is looked up when it is first asked for, and the 512 asked for last are
kept; so are the bytes of the small ones, for opening a file takes longer than sending it.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import Any
from wsgiref.headers import Headers

from dash.fingerprint import check_fingerprint
from whitenoise import WhiteNoise
from whitenoise.string_utils import decode_path_info

PREFIXES = ("/v/", "/assets/", "/_dash-component-suites/")
IMMUTABLE = "public, max-age=31536000, immutable"
KEPT = 512
SMALL = 16 * 1024
"""Bytes of the largest file that is kept in memory: of the 512, at most 8 MB."""
MAX_PATH = 300
POLICY = "default-src 'none'; frame-ancestors 'none'"
"""The Content-Security-Policy of what is no page: nothing follows from it."""

_NAMED_BY_CONTENT = re.compile(r"/assets/[^/]+\.[0-9a-f]{12}\.(?:js|css)")


class Statics(WhiteNoise):
    """A WSGI application that answers for static files and hands everything else on."""

    def __init__(self, application: Any, folders: Iterable[Path]) -> None:
        super().__init__(
            application,
            autorefresh=True,  # looked up by request; kept by the cache below
            max_age=None,
            allow_all_origins=False,
            add_headers_function=_cache_headers,
        )
        for folder in folders:
            self.add_files(str(folder))
        self._kept = lru_cache(maxsize=KEPT)(self._look_up)
        self._bytes = lru_cache(maxsize=KEPT)(_read)

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Any:
        """Answer a request, as WSGI has it."""
        path = decode_path_info(environ.get("PATH_INFO", ""))
        found = None
        if path.startswith(PREFIXES) and len(path) <= MAX_PATH:
            found = self._kept(path)
        if found is None:
            return self.application(environ, start_response)
        if (
            environ["REQUEST_METHOD"] == "GET"
            and "HTTP_RANGE" not in environ
            and not found.is_not_modified(environ)
        ):
            file, headers = found.get_path_and_headers(environ)
            body = self._bytes(file)
            if body is not None:
                start_response("200 OK", list(headers))
                return [body]
        return self.serve(found, environ, start_response)

    def _look_up(self, url: str) -> Any:
        """Return the file of an address. Dash's bundles lie under their names without
        fingerprint.
        """
        return self.find_file(url)

    def candidate_paths_for_url(self, url: str) -> Any:
        """Yield where the file of an address lies."""
        found = super().candidate_paths_for_url(without_fingerprint(url))
        return (path for path in found if Path(path).is_file())


def without_fingerprint(url: str) -> str:
    """Return the address of one of Dash's bundles without the version and time it carries."""
    if not url.startswith("/_dash-component-suites/"):
        return url
    return check_fingerprint(url)[0]


def _read(path: str) -> bytes | None:
    """Return what a small file holds; None for a large one, which goes out from the disk."""
    file = Path(path)
    return file.read_bytes() if file.stat().st_size <= SMALL else None


def _cache_headers(headers: Headers, path: str, url: str) -> None:
    """Set what lets browsers keep a file: for ever where its address names its content."""
    named = (
        url.startswith("/v/") or _NAMED_BY_CONTENT.fullmatch(url) or url != without_fingerprint(url)
    )
    headers["Content-Security-Policy"] = POLICY
    headers["Cache-Control"] = IMMUTABLE if named else "no-cache"
    content = hashlib.sha256(Path(path).read_bytes()).hexdigest()
    headers["ETag"] = f'W/"{content[:16]}"'  # weak: one tag for all encodings of it

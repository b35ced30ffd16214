"""The links of a view: the one that a copied address and every export carry, with the release in
which it was seen, so that the figures of a report can be traced; and that of a figure in a frame.
"""

from __future__ import annotations

import re

from flask import request

from app.unknown import HOME, UnknownView, short

PARAMETER = "r"
FRAMES = "/embed"
"""Below this are the pages that show one figure in a frame on another site."""

_RELEASE = re.compile(r"[0-9a-f]{8,64}")


def permalink(url: str, release_id: str) -> str:
    """Return a view's address with the release it was seen in."""
    return f"{url}{'&' if '?' in url else '?'}{PARAMETER}={release_id}"


def embed_address(url: str, figure: str) -> str:
    """Return the address of a figure of a view for a frame (``app.pages.embed``)."""
    path, _, query = url.partition("?")
    return f"{FRAMES}{path.rstrip('/')}/{figure}{'?' + query if query else ''}"


def check_release(value: str) -> None:
    """Raise ``UnknownView`` (400) for what cannot be the name of any release.

    A release that is not the one served is no mistake of the reader's: the page says what became of
    it (``assets/share/updated.js``).
    """
    if not _RELEASE.fullmatch(value):
        message = f"“{short(value)}” is not the name of a release: it has 8 or more of 0-9 and a-f."
        raise UnknownView(400, message, (HOME,))


def asked_site() -> str:
    """Return what links begin with, as whoever asks came here: a proxy says whether by https.

    Nothing where the request names no host that there can be: links then begin with their path.
    """
    if not request.host:
        return ""
    asked = request.headers.get("X-Forwarded-Proto")
    scheme = asked if asked in ("http", "https") else request.scheme
    return f"{scheme}://{request.host}"

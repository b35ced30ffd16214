"""What is said of an address that names nothing: a status, a sentence and ways on."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A way on from a mistaken address: words and a link."""

    text: str
    href: str


HOME = Suggestion("Search for a council", "/")


class UnknownView(Exception):  # noqa: N818 - it names what was asked for
    """An address that names nothing here: the HTTP status, what was wrong, and ways on."""

    def __init__(self, status: int, message: str, suggestions: tuple[Suggestion, ...] = ()) -> None:
        super().__init__(message)
        self.status = status
        self.message = message
        self.suggestions = suggestions


def short(text: str) -> str:
    """Return what a reader typed, short enough to repeat."""
    return text if len(text) <= 60 else f"{text[:59]}…"

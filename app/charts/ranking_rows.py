"""The rows of a ranking, and the places they take in it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    """One area: its rank as people read it, and its figure or the words in its place."""

    code: str
    rank: str
    name: str
    value: float | None
    lower: float | None = None
    upper: float | None = None
    verdict: str | None = None
    """``higher``, ``similar`` or ``lower`` than England, or None where there is no interval."""
    instead: str = ""
    """Why there is no value: shown where the bar would be."""
    said: str = ""
    """What the verdict is in words, where it is not one against England."""
    selected: bool = False
    locked: bool = False
    """Whether the other rows are read against this one."""
    against: str = ""
    """How it differs from the locked row, in words."""


@dataclass(frozen=True)
class Placed:
    """A row with the place of its column's zero and its own line."""

    row: Row
    zero: float
    y: float


def line(item: Placed, narrow: bool, *, of_bar: bool = False) -> float:
    """Return where a row's text or bar stands: on one line, or the bar below the name."""
    if not narrow:
        return item.y
    return item.y + (0.24 if of_bar else -0.16)

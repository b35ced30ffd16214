"""Differences from an official figure that are its publisher's own, as declared in a table beside.

A check stays as strict as its source allows; the few figures beyond it are named here one by one.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import pandas as pd

from etl.errors import SourceError

DIFFERENCES = Path(__file__).with_suffix(".toml")
_FIELDS = {"check", "measure", "period", "area", "name", "difference", "reason"}
_SAME = 0.5
"""Counts shared out among new wards are fractions, and add up to whole ones but nearly."""


@dataclass(frozen=True)
class Difference:
    """One figure that differs from its official one: ``difference`` is ours less the official."""

    check: str
    measure: str
    period: str
    area: str
    name: str
    difference: float
    reason: str

    @property
    def key(self) -> tuple[str, str, str]:
        """Return where it is: measure, period and code of the area."""
        return self.measure, self.period, self.area

    def __str__(self) -> str:
        return f"{self.name}, {self.measure} {self.period}: {self.difference:+g}"


@lru_cache(maxsize=8)
def load(path: Path = DIFFERENCES) -> tuple[Difference, ...]:
    """Read every declared difference.

    Raises ``SourceError`` for a file that is not TOML, and for an entry with a field too many, too
    few or empty.
    """
    try:
        entries = tomllib.loads(path.read_text(encoding="utf-8")).get("difference", [])
    except tomllib.TOMLDecodeError as error:
        raise SourceError(f"{path.name}: is not TOML: {error}") from None
    return tuple(_difference(path, number, entry) for number, entry in enumerate(entries, start=1))


def _difference(path: Path, number: int, entry: dict[str, Any]) -> Difference:
    said = f"{path.name}: difference {number}"
    if odd := sorted(_FIELDS ^ set(entry)):
        raise SourceError(f"{said}: needs {', '.join(sorted(_FIELDS))}; look at {', '.join(odd)}")
    if empty := sorted(name for name, value in entry.items() if not value):
        raise SourceError(f"{said}: {', '.join(empty)} is empty")
    return Difference(**entry)


def applying(
    differences: pd.Series, tolerance: float, declared: Iterable[Difference]
) -> tuple[list[Difference], list[str]]:
    """Return which of ``declared`` are as declared, and what is wrong with the others, in words.

    ``differences`` are ours less the official ones, by measure, period and area. One whose area has
    no figure is neither: a build of some councils only need not declare others.
    """
    applied: list[Difference] = []
    wrong: list[str] = []
    for known in declared:
        found = differences.get(known.key)
        if found is None:
            continue
        if abs(found) <= tolerance:
            wrong.append(f"{known} is declared, but {found:+g} is within what is allowed")
        elif abs(found - known.difference) > _SAME:
            wrong.append(f"{known} is declared, but it is {found:+g}")
        else:
            applied.append(known)
    return applied, wrong

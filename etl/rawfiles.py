"""Finding the official files below the raw directory, and reading their columns."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pandas as pd

from etl.errors import SourceError


def source_file(raw: Path, pattern: str) -> Path:
    """Return the one file below ``raw`` that fits the pattern; ``SourceError`` otherwise."""
    found = sorted(raw.glob(pattern))
    if len(found) != 1:
        number = "several files" if found else "no such file"
        raise SourceError(f"{pattern}: {number} below {raw}")
    return found[0]


def read_csv(raw: Path, pattern: str, columns: dict[str, str]) -> pd.DataFrame:
    """Read the named columns as text and rename them; ``SourceError`` where one is missing."""
    path = source_file(raw, pattern)
    table = pd.read_csv(path, dtype="str", encoding="utf-8-sig")
    require_columns(path.name, columns, table.columns)
    return table[list(columns)].rename(columns=columns)


def require_columns(name: str, wanted: Iterable[str], found: Iterable[str]) -> None:
    """Raise ``SourceError`` for the first wanted column that the file ``name`` lacks."""
    if missing := sorted(set(wanted) - set(found)):
        raise SourceError(f"{name}: column {missing[0]} is missing")

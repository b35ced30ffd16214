"""Known errors of sources, as declared in ``corrections.toml``: what, why, and the value expected.

A correction is made only while the source still says what it said when somebody looked. Once the
publisher changes the value, the build stops until the entry is looked at again.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import pandas as pd

from etl.errors import SourceError

CORRECTIONS = Path(__file__).with_suffix(".toml")
_FIELDS = {"source", "where", "column", "expected", "corrected", "reason"}


@dataclass(frozen=True)
class Correction:
    """One cell of a source that is known to be wrong.

    ``where`` finds its row by the values of columns, in the names the source's module gives them.
    ``expected`` is what stands in ``column`` before the correction, ``corrected`` what is meant.
    """

    source: str
    where: dict[str, str]
    column: str
    expected: str
    corrected: str
    reason: str

    def __str__(self) -> str:
        return " ".join(self.where.values())


@lru_cache(maxsize=8)
def load(path: Path = CORRECTIONS) -> tuple[Correction, ...]:
    """Read every correction.

    Raises ``SourceError`` for a file that is not TOML, and for an entry with a field too many, too
    few or empty.
    """
    try:
        entries = tomllib.loads(path.read_text(encoding="utf-8")).get("correction", [])
    except tomllib.TOMLDecodeError as error:
        raise SourceError(f"{path.name}: is not TOML: {error}") from None
    return tuple(_correction(path, number, entry) for number, entry in enumerate(entries, start=1))


def _correction(path: Path, number: int, entry: dict[str, Any]) -> Correction:
    said = f"{path.name}: correction {number}"
    if odd := sorted(_FIELDS ^ set(entry)):
        raise SourceError(f"{said}: needs {', '.join(sorted(_FIELDS))}; look at {', '.join(odd)}")
    if empty := sorted(name for name, value in entry.items() if not value):
        raise SourceError(f"{said}: {', '.join(empty)} is empty")
    return Correction(**entry)


def correct(
    table: pd.DataFrame, source: str, file: str, corrections: tuple[Correction, ...] | None = None
) -> pd.DataFrame:
    """Return ``table`` with every known error of ``source`` corrected.

    Cells are text, as the source writes them. A row that the file does not have needs no
    correction, nor does one that says what is meant already. Raises ``SourceError`` where the value
    is neither that nor the one expected.
    """
    table = table.copy()
    for known in load() if corrections is None else corrections:
        if known.source != source:
            continue
        rows = pd.Series(data=True, index=table.index)
        for column, value in known.where.items():
            rows &= table[column] == value
        changed = ~table.loc[rows, known.column].isin([known.expected, known.corrected])
        if changed.any():
            found = table.loc[rows, known.column][changed].iloc[0]
            raise SourceError(
                f"{file}: {known} is {found}, no longer {known.expected}: look again at its entry "
                f"in {CORRECTIONS.name} ({known.reason})"
            )
        table.loc[rows, known.column] = known.corrected
    return table

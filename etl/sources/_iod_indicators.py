"""What the underlying indicators of the Indices of Deprivation have in common, 2019 and 2025.

Counts ("numerators") come rounded to the nearest five, and blank below ten. A blank is therefore
between nought and nine: it counts as ``WITHHELD_STANDS_FOR`` and is marked ``e``, so every total it
enters says that it is partly estimated. Leaving such neighbourhoods out would leave out the least
deprived, above and below the line, and raise a council's share by up to 15 percentage points;
counting them as five keeps it within about one of the publisher's own (see ``checks_indices``).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from etl.errors import SourceError
from etl.sources._iod_workbook import read_domains
from etl.sources._tables import by_area, lsoas_of_england, measure, numbers, pick, read_csv

LEAST_PUBLISHED = 10
ROUNDED_TO = 5
WITHHELD_STANDS_FOR = 5.0
"""The middle of 0 to 9, rounded as the publisher rounds."""


def read_indicators(
    path: Path, columns: Mapping[str, str], *, ignored: re.Pattern[str]
) -> pd.DataFrame:
    """Return the columns of an indicator file as text, by LSOA; ``columns`` must name ``lsoa``.

    ``path`` is the publisher's workbook (File 8), or one table made of its sheets. Raises
    ``SourceError`` for an unknown or missing column, a repeated LSOA or another code.
    """
    workbook = path.suffix == ".xlsx"
    given = read_domains(path, columns, ignored=ignored) if workbook else read_csv(path)
    table = pick(given, columns, path=path, ignored=ignored)
    return lsoas_of_england(by_area(table, "lsoa", path=path), path=path)


def withheld_below_ten(
    name: str, column: pd.Series, *, path: Path, when: Mapping[str, Any]
) -> pd.DataFrame:
    """Return MEASURES rows of a rounded count; one withheld stands for five, marked ``e``.

    Raises ``SourceError`` for a cell that is no number, and for one that the publisher's rounding
    and threshold could not have left (a rate in a count's place).
    """
    blank = column.str.strip() == ""
    known = numbers(column[~blank], path=path)
    odd = known[(known < LEAST_PUBLISHED) | (known % ROUNDED_TO != 0)]
    if len(odd):
        raise SourceError(
            f"{path.name}: column {column.name!r} of {odd.index[0]} is {odd.iloc[0]:g}; counts are "
            f"multiples of {ROUNDED_TO}, from {LEAST_PUBLISHED}"
        )
    rows = measure(name, known.reindex(column.index, fill_value=WITHHELD_STANDS_FOR), **when)
    marker = pd.Series("e", rows.index, dtype="str").where(blank.to_numpy())
    return rows.assign(marker=marker)


def rates(
    table: pd.DataFrame,
    wanted: Mapping[str, Callable[[pd.Series], pd.Series] | None],
    *,
    path: Path,
    when: Mapping[str, Any],
) -> list[pd.DataFrame]:
    """Return a measure for each column in ``wanted``, changed by its function, if it has one."""
    tables = []
    for name, change in wanted.items():
        values = numbers(table[name], path=path)
        tables.append(measure(name, change(values) if change else values, **when))
    return tables


def complement(share: pd.Series) -> pd.Series:
    """Return what a share leaves of the whole."""
    return 1 - share

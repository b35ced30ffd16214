"""File 8 of the Indices of Deprivation as its publisher gives it: a workbook with a sheet a domain.

Headings are brought to the names that the one table made of the sheets has, by the rule it was made
with, so that a module knows each column once.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from etl.errors import SourceError
from etl.sources._tables import by_area, open_workbook

CODE = re.compile(r"lsoa_code_20(\d\d)")
AREA = re.compile(r"lsoa_name_\d{4}|local_authority_district_(code|name)_\d{4}")


def plain_name(heading: object) -> str:
    """Return a heading in small letters and underscores: ``Income - Average score`` is
    ``income_average_score``, and ``%`` is ``percent``.
    """
    text = str(heading).lower().replace("%", "percent")
    return re.sub(r"[^a-z0-9]+", "_", text).strip("_")


def read_domains(
    path: Path, columns: Mapping[str, str], *, ignored: re.Pattern[str]
) -> pd.DataFrame:
    """Return the columns named in ``columns`` from all sheets as one table of text, by those names.

    A sheet without a column of LSOA codes in its first row (notes) is passed over. Raises
    ``SourceError`` naming the sheet for a column never seen, one that a sheet before had, and other
    LSOAs than a sheet before; and for a column that no sheet has.
    """
    workbook = open_workbook(path)
    found: dict[str, pd.Series] = {}
    for sheet in workbook.sheet_names:
        rows = workbook.get_sheet_by_name(sheet).to_python()
        headings = [CODE.sub(r"lsoa\1_code", plain_name(cell)) for cell in rows[0]] if rows else []
        code = next((name for name in headings if re.fullmatch(r"lsoa\d\d_code", name)), None)
        if code is None:
            continue
        said = f"{path.name}: sheet {sheet!r}"
        for heading, name in zip(rows[0], headings, strict=True):
            if not (name in columns or ignored.fullmatch(name) or AREA.fullmatch(name)):
                raise SourceError(
                    f"{said}: column {heading!r} has never been seen; "
                    "add it to COLUMNS or to what is ignored"
                )
            if name in found and name != code:
                raise SourceError(f"{said}: column {heading!r} is on another sheet as well")
        cells = [[str(cell).strip() for cell in row] for row in rows[1:] if any(row)]
        table = by_area(pd.DataFrame(cells, columns=headings, dtype="str"), code, path=path)
        if found and set(found[code]) != set(table.index):
            raise SourceError(f"{said}: its LSOAs are not those of the sheet before")
        found[code] = pd.Series(table.index, table.index)
        found |= {name: table[name] for name in table.columns if name in columns}
    if missing := [name for name in columns if name not in found]:
        raise SourceError(f"{path.name}: no sheet has a column {missing[0]!r}; was it renamed?")
    return pd.DataFrame({name: found[name] for name in columns}).reset_index(drop=True)

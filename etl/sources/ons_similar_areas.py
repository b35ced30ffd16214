"""Areas most like each council, twenty each, in three ways (ONS, OGL v3).

Councils of the whole United Kingdom and combined authorities are in the files; of each council's
neighbours only English councils are kept, and these keep their rank.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from etl.errors import SourceError
from etl.neighbours import COLUMNS as NEIGHBOUR_COLUMNS
from etl.sources._tables import pick, read_csv
from etl.sources.dfe_councils import Councils

#: File → set; each is a way to be alike.
SETS = {
    "all": "ons_global",
    "demographic": "ons_demographic",
    "economic": "ons_economic",
}
FILES = tuple(SETS)
AREA = "AREACD"
RANKS = {str(rank): rank for rank in range(1, 21)}
ENGLISH_COUNCIL = r"E(06|07|08|09|10)\d{6}"


def parse(files: Mapping[str, Path], *, councils: Councils, areas: pd.DataFrame) -> pd.DataFrame:
    """Return the areas like each council: ``set area_code neighbour_code rank``.

    ``areas`` is the area table of the release. Raises ``SourceError`` on a column never seen before
    and on an English council that the release does not have.
    """
    known = set(areas["area_code"])
    tables = [_read(files[name], SETS[name], councils, known) for name in FILES]
    return pd.concat(tables, ignore_index=True)


def _read(path: Path, name: str, councils: Councils, known: set[str]) -> pd.DataFrame:
    table = pick(read_csv(path), {AREA: "area_code", **{n: n for n in RANKS}}, path=path)
    rows = table.melt("area_code", var_name="rank", value_name="neighbour_code")
    english = rows["area_code"].str.fullmatch(ENGLISH_COUNCIL) & rows[
        "neighbour_code"
    ].str.fullmatch(ENGLISH_COUNCIL)
    rows = rows[english].assign(set=name, rank=rows["rank"].map(RANKS).astype("int64"))
    for column in ("area_code", "neighbour_code"):
        # A council recoded without a change of area is found by the code it has in the vintage.
        rows[column] = [
            code if code in known else councils.by_code.get(code) for code in rows[column]
        ]
        if rows[column].isna().any():
            raise SourceError(f"{path.name}: a council is no area of this release")
    return rows.sort_values(["area_code", "rank"], ignore_index=True)[list(NEIGHBOUR_COLUMNS)]

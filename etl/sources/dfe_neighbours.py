"""Statistical neighbours of upper-tier councils, ten each, nearest first (DfE, OGL v3).

Councils are DfE numbers. The header stands below two rows of letters and numbers; ``SNP`` (how
close a neighbour is) repeats; a block "Old SNs:" at the foot holds councils that are no more.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from etl.errors import SourceError
from etl.neighbours import COLUMNS as NEIGHBOUR_COLUMNS
from etl.sources._tables import read_sheet
from etl.sources.dfe_councils import Councils

SET = "dfe_statistical"
COUNCIL = "LA num"
NAME = "LA Name"
RANKS = {f"SN{rank}": rank for rank in range(1, 11)}
FORMER_COUNCILS = "Old SNs:"
NONE = "-"


def parse(path: Path, *, councils: Councils) -> pd.DataFrame:
    """Return the neighbours of each council: ``set area_code neighbour_code rank``.

    A council without neighbours (``-``) has no rows. Raises ``SourceError`` when the header or the
    block of former councils is missing, and on a number that is no council.
    """
    table = read_sheet(path, {COUNCIL, NAME, *RANKS})
    former = table[NAME] == FORMER_COUNCILS
    if not former.any():
        raise SourceError(f"{path.name}: no block {FORMER_COUNCILS!r}; where do councils end?")
    table = table.iloc[: int(former.argmax())][[COUNCIL, *RANKS]]
    rows = table.melt(COUNCIL, var_name="rank", value_name="neighbour")
    rows = rows[rows["neighbour"] != NONE]
    codes = {
        column: rows[column].map(lambda number: _code(path, number, councils))
        for column in (COUNCIL, "neighbour")
    }
    found = pd.DataFrame(
        {
            "set": SET,
            "area_code": codes[COUNCIL],
            "neighbour_code": codes["neighbour"],
            "rank": rows["rank"].map(RANKS).astype("int64"),
        }
    )
    return found.sort_values(["area_code", "rank"], ignore_index=True)[list(NEIGHBOUR_COLUMNS)]


def _code(path: Path, number: object, councils: Councils) -> str:
    text = f"{number:.0f}" if isinstance(number, float) else str(number)
    code = councils.by_number.get(text)
    if code is None:
        raise SourceError(
            f"{path.name}: {text} is no council of today; is the table of councils up to date?"
        )
    return code

"""Upper-tier councils by DfE number, name and every code since 2017 (DfE, OGL v3).

Sources name councils in their own way; all of them come to the council of the release's vintage
through here. A council that was recoded without a change of area (Somerset, North Yorkshire,
Buckinghamshire) kept its DfE number, which is how its old code finds the new one. One that was
split or merged (Cumbria, Northamptonshire, Bournemouth, Poole, the old Dorset) has no successor of
the same area, and none is made up.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import pandas as pd

from etl.errors import SourceError
from etl.registry import WARD_VINTAGE

COLUMNS = {
    "first_available_year_included": "first_year",
    "most_recent_year_included": "last_year",
    "country_name": "country",
    "la_name": "name",
    "old_la_code": "dfe_number",
    "new_la_code": "code",
}
#: Stands in place of the number of a council whose code is too new for DfE to have joined the two.
NO_NUMBER = "z"
COUNTY_PREFIX = "E10"


@dataclass(frozen=True)
class Councils:
    """Every way to name a council → its code in the vintage; None where none has its area.

    ``by_number`` is keyed by DfE's three-digit number as text; ``by_code`` by any code since 2017;
    ``by_name`` by DfE's name, where a name that was used twice (Dorset) means the younger council.
    """

    by_number: dict[str, str | None]
    by_code: dict[str, str | None]
    by_name: dict[str, str | None]

    @property
    def of_vintage(self) -> list[str]:
        """Return the codes of all councils of the release's vintage, in order."""
        return sorted({code for code in self.by_number.values() if code})


def parse(path: Path, year: int = 2000 + int(WARD_VINTAGE.removeprefix("WD"))) -> Councils:
    """Read England's upper-tier councils, each brought to the code it has in ``year``.

    Raises ``SourceError`` on a missing column and on a number with two codes, or a code with two
    numbers, in ``year``.
    """
    header = pd.read_csv(path, nrows=0, encoding="utf-8-sig").columns
    if missing := sorted(set(COLUMNS) - set(header)):
        raise SourceError(
            f"{path.name}: no column {', '.join(missing)}; is this DfE's geo_hierarchy?"
        )
    rows = pd.read_csv(
        path, usecols=list(COLUMNS), dtype=str, keep_default_na=False, encoding="utf-8-sig"
    ).rename(columns=COLUMNS)
    rows = rows[rows["country"] == "England"].drop(columns="country").drop_duplicates()
    rows = rows.astype({"first_year": int, "last_year": int}).sort_values("first_year")

    numbered = rows[rows["dfe_number"] != NO_NUMBER]
    number_of_name = dict(zip(numbered["name"], numbered["dfe_number"], strict=True))
    missing_number = rows["dfe_number"] == NO_NUMBER
    rows.loc[missing_number, "dfe_number"] = rows.loc[missing_number, "name"].map(number_of_name)

    in_year = (rows["first_year"] <= year) & (rows["last_year"] >= year)
    now = rows.loc[in_year, ["dfe_number", "code"]].drop_duplicates()
    for column in ("dfe_number", "code"):
        if (twice := now[column].duplicated()).any():
            raise SourceError(
                f"{path.name}: {column} {now.loc[twice, column].iloc[0]} occurs twice in {year}"
            )
    code_now = dict(zip(now["dfe_number"], now["code"], strict=True))
    successors = [code_now.get(number) for number in rows["dfe_number"]]
    return Councils(
        by_number=dict(zip(rows["dfe_number"], successors, strict=True)),
        by_code=dict(zip(rows["code"], successors, strict=True)),
        by_name=dict(zip(rows["name"], successors, strict=True)),
    )


def council_geography(area_code: str) -> Literal["lad", "utla"]:
    """Return the geography of a council's rows: ``utla`` for counties, ``lad`` for the rest."""
    return "utla" if area_code.startswith(COUNTY_PREFIX) else "lad"

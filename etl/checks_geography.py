"""Codes of areas held against the publisher's own lookups, where these were fetched."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from etl import council_codes
from etl.catalogue import Source
from etl.checks import Check
from etl.rawfiles import read_csv

RECODES = {"LAD24CD": "before", "LAD25CD": "after"}
"""Columns of ONS's lookup of the districts of 2024 in those of 2025."""


def run(raw: Path, catalogue: Mapping[str, Source]) -> list[Check]:
    """Run every check of codes for which ``raw`` has the publisher's lookup.

    Raises ``SourceError`` when the lookup lacks a column.
    """
    found = catalogue["district_codes"].locate(raw).get("recodes_2025")
    if found is None:
        return []
    recodes = read_csv(raw, found.relative_to(raw).as_posix(), RECODES)
    return [recoded_districts(recodes, council_codes.active_codes(raw))]


def recoded_districts(recodes: pd.DataFrame, active: pd.Series) -> Check:
    """Hold what the table of all codes says of 2025 against ONS's lookup ``before`` → ``after``.

    ``active`` is each code's of today: a district and the one that it became must share it.
    """
    english = recodes[recodes["before"].str.startswith("E")]
    today = english.apply(lambda codes: codes.map(active))
    wrong = english[~(today["before"] == today["after"])]
    changed = (english["before"] != english["after"]).sum()
    detail = f"{len(english):,} districts compared, of which {changed} were recoded in 2025."
    if len(wrong):
        detail += f" Not so: {', '.join(wrong['before'])}."
    return Check(
        "Districts of 2024 in those of 2025",
        "the publisher's lookup from one year to the next",
        float(len(wrong)),
        0,
        detail,
    )

"""Residents by broad ethnic group (ONS, Census 2021 table TS021, OGL v3)."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from etl.sources._census2021 import Layout, parse_table

FILES = ("residents",)
LAYOUT = Layout(
    category="ethnic_group",
    total="total_residents",
    groups={
        "Asian, Asian British or Asian Welsh": "census_residents_asian",
        "Black, Black British, Black Welsh, Caribbean or African": "census_residents_black",
        "Mixed or Multiple ethnic groups": "census_residents_mixed",
        "White": "census_residents_white",
        "Other ethnic group": "census_residents_other_group",
    },
    total_measure="census_residents_by_group",
)


def parse(files: Mapping[str, Path]) -> pd.DataFrame:
    """Return residents of each of the five broad groups, and all residents (lsoa21, ``2021``).

    Raises ``SourceError`` as ``parse_table`` does.
    """
    return parse_table(files["residents"], LAYOUT)

"""Households by how many dimensions they are deprived in (ONS, Census 2021 table TS011, OGL v3).

The four dimensions are employment, education, health and disability, and housing.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from etl.sources._census2021 import Layout, parse_table

FILES = ("households",)
TWO_OR_MORE = "census_households_deprived_two_or_more"
LAYOUT = Layout(
    category="deprivation_dimensions",
    total="total_households",
    groups={
        "Household is not deprived in any dimension": "census_households_not_deprived",
        "Household is deprived in one dimension": None,
        "Household is deprived in two dimensions": TWO_OR_MORE,
        "Household is deprived in three dimensions": TWO_OR_MORE,
        "Household is deprived in four dimensions": TWO_OR_MORE,
    },
    total_measure="census_households_by_deprivation",
)


def parse(files: Mapping[str, Path]) -> pd.DataFrame:
    """Return households (lsoa21, ``2021``) not deprived, deprived in two or more ways, and all.

    Raises ``SourceError`` as ``parse_table`` does.
    """
    return parse_table(files["households"], LAYOUT)

"""Households by occupancy rating for bedrooms (ONS, Census 2021 table TS052, OGL v3).

A rating below nought, fewer bedrooms than the Bedroom Standard asks for, is overcrowding.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from etl.sources._census2021 import Layout, parse_table

FILES = ("households",)
OVERCROWDED = "census_households_overcrowded"
LAYOUT = Layout(
    category="occupancy_rating",
    total="total_households",
    groups={
        "+2 or more (under-occupied)": None,
        "+1 (under-occupied)": None,
        "0 (ideal)": None,
        "-1 (overcrowded)": OVERCROWDED,
        "-2 or less (overcrowded)": OVERCROWDED,
    },
    total_measure="census_households_by_occupancy",
    also_called={
        "Occupancy rating of bedrooms: +2 or more": "+2 or more (under-occupied)",
        "Occupancy rating of bedrooms: +1": "+1 (under-occupied)",
        "Occupancy rating of bedrooms: 0": "0 (ideal)",
        "Occupancy rating of bedrooms: -1": "-1 (overcrowded)",
        "Occupancy rating of bedrooms: -2 or less": "-2 or less (overcrowded)",
    },
)


def parse(files: Mapping[str, Path]) -> pd.DataFrame:
    """Return overcrowded households and all households (lsoa21, ``2021``).

    Raises ``SourceError`` as ``parse_table`` does.
    """
    return parse_table(files["households"], LAYOUT)

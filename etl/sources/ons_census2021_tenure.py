"""Households by tenure (ONS, Census 2021 table TS054, OGL v3).

Shared ownership and living rent free are in the total alone, as in the publisher's own headlines.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from etl.sources._census2021 import Layout, parse_table

FILES = ("households",)
OWNED = "census_households_owned"
SOCIAL = "census_households_social_rented"
PRIVATE = "census_households_private_rented"
LAYOUT = Layout(
    category="tenure",
    total="total_households",
    groups={
        "Owned: Owns outright": OWNED,
        "Owned: Owns with a mortgage or loan": OWNED,
        "Shared ownership: Shared ownership": None,
        "Social rented: Rents from council or Local Authority": SOCIAL,
        "Social rented: Other social rented": SOCIAL,
        "Private rented: Private landlord or letting agency": PRIVATE,
        "Private rented: Other private rented": PRIVATE,
        "Lives rent free": None,
    },
    total_measure="census_households_by_tenure",
)


def parse(files: Mapping[str, Path]) -> pd.DataFrame:
    """Return households that own, rent socially and rent privately, and all (lsoa21, ``2021``).

    Raises ``SourceError`` as ``parse_table`` does.
    """
    return parse_table(files["households"], LAYOUT)

"""English Indices of Deprivation 2015, by LSOA 2011 (MHCLG, OGL v3): overall scores and deciles.

The Index of 2015 has denominators of mid-2012, which the copy at hand lacks. Its scores are
weighted by the nearest that are published in the same way (prisoners left out): those of mid-2015,
File 6 of the Indices of 2019.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from etl.sources._deprivation import index_measures, read_scores
from etl.sources._tables import stack
from etl.sources.mhclg_iod2019 import read_denominators

COLUMNS = {
    "lsoa11_code": "lsoa",
    "lsoa11_name": "lsoa_name",
    "lad13_code": "district",
    "lad13_name": "district_name",
    "IMD_score": "imd_score",
    "IMD_rank": "imd_rank",
    "IMD_decile": "imd_decile",
}


def parse(files: Mapping[str, Path]) -> pd.DataFrame:
    """Return the measures of period ``2015`` (lsoa11).

    ``imd_score``; ``imd_residents`` and ``imd_residents_deprived_fifth`` (persons).
    ``files`` are ``scores`` and ``denominators`` (File 6 of the Indices of 2019).
    Raises ``SourceError`` as ``read_scores`` does, and for an LSOA without a denominator.
    """
    scores = read_scores(files["scores"], COLUMNS, text=("lsoa_name", "district", "district_name"))
    return stack(
        index_measures(
            scores,
            read_denominators(files["denominators"]),
            geography="lsoa11",
            period="2015",
            period_end=dt.date(2015, 12, 31),
        )
    )

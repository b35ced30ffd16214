"""English Indices of Deprivation 2015, by LSOA 2011 (MHCLG, OGL v3): overall scores and deciles.

The publisher's File 7 has denominators of mid-2012 to weight the scores by. A copy without them is
weighted by the nearest that are published in the same way (prisoners left out): those of mid-2015,
File 6 of the Indices of 2019.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from etl.sources._deprivation import IGNORED, INDEX_COLUMNS, index_measures, read_scores
from etl.sources._tables import read_csv, stack
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


OFFICIAL = {
    "LSOA code (2011)": "lsoa",
    "Local Authority District code (2013)": "district",
} | INDEX_COLUMNS
DENOMINATOR = {"Total population: mid 2012 (excluding prisoners)": "residents"}


def parse(files: Mapping[str, Path]) -> pd.DataFrame:
    """Return the measures of period ``2015`` (lsoa11).

    ``imd_score``; ``imd_residents`` and ``imd_residents_deprived_fifth`` (persons).
    ``files`` are ``scores`` (File 7, or a copy of its scores) and ``denominators`` (File 6 of the
    Indices of 2019, for a copy that has none).
    Raises ``SourceError`` as ``read_scores`` does, and for an LSOA without a denominator.
    """
    if "LSOA code (2011)" in read_csv(files["scores"]).columns:
        scores = read_scores(files["scores"], OFFICIAL | DENOMINATOR, ignored=IGNORED)
        residents = scores["residents"]
    else:
        text = ("lsoa_name", "district", "district_name")
        scores = read_scores(files["scores"], COLUMNS, text=text)
        residents = read_denominators(files["denominators"])
    when = {"geography": "lsoa11", "period": "2015", "period_end": dt.date(2015, 12, 31)}
    return stack(index_measures(scores, residents, **when))

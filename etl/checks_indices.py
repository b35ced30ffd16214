"""The Indices' underlying indicators held against the publisher's summaries and the Census."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from etl import catalogue, council_codes
from etl.checks import Check
from etl.checks_census import compare
from etl.sources import mhclg_iod2019, mhclg_iod2019_indicators, mhclg_iod2025_indicators

CHILDREN_2019_TOLERANCE = 0.012
"""A fraction. The publisher smooths small neighbourhoods' shares and gives no count below ten,
which stands here as five: districts differ by 0.0024 on average; the City of London, whose counts
are almost all below ten, by 0.0103."""

RESIDENTS_2019_TOLERANCE = 0.002
"""A fraction: averages are rounded to three decimals, counts to five."""

PEOPLE_2025_TOLERANCE = 100
"""People: a neighbourhood's count is rounded to five, so one of Birmingham's 650 neighbourhoods is
out by 1.4 (standard deviation) and its sum by 37; 100 is nearly three of those."""

OVERCROWDING_TOLERANCE = 0.02
"""A fraction: the publisher smooths shares of small neighbourhoods, by 0.002 on average."""


def run(measures: pd.DataFrame, observations: pd.DataFrame, raw: Path) -> list[Check]:
    """Run every check of the underlying indicators.

    ``measures`` and ``observations`` are the build's tables, ``raw`` the directory of official
    files. Raises ``SourceError`` when a published table cannot be read.
    """
    sources = catalogue.load()
    of_2019 = sources["mhclg_iod2019_indicators"].locate(raw)
    of_2025 = sources["mhclg_iod2025_indicators"].locate(raw)
    scores = sources["mhclg_iod2019"].locate(raw)["scores"]
    district_of_lsoa = mhclg_iod2019.read_district_of_lsoa(scores)
    averages = mhclg_iod2019_indicators.read_districts(of_2019["districts"])
    return [
        income_2019_by_district(measures, district_of_lsoa, averages, "children"),
        income_2019_by_district(measures, district_of_lsoa, averages, "residents"),
        income_2025_by_council(
            observations,
            council_codes.by_existing(
                mhclg_iod2025_indicators.read_income_scale(of_2025["districts"]),
                raw,
                observations.loc[observations["level"] == "lad", "area_code"].unique(),
            ),
        ),
        overcrowding_2025(
            measures, mhclg_iod2025_indicators.read_overcrowding(of_2025["indicators"])
        ),
    ]


def income_2019_by_district(
    measures: pd.DataFrame, district_of_lsoa: pd.Series, averages: pd.DataFrame, who: str
) -> Check:
    """Hold shares in income deprivation against File 10's averages of the districts of 2019.

    ``who`` is ``children`` or ``residents``; ``averages`` has a column a measure.
    """
    below, tolerance = {
        "children": ("iod_children_under_16", CHILDREN_2019_TOLERANCE),
        "residents": ("imd_residents", RESIDENTS_2019_TOLERANCE),
    }[who]
    above = f"iod_income_deprived_{who}"
    count, people = (_values(measures, name, "2019") for name in (above, below))
    district = district_of_lsoa.reindex(count.index)
    share = count.groupby(district).sum() / people.groupby(district).sum()
    return compare(
        f"Income deprivation 2019, {who} by district",
        "average scores of File 10",
        share,
        averages[above],
        tolerance,
        of="districts of 2019",
    )


def income_2025_by_council(observations: pd.DataFrame, published: pd.Series) -> Check:
    """Hold residents in income deprivation against the published number of each council."""
    rows = observations[
        (observations["indicator"] == "income_deprived_residents")
        & (observations["level"] == "lad")
        & (observations["period"] == "2025")
    ]
    return compare(
        "Income deprivation 2025, residents by council",
        "numbers of the published district summaries",
        rows.set_index("area_code")["numerator"],
        published,
        PEOPLE_2025_TOLERANCE,
        of="councils",
    )


def overcrowding_2025(measures: pd.DataFrame, published: pd.Series) -> Check:
    """Hold the Census share of overcrowded households against the Indices' own, by LSOA."""
    crowded = _values(measures, "census_households_overcrowded", "2021")
    households = _values(measures, "census_households_by_occupancy", "2021")
    return compare(
        "Overcrowding at the 2021 Census",
        "the Indices' own share, by bedrooms",
        crowded / households,
        published,
        OVERCROWDING_TOLERANCE,
        of="LSOAs",
    )


def _values(measures: pd.DataFrame, measure: str, period: str) -> pd.Series:
    rows = measures[(measures["measure"] == measure) & (measures["period"] == period)]
    return rows.set_index("area_code")["value"]

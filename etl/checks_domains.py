"""Every domain of the Indices of 2019 at hand held against the publisher's district summaries.

File 10 summarises each domain by district. Ranks and deciles of all of them are at hand, and the
scores of income and employment.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from etl import catalogue
from etl.checks import Check
from etl.checks_census import compare
from etl.sources._tables import by_area, numbers, read_csv, read_sheet

LSOA = "LSOA code (2011)"
DISTRICT = "Local Authority District code (2019)"
DOMAINS = {
    "IMD": "Index of Multiple Deprivation (IMD)",
    "Income": "Income",
    "Employment": "Employment",
    "Education, Skills and Training": "Education, Skills and Training",
    "Health Deprivation and Disability": "Health Deprivation and Disability",
    "Crime": "Crime",
    "Barriers to Housing and Services": "Barriers to Housing and Services",
    "Living Environment": "Living Environment",
    "IDACI": "Income Deprivation Affecting Children Index (IDACI)",
    "IDAOPI": "Income Deprivation Affecting Older People (IDAOPI)",
}
"""How File 10 calls a domain → how File 7 does."""
DECILE = " Decile (where 1 is most deprived 10% of LSOAs)"
TENTH = " - Proportion of LSOAs in most deprived 10% nationally"
AVERAGE = " - Average score"
SCORES = {
    "Income": "Total population: mid 2015 (excluding prisoners)",
    "Employment": (
        "Working age population 18-59/64: for use with Employment Deprivation Domain "
        "(excluding prisoners)"
    ),
}
"""Domain whose score is a rate of people at hand → File 6's people that it is a rate of."""

TENTH_TOLERANCE = 0.0001
"""A fraction: shares are published to four decimals."""
SCORE_TOLERANCE = 0.001
"""A fraction: rates of neighbourhoods and averages of districts have three decimals."""


def run(raw: Path) -> list[Check]:
    """Run both checks; ``raw`` is the directory of official files.

    Raises ``SourceError`` when a published table cannot be read.
    """
    files = catalogue.load()["mhclg_iod2019"].locate(raw)
    lsoas = by_area(read_csv(files["scores"]), LSOA, path=files["scores"])
    published = {
        header: _column(files["districts"], DISTRICT, header)
        for header in (*(name + TENTH for name in DOMAINS), *(name + AVERAGE for name in SCORES))
    }
    people = {name: _column(files["denominators"], LSOA, header) for name, header in SCORES.items()}
    return [
        tenths(lsoas, published),
        averages(lsoas, people, published, files["scores"]),
    ]


def tenths(lsoas: pd.DataFrame, published: dict[str, pd.Series]) -> Check:
    """Hold each district's share of neighbourhoods in England's most deprived tenth, by domain."""
    ours = {
        name: (lsoas[family + DECILE].str.strip() == "1").groupby(lsoas[DISTRICT]).mean()
        for name, family in DOMAINS.items()
    }
    return compare(
        "Indices of 2019, most deprived tenth by district and domain",
        "File 10's shares of neighbourhoods, of ten indices and domains",
        pd.concat(ours),
        pd.concat({name: published[name + TENTH] for name in DOMAINS}),
        TENTH_TOLERANCE,
        of="shares of a district",
    )


def averages(
    lsoas: pd.DataFrame, people: dict[str, pd.Series], published: dict[str, pd.Series], path: Path
) -> Check:
    """Hold the weighted mean of the domains' scores against File 10's averages."""
    ours = {}
    for name in SCORES:
        score = numbers(lsoas[f"{DOMAINS[name]} Score (rate)"], path=path)
        weight = people[name].reindex(score.index)
        district = lsoas[DISTRICT]
        ours[name] = (score * weight).groupby(district).sum() / weight.groupby(district).sum()
    return compare(
        "Indices of 2019, income and employment by district",
        "average scores of File 10",
        pd.concat(ours),
        pd.concat({name: published[name + AVERAGE] for name in SCORES}),
        SCORE_TOLERANCE,
        of="averages of a district",
    )


def _column(path: Path, area: str, header: str) -> pd.Series:
    table = by_area(read_sheet(path, {area, header}), area, path=path)
    return numbers(table[header], path=path)

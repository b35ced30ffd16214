"""What publishers say of wider areas, held against the figures of the areas they are made of."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from etl import catalogue, council_codes
from etl.checks import Check
from etl.checks_census import compare
from etl.registry import ENGLAND
from etl.sources import dfe_eyfsp, dfe_take_up, dwp_low_income, ons_rural_urban
from etl.sources.dfe_councils import Councils

ENGLAND_MID_YEAR = {"2017": 55_619_430, "2019": 56_286_961, "2020": 56_550_138}
"""Residents of England at mid-year, as ONS published them before the 2021 Census."""

UK_TOLERANCE = 20
"""Children: thirteen disturbed counts, each by about 1.8 (standard deviation), make 6.5 together;
20 is three of those."""

DISTRICT_TOLERANCE = 1_000
"""Children whose school is beyond England or in no known place: 736 in 2021/22."""

RURAL_BANDS = {
    "RM": (50, 100),
    "RI": (35, 50),
    "UI": (20, 35),
    "UU": (0, 20),
}
"""First two letters of ONS's class of a council → the percentage of residents in rural areas that
it stands for: majority rural, intermediate rural, intermediate urban, urban."""
RURAL_TOLERANCE = 2.0
"""Percentage points: ONS goes by output areas, and LSOAs of both kinds are one or the other here;
1.7 at most."""

ROUNDING = 0.05 + 1e-9
"""Percentage points: half of the last decimal given."""

RECENT = {
    "gldPercent": ("gld_percent", 1),
    "allElgsExpectedPercent": ("eyfsp_all_goals_percent", 1),
    "elgsExpectedAverage": ("eyfsp_average_goals", 1),
}
"""Column of DfE's newest results → the interactive tool's measure, and its decimals."""
RECENT_TOLERANCE = 1e-6
"""Points: a figure that is rounded is the same on both sides."""


def run(
    measures: pd.DataFrame, observations: pd.DataFrame, raw: Path, councils: Councils
) -> list[Check]:
    """Run every check of totals; ``raw`` is the directory of official files.

    Raises ``SourceError`` when a published table cannot be read.
    """
    sources = catalogue.load()
    workbook = sources["dwp_low_income"].locate(raw)["workbook"]
    classes = sources["ons_rural_urban"].locate(raw)["lad"]
    recent = sources["dfe_eyfsp"].locate(raw).get("recent")
    found = [
        england_residents(measures),
        low_income_uk(measures, dwp_low_income.read_countries(workbook)),
        rural_by_class(
            observations,
            council_codes.by_existing(
                ons_rural_urban.read_districts(classes),
                raw,
                observations.loc[observations["level"] == "lad", "area_code"].unique(),
            ),
        ),
        districts_make_england(observations),
        take_up_shares(dfe_take_up.read_shares(sources["dfe_take_up"].locate(raw)["take_up"])),
    ]
    if recent is not None:
        found.append(recent_profile(measures, dfe_eyfsp.read_recent(recent, RECENT), councils))
    return found


def england_residents(measures: pd.DataFrame) -> Check:
    """Hold residents of all LSOAs of 2011 against those of England that ONS published.

    Estimates by LSOA of 2021 are of another edition, and are not compared.
    """
    rows = measures[(measures["measure"] == "residents") & (measures["geography"] == "lsoa11")]
    known = pd.Series(ENGLAND_MID_YEAR, dtype=float)
    sums = rows.groupby("period")["value"].sum()
    both = sums.index.intersection(known.index)
    return compare(
        "Residents at mid-year, LSOAs against England",
        "England's as ONS published them before the Census",
        sums[both],
        known[both],
        0,
        of="years",
    )


def low_income_uk(measures: pd.DataFrame, countries: pd.DataFrame) -> Check:
    """Hold England's regions against the United Kingdom less its three other countries.

    ``countries`` has ``measure period area_code value``, of the whole and of the others.
    """
    rows = measures[measures["measure"].isin(countries["measure"].unique())]
    keys = ["measure", "period"]
    regions = rows[rows["geography"] == "region"].groupby(keys)["value"].sum()
    whole = countries["area_code"] == dwp_low_income.UNITED_KINGDOM
    others = countries[~whole].groupby(keys)["value"].sum()
    return compare(
        "Children in low-income families, regions against the United Kingdom",
        "its own count less Wales, Scotland and Northern Ireland",
        regions,
        countries[whole].set_index(keys)["value"] - others,
        UK_TOLERANCE,
        of="counts of a year",
    )


def rural_by_class(observations: pd.DataFrame, classes: pd.Series) -> Check:
    """Hold each council's share of rural residents against the band of its official class.

    ``classes`` is ONS's code of the class, by council; the difference is how far a share lies
    outside its band.
    """
    rows = observations[
        (observations["indicator"] == "rural_residents") & (observations["level"] == "lad")
    ]
    share = rows.set_index("area_code")["value"]
    bands = classes.str[:2].map(RURAL_BANDS).reindex(share.index)
    nearest = pd.Series(
        [
            min(max(value, band[0]), band[1]) if isinstance(band, tuple) else float("nan")
            for value, band in zip(share, bands, strict=True)
        ],
        share.index,
    )
    return compare(
        "Rural residents by council",
        "the band of ONS's rural or urban class of the council",
        share,
        nearest,
        RURAL_TOLERANCE,
        of="councils",
    )


def districts_make_england(observations: pd.DataFrame) -> Check:
    """Hold children assessed in all districts against England's."""
    rows = observations[observations["indicator"] == "gld_by_district"]
    districts = rows[rows["level"] == "lad"].groupby("period")["denominator"].sum()
    england = rows[rows["area_code"] == ENGLAND].set_index("period")["denominator"]
    return compare(
        "EYFSP by district, children assessed",
        "England's own count, which has schools in no district too",
        districts,
        england,
        DISTRICT_TOLERANCE,
        of="years",
    )


def take_up_shares(shares: pd.DataFrame) -> Check:
    """Hold children over those entitled against the percentage in the same file.

    ``shares`` has ``children eligible percent``. The estimate of those entitled is published as a
    whole number and used unrounded, so up to half a child below the line is no difference.
    """
    counted = 100 * shares["children"] / shares["eligible"]
    half_a_child = counted * 0.5 / shares["eligible"]
    difference = ((counted - shares["percent"]).abs() - half_a_child).clip(lower=0)
    return Check(
        name="Take-up, counts against published percentages",
        expected="percentages of the same file, rounded to one decimal",
        largest_difference=round(float(difference.max()), 6),
        tolerance=ROUNDING,
        detail=(
            f"{len(difference):,} figures of councils, regions and England compared, but for what "
            "half a child entitled more or less explains."
        ),
    )


def recent_profile(measures: pd.DataFrame, recent: pd.DataFrame, councils: Councils) -> Check:
    """Hold the interactive tool's newest EYFSP against what DfE's own service gives.

    ``recent`` has ``area_name period measure value``, rounded as the tool rounds.
    """
    codes: Mapping[str, str | None] = {**councils.by_name, "England": ENGLAND}
    keys = ["measure", "area_code", "period"]
    official = recent.assign(area_code=recent["area_name"].map(codes)).set_index(keys)["value"]
    ours = measures[measures["measure"].isin(recent["measure"].unique())].set_index(keys)["value"]
    return compare(
        f"EYFSP {recent['period'].iloc[0]}, the interactive tool",
        "DfE's own service, for the councils at hand and England",
        ours.reindex(official.index),
        official,
        RECENT_TOLERANCE,
        of="figures",
    )

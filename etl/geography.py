"""The areas of England and the lookups between them, all in the release's ward vintage.

Small areas go to wards by the ONS best fit, and to districts by the district they lie in, which is
not always the district of their best-fit ward. Figures on 2011 small areas move to those of 2021 by
shares that add up to one.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd

from etl.errors import SourceError
from etl.hierarchy import current, read_hierarchy
from etl.polygons import area_points, ward_polygons
from etl.rawfiles import read_csv, source_file
from etl.registry import ENGLAND, LEVELS
from etl.vintages import RELEASE, Vintage

#: Where each official file lies below the raw directory.
EXACT_FIT = "geo/lookups/LSOA11_LSOA21_LAD22_EW_LU*.csv"
LSOA_RURAL_URBAN = "geo/classifications/LSOA21_RUC21_EW_LU*.csv"
LAD_RURAL_URBAN = "geo/classifications/LAD24_RUC21_EW_LU*.csv"
CENSUS_RESIDENTS = "deprivation/census2021/*ethnicity21_lsoa21.parquet"
LSOA21_POLYGONS = "geo/lsoa/LSOA_2021_EW_BSC*.geojson"
LSOA11_RESIDENTS = "deprivation/population/*population20_lsoa11_syoa.parquet"

NO_LSOA = (
    "No neighbourhood (LSOA) lies mostly in this ward, so figures built from neighbourhoods cannot "
    "be given for it."
)
#: Councils that some sources publish as one: each is shown the joint figure, and says so.
JOINT = {
    "E09000001": "Some sources publish one figure for the City of London and Hackney together.",
    "E09000012": "Some sources publish one figure for Hackney and the City of London together.",
    "E06000053": "Some sources publish one figure for the Isles of Scilly and Cornwall together.",
    "E06000052": "Some sources publish one figure for Cornwall and the Isles of Scilly together.",
}
#: A district that was merged away hands its places to the one successor that holds this share.
SUCCESSOR_SHARE = 0.95


@dataclass(frozen=True)
class Geography:
    """Every lookup the aggregation needs.

    ``areas``: the area table of the release, without population. ``lsoa_ward`` and ``lsoa_lad``:
    Series of GSS codes indexed by LSOA 2021. ``lsoa11_shares``: ``lsoa11 lsoa21 share``, the shares
    of one ``lsoa11`` adding up to 1.
    """

    areas: pd.DataFrame
    lsoa_ward: pd.Series
    lsoa_lad: pd.Series
    lsoa11_shares: pd.DataFrame


def read_geography(raw: Path, vintage: Vintage = RELEASE) -> Geography:
    """Read the area table and every lookup; ``SourceError`` where one is missing or incomplete."""
    return Geography(
        areas=read_areas(raw, vintage),
        lsoa_ward=lsoa21_to_ward(raw, vintage),
        lsoa_lad=lsoa21_to_lad(raw, vintage),
        lsoa11_shares=lsoa11_to_lsoa21(raw),
    )


def read_areas(raw: Path, vintage: Vintage = RELEASE) -> pd.DataFrame:
    """Return the area table of the release, all levels, in its order and without population.

    Columns ``area_code area_name level lad_code utla_code region_code easting northing rural_urban
    note``. ``utla_code`` of a district in a county is the county, of any other itself. Wards and
    councils have a rural-urban class, except wards without an LSOA.
    """
    wards = read_hierarchy(raw, vintage)
    points = area_points(raw, set(wards["ward_code"]), vintage)
    areas = area_table(wards, rural_urban(raw, vintage), set(lsoa21_to_ward(raw, vintage)))
    areas.insert(6, "easting", areas["area_code"].map(points["easting"]).astype("Int64"))
    areas.insert(7, "northing", areas["area_code"].map(points["northing"]).astype("Int64"))
    return areas


def area_table(
    wards: pd.DataFrame, rural_urban_of: pd.Series, wards_with_lsoa: set[str]
) -> pd.DataFrame:
    """Unfold the ward hierarchy into one row per area, all levels, with notes on some of them."""
    lads = wards.drop_duplicates("lad_code")
    counties = wards[wards["utla_code"] != wards["lad_code"]].drop_duplicates("utla_code")
    regions = wards.drop_duplicates("region_code")
    england = pd.DataFrame([{"area_code": ENGLAND, "area_name": "England"}])
    parts = {
        "ward": _level(wards, "ward", ["lad_code", "utla_code", "region_code"]),
        "lad": _level(lads, "lad", ["lad_code", "utla_code", "region_code"]),
        "utla": _level(counties, "utla", ["utla_code", "region_code"]),
        "region": _level(regions, "region", ["region_code"]),
        "country": england,
    }
    areas = pd.concat([parts[level].assign(level=level) for level in LEVELS], ignore_index=True)
    columns = ["area_code", "area_name", "level", "lad_code", "utla_code", "region_code"]
    areas = areas[columns].astype("str")
    areas["rural_urban"] = areas["area_code"].map(rural_urban_of).astype("str")
    notes = areas["area_code"].map(JOINT).astype("str")
    bare = (areas["level"] == "ward") & ~areas["area_code"].isin(wards_with_lsoa)
    areas["note"] = notes.where(~bare, NO_LSOA)
    return areas


def _level(rows: pd.DataFrame, prefix: str, keep: list[str]) -> pd.DataFrame:
    level = rows[[f"{prefix}_name"]].rename(columns={f"{prefix}_name": "area_name"})
    level.insert(0, "area_code", rows[f"{prefix}_code"])
    return level.join(rows[keep]).sort_values("area_code")


def lsoa21_to_ward(raw: Path, vintage: Vintage = RELEASE) -> pd.Series:
    """ONS best fit: LSOA 2021 → ward, England only. 33 wards of 2024 hold no LSOA."""
    best = _best_fit(raw, vintage)
    unknown = set(best["ward_code"]) - set(read_hierarchy(raw, vintage)["ward_code"])
    if unknown:
        raise SourceError(f"{vintage.best_fit}: {min(unknown)} is not a ward of {vintage}")
    return best.set_index("lsoa21")["ward_code"]


def lsoa21_to_lad(raw: Path, vintage: Vintage = RELEASE) -> pd.Series:
    """LSOA 2021 → the district it lies in, which is not always that of its best-fit ward.

    E01027305 lies in West Northamptonshire and is best-fitted to a ward of Cherwell.
    """
    best = _best_fit(raw, vintage).set_index("lsoa21")["lad_code"]
    exact = _exact_fit(raw).drop_duplicates("lsoa21").set_index("lsoa21")["lad22"]
    return own_district(best, exact, set(read_hierarchy(raw, vintage)["lad_code"]), EXACT_FIT)


def own_district(
    placed: pd.Series, published: pd.Series, existing: Collection[str], what: str
) -> pd.Series:
    """Bring published districts of another year to the release's vintage.

    A district that is ``existing`` stays. One that was merged or recoded (Cumbria, North Yorkshire,
    Somerset) becomes its successor, known from where nearly all of its places are ``placed``. Both
    Series are district codes with the same index; ``what`` names the source in an error.
    """
    district = published.reindex(placed.index)
    if district.isna().any():
        raise SourceError(f"{what}: no district for {district.index[district.isna()][0]}")
    gone = ~district.isin(list(existing))
    counts = pd.crosstab(district[gone], placed[gone])
    split = counts.max(axis=1) < SUCCESSOR_SHARE * counts.sum(axis=1)
    if split.any():
        raise SourceError(f"{what}: district {split.idxmax()} has no single successor")
    return district.where(~gone, district.map(counts.idxmax(axis=1))).rename("lad_code")


def rural_urban(raw: Path, vintage: Vintage = RELEASE) -> pd.Series:
    """Rural-urban classification of 2021 in words, by ward and district code.

    Districts have the official one. A ward takes that of its LSOAs: rural or urban as most of its
    residents (2021 Census) live, and within that the class in which most of those live.
    """
    columns = {"lsoa21_code": "lsoa21", "classification": "label", "ruc": "word"}
    lsoas = read_csv(raw, LSOA_RURAL_URBAN, columns).set_index("lsoa21")
    lsoas = lsoas.join(lsoa21_to_ward(raw, vintage), how="right").join(census_residents(raw))
    if lsoas["label"].isna().any():
        raise SourceError(f"{LSOA_RURAL_URBAN}: no row for {lsoas.index[lsoas['label'].isna()][0]}")
    words = lsoas.groupby(["ward_code", "word"])["residents"].sum().rename("word_residents")
    classes = lsoas.groupby(["ward_code", "word", "label"])["residents"].sum().reset_index()
    wards = (
        classes.join(words, on=["ward_code", "word"])
        .sort_values(["ward_code", "word_residents", "residents", "label"])
        .drop_duplicates("ward_code", keep="last")
        .set_index("ward_code")["label"]
    )
    district = {"ltla24_code": "lad_code", "classification": "label"}
    lads = read_csv(raw, LAD_RURAL_URBAN, district).set_index("lad_code")
    lads = current(raw, lads, sorted(set(read_hierarchy(raw, vintage)["lad_code"])))
    return pd.concat([wards, lads["label"]])


def census_residents(raw: Path) -> pd.Series:
    """Usual residents of the 2021 Census by LSOA 2021."""
    table = pd.read_parquet(
        source_file(raw, CENSUS_RESIDENTS), columns=["lsoa21_code", "total_residents"]
    )
    return (
        table.drop_duplicates("lsoa21_code")
        .set_index("lsoa21_code")["total_residents"]
        .rename("residents")
    )


def lsoa11_to_lsoa21(raw: Path) -> pd.DataFrame:
    """Shares of each LSOA 2011 that go to each LSOA 2021: ``lsoa11 lsoa21 share``, England only."""
    columns = ["lsoa11_code", "total_population"]
    population = pd.read_parquet(source_file(raw, LSOA11_RESIDENTS), columns=columns)
    residents11 = population.set_index("lsoa11_code")["total_population"]
    return lsoa11_shares(_exact_fit(raw), residents11, census_residents(raw))


def irregular_moves(raw: Path) -> pd.DataFrame:
    """Where the LSOAs of 2011 went that are neither whole, split nor merged: shares, as above."""
    exact = _exact_fit(raw)
    irregular = exact.loc[exact["change"] == "X", "lsoa11"].unique()
    shares = lsoa11_to_lsoa21(raw)
    return shares[shares["lsoa11"].isin(irregular)]


def lsoa11_shares(
    exact_fit: pd.DataFrame, residents11: pd.Series, residents21: pd.Series
) -> pd.DataFrame:
    """Turn the exact-fit table into shares that add up to 1 for each LSOA 2011.

    Unchanged and merged ones go whole. A split one is shared by the residents of its parts
    (``residents21``). Irregular ones straddle districts, and sharing them by residents would move
    people from one to the other: see ``irregular_shares``.
    """
    rows = exact_fit[["lsoa11", "lsoa21", "change"]].copy()
    known = set("USMX")
    if not set(rows["change"]) <= known:
        raise SourceError(f"{EXACT_FIT}: unknown CHNGIND {sorted(set(rows['change']) - known)}")
    people = rows["lsoa21"].map(residents21)
    if people.isna().any():
        raise SourceError(
            f"{CENSUS_RESIDENTS}: no residents of {rows.loc[people.isna(), 'lsoa21'].iloc[0]}"
        )
    rows["share"] = people / people.groupby(rows["lsoa11"]).transform("sum")
    irregular = rows["change"] == "X"
    if irregular.any():
        rows.loc[irregular, "share"] = irregular_shares(
            exact_fit[irregular], residents11, residents21
        )
    used = rows.loc[rows["share"] > 0, ["lsoa11", "lsoa21", "share"]]
    return used.sort_values(["lsoa11", "lsoa21"], ignore_index=True)


def irregular_shares(
    links: pd.DataFrame, residents11: pd.Series, residents21: pd.Series
) -> pd.Series:
    """Share out old LSOAs so that each new one gets only what its residents need.

    First each old LSOA fills the new ones of its own district (the name without its number says
    which); then what a new one still lacks comes from the others that touch it; what is left over
    stays at home. ``links`` has ``lsoa11 lsoa21 home`` and any index, which the result keeps.
    """
    supply = {code: float(residents11[code]) for code in links["lsoa11"].unique()}
    need = {code: float(residents21[code]) for code in links["lsoa21"].unique()}
    flow = np.zeros(len(links))
    home = links["home"].to_numpy()
    for row in [*home.nonzero()[0], *(~home).nonzero()[0]]:
        old, new = links["lsoa11"].iloc[row], links["lsoa21"].iloc[row]
        moved = min(supply[old], need[new])
        flow[row] = moved
        supply[old] -= moved
        need[new] -= moved
    for old, left in supply.items():
        own = (links["lsoa11"] == old).to_numpy()
        stay = own & home if (own & home).any() else own
        flow[stay] += left / stay.sum()
    shares = pd.Series(flow, index=links.index)
    return shares / shares.groupby(links["lsoa11"]).transform("sum")


def convert_lsoa11(measures: pd.DataFrame, shares: pd.DataFrame) -> pd.DataFrame:
    """Move count measures from LSOA 2011 to LSOA 2021, conserving every total.

    ``measures`` is a measures table whose ``geography`` is ``lsoa11``; a null stays null where it
    would have gone, and takes its marker with it. Scores and flags are not counts and must not pass
    through here.
    """
    unknown = measures.loc[~measures["area_code"].isin(shares["lsoa11"]), "area_code"]
    if len(unknown):
        raise SourceError(f"not an LSOA of 2011 in England: {unknown.iloc[0]}")
    moved = measures.merge(shares, left_on="area_code", right_on="lsoa11")
    moved["value"] *= moved["share"]
    keys = ["measure", "lsoa21", "period", "period_end"]
    grouped = moved.groupby(keys, sort=True, dropna=False)
    total = grouped["value"].sum().where(grouped["value"].count() == grouped.size())
    result = pd.concat([total, grouped["marker"].first()], axis=1).reset_index()
    result = result.rename(columns={"lsoa21": "area_code"}).assign(geography="lsoa21")
    return result[measures.columns]


def _best_fit(raw: Path, vintage: Vintage) -> pd.DataFrame:
    """Return ``lsoa21 ward_code lad_code`` of England, every LSOA in a ward."""
    columns = {
        "LSOA21CD": "lsoa21",
        f"{vintage.ward}CD": "ward_code",
        f"{vintage.lad}CD": "lad_code",
    }
    best = read_csv(raw, vintage.best_fit, columns)
    best = best[best["lsoa21"].str.startswith("E")]
    if not best["lsoa21"].is_unique:
        raise SourceError(f"{vintage.best_fit}: an LSOA is fitted to two wards")
    blank = best["ward_code"].isna()
    if not blank.any():
        return best
    return pd.concat([best[~blank], _by_largest_part(raw, vintage, best.loc[blank, "lsoa21"])])


def _by_largest_part(raw: Path, vintage: Vintage, lsoas: pd.Series) -> pd.DataFrame:
    """Fit LSOAs that the lookup leaves without a ward to the one that holds most of their land.

    The lookup of May 2025 was made from points, and that of E01027361 (Amble) fell into the sea.
    """
    codes = ", ".join(f"'{code}'" for code in lsoas)
    shapes = gpd.read_file(source_file(raw, LSOA21_POLYGONS), where=f"LSOA21CD IN ({codes})")
    shapes = shapes.rename(columns={"LSOA21CD": "lsoa21"}).to_crs(27700)
    parts = gpd.overlay(shapes[["lsoa21", "geometry"]], ward_polygons(raw, vintage=vintage))
    parts = parts.assign(area=parts.area).sort_values("area")
    placed = parts.drop_duplicates("lsoa21", keep="last")[["lsoa21", "ward_code", "lad_code"]]
    if missing := sorted(set(lsoas) - set(placed["lsoa21"])):
        raise SourceError(f"{vintage.best_fit}: {missing[0]} has no ward")
    return pd.DataFrame(placed)


def _exact_fit(raw: Path) -> pd.DataFrame:
    columns = {
        "LSOA11CD": "lsoa11",
        "LSOA11NM": "lsoa11_name",
        "LSOA21CD": "lsoa21",
        "LSOA21NM": "lsoa21_name",
        "CHNGIND": "change",
        "LAD22CD": "lad22",
    }
    exact = read_csv(raw, EXACT_FIT, columns)
    exact = exact[exact["lsoa21"].str.startswith("E")].reset_index(drop=True)
    stem11 = exact["lsoa11_name"].str.rsplit(" ", n=1).str[0]
    stem21 = exact["lsoa21_name"].str.rsplit(" ", n=1).str[0]
    return exact.assign(home=stem11 == stem21)

"""Official geography files of an England that fits on paper, each in its publisher's own shape.

northing
  2000 ┌─────────┬─────────┬─────────┬─────────┐
       │ Alpha   │ Beta    │ Gamma   │ Delta   │   Alpha, Beta: Northby, a district of Upshire
       └─────────┴─────────┴─────────┴─────────┘   Gamma, Delta: Southby, a unitary
  1000   1000…     2000…     3000…     4000…  easting
"""

from collections.abc import Collection
from pathlib import Path

import geopandas as gpd
import pandas as pd
from shapely import box

UPSHIRE, NORTHBY, SOUTHBY = "E10000001", "E07000001", "E06000001"
ALPHA, BETA, GAMMA, DELTA = "E05000001", "E05000002", "E05000003", "E05000004"

#: ward, its name, council, its name, county or unitary, its name, region, its name
WARDS = [
    (ALPHA, "Alpha", NORTHBY, "Northby", UPSHIRE, "Upshire", "E12000001", "North"),
    (BETA, "Beta", NORTHBY, "Northby", UPSHIRE, "Upshire", "E12000001", "North"),
    (GAMMA, "Gamma", SOUTHBY, "Southby", SOUTHBY, "Southby", "E12000002", "South"),
    (DELTA, "Delta", SOUTHBY, "Southby", SOUTHBY, "Southby", "E12000002", "South"),
]
COLUMNS = ["WD24CD", "WD24NM", "LAD24CD", "LAD24NM", "CTYUA24CD", "CTYUA24NM", "RGN24CD", "RGN24NM"]

BEST_FIT = """LSOA21NM,LSOA21CD,WD24NM,WD24CD,LAD24NM,LAD24CD
Northby 001A,E01000001,Alpha,E05000001,Northby,E07000001
Northby 001B,E01000002,Beta,E05000002,Northby,E07000001
Southby 001A,E01000003,Beta,E05000002,Northby,E07000001
Southby 001B,E01000004,Gamma,E05000003,Southby,E06000001
Cardiff 001A,W01000001,Splott,W05000001,Cardiff,W06000015
"""
EXACT_FIT = """LSOA11NM,LSOA11CD,CHNGIND,LSOA21NM,LSOA21CD,LAD22NM,LAD22CD
Oldby 001A,E01000091,S,Northby 001A,E01000001,Oldby,E07000099
Oldby 001A,E01000091,S,Northby 001B,E01000002,Oldby,E07000099
Southby 001A,E01000003,U,Southby 001A,E01000003,Southby,E06000001
Southby 001B,E01000004,U,Southby 001B,E01000004,Southby,E06000001
Cardiff 001A,W01000001,U,Cardiff 001A,W01000001,Cardiff,W06000015
"""
LSOA_RURAL_URBAN = """lsoa21_code,ruc21_code,classification,ruc
E01000001,UN1,Urban: Nearer to a major town or city,Urban
E01000002,RLN1,Larger rural: Nearer to a major town or city,Rural
E01000003,RSN1,Smaller rural: Nearer to a major town or city,Rural
E01000004,UN1,Urban: Nearer to a major town or city,Urban
"""
LAD_RURAL_URBAN = """ltla24_code,ruc21_code,classification,ruc
E07000001,RMN,Majority rural: Majority nearer to a major town or city,Rural
E06000001,UUN,Urban: Majority nearer to a major town or city,Urban
"""
RESIDENTS = {"E01000001": 1500, "E01000002": 500, "E01000003": 900, "E01000004": 1600}


# A year later Southby is recoded, and Beta is split in two: West and East.
NEW_SOUTHBY, WEST, EAST = "E06000009", "E05000011", "E05000012"
WARDS_2025 = [
    (ALPHA, "Alpha", NORTHBY, "Northby", box(1000, 1000, 2000, 2000)),
    (WEST, "West Beta", NORTHBY, "Northby", box(2000, 1000, 2500, 2000)),
    (EAST, "East Beta", NORTHBY, "Northby", box(2500, 1000, 3000, 2000)),
    (GAMMA, "Gamma", NEW_SOUTHBY, "Southby", box(3000, 1000, 4000, 2000)),
    (DELTA, "Delta", NEW_SOUTHBY, "Southby", box(4000, 1000, 5000, 2000)),
]
# E01000003 lies in Southby but is fitted to a ward of Northby; E01000004 has no ward at all.
BEST_FIT_2025 = f"""LSOA21CD,LSOA21NM,WD25CD,WD25NM,LAD25CD,LAD25NM,method
E01000001,Northby 001A,{ALPHA},Alpha,{NORTHBY},Northby,same
E01000002,Northby 001B,{WEST},West Beta,{NORTHBY},Northby,point
E01000003,Southby 001A,{EAST},East Beta,{NORTHBY},Northby,point
E01000004,Southby 001B,,,,,point
"""
COUNTIES_2025 = f"""LAD25CD,LAD25NM,CTYUA25CD,CTYUA25NM
{NORTHBY},Northby,{UPSHIRE},Upshire
{NEW_SOUTHBY},Southby,{NEW_SOUTHBY},Southby
"""
REGIONS_2023 = f"""LAD23CD,LAD23NM,RGN23CD,RGN23NM
{NORTHBY},Northby,E12000001,North
{SOUTHBY},Southby,E12000002,South
"""
CODES = f"""LADCD,LADNM,LADCD_ACTIVE
{NORTHBY},Northby,{NORTHBY}
{SOUTHBY},Southby,{NEW_SOUTHBY}
{NEW_SOUTHBY},Southby,{NEW_SOUTHBY}
E07000099,Oldby,{NORTHBY}
"""


def write(raw: Path) -> Path:
    """Write every file that the geography, the boundaries and the postcodes read."""
    for folder in ("geo/lookups", "geo/classifications", "geo/wards", "geo/lad"):
        (raw / folder).mkdir(parents=True)
    lookups, classes = raw / "geo/lookups", raw / "geo/classifications"
    wards = pd.DataFrame(WARDS, columns=COLUMNS)
    hierarchy = (
        "Ward_to_Local_Authority_District_to_CTYUA_to_RGN_to_CTRY_(May_2024)_Lookup_in_UK.csv"
    )
    welsh = pd.DataFrame([("W05000001", "Splott", "W06000015", "Cardiff")], columns=COLUMNS[:4])
    pd.concat([wards, welsh]).to_csv(lookups / hierarchy, index=False, encoding="utf-8-sig")
    (lookups / "LSOA21_WD24_LAD24_EW_LU.csv").write_text(BEST_FIT)
    (lookups / "LSOA11_LSOA21_LAD22_EW_LU_exactfit.csv").write_text(EXACT_FIT)
    (classes / "LSOA21_RUC21_EW_LU.csv").write_text(LSOA_RURAL_URBAN)
    (classes / "LAD24_RUC21_EW_LU.csv").write_text(LAD_RURAL_URBAN)
    _write_residents(raw / "deprivation")
    write_wards(raw, ward_table().set_index("ward_code")["geometry"])
    _write_districts(raw / "geo/lad")
    return raw


def write_2025(raw: Path) -> Path:
    """Write, beside the files of 2024, those that a release of the wards of 2025 reads."""
    lookups = raw / "geo/lookups"
    (lookups / "DERIVED_LSOA21_WD25_LAD25_EN.csv").write_text(BEST_FIT_2025)
    (lookups / "LAD25_CTYUA25_UK_LU.csv").write_text(COUNTIES_2025)
    regions = "Local_Authority_District_to_Region_(December_2023)_Lookup_in_England.csv"
    (lookups / regions).write_text(REGIONS_2023)
    for name in ("codes", "lsoa"):
        (raw / "geo" / name).mkdir()
    (raw / "geo/codes/drkane_la_all_codes.csv").write_text(CODES)
    wards = pd.DataFrame(
        [row[:4] for row in WARDS_2025], columns=["WD25CD", "WD25NM", "LAD25CD", "LAD25NM"]
    )
    shapes = gpd.GeoDataFrame(wards, geometry=[row[4] for row in WARDS_2025], crs=27700)
    shapes.to_file(raw / "geo/wards/WD_MAY_2025_UK_BGC_V2_England.geojson")
    lsoas = gpd.GeoDataFrame(
        {"LSOA21CD": ["E01000004"]}, geometry=[box(3500, 1200, 4200, 1800)], crs=27700
    )
    lsoas.to_file(raw / "geo/lsoa/LSOA_2021_EW_BSC__England.geojson")
    return raw


def ward_table() -> pd.DataFrame:
    """The wards as ``etl.polygons.ward_polygons`` gives them, without a file."""
    names = [
        f"{level}_{word}"
        for level in ("ward", "lad", "utla", "region")
        for word in ("code", "name")
    ]
    wards = pd.DataFrame(WARDS, columns=names)
    return wards.assign(geometry=[box(x, 1000, x + 1000, 2000) for x in (1000, 2000, 3000, 4000)])


def _write_residents(folder: Path) -> None:
    (folder / "census2021").mkdir(parents=True)
    (folder / "population").mkdir()
    # The Census file has a row per ethnic group, each with the total.
    census = pd.DataFrame(
        [(code, total) for code, total in RESIDENTS.items() for _ in range(2)],
        columns=["lsoa21_code", "total_residents"],
    )
    census.to_parquet(folder / "census2021/humaniverse_ethnicity21_lsoa21.parquet")
    mid_2020 = pd.DataFrame(
        {
            "lsoa11_code": ["E01000091", "E01000003", "E01000004"],
            "total_population": [2100, 900, 1500],
        }
    )
    mid_2020.to_parquet(folder / "population/humaniverse_population20_lsoa11_syoa.parquet")


def write_wards(raw: Path, shapes: pd.Series, coarse: Collection[str] = ()) -> None:
    """Write the ward polygons, given by code; the ``coarse`` ones say so."""
    wards = pd.DataFrame(WARDS, columns=COLUMNS)
    polygons = gpd.GeoDataFrame(wards, geometry=list(shapes[wards["WD24CD"]]), crs=27700)
    polygons["detail"] = ["200 m" if code in coarse else "20 m" for code in wards["WD24CD"]]
    folder = raw / "geo/wards"
    polygons.to_file(folder / "DERIVED_Wards_May_2024_20m_where_unchanged_in_2025.gpkg")
    polygons.drop(columns="detail").to_file(
        folder / "Wards_May_2024_Boundaries_UK_BSC_England.gpkg"
    )


def _write_districts(folder: Path) -> None:
    districts = gpd.GeoDataFrame(
        {"LAD24CD": ["E06000001", "W06000015"], "LAD24NM": ["Southby", "Cardiff"]},
        geometry=[box(3000, 1000, 5000, 2000), box(0, 1000, 1000, 2000)],
        crs=27700,
    )
    districts.to_crs(4326).to_file(folder / "LAD_DEC_24_UK_BSC.geojson")

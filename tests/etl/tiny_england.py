# ruff: noqa: E501 - a row of a table stays on one line
"""A made-up England of two councils and five wards, published as a real release.

Northby is a council of one tier with three wards in a row; Southby is a district of Shire county
with two. Each ward is a square kilometre.
"""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pandas as pd

from etl import catalogue, describe, tables
from etl.registry import BY_ID

NORTHBY, SOUTHBY, SHIRE, REGION, ENGLAND = (
    "E06000001",
    "E07000001",
    "E10000001",
    "E12000001",
    "E92000001",
)
WARDS = {
    "E05000001": NORTHBY,
    "E05000002": NORTHBY,
    "E05000003": NORTHBY,
    "E05000004": SOUTHBY,
    "E05000005": SOUTHBY,
}
LOW_INCOME, GLD = "low_income_bhc_relative", "gld"

# code, name, level, council, county or one-tier council, region, easting, residents, under-fives
AREAS = [
    ("E05000001", "Mill", "ward", NORTHBY, NORTHBY, REGION, 500, 5000, 300),
    ("E05000002", "Quay", "ward", NORTHBY, NORTHBY, REGION, 1500, 6000, 400),
    ("E05000003", "Hill", "ward", NORTHBY, NORTHBY, REGION, 2500, None, None),
    ("E05000004", "Lane", "ward", SOUTHBY, SHIRE, REGION, 3500, 4000, 200),
    ("E05000005", "Park", "ward", SOUTHBY, SHIRE, REGION, 4500, 4500, 250),
    (NORTHBY, "Northby", "lad", NORTHBY, NORTHBY, REGION, 1500, 12000, 720),
    (SOUTHBY, "Southby", "lad", SOUTHBY, SHIRE, REGION, 4000, 8500, 450),
    (SHIRE, "Shire", "utla", None, SHIRE, REGION, 4000, 8500, 450),
    (REGION, "The North", "region", None, None, REGION, 2500, 20500, 1170),
    (ENGLAND, "England", "country", None, None, None, 2500, 20500, 1170),
]

# indicator, area, level, period, value, lower, upper, numerator, denominator, marker, method, benchmark
OBSERVATIONS = [
    (GLD, NORTHBY, "lad", "2024/25", 60.0, None, None, None, None, None, "published", None),
    (GLD, SHIRE, "utla", "2024/25", 70.0, None, None, None, None, None, "published", None),
    (GLD, ENGLAND, "country", "2024/25", 65.0, None, None, None, None, None, "published", None),
    (LOW_INCOME, "E05000001", "ward", "2024/25", 30.0, 27, 33, 270, 900, None, "published", "higher"),
    (LOW_INCOME, "E05000002", "ward", "2024/25", 20.0, 18, 22, 240, 1200, None, "published", "similar"),
    (LOW_INCOME, "E05000003", "ward", "2024/25", None, None, None, None, None, "low", "published", None),
    (LOW_INCOME, "E05000004", "ward", "2024/25", 10.0, 8, 12, 60, 600, None, "published", "lower"),
    (LOW_INCOME, "E05000005", "ward", "2024/25", None, None, None, None, None, "x", None, None),
    (LOW_INCOME, NORTHBY, "lad", "2024/25", 25.0, 23, 27, 550, 2200, None, "published", "higher"),
    (LOW_INCOME, ENGLAND, "country", "2024/25", 20.0, 19, 21, 640, 3200, "p", "aggregated", None),
]  # fmt: skip
NEIGHBOURHOODS = [
    ("E01000001", "Northby 001A", "E05000001", NORTHBY),
    ("E01000002", "Northby 001B", "E05000002", NORTHBY),
    ("E01000003", "Southby 001A", "E05000004", SOUTHBY),
]
NEIGHBOURHOOD_FIGURES = [
    (LOW_INCOME, "E01000001", "2024/25", 31.0, None),
    (LOW_INCOME, "E01000002", "2024/25", 19.5, "e"),
    (LOW_INCOME, "E01000003", "2024/25", None, "x"),
]
ENDS = {"2024/25": {LOW_INCOME: dt.date(2025, 3, 31), GLD: dt.date(2025, 8, 31)}}

POSTCODES = [
    ("NB11AA", "E05000001", NORTHBY),
    ("NB12AA", "E05000002", NORTHBY),
    ("SB11AA", "E05000004", SOUTHBY),
]


def areas() -> pd.DataFrame:
    """Return the area table."""
    columns = ["area_code", "area_name", "level", "lad_code", "utla_code", "region_code"]
    columns += ["easting", "population", "children_0_4"]
    table = pd.DataFrame(AREAS, columns=columns)
    table = table.assign(northing=500, rural_urban=None, note=None)
    for column in ("easting", "northing", "population", "children_0_4"):
        table[column] = table[column].astype("Int64")
    for column in ("lad_code", "utla_code", "region_code", "rural_urban", "note"):
        table[column] = table[column].astype("str")
    return table[tables.ARROW["areas"].names]


def observations() -> pd.DataFrame:
    """Return the observations, sorted as a release is."""
    columns = ["indicator", "area_code", "level", "period", "value", "lower_ci", "upper_ci"]
    columns += ["numerator", "denominator", "marker", "method", "benchmark"]
    table = pd.DataFrame(OBSERVATIONS, columns=columns)
    keys = zip(table.period, table.indicator, strict=True)
    table["period_end"] = pd.Series([ENDS[period][one] for period, one in keys], dtype=object)
    for column in ("value", "lower_ci", "upper_ci", "numerator", "denominator"):
        table[column] = table[column].astype("float64")
    table["quintile"], table["trend"] = pd.Series(None, table.index, dtype="Int8"), None
    for column in ("marker", "method", "benchmark", "trend"):
        table[column] = table[column].astype("str")
    return table[tables.ARROW["observations"].names]


def postcodes() -> pd.DataFrame:
    """Return the postcodes."""
    return pd.DataFrame(POSTCODES, columns=tables.ARROW["postcodes"].names)


def neighbours() -> pd.DataFrame:
    """Return the neighbours: the two councils are each other's."""
    rows = [("dfe_statistical", NORTHBY, SHIRE, 1), ("ons_global", NORTHBY, SOUTHBY, 3)]
    return pd.DataFrame(rows, columns=tables.ARROW["neighbours"].names)


def neighbourhoods() -> pd.DataFrame:
    """Return the neighbourhoods."""
    return pd.DataFrame(NEIGHBOURHOODS, columns=tables.ARROW["neighbourhoods"].names)


def neighbourhood_figures() -> pd.DataFrame:
    """Return the figures of neighbourhoods, sorted as a release is."""
    columns = ["indicator", "area_code", "period", "value", "marker"]
    table = pd.DataFrame(NEIGHBOURHOOD_FIGURES, columns=columns)
    ends = [ENDS[period][one] for period, one in zip(table.period, table.indicator, strict=True)]
    table["period_end"] = pd.Series(ends, dtype=object)
    table = table.astype({"value": "float64", "marker": "str"})
    return table[tables.ARROW["neighbourhood_figures"].names]


def neighbourhood_boundaries() -> pd.DataFrame:
    """Return the shapes of neighbourhoods: squares beside each other."""
    rows = []
    for lad in (NORTHBY, SOUTHBY):
        codes = [code for code, _, _, of in NEIGHBOURHOODS if of == lad]
        eastings = {code: 500 + 1000 * place for place, code in enumerate(codes)}
        rows.append((lad, json.dumps(boundary_file(codes, eastings))))
    return pd.DataFrame(rows, columns=tables.ARROW["neighbourhood_boundaries"].names)


def ledger() -> pd.DataFrame:
    """Return the ledger: Northby was recoded, with its area unchanged."""
    rows = [("dwp_low_income", NORTHBY, "E06000099", "Northby", "recoded", 1.0, None)]
    table = pd.DataFrame(rows, columns=tables.ARROW["ledger"].names)
    return table.astype({"note": "str"})


def indicators() -> list[dict]:
    """Return the registry's entries of the two indicators, with what the observations cover."""
    table = observations()
    entries = []
    for one in (LOW_INCOME, GLD):
        end = ENDS["2024/25"][one].isoformat()
        covered = {"periods": [{"period": "2024/25", "period_end": end}], "breaks": None}
        levels = dict.fromkeys(table.level[table.indicator == one].unique(), covered)
        finest = {"period": "2024/25", "period_end": end, "breaks": None}
        finer = {"neighbourhoods": finest} if one == LOW_INCOME else {}
        entries.append(BY_ID[one].as_record() | {"coverage": levels} | finer)
    return entries


def sources() -> list[dict]:
    """Return what the catalogue says of their sources, as if each had been read from one file."""
    return [
        {
            "id": source.id,
            "title": source.title,
            "publisher": source.publisher,
            "landing_page": source.landing_page,
            "attribution": source.attribution,
            "fidelity": source.fidelity,
            "note": None,
        }
        for source in catalogue.load().values()
        if source.id in ("dwp_low_income", "dfe_lait", "dfe_eyfsp")
    ]


def boundary_file(codes: list[str], eastings: dict[str, int] | None = None) -> dict:
    """Return a Topology in which each area is the square around its easting."""
    eastings = eastings or {area[0]: area[6] for area in AREAS}
    squares = [
        [[eastings[code] - 500, 0], [1000, 0], [0, 1000], [-1000, 0], [0, -1000]] for code in codes
    ]
    shapes = [
        {"type": "Polygon", "id": code, "properties": {"at": [500, 500]}, "arcs": [[number]]}
        for number, code in enumerate(codes)
    ]
    return {
        "type": "Topology",
        "crs": "EPSG:27700",
        "objects": {"areas": {"type": "GeometryCollection", "geometries": shapes}},
        "arcs": squares,
    }


def write_release(folder: Path, changes: dict[tuple[str, str], float] | None = None) -> Path:
    """Write the whole release into ``folder``; ``changes`` replaces values by indicator and area."""
    table = observations()
    for (indicator, area), value in (changes or {}).items():
        rows = (table.indicator == indicator) & (table.area_code == area)
        table.loc[rows, "value"] = value
    folder.mkdir(parents=True, exist_ok=True)
    tables.write_tables(
        folder,
        areas=areas(),
        observations=table,
        postcodes=postcodes(),
        neighbours=neighbours(),
        ledger=ledger(),
        neighbourhoods=neighbourhoods(),
        neighbourhood_figures=neighbourhood_figures(),
        neighbourhood_boundaries=neighbourhood_boundaries(),
    )
    describe.write_json(folder / "indicators.json", indicators())
    (folder / "boundaries").mkdir()
    files = {lad: [ward for ward, of in WARDS.items() if of == lad] for lad in (NORTHBY, SOUTHBY)}
    files |= {"england-lad": [NORTHBY, SOUTHBY], "england-ward": list(WARDS)}
    for name, codes in files.items():
        path = folder / "boundaries" / f"{name}.json"
        path.write_text(json.dumps(boundary_file(codes)), encoding="utf-8")
    describe.describe(folder, sources=sources(), checks=[], facts={})
    return folder

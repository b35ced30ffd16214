# ruff: noqa: E501 - a row of a table stays on one line
"""A release small enough to read by eye: two councils, five wards, three indicators, by the
contract.
"""

from __future__ import annotations

import hashlib
import json
from datetime import date
from pathlib import Path

import pandas as pd

from etl.registry import BY_ID

RELEASE_ID = f"tiny{hashlib.sha256(Path(__file__).read_bytes()).hexdigest()[:8]}"
"""Another text of this file is another release: what was prepared from the old one is not used."""

BIRMINGHAM, ACOCKS_GREEN, ALLENS_CROSS, ALUM_ROCK = (
    "E08000025",
    "E05011118",
    "E05011119",
    "E05011120",
)
AMBER_VALLEY, ALFRETON, BELPER, DERBYSHIRE = "E07000032", "E05003297", "E05003298", "E10000007"
WEST_MIDLANDS, EAST_MIDLANDS, ENGLAND = "E12000005", "E12000004", "E92000001"

LOW_INCOME, POPULATION, ASQ = "low_income_bhc_relative", "population_0_4", "asq_communication"

# code, name, level, council, county or unitary, region, easting, northing, under-fives, note
AREAS = [
    (ALFRETON, "Alfreton", "ward", AMBER_VALLEY, DERBYSHIRE, EAST_MIDLANDS, 441000, 355000, 450, None),
    (BELPER, "Belper", "ward", AMBER_VALLEY, DERBYSHIRE, EAST_MIDLANDS, 434000, 347000, 380, None),
    (ACOCKS_GREEN, "Acocks Green", "ward", BIRMINGHAM, BIRMINGHAM, WEST_MIDLANDS, 411000, 283000, 1700, None),
    (ALLENS_CROSS, "Allens Cross", "ward", BIRMINGHAM, BIRMINGHAM, WEST_MIDLANDS, 402000, 280000, 700, None),
    (ALUM_ROCK, "Alum Rock", "ward", BIRMINGHAM, BIRMINGHAM, WEST_MIDLANDS, 410000, 288000, 2500, "Holds no LSOA."),
    (AMBER_VALLEY, "Amber Valley", "lad", AMBER_VALLEY, DERBYSHIRE, EAST_MIDLANDS, 436000, 350000, 830, None),
    (BIRMINGHAM, "Birmingham", "lad", BIRMINGHAM, BIRMINGHAM, WEST_MIDLANDS, 408000, 287000, 4900, None),
    (DERBYSHIRE, "Derbyshire", "utla", None, DERBYSHIRE, EAST_MIDLANDS, 430000, 360000, 40000, None),
    (EAST_MIDLANDS, "East Midlands", "region", None, None, EAST_MIDLANDS, 470000, 330000, 250000, None),
    (WEST_MIDLANDS, "West Midlands", "region", None, None, WEST_MIDLANDS, 400000, 280000, 350000, None),
    (ENGLAND, "England", "country", None, None, None, 450000, 300000, 3200000, None),
]  # fmt: skip

FYE22, FYE25 = ("2021/22", date(2022, 3, 31)), ("2024/25", date(2025, 3, 31))
MID20 = ("2020", date(2020, 6, 30))
Q4 = ("2021/22 Q4", date(2022, 3, 31))

# indicator, area, period, value, lower, upper, numerator, denominator, marker, benchmark, quintile, trend
OBSERVATIONS = [
    (LOW_INCOME, ACOCKS_GREEN, FYE22, 30.06, 28.9, 31.2, 1503, 5000, None, "higher", 4, None),
    (LOW_INCOME, ACOCKS_GREEN, FYE25, 33.44, 32.1, 34.8, 1672, 5000, None, "higher", 5, "increasing"),
    (LOW_INCOME, ALLENS_CROSS, FYE22, None, None, None, None, None, "low", None, None, None),
    (LOW_INCOME, ALLENS_CROSS, FYE25, 19.0, 17.0, 21.0, 380, 2000, None, "similar", 2, None),
    (LOW_INCOME, ALUM_ROCK, FYE25, None, None, None, None, None, "x", None, None, None),
    (LOW_INCOME, ALFRETON, FYE22, 12.5, 11.0, 14.1, 125, 1000, None, "lower", 2, None),
    (LOW_INCOME, ALFRETON, FYE25, 11.0, 9.6, 12.6, 110, 1000, None, "lower", 1, None),
    (LOW_INCOME, BELPER, FYE25, 14.0, 12.0, 16.2, 140, 1000, None, "lower", 1, None),
    (LOW_INCOME, BIRMINGHAM, FYE22, 36.0, 35.7, 36.3, 90000, 250000, None, "higher", 5, None),
    (LOW_INCOME, BIRMINGHAM, FYE25, 39.5, 39.2, 39.8, 98750, 250000, None, "higher", 5, None),
    (LOW_INCOME, AMBER_VALLEY, FYE25, 12.5, 12.0, 13.0, 2500, 20000, None, "lower", 1, None),
    (LOW_INCOME, WEST_MIDLANDS, FYE25, 27.1, 27.0, 27.2, 300000, 1107000, None, "higher", None, None),
    (LOW_INCOME, ENGLAND, FYE22, 18.9, 18.8, 19.0, 1900000, 10050000, None, None, None, None),
    (LOW_INCOME, ENGLAND, FYE25, 19.8, 19.7, 19.9, 2000000, 10100000, None, None, None, None),
    (POPULATION, ACOCKS_GREEN, MID20, 1700, None, None, 1700, None, None, None, 5, None),
    (POPULATION, ALLENS_CROSS, MID20, 700, None, None, 700, None, None, None, 3, None),
    (POPULATION, BIRMINGHAM, MID20, 4900, None, None, 4900, None, None, None, 5, None),
    (POPULATION, ENGLAND, MID20, 3200000, None, None, 3200000, None, None, None, None, None),
    (ASQ, BIRMINGHAM, Q4, 84.0, 82.0, 86.0, 840, 1000, None, "lower", 2, None),
    (ASQ, BIRMINGHAM, FYE22, 85.0, 84.0, 86.0, 8500, 10000, None, "lower", 2, None),
    (ASQ, DERBYSHIRE, FYE22, 90.1, 89.5, 90.7, 6307, 7000, "p", "higher", 4, None),
    (ASQ, DERBYSHIRE, Q4, None, None, None, None, None, "x", None, None, None),  # not covered
    (ASQ, ENGLAND, FYE22, 86.5, 86.4, 86.6, 450000, 520000, None, None, None, None),
]  # fmt: skip

# what Birmingham gave of its own wards: no fifths of England
LOCAL_SOURCE = f"local_{BIRMINGHAM.lower()}_0a1b2c3d"
LOCAL = [
    (ASQ, ACOCKS_GREEN, FYE22, 82.5, 78.5, 85.9, 330, 400, None, "similar", None, None),
    (ASQ, ALLENS_CROSS, FYE22, None, None, None, None, None, "c", None, None, None),
    (ASQ, ALUM_ROCK, FYE22, 71.0, 67.8, 74.0, 568, 800, None, "lower", None, None),
]

# what Birmingham alone has since
DEC25 = ("Dec 2025", date(2025, 12, 31))
PARTIAL = [
    (LOW_INCOME, ACOCKS_GREEN, DEC25, 35.0, 33.0, 37.0, 700, 2000, None, None, None, None),
    (LOW_INCOME, ALLENS_CROSS, DEC25, 18.0, 16.0, 20.0, 180, 1000, None, None, None, None),
    (LOW_INCOME, ALUM_ROCK, DEC25, None, None, None, None, None, "z", None, None, None),
    (LOW_INCOME, BIRMINGHAM, DEC25, 40.0, 39.0, 41.0, 4000, 10000, None, None, None, None),
]

LOW_INCOME_PERIODS = (FYE22, FYE25)
COVERAGE = {
    POPULATION: {"ward": ((MID20,), [100, 300, 600, 1000]), "lad": ((MID20,), None), "country": ((MID20,), None)},
    LOW_INCOME: {
        "ward": (LOW_INCOME_PERIODS, [10.2, 15.3, 20.4, 28.8]),
        "lad": (LOW_INCOME_PERIODS, [12.0, 15.5, 19.9, 25.2]),
        "region": ((FYE25,), None),
        "country": (LOW_INCOME_PERIODS, None),
    },
    ASQ: {
        "lad": ((Q4, FYE22), [80.1, 84.2, 87.3, 90.4]),
        "utla": ((FYE22,), [80.1, 84.2, 87.3, 90.4]),
        "country": ((FYE22,), None),
    },
}  # fmt: skip

POSTCODES = [("B276AA", ACOCKS_GREEN), ("B276AB", ACOCKS_GREEN), ("B29", ALLENS_CROSS), ("B296AA", ALLENS_CROSS), ("DE551AA", ALFRETON)]  # fmt: skip

# which council is like which; a rank that is left out is a council of Wales
NEIGHBOURS = [
    ("dfe_statistical", BIRMINGHAM, DERBYSHIRE, 1),
    ("ons_global", BIRMINGHAM, DERBYSHIRE, 1),
    ("ons_global", BIRMINGHAM, AMBER_VALLEY, 3),
    ("ons_global", AMBER_VALLEY, BIRMINGHAM, 2),
]

# neighbourhood, name, best-fit ward, council, children
NEIGHBOURHOODS = [
    ("E01033620", "Birmingham 064A", ACOCKS_GREEN, BIRMINGHAM, 120, None),
    ("E01033621", "Birmingham 064B", ACOCKS_GREEN, BIRMINGHAM, 95, "e"),
    ("E01033622", "Birmingham 031A", ALLENS_CROSS, BIRMINGHAM, None, "c"),
    ("E01033623", "Amber Valley 001A", ALFRETON, AMBER_VALLEY, 80, None),
]


def write(
    folder: Path, release_id: str = RELEASE_ID, *, local: bool = False, partial: bool = False
) -> Path:
    """Write the release into ``folder`` and return it; with Birmingham's own ward figures for
    ``local``, and with a period that it alone has for ``partial``.
    """
    (folder / "boundaries").mkdir(parents=True)
    level_of = {row[0]: row[2] for row in AREAS}
    council_of = {row[0]: row[3] for row in AREAS}
    areas = pd.DataFrame(
        [
            (code, name, level, lad, utla, region, east, north, "Urban", under_fives * 20, under_fives, note)
            for code, name, level, lad, utla, region, east, north, under_fives, note in AREAS
        ],
        columns=[
            "area_code", "area_name", "level", "lad_code", "utla_code", "region_code", "easting", "northing",
            "rural_urban", "population", "children_0_4", "note",
        ],
    )  # fmt: skip
    whole = ["easting", "northing", "population", "children_0_4"]
    areas.astype(dict.fromkeys(whole, "Int64")).to_parquet(folder / "areas.parquet", index=False)
    observations = pd.DataFrame(
        [
            (indicator, area, level_of[area], *period, *numbers, marker, "published", *verdicts)
            for indicator, area, period, *rest in OBSERVATIONS + (LOCAL if local else []) + (PARTIAL if partial else [])
            for numbers, marker, verdicts in [(rest[:5], rest[5], rest[6:])]
        ],
        columns=[
            "indicator", "area_code", "level", "period", "period_end", "value", "lower_ci", "upper_ci",
            "numerator", "denominator", "marker", "method", "benchmark", "quintile", "trend",
        ],
    ).sort_values(["indicator", "area_code", "period_end"])  # fmt: skip
    observations.astype({"quintile": "Int8"}).to_parquet(
        folder / "observations.parquet", index=False
    )
    postcodes = pd.DataFrame(POSTCODES, columns=["postcode", "ward_code"])
    postcodes["lad_code"] = postcodes["ward_code"].map(council_of)
    postcodes.to_parquet(folder / "postcodes.parquet", index=False)
    alike = pd.DataFrame(NEIGHBOURS, columns=["set", "area_code", "neighbour_code", "rank"])
    alike.to_parquet(folder / "neighbours.parquet", index=False)
    indicators = [
        BY_ID[name].as_record()
        | {
            "coverage": {
                level: {
                    "periods": [
                        {"period": label, "period_end": str(end)} for label, end in periods
                    ],
                    "breaks": breaks,
                }
                for level, (periods, breaks) in levels.items()
            }
        }
        for name, levels in COVERAGE.items()
    ]
    indicators[0]["neighbourhoods"] = {
        "period": MID20[0],
        "period_end": str(MID20[1]),
        "breaks": [50, 70, 90, 110],
    }
    _neighbourhoods(folder)
    if local:
        asq = indicators[-1]
        periods = [{"period": FYE22[0], "period_end": str(FYE22[1])}]
        own = {"periods": periods, "breaks": None, "councils": [BIRMINGHAM]}
        own["notes"] = {BIRMINGHAM: "Ward figures are Birmingham's own."}
        asq["coverage"] = {"ward": own} | asq["coverage"]
        asq["sources"] = [*asq["sources"], LOCAL_SOURCE]
    if partial:
        low_income = next(entry for entry in indicators if entry["id"] == LOW_INCOME)
        of_birmingham = {"period": DEC25[0], "period_end": str(DEC25[1]), "councils": [BIRMINGHAM]}
        for level in ("ward", "lad"):
            low_income["coverage"][level]["periods"].append(of_birmingham)
    (folder / "indicators.json").write_text(json.dumps(indicators), "utf-8")
    for lad in (BIRMINGHAM, AMBER_VALLEY):
        codes = [
            code for code, level in level_of.items() if level == "ward" and council_of[code] == lad
        ]
        _boundaries(folder / "boundaries" / f"{lad}.json", codes)
    _boundaries(folder / "boundaries" / "england-lad.json", [AMBER_VALLEY, BIRMINGHAM])
    _boundaries(folder / "boundaries" / "england-ward.json", [code for code, level in level_of.items() if level == "ward"])  # fmt: skip
    files = {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
    manifest = {
        "release_id": release_id,
        "built_at": "2026-11-24T09:00:00Z",
        "ward_vintage": "WD24",
        "sources": [
            {"id": "dwp_low_income", "title": "Children in low income families", "publisher": "DWP and HMRC"},
            {"id": "ohid_asq", "title": "Child development at 2 to 2½ years", "publisher": "OHID"},
        ],
        "files": files,
    }  # fmt: skip
    (folder / "manifest.json").write_text(json.dumps(manifest), "utf-8")
    return folder


def _neighbourhoods(folder: Path) -> None:
    """Write the neighbourhoods, their under-fives and their shapes."""
    rows = pd.DataFrame(
        NEIGHBOURHOODS,
        columns=["area_code", "area_name", "ward_code", "lad_code", "value", "marker"],
    )
    rows[["area_code", "area_name", "ward_code", "lad_code"]].to_parquet(
        folder / "neighbourhoods.parquet", index=False
    )
    figures = rows.assign(indicator=POPULATION, period=MID20[0], period_end=MID20[1])
    figures[["indicator", "area_code", "period", "period_end", "value", "marker"]].to_parquet(
        folder / "neighbourhood_figures.parquet", index=False
    )
    shapes = [
        (lad, json.dumps(_topology(list(inside["area_code"]))))
        for lad, inside in rows.groupby("lad_code")
    ]
    pd.DataFrame(shapes, columns=["lad_code", "topology"]).to_parquet(
        folder / "neighbourhood_boundaries.parquet", index=False
    )


def _boundaries(path: Path, codes: list[str]) -> None:
    path.write_text(json.dumps(_topology(codes)), "utf-8")


def _topology(codes: list[str]) -> dict[str, object]:
    """Return one square an area, in a row: TopoJSON with an arc each."""
    squares = [
        [[n * 1000, 0], [1000, 0], [0, 1000], [-1000, 0], [0, -1000]] for n, _ in enumerate(codes)
    ]
    return {
        "type": "Topology",
        "crs": "EPSG:27700",
        "bbox": [0, 0, 1000 * len(codes), 1000],
        "transform": {"scale": [1, 1], "translate": [0, 0]},
        "objects": {
            "areas": {
                "type": "GeometryCollection",
                "geometries": [
                    {"type": "Polygon", "id": code, "properties": {"name": code, "at": [n * 1000 + 500, 500]}, "arcs": [[n]]}
                    for n, code in enumerate(codes)
                ],
            },
            "outline": {"type": "MultiLineString", "arcs": [[n] for n, _ in enumerate(codes)]},
            "context": {"type": "GeometryCollection", "geometries": []},
        },
        "arcs": squares,
    }  # fmt: skip

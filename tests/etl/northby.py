"""Northby's own ASQ-3 by ward, and a release that has the official figures of the council."""

from __future__ import annotations

import csv
import datetime as dt
import json
from pathlib import Path

import numpy as np
import pandas as pd
import tiny_england
from tiny_england import ENGLAND, NORTHBY

from etl import catalogue, describe, tables
from etl.registry import BY_ID

MILL, QUAY, HILL, LANE = "E05000001", "E05000002", "E05000003", "E05000004"
ASQ, REACHED = "asq_communication", "asq_response_rate"
HEADINGS = "area_code,indicator,period,numerator,denominator"
FILE = f"""\
{HEADINGS}
{MILL},{ASQ},2021/22,50,60
{QUAY},{ASQ},2021/22,60,80
{HILL},{ASQ},2021/22,40,50
"""


def release(folder: Path) -> Path:
    """Write the made-up England with ``asq_communication`` of Northby (150 of 190) and England."""
    tiny_england.write_release(folder)
    end = dt.date(2022, 3, 31)
    official = [
        (ASQ, NORTHBY, "lad", 150.0, 190.0, 72.5, 84.1, "similar"),
        (ASQ, ENGLAND, "country", 840.0, 1000.0, 81.6, 86.1, None),
        (REACHED, NORTHBY, "lad", np.nan, np.nan, np.nan, np.nan, None),
    ]
    columns = ["indicator", "area_code", "level", "numerator", "denominator"]
    columns += ["lower_ci", "upper_ci", "benchmark"]
    rows = pd.DataFrame(official, columns=columns).assign(
        period="2021/22", period_end=end, marker=None, method="published", quintile=None, trend=None
    )
    rows["value"] = (100 * rows.numerator / rows.denominator).fillna(75.0)
    table = pd.concat([tiny_england.observations(), rows], ignore_index=True)
    table = table.sort_values(["indicator", "area_code", "period_end"], ignore_index=True)
    table["quintile"] = table["quintile"].astype("Int8")
    for column in ("marker", "method", "benchmark", "trend"):
        table[column] = table[column].astype("str")
    tables.write_table(folder, "observations", table)
    covered = {"periods": [{"period": "2021/22", "period_end": end.isoformat()}], "breaks": None}
    levels = {ASQ: ("lad", "country"), REACHED: ("lad",)}
    entries = [
        BY_ID[one].as_record() | {"coverage": dict.fromkeys(levels[one], covered)} for one in levels
    ]
    known = json.loads((folder / "indicators.json").read_text())
    describe.write_json(folder / "indicators.json", [*known, *entries])
    source = catalogue.load()["ohid_asq"]
    said = {
        name: getattr(source, name)
        for name in ("id", "title", "publisher", "landing_page", "attribution", "fidelity", "note")
    }
    describe.describe(folder, sources=[*tiny_england.sources(), said], checks=[], facts={})
    return folder


def write(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def wards(folder: Path) -> pd.DataFrame:
    """Return the ward observations of ASQ-3 in a release."""
    table = pd.read_parquet(folder / "observations.parquet")
    return table[(table.level == "ward") & table.indicator.str.startswith("asq_")]


def lines(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))

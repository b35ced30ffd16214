"""Residents of the 2021 Census, read from a table of ethnic groups."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from etl.errors import SourceError
from etl.sources import ons_census2021

TABLE = """
lsoa      total group n
E01000001 100   White 70
E01000001 100   Asian 30
E01000002 50    White 50
W01000003 80    White 80
"""


def parse(folder: Path, table: str) -> pd.DataFrame:
    rows = [line.split() for line in table.strip().splitlines()[1:]]
    people = pd.DataFrame(
        {
            "lsoa21_code": [row[0] for row in rows],
            "total_residents": [float(row[1]) for row in rows],
            "ethnic_group": [row[2] for row in rows],
            "n": [float(row[3]) for row in rows],
            "prop": [float(row[3]) / float(row[1]) for row in rows],
        }
    )
    path = folder / "ethnicity.parquet"
    people.to_parquet(path)
    return ons_census2021.parse({"residents": path})


def test_residents_are_counted_once_though_every_group_repeats_them(tmp_path):
    measures = parse(tmp_path, TABLE)
    assert dict(zip(measures.area_code, measures.value, strict=True)) == {
        "E01000001": 100,
        "E01000002": 50,
    }


def test_the_measure_does_not_mix_with_mid_year_residents(tmp_path):
    assert set(parse(tmp_path, TABLE).measure) == {"census_residents"}


def test_groups_that_do_not_add_up_are_refused(tmp_path):
    with pytest.raises(SourceError, match="groups of E01000001 do not add up"):
        parse(tmp_path, TABLE.replace("Asian 30", "Asian 29"))


def test_two_totals_of_one_lsoa_are_refused(tmp_path):
    with pytest.raises(SourceError, match="groups of E01000001 do not add up"):
        parse(tmp_path, TABLE.replace("100   Asian", "101   Asian"))


def test_a_group_given_twice_is_refused(tmp_path):
    with pytest.raises(SourceError, match="E01000001 has an ethnic group twice"):
        parse(tmp_path, TABLE.replace("Asian", "White"))

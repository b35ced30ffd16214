"""Census tables of households and ethnic groups, and rural residents, in rows made up by hand."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from etl.errors import SourceError
from etl.sources import (
    ons_census2021_deprivation,
    ons_census2021_ethnicity,
    ons_census2021_overcrowding,
    ons_census2021_tenure,
    ons_rural_urban,
)

TENURE = """
lsoa      total tenure n
E01000001 100   Owned: Owns outright = 20
E01000001 100   Owned: Owns with a mortgage or loan = 30
E01000001 100   Shared ownership: Shared ownership = 2
E01000001 100   Social rented: Rents from council or Local Authority = 10
E01000001 100   Social rented: Other social rented = 5
E01000001 100   Private rented: Private landlord or letting agency = 25
E01000001 100   Private rented: Other private rented = 7
E01000001 100   Lives rent free = 1
"""


def write(folder: Path, rows: list[tuple[str, float, str, float]], total: str, category: str):
    """Write a table in the shape of the supplied files."""
    table = pd.DataFrame(rows, columns=["lsoa21_code", total, category, "n"])
    path = folder / "table.parquet"
    table.assign(prop=table["n"] / table[total]).to_parquet(path)
    return path


def spread(
    counts: dict[str, float], lsoa: str = "E01000001"
) -> list[tuple[str, float, str, float]]:
    """One LSOA's rows: every category, the sum of all beside each."""
    whole = sum(counts.values())
    return [(lsoa, whole, category, count) for category, count in counts.items()]


def tenure(folder: Path, table: str = TENURE) -> pd.DataFrame:
    rows = []
    for line in table.strip().splitlines()[1:]:
        lsoa, total, rest = line.split(maxsplit=2)
        category, count = rest.rsplit(" = ", 1)
        rows.append((lsoa, float(total), category, float(count)))
    path = write(folder, rows, "total_households", "tenure")
    return ons_census2021_tenure.parse({"households": path})


def figures(measures: pd.DataFrame) -> dict[str, float]:
    return dict(zip(measures.measure, measures.value, strict=True))


def test_both_kinds_of_owners_social_and_private_tenants_are_added_up(tmp_path):
    assert figures(tenure(tmp_path)) == {
        "census_households_owned": 50,
        "census_households_social_rented": 15,
        "census_households_private_rented": 32,
        "census_households_by_tenure": 100,
    }


def test_the_period_ends_on_census_day(tmp_path):
    measures = tenure(tmp_path)
    assert set(measures.period) == {"2021"}
    assert {day.isoformat() for day in measures.period_end} == {"2021-03-21"}


def test_categories_that_do_not_add_up_are_refused(tmp_path):
    with pytest.raises(SourceError, match="categories of E01000001 do not add up"):
        tenure(tmp_path, TENURE.replace("outright = 20", "outright = 21"))


def test_a_category_nobody_has_seen_is_refused(tmp_path):
    with pytest.raises(SourceError, match="'Squats' has never been seen"):
        tenure(tmp_path, TENURE.replace("Lives rent free", "Squats"))


def test_a_category_that_is_gone_is_refused(tmp_path):
    table = TENURE.replace("E01000001 100   Lives rent free = 1\n", "")
    with pytest.raises(SourceError, match="E01000001 lacks a category"):
        tenure(tmp_path, table)


def test_a_doubled_row_is_refused(tmp_path):
    line = "E01000001 100   Lives rent free = 1\n"
    with pytest.raises(SourceError, match="E01000001 has a category twice"):
        tenure(tmp_path, TENURE + line)


def test_wales_is_left_out(tmp_path):
    welsh = TENURE.strip().replace("E01000001", "W01000001").splitlines()[1:]
    measures = tenure(tmp_path, TENURE + "\n".join(welsh))
    assert set(measures.area_code) == {"E01000001"}


def test_households_are_overcrowded_below_a_rating_of_nought(tmp_path):
    counts = {
        "+2 or more (under-occupied)": 50.0,
        "+1 (under-occupied)": 20.0,
        "0 (ideal)": 25.0,
        "-1 (overcrowded)": 4.0,
        "-2 or less (overcrowded)": 1.0,
    }
    path = write(tmp_path, spread(counts), "total_households", "occupancy_rating")
    measures = figures(ons_census2021_overcrowding.parse({"households": path}))
    assert measures["census_households_overcrowded"] == 5
    assert measures["census_households_by_occupancy"] == 100


def test_occupancy_is_read_in_the_words_of_nomis_too(tmp_path):
    counts = {
        "Occupancy rating of bedrooms: +2 or more": 50.0,
        "Occupancy rating of bedrooms: +1": 30.0,
        "Occupancy rating of bedrooms: 0": 15.0,
        "Occupancy rating of bedrooms: -1": 4.0,
        "Occupancy rating of bedrooms: -2 or less": 1.0,
    }
    path = write(tmp_path, spread(counts), "total_households", "occupancy_rating")
    measures = figures(ons_census2021_overcrowding.parse({"households": path}))
    assert measures["census_households_overcrowded"] == 5


def test_one_dimension_is_neither_deprived_in_two_nor_in_none(tmp_path):
    counts = {
        "Household is not deprived in any dimension": 40.0,
        "Household is deprived in one dimension": 30.0,
        "Household is deprived in two dimensions": 20.0,
        "Household is deprived in three dimensions": 9.0,
        "Household is deprived in four dimensions": 1.0,
    }
    path = write(tmp_path, spread(counts), "total_households", "deprivation_dimensions")
    assert figures(ons_census2021_deprivation.parse({"households": path})) == {
        "census_households_not_deprived": 40,
        "census_households_deprived_two_or_more": 30,
        "census_households_by_deprivation": 100,
    }


def test_the_five_ethnic_groups_are_everybody(tmp_path):
    groups = list(ons_census2021_ethnicity.LAYOUT.groups)
    counts = dict(zip(groups, [1.0, 2.0, 3.0, 4.0, 5.0], strict=True))
    path = write(tmp_path, spread(counts), "total_residents", "ethnic_group")
    measures = figures(ons_census2021_ethnicity.parse({"residents": path}))
    assert measures.pop("census_residents_by_group") == 15
    assert sorted(measures.values()) == [1, 2, 3, 4, 5]


RURAL_URBAN = """lsoa21_code,ruc21_code,classification,ruc
E01000001,UN1,Urban: Nearer to a major town or city,Urban
E01000002,RSF1,Smaller rural: Further from a major town or city,Rural
"""
RESIDENTS = pd.Series({"E01000001": 1500.0, "E01000002": 1300.0})


def rural(folder: Path, text: str = RURAL_URBAN, residents: pd.Series = RESIDENTS) -> pd.DataFrame:
    path = folder / "ruc.csv"
    path.write_text(text, encoding="utf-8")
    return ons_rural_urban.parse({"lsoa": path}, census_residents=residents)


def test_all_or_none_of_a_neighbourhoods_residents_are_rural(tmp_path):
    measures = rural(tmp_path)
    assert dict(zip(measures.area_code, measures.value, strict=True)) == {
        "E01000001": 0,
        "E01000002": 1300,
    }


def test_a_class_that_is_neither_rural_nor_urban_is_refused(tmp_path):
    with pytest.raises(SourceError, match="class 'Suburban' is not known"):
        rural(tmp_path, RURAL_URBAN.replace("city,Urban", "city,Suburban"))


def test_a_neighbourhood_without_residents_is_refused(tmp_path):
    with pytest.raises(SourceError, match="no Census residents in E01000002"):
        rural(tmp_path, residents=RESIDENTS.drop("E01000002"))

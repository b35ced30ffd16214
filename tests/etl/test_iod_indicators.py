"""Underlying indicators of the Indices of 2019 and 2025, in files of three neighbourhoods."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from etl.errors import SourceError
from etl.sources import mhclg_iod2019_indicators, mhclg_iod2025_indicators

LSOAS = ["E01000001", "E01000002", "E01000003"]
INCOME = "income_domain_numerator"
IDACI = "income_deprivation_affecting_children_index_idaci_numerator"
SKILLS = "adult_skills_and_english_language_proficiency_indicator"
CHILDREN = "Dependent Children aged 0-15: mid 2015 (excluding prisoners)"


def indicator_file(folder: Path, columns: dict[str, str], cells: dict[str, list[str]]) -> Path:
    """Write an indicator file: every column taken, 0.5 where ``cells`` says nothing else."""
    table = pd.DataFrame(dict.fromkeys(columns, "0.5"), index=range(3)).assign(
        **{next(iter(columns)): LSOAS, INCOME: "100", IDACI: "50", **cells}
    )
    path = folder / "indicators.csv"
    table.to_csv(path, index=False)
    return path


def file_6(folder: Path) -> Path:
    path = folder / "File_6.xlsx"
    pd.DataFrame(
        {
            "LSOA code (2011)": LSOAS,
            "Local Authority District code (2019)": "E09000001",
            "Total population: mid 2015 (excluding prisoners)": [1500, 1600, 1700],
            CHILDREN: [300, 200, 100],
        }
    ).to_excel(path, index=False)
    return path


def parse_2019(folder: Path, **cells: list[str]) -> pd.DataFrame:
    columns = mhclg_iod2019_indicators.COLUMNS
    files = {
        "indicators": indicator_file(folder, columns, cells),
        "denominators": file_6(folder),
    }
    return mhclg_iod2019_indicators.parse(files)


def parse_2025(folder: Path, **cells: list[str]) -> pd.DataFrame:
    columns = mhclg_iod2025_indicators.COLUMNS
    children = pd.Series({"E06000001": 18000.0})
    files = {"indicators": indicator_file(folder, columns, cells)}
    return mhclg_iod2025_indicators.parse(files, children=children)


def rows(measures: pd.DataFrame, measure: str) -> pd.DataFrame:
    return measures[measures.measure == measure]


@pytest.mark.parametrize("parse", [parse_2019, parse_2025])
def test_a_count_left_out_below_ten_stands_as_five_and_says_it_is_estimated(tmp_path, parse):
    counts = rows(parse(tmp_path, **{IDACI: ["", "10", "35"]}), "iod_income_deprived_children")
    assert counts.value.tolist() == [5, 10, 35]
    assert counts.marker.fillna("-").tolist() == ["e", "-", "-"]


@pytest.mark.parametrize("cell", ["5", "12", "0.25"])
def test_a_count_that_rounding_could_not_have_left_is_refused(tmp_path, cell):
    with pytest.raises(SourceError, match="counts are multiples of 5, from 10"):
        parse_2019(tmp_path, **{IDACI: ["10", cell, "35"]})


def test_children_of_2019_are_the_publishers_own_denominator(tmp_path):
    children = rows(parse_2019(tmp_path), "iod_children_under_16")
    assert children.value.tolist() == [300, 200, 100]
    assert set(children.geography) == {"lsoa11"}


def test_children_of_2025_are_known_for_councils_alone(tmp_path):
    children = rows(parse_2025(tmp_path), "iod_children_under_16")
    assert children.geography.tolist() == ["lad"]
    assert dict(zip(children.area_code, children.value, strict=True)) == {"E06000001": 18000}


@pytest.mark.parametrize("parse", [parse_2019, parse_2025])
def test_adults_with_skills_are_those_the_published_share_leaves(tmp_path, parse):
    skills = rows(parse(tmp_path, **{SKILLS: ["0.1", "0.25", "0.4"]}), "iod_adults_with_skills")
    assert skills.value.tolist() == pytest.approx([0.9, 0.75, 0.6])


def test_gps_are_counted_for_ten_thousand_patients(tmp_path):
    measures = parse_2025(tmp_path, patient_to_gp_ratio=["2000", "2500", "10000"])
    assert rows(measures, "iod_gps_per_10000").value.tolist() == [5, 4, 1]


def test_a_blank_rate_is_refused(tmp_path):
    with pytest.raises(SourceError, match="'iod_connectivity' of E01000002 is '', not a number"):
        parse_2025(tmp_path, connectivity_score=["60", "", "80"])


def test_a_column_nobody_has_seen_is_refused(tmp_path):
    with pytest.raises(SourceError, match="column 'happiness' has never been seen"):
        parse_2019(tmp_path, happiness=["1", "2", "3"])


def test_a_column_known_and_not_taken_is_let_by(tmp_path):
    measures = parse_2019(tmp_path, air_quality_indicator=["1", "2", "3"])
    assert set(measures.measure) == set(mhclg_iod2019_indicators.COLUMNS.values()) - {"lsoa"} | {
        "iod_children_under_16"
    }


def test_the_publishers_own_overcrowding_is_read_for_the_checks_only(tmp_path):
    cells = {"household_overcrowding_indicator_bedrooms": ["0.01", "0.02", "0.03"]}
    path = indicator_file(tmp_path, mhclg_iod2025_indicators.COLUMNS, cells)
    assert mhclg_iod2025_indicators.read_overcrowding(path).tolist() == [0.01, 0.02, 0.03]
    assert "overcrowding" not in set(parse_2025(tmp_path, **cells).measure)


def test_district_averages_are_found_on_their_own_sheets(tmp_path):
    path = tmp_path / "File_10.xlsx"
    with pd.ExcelWriter(path, engine="openpyxl") as writer:
        for sheet, column, score in (
            ("Income", "Income - Average score ", 0.2),
            ("IDACI", "IDACI - Average score ", 0.3),
        ):
            table = {"Local Authority District code (2019)": ["E09000001"], column: [score]}
            pd.DataFrame(table).to_excel(writer, sheet_name=sheet, index=False)
    averages = mhclg_iod2019_indicators.read_districts(path)
    assert averages.loc["E09000001"].to_dict() == {
        "iod_income_deprived_residents": 0.2,
        "iod_income_deprived_children": 0.3,
    }

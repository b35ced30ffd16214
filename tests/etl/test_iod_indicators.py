"""Underlying indicators of the Indices of 2019 and 2025, in files of three neighbourhoods."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from etl.errors import SourceError
from etl.sources import mhclg_iod2019_indicators, mhclg_iod2025, mhclg_iod2025_indicators

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


# File 8 as its publisher gives it: a sheet a domain, headings in its own words.

AREA_2025 = [
    "LSOA code (2021)",
    "LSOA name (2021)",
    "Local Authority District code (2024)",
    "Local Authority District name (2024)",
]
FILE_8_OF_2025 = {
    "IoD25 Income Domain": [
        "Income Domain numerator",
        "Income Deprivation Affecting Children Index (IDACI) numerator",
        "Income Deprivation Affecting Older People Index (IDAOPI) numerator",
    ],
    "IoD25 Employment Domain": ["Employment Domain numerator"],
    "IoD25 Education Domain": [
        "Adult skills and English language proficiency indicator",
        "Entry to higher education indicator",
    ],
    "IoD25 Health Domain": ["Acute morbidity indicator", "Mental health indicator"],
    "IoD25 Crime Domain": [
        "Violence with injury, rate per 1,000 'at-risk population'",
        "Burglary, rate per 1,000 'at-risk properties'",
    ],
    "IoD25 Barriers Domain": [
        "Connectivity Score",
        "Private rental affordability (component of housing affordability indicator)",
        "Digital Connectivity (Broadband download and upload speeds)",
        "Core homelessness rate (% of households)",
        "Patient-to-GP Ratio",
        "Homelessness indicator (rate per 1,000 households)",
        "Household overcrowding indicator (rooms)",
        "Household overcrowding indicator (bedrooms)",
    ],
    "IoD25 Living Env Domain": ["Noise pollution", "Air quality indicator"],
}
FILE_8_OF_2019 = {
    "IoD2019 Income Domain": FILE_8_OF_2025["IoD25 Income Domain"],
    "IoD2019 Education Domain": FILE_8_OF_2025["IoD25 Education Domain"],
    "IoD2019 Health Domain": ["Acute morbidity indicator", "Mood and anxiety disorders indicator"],
    "IoD2019 Barriers Domain": [
        "Road distance to a primary school indicator (km)",
        "Road distance to a GP surgery indicator (km)",
        "Homelessness indicator (rate per 1000 households)",
        "Private rental affordability (component of housing affordability indicator)",
    ],
    "IoD2019 Living Env Domain": [
        "Housing in poor condition indicator",
        "Houses without central heating indicator",
        "Road traffic accidents indicator",
        "Nitrogen dioxide (component of air quality indicator)",
        "Particulates (component of air quality indicator)",
    ],
}
COUNTS = {"Income Domain numerator": [100, 15, None], FILE_8_OF_2025["IoD25 Income Domain"][1]: 50}


def file_8(path: Path, sheets: dict[str, list[str]], area: list[str]) -> Path:
    """Write a made-up File 8: other rates on every sheet, a count withheld, notes before all."""
    with pd.ExcelWriter(path, engine="openpyxl") as writer:
        pd.DataFrame([["Domain", "Indicator"]]).to_excel(
            writer, sheet_name="Notes", startrow=10, startcol=2, index=False, header=False
        )
        for number, (sheet, headings) in enumerate(sheets.items(), start=1):
            rates = {heading: [number / 8, 0.332, 0.5] for heading in headings}
            table = pd.DataFrame({area[0]: LSOAS} | dict.fromkeys(area[1:], "any") | rates)
            kept = {name: cells for name, cells in COUNTS.items() if name in table}
            table.assign(**kept).to_excel(writer, sheet_name=sheet, index=False)
    return path


def as_one_table(workbook: Path, folder: Path, code: str) -> Path:
    """Write the sheets of a File 8 side by side as CSV, named as the copy at hand names them."""
    sheets = list(pd.read_excel(workbook, sheet_name=None, engine="openpyxl").values())[1:]
    together = pd.concat([sheet.iloc[:, 4:] for sheet in sheets], axis=1)
    together.columns = [
        name.lower().translate(str.maketrans(" -(),", "_____", "'")).replace("%", "percent")
        for name in together.columns
    ]
    together.columns = together.columns.str.replace(r"_+", "_", regex=True).str.strip("_")
    together.insert(0, code, LSOAS)
    path = folder / "indicators.csv"
    together.to_csv(path, index=False)
    return path


def test_the_workbook_of_2025_gives_what_the_one_table_made_of_it_gives(tmp_path):
    workbook = file_8(tmp_path / "File_8.xlsx", FILE_8_OF_2025, AREA_2025)
    table = as_one_table(workbook, tmp_path, "lsoa21_code")
    children = pd.Series({"E06000001": 18000.0})
    published, made = (
        mhclg_iod2025_indicators.parse({"indicators": path}, children=children)
        for path in (workbook, table)
    )
    pd.testing.assert_frame_equal(published, made)
    assert rows(published, "iod_income_deprived_residents").marker.fillna("-").tolist() == [
        "-",
        "-",
        "e",
    ]
    overcrowding = mhclg_iod2025_indicators.read_overcrowding
    assert overcrowding(workbook).tolist() == overcrowding(table).tolist()


def test_the_workbook_of_2019_gives_what_the_one_table_made_of_it_gives(tmp_path):
    area = [name.replace("2021", "2011").replace("2024", "2019") for name in AREA_2025]
    workbook = file_8(tmp_path / "File_8.xlsx", FILE_8_OF_2019, area)
    table = as_one_table(workbook, tmp_path, "lsoa11_code")
    published, made = (
        mhclg_iod2019_indicators.parse({"indicators": path, "denominators": file_6(tmp_path)})
        for path in (workbook, table)
    )
    pd.testing.assert_frame_equal(published, made)


@pytest.mark.parametrize(
    ("sheet", "headings", "said"),
    [
        (
            "IoD25 Health Domain",
            ["Acute illness indicator"],
            r"sheet 'IoD25 Health Domain': column 'Acute illness indicator' has never been seen",
        ),
        ("IoD25 Health Domain", [], "no sheet has a column 'acute_morbidity_indicator'"),
        (
            "IoD25 Crime Domain",
            ["Connectivity Score", "Violence with injury, rate per 1,000 'at-risk population'"],
            r"sheet 'IoD25 Barriers Domain': column 'Connectivity Score' is on another sheet",
        ),
    ],
)
def test_a_workbook_of_another_shape_stops_with_its_sheet_and_column(
    tmp_path, sheet, headings, said
):
    path = file_8(tmp_path / "File_8.xlsx", FILE_8_OF_2025 | {sheet: headings}, AREA_2025)
    with pytest.raises(SourceError, match=said):
        mhclg_iod2025_indicators.parse({"indicators": path}, children=pd.Series(dtype="float64"))


def test_district_summaries_of_2025_are_read_from_workbook_and_table_alike(tmp_path):
    code = "Local Authority District code (2024)"
    workbook, table = tmp_path / "File_10.xlsx", tmp_path / "ltla24.csv"
    with pd.ExcelWriter(workbook, engine="openpyxl") as writer:
        for sheet, column, figure in (
            ("IMD", "IMD - Average score ", 37.58),
            ("Income", "Income scale ", 22621.74),
        ):
            pd.DataFrame({code: ["E06000001"], column: [figure]}).to_excel(
                writer, sheet_name=sheet, index=False
            )
    table.write_text("ltla24_code,imd_average_score,income_scale\nE06000001,37.58,22621.74\n")
    for read in (mhclg_iod2025.read_districts, mhclg_iod2025_indicators.read_income_scale):
        assert read(workbook).to_dict() == read(table).to_dict()
    table.write_text("ltla24_code\nE06000001\n")
    with pytest.raises(SourceError, match=r"ltla24.csv: column income_scale is missing"):
        mhclg_iod2025_indicators.read_income_scale(table)

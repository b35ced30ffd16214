"""The Indices of Deprivation of 2015, 2019 and 2025, in the shape of their official files.

Five neighbourhoods of England stand for all: ranks 1 to 5 are deciles 2, 4, 6, 8 and 10, so the
first alone is in the most deprived fifth.
"""

from __future__ import annotations

import csv
import datetime as dt
from pathlib import Path

import pandas as pd
import pytest

from etl.errors import SourceError
from etl.sources import mhclg_iod2015, mhclg_iod2019, mhclg_iod2025

LSOAS = [f"E0100000{number}" for number in range(1, 6)]
CHILDREN = pd.Series([10.0, 20.0, 30.0, 40.0, 50.0], index=LSOAS)
CENSUS = pd.Series([1100.0, 1200.0, 1300.0, 1400.0, 1500.0], index=LSOAS)

IMD = "Index of Multiple Deprivation (IMD)"
IDACI = "Income Deprivation Affecting Children Index (IDACI)"
RANK = "Rank (where 1 is most deprived)"
DECILE = "Decile (where 1 is most deprived 10% of LSOAs)"
OWN_RESIDENTS = "Total population: mid 2022"
FILE_6_TOTAL = "Total population: mid 2015 (excluding prisoners)"


def headers_of(edition: str) -> list[str]:
    """Return File 7's official headers; those of 2015 name other years than 2019's."""
    if edition == "2015":
        return [
            header.replace("(2019)", "(2013)").replace("mid 2015", "mid 2012")
            for header in headers_of("2019")
        ]
    fixture = Path(__file__).parent / "fixtures" / f"iod{edition}_file_7_headers.txt"
    return fixture.read_text(encoding="utf-8").splitlines()


def file_7(folder: Path, edition: str, change=lambda rows: None) -> Path:
    """Write File 7 with all its official headers; ``change`` may edit its rows (header → cell)."""
    headers = headers_of(edition)
    lsoa_year, district_year = {
        "2015": ("2011", "2013"),
        "2019": ("2011", "2019"),
        "2025": ("2021", "2024"),
    }[edition]
    rows = [
        dict.fromkeys(headers, "")
        | {
            f"LSOA code ({lsoa_year})": code,
            f"Local Authority District code ({district_year})": "E09000001",
            f"{IMD} Score": f"{60 - 10 * rank}.5",
            f"{IMD} {RANK}": str(rank),
            f"{IMD} {DECILE}": str(2 * rank),
            f"{IDACI} {RANK}": str(6 - rank),
            f"{IDACI} {DECILE}": str(2 * (6 - rank)),
        }
        for rank, code in enumerate(LSOAS, start=1)
    ]
    change(rows)
    path = folder / f"File_7_{edition}.csv"
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.DictWriter(stream, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return path


def workbook(path: Path, sheets: dict[str, pd.DataFrame]) -> Path:
    with pd.ExcelWriter(path, engine="openpyxl") as writer:
        for name, table in sheets.items():
            table.to_excel(writer, sheet_name=name, index=False)
    return path


def file_6(folder: Path, residents: list[object]) -> Path:
    """Write File 6: terms on the first sheet, denominators on the second."""
    table = pd.DataFrame(
        {
            "LSOA code (2011)": LSOAS,
            "LSOA name (2011)": "City of London 001A",
            "Local Authority District code (2019)": "E09000001",
            "Local Authority District name (2019)": "City of London",
            FILE_6_TOTAL: residents,
            "Dependent Children aged 0-15: mid 2015 (excluding prisoners)": 1,
        }
    )
    terms = pd.DataFrame({"Mid-2015 Population At Risk Estimates": ["Notes and Definitions"]})
    return workbook(
        folder / "File_6.xlsx", {"Terms & Conditions": terms, "Population Denominators": table}
    )


def parse_2019(folder: Path, change=lambda rows: None, residents=(100, 200, 300, 400, 500)):
    files = {
        "scores": file_7(folder, "2019", change),
        "denominators": file_6(folder, list(residents)),
    }
    return mhclg_iod2019.parse(files, children=CHILDREN)


def parse_2025(folder: Path, change=lambda rows: None, children: pd.Series = CHILDREN):
    return mhclg_iod2025.parse(
        {"scores": file_7(folder, "2025", change)}, children=children, census_residents=CENSUS
    )


def values(measures: pd.DataFrame, measure: str) -> list[float]:
    return measures[measures.measure == measure].value.tolist()


def set_cells(column: str, cells: list[str]):
    def change(rows):
        for row, cell in zip(rows, cells, strict=True):
            row[column] = cell

    return change


def test_scores_are_taken_as_published(tmp_path):
    assert values(parse_2019(tmp_path), "imd_score") == [50.5, 40.5, 30.5, 20.5, 10.5]


def test_scores_of_2019_are_weighted_by_file_6(tmp_path):
    assert values(parse_2019(tmp_path), "imd_residents") == [100, 200, 300, 400, 500]


def test_residents_of_deciles_1_and_2_are_in_the_deprived_fifth(tmp_path):
    assert values(parse_2019(tmp_path), "imd_residents_deprived_fifth") == [100, 0, 0, 0, 0]


def test_children_in_the_income_deprived_fifth_follow_idaci_not_imd(tmp_path):
    measures = parse_2019(tmp_path)
    assert values(measures, "idaci_children") == [10, 20, 30, 40, 50]
    assert values(measures, "idaci_children_deprived_fifth") == [0, 0, 0, 0, 50]


def test_an_idaci_score_is_never_read(tmp_path):
    approximate = set_cells(f"{IDACI} Score (rate)", ["0.1", "", "0.3", "?", "0.5"])
    measures = parse_2019(tmp_path, approximate)
    assert values(measures, "idaci_children_deprived_fifth") == [0, 0, 0, 0, 50]


def test_2019_is_on_small_areas_of_2011(tmp_path):
    row = parse_2019(tmp_path).iloc[0]
    assert (row.geography, row.period, row.period_end) == ("lsoa11", "2019", dt.date(2019, 12, 31))


def test_2025_is_on_small_areas_of_2021(tmp_path):
    row = parse_2025(tmp_path).iloc[0]
    assert (row.geography, row.period, row.period_end) == ("lsoa21", "2025", dt.date(2025, 12, 31))


def test_a_figure_with_a_thousands_separator_is_a_number(tmp_path):
    scores = set_cells(f"{IMD} Score", ["1,050.5", "40.5", "30.5", "20.5", "10.5"])
    assert values(parse_2019(tmp_path, scores), "imd_score")[0] == 1050.5


def test_a_decile_that_does_not_follow_from_its_rank_is_refused(tmp_path):
    with pytest.raises(SourceError, match="imd_decile of E01000002 and 0 more does not follow"):
        parse_2019(tmp_path, set_cells(f"{IMD} {DECILE}", ["2", "5", "6", "8", "10"]))


def test_the_first_rows_of_a_file_are_not_taken_for_the_whole(tmp_path):
    with pytest.raises(SourceError, match="among 3 LSOAs; is the file whole"):
        parse_2025(tmp_path, lambda rows: rows.__delitem__(slice(3, None)))


def test_a_blank_score_is_refused(tmp_path):
    with pytest.raises(SourceError, match="'imd_score' of E01000003 is '', not a number"):
        parse_2019(tmp_path, set_cells(f"{IMD} Score", ["50.5", "40.5", "", "20.5", "10.5"]))


def test_an_lsoa_listed_twice_is_refused(tmp_path):
    with pytest.raises(SourceError, match="E01000001 occurs more than once"):
        parse_2019(tmp_path, lambda rows: rows.append(rows[0]))


def test_an_unknown_column_is_refused(tmp_path):
    with pytest.raises(SourceError, match=r"File_7_2025\.csv: column 'Wealth Score'"):
        parse_2025(tmp_path, set_cells("Wealth Score", ["1"] * 5))


def test_a_header_cut_in_the_middle_of_a_word_is_known(tmp_path):
    header = "Children and Young People Sub-domain Decile (where 1 is most deprived 10% of LSO"
    with file_7(tmp_path, "2025").open(encoding="utf-8-sig") as stream:
        assert header in next(csv.reader(stream))
    assert len(values(parse_2025(tmp_path), "imd_score")) == 5


def test_an_lsoa_without_a_denominator_is_refused(tmp_path):
    files = {"scores": file_7(tmp_path, "2019"), "denominators": file_6(tmp_path, [1] * 5)}
    with pytest.raises(SourceError, match=r"no children aged 0 to 4 .* in E01000001"):
        mhclg_iod2019.parse(files, children=CHILDREN.drop("E01000001"))


def test_a_withheld_denominator_is_refused(tmp_path):
    with pytest.raises(SourceError, match="of E01000001 is '-', not a number"):
        parse_2019(tmp_path, residents=("-", 200, 300, 400, 500))


def test_a_copy_of_2025_without_denominators_is_weighted_by_the_census(tmp_path):
    assert values(parse_2025(tmp_path), "imd_residents") == CENSUS.tolist()


def test_the_publishers_own_denominators_of_2025_come_first(tmp_path):
    own = set_cells(OWN_RESIDENTS, ["1,795", "1671", "1500", "1400", "1300"])
    assert values(parse_2025(tmp_path, own), "imd_residents") == [1795, 1671, 1500, 1400, 1300]


def test_denominators_for_some_lsoas_only_are_refused(tmp_path):
    with pytest.raises(SourceError, match="1 LSOAs have no total population, E01000004"):
        parse_2025(tmp_path, set_cells(OWN_RESIDENTS, ["1", "1", "1", "", "1"]))


def scores_2015(folder: Path, header: str = "IMD_score") -> Path:
    lines = [f"lsoa11_code,lsoa11_name,lad13_code,lad13_name,{header},IMD_rank,IMD_decile"]
    lines += [
        f"{code},A place,E07000223,Adur,{n}.25,{n},{2 * n}" for n, code in enumerate(LSOAS, 1)
    ]
    path = folder / "imd2015.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def test_scores_of_2015_are_weighted_by_the_nearest_denominators_published(tmp_path):
    files = {"scores": scores_2015(tmp_path), "denominators": file_6(tmp_path, [9, 8, 7, 6, 5])}
    measures = mhclg_iod2015.parse(files)
    assert values(measures, "imd_score") == [1.25, 2.25, 3.25, 4.25, 5.25]
    assert values(measures, "imd_residents") == [9, 8, 7, 6, 5]
    assert values(measures, "imd_residents_deprived_fifth") == [9, 0, 0, 0, 0]


def test_the_publishers_own_file_of_2015_is_weighted_by_its_own_residents(tmp_path):
    own = set_cells("Total population: mid 2012 (excluding prisoners)", ["5", "6", "7", "8", "9"])
    files = {
        "scores": file_7(tmp_path, "2015", own),
        "denominators": file_6(tmp_path, [1, 1, 1, 1, 1]),
    }
    measures = mhclg_iod2015.parse(files)
    assert values(measures, "imd_score") == [50.5, 40.5, 30.5, 20.5, 10.5]
    assert values(measures, "imd_residents") == [5, 6, 7, 8, 9]
    assert values(measures, "imd_residents_deprived_fifth") == [5, 0, 0, 0, 0]


def test_2015_gives_nothing_about_children(tmp_path):
    files = {"scores": scores_2015(tmp_path), "denominators": file_6(tmp_path, [1] * 5)}
    assert not mhclg_iod2015.parse(files).measure.str.startswith("idaci").any()


def test_a_renamed_column_is_named(tmp_path):
    files = {
        "scores": scores_2015(tmp_path, "IMD score"),
        "denominators": file_6(tmp_path, [1] * 5),
    }
    with pytest.raises(SourceError, match=r"imd2015\.csv: column 'IMD_score' is missing"):
        mhclg_iod2015.parse(files)


def test_averages_of_file_10_are_read_though_its_headers_end_in_spaces(tmp_path):
    table = pd.DataFrame(
        {
            "Local Authority District code (2019)": ["E06000001", "E06000002"],
            "IMD - Average rank ": [22581.98, 23729.1],
            "IMD - Average score ": [35.037, 40.46],
        }
    )
    notes = pd.DataFrame({"Notes": ["Local authority district summaries"]})
    path = workbook(tmp_path / "File_10.xlsx", {"Notes": notes, "IMD": table})
    assert mhclg_iod2019.read_districts(path).to_dict() == {"E06000001": 35.037, "E06000002": 40.46}


def test_a_workbook_without_the_sheet_is_refused(tmp_path):
    path = workbook(tmp_path / "File_10.xlsx", {"Notes": pd.DataFrame({"Notes": ["none"]})})
    with pytest.raises(SourceError, match=r"File_10\.xlsx: no sheet has a header with"):
        mhclg_iod2019.read_districts(path)

"""Children in low income families: the workbook's quirks, one by one.

The workbook is built here in the publisher's shape: a title above the header, line breaks and notes
in it, ``Area Code`` twice on ward sheets, the United Kingdom first, markers in square brackets.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pandas as pd
import pytest

from etl.errors import SourceError
from etl.sources import dwp_low_income

KINDS = {"AHC_Relative": (2025,), "BHC_Relative": (2024, 2025), "BHC_Absolute": (2024, 2025)}
UK = ("United Kingdom [note 4]", "K02000001", 3000, 0.25)
NORTH_EAST = ("North East", "E12000001", 140, 0.28)
HARTLEPOOL = ("Hartlepool", "E06000001", 70, 0.35)
BURN_VALLEY = ("Hartlepool", "E06000001", "Burn Valley", "E05013038", 40, 0.25)
DE_BRUCE = ("Hartlepool", "E06000001", "De Bruce", "E05013039", 30, 0.75)


def header(names: tuple[str, ...], years: tuple[int, ...]) -> list[str]:
    counts = [f"Number of children \nFYE {year}" for year in years]
    fractions = [f"Percentage of children \nFYE {year}\n(%)\n[note 3]" for year in years]
    return [*names, *counts, *fractions]


def workbook(
    folder: Path,
    *,
    wards: tuple = (BURN_VALLEY, DE_BRUCE),
    councils: tuple = (HARTLEPOOL,),
    regions: tuple = (NORTH_EAST,),
    change=lambda sheets: None,
) -> dict[str, Path]:
    """Write the workbook; each row's count and fraction stand for every year of every kind.

    ``change`` may edit the sheets (name → rows) before they are written.
    """
    sheets: dict[str, list[list]] = {"Cover": [["Children in Low Income Families"]]}
    columns = {
        "Region": (("Government Office Region  [note 4]", "Area Code"), (UK, *regions)),
        "LA": (("Local Authority [note 2]", "Area Code"), (UK, *councils)),
        "Ward": (
            ("Local Authority [note 2]", "Area Code", "Ward [note 2]", "Area Code"),
            (("", "", *UK), *wards),
        ),
    }
    for kind, years in KINDS.items():
        sheets[f"{len(sheets)}_{kind}_ParlC_"] = [["constituencies are not read"]]
        for level, (names, rows) in columns.items():
            body = [
                [*row[: len(names)], *[row[-2]] * len(years), *[row[-1]] * len(years)]
                for row in rows
            ]
            title = [[f"Table of {kind} by {level}"], ["FYE = Financial Years Ending."]]
            sheets[f"{len(sheets)}_{kind}_{level}"] = [*title, header(names, years), *body]
    change(sheets)
    path = folder / "cilif.ods"
    with pd.ExcelWriter(path, engine="odf") as writer:
        for name, rows in sheets.items():
            width = max(len(row) for row in rows)
            cells = pd.DataFrame([[*row, *[None] * (width - len(row))] for row in rows])
            cells.to_excel(writer, sheet_name=name, header=False, index=False)
    return {"workbook": path}


def figures(measures: pd.DataFrame, code: str, what: str = "bhc_relative_children") -> pd.DataFrame:
    rows = measures[(measures.area_code == code) & (measures.measure == f"low_income_{what}")]
    return rows.set_index("period")[["geography", "period_end", "value", "marker"]]


def test_counts_are_read_for_wards_councils_and_regions(tmp_path):
    measures = dwp_low_income.parse(workbook(tmp_path))
    latest = measures[
        (measures.measure == "low_income_bhc_relative_children") & (measures.period == "2024/25")
    ]
    assert latest[["geography", "area_code", "value"]].to_numpy().tolist() == [
        ["lad", "E06000001", 70],
        ["region", "E12000001", 140],
        ["ward", "E05013038", 40],
        ["ward", "E05013039", 30],
    ]


def test_a_financial_year_ends_in_march(tmp_path):
    rows = figures(dwp_low_income.parse(workbook(tmp_path)), "E06000001")
    assert rows.period_end.to_dict() == {
        "2023/24": dt.date(2024, 3, 31),
        "2024/25": dt.date(2025, 3, 31),
    }


def test_after_housing_costs_has_only_the_years_its_sheet_has(tmp_path):
    rows = figures(dwp_low_income.parse(workbook(tmp_path)), "E06000001", "ahc_relative_children")
    assert list(rows.index) == ["2024/25"]


def test_children_are_the_count_divided_by_its_unrounded_fraction(tmp_path):
    ward = (*BURN_VALLEY[:4], 506, 0.3428184281842818)
    measures = dwp_low_income.parse(workbook(tmp_path, wards=(ward, DE_BRUCE)))
    children = figures(measures, "E05013038", "bhc_relative_all_children")
    assert children.value.tolist() == [1476, 1476]
    assert children.marker.isna().all()


def test_rows_outside_england_are_dropped(tmp_path):
    cardiff = ("Cardiff", "W06000015", 900, 0.3)
    measures = dwp_low_income.parse(workbook(tmp_path, councils=(HARTLEPOOL, cardiff)))
    assert measures.area_code.str.startswith("E").all()


def test_a_suppressed_count_is_blank_and_says_why(tmp_path):
    ward = (*BURN_VALLEY[:4], "[low]", "[x]")
    measures = dwp_low_income.parse(workbook(tmp_path, wards=(ward, DE_BRUCE)))
    count = figures(measures, "E05013038")
    assert count.value.isna().all()
    assert set(count.marker) == {"low"}


def test_a_count_without_a_percentage_is_kept_and_its_children_are_not_available(tmp_path):
    ward = (*BURN_VALLEY[:4], 6, "[x]")
    measures = dwp_low_income.parse(workbook(tmp_path, wards=(ward, DE_BRUCE)))
    assert figures(measures, "E05013038").value.tolist() == [6, 6]
    children = figures(measures, "E05013038", "bhc_relative_all_children")
    assert children.value.isna().all()
    assert set(children.marker) == {"x"}


def test_a_fraction_of_nought_takes_the_children_its_council_has_left(tmp_path):
    # The council's 70 ÷ 0.35 = 200 children less the 160 of Burn Valley (40 ÷ 0.25).
    nought = (*DE_BRUCE[:4], 0, 0)
    measures = dwp_low_income.parse(workbook(tmp_path, wards=(BURN_VALLEY, nought)))
    children = figures(measures, "E05013039", "bhc_relative_all_children")
    assert children.value.tolist() == [40, 40]
    assert set(children.marker) == {"e"}


def test_a_fraction_of_nought_stays_unknown_beside_a_ward_whose_children_are_unknown(tmp_path):
    withheld = (*BURN_VALLEY[:4], 6, "[x]")
    nought = (*DE_BRUCE[:4], 0, 0)
    measures = dwp_low_income.parse(workbook(tmp_path, wards=(withheld, nought)))
    children = figures(measures, "E05013039", "bhc_relative_all_children")
    assert children.value.isna().all()
    assert set(children.marker) == {"x"}


def test_a_rounded_percentage_is_refused(tmp_path):
    ward = (*BURN_VALLEY[:4], 506, 0.343)
    with pytest.raises(SourceError, match=r"E05013038, FYE 2025.*are the percentages rounded"):
        dwp_low_income.parse(workbook(tmp_path, wards=(ward, DE_BRUCE)))


def test_an_unknown_marker_is_named_with_its_sheet_area_and_year(tmp_path):
    ward = (*BURN_VALLEY[:4], "[c]", "[x]")
    with pytest.raises(SourceError, match=r"AHC_Relative_Ward: E05013038, FYE 2025: '\[c\]'"):
        dwp_low_income.parse(workbook(tmp_path, wards=(ward, DE_BRUCE)))


def test_a_blank_cell_is_no_marker(tmp_path):
    ward = (*BURN_VALLEY[:4], "", 0.25)
    with pytest.raises(SourceError, match="neither a number nor a known marker"):
        dwp_low_income.parse(workbook(tmp_path, wards=(ward, DE_BRUCE)))


def test_a_ward_listed_twice_is_refused(tmp_path):
    with pytest.raises(SourceError, match="E05013038 occurs more than once"):
        dwp_low_income.parse(workbook(tmp_path, wards=(BURN_VALLEY, BURN_VALLEY)))


def test_a_code_of_another_kind_of_area_is_refused(tmp_path):
    county = ("Derbyshire", "E10000007", 70, 0.35)
    with pytest.raises(SourceError, match="'E10000007' is not the code of a lad"):
        dwp_low_income.parse(workbook(tmp_path, councils=(county,)))


def test_trailing_blank_rows_are_no_areas(tmp_path):
    def add_blank_rows(sheets):
        for name, rows in sheets.items():
            if name.endswith("Ward"):
                rows.append([None] * len(rows[-1]))

    measures = dwp_low_income.parse(workbook(tmp_path, change=add_blank_rows))
    assert set(measures[measures.geography == "ward"].area_code) == {"E05013038", "E05013039"}


def test_the_header_is_found_wherever_it_stands(tmp_path):
    def push_down(sheets):
        for name, rows in sheets.items():
            if name.endswith("Ward"):
                rows.insert(0, ["Source: Office for National Statistics"])

    measures = dwp_low_income.parse(workbook(tmp_path, change=push_down))
    assert figures(measures, "E05013038").value.tolist() == [40, 40]


def test_an_unknown_column_is_refused(tmp_path):
    def add_column(sheets):
        for name, rows in sheets.items():
            if name.endswith("Ward"):
                rows[2].append("Median income")

    with pytest.raises(SourceError, match="'Median income' has never been seen"):
        dwp_low_income.parse(workbook(tmp_path, change=add_column))


def test_an_unknown_sheet_is_refused(tmp_path):
    with pytest.raises(SourceError, match="'13_AHC_Absolute_Ward' has never been seen"):
        dwp_low_income.parse(
            workbook(tmp_path, change=lambda sheets: sheets.update({"13_AHC_Absolute_Ward": [[]]}))
        )


def test_a_missing_sheet_is_refused(tmp_path):
    def drop_wards(sheets):
        for name in [name for name in sheets if name.endswith("BHC_Absolute_Ward")]:
            del sheets[name]

    with pytest.raises(SourceError, match="no sheet of bhc_absolute by ward"):
        dwp_low_income.parse(workbook(tmp_path, change=drop_wards))


def test_a_file_that_is_no_workbook_is_a_users_mistake(tmp_path):
    path = tmp_path / "cilif.ods"
    path.write_text("not found")
    with pytest.raises(SourceError, match=r"cilif\.ods: cannot be read as a workbook"):
        dwp_low_income.parse({"workbook": path})

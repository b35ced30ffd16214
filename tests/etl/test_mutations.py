"""Damaged official files: each mistake a publisher could make is refused, and this says by what.

Three small files agree with each other as DfE's and DWP's do. Each test damages one cell or row,
reads everything as a build does (parse, contract of measures, checks against official totals), and
names what stops it.
"""

import pandas as pd
import pytest

from etl import checks, checks_eyfsp
from etl.contract import MEASURES, require
from etl.drift import moved, shape
from etl.errors import AtlasError, CheckError, SourceError
from etl.registry import BY_ID
from etl.sources import dfe_eyfsp, dfe_lait, dwp_low_income
from etl.sources.dfe_councils import Councils

# Twelve one-tier councils, numbered 801 to 812 by DfE.
CODES = {str(800 + number): f"E080000{number:02d}" for number in range(1, 13)}
COUNCILS = Councils(by_number=dict(CODES), by_code={}, by_name={})
WARD_OF = {"E05000001": "E06000001", "E05000002": "E06000001", "E05000003": "E06000002"}

HEADLINE = (
    "time_period,geographic_level,region_code,old_la_code,characteristic,characteristic_type,"
    "gender,children_number,elg_number,comm_lang_lit_number,gld_number,gld_percentage,lad_code"
)
OLD_SERIES = (
    "time_period,geographic_level,region_code,old_la_code,gender,number_of_children,gld_number,"
    "elg_number,comm_lang_lit_number"
)
# Every council has 100 girls and 100 boys; council 801 has 101 of them with a good level, 802 has
# 102, and so on, of whom the boys are always 40.
TOTAL = "202122,Local authority,E12000001,{number},Total,Total,{sex},{all},50,50,{gld},{percent},"
OTHER_GROUP = "202122,National,,,{topic},{group},{sex},2400,600,600,1200,50.0,"


def headline() -> str:
    """DfE's headline measures of 2021/22: all, girls and boys of twelve councils."""
    rows = [HEADLINE]
    for topic, group, sex in dfe_eyfsp.GROUPS:
        rows.append(OTHER_GROUP.format(topic=topic, group=group, sex=sex))
    for number in CODES:
        gld = int(number) - 700
        for sex, count, children in (
            ("Total", gld, 200),
            ("Girls", gld - 40, 100),
            ("Boys", 40, 100),
        ):
            percent = 100 * count / children
            rows.append(
                TOTAL.format(number=number, sex=sex, all=children, gld=count, percent=percent)
            )
    # England's girls and boys are half of its children each.
    england = "\n".join(rows).replace("Girls,2400,600,600,1200", "Girls,1200,300,300,600")
    return england.replace("Boys,2400,600,600,1200", "Boys,1200,300,300,600") + "\n"


def old_series() -> str:
    """DfE's file of the old framework, with England alone."""
    rows = [
        f"201819,National,,,{sex},{children},{children // 2},1,1"
        for sex, children in (("Total", 200), ("Girls", 100), ("Boys", 100))
    ]
    return "\n".join([OLD_SERIES, *rows]) + "\n"


def lait() -> list[tuple[str, str, str, float]]:
    """DfE's interactive tool: good level of development in percent, by council."""
    rows = [("FSP_NEW_GOODDEV", "2022", f"{(int(n) - 700) / 2}", float(n)) for n in CODES]
    return [*rows, ("FSP_NEW_GOODDEV", "2018", "-", 801.0)]


def low_income() -> dict[str, list[list]]:
    """DWP's workbook: sheet → rows, with two councils of two wards and one."""
    wards = [
        ["Ayton", "E06000001", "Mill", "E05000001", 500, 0.25],
        ["Ayton", "E06000001", "Quay", "E05000002", "[low]", "[x]"],
        ["Beeton", "E06000002", "Hill", "E05000003", 300, 0.2],
    ]
    councils = [["Ayton", "E06000001", 505, 0.25], ["Beeton", "E06000002", 300, 0.2]]
    region = [["North East", "E12000001", 800, 0.25]]
    years = ["Number of children FYE 2025", "Percentage of children FYE 2025 (%)"]
    council = ["Local Authority", "Area Code"]
    sheets = {}
    for kind in ("AHC_Relative", "BHC_Relative", "BHC_Absolute"):
        named = {
            "Ward": ([*council, "Ward", "Area Code"], wards),
            "LA": (council, councils),
            "Region": (["Government Office Region", "Area Code"], region),
        }
        for level, (names, rows) in named.items():
            sheets[f"{len(sheets)}_{kind}_{level}"] = [[*names, *years], *map(list, rows)]
    return sheets


def read(folder, *, headline_csv=None, lait_rows=None, sheets=None) -> pd.DataFrame:
    """Write the files, read them and return their measures, or raise as a build does."""
    files = {"headline": folder / "headline.csv", "old_series": folder / "old.csv"}
    files["headline"].write_text(headline_csv or headline())
    files["old_series"].write_text(old_series())
    tool = folder / "bds_long_0.parquet"
    columns = ["Short Desc", "Years", "Values", "LA Number"]
    table = pd.DataFrame(lait_rows or lait(), columns=columns)
    table.assign(**{"LA and Regions": "Anywhere"}).to_parquet(tool)
    workbook = folder / "low-income.ods"
    with pd.ExcelWriter(workbook, engine="odf") as writer:
        for name, rows in (sheets or low_income()).items():
            pd.DataFrame(rows).to_excel(writer, sheet_name=name, header=False, index=False)
    series = {"FSP_NEW_GOODDEV": dfe_lait.SERIES["FSP_NEW_GOODDEV"]}
    tables = [
        dfe_eyfsp.parse(files, councils=COUNCILS),
        dfe_lait.parse(tool, councils=COUNCILS, series=series),
        dwp_low_income.parse({"workbook": workbook}),
    ]
    return require(MEASURES, pd.concat(tables, ignore_index=True), of="all sources")


def hold(measures: pd.DataFrame) -> None:
    """Hold the measures against official totals, as a build does."""
    checks.require_all(
        [
            checks_eyfsp.shares_agree(measures, BY_ID["gld"]),
            checks_eyfsp.parts_make_all(measures, "sex", ("girls", "boys")),
            checks.low_income_wards(known(measures), pd.Series(WARD_OF)),
        ]
    )


def known(measures: pd.DataFrame) -> pd.DataFrame:
    """Leave out the withheld ward, whose council is then five children short: within tolerance."""
    return measures.dropna(subset="value")


def changed(text: str, old: str, new: str) -> str:
    assert text.count(old) == 1, f"{old!r} is there {text.count(old)} times"
    return text.replace(old, new)


def line_of(text: str, begin: str) -> str:
    (line,) = [line for line in text.splitlines() if line.startswith(begin)]
    return line


ROW_801 = "202122,Local authority,E12000001,801,Total,Total,Total,"
GLD_CHECK = "FAILED: Good level of development at age 5: counts against published percentages"
SEX_CHECK = "FAILED: EYFSP by sex"
WARD_CHECK = "FAILED: Children in low-income families, wards against councils"


def test_the_undamaged_files_pass(tmp_path):
    hold(read(tmp_path))


def test_a_row_shifted_by_a_column_fails_against_the_published_percentages(tmp_path):
    row = line_of(headline(), ROW_801)
    assert row.endswith(",200,50,50,101,50.5,")
    damaged = changed(headline(), row, row.replace(",200,50,50,101,50.5", ",200,50,101,50.5,"))
    with pytest.raises(CheckError, match=GLD_CHECK):
        hold(read(tmp_path, headline_csv=damaged))


def test_a_heading_shifted_by_a_column_fails_against_the_sum_of_girls_and_boys(tmp_path):
    damaged = changed(
        headline(), "comm_lang_lit_number,gld_number", "gld_number,comm_lang_lit_number"
    )
    with pytest.raises(CheckError, match=SEX_CHECK):
        hold(read(tmp_path, headline_csv=damaged))


def test_a_renamed_column_is_refused_by_its_parse(tmp_path):
    damaged = changed(headline(), "gld_number", "good_level_number")
    with pytest.raises(SourceError, match=r"headline\.csv: column 'gld_number' is missing"):
        read(tmp_path, headline_csv=damaged)


def test_a_doubled_row_fails_against_the_sum_of_girls_and_boys(tmp_path):
    row = line_of(headline(), ROW_801)
    with pytest.raises(CheckError, match=SEX_CHECK):
        hold(read(tmp_path, headline_csv=f"{headline()}{row}\n"))


def test_a_doubled_ward_is_refused_by_its_parse(tmp_path):
    sheets = low_income()
    rows = sheets["3_BHC_Relative_Ward"]
    rows.append(rows[1])
    with pytest.raises(SourceError, match="BHC_Relative_Ward: E05000001 occurs more than once"):
        read(tmp_path, sheets=sheets)


def test_two_swapped_councils_fail_against_the_published_percentages(tmp_path):
    text = headline()
    for old, new in (("801", "new"), ("812", "801"), ("new", "812")):
        text = text.replace(f"E12000001,{old},", f"E12000001,{new},")
    with pytest.raises(CheckError, match=GLD_CHECK):
        hold(read(tmp_path, headline_csv=text))


def test_two_swapped_wards_fail_against_their_councils(tmp_path):
    sheets = low_income()
    rows = sheets["3_BHC_Relative_Ward"]
    rows[1][3], rows[3][3] = rows[3][3], rows[1][3]
    with pytest.raises(CheckError, match=WARD_CHECK):
        hold(read(tmp_path, sheets=sheets))


def test_percentages_turned_into_fractions_fail_against_the_counts(tmp_path):
    damaged = [
        (name, year, text if text == "-" else str(float(text) / 100), number)
        for name, year, text, number in lait()
    ]
    with pytest.raises(CheckError, match=GLD_CHECK):
        hold(read(tmp_path, lait_rows=damaged))


def test_percentages_turned_into_fractions_are_drift_where_no_official_total_is_at_hand(tmp_path):
    def percent(measures):
        return shape(measures[measures["measure"] == "gld_percent"], {})

    before = percent(read(tmp_path))
    damaged = [
        (name, year, text if text == "-" else str(float(text) / 100), number)
        for name, year, text, number in lait()
    ]
    assert moved(before, percent(read(tmp_path, lait_rows=damaged))) == [
        "gld_percent lad: median 53.25 before (2021/22), 0.5325 now (2021/22)"
    ]


def test_fractions_turned_into_percentages_are_refused_by_their_parse(tmp_path):
    sheets = low_income()
    sheets["3_BHC_Relative_Ward"][1][5] = 25.0
    with pytest.raises(SourceError, match=r"E05000001, FYE 2025: 25\.0 is not a fraction"):
        read(tmp_path, sheets=sheets)


def test_a_dropped_marker_is_refused_by_its_parse(tmp_path):
    sheets = low_income()
    sheets["3_BHC_Relative_Ward"][2][4] = ""
    with pytest.raises(SourceError, match=r"E05000002, FYE 2025: '' is neither a number nor"):
        read(tmp_path, sheets=sheets)


def test_a_marker_never_seen_is_refused_by_its_parse(tmp_path):
    damaged = changed(
        headline(), "Total,Total,Total,200,50,50,101", "Total,Total,Total,200,50,50,c"
    )
    with pytest.raises(SourceError, match="unknown marker 'c' for a count"):
        read(tmp_path, headline_csv=damaged)


def test_a_marker_lost_on_the_way_breaks_the_contract_of_measures(tmp_path):
    measures = read(tmp_path)
    withheld = measures["marker"] == "low"
    assert withheld.any()
    with pytest.raises(AtlasError, match="measures"):
        require(
            MEASURES, measures.assign(marker=measures["marker"].mask(withheld)), of="low income"
        )

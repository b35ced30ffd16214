"""ASQ-3 counts by council: every quirk of OHID's table, in rows made up for the purpose."""

import datetime as dt

import pandas as pd
import pytest

from etl.contract import MEASURES
from etl.errors import SourceError
from etl.sources import ohid_asq
from etl.sources.dfe_councils import Councils

SHORT = {
    "communication": "comms",
    "gross_motor": "gms",
    "fine_motor": "fms",
    "all_domains": "overall",
}
QUARTERS = list(ohid_asq.PERIODS)
COUNCILS = Councils(
    by_number={},
    by_code={
        "E06000010": "E06000010",
        "E06000063": "E06000063",
        "E06000066": "E06000066",
        "E09000001": "E09000001",
        "E09000012": "E09000012",
        "E10000012": "E10000012",
        "E10000027": "E06000066",
        "E10000006": None,
    },
    by_name={},
)


def row(code, quarter, assessed="100", expected="90", rate="0.8"):
    """One line of the table: the same two counts in every domain."""
    line = {"ONS code": code, "date": quarter, "la_name": "Anywhere", "Region": "Anyregion"}
    for heading, measure in (ohid_asq.COLUMNS | ohid_asq.SHARES).items():
        if heading in line or ":" in heading or heading.startswith("Number"):
            continue
        part = measure.rsplit("_", 1)[1]
        line[heading] = {"assessed": assessed, "expected": expected, "rate": rate}.get(part, "0.9")
    return line


def year_of(code, q1=("25", "20"), q2=("25", "20"), q3=("25", "20"), q4=("25", "20"), year=None):
    quarters = dict(zip(QUARTERS, (q1, q2, q3, q4, year or ("100", "80")), strict=True))
    return [row(code, quarter, *counts) for quarter, counts in quarters.items()]


def write(tmp_path, lines):
    path = tmp_path / "asq_2021-22_by_la.csv"
    pd.DataFrame(lines).rename_axis("").to_csv(path)
    return path


def parse(tmp_path, lines):
    return ohid_asq.parse(write(tmp_path, lines), councils=COUNCILS)


def only(table, measure, period="2021/22"):
    rows = table[(table.measure == measure) & (table.period == period)]
    assert len(rows) == 1
    return rows.iloc[0]


def test_counts_of_a_quarter_and_a_year_keep_the_contract(tmp_path):
    table = MEASURES.validate(parse(tmp_path, year_of("E06000010")))
    quarter = only(table, "asq_communication_expected", "2021/22 Q1")
    assert (quarter.value, quarter.period_end, quarter.geography) == (
        20,
        dt.date(2021, 6, 30),
        "lad",
    )
    year = only(table, "asq_all_domains_assessed")
    assert (year.value, year.period_end) == (100, dt.date(2022, 3, 31))
    assert pd.isna(year.marker)


def test_a_county_is_upper_tier(tmp_path):
    assert set(parse(tmp_path, year_of("E10000012")).geography) == {"utla"}


@pytest.mark.parametrize("marker", ["-", "DK", "dk"])
def test_a_missing_count_is_blank_and_says_so(tmp_path, marker):
    table = parse(tmp_path, [row("E06000010", "Annual", assessed=marker, expected=marker)])
    missing = only(table, "asq_communication_expected")
    assert pd.isna(missing.value) and missing.marker == "x"


def test_assessed_children_without_those_at_the_expected_level_join_no_sum(tmp_path):
    table = parse(tmp_path, [row("E06000010", "Annual", assessed="100", expected="DK")])
    assessed = only(table, "asq_fine_motor_assessed")
    assert pd.isna(assessed.value) and assessed.marker == "x"


def test_a_year_scaled_up_from_three_quarters_keeps_its_thirds_and_is_marked_estimated(tmp_path):
    scaled = year_of("E06000010", q2=("DK", "DK"), year=("100.33333333333333", "80"))
    table = parse(tmp_path, scaled)
    assessed = only(table, "asq_problem_solving_assessed")
    assert assessed.value == pytest.approx(301 / 3) and assessed.marker == "e"
    # Its companion is an estimate too, though it happens to be whole.
    assert only(table, "asq_problem_solving_expected").marker == "e"
    assert pd.isna(only(table, "asq_problem_solving_assessed", "2021/22 Q1").marker)


def test_a_quarter_that_lacks_one_of_the_pair_makes_the_year_an_estimate(tmp_path):
    table = parse(tmp_path, year_of("E06000010", q4=("25", "dk")))
    assert only(table, "asq_communication_assessed").marker == "e"


def test_the_response_rate_is_of_the_year_in_percent_and_may_pass_100(tmp_path):
    table = parse(tmp_path, [row("E06000010", quarter, rate="1.25") for quarter in QUARTERS])
    rates = table[table.measure == "asq_response_rate"]
    assert rates.period.tolist() == ["2021/22"] and rates.value.tolist() == [125]


def test_a_response_rate_that_could_not_be_calculated_is_not_available(tmp_path):
    lines = [row("E06000010", "Annual", rate="Could Not Calculate Response Rate")]
    rate = only(parse(tmp_path, lines), "asq_response_rate")
    assert pd.isna(rate.value) and rate.marker == "x"


def test_a_council_recoded_within_its_borders_takes_its_code_of_today(tmp_path):
    table = parse(tmp_path, year_of("E10000027"))
    assert set(table.area_code) == {"E06000066"} and set(table.geography) == {"lad"}


def test_a_council_without_a_single_successor_is_given_to_none(tmp_path):
    table = parse(tmp_path, [*year_of("E10000006"), *year_of("E06000010")])
    assert set(table.area_code) == {"E06000010"}


def test_joint_councils_are_given_once_and_the_smaller_is_named(tmp_path):
    table = parse(tmp_path, year_of("E09000012"))
    assert set(table.area_code) == {"E09000012"}
    assert ohid_asq.JOINT["asq_communication_expected"]["E09000001"] == "E09000012"
    assert set(ohid_asq.JOINT) == set(table.measure)


def test_regions_and_england_are_taken_where_the_file_has_them(tmp_path):
    table = parse(tmp_path, [row("E92000001", "Annual"), row("E12000001", "Annual")])
    assert set(table.geography) == {"country", "region"}


def test_the_publishers_own_headings_are_read_like_the_short_ones(tmp_path):
    renamed = ohid_asq.COLUMNS | ohid_asq.SHARES
    official = {renamed[name]: name for name in renamed if ":" in name or name[0] == "N"}
    lines = [row("E06000010", "Annual", assessed="50", expected="40")]
    long_headings = [
        {official.get(renamed.get(name), name): cell for name, cell in line.items()}
        for line in lines
    ]
    assert len(official) == 18 and set(official.values()) <= set(long_headings[0])
    pd.testing.assert_frame_equal(parse(tmp_path, long_headings), parse(tmp_path, lines))


def test_published_shares_are_read_in_percent_without_the_missing(tmp_path):
    path = write(tmp_path, [row("E06000010", "Annual") | {"p_above_avg_gms": "-"}])
    shares = ohid_asq.read_shares(path, councils=COUNCILS)
    assert shares["asq_communication", "E06000010", "2021/22"] == pytest.approx(90)
    assert len(shares) == 5


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"total_comms": "[c]"}, r"unknown marker '\[c\]'"),
        ({"ONS code": "W06000001"}, "'W06000001' is no code of a council"),
        ({"date": "April 2022 - June 2022"}, "unknown period 'April 2022 - June 2022'"),
        ({"Ethnicity": "All"}, "unknown column 'Ethnicity'"),
    ],
)
def test_what_was_never_seen_before_stops_with_the_file_and_the_value(tmp_path, change, said):
    with pytest.raises(SourceError, match=f"^asq_2021-22_by_la.csv: {said}"):
        parse(tmp_path, [row("E06000010", "Annual") | change])


def test_a_missing_column_stops(tmp_path):
    line = row("E06000010", "Annual")
    del line["n_above_avg_fms"]
    with pytest.raises(SourceError, match="no column for asq_fine_motor_expected"):
        parse(tmp_path, [line])


SHEETS = {
    "April 2021 - June 2021": ("Quarter_1_2021_to_2022", "Experimental statistics"),
    "July 2021 - September 2021": ("Table 2", "July 2021 to September 2021"),
    "October 2021 - December 2021": ("Q3 2021/22", "Experimental statistics"),
    "January 2022 - March 2022": ("Table 4", "January to March 2022"),
    "Annual": ("Annual", "Annual figures, 2021 to 2022"),
}


def write_workbook(tmp_path, lines, sheets=SHEETS, drop=(), renamed=None):
    """Write lines as OHID's workbook: a cover, then sheets with their headings on the 11th row."""
    renaming = ohid_asq.COLUMNS | ohid_asq.SHARES
    official = {renaming[name]: name for name in ohid_asq.OFFICIAL}
    interval = f"C6iii: Lower {ohid_asq.INTERVAL} of the percentage"
    headings = ["Area", "Region", "ONS code", *official.values(), interval]
    path = tmp_path / "asq_2021-22_by_la.ods"
    with pd.ExcelWriter(path, engine="odf") as workbook:
        cover = pd.DataFrame([["Child development outcomes, 2021 to 2022"]])
        cover.to_excel(workbook, sheet_name="Cover", index=False, header=False)
        for quarter, (name, title) in sheets.items():
            rows = [[title], *([["A note"]] * 9)]
            rows.append([(renamed or {}).get(one, one) for one in headings if one not in drop])
            for line in lines:
                if line["date"] == quarter:
                    known = {official.get(renaming.get(k), k): cell for k, cell in line.items()}
                    known |= {"Area": line["la_name"], interval: "0.81"}
                    rows.append([_cell(known[one]) for one in headings if one not in drop])
            rows.append(["Source: OHID"])
            width = max(map(len, rows))
            rows = [row + [None] * (width - len(row)) for row in rows]
            pd.DataFrame(rows).to_excel(workbook, sheet_name=name, index=False, header=False)
    return path


def _cell(text):
    try:
        return float(text)
    except ValueError:
        return text


def test_the_publishers_workbook_gives_what_the_one_table_of_its_sheets_gives(tmp_path):
    lines = [
        *year_of("E06000010", q2=("-", "DK"), year=("100.33333333333333", "80")),
        *year_of("E09000012", q4=("25", "dk")),
        *year_of("E10000006"),
    ]
    for line in lines:
        line["response_rate"] = "Could Not Calculate Response Rate"
    one_table, workbook = write(tmp_path, lines), write_workbook(tmp_path, lines)
    keys = ["measure", "area_code", "period"]
    read, expected = (
        ohid_asq.parse(path, councils=COUNCILS).sort_values(keys, ignore_index=True)
        for path in (workbook, one_table)
    )
    pd.testing.assert_frame_equal(read, expected)
    assert set(read["area_code"]) == {"E06000010", "E09000012"}
    read, expected = (
        ohid_asq.read_shares(path, councils=COUNCILS).sort_index() for path in (workbook, one_table)
    )
    pd.testing.assert_series_equal(read, expected)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (
            {"sheets": SHEETS | {"Annual": ("Sheet 5", "2021 to 2022")}},
            "does not say which quarter",
        ),
        ({"sheets": SHEETS | {"Annual": ("Annual", "2022 to 2023")}}, "is of 2021 to 2022"),
        ({"sheets": SHEETS | {"Annual": ("Q3", "2021 to 2022")}}, "'Q3' is a second one of Oct"),
        ({"sheets": dict(list(SHEETS.items())[1:])}, "no sheet of April 2021 - June 2021"),
        (
            {"drop": [ohid_asq.OFFICIAL[0]]},
            "'Quarter_1_2021_to_2022' has no column 'Number of children",
        ),
        ({"renamed": {"Area": "Ethnicity"}}, "unknown column 'Ethnicity'"),
    ],
)
def test_a_workbook_of_another_shape_stops_with_the_sheet_or_the_column(tmp_path, change, said):
    path = write_workbook(tmp_path, year_of("E06000010"), **change)
    with pytest.raises(SourceError, match=f"^asq_2021-22_by_la.ods: .*{said}"):
        ohid_asq.parse(path, councils=COUNCILS)

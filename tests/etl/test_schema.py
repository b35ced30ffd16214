"""A release that breaks its contract is refused, and told all that is wrong with it at once."""

import json
import subprocess
import sys

import pandas as pd
import pytest
import tiny_england
from tiny_england import LOW_INCOME, NORTHBY

from etl import describe, tables
from etl.contract import AREAS, MEASURES, OBSERVATIONS, require, table_failures
from etl.errors import ContractError
from etl.schema import check_release, is_quarter, period_slug


def rewritten(release, name, change):
    """Put a changed table in the release, and let the manifest agree with it."""
    table = getattr(tiny_england, name)()
    tables.write_table(release, name, change(table))
    describe.describe(release, sources=tiny_england.sources(), checks=[], facts={})
    return check_release(release)


def observations_with(**values):
    """Change the first ward's low-income row."""
    table = tiny_england.observations()
    row = (table.indicator == LOW_INCOME) & (table.area_code == "E05000001")
    for column, value in values.items():
        table.loc[row, column] = value
    return table_failures(OBSERVATIONS, table)


def test_a_whole_release_keeps_its_contract(tiny_release):
    assert check_release(tiny_release) == []


def test_a_value_without_a_reason_for_its_absence_is_refused():
    broken = observations_with(value=None, lower_ci=None, upper_ci=None, benchmark=None)
    assert broken == [
        "observations: value is null exactly when a marker stands in its place: 1 rows, "
        "first low_income_bhc_relative E05000001 2024/25"
    ]


def test_a_value_beside_a_suppression_marker_is_refused():
    broken = observations_with(marker="c")
    assert any("null exactly when" in line for line in broken)


def test_a_provisional_value_may_stand_beside_its_marker():
    assert observations_with(marker="p") == []


def test_a_withheld_value_may_not_leave_its_numerator():
    broken = observations_with(
        value=None, lower_ci=None, upper_ci=None, benchmark=None, marker="low"
    )
    assert [line.split(":")[1].strip() for line in broken] == [
        "a withheld value withholds its numerator"
    ]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"lower_ci": 31.0}, "lower_ci ≤ value ≤ upper_ci"),
        ({"upper_ci": 29.0}, "lower_ci ≤ value ≤ upper_ci"),
        ({"lower_ci": None}, "an interval has both ends"),
        ({"lower_ci": None, "upper_ci": None}, "a benchmark verdict needs an interval"),
        ({"quintile": 6}, "is 1 to 5"),
        ({"level": "parish"}, "is one of ward, lad, utla, region, country"),
        ({"marker": "?"}, "is one of c, x, z, low, u, b, e, p, r"),
        ({"area_code": "Northby"}, "matches"),
    ],
)
def test_a_row_that_breaks_one_rule_is_told_which(change, said):
    assert any(said in line for line in observations_with(**change))


def test_every_failure_is_reported_at_once():
    broken = observations_with(level="parish", quintile=6, lower_ci=31.0)
    assert len(broken) == 3


def test_a_column_of_the_wrong_type_is_refused():
    table = tiny_england.areas().astype({"population": "float64"})
    assert table_failures(AREAS, table) == ["areas.population: dtype('Int64'): float64"]


def test_an_observation_given_twice_is_refused():
    table = tiny_england.observations()
    twice = pd.concat([table, table.tail(1)], ignore_index=True)
    assert table_failures(OBSERVATIONS, twice) == [
        "observations: rows are not unique on their keys: 2 rows, "
        "first low_income_bhc_relative E92000001 2024/25"
    ]


def test_a_missing_column_is_named_and_hides_no_other_failure():
    table = tiny_england.areas().drop(columns="note").astype({"population": "float64"})
    assert table_failures(AREAS, table) == [
        "areas: columns are missing: note",
        "areas.population: dtype('Int64'): float64",
    ]


def test_require_names_the_table_and_raises_for_it():
    with pytest.raises(
        ContractError, match="dwp_low_income: measures: columns are missing: geography, area_code"
    ):
        require(MEASURES, pd.DataFrame({"measure": ["x"]}), of="dwp_low_income")


def test_rows_out_of_order_are_refused(tiny_release):
    broken = rewritten(tiny_release, "observations", lambda table: table[::-1])
    assert "observations: not sorted by indicator, area_code, period_end" in broken


def test_a_ward_of_which_nothing_is_said_is_found(tiny_release):
    def forget(table):
        return table[table.area_code != "E05000005"]

    broken = rewritten(tiny_release, "observations", forget)
    assert broken == ["observations: low_income_bhc_relative 2024/25 has rows for 4 of 5 wards"]


def test_an_area_nobody_knows_is_refused(tiny_release):
    def rename(table):
        table.loc[table.area_code == NORTHBY, "area_code"] = "E06000002"
        return table

    broken = rewritten(tiny_release, "observations", rename)
    assert "observations.area_code: 2 rows are not in areas, first E06000002" in broken


def test_a_ward_in_no_council_is_refused(tiny_release):
    def orphan(table):
        table.loc[0, "lad_code"] = "E06000099"
        return table

    broken = rewritten(tiny_release, "areas", orphan)
    assert "areas.lad_code: 1 areas lie in none, first E05000001" in broken


def test_a_postcode_in_a_ward_of_another_council_is_refused(tiny_release):
    def moved(table):
        table.loc[0, "lad_code"] = "E07000001"
        return table

    broken = rewritten(tiny_release, "postcodes", moved)
    assert any(line.startswith("postcodes: 1 pairs of ward and council") for line in broken)


def test_coverage_that_promises_another_period_is_refused(tiny_release):
    path = tiny_release / "indicators.json"
    entries = json.loads(path.read_text())
    entries[0]["coverage"]["ward"]["periods"][0]["period"] = "2023/24"
    describe.write_json(path, entries)
    describe.describe(tiny_release, sources=tiny_england.sources(), checks=[], facts={})
    assert check_release(tiny_release) == [
        "indicators.json: low_income_bhc_relative: periods of ward differ from observations"
    ]


def test_a_period_of_some_councils_may_not_have_wards_of_others(tiny_release):
    path = tiny_release / "indicators.json"
    entries = json.loads(path.read_text())
    entries[0]["coverage"]["ward"]["periods"][0]["councils"] = [NORTHBY]
    describe.write_json(path, entries)
    describe.describe(tiny_release, sources=tiny_england.sources(), checks=[], facts={})
    broken = check_release(tiny_release)
    assert "indicators.json: low_income_bhc_relative: 2024/25 has wards of other councils" in broken
    assert any("ranks what only some councils have" in line for line in broken)


def test_a_file_changed_after_publishing_is_found(tiny_release):
    with (tiny_release / "README.md").open("a") as readme:
        readme.write("one more line")
    assert check_release(tiny_release) == [
        "README.md: is not the file that manifest.json describes (SHA-256 differs)"
    ]


def test_boundaries_in_another_order_than_areas_are_refused(tiny_release):
    path = tiny_release / "boundaries" / f"{NORTHBY}.json"
    wrong = tiny_england.boundary_file(["E05000002", "E05000001", "E05000003"])
    path.write_text(json.dumps(wrong))
    describe.describe(tiny_release, sources=tiny_england.sources(), checks=[], facts={})
    assert check_release(tiny_release) == [
        f"boundaries/{NORTHBY}.json: its areas are not in area_code order"
    ]


def test_a_council_without_boundaries_is_found(tiny_release):
    (tiny_release / "boundaries" / f"{NORTHBY}.json").unlink()
    describe.describe(tiny_release, sources=tiny_england.sources(), checks=[], facts={})
    assert check_release(tiny_release) == [f"boundaries/{NORTHBY}.json: is missing"]


def test_a_release_without_a_table_is_told_so_and_nothing_else(tiny_release):
    (tiny_release / "areas.parquet").unlink()
    assert check_release(tiny_release) == ["areas.parquet: is missing"]


@pytest.mark.parametrize(
    ("label", "slug"), [("2024/25", "2024-25"), ("Aug 2021", "Aug-2021"), ("2020", "2020")]
)
def test_a_period_label_becomes_a_part_of_an_address(label, slug):
    assert period_slug(label) == slug


def test_a_quarter_is_told_from_a_year():
    assert is_quarter("2021/22 Q1")
    assert not is_quarter("2021/22")


def test_the_words_of_a_release_cost_a_server_no_pandas():
    heavy = "import sys, etl.schema, etl.registry; print({'pandas', 'pandera'} & set(sys.modules))"
    said = subprocess.run([sys.executable, "-c", heavy], capture_output=True, text=True, check=True)
    assert said.stdout.strip() == "set()"

"""EYFSP series from the Local Authority Interactive Tool, in rows made up for the purpose."""

import datetime as dt
import io

import pandas as pd
import pytest

from etl.contract import MEASURES
from etl.errors import SourceError
from etl.sources import dfe_lait
from etl.sources.dfe_councils import Councils

HEADER = "Short Desc|Data item|Years|LA and Regions|Values|LA Number|Region"
GLD = "FSP_NEW_GOODDEV"
FSM = "FSP_Gooddev_FSM"
COUNCILS = Councils(
    by_number={
        "822": "E06000055",
        "881": "E10000012",
        "933": "E06000066",
        "835": None,
        "838": "E06000059",
        "942": "E06000063",
    },
    by_code={},
    by_name={},
)


EYFSP = {name: dfe_lait.SERIES[name] for name in (GLD, FSM)}


def parse(tmp_path, rows, series=EYFSP):
    """Parse rows of the tool's long table, beside one of each measure that must be there."""
    every = f"{rows}\n{GLD}|FSP (NEW)|2024|England|67.7|970|\n{FSM}||2024|England|51.5|970|"
    table = pd.read_csv(io.StringIO(f"{HEADER}\n{every}"), sep="|", dtype=str)
    path = tmp_path / "bds_long_0.parquet"
    table.assign(**{"LA Number": table["LA Number"].astype(float)}).to_parquet(path)
    return dfe_lait.parse(path, councils=COUNCILS, series=series)


def test_a_year_is_the_academic_year_that_ends_in_it(tmp_path):
    table = MEASURES.validate(parse(tmp_path, f"{GLD}||2022|Essex|64.400000000000006|881|"))
    essex = table[table.area_code == "E10000012"].iloc[0]
    assert (essex.period, essex.period_end) == ("2021/22", dt.date(2022, 8, 31))
    assert (essex.measure, essex.value, essex.geography) == ("gld_percent", 64.4, "utla")


def test_a_council_is_found_by_its_number_not_its_name(tmp_path):
    table = parse(tmp_path, f"{GLD}||2022|Bedford Borough|63|822|East of England")
    assert "E06000055" in set(table.area_code)


def test_the_measure_is_told_by_its_short_name_though_its_data_item_is_blank(tmp_path):
    table = parse(tmp_path, f"{FSM}||2023|Essex|45|881|")
    essex = table[table.area_code == "E10000012"]
    assert essex.measure.tolist() == ["gld_fsm_percent"]


def test_a_missing_value_in_a_year_that_others_have_is_not_available(tmp_path):
    table = parse(tmp_path, f"{GLD}||2024|Cumberland|-|942|")
    cumberland = table[table.area_code == "E06000063"].iloc[0]
    assert pd.isna(cumberland.value) and cumberland.marker == "x"


def test_a_year_in_which_nobody_has_a_value_is_a_gap_without_rows(tmp_path):
    table = parse(tmp_path, f"{GLD}||2020|England|-|970|\n{GLD}||2020|Essex|-|881|")
    assert set(table.period) == {"2023/24"}


def test_a_year_that_one_measure_lacks_is_no_gap_in_another(tmp_path):
    table = parse(tmp_path, f"{GLD}||2020|Essex|-|881|\n{FSM}||2020|Essex|40|881|")
    assert table[table.period == "2019/20"].measure.tolist() == ["gld_fsm_percent"]


def test_a_council_without_a_successor_of_its_area_is_left_out(tmp_path):
    table = parse(tmp_path, f"{GLD}||2018|Dorset (Pre LG)|70.3|835|South West")
    assert set(table.area_code) == {"E92000001"}


def test_a_county_that_became_a_unitary_with_its_number_keeps_its_series(tmp_path):
    table = parse(tmp_path, f"{GLD}||2018|Somerset|71.8|933|")
    somerset = table[table.period == "2017/18"].iloc[0]
    assert (somerset.area_code, somerset.geography) == ("E06000066", "lad")


def test_regions_have_their_codes_and_the_halves_of_london_are_left_out(tmp_path):
    rows = f"{GLD}||2024|London|70|986|NA\n{GLD}||2024|London (Inner)|70.2|987|NA"
    table = parse(tmp_path, rows)
    regions = table[table.geography == "region"]
    assert regions.area_code.tolist() == ["E12000007"]
    assert 70.2 not in set(table.value)


def test_a_value_from_before_the_council_was_founded_is_taken_as_missing(tmp_path):
    table = parse(tmp_path, f"{FSM}||2018|Dorset|52|838|\n{FSM}||2018|Essex|54|881|")
    dorset = table[table.area_code == "E06000059"].iloc[0]
    assert pd.isna(dorset.value) and dorset.marker == "x"


def test_a_known_error_that_has_changed_must_be_looked_at_again(tmp_path):
    with pytest.raises(SourceError, match=r"838 2018 is 49, no longer 52.*corrections.toml"):
        parse(tmp_path, f"{FSM}||2018|Dorset|49|838|")


def test_measures_that_are_not_carried_are_passed_over(tmp_path):
    table = parse(tmp_path, "InfMort||2014-16|Essex|[c]|881|")
    assert set(table.measure) == {"gld_percent", "gld_fsm_percent"}


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (f"{GLD}||2024|Essex|c|881|", "unknown marker 'c'"),
        (f"{GLD}||2024|Atlantis|70|999|", "unknown DfE number 999"),
        (f"{GLD}||2023-24|Essex|70|881|", "unknown year '2023-24'"),
    ],
)
def test_what_was_never_seen_before_stops_with_the_file_and_the_value(tmp_path, row, said):
    with pytest.raises(SourceError, match=f"^bds_long_0.parquet: {said}"):
        parse(tmp_path, row)


def test_an_unknown_column_stops(tmp_path):
    path = tmp_path / "bds_long_0.parquet"
    pd.DataFrame(columns=[*HEADER.split("|"), "Suppressed"], dtype=str).to_parquet(path)
    with pytest.raises(SourceError, match="unknown column Suppressed"):
        dfe_lait.parse(path, councils=COUNCILS, series=EYFSP)


def test_a_measure_that_the_tool_renamed_stops(tmp_path):
    path = tmp_path / "bds_long_0.parquet"
    pd.DataFrame(
        [[GLD, "", "2024", "England", "67", 970.0, ""]], columns=HEADER.split("|")
    ).to_parquet(path)
    with pytest.raises(SourceError, match="no measure FSP_Gooddev_FSM"):
        dfe_lait.parse(path, councils=COUNCILS, series=EYFSP)


@pytest.mark.parametrize(
    ("name", "years", "label", "end"),
    [
        ("ExcessRec", "2024", "2023/24", dt.date(2024, 8, 31)),
        ("6wksBreast", "2024", "2023/24", dt.date(2024, 3, 31)),
        ("InfMort", "2023", "2023", dt.date(2023, 12, 31)),
        ("PriFSM", "2025", "Jan 2025", dt.date(2025, 1, 31)),
        ("RTA", "2020-22", "2020-22", dt.date(2022, 12, 31)),
    ],
)
def test_each_series_has_its_own_kind_of_year(tmp_path, name, years, label, end):
    series = {**EYFSP, name: dfe_lait.SERIES[name]}
    table = parse(tmp_path, f"{name}||{years}|Essex|7|881|", series)
    essex = table[table.area_code == "E10000012"].iloc[0]
    assert (essex.measure, essex.period, essex.period_end) == (series[name].measure, label, end)


def test_three_years_taken_together_must_be_three(tmp_path):
    series = {**EYFSP, "RTA": dfe_lait.SERIES["RTA"]}
    with pytest.raises(SourceError, match="unknown years '2020-23'"):
        parse(tmp_path, "RTA||2020-23|Essex|7|881|", series)

"""Mid-year residents by single year of age."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pandas as pd
import pytest

from etl.errors import SourceError
from etl.sources import ons_population


def files(folder: Path, people: pd.DataFrame) -> dict[str, Path]:
    """Write one table as the file of every year."""
    paths = {name: folder / f"{name}.parquet" for name in ons_population.FILES}
    for path in paths.values():
        people.to_parquet(path)
    return paths


def residents(code: str, *, aged: dict[str, int], total: int | None = None) -> dict[str, object]:
    """One row of the file: ages not named have nobody."""
    ages = dict.fromkeys(ons_population.AGES, 0) | aged
    whole = sum(ages.values()) if total is None else total
    return {"lsoa11_code": code, "lsoa11_name": "A place", "total_population": whole} | ages


HARTLEPOOL = residents("E01011949", aged={"0": 20, "4": 27, "5": 9, "90+": 4})
CARDIFF = residents("W01001690", aged={"0": 8})


def parse(folder: Path, *rows: dict[str, object]) -> pd.DataFrame:
    return ons_population.parse(files(folder, pd.DataFrame(rows)))


def value(measures: pd.DataFrame, measure: str, period: str) -> float:
    rows = measures[(measures.measure == measure) & (measures.period == period)]
    return rows.value.item()


def test_children_aged_0_to_4_stop_before_the_fifth_birthday(tmp_path):
    assert value(parse(tmp_path, HARTLEPOOL), "residents_0_4", "2020") == 47


def test_residents_are_of_every_age(tmp_path):
    assert value(parse(tmp_path, HARTLEPOOL), "residents", "2020") == 60


def test_each_file_is_a_mid_year(tmp_path):
    measures = parse(tmp_path, HARTLEPOOL)
    assert dict(zip(measures.period, measures.period_end, strict=True)) == {
        "2017": dt.date(2017, 6, 30),
        "2019": dt.date(2019, 6, 30),
        "2020": dt.date(2020, 6, 30),
    }


def test_wales_is_left_out(tmp_path):
    assert set(parse(tmp_path, HARTLEPOOL, CARDIFF).area_code) == {"E01011949"}


def test_ages_that_do_not_add_up_are_refused(tmp_path):
    wrong = residents("E01011949", aged={"0": 20}, total=21)
    with pytest.raises(SourceError, match="ages of E01011949 do not add up"):
        parse(tmp_path, wrong)


def test_a_blank_age_is_refused(tmp_path):
    with pytest.raises(SourceError, match="E01011949 has a blank age"):
        parse(tmp_path, HARTLEPOOL | {"3": None})


def test_an_lsoa_listed_twice_is_refused(tmp_path):
    with pytest.raises(SourceError, match="E01011949 occurs more than once"):
        parse(tmp_path, HARTLEPOOL, HARTLEPOOL)


def test_an_area_that_is_no_lsoa_is_refused(tmp_path):
    with pytest.raises(SourceError, match="'E05011949' is not an LSOA code"):
        parse(tmp_path, HARTLEPOOL | {"lsoa11_code": "E05011949"})


def test_an_unknown_column_is_refused(tmp_path):
    with pytest.raises(SourceError, match=r"mid_2017\.parquet: column '91' has never been seen"):
        parse(tmp_path, HARTLEPOOL | {"91": 1})


def test_a_missing_age_is_refused(tmp_path):
    row = {name: cell for name, cell in HARTLEPOOL.items() if name != "90+"}
    with pytest.raises(SourceError, match="column '90\\+' is missing"):
        parse(tmp_path, row)


FETCHED = {"lsoa11_code": "E01011949", "total_population": 60} | dict(
    zip(ons_population.UNDER_FIVE, (20, 1, 2, 3, 4), strict=True)
)


def test_a_file_with_no_ages_but_those_under_five_is_read_too(tmp_path):
    measures = parse(tmp_path, FETCHED)
    assert value(measures, "residents", "2020") == 60
    assert value(measures, "residents_0_4", "2020") == 30


def test_more_children_than_residents_are_refused(tmp_path):
    with pytest.raises(SourceError, match="ages of E01011949 do not add up"):
        parse(tmp_path, FETCHED | {"total_population": 29})


def test_a_file_that_is_not_parquet_is_a_users_mistake(tmp_path):
    paths = files(tmp_path, pd.DataFrame([HARTLEPOOL]))
    paths["mid_2019"].write_text("not found")
    with pytest.raises(SourceError, match=r"mid_2019\.parquet: cannot be read as Parquet"):
        ons_population.parse(paths)

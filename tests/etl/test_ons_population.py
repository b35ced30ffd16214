"""Mid-year residents by single year of age."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pandas as pd
import pytest
import small_england as small

from etl.contract import AREAS
from etl.errors import SourceError
from etl.facts import with_population
from etl.observations import coverage, in_release, observations
from etl.registry import BY_ID
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


# Estimates that start from the 2021 Census, which a build does without


def with_later(folder: Path, early: list[dict], later: list[dict]) -> pd.DataFrame:
    """Parse the files of every early year, and that of mid-2024."""
    paths = files(folder, pd.DataFrame(early)) | {"mid_2024": folder / "mid_2024.parquet"}
    pd.DataFrame(later).to_parquet(paths["mid_2024"])
    return ons_population.parse(paths)


def fetched(geography: str, code: str, total: int, *ages: int) -> dict[str, object]:
    """One row of a fetched file: all residents, and those aged 0, 1, 2, 3 and 4."""
    under_five = dict(zip(ons_population.UNDER_FIVE, ages, strict=True))
    return {f"{geography}_code": code, "total_population": total} | under_five


def test_the_estimates_of_2024_are_on_lsoas_of_2021(tmp_path):
    measures = with_later(tmp_path, [HARTLEPOOL], [fetched("lsoa21", small.c1, 50, 1, 1, 1, 1, 1)])
    later = measures[measures.geography == "lsoa21"]
    assert set(later.period) == {"2024"} and set(later.period_end) == {dt.date(2024, 6, 30)}
    assert value(measures, "residents", "2024") == 50
    assert value(measures, "residents_0_4", "2024") == 5


def test_an_estimate_of_2024_on_lsoas_of_2011_is_refused(tmp_path):
    with pytest.raises(SourceError, match=r"mid_2024.parquet: column 'lsoa21_code' is missing"):
        with_later(tmp_path, [HARTLEPOOL], [fetched("lsoa11", small.c1, 50, 1, 1, 1, 1, 1)])


@pytest.fixture
def england(tmp_path):
    """Everywhere 100 people, 10 of them under five; in 2024 Cedar's wards have 12 and 18."""
    early = [fetched("lsoa11", code, 100, 2, 2, 2, 2, 2) for code in small.LSOAS_2011]
    later = [
        fetched("lsoa21", code, 100, 2, 2, 2, 2, 2)
        for code in (small.a1a, small.a1b, small.a2, small.b1, small.d1)
    ]
    later.append(fetched("lsoa21", small.c1, 60, 3, 3, 2, 2, 2))
    later.append(fetched("lsoa21", small.c2, 90, 4, 4, 4, 3, 3))
    return with_later(tmp_path, early, later)


def ward_figures(indicator: str, measures: pd.DataFrame, period: str, of: str) -> list[float]:
    """The figures of Cedar's two wards."""
    rows = observations([BY_ID[indicator]], measures, small.geography())
    rows = rows[(rows.period == period) & rows.area_code.isin([small.C1, small.C2])]
    return rows[of].tolist()


def test_wards_have_the_children_of_2024_as_they_are_and_those_of_2020_by_shares(england):
    assert ward_figures("population_0_4", england, "2020", "value") == [2.5, 7.5]
    assert ward_figures("population_0_4", england, "2024", "value") == [12, 18]
    assert ward_figures("population_0_4_share", england, "2024", "value") == [20, 20]
    assert ward_figures("population_0_4_share", england, "2024", "denominator") == [60, 90]


def test_places_of_2021_are_set_against_the_children_of_2020_whatever_came_later(england):
    places = small.measures("childcare_group_places", "ward", {small.C1: 5, small.C2: 3})
    places["period"], places["period_end"] = "Aug 2021", dt.date(2021, 8, 31)
    measures = pd.concat([england, places])
    found = ward_figures("childcare_places_per_100", measures, "Aug 2021", "denominator")
    assert found == [2.5, 7.5]


def test_the_area_table_has_the_latest_estimate(england):
    table = observations([BY_ID["population_0_4_share"]], england, small.geography())
    areas = with_population(small.geography().areas.reindex(columns=list(AREAS.columns)), table)
    cedar = areas.set_index("area_code").loc[small.CEDAR]
    assert (cedar.population, cedar.children_0_4) == (150, 30)


def test_a_break_is_told_of_a_release_that_has_periods_beyond_it_and_of_no_other(england):
    indicator = BY_ID["population_0_4"]
    early = england[england.period != "2024"]
    for measures, told in ((england, ["2024"]), (early, [])):
        table = observations([indicator], measures, small.geography())
        covered = coverage(table, [indicator])[indicator.id]
        assert [cut.before for cut in in_release(indicator, covered).breaks] == told


def test_a_file_that_is_not_parquet_is_a_users_mistake(tmp_path):
    paths = files(tmp_path, pd.DataFrame([HARTLEPOOL]))
    paths["mid_2019"].write_text("not found")
    with pytest.raises(SourceError, match=r"mid_2019\.parquet: cannot be read as Parquet"):
        ons_population.parse(paths)

"""A mistake moves every council; what was revised after it was published moves one."""

import io

import pandas as pd
import pytest

from etl import checks_fingertips
from etl.checks_fingertips import HELD, hold, three_years_mean
from etl.sources.dfe_councils import Councils

YEARS = """measure|area_code|period|value
gld_percent|E06000001|2022/23|65.0
gld_percent|E06000002|2022/23|67.1
gld_percent|E06000003|2022/23|70.2
gld_percent|E06000001|2023/24|66.0
"""


def measures(text=YEARS):
    return pd.read_csv(io.StringIO(text), sep="|", dtype={"period": "str"})


def fingertips(text):
    table = pd.read_csv(io.StringIO(text), sep="|", header=None, dtype={1: "str"})
    table.columns = ["area_code", "period", "value"]
    return table.set_index(["area_code", "period"])["value"]


def test_rounding_is_no_difference_and_a_year_only_one_has_is_not_compared():
    published = fingertips("E06000001|2022/23|65.04\nE06000002|2022/23|67.08\nE06000009|1999|1")
    check = hold(HELD["gld"], measures(), published)
    assert check.passed and check.largest_difference == pytest.approx(0.03)
    assert check.detail.startswith("2 figures of 1 period compared")


def test_one_council_revised_since_is_said_and_does_not_fail():
    published = fingertips("E06000001|2022/23|65\nE06000002|2022/23|67.1\nE06000003|2022/23|60")
    check = hold(HELD["gld"], measures(), published)
    assert check.passed
    assert check.detail.endswith("difference of all is 10.2, in E06000003 2022/23.")


def test_figures_of_another_year_fail():
    published = fingertips("E06000001|2022/23|66\nE06000002|2022/23|68.3\nE06000003|2022/23|71")
    assert not hold(HELD["gld"], measures(), published).passed


def test_nothing_in_common_claims_nothing():
    check = hold(HELD["gld"], measures(), fingertips("E06000001|2012/13|50"))
    assert check.tolerance is None and check.detail.startswith("No year in common")


def test_rates_of_single_years_are_set_against_three_together():
    deaths = "measure|area_code|period|value\n" + "\n".join(
        f"infant_deaths_per_1000|{area}|{year}|{rate}"
        for area, years in {"E06000001": (3, 4, 5), "E06000002": (3, None, 5)}.items()
        for year, rate in zip((2020, 2021, 2022), years, strict=True)
    )
    text = deaths.replace("None", "")
    assert three_years_mean(measures(text)).to_dict() == {("E06000001", "2020-22"): 4}


def test_without_files_of_fingertips_there_is_no_check(tmp_path, monkeypatch):
    monkeypatch.setattr("etl.catalogue.Source.locate", lambda source, raw: {})
    areas, councils = pd.DataFrame({"area_code": []}), Councils({}, {}, {})
    assert checks_fingertips.run(measures(), tmp_path, areas, councils) == []

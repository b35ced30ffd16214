"""Checks against totals of wider areas pass on figures that agree, and fail on others."""

import pandas as pd
import pytest

from etl import checks_domains, checks_totals
from etl.sources.dfe_councils import Councils

MEASURES = """
residents|lsoa11|E01000001|2017|55619430
residents|lsoa11|E01000001|2019|56286961
residents|lsoa11|E01000001|2020|56550138
low_income_bhc_relative_children|region|E12000001|2023/24|60
low_income_bhc_relative_children|region|E12000002|2023/24|40
gld_percent|country|E92000001|2024/25|68.3
gld_percent|utla|E10000014|2024/25|71.9
"""
#: England has 100, and what the United Kingdom has besides is disturbed by a few children.
COUNTRIES = """
low_income_bhc_relative_children|K02000001|2023/24|128
low_income_bhc_relative_children|W92000004|2023/24|15
low_income_bhc_relative_children|S92000003|2023/24|10
"""
OBSERVATIONS = """
rural_residents|lad|E06000001|2021|12.0|0
rural_residents|lad|E06000002|2021|49.0|0
gld_by_district|lad|E07000066|2021/22|60.0|900
gld_by_district|lad|E07000067|2021/22|60.0|1000
gld_by_district|country|E92000001|2021/22|60.0|2000
"""
CLASSES = pd.Series({"E06000001": "UUN", "E06000002": "RMF"})
COUNCILS = Councils(by_number={}, by_code={}, by_name={"Hampshire": "E10000014"})
#: A small council's estimate of those entitled is 32.6, and printed as 33.
SHARES = """
900|1000|90.0
45|33|137.9
"""
RECENT = """
Hampshire|2024/25|gld_percent|71.9
England|2024/25|gld_percent|68.3
"""


def table(text, columns, number=("value",)):
    rows = pd.DataFrame([line.split("|") for line in text.split()], columns=columns.split())
    return rows.astype(dict.fromkeys(number, float))


def measures(text=MEASURES):
    return table(text, "measure geography area_code period value")


def observations(text=OBSERVATIONS):
    columns = "indicator level area_code period value denominator"
    return table(text, columns, ("value", "denominator"))


def england(text):
    return checks_totals.england_residents(measures(text))


def kingdom(text):
    countries = table(text, "measure area_code period value")
    return checks_totals.low_income_uk(measures(), countries)


def rural(text):
    return checks_totals.rural_by_class(observations(text), CLASSES)


def districts(text):
    return checks_totals.districts_make_england(observations(text))


def shares(text):
    columns = ("children", "eligible", "percent")
    return checks_totals.take_up_shares(table(text, " ".join(columns), columns))


def newest(text):
    recent = table(text, "area_name period measure value")
    return checks_totals.recent_profile(measures(), recent, COUNCILS)


@pytest.mark.parametrize(
    ("check", "text", "right", "wrong"),
    [
        (england, MEASURES, "2020|56550138", "2020|56550139"),
        (kingdom, COUNTRIES, "2023/24|128", "2023/24|158"),
        (rural, OBSERVATIONS, "2021|49.0", "2021|47.9"),
        (districts, OBSERVATIONS, "|900", "|9000"),
        (shares, SHARES, "900|1000|90.0", "900|1000|90.2"),
        (newest, RECENT, "gld_percent|71.9", "gld_percent|71.8"),
    ],
)
def test_a_total_that_agrees_passes_and_one_that_does_not_fails(check, text, right, wrong):
    assert check(text).passed
    assert not check(text.replace(right, wrong)).passed


def test_a_council_without_a_class_fails():
    assert not rural(OBSERVATIONS.replace("E06000002", "E06000003")).passed


def lsoas(decile):
    """Return two neighbourhoods of one district: the first in every most deprived tenth."""
    deciles = {
        family + checks_domains.DECILE: ["1", decile] for family in checks_domains.DOMAINS.values()
    }
    return pd.DataFrame({checks_domains.DISTRICT: ["E06000001"] * 2, **deciles})


def test_a_decile_that_moved_to_another_neighbourhood_is_found():
    half = {
        name + checks_domains.TENTH: pd.Series({"E06000001": 0.5})
        for name in checks_domains.DOMAINS
    }
    assert checks_domains.tenths(lsoas("2"), half).passed
    assert not checks_domains.tenths(lsoas("1"), half).passed


def test_scores_are_weighted_by_the_people_that_they_are_rates_of(tmp_path):
    rows = {f"{name} Score (rate)": ["0.1", "0.3"] for name in checks_domains.SCORES}
    table = lsoas("2").assign(**rows)
    people = {name: pd.Series([300.0, 100.0]) for name in checks_domains.SCORES}
    published = {
        name + checks_domains.AVERAGE: pd.Series({"E06000001": 0.15})
        for name in checks_domains.SCORES
    }
    assert checks_domains.averages(table, people, published, tmp_path).passed
    people["Income"] = people["Income"][::-1].reset_index(drop=True)
    assert not checks_domains.averages(table, people, published, tmp_path).passed

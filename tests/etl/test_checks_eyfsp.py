"""Checks of EYFSP and take-up pass on figures that agree, and fail on one that does not."""

import pandas as pd
import pytest

from etl import checks_eyfsp as checks
from etl.registry import BY_ID

ROWS = """
eyfsp_all_assessed|lad|E08000025|2021/22|200
eyfsp_all_gld|lad|E08000025|2021/22|130
gld_percent|lad|E08000025|2021/22|65.0
eyfsp_girls_assessed|lad|E08000025|2021/22|90
eyfsp_boys_assessed|lad|E08000025|2021/22|110
eyfsp_girls_gld|lad|E08000025|2021/22|70
eyfsp_boys_gld|lad|E08000025|2021/22|60
take_up_2_children|region|E12000001|Jan~2023|30
take_up_2_children|region|E12000002|Jan~2023|40
take_up_2_children|country|E92000001|Jan~2023|70
"""


def measures(text):
    rows = [line.replace("~", " ").split("|") for line in text.split()]
    table = pd.DataFrame(rows, columns=["measure", "geography", "area_code", "period", "value"])
    return table.assign(value=table["value"].astype(float))


def agree(table):
    return checks.shares_agree(table, BY_ID["gld"])


def by_sex(table):
    return checks.parts_make_all(table, "sex", ("girls", "boys"))


def regions(table):
    return checks.regions_make_england(table, "take_up_2_children", "Take-up")


@pytest.mark.parametrize("check", [agree, by_sex, regions])
def test_figures_that_agree_pass(check):
    assert check(measures(ROWS)).passed


@pytest.mark.parametrize(
    ("check", "right", "wrong"),
    [
        (agree, "gld_percent|lad|E08000025|2021/22|65.0", "gld_percent|lad|E08000025|2021/22|65.1"),
        (by_sex, "boys_gld|lad|E08000025|2021/22|60", "boys_gld|lad|E08000025|2021/22|61"),
        (regions, "E12000002|Jan~2023|40", "E12000002|Jan~2023|41"),
    ],
)
def test_one_figure_that_differs_fails(check, right, wrong):
    assert not check(measures(ROWS.replace(right, wrong))).passed


def test_nothing_to_compare_fails():
    assert not agree(measures(ROWS.replace("gld_percent", "other"))).passed


def test_rounding_to_one_decimal_is_no_difference():
    assert agree(measures(ROWS.replace("|65.0", "|65.05"))).passed

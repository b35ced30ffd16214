"""Underlying indicators of the Indices of Deprivation 2019, by LSOA 2011 (MHCLG, OGL v3)."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from etl.sources._deprivation import IGNORED, match
from etl.sources._iod_indicators import complement, rates, read_indicators, withheld_below_ten
from etl.sources._tables import by_area, measure, numbers, pick, read_sheet, stack

FILES = ("indicators", "denominators", "districts")
WHEN = {"geography": "lsoa11", "period": "2019", "period_end": dt.date(2019, 12, 31)}
COLUMNS = {
    "lsoa11_code": "lsoa",
    "income_domain_numerator": "iod_income_deprived_residents",
    "income_deprivation_affecting_children_index_idaci_numerator": "iod_income_deprived_children",
    "adult_skills_and_english_language_proficiency_indicator": "iod_adults_with_skills",
    "acute_morbidity_indicator": "iod_acute_morbidity",
    "road_distance_to_a_primary_school_indicator_km": "iod_primary_school_km",
    "road_distance_to_a_gp_surgery_indicator_km": "iod_gp_surgery_km",
    "homelessness_indicator_rate_per_1000_households": "iod_homelessness_rate",
    "private_rental_affordability_component_of_housing_affordability_indicator": (
        "iod_private_rent_unaffordable"
    ),
    "housing_in_poor_condition_indicator": "iod_housing_poor_condition",
    "houses_without_central_heating_indicator": "iod_no_central_heating",
    "road_traffic_accidents_indicator": "iod_road_casualty_rate",
    "nitrogen_dioxide_component_of_air_quality_indicator": "iod_nitrogen_dioxide",
    "particulates_component_of_air_quality_indicator": "iod_particulates",
}
NOT_TAKEN = re.compile(
    r"income_deprivation_affecting_older_people_index_idaopi_numerator|employment_domain_numerator"
    r"|(staying_on_in_education_post_16|entry_to_higher_education|years_of_potential_life_lost"
    r"|comparative_illness_and_disability_ratio|mood_and_anxiety_disorders|household_overcrowding"
    r"|housing_affordability|air_quality)_indicator"
    r"|road_distance_to_(a_post_office|general_store_or_supermarket)_indicator_km"
    r"|owner_occupation_affordability_component_of_housing_affordability_indicator"
    r"|(benzene|sulphur_dioxide)_component_of_air_quality_indicator"
)
RATES = {
    "iod_adults_with_skills": complement,
    "iod_acute_morbidity": None,
    "iod_primary_school_km": None,
    "iod_gp_surgery_km": None,
    "iod_homelessness_rate": None,
    "iod_private_rent_unaffordable": None,
    "iod_housing_poor_condition": None,
    "iod_no_central_heating": None,
    "iod_road_casualty_rate": None,
    "iod_nitrogen_dioxide": None,
    "iod_particulates": None,
}
DENOMINATORS = {
    "LSOA code (2011)": "lsoa",
    "Dependent Children aged 0-15: mid 2015 (excluding prisoners)": "children",
}
DENOMINATORS_NOT_TAKEN = re.compile(rf"{IGNORED.pattern}|Total population: mid 2015.*")
DISTRICT = "Local Authority District code (2019)"
AVERAGES = {
    "iod_income_deprived_children": "IDACI - Average score",
    "iod_income_deprived_residents": "Income - Average score",
}
"""Measure → File 10's column with the share of a district's people that it is on top of."""


def parse(files: Mapping[str, Path]) -> pd.DataFrame:
    """Return the measures of period ``2019`` (lsoa11) that ``COLUMNS`` names.

    Counts of people in income deprivation, ``iod_children_under_16`` (mid-2015, File 6), and rates
    as published: shares as fractions, homelessness per 1,000 households, casualties per 1,000
    people, kilometres. ``iod_adults_with_skills`` is what the published share leaves. Raises
    ``SourceError`` as ``read_indicators`` and ``withheld_below_ten`` do.
    """
    path = files["indicators"]
    table = read_indicators(path, COLUMNS, ignored=NOT_TAKEN)
    children = match(_children(files["denominators"]), table.index, what="children under 16")
    counts = [
        withheld_below_ten(name, table[name], path=path, when=WHEN)
        for name in ("iod_income_deprived_residents", "iod_income_deprived_children")
    ]
    return stack(
        [
            *counts,
            measure("iod_children_under_16", children, **WHEN),
            *rates(table, RATES, path=path, when=WHEN),
        ]
    )


def read_districts(path: Path) -> pd.DataFrame:
    """Return File 10's average scores, a column a measure of ``AVERAGES``, by district of 2019."""
    columns = {}
    for name, header in AVERAGES.items():
        table = by_area(read_sheet(path, {DISTRICT, header}), DISTRICT, path=path)
        columns[name] = numbers(table[header], path=path)
    return pd.DataFrame(columns)


def _children(path: Path) -> pd.Series:
    table = read_sheet(path, DENOMINATORS)
    table = pick(table, DENOMINATORS, path=path, ignored=DENOMINATORS_NOT_TAKEN)
    return numbers(by_area(table, "lsoa", path=path)["children"], path=path)

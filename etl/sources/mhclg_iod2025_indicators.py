"""Underlying indicators of the Indices of Deprivation 2025, by LSOA 2021 (MHCLG, OGL v3).

The publisher's count of children (mid-2022) is not in the copy at hand, and the latest estimate of
children by LSOA, of mid-2020, was made before the Census: it is half as high again as DWP's in
Camden, and 70% higher in Westminster. So children in income deprivation are counted in wards, and
given as a share for councils and above alone, whose children DWP gives on the Census's footing.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from etl.sources._iod_indicators import complement, rates, read_indicators, withheld_below_ten
from etl.sources._tables import measure, numbers, stack
from etl.sources.mhclg_iod2025 import read_summary

NEEDS = {"children": ("low_income_bhc_relative_all_children", "lad", "2021/22")}
"""Argument of ``parse`` → measure, geography and period whose values, indexed by area, it is."""

FILES = ("indicators", "districts")
WHEN = {"geography": "lsoa21", "period": "2025", "period_end": dt.date(2025, 12, 31)}
COLUMNS = {
    "lsoa21_code": "lsoa",
    "income_domain_numerator": "iod_income_deprived_residents",
    "income_deprivation_affecting_children_index_idaci_numerator": "iod_income_deprived_children",
    "adult_skills_and_english_language_proficiency_indicator": "iod_adults_with_skills",
    "acute_morbidity_indicator": "iod_acute_morbidity",
    "violence_with_injury_rate_per_1_000_at_risk_population": "iod_violence_with_injury_rate",
    "connectivity_score": "iod_connectivity",
    "private_rental_affordability_component_of_housing_affordability_indicator": (
        "iod_private_rent_unaffordable"
    ),
    "patient_to_gp_ratio": "iod_gps_per_10000",
    "homelessness_indicator_rate_per_1_000_households": "iod_homelessness_rate",
    "household_overcrowding_indicator_bedrooms": "overcrowding",
}
NOT_TAKEN = re.compile(
    r"income_deprivation_affecting_older_people_index_idaopi_numerator|employment_domain_numerator"
    r"|(entry_to_higher_education|comparative_illness_and_disability_ratio|mental_health"
    r"|years_of_potential_life_lost|housing_affordability)_indicator"
    r"|(violence_without_injury|stalking_and_harassment|burglary|theft|criminal_damage"
    r"|public_order_and_possession_of_weapons|anti_social_behaviour)_rate_per_1_000_at_risk_\w+"
    r"|owner_occupation_affordability_component_of_housing_affordability_indicator"
    r"|digital_connectivity_broadband_download_and_upload_speeds"
    r"|core_homelessness_rate_percent_of_households|household_overcrowding_indicator_rooms"
    # Only the publisher's workbook has the living environment.
    r"|housing_(in_poor_condition_indicator|energy_performance_deprivation_score"
    r"|lacking_private_outdoor_space_deprivation_score)|noise_pollution|air_quality_indicator"
    r"|road_traffic_casualties_involving_injury_to_pedestrians_and_cyclists"
    r"|(sulphur_dioxide|nitrogen_dioxide|benzene|particulates)_component_of_air_quality_indicator"
)


def gps_per_10000(patients_per_gp: pd.Series) -> pd.Series:
    """Turn patients a GP into GPs for 10,000 patients, which may be averaged over residents."""
    return 10_000 / patients_per_gp


RATES = {
    "iod_adults_with_skills": complement,
    "iod_acute_morbidity": None,
    "iod_violence_with_injury_rate": None,
    "iod_connectivity": None,
    "iod_private_rent_unaffordable": None,
    "iod_gps_per_10000": gps_per_10000,
    "iod_homelessness_rate": None,
}


def parse(files: Mapping[str, Path], *, children: pd.Series) -> pd.DataFrame:
    """Return the measures of period ``2025`` (lsoa21) that ``COLUMNS`` names.

    Counts of people in income deprivation, and rates as published but for ``iod_gps_per_10000``
    and ``iod_adults_with_skills`` (what the published share leaves). ``iod_children_under_16`` is
    ``children``, by council (lad). Raises ``SourceError`` as ``read_indicators`` and
    ``withheld_below_ten`` do.
    """
    path = files["indicators"]
    table = read_indicators(path, COLUMNS, ignored=NOT_TAKEN)
    counts = [
        withheld_below_ten(name, table[name], path=path, when=WHEN)
        for name in ("iod_income_deprived_residents", "iod_income_deprived_children")
    ]
    of_councils = {**WHEN, "geography": "lad"}
    return stack(
        [
            *counts,
            measure("iod_children_under_16", children.dropna(), **of_councils),
            *rates(table, RATES, path=path, when=WHEN),
        ]
    )


def read_overcrowding(path: Path) -> pd.Series:
    """Return the publisher's share of overcrowded households (bedrooms, a fraction), by LSOA."""
    table = read_indicators(path, COLUMNS, ignored=NOT_TAKEN)
    return numbers(table["overcrowding"], path=path)


def read_income_scale(path: Path) -> pd.Series:
    """Return the published number of people in income deprivation, by district of 2024."""
    return read_summary(path, "income_scale")

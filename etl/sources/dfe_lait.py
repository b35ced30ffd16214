"""Local Authority Interactive Tool: series by council, region and England (DfE, OGL v3).

One long table holds every measure of the tool. Areas are names and DfE numbers, never codes;
numbers are used, because the names are not the official ones (Bedford Borough, Durham,
Herefordshire).

* Each series has its own kind of year: the tool's dictionary says which (``Year_Type``).
* A period in which no area has a value (no assessment in 2019/20 and 2020/21) is a gap: it gets no
  rows.
* ``-`` is a missing value (``x``). A council has it for the years before it was founded, too.
* Councils that have no successor of their own area are left out: the ones named "(Pre LG)", Cumbria
  and Northamptonshire. North Yorkshire, Somerset and Buckinghamshire kept their number and their
  area.
* Inner and Outer London are no regions of the release, and are left out.
* The Chinese children of ``FSP_Gooddev_Chinese`` are not carried: their figures of 2021/22 stand
  under 2020/21, when nobody was assessed, so its years are in doubt.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
import pyarrow.parquet as pq

from etl.corrections import correct
from etl.errors import SourceError
from etl.registry import ENGLAND
from etl.sources._dfe_periods import (
    PeriodOf,
    academic_year,
    calendar_year,
    financial_year,
    january,
    three_years,
)
from etl.sources._tables import MEASURE_COLUMNS
from etl.sources.dfe_councils import Councils, council_geography


@dataclass(frozen=True)
class Series:
    """One series of the tool: the measure it becomes, and how its years are to be read."""

    measure: str
    period_of: PeriodOf = academic_year


#: ``Short Desc`` of the tool → series. To carry another one, add a line.
SERIES = {
    "FSP_NEW_GOODDEV": Series("gld_percent"),
    "FSP_Gooddev_FSM": Series("gld_fsm_percent"),
    "FSP_Gooddev_FSM_Other": Series("gld_not_fsm_percent"),
    "FSP_Gooddev_With_SENSTATE": Series("gld_ehc_plan_percent"),
    "FSP_Gooddev_Without_SENSTATE": Series("gld_sen_support_percent"),
    "FSP_Gooddev_Asian": Series("gld_asian_percent"),
    "FSP_Gooddev_Black": Series("gld_black_percent"),
    "FSP_Gooddev_Mixed": Series("gld_mixed_percent"),
    "FSP_Gooddev_Other": Series("gld_other_ethnic_percent"),
    "FSP_Gooddev_White": Series("gld_white_percent"),
    "FSP_NEW_ALL-ELGS": Series("eyfsp_all_goals_percent"),
    "FSP_NEW_COMMS": Series("eyfsp_communication_percent"),
    "FSP_NEW_PSE": Series("eyfsp_personal_social_percent"),
    "FSP_NEW_PHY": Series("eyfsp_physical_percent"),
    "FSP_NEW_LIT": Series("eyfsp_literacy_percent"),
    "FSP_NEW_MATHS": Series("eyfsp_maths_percent"),
    "FSP_NEW_WORLD": Series("eyfsp_world_percent"),
    "FSP_NEW_ART": Series("eyfsp_arts_percent"),
    "FSPAVEPreChild": Series("eyfsp_average_goals"),
    "4yrAbsence": Series("absence_4_year_olds_percent"),
    "%_2yr_olds": Series("take_up_2_percent", january),
    "%_3&4yr_olds": Series("funded_3_4_of_all_percent", january),
    "2yr_Ofsted_rating": Series("funded_2_good_percent", january),
    "3&4yr_Ofsted_rating": Series("funded_3_4_good_percent", january),
    "PVI_2-3&4 GS": Series("funded_graduate_staff_percent", january),
    "PriFSM": Series("primary_fsm_percent", january),
    "EALPri": Series("primary_eal_percent", january),
    "HCP_PHOF": Series("reviews_with_asq_percent", financial_year),
    "6wksBreast": Series("breastfeeding_percent", financial_year),
    "HospAd0-14": Series("injury_admissions_per_10000", financial_year),
    "ExcessRec": Series("excess_weight_reception_percent"),
    "Low_Birth_Weight_Babies": Series("low_birth_weight_percent", calendar_year),
    "InfMort": Series("infant_deaths_per_1000", calendar_year),
    "Under18concep": Series("conceptions_under_18_per_1000", calendar_year),
    "RTA": Series("road_casualties_0_15_per_100000", three_years),
}
COLUMNS = {
    "Short Desc": "short_desc",
    "Years": "year",
    "LA and Regions": "area_name",
    "Values": "text",
    "LA Number": "dfe_number",
}
#: ``Data item`` is filled on the first block of a measure only, so nothing can be told by it.
UNUSED = frozenset({"Data item", "Region", "Topic", "Measure"})
MARKERS = {"-": "x"}

ENGLAND_AND_REGIONS = {
    "970": ENGLAND,
    "980": "E12000001",
    "981": "E12000002",
    "982": "E12000003",
    "983": "E12000004",
    "984": "E12000005",
    "985": "E12000006",
    "986": "E12000007",
    "989": "E12000008",
    "990": "E12000009",
}
LEFT_OUT = {"987": "London (Inner)", "988": "London (Outer)"}


def parse(path: Path, *, councils: Councils, series: Mapping[str, Series] = SERIES) -> pd.DataFrame:
    """Return the measures of ``series`` by year, in the unit of the tool.

    One-tier councils are ``lad``, counties ``utla``. Raises ``SourceError`` on a column, marker,
    year or DfE number never seen before, on a series that the file lacks, and where a known error
    of the file has changed.
    """
    table = _read(path, series)
    published = table["text"].isin(list(MARKERS))
    published = (~published).groupby([table["short_desc"], table["year"]]).transform("any")
    table = correct(table, "dfe_lait", path.name)[published]
    table["marker"] = table["text"].map(MARKERS)
    table["value"] = pd.to_numeric(table["text"].mask(table["marker"].notna()), errors="coerce")
    if (unknown := table["value"].isna() & table["marker"].isna()).any():
        raise SourceError(
            f"{path.name}: unknown marker {table.loc[unknown, 'text'].iloc[0]!r}; "
            "add what it means to MARKERS"
        )

    numbers = set(table["dfe_number"])
    table["area_code"] = table["dfe_number"].map(_codes(path, numbers, councils)).astype("str")
    table = table.dropna(subset="area_code")
    table["geography"] = [_geography(code) for code in table["area_code"]]
    table["measure"] = table["short_desc"].map({name: one.measure for name, one in series.items()})
    pairs = zip(table["short_desc"], table["year"], strict=True)
    periods = {pair: series[pair[0]].period_of(path, pair[1]) for pair in set(pairs)}
    read = pd.MultiIndex.from_frame(table[["short_desc", "year"]]).map(periods)
    table["period"] = [label for label, _ in read]
    table["period_end"] = pd.Series([end for _, end in read], table.index, dtype=object)
    return table[list(MEASURE_COLUMNS)].reset_index(drop=True)


def _read(path: Path, series: Mapping[str, Series]) -> pd.DataFrame:
    header = set(pq.read_schema(path).names)
    if missing := sorted(set(COLUMNS) - header):
        raise SourceError(f"{path.name}: no column {', '.join(missing)}; compare with COLUMNS")
    if unknown := sorted(header - set(COLUMNS) - UNUSED):
        raise SourceError(
            f"{path.name}: unknown column {', '.join(unknown)}; add it to COLUMNS or UNUSED"
        )
    carried = [("Short Desc", "in", list(series))]
    table = pd.read_parquet(path, columns=list(COLUMNS), filters=carried).rename(columns=COLUMNS)
    if missing := sorted(set(series) - set(table["short_desc"])):
        raise SourceError(
            f"{path.name}: no measure {', '.join(missing)}; the tool may have renamed it"
        )
    return table.assign(dfe_number=table["dfe_number"].astype("Int64").astype("str"))


def _codes(path: Path, numbers: set[str], councils: Councils) -> dict[str, str | None]:
    known = {**councils.by_number, **ENGLAND_AND_REGIONS, **dict.fromkeys(LEFT_OUT)}
    if unknown := sorted(numbers - set(known)):
        raise SourceError(
            f"{path.name}: unknown DfE number {unknown[0]}; is the table of councils up to date?"
        )
    return known


def _geography(area_code: str) -> str:
    if area_code == ENGLAND:
        return "country"
    return "region" if area_code.startswith("E12") else council_geography(area_code)

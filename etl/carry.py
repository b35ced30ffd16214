"""Measures coded to wards or districts of another year, brought to the release's vintage."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

import numpy as np
import pandas as pd

from etl import council_codes, geography
from etl.apportion import WardChange, apportion, ward_change
from etl.hierarchy import read_hierarchy
from etl.registry import Indicator
from etl.vintages import Vintage, by_name


@dataclass(frozen=True)
class Carried:
    """Measures in the release's vintage, and what had to be done to bring them there.

    ``wards``: source → how wards changed since its vintage. ``recoded``: ``source area_code
    from_code from_name`` of districts. ``apportioned``: measure → wards whose figure is an
    estimate. ``ward_names``: names of wards that are no more, by code.
    """

    measures: pd.DataFrame
    wards: Mapping[str, WardChange]
    recoded: pd.DataFrame
    apportioned: Mapping[str, frozenset[str]]
    ward_names: Mapping[str, str]


def rates(indicators: Iterable[Indicator]) -> set[str]:
    """Return the measures that are no counts: published figures and the scores of means."""
    named = set()
    for indicator in indicators:
        if indicator.method in ("published", "weighted_mean"):
            named.add(indicator.numerator)
        if indicator.published_as:
            named.add(indicator.published_as)
    return named


def to_vintage(
    measures: pd.DataFrame,
    raw: Path,
    vintage: Vintage,
    *,
    modules: Mapping[str, ModuleType],
    rows: Mapping[str, int],
    areas: pd.DataFrame,
    rated: Collection[str],
) -> Carried:
    """Bring every ward and district of ``measures`` to the release's vintage.

    A module's ``WARD_VINTAGES`` says of which year's wards its measures are. ``rows`` is how many
    rows each source gave, in the order of ``measures``; ``areas`` is the area table of the release,
    and ``rated`` names the measures that cannot be added up. The lookups are read only where
    something has to move. Raises ``SourceError`` when one is missing, ``UsageError`` for wards of a
    vintage that nothing is known of.
    """
    measures, recoded = _districts(measures, rows, raw, areas, rated)
    wards: dict[str, WardChange] = {}
    apportioned: dict[str, frozenset[str]] = {}
    names: dict[str, str] = {}
    coded = {source: getattr(modules[source], "WARD_VINTAGES", {}) for source in modules}
    for name in sorted({of for each in coded.values() for of in each.values()} - {vintage.name}):
        former = by_name(name)
        change = changes_between(raw, former, vintage)
        of_vintage = {one for each in coded.values() for one, of in each.items() if of == name}
        moving = measures["measure"].isin(of_vintage)
        moved = apportion(measures[moving], change, rated)
        measures = pd.concat([measures[~moving], moved], ignore_index=True)
        estimated = frozenset(change.shares["area_code"])
        apportioned |= dict.fromkeys(of_vintage - set(rated), estimated)
        wards |= {source: change for source, each in coded.items() if name in each.values()}
        names |= dict(zip(*_names(raw, former), strict=True))
    return Carried(measures, wards, recoded, apportioned, names)


def _names(raw: Path, vintage: Vintage) -> tuple[pd.Series, pd.Series]:
    wards = read_hierarchy(raw, vintage)
    return wards["ward_code"], wards["ward_name"]


def changes_between(raw: Path, old: Vintage, new: Vintage) -> WardChange:
    """Return what became of the wards of one vintage in another, by residents of 2021."""
    return ward_change(
        geography.lsoa21_to_ward(raw, old),
        geography.lsoa21_to_ward(raw, new),
        geography.census_residents(raw),
        old_wards=read_hierarchy(raw, old)["ward_code"],
        new_wards=read_hierarchy(raw, new)["ward_code"],
    )


def _districts(
    measures: pd.DataFrame,
    rows: Mapping[str, int],
    raw: Path,
    areas: pd.DataFrame,
    rated: Collection[str],
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return measures by the districts of the release, and what was recoded, by source."""
    columns = ["source", "area_code", "from_code", "from_name"]
    councils = measures["geography"].isin(["lad", "utla"])
    if measures.loc[councils, "area_code"].isin(areas["area_code"]).all():
        return measures, pd.DataFrame(columns=columns, dtype="str")
    existing = areas.loc[areas["level"] == "lad", "area_code"]
    successor = council_codes.successors(raw, existing)
    moving = council_codes.former(measures, successor).to_numpy()
    codes = measures["area_code"].to_numpy()[moving]
    source = np.repeat(list(rows), list(rows.values()))[moving]
    recoded = pd.DataFrame({"source": source, "from_code": codes}).drop_duplicates()
    recoded["area_code"] = recoded["from_code"].map(successor)
    recoded["from_name"] = recoded["from_code"].map(council_codes.names(raw))
    return council_codes.recode(measures, successor, rated), recoded[columns]

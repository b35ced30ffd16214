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


def ward_vintages(modules: Mapping[str, ModuleType]) -> dict[str, str]:
    """Return measure → the vintage of its ward codes, from every module's ``WARD_VINTAGES``."""
    return {
        measure: vintage
        for module in modules.values()
        for measure, vintage in getattr(module, "WARD_VINTAGES", {}).items()
    }


def sources_of(measures: pd.DataFrame, rows: Mapping[str, int]) -> dict[str, str]:
    """Return measure → source, where ``measures`` has the ``rows`` of each source in that order."""
    source = np.repeat(list(rows), list(rows.values()))
    named = pd.DataFrame({"measure": measures["measure"].to_numpy(), "source": source})
    return dict(named.drop_duplicates("measure").itertuples(index=False, name=None))


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
    source_of: Mapping[str, str],
    areas: pd.DataFrame,
    rated: Collection[str],
) -> Carried:
    """Bring every ward and district of ``measures`` to the release's vintage.

    ``source_of`` maps each measure to its source, ``areas`` is the area table of the release, and
    ``rated`` names the measures that cannot be added up. The lookups are read only where something
    has to move. Raises ``SourceError`` when one is missing, ``UsageError`` for wards of a vintage
    that nothing is known of.
    """
    measures, recoded = _districts(measures, raw, areas, rated)
    changes: dict[str, WardChange] = {}
    apportioned: dict[str, frozenset[str]] = {}
    names: dict[str, str] = {}
    coded = ward_vintages(modules)
    for name in sorted(set(coded.values()) - {vintage.name}):
        former = by_name(name)
        change = changes_between(raw, former, vintage)
        of_vintage = [one for one, of in coded.items() if of == name and one in source_of]
        moving = measures["measure"].isin(of_vintage)
        moved = apportion(measures[moving], change, rated)
        measures = pd.concat([measures[~moving], moved], ignore_index=True)
        estimated = frozenset(change.shares["area_code"])
        apportioned |= {one: estimated for one in of_vintage if one not in rated}
        changes |= {source_of[one]: change for one in of_vintage}
        names |= dict(zip(*_names(raw, former), strict=True))
    recoded = recoded.assign(source=recoded["measure"].map(source_of))
    recoded = recoded.drop(columns="measure").drop_duplicates(ignore_index=True)
    return Carried(measures, changes, recoded, apportioned, names)


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
    measures: pd.DataFrame, raw: Path, areas: pd.DataFrame, rated: Collection[str]
) -> tuple[pd.DataFrame, pd.DataFrame]:
    councils = measures["geography"].isin(["lad", "utla"])
    codes = pd.Index(measures.loc[councils, "area_code"].unique())
    if codes.isin(areas["area_code"]).all():
        columns = ["measure", "area_code", "from_code", "from_name"]
        return measures, pd.DataFrame(columns=columns, dtype="str")
    existing = areas.loc[areas["level"] == "lad", "area_code"]
    measures, recoded = council_codes.recode(
        measures, council_codes.successors(raw, existing), rated
    )
    named = recoded["from_code"].map(council_codes.names(raw))
    return measures, recoded.assign(from_name=named)

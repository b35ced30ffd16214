"""What Ofsted's provider files share: where a setting counts, and how settings are added up."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pandas as pd

from etl.errors import SourceError
from etl.sources.dfe_councils import Councils

GROUP = frozenset({"Childcare on non-domestic premises"})
GOOD_OR_OUTSTANDING = frozenset({"1", "2"})
GRADED = GOOD_OR_OUTSTANDING | {"3", "4"}
NO_GRADE = frozenset({"", "-"})
REDACTED = "REDACTED"
NOT_RECORDED = "Not Recorded"
#: Names of the files → names of DfE, where they differ.
SPELLINGS = {
    "Bournemouth, Christchurch & Poole": "Bournemouth, Christchurch and Poole",
    "Bristol": "Bristol, City of",
    "Durham": "County Durham",
    "Herefordshire": "Herefordshire, County of",
    "Kingston upon Hull": "Kingston upon Hull, City of",
    "Southend on Sea": "Southend-on-Sea",
    "St Helens": "St. Helens",
}
#: Councils of the files that are now several, among which what has no place cannot be shared out.
SPLIT = {"Cumbria": ("E06000063", "E06000064")}

WardOf = Callable[[pd.Series], pd.Series]
"""Turns a Series of postcodes into ward codes, null where it knows none."""


def placed(
    path: Path, providers: pd.DataFrame, ward_of: WardOf, areas: pd.DataFrame, councils: Councils
) -> pd.DataFrame:
    """Add ``named ward lad utla``: by postcode where known, else by the council the file names.

    ``named`` is that council's code. Raises ``SourceError`` for a council nobody knows, and a ward
    that the release has not.
    """
    wards = areas[areas["level"] == "ward"].set_index("area_code")
    named = _council_codes(path, providers["council_name"], councils)
    has_postcode = providers["provider_type"].isin(GROUP) & (providers["postcode"] != REDACTED)
    ward = ward_of(providers.loc[has_postcode, "postcode"]).reindex(providers.index)
    if unknown := sorted(set(ward.dropna()) - set(wards.index)):
        raise SourceError(f"{path.name}: {unknown[0]} is no ward of the release; check the lookup")
    return providers.assign(
        named=named,
        ward=ward,
        lad=ward.map(wards["lad_code"]).fillna(named),
        utla=ward.map(wards["utla_code"]).fillna(named),
    )


def _council_codes(path: Path, names: pd.Series, councils: Councils) -> pd.Series:
    """Return each council's code; null where none was recorded and where it was split."""
    listed = [str(name) for name in names.unique()]
    codes = {name: councils.by_name.get(SPELLINGS.get(name, name)) for name in listed}
    unknown = {name for name, code in codes.items() if code is None} - {NOT_RECORDED, *SPLIT}
    refuse(path, "Local authority", sorted(unknown))
    return names.map(codes).astype("str")


def sums(
    providers: pd.DataFrame, measures: tuple[str, ...], codes: dict[str, list[str]]
) -> pd.DataFrame:
    """Sum the columns ``measures`` over each level's areas; one without a provider has 0."""
    levels = [
        providers.groupby(level)[list(measures)]
        .sum()
        .reindex(areas, fill_value=0.0)
        .rename_axis("area_code")
        .reset_index()
        .melt("area_code", var_name="measure")
        .assign(geography=level)
        for level, areas in codes.items()
    ]
    return pd.concat(levels, ignore_index=True).assign(marker=pd.Series(dtype="str"))


def refuse(path: Path, heading: str, values: list[str]) -> None:
    """Raise ``SourceError`` for the first of ``values``, which nothing is known of."""
    if values:
        raise SourceError(f"{path.name}: {heading} {values[0]!r} is new; teach it to {__package__}")

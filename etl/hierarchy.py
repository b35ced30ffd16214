"""Which ward lies in which district, county or unitary, and region, in any vintage."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import geopandas as gpd
import pandas as pd

from etl import council_codes
from etl.errors import SourceError
from etl.rawfiles import read_csv, require_columns, source_file
from etl.vintages import RELEASE, Vintage

REGIONS_OF = ("LAD23", "RGN23")
"""Columns of the lookup from districts to regions, which is not renewed every year."""


def read_hierarchy(raw: Path, vintage: Vintage = RELEASE) -> pd.DataFrame:
    """One row per English ward: code and name of ward, district, county or unitary, and region."""
    if vintage.hierarchy:
        columns = {
            f"{prefix}{what}": f"{level}_{word}"
            for level, prefix in _prefixes(vintage).items()
            for what, word in (("CD", "code"), ("NM", "name"))
        }
        wards, where = read_csv(raw, vintage.hierarchy, columns), vintage.hierarchy
        wards = wards[wards["ward_code"].str.startswith("E")]
    else:
        wards, where = _wards_of_polygons(raw, vintage), vintage.polygons
        above = district_parents(raw, vintage, sorted(set(wards["lad_code"])))
        wards = wards.join(above, on="lad_code")
    if wards.isna().any(axis=None) or not wards["ward_code"].is_unique:
        raise SourceError(f"{where}: a ward without district or region, or listed twice")
    return wards.sort_values("ward_code", ignore_index=True)


def _prefixes(vintage: Vintage) -> dict[str, str]:
    return {
        "ward": vintage.ward,
        "lad": vintage.lad,
        "utla": vintage.utla,
        "region": vintage.region,
    }


def _wards_of_polygons(raw: Path, vintage: Vintage) -> pd.DataFrame:
    """Code and name of ward and district, as the polygons have them."""
    path = source_file(raw, vintage.polygons)
    table = pd.DataFrame(gpd.read_file(path, ignore_geometry=True))
    columns = {
        f"{vintage.ward}CD": "ward_code",
        f"{vintage.ward}NM": "ward_name",
        f"{vintage.lad}CD": "lad_code",
        f"{vintage.lad}NM": "lad_name",
    }
    require_columns(path.name, columns, table.columns)
    table = table.rename(columns=columns)[list(columns.values())].astype("str")
    return table[table["ward_code"].str.startswith("E")]


def district_parents(raw: Path, vintage: Vintage, lads: Sequence[str]) -> pd.DataFrame:
    """Code and name of county or unitary (``utla_…``) and region (``region_…``) by district.

    The lookup of regions is older than the vintage: a district that was recoded since has the
    region of its former code. Raises ``SourceError`` for a district that has none.
    """
    counties = read_csv(
        raw,
        vintage.counties,
        {
            f"{vintage.lad}CD": "lad_code",
            f"{vintage.utla}CD": "utla_code",
            f"{vintage.utla}NM": "utla_name",
        },
    ).set_index("lad_code")
    lad, region = REGIONS_OF
    regions = read_csv(
        raw,
        vintage.regions,
        {f"{lad}CD": "lad_code", f"{region}CD": "region_code", f"{region}NM": "region_name"},
    ).set_index("lad_code")
    regions = current(raw, regions, lads)
    above = counties.reindex(list(lads)).join(regions)
    if above.isna().any(axis=None):
        lost = above.index[above.isna().any(axis=1)][0]
        raise SourceError(f"{vintage.counties}: {lost} has no county or unitary, or no region")
    return above


def current(raw: Path, table: pd.DataFrame, lads: Sequence[str]) -> pd.DataFrame:
    """Give a table indexed by district the rows of ``lads`` that it knows by a former code."""
    if not set(lads) - set(table.index):
        return table
    successor = council_codes.successors(raw, lads)
    former = successor[successor.index.isin(table.index) & ~successor.isin(table.index)]
    renamed = table.loc[former.index].set_axis(pd.Index(former.to_numpy()), axis=0)
    return pd.concat([table, renamed[~renamed.index.duplicated()]])

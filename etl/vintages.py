"""The ward vintages a release can be built for, and where ONS's files of each lie.

``etl.registry.WARD_VINTAGE`` says which one is built; everything that differs between them stands
here, and nothing else in the code knows a year.
"""

from __future__ import annotations

from dataclasses import dataclass

from etl.errors import UsageError
from etl.registry import WARD_VINTAGE


@dataclass(frozen=True)
class Vintage:
    """One year's wards: patterns of files below the raw directory, and how ONS names columns.

    Where ONS gives no one table of wards, districts, counties and regions (``hierarchy`` is empty),
    the ward polygons name the district, ``counties`` its county or unitary and ``regions`` its
    region.
    """

    name: str
    """``WD24``: May 2024."""
    best_fit: str
    """LSOA 2021 → ward and district."""
    polygons: str
    coarse_polygons: str
    """Super-generalised (200 m); where there are none, ``polygons`` stand in."""
    hierarchy: str = ""
    counties: str = ""
    regions: str = ""

    @property
    def year(self) -> int:
        """Return the year, in full."""
        return 2000 + int(self.name.removeprefix("WD"))

    @property
    def ward(self) -> str:
        """Return how ONS's columns of wards begin, before ``CD`` or ``NM``."""
        return self.name

    @property
    def lad(self) -> str:
        """Return how ONS's columns of districts begin."""
        return self.name.replace("WD", "LAD")

    @property
    def utla(self) -> str:
        """Return how ONS's columns of counties and unitary authorities begin."""
        return self.name.replace("WD", "CTYUA")

    @property
    def region(self) -> str:
        """Return how ONS's columns of regions begin."""
        return self.name.replace("WD", "RGN")

    def __str__(self) -> str:
        return self.name


VINTAGES = {
    vintage.name: vintage
    for vintage in (
        Vintage(
            name="WD24",
            best_fit="geo/lookups/LSOA21_WD24_LAD24_EW_LU*.csv",
            polygons="geo/wards/*Wards_May_2024_20m*",
            coarse_polygons="geo/wards/Wards_May_2024_Boundaries_UK_BSC*",
            hierarchy="geo/lookups/Ward_to_Local_Authority_District_to_CTYUA_*(May_2024)*.csv",
        ),
        Vintage(
            name="WD25",
            best_fit="geo/lookups/*LSOA21_WD25_LAD25_*.csv",
            polygons="geo/wards/WD_MAY_2025_UK_BGC*.geojson",
            coarse_polygons="geo/wards/WD_MAY_2025_UK_BSC*.geojson",
            counties="geo/lookups/LAD25_CTYUA25_UK_LU*.csv",
            regions="geo/lookups/Local_Authority_District_to_Region_(December_2023)*.csv",
        ),
    )
}

RELEASE = VINTAGES[WARD_VINTAGE]
"""The vintage that is built unless another is asked for."""


def by_name(name: str) -> Vintage:
    """Return the vintage called ``name``; ``UsageError`` names those there are."""
    if name not in VINTAGES:
        raise UsageError(f"{name} is no ward vintage that can be built: {', '.join(VINTAGES)}")
    return VINTAGES[name]

"""Childcare providers and inspections, provider level data (Ofsted, OGL v3).

What is counted: active providers on the Early Years Register. A provider off it has no places and
no grade in this file, so counting it would only swell the number of providers with clubs that take
no under-fives.

* **Group settings** are those on non-domestic premises. ``Places`` is the registered number; some
  300 of them have none on record (0) and their estimate in ``Places including estimates`` is not
  used, so that every place is a registered one.
* **Home-based providers** are childminders, home childcarers and childcare on domestic premises.
  Ofsted redacts all their postcodes. Their places include the publisher's estimates, which can be
  fractions.

Where it is counted: a group setting where its postcode lies, from the ward up to the region, even
where the file names another council (two settings by a border) or none (``Not Recorded``). So a
council's figure is exactly that of its wards and of the settings that could not be placed. Those,
like home-based providers, count for the council the file names. Hence:

* a district in a county (E07) has its placed settings only; the unplaced count for the county;
* Cumbria, since split in two, hands its placed settings to Cumberland and Westmorland and Furness;
  what has no place counts for the region, and the home-based places of the two are not known
  (``x``);
* what has neither place nor council counts for England alone.
"""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import pandas as pd

from etl.errors import SourceError
from etl.registry import ENGLAND
from etl.sources._ofsted import (
    GOOD_OR_OUTSTANDING,
    GRADED,
    GROUP,
    NO_GRADE,
    NOT_RECORDED,
    SPLIT,
    WardOf,
    placed,
    refuse,
    sums,
)
from etl.sources._tables import MEASURE_COLUMNS
from etl.sources.dfe_councils import Councils

COLUMNS = {
    "Provider type": "provider_type",
    "Provider subtype": "subtype",
    "Registration date": "registered",
    "Provider status": "status",
    "Provider Early Years Register Flag": "on_register",
    "Postcode": "postcode",
    "Local authority": "council_name",
    "Region": "region_name",
    "Places": "places",
    "Places including estimates": "places_with_estimates",
    "Most recent full: Overall effectiveness": "grade",
}
HEADINGS = {name: heading for heading, name in COLUMNS.items()}
#: Columns about persons: they never leave the file.
PERSONAL = frozenset(
    {
        "Registered person URN",
        "Registered_Person_Name",
        "Provider name",
        "Provider address line 1",
        "Provider address line 2",
        "Provider address line 3",
        "Provider town",
        "Telephone Number",
    }
)
UNUSED = re.compile(
    "Web link|Provider URN|Individual Register combinations|"
    "Provider (Compulsory|Voluntary) Childcare Register Flag|Parliamentary constituency|"
    "Ofsted region|Deprivation Band|Most recent full: Inspection (number|date)|"
    "Quality of education|Behaviour and attitudes|Personal development|"
    "Effectiveness of leadership and management|Safeguarding is effective\\?|"
    "(CCR|VCR) requirements suitability|((Second|Third) most recent full|NCOR|CR): "
    "(Overall effectiveness|Inspection (number|date))"
)

HOME = frozenset({"Childminder", "Home childcarer", "Childcare on domestic premises"})
#: Kind of group setting → its name in measures; nine settings of 2021 have no kind.
SUBTYPES = {
    "Full day care": "full_day",
    "Sessional day care": "sessional",
    "Out-of-school day care": "out_of_school",
}
KNOWN_VALUES = {
    "provider_type": GROUP | HOME,
    "status": frozenset({"Active"}),
    "on_register": frozenset({"Y", "N"}),
    "grade": GRADED | NO_GRADE,
    "subtype": frozenset({"", "Home childcarer", *SUBTYPES}),
}
AT_GROUP = (
    "childcare_group_places",
    "childcare_group_providers",
    "childcare_group_good_outstanding",
    "childcare_group_graded",
    "childcare_group_places_good_outstanding",
    "childcare_group_places_graded",
    "childcare_group_joined",
    *(f"childcare_group_places_{kind}" for kind in SUBTYPES.values()),
    "childcare_group_places_day_care",
    "childcare_day_care_places_full_day",
)
UNPLACED = ("childcare_group_places_unplaced", "childcare_group_providers_unplaced")
AT_HOME = ("childcare_home_places",)


def parse(path: Path, *, ward_of: WardOf, areas: pd.DataFrame, councils: Councils) -> pd.DataFrame:
    """Return places, providers and grades by area, as measures.

    ``ward_of`` turns a Series of postcodes into ward codes, null where it knows none; ``areas`` is
    the area table of the release (all levels). Group measures have a row for every ward, district,
    county, region and for England, zero where no setting is: nobody there is not the same as
    nothing known. Home-based places, and the places and providers that could not be placed
    (``…_unplaced``), have rows for one-tier councils, counties, regions and England.

    Raises ``SourceError`` on a column, provider type, grade, council or region never seen before.
    """
    providers = read_providers(path)
    providers = providers[providers["on_register"] == "Y"]
    providers = _placed(path, providers, ward_of, areas, councils)
    group = providers[providers["provider_type"].isin(GROUP)]
    home = providers[providers["provider_type"].isin(HOME)]

    as_at = date_in_name(path)
    group = _counted(group, as_at)
    unplaced = group[group["ward"].isna()].assign(
        childcare_group_places_unplaced=group["places"], childcare_group_providers_unplaced=1.0
    )
    home = home.assign(childcare_home_places=home["places_with_estimates"])

    everywhere = {str(level): list(rows["area_code"]) for level, rows in areas.groupby("level")}
    one_tier = areas[(areas["level"] == "lad") & (areas["lad_code"] == areas["utla_code"])]
    above_wards = {**everywhere, "lad": list(one_tier["area_code"])}
    del above_wards["ward"]
    measures = pd.concat(
        [
            sums(group, AT_GROUP, everywhere),
            _without_split(sums(unplaced, UNPLACED, above_wards), unplaced),
            _without_split(sums(home, AT_HOME, above_wards), home),
        ],
        ignore_index=True,
    )
    measures["period"], measures["period_end"] = as_at.strftime("%b %Y"), as_at
    return measures[list(MEASURE_COLUMNS)]


def _counted(group: pd.DataFrame, as_at: dt.date) -> pd.DataFrame:
    """Add what each group setting counts for, the columns ``AT_GROUP``."""
    places = group["places"]
    good, graded = group["grade"].isin(GOOD_OR_OUTSTANDING), group["grade"].isin(GRADED)
    year_before = pd.Timestamp(as_at) - pd.DateOffset(years=1)
    of_kind = {
        f"childcare_group_places_{kind}": places.where(group["subtype"] == subtype, 0.0)
        for subtype, kind in SUBTYPES.items()
    }
    return group.assign(
        childcare_group_places=places,
        childcare_group_providers=1.0,
        childcare_group_good_outstanding=good.astype(float),
        childcare_group_graded=graded.astype(float),
        childcare_group_places_good_outstanding=places.where(good, 0.0),
        childcare_group_places_graded=places.where(graded, 0.0),
        childcare_group_joined=(group["registered"] > year_before).astype(float),
        **of_kind,
        childcare_day_care_places_full_day=of_kind["childcare_group_places_full_day"],
        childcare_group_places_day_care=of_kind["childcare_group_places_full_day"]
        + of_kind["childcare_group_places_sessional"],
    )


def read_providers(path: Path) -> pd.DataFrame:
    """Read one row per provider, all registers, without any column about a person.

    Columns are the values of ``COLUMNS``; ``places`` and ``places_with_estimates`` are floats,
    ``registered`` is a date, the rest text.
    """
    header = set(pd.read_csv(path, nrows=0, encoding="utf-8-sig").columns)
    if missing := sorted(set(COLUMNS) - header):
        raise SourceError(
            f"{path.name}: no column {', '.join(missing)}; map the new layout in COLUMNS"
        )
    if unknown := sorted(
        name for name in header - set(COLUMNS) - PERSONAL if not UNUSED.fullmatch(name)
    ):
        raise SourceError(
            f"{path.name}: unknown column {', '.join(unknown)}; add it to UNUSED or PERSONAL"
        )
    providers = pd.read_csv(
        path, usecols=list(COLUMNS), dtype=str, keep_default_na=False, encoding="utf-8-sig"
    ).rename(columns=COLUMNS)
    for column, known in KNOWN_VALUES.items():
        refuse(path, HEADINGS[column], sorted(set(providers[column]) - known))
    for column in ("places", "places_with_estimates"):
        numbers = pd.to_numeric(providers[column], errors="coerce")
        refuse(path, HEADINGS[column], list(providers.loc[~(numbers >= 0), column]))
        providers[column] = numbers.astype(float)
    days = pd.to_datetime(providers["registered"], format="%d/%m/%Y", errors="coerce")
    refuse(path, HEADINGS["registered"], list(providers.loc[days.isna(), "registered"]))
    return providers.assign(registered=days)


def date_in_name(path: Path) -> dt.date:
    """Return the day the register was read, which only the name of the file tells."""
    found = re.search(r"as_at_(\d{1,2}_[A-Z][a-z]+_\d{4})", path.name)
    if not found:
        raise SourceError(
            f"{path.name}: no date; keep the publisher's name, …_as_at_31_August_2021.csv"
        )
    return dt.datetime.strptime(found[1], "%d_%B_%Y").date()


def _placed(
    path: Path, providers: pd.DataFrame, ward_of: WardOf, areas: pd.DataFrame, councils: Councils
) -> pd.DataFrame:
    """Add ``ward lad utla region country``: by postcode where known, else by the file's words."""
    regions = areas[areas["level"] == "region"].set_index("area_name")["area_code"]
    known_regions = {*regions.index, NOT_RECORDED}
    refuse(path, "Region", sorted(set(providers["region_name"]) - known_regions))
    providers = placed(path, providers, ward_of, areas, councils)
    of_ward = areas[areas["level"] == "ward"].set_index("area_code")["region_code"]
    region = providers["ward"].map(of_ward).fillna(providers["region_name"].map(regions))
    return providers.assign(region=region, country=ENGLAND)


def _without_split(measures: pd.DataFrame, providers: pd.DataFrame) -> pd.DataFrame:
    """Blank the successors of a split council with ``providers``: whose they are is not known."""
    split = [code for name in set(providers["council_name"]) & set(SPLIT) for code in SPLIT[name]]
    unknown = measures["area_code"].isin(split)
    return measures.assign(
        value=measures["value"].mask(unknown), marker=measures["marker"].mask(unknown, "x")
    )

"""Nurseries and pre-schools of some councils, December 2025 (Ofsted, OGL v3), newer layout.

The copy at hand holds the active day care of 21 councils, without out-of-school clubs and without
home-based providers. So it gives only what does not depend on those: how good settings are (clubs
have hardly ever had a grade) and how many of the day care places are full day. Counts of all
settings, and rates by children, which nobody has counted anew by ward, stay as they were in 2021.

Inspections since November 2025 give no overall grade: such a setting is one without a grade here.

A setting counts where its postcode lies, and only within the councils that the file names: one that
stands beyond them, in a council of which the file holds nothing else, is left out (``…_outside``).
One without a known place counts for its council alone (``…_unplaced``).
"""

from __future__ import annotations

import datetime as dt
import re
from itertools import islice
from pathlib import Path

import pandas as pd

from etl.errors import SourceError
from etl.sources._ofsted import (
    GOOD_OR_OUTSTANDING,
    GRADED,
    GROUP,
    NO_GRADE,
    WardOf,
    placed,
    refuse,
    sums,
)
from etl.sources._tables import MEASURE_COLUMNS
from etl.sources.dfe_councils import Councils

COLUMNS = {
    "Provider Type": "provider_type",
    "Provider Subtype": "subtype",
    "Provider Status": "status",
    "Provider Early Years Register Flag": "on_register",
    "Provider Postcode": "postcode",
    "Local Authority": "council_name",
    "Places": "places",
    "Most Recent Full: Overall Effectiveness": "grade",
}
HEADINGS = {name: heading for heading, name in COLUMNS.items()}
#: Columns about persons and premises: they never leave the file.
PERSONAL = frozenset({"Provider Name", "Provider Address", "Provider Town", "Telephone Number"})
UNUSED = re.compile(
    "Provider URN|Individual Register Combinations|Parliamentary Constituency|"
    "Places including Estimates|Most Recent Full: Inspection Date|Quality of Education|"
    "Behaviour and Attitudes|Personal Development|Effectiveness of Leadership and Management|"
    "Safeguarding is Effective\\?|EYR REIF: Most recent: .*|_latitude|_longitude"
)
FULL_DAY, SESSIONAL = "Full day care", "Sessional day care"
KNOWN_VALUES = {
    "provider_type": GROUP,
    "subtype": frozenset({FULL_DAY, SESSIONAL}),
    "status": frozenset({"Active"}),
    "on_register": frozenset({"Y"}),
    "grade": GRADED | NO_GRADE,
}
HEADER_WITHIN = 10
"""The publisher's header is below a title and a note; nothing above it says ``Provider URN``."""

AT_SETTINGS = (
    "childcare_group_good_outstanding",
    "childcare_group_graded",
    "childcare_group_places_good_outstanding",
    "childcare_group_places_graded",
    "childcare_group_places_day_care",
    "childcare_day_care_places_full_day",
)
NOT_IN_WARDS = ("childcare_day_care_places_outside", "childcare_day_care_places_unplaced")


def parse(path: Path, *, ward_of: WardOf, areas: pd.DataFrame, councils: Councils) -> pd.DataFrame:
    """Return grades and places of day care by ward, district and council, as measures.

    ``ward_of`` turns a Series of postcodes into ward codes, null where it knows none; ``areas`` is
    the area table of the release. There are rows for the councils that the file names, their
    districts and their wards, and for no other area. Raises ``SourceError`` on a column, kind of
    setting, grade or council never seen before.
    """
    settings = placed(path, read_settings(path), ward_of, areas, councils)
    named = set(settings["named"])
    inside = settings["utla"].isin(list(named))
    held = areas[areas["utla_code"].isin(list(named))]
    codes = {
        level: list(held.loc[held["level"] == level, "area_code"])
        for level in ("ward", "lad", "utla")
    }
    upper = {level: sorted(set(codes[level]) & named) for level in ("lad", "utla")}
    by_name = settings.assign(
        lad=settings["named"],
        utla=settings["named"],
        childcare_day_care_places_outside=settings["places"].mask(inside, 0.0),
        childcare_day_care_places_unplaced=settings["places"].where(settings["ward"].isna(), 0.0),
    )
    measures = pd.concat(
        [sums(_counted(settings[inside]), AT_SETTINGS, codes), sums(by_name, NOT_IN_WARDS, upper)],
        ignore_index=True,
    )
    as_at = date_in_name(path)
    measures["period"], measures["period_end"] = as_at.strftime("%b %Y"), as_at
    return measures[list(MEASURE_COLUMNS)]


def _counted(settings: pd.DataFrame) -> pd.DataFrame:
    """Add what each setting counts for, the columns ``AT_SETTINGS``."""
    places = settings["places"]
    good, graded = settings["grade"].isin(GOOD_OR_OUTSTANDING), settings["grade"].isin(GRADED)
    return settings.assign(
        childcare_group_good_outstanding=good.astype(float),
        childcare_group_graded=graded.astype(float),
        childcare_group_places_good_outstanding=places.where(good, 0.0),
        childcare_group_places_graded=places.where(graded, 0.0),
        childcare_group_places_day_care=places,
        childcare_day_care_places_full_day=places.where(settings["subtype"] == FULL_DAY, 0.0),
    )


def read_settings(path: Path) -> pd.DataFrame:
    """Read one row per setting, without any column about a person.

    Columns are the values of ``COLUMNS``; ``places`` are floats, the rest text. The header is found
    by what it says, in whichever of the first lines it is.
    """
    skipped = _lines_above_header(path)
    header = set(pd.read_csv(path, skiprows=skipped, nrows=0, encoding="utf-8-sig").columns)
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
    settings = pd.read_csv(
        path,
        skiprows=skipped,
        usecols=list(COLUMNS),
        dtype=str,
        keep_default_na=False,
        encoding="utf-8-sig",
    ).rename(columns=COLUMNS)
    for column, known in KNOWN_VALUES.items():
        refuse(path, HEADINGS[column], sorted(set(settings[column]) - known))
    numbers = pd.to_numeric(settings["places"], errors="coerce")
    refuse(path, HEADINGS["places"], list(settings.loc[~(numbers >= 0), "places"]))
    return settings.assign(places=numbers.astype(float))


def _lines_above_header(path: Path) -> int:
    with path.open(encoding="utf-8-sig") as lines:
        for number, line in enumerate(islice(lines, HEADER_WITHIN)):
            if "Provider URN" in line:
                return number
    raise SourceError(
        f"{path.name}: no header with Provider URN in its first {HEADER_WITHIN} lines"
    )


def date_in_name(path: Path) -> dt.date:
    """Return the day the register was read, which only the name of the file tells."""
    found = re.search(r"_(\d{4}-\d{2}-\d{2})", path.name)
    if not found:
        raise SourceError(f"{path.name}: no date; name it …_2025-12-31….csv after its day")
    return dt.date.fromisoformat(found[1])

"""Childcare and child development held against the totals and shares of their own publishers."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from etl import catalogue
from etl.checks import Check
from etl.errors import SourceError
from etl.sources import _ofsted, ofsted_day_care, ofsted_providers, ohid_asq
from etl.sources._tables import read_csv
from etl.sources.dfe_councils import Councils

HEADLINE_PERIOD = "2021/22"
"""The year of DfE's own EYFSP results from which the interactive tool's figures are checked."""
HEADLINE_MEASURES = {
    "Total": "gld_percent",
    "Known to be eligible for free school meals": "gld_fsm_percent",
    "Eligible for free school meals": "gld_fsm_percent",
}
HEADLINE_CODES = {
    "National": "country_code",
    "Regional": "region_code",
    "Local authority": "new_la_code",
}
HEADLINE_COLUMNS = {
    *("time_period", "geographic_level", *HEADLINE_CODES.values()),
    *("characteristic_type", "gender", "gld_percentage"),
}
HEADLINE_RENAMED = {
    "breakdown": "characteristic_type",
    "sex": "gender",
    "gld_children_percent": "gld_percentage",
}
"""Columns of the file with several years → those of the file of one; its shares are not rounded."""
HALVES_OF_LONDON = "E13"

DAY_CARE_PERIOD = "Dec 2025"
"""The period that only the councils of the newer file have."""

HOME_TOLERANCE = 0.01
"""Places that the publisher estimates are fractions, and add up in another order."""

COUNCIL_TOLERANCE = 150
"""Places. A setting counts where its postcode lies: one across a border, or in the file without a
council, moves a council's total by its own size, and large settings have a hundred places or so."""

SHARE_TOLERANCE = 1e-6
"""Percentage points: the shares in the file are not rounded."""


def run(measures: pd.DataFrame, raw: Path, councils: Councils) -> list[Check]:
    """Run every check of childcare, ASQ-3 and EYFSP.

    ``measures`` is the table of all sources, ``raw`` the directory of official files and
    ``councils`` every way to name a council of the release. Raises
    ``SourceError`` when a published table is missing or cannot be read.
    """
    sources = catalogue.load()
    providers = ofsted_providers.read_providers(
        sources["ofsted_providers"].locate(raw)["providers"]
    )
    shares = ohid_asq.read_shares(sources["ohid_asq"].locate(raw)["table"], councils=councils)
    headline = read_headline(sources["dfe_eyfsp"].locate(raw)["headline"], councils)
    return [
        group_total(measures, providers, "places"),
        group_total(measures, providers, "providers"),
        group_by_council(measures, providers, councils),
        home_total(measures, providers),
        day_care_total(
            measures,
            ofsted_day_care.read_settings(sources["ofsted_day_care"].locate(raw)["settings"]),
        ),
        asq_shares(measures, shares),
        asq_years(measures),
        asq_all_within_each(measures),
        *(
            gld_of_2022(measures, headline, measure)
            for measure in dict.fromkeys(HEADLINE_MEASURES.values())
        ),
    ]


def group_total(measures: pd.DataFrame, providers: pd.DataFrame, what: str) -> Check:
    """Hold the wards' group settings, with those in no ward, against all in the register.

    ``what`` is ``places`` or ``providers``; ``providers`` is the register as read.
    """
    name = f"childcare_group_{what}"
    settings = _settings(providers)
    total = settings["places"].sum() if what == "places" else float(len(settings))
    wards = _by_area(measures, name, "ward").sum()
    unplaced = _by_area(measures, f"{name}_unplaced", "country").sum()
    return Check(
        name=f"Childcare group {what}, wards against the register",
        expected="all active group settings on the Early Years Register",
        largest_difference=abs(float(wards + unplaced - total)),
        tolerance=0,
        detail=f"{total:,.0f} {what}: {wards:,.0f} in wards, {unplaced:,.0f} in none.",
    )


def group_by_council(measures: pd.DataFrame, providers: pd.DataFrame, councils: Councils) -> Check:
    """Hold the councils' group places against the councils that the register names."""
    settings = _settings(providers)
    names = settings["council_name"].replace(_ofsted.SPELLINGS)
    named = settings["places"].groupby(names.map(councils.by_name).astype("str")).sum()
    ours = _by_area(measures, "childcare_group_places", "lad", "utla").reindex(named.index)
    difference = (ours - named).abs()
    moved = int((difference > 0).sum())
    return Check(
        name="Childcare group places by council",
        expected="places by the council that the register names",
        largest_difference=_largest(difference),
        tolerance=COUNCIL_TOLERANCE,
        detail=(
            f"{len(named):,} councils compared; {moved:,} differ, by settings across a border or "
            f"without a council in the register; the most in {difference.idxmax()}."
        ),
    )


def home_total(measures: pd.DataFrame, providers: pd.DataFrame) -> Check:
    """Hold the regions' home-based places, with those of no region, against the register."""
    rows = providers[
        providers["provider_type"].isin(ofsted_providers.HOME) & (providers["on_register"] == "Y")
    ]
    total = rows["places_with_estimates"].sum()
    nowhere = rows["region_name"] == ofsted_providers.NOT_RECORDED
    unrecorded = rows.loc[nowhere, "places_with_estimates"].sum()
    regions = _by_area(measures, "childcare_home_places", "region").sum()
    councils = _by_area(measures, "childcare_home_places", "lad", "utla").sum()
    return Check(
        name="Home-based childcare places, regions against the register",
        expected="all active home-based providers on the Early Years Register",
        largest_difference=round(abs(float(regions + unrecorded - total)), 6),
        tolerance=HOME_TOLERANCE,
        detail=(
            f"{total:,.0f} places: {councils:,.0f} with a council, {regions - councils:,.0f} with "
            f"a region only, {unrecorded:,.0f} with neither."
        ),
    )


def day_care_total(measures: pd.DataFrame, settings: pd.DataFrame) -> Check:
    """Hold the newer day care places of the councils that have them against all in their file."""
    rows = measures[measures["period"] == DAY_CARE_PERIOD]
    inside = _by_area(rows, "childcare_group_places_day_care", "lad", "utla")
    wards = _by_area(rows, "childcare_group_places_day_care", "ward").sum()
    outside, unplaced = (
        _by_area(rows, f"childcare_day_care_places_{where}", "lad", "utla").sum()
        for where in ("outside", "unplaced")
    )
    total = settings["places"].sum()
    differences = (inside.sum() + outside - total, wards + unplaced + outside - total)
    return Check(
        name=f"Day care places of {DAY_CARE_PERIOD}, councils and wards against their file",
        expected="all active day care in the file",
        largest_difference=max(abs(float(one)) for one in differences),
        tolerance=0,
        detail=(
            f"{total:,.0f} places in {len(inside):,} councils: {wards:,.0f} in their wards, "
            f"{unplaced:,.0f} in none, {outside:,.0f} across a border and left out."
        ),
    )


def asq_shares(measures: pd.DataFrame, published: pd.Series) -> Check:
    """Hold counts divided by counts against the published shares.

    ``published`` is in percent, by ``domain area_code period``.
    """
    expected, assessed = (_by_domain(measures, part) for part in ("expected", "assessed"))
    difference = (100 * expected / assessed - published).abs()
    return Check(
        name="ASQ-3 shares by council, quarter and year",
        expected="published percentages",
        largest_difference=_largest(difference),
        tolerance=SHARE_TOLERANCE,
        detail=f"{len(difference):,} shares compared, five domains and all five together.",
    )


def asq_years(measures: pd.DataFrame) -> Check:
    """Hold each year's count against the sum of its quarters, where all four are known."""
    rows = measures[measures["measure"].isin(ohid_asq.COUNTS)]
    year = ohid_asq.PERIODS[ohid_asq.YEAR][0]
    keys = ["measure", "area_code"]
    quarters = rows[rows["period"] != year].groupby(keys)["value"]
    complete = quarters.sum()[quarters.count() == len(ohid_asq.PERIODS) - 1]
    of_year = rows[rows["period"] == year].set_index(keys)["value"]
    scaled = rows.loc[(rows["period"] == year) & (rows["marker"] == "e"), "area_code"]
    difference = (of_year.reindex(complete.index) - complete).abs()
    return Check(
        name="ASQ-3 counts of the year against its quarters",
        expected="sum of the four quarters",
        largest_difference=_largest(difference),
        tolerance=0,
        detail=(
            f"{len(difference):,} counts compared. The year is scaled up from three quarters in "
            f"{scaled.nunique():,} councils: {', '.join(sorted(scaled.unique()))}."
        ),
    )


def asq_all_within_each(measures: pd.DataFrame) -> Check:
    """Tell where more children are at the expected level in all five areas than in one of them.

    That cannot be, but councils' returns say so: it is recorded, with no tolerance claimed.
    """
    year = ohid_asq.PERIODS[ohid_asq.YEAR][0]
    rows = measures[measures["period"] == year]
    expected = _by_domain(rows, "expected").droplevel("period").unstack("domain")  # noqa: PD010
    every = expected.pop("asq_all_domains")
    excess = (every - expected.min(axis=1)).clip(lower=0).dropna()
    councils = sorted(excess.index[excess > 0])
    return Check(
        name="ASQ-3, all five areas against each of them",
        expected="no more children than in any one area",
        largest_difference=_largest(excess),
        tolerance=None,
        detail=(
            f"{len(excess):,} councils compared. In {len(councils):,} the returns give more "
            f"children in all five areas than in one: {', '.join(councils) or 'none'}. They stand "
            "as published, and the indicators' caveats say so."
        ),
    )


def gld_of_2022(measures: pd.DataFrame, published: pd.DataFrame, measure: str) -> Check:
    """Hold one EYFSP series of the interactive tool against DfE's own results of 2021/22.

    ``published`` has ``measure area_code value``.
    """
    official = published[published["measure"] == measure].set_index("area_code")["value"]
    rows = measures[(measures["measure"] == measure) & (measures["period"] == HEADLINE_PERIOD)]
    ours = rows.set_index("area_code")["value"].dropna()
    difference = (ours - official).abs()
    return Check(
        name=f"EYFSP {HEADLINE_PERIOD}, {measure}",
        expected="DfE's headline measures of the same year",
        largest_difference=_largest(difference),
        tolerance=0,
        detail=f"{len(difference):,} councils, regions and England compared.",
    )


def read_headline(path: Path, councils: Councils) -> pd.DataFrame:
    """Read DfE's EYFSP headline measures: ``measure area_code value`` by council, region, England.

    Values that are not given (``z``), Inner and Outer London and councils without a successor are
    left out. Raises ``SourceError`` on a missing column, another year and an unknown marker.
    """
    table = read_csv(path)
    if renamed := "breakdown" in table:
        table = table.rename(columns=HEADLINE_RENAMED)
    if missing := sorted(HEADLINE_COLUMNS - set(table)):
        raise SourceError(f"{path.name}: no column {missing[0]}; is this DfE's file of 2022?")
    if renamed:
        table = table[table["time_period"] == HEADLINE_PERIOD.replace("/", "")]
    if set(table["time_period"]) != {HEADLINE_PERIOD.replace("/", "")}:
        raise SourceError(f"{path.name}: holds another year than {HEADLINE_PERIOD}; change both")
    codes = pd.Series(None, index=table.index, dtype="str")
    for level, column in HEADLINE_CODES.items():
        codes = codes.mask(table["geographic_level"] == level, table[column])
    table["area_code"] = [councils.by_code.get(code, code) for code in codes]
    table["measure"] = table["characteristic_type"].map(HEADLINE_MEASURES)
    table = table[(table["gender"] == "Total") & (table["gld_percentage"] != "z")]
    table = table.dropna(subset=["area_code", "measure"])
    table = table[~table["area_code"].str.startswith(HALVES_OF_LONDON)]
    values = pd.to_numeric(table["gld_percentage"], errors="coerce")
    if values.isna().any():
        marker = table.loc[values.isna(), "gld_percentage"].iloc[0]
        raise SourceError(
            f"{path.name}: unknown marker {marker!r}; say in {__name__} what it means"
        )
    values = values.round(1) if renamed else values
    return table.assign(value=values)[["measure", "area_code", "value"]].reset_index(drop=True)


def _settings(providers: pd.DataFrame) -> pd.DataFrame:
    is_group = providers["provider_type"].isin(_ofsted.GROUP)
    return providers[is_group & (providers["on_register"] == "Y")]


def _by_area(measures: pd.DataFrame, name: str, *geographies: str) -> pd.Series:
    rows = measures[(measures["measure"] == name) & measures["geography"].isin(geographies)]
    values = rows.set_index("area_code")["value"]
    if "lad" in geographies:
        # A county's districts would count its places twice.
        values = values[~values.index.str.startswith("E07")]
    return values


def _by_domain(measures: pd.DataFrame, part: str) -> pd.Series:
    rows = measures[measures["measure"].str.fullmatch(f"asq_[a-z_]+_{part}")].dropna(subset="value")
    domain = rows["measure"].str.removesuffix(f"_{part}").rename("domain")
    return rows.set_index([domain, "area_code", "period"])["value"]


def _largest(difference: pd.Series) -> float:
    """Return the largest difference; not a number, which fails, where a counterpart is missing."""
    whole = difference.notna().all() and len(difference) > 0
    return round(float(difference.max()), 6) if whole else float("nan")

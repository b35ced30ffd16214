"""Childcare and early education."""

from __future__ import annotations

from etl.indicator import COUNCIL_ONLY, Indicator

_NO_PLACES = "Some 300 settings (1.3% of places) have no places on record."
_DOMESTIC = "Childcare on domestic premises counts as home-based."
_CLUBS = "Out-of-school clubs on the register are counted: 15% of places, 17% of settings in August 2021."

SINCE_2021 = {
    "sources": ("ofsted_providers", "ofsted_day_care", "ons_postcodes"),
    "partial": {"Dec 2025": "21 councils of the South East, Dorset and Bournemouth"},
}
"""What has figures of some councils since those of all England."""
OF_21_COUNCILS = (
    "December 2025 is of 21 councils only (the South East, Dorset, and Bournemouth, Christchurch and Poole), from a "
    "list put together from Ofsted's: nothing there is compared with England."
)
UNGRADED_SINCE = "Inspections since November 2025 give no overall grade: those settings are left out of December 2025."

INDICATORS: tuple[Indicator, ...] = (
    Indicator(
        id="childcare_places_per_100",
        title="Nursery and pre-school places per 100 children aged 0 to 4",
        short_title="Childcare places per 100 children",
        domain="Childcare and early education",
        definition=(
            "Places at active childcare settings on the Early Years Register that are not on domestic premises, for every "
            "100 resident children aged 0 to 4."
        ),
        unit=" per 100",
        quantity="number of nursery places for every 100 under-fives",
        polarity="higher_is_better",
        method="counts",
        numerator="childcare_group_places",
        numerator_label="places in group settings",
        denominator="residents_0_4",
        denominator_label="children aged 0 to 4",
        denominator_period={"Aug 2021": "2020"},
        scale=100,
        finest_level="ward",
        sources=("ofsted_providers", "ons_postcodes", "ons_population"),
        caveats=(
            "Settings are counted where they stand; families cross ward lines.",
            "Childminders and others on domestic premises have no published postcode and are not counted in wards.",
            "Group settings whose postcode is withheld or unknown count for the council only.",
            "Places are of August 2021, children of mid-2020.",
            "Where few children live the rate can be very high: read the count beside it.",
            _NO_PLACES,
            _DOMESTIC,
            _CLUBS,
        ),
        sentence="{area} had {numerator} nursery places, {value} for every 100 children aged 0 to 4",
        update_frequency="three times a year",
        evidence="Administrative: Ofsted's register.",
    ),
    Indicator(
        id="childcare_providers",
        title="Nurseries and pre-schools",
        short_title="Nurseries and pre-schools",
        domain="Childcare and early education",
        definition="Active childcare settings on the Early Years Register that are not on domestic premises: nurseries, pre-schools and out-of-school clubs.",
        unit="",
        quantity="number of nurseries and pre-schools",
        polarity="neutral",
        method="total",
        numerator="childcare_group_providers",
        numerator_label="group settings",
        decimals=0,
        finest_level="ward",
        sources=("ofsted_providers", "ons_postcodes"),
        caveats=(
            "Settings are counted where they stand; families cross ward lines.",
            _DOMESTIC,
            _CLUBS,
            "Group settings whose postcode is withheld or unknown count for the council only.",
        ),
        benchmarked=False,
        sentence="{area} had {numerator} nurseries and pre-schools",
        update_frequency="three times a year",
        evidence="Administrative: Ofsted's register.",
    ),
    Indicator(
        id="childcare_good_outstanding_share",
        title="Inspected nurseries and pre-schools that are good or outstanding",
        short_title="Good or outstanding settings",
        domain="Childcare and early education",
        definition=(
            "Active childcare settings not on domestic premises whose latest full inspection was good or outstanding, as a "
            "share of those with a grade."
        ),
        unit="%",
        quantity="share of inspected nurseries and pre-schools that are good or outstanding",
        polarity="higher_is_better",
        method="counts",
        numerator="childcare_group_good_outstanding",
        numerator_label="settings rated good or outstanding",
        denominator="childcare_group_graded",
        denominator_label="settings with a grade",
        scale=100,
        interval="wilson",
        finest_level="ward",
        **SINCE_2021,
        caveats=(
            "Many wards have one or two inspected settings: read the interval.",
            "Settings not yet inspected are left out.",
            _DOMESTIC,
            OF_21_COUNCILS,
            UNGRADED_SINCE,
        ),
        sentence="{numerator} inspected settings in {area} ({value}) were good or outstanding",
        update_frequency="three times a year",
        evidence="Administrative: Ofsted inspections.",
    ),
    Indicator(
        id="childcare_home_places_per_100",
        title="Home-based childcare places per 100 children aged 0 to 4",
        short_title="Home-based places per 100 children",
        domain="Childcare and early education",
        definition=(
            "Places, estimates included, with active childminders and others on domestic premises on the Early Years "
            "Register, for every 100 resident children aged 0 to 4."
        ),
        unit=" per 100",
        quantity="number of home-based places for every 100 under-fives",
        polarity="higher_is_better",
        method="counts",
        numerator="childcare_home_places",
        numerator_label="places with home-based providers",
        denominator="residents_0_4",
        denominator_label="children aged 0 to 4",
        denominator_period={"Aug 2021": "2020"},
        scale=100,
        finest_level="lad",
        sources=("ofsted_providers", "ons_population"),
        caveats=(
            f"{COUNCIL_ONLY}: home-based providers have no published postcode.",
            "Some places are the publisher's estimates.",
            "Places are of August 2021, children of mid-2020.",
        ),
        sentence="{area} had {numerator} home-based places, {value} for every 100 children aged 0 to 4",
        update_frequency="three times a year",
        evidence="Administrative: Ofsted's register, partly estimated by the publisher.",
    ),
)

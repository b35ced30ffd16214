"""Group childcare by kind of setting, by quality of places, and by what is new."""

from __future__ import annotations

from etl.indicator import Indicator, Polarity
from etl.indicators.childcare import OF_21_COUNCILS, SINCE_2021, UNGRADED_SINCE

_COUNTED = (
    "Settings are counted where they stand; families cross ward lines.",
    "Group settings whose postcode is withheld or unknown count for the council only.",
    "Some 300 settings (1.3% of places) have no places on record.",
    "Childcare on domestic premises counts as home-based.",
)
_OFSTED = {
    "domain": "Childcare and early education",
    "method": "counts",
    "scale": 100,
    "finest_level": "ward",
    "update_frequency": "three times a year",
}
_SOURCES = ("ofsted_providers", "ons_postcodes")


def _per_100(
    kind: str, *, title: str, short: str, what: str, polarity: Polarity = "higher_is_better"
) -> Indicator:
    """Return places of one kind of setting for every hundred under-fives."""
    return Indicator(
        id=f"childcare_{kind}_places_per_100",
        title=f"{title} per 100 children aged 0 to 4",
        short_title=short,
        definition=(
            f"Places at active {what} on the Early Years Register that are not on domestic premises, for every 100 "
            "resident children aged 0 to 4."
        ),
        unit=" per 100",
        quantity=f"number of places at {what} for every 100 under-fives",
        polarity=polarity,
        numerator=f"childcare_group_places_{kind}",
        numerator_label=f"places at {what}",
        denominator="residents_0_4",
        denominator_label="children aged 0 to 4",
        denominator_period={"Aug 2021": "2020"},
        sources=(*_SOURCES, "ons_population"),
        caveats=(
            *_COUNTED,
            "Places are of August 2021, children of mid-2020.",
            "Where few children live the rate can be very high: read the count beside it.",
        ),
        sentence=f"{{area}} had {{numerator}} places at {what}, {{value}} for every 100 children aged 0 to 4",
        evidence="Administrative: Ofsted's register.",
        **_OFSTED,
    )


INDICATORS: tuple[Indicator, ...] = (
    _per_100(
        "full_day",
        title="Full day care places",
        short="Full day places per 100 children",
        what="full day care settings",
    ),
    _per_100(
        "sessional",
        title="Sessional day care places",
        short="Sessional places per 100 children",
        what="sessional day care settings",
    ),
    _per_100(
        "out_of_school",
        title="Out-of-school club places",
        short="Out-of-school places per 100 children",
        what="out-of-school clubs",
        polarity="neutral",
    ),
    Indicator(
        id="childcare_full_day_share",
        title="Day care places that are in full day care",
        short_title="Places in full day care",
        definition=(
            "Places in full day care, as a share of places in full and sessional day care; out-of-school clubs are left "
            "out."
        ),
        unit="%",
        quantity="share of day care places that are in full day care",
        polarity="neutral",
        numerator="childcare_day_care_places_full_day",
        numerator_label="places in full day care",
        denominator="childcare_group_places_day_care",
        denominator_label="places in full or sessional day care",
        **SINCE_2021,
        caveats=(
            *_COUNTED,
            OF_21_COUNCILS,
            "All places of a setting are of one kind, so no interval would say how sure their share is.",
        ),
        sentence="{numerator} of the day care places in {area} ({value}) were in full day care",
        evidence="Administrative: Ofsted's register.",
        **_OFSTED,
    ),
    Indicator(
        id="childcare_places_good_outstanding_share",
        title="Nursery and pre-school places in good or outstanding settings",
        short_title="Places in good or outstanding settings",
        definition=(
            "Places at active childcare settings not on domestic premises whose latest full inspection was good or "
            "outstanding, as a share of places at those with a grade."
        ),
        unit="%",
        quantity="share of places in good or outstanding settings",
        polarity="higher_is_better",
        numerator="childcare_group_places_good_outstanding",
        numerator_label="places in good or outstanding settings",
        denominator="childcare_group_places_graded",
        denominator_label="places in settings with a grade",
        **SINCE_2021,
        caveats=(
            *_COUNTED,
            OF_21_COUNCILS,
            UNGRADED_SINCE,
            "A large setting weighs more than a small one; settings not yet inspected are left out.",
            "All places of a setting have one grade, so no interval would say how sure their share is.",
        ),
        sentence="{numerator} places in inspected settings in {area} ({value}) were in good or outstanding ones",
        evidence="Administrative: Ofsted inspections.",
        **_OFSTED,
    ),
    Indicator(
        id="childcare_joined_share",
        title="Nurseries and pre-schools registered in the last year",
        short_title="Settings new in the last year",
        definition=(
            "Active childcare settings not on domestic premises that were registered in the twelve months before, as a share "
            "of all that are active."
        ),
        unit="%",
        quantity="share of settings registered in the last year",
        polarity="neutral",
        numerator="childcare_group_joined",
        numerator_label="settings registered in the last year",
        denominator="childcare_group_providers",
        denominator_label="group settings",
        interval="wilson",
        sources=_SOURCES,
        caveats=(
            *_COUNTED[:2],
            "A setting that changes hands registers anew, and counts as new.",
            "Settings that left the register in that year are not counted.",
        ),
        sentence="{numerator} settings in {area} ({value}) were registered in the last year",
        evidence="Administrative: Ofsted's register.",
        **_OFSTED,
    ),
)

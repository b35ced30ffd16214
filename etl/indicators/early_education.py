"""Early education by council: take-up of entitlements, who teaches, who is absent."""

from __future__ import annotations

from etl.indicator import COUNCIL_ONLY, Break, Gap, Indicator
from etl.indicators.lait import stopped, yearly

_NO_COUNTS = "The publisher's figures, which come here without counts and so without an interval."
_LAIT = {
    "domain": "Childcare and early education",
    "unit": "%",
    "method": "published",
    "finest_level": "lad",
    "sources": ("dfe_lait",),
}


def _take_up(
    age: str,
    who: str,
    title: str,
    short: str,
    *,
    caveats: tuple[str, ...],
    published_as: str | None = None,
    breaks: tuple[Break, ...] = (),
    update_frequency: str,
) -> Indicator:
    """Return the take-up of one age: counts, and percentages where there are none any more."""
    return Indicator(
        id=f"take_up_{age}",
        title=title,
        short_title=short,
        domain="Childcare and early education",
        definition=f"{who} registered for the 15-hour entitlement in January, as a share of those entitled to it.",
        unit="%",
        quantity=f"take-up of the 15-hour entitlement by {who.lower()}",
        polarity="higher_is_better",
        method="counts",
        numerator=f"take_up_{age}_children",
        numerator_label="children registered",
        denominator=f"take_up_{age}_eligible",
        denominator_label="children entitled, estimated",
        published_as=published_as,
        breaks=breaks,
        scale=100,
        finest_level="lad",
        sources=("dfe_take_up", "dfe_lait") if published_as else ("dfe_take_up",),
        caveats=(
            f"{COUNCIL_ONLY}.",
            "The number entitled is an estimate, so take-up can be above 100%, and no interval would say how sure it is.",
            "Partly by where the child is registered, and not by where the child lives.",
            *caveats,
        ),
        sentence=f"{{value}} of entitled {who.lower()} in {{area}} took up the 15-hour entitlement",
        update_frequency=update_frequency,
        evidence="Administrative: a census of settings and schools, over an estimate of those entitled.",
    )


INDICATORS: tuple[Indicator, ...] = (
    _take_up(
        "2",
        "Two-year-olds",
        "Two-year-olds taking up their free 15 hours",
        "Take-up by two-year-olds",
        caveats=(
            "Of two-year-olds in families on low incomes or with other needs, not of those entitled because parents work.",
            "2018 to 2023 are counts; later years are percentages of the Local Authority Interactive Tool, without counts.",
            "Since April 2024 two-year-olds whose parents work have an entitlement of their own. A child entitled on both "
            "grounds may be counted there, so a fall in 2025 need not mean that fewer take part.",
        ),
        published_as="take_up_2_percent",
        breaks=(Break("Jan 2024", "percentages alone: do not compare"),),
        update_frequency=yearly("July 2025", "July 2026"),
    ),
    _take_up(
        "3_4",
        "Three- and four-year-olds",
        "Three- and four-year-olds taking up their free 15 hours",
        "Take-up by three- and four-year-olds",
        caveats=(
            "Later years than 2023 are over another estimate of those entitled, and stand as an indicator of their own.",
        ),
        update_frequency="yearly",
    ),
    Indicator(
        id="funded_3_4_of_all",
        title="Three- and four-year-olds in funded early education",
        short_title="Three- and four-year-olds funded",
        definition=(
            "Three- and four-year-olds benefiting from some funded early education in January, as a share of all three- and "
            "four-year-olds by the estimates of the Local Authority Interactive Tool."
        ),
        quantity="share of three- and four-year-olds in funded early education",
        polarity="higher_is_better",
        numerator="funded_3_4_of_all_percent",
        numerator_label="children in funded early education",
        caveats=(
            "Published by council only.",
            "Over another estimate of children than take-up of the 15 hours: in most councils up to 4 points higher until "
            "2023, in a few far more. Do not compare the two.",
            "Above 100% where more children attend than are estimated to live there.",
            _NO_COUNTS,
        ),
        sentence="{value} of three- and four-year-olds in {area} were in funded early education",
        evidence="Administrative: a census of settings and schools, over an estimate of residents.",
        update_frequency=yearly("July 2025", "July 2026"),
        **_LAIT,
    ),
    Indicator(
        id="funded_2_good",
        title="Funded two-year-olds in settings rated good or outstanding",
        short_title="Two-year-olds in good settings",
        definition=(
            "Two-year-olds in funded early education whose setting Ofsted rated good or outstanding, as a share of those "
            "whose setting has a rating."
        ),
        quantity="share of funded two-year-olds in good or outstanding settings",
        polarity="higher_is_better",
        numerator="funded_2_good_percent",
        numerator_label="children in good or outstanding settings",
        caveats=(
            f"{COUNCIL_ONLY}.",
            "The publisher stopped this series after January 2024.",
            _NO_COUNTS,
        ),
        sentence="{value} of funded two-year-olds in {area} were in good or outstanding settings",
        evidence="Administrative: the censuses of settings and schools joined to inspections.",
        update_frequency=stopped("July 2024"),
        **_LAIT,
    ),
    Indicator(
        id="funded_3_4_good",
        title="Funded three- and four-year-olds in settings rated good or outstanding",
        short_title="Three- and four-year-olds in good settings",
        definition=(
            "Three- and four-year-olds in funded early education whose setting Ofsted rated good or outstanding, as a "
            "share of those whose setting has a rating."
        ),
        quantity="share of funded three- and four-year-olds in good or outstanding settings",
        polarity="higher_is_better",
        numerator="funded_3_4_good_percent",
        numerator_label="children in good or outstanding settings",
        caveats=(
            f"{COUNCIL_ONLY}.",
            "The publisher stopped this series after January 2024.",
            "In a very small council one school without a match in Ofsted's records makes the figure very low.",
            _NO_COUNTS,
        ),
        sentence="{value} of funded three- and four-year-olds in {area} were in good or outstanding settings",
        evidence="Administrative: the censuses of settings and schools joined to inspections.",
        update_frequency=stopped("July 2024"),
        **_LAIT,
    ),
    Indicator(
        id="funded_graduate_staff",
        title="Funded children in settings with graduate staff",
        short_title="In settings with graduate staff",
        definition=(
            "Two-, three- and four-year-olds in funded early education whose setting has staff with graduate status, as "
            "a share of all in funded early education with private, voluntary or independent providers."
        ),
        quantity="share of funded children in settings with graduate staff",
        polarity="higher_is_better",
        numerator="funded_graduate_staff_percent",
        numerator_label="children in settings with graduate staff",
        caveats=(
            f"{COUNCIL_ONLY}.",
            "The publisher stopped this series after January 2024.",
            "Private, voluntary and independent providers; schools are not counted.",
            _NO_COUNTS,
        ),
        sentence="{value} of funded children in {area} were in settings with graduate staff",
        evidence="Administrative: the early years census.",
        decimals=0,
        update_frequency=stopped("July 2024"),
        **_LAIT,
    ),
    Indicator(
        id="absence_4_year_olds",
        title="Absence of four-year-olds from school",
        short_title="Absence of four-year-olds",
        definition="Half days that four-year-olds at school missed, as a share of those they could have attended.",
        quantity="share of half days that four-year-olds missed",
        polarity="lower_is_better",
        numerator="absence_4_year_olds_percent",
        numerator_label="half days missed",
        caveats=(
            f"{COUNCIL_ONLY}.",
            "Most four-year-olds are below the age at which school is compulsory.",
            _NO_COUNTS,
        ),
        gaps=(Gap("2019/20", "2019/20", "schools closed in March 2020"),),
        sentence="Four-year-olds in {area} missed {value} of half days",
        evidence="Administrative: the school census.",
        update_frequency=yearly("March 2026", "March 2027"),
        **_LAIT,
    ),
)

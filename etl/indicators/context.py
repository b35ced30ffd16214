"""What councils publish of schools and roads that says who young children are and how they live."""

from __future__ import annotations

from etl.indicator import COUNCIL_ONLY, Gap, Indicator
from etl.indicators.lait import stopped, yearly

_NO_COUNTS = "The publisher's figures, which come here without counts and so without an interval."
_LAIT = {"method": "published", "finest_level": "lad", "sources": ("dfe_lait",)}

INDICATORS: tuple[Indicator, ...] = (
    Indicator(
        id="primary_eal",
        title="Primary pupils whose first language is not English",
        short_title="First language not English",
        domain="Children and families",
        definition=(
            "Pupils of state primary schools whose first language is known or believed to be other than English, as a share of "
            "all."
        ),
        unit="%",
        quantity="share of primary pupils whose first language is not English",
        polarity="neutral",
        numerator="primary_eal_percent",
        numerator_label="pupils whose first language is not English",
        caveats=(f"{COUNCIL_ONLY}.", "Pupils aged 4 to 11, by where the school is.", _NO_COUNTS),
        sentence="The first language of {value} of primary pupils in {area} was not English",
        update_frequency=yearly("June 2025", "June 2026"),
        evidence="Administrative: the school census of January.",
        **_LAIT,
    ),
    Indicator(
        id="primary_fsm",
        title="Primary pupils eligible for free school meals",
        short_title="Free school meals in primary schools",
        domain="Poverty and deprivation",
        definition="Pupils of state primary schools known to be eligible for free school meals, as a share of all.",
        unit="%",
        quantity="share of primary pupils eligible for free school meals",
        polarity="lower_is_better",
        numerator="primary_fsm_percent",
        numerator_label="pupils eligible for free school meals",
        caveats=(
            f"{COUNCIL_ONLY}.",
            "Pupils aged 4 to 11, by where the school is.",
            "From April 2018 to March 2025 pupils kept their meals even if their families earned more, which raised the share "
            "year by year.",
            _NO_COUNTS,
        ),
        sentence="{value} of primary pupils in {area} were eligible for free school meals",
        update_frequency=yearly("June 2025", "June 2026"),
        evidence="Administrative: the school census of January.",
        **_LAIT,
    ),
    Indicator(
        id="road_casualties",
        title="Children killed or seriously injured on the roads, per 100,000",
        short_title="Children killed or seriously injured",
        domain="Home and neighbourhood",
        definition=(
            "Children aged 0 to 15 killed or seriously injured in road collisions in three years, for every 100,000 "
            "residents of that age, a year."
        ),
        unit=" per 100,000",
        quantity="rate of children killed or seriously injured on the roads",
        polarity="lower_is_better",
        numerator="road_casualties_0_15_per_100000",
        numerator_label="children killed or seriously injured",
        caveats=(
            f"{COUNCIL_ONLY}.",
            "Children aged 0 to 15, by where the collision was.",
            "Three years taken together: one figure shares two years with the next.",
            "The publisher has stopped this series.",
            _NO_COUNTS,
        ),
        gaps=(Gap("2019-21", "2019-21", "not published"),),
        sentence="{value} children aged 0 to 15 for every 100,000 were killed or seriously injured a year in {area}",
        update_frequency=stopped("May 2024"),
        evidence="Measured: police records of collisions.",
        **_LAIT,
    ),
)

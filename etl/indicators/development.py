"""Child development at 2 to 2½ years: ASQ-3."""

from __future__ import annotations

from etl.indicator import Indicator
from etl.indicators.lait import yearly

_ASQ_CAVEATS = (
    "Published by council only; no ward figure exists and none is estimated.",
    "Of children whose review used a completed ASQ-3 questionnaire; councils differ in how many they reach.",
    "Councils that published nothing are left out of region and England totals.",
    "A year marked as an estimate is scaled up from three quarters.",
    "A few councils' counts disagree: more children at the expected level in all five areas than in one of them.",
    "A questionnaire that finds children to look at more closely: it is no diagnosis.",
)


def _asq(domain_id: str, what: str, short: str) -> Indicator:
    return Indicator(
        id=f"asq_{domain_id}",
        title=f"Development at 2 to 2½ years: {short.lower()}",
        short_title=f"{short} at 2 to 2½ years",
        domain="Child development",
        definition=(
            f"Children who were at or above the expected level in {what} at their 2 to 2½ year review, as a share "
            "of those whose ASQ-3 questionnaire was completed."
        ),
        unit="%",
        quantity=f"share of two-year-olds at the expected level in {what}",
        polarity="higher_is_better",
        method="counts",
        numerator=f"asq_{domain_id}_expected",
        numerator_label="children at or above the expected level",
        denominator=f"asq_{domain_id}_assessed",
        denominator_label="children assessed",
        scale=100,
        interval="wilson",
        finest_level="lad",
        sources=("ohid_asq",),
        caveats=_ASQ_CAVEATS,
        sentence=f"{{numerator}} children in {{area}} ({{value}}) were at or above the expected level in {what}",
        update_frequency="yearly, with quarters",
        sum_known_parts=True,
        evidence="Measured: a questionnaire filled in with parents at the review.",
    )


INDICATORS: tuple[Indicator, ...] = (
    _asq("all_domains", "all five areas of development", "All five areas"),
    _asq("communication", "communication skills", "Communication"),
    _asq("gross_motor", "gross motor skills", "Gross motor skills"),
    _asq("fine_motor", "fine motor skills", "Fine motor skills"),
    _asq("problem_solving", "problem solving", "Problem solving"),
    _asq("personal_social", "personal and social skills", "Personal and social skills"),
    Indicator(
        id="asq_response_rate",
        title="Children with ASQ-3 results at 2 to 2½ years (response rate)",
        short_title="Children with ASQ-3 results",
        domain="Child development",
        definition=(
            "Children whose ASQ-3 results were reported in the year, as a share of resident children of that age."
        ),
        unit="%",
        quantity="share of children with ASQ-3 results",
        polarity="higher_is_better",
        method="published",
        numerator="asq_response_rate",
        numerator_label="response rate",
        finest_level="lad",
        sources=("ohid_asq",),
        caveats=(
            "Published by council only.",
            "Of resident children, not of reviews held: above 100% where results outnumber the residents estimated.",
            "As given in the extract at hand, which does not say how the publisher counts the residents.",
        ),
        sentence="ASQ-3 results were reported for {value} of the children of that age in {area}",
        update_frequency="yearly",
        evidence="Administrative: health visiting records.",
    ),
    Indicator(
        id="asq_use",
        title="2 to 2½ year reviews that used ASQ-3",
        short_title="Reviews that used ASQ-3",
        domain="Child development",
        definition="Children whose 2 to 2½ year review used ASQ-3, as a share of all who had that review.",
        unit="%",
        quantity="share of reviews that used ASQ-3",
        polarity="higher_is_better",
        method="published",
        numerator="reviews_with_asq_percent",
        numerator_label="reviews with ASQ-3",
        finest_level="lad",
        sources=("dfe_lait",),
        caveats=(
            "Published by council only, without counts and so without an interval.",
            "Of children who had a review: those who had none are not counted.",
            "The publisher estimated what councils did not give of a year.",
        ),
        sentence="{value} of 2 to 2½ year reviews in {area} used ASQ-3",
        update_frequency=yearly("February 2025", "February 2026"),
        evidence="Administrative: health visiting records.",
    ),
)

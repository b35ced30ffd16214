"""Child development: ASQ-3 at 2 to 2½ years, EYFSP at 5."""

from __future__ import annotations

from etl.indicator import Break, Gap, Indicator

_ASQ_CAVEATS = (
    "Published by council only; no ward figure exists and none is estimated.",
    "Of children whose review used a completed ASQ-3 questionnaire; councils differ in how many they reach.",
    "Councils that published nothing are left out of region and England totals.",
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


_EYFSP_CAVEATS = (
    "Published by council only, by where the school is, not the child's home. Nothing here is estimated down to wards.",
    "The framework changed in 2021/22: do not compare later figures with 2018/19 and earlier.",
)
_EYFSP_SERIES = {
    "breaks": (Break("2021/22", "new framework: do not compare"),),
    "gaps": (Gap("2019/20", "2020/21", "not assessed 2020 and 2021"),),
}


INDICATORS: tuple[Indicator, ...] = (
    _asq("all_domains", "all five areas of development", "All five areas"),
    _asq("communication", "communication skills", "Communication"),
    _asq("gross_motor", "gross motor skills", "Gross motor skills"),
    _asq("fine_motor", "fine motor skills", "Fine motor skills"),
    _asq("problem_solving", "problem solving", "Problem solving"),
    _asq("personal_social", "personal and social skills", "Personal and social skills"),
    Indicator(
        id="asq_response_rate",
        title="2 to 2½ year reviews with a completed ASQ-3",
        short_title="Reviews with a completed ASQ-3",
        domain="Child development",
        definition="Response rate as published: ASQ-3 questionnaires completed, per child reviewed.",
        unit="%",
        quantity="share of reviews with a completed questionnaire",
        polarity="higher_is_better",
        method="published",
        numerator="asq_response_rate",
        numerator_label="response rate",
        finest_level="lad",
        sources=("ohid_asq",),
        caveats=(
            "A few councils report above 100%: questionnaires and reviews fell in different quarters.",
            "Published by council only.",
        ),
        sentence="The questionnaire was completed for {value} of reviews in {area}",
        update_frequency="yearly, with quarters",
        evidence="Administrative: health visiting records.",
    ),
    Indicator(
        id="gld",
        title="Good level of development at age 5",
        short_title="Good level of development at 5",
        domain="Child development",
        definition="Children with a good level of development at the end of reception, as a share of all assessed.",
        unit="%",
        quantity="share of five-year-olds with a good level of development",
        polarity="higher_is_better",
        method="published",
        numerator="gld_percent",
        numerator_label="children with a good level of development",
        finest_level="lad",
        sources=("dfe_lait",),
        caveats=_EYFSP_CAVEATS,
        sentence="{value} of five-year-olds in {area} had a good level of development",
        update_frequency="yearly",
        evidence="Measured: teachers' assessment of every child.",
        **_EYFSP_SERIES,
    ),
    Indicator(
        id="gld_fsm",
        title="Good level of development at age 5, children on free school meals",
        short_title="… children on free school meals",
        domain="Child development",
        definition=(
            "Children eligible for free school meals with a good level of development at the end of reception, as a "
            "share of those assessed."
        ),
        unit="%",
        quantity="share of five-year-olds on free school meals with a good level of development",
        polarity="higher_is_better",
        method="published",
        numerator="gld_fsm_percent",
        numerator_label="children with a good level of development",
        finest_level="lad",
        sources=("dfe_lait",),
        caveats=_EYFSP_CAVEATS,
        sentence="{value} of five-year-olds on free school meals in {area} had a good level of development",
        update_frequency="yearly",
        evidence="Measured: teachers' assessment of every child.",
        **_EYFSP_SERIES,
    ),
)

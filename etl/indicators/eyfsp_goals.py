"""Early learning goals at 5, by area of learning."""

from __future__ import annotations

from etl.indicator import Indicator
from etl.indicators.eyfsp import (
    CAVEATS,
    COUNTED,
    COUNTS_ALONE,
    ONLY_PUBLISHED,
    PUBLISHED,
    SERIES,
)


def _goals(
    goals_id: str, *, what: str, title: str, measure: str, extra: tuple[str, ...] = ()
) -> Indicator:
    """Return the share at the expected level in one area of learning, as published."""
    return Indicator(
        id=f"eyfsp_{goals_id}",
        title=f"{title} at age 5",
        short_title=f"{title} at 5",
        definition=(
            f"Children at the expected level in every early learning goal of {what} at the end of reception, as a "
            "share of all assessed."
        ),
        quantity=f"share of five-year-olds at the expected level in {what}",
        polarity="higher_is_better",
        method="published",
        numerator=measure,
        numerator_label="children at the expected level",
        sources=("dfe_lait",),
        caveats=(*CAVEATS, ONLY_PUBLISHED, *extra),
        sentence=f"{{value}} of five-year-olds in {{area}} were at the expected level in {what}",
        **SERIES,
    )


INDICATORS: tuple[Indicator, ...] = (
    Indicator(
        id="eyfsp_all_goals",
        title="Expected level in all early learning goals at age 5",
        short_title="All early learning goals at 5",
        definition=(
            "Children at the expected level in all 17 early learning goals at the end of reception, as a share of all "
            "assessed."
        ),
        quantity="share of five-year-olds at the expected level in all goals",
        polarity="higher_is_better",
        method="counts",
        numerator="eyfsp_all_all_goals",
        numerator_label="children at the expected level in all goals",
        denominator="eyfsp_all_assessed",
        denominator_label="children assessed",
        published_as="eyfsp_all_goals_percent",
        scale=100,
        interval="wilson",
        sources=("dfe_eyfsp", "dfe_lait"),
        caveats=(*CAVEATS, f"{COUNTED}; 2022/23 and later {PUBLISHED}"),
        sentence="{value} of five-year-olds in {area} were at the expected level in all early learning goals",
        **SERIES,
    ),
    Indicator(
        id="eyfsp_language_literacy",
        title="Communication, language and literacy at age 5",
        short_title="Communication, language and literacy at 5",
        definition=(
            "Children at the expected level in every early learning goal of communication and language and of literacy "
            "at the end of reception, as a share of all assessed."
        ),
        quantity="share of five-year-olds at the expected level in communication, language and literacy",
        polarity="higher_is_better",
        method="counts",
        numerator="eyfsp_all_language_literacy",
        numerator_label="children at the expected level in both areas",
        denominator="eyfsp_all_assessed",
        denominator_label="children assessed",
        scale=100,
        interval="wilson",
        sources=("dfe_eyfsp",),
        caveats=(*CAVEATS, "Later years are published, but are not in the files at hand."),
        sentence=(
            "{value} of five-year-olds in {area} were at the expected level in communication, language and literacy"
        ),
        **COUNTS_ALONE,
    ),
    _goals(
        "communication",
        what="communication and language",
        title="Communication and language",
        measure="eyfsp_communication_percent",
    ),
    _goals(
        "personal_social",
        what="personal, social and emotional development",
        title="Personal, social and emotional development",
        measure="eyfsp_personal_social_percent",
    ),
    _goals(
        "physical",
        what="physical development",
        title="Physical development",
        measure="eyfsp_physical_percent",
    ),
    _goals("literacy", what="literacy", title="Literacy", measure="eyfsp_literacy_percent"),
    _goals("maths", what="mathematics", title="Mathematics", measure="eyfsp_maths_percent"),
    _goals(
        "world",
        what="understanding the world",
        title="Understanding the world",
        measure="eyfsp_world_percent",
    ),
    _goals(
        "arts",
        what="expressive arts and design",
        title="Expressive arts and design",
        measure="eyfsp_arts_percent",
    ),
    Indicator(
        id="eyfsp_average_goals",
        title="Early learning goals met at age 5, on average",
        short_title="Average goals met at 5",
        definition=(
            "Mean number of the 17 early learning goals in which children were at the expected level at the end of "
            "reception."
        ),
        quantity="average number of goals met",
        polarity="higher_is_better",
        method="published",
        numerator="eyfsp_average_goals",
        numerator_label="goals at the expected level",
        sources=("dfe_lait",),
        caveats=(
            CAVEATS[0],
            "The publisher's means, which come without counts and so without an interval.",
        ),
        sentence="Five-year-olds in {area} were at the expected level in {value} of 17 goals on average",
        **{**SERIES, "unit": "", "breaks": (), "gaps": ()},
    ),
)

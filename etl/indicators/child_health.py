"""Health of babies and young children, by council."""

from __future__ import annotations

from typing import Any

from etl.indicator import COUNCIL_ONLY, Gap, Indicator
from etl.indicators.lait import yearly

_NO_COUNTS = "The publisher's figures, which come here without counts and so without an interval."
_OFTEN_NO_COUNTS = "In years of which the publisher's counts are not at hand its percentages stand here, without an interval."
_FEW = "Small numbers: a council's figure swings from year to year."
_LAIT = {
    "domain": "Health",
    "method": "published",
    "finest_level": "lad",
    "sources": ("dfe_lait",),
}


def _survey(
    survey_id: str,
    *,
    title: str,
    short: str,
    definition: str,
    quantity: str,
    published: str,
    label: str,
    caveats: tuple[str, ...],
    sentence: str,
    update_frequency: str,
    evidence: str,
    counted: tuple[str, str] | None = None,
) -> Indicator:
    """Return a share from Fingertips, by district; ``counted`` are the measures of its counts."""
    made: dict[str, Any] = {"method": "published", "numerator": published}
    if counted:
        made = {
            "method": "counts",
            "numerator": counted[0],
            "denominator": counted[1],
            "denominator_label": "children measured",
            "published_as": published,
            "scale": 100,
            "interval": "wilson",
        }
    return Indicator(
        id=survey_id,
        title=title,
        short_title=short,
        domain="Health",
        definition=definition,
        unit="%",
        quantity=quantity,
        polarity="lower_is_better",
        numerator_label=label,
        finest_level="lad",
        sources=("ohid_fingertips",),
        caveats=(
            f"{COUNCIL_ONLY}, districts of counties among them; only a few of the counties themselves have figures.",
            *caveats,
            _OFTEN_NO_COUNTS if counted else _NO_COUNTS,
        ),
        sentence=sentence,
        update_frequency=update_frequency,
        evidence=evidence,
        **made,
    )


def _mmr(doses: str, *, said: str, age: str, short: str) -> Indicator:
    """Return the share of children of one age who have had so many doses of MMR."""
    return Indicator(
        id=f"mmr_{doses}",
        title=f"{age[:1].upper()}{age[1:]} vaccinated with {said} of MMR",
        short_title=short,
        domain="Health",
        definition=f"Children who had {said} of the measles, mumps and rubella vaccine by their {_BIRTHDAY[doses]} birthday, as a share of all of that age.",
        unit="%",
        quantity=f"share of {age} vaccinated with {said} of MMR",
        polarity="higher_is_better",
        method="published",
        numerator=f"mmr_{doses}_percent",
        numerator_label="children vaccinated",
        finest_level="lad",
        sources=("ohid_fingertips",),
        caveats=(
            f"{COUNCIL_ONLY}.",
            "Here for England and eleven councils, those of the extract at hand: Bromley, Buckinghamshire, Cambridgeshire, "
            "Cheshire East, Gloucestershire, Hertfordshire, Oxfordshire, Solihull, Stockport, Surrey and Trafford.",
            "The publisher has figures of every council; they are not in the files at hand.",
            _NO_COUNTS,
        ),
        sentence=f"{{value}} of {age} in {{area}} had {said} of MMR",
        update_frequency="yearly",
        evidence="Administrative: child health records of the NHS.",
    )


_BIRTHDAY = {"one_dose": "second", "two_doses": "fifth"}

INDICATORS: tuple[Indicator, ...] = (
    Indicator(
        id="breastfeeding",
        title="Babies breastfed at 6 to 8 weeks",
        short_title="Breastfed at 6 to 8 weeks",
        definition="Babies breastfed at 6 to 8 weeks, wholly or in part, as a share of those due a review at that age.",
        unit="%",
        quantity="share of babies breastfed at 6 to 8 weeks",
        polarity="higher_is_better",
        numerator="breastfeeding_percent",
        numerator_label="babies breastfed",
        caveats=(
            f"{COUNCIL_ONLY}.",
            "Many councils have no figure: too few babies had their feeding recorded.",
            _NO_COUNTS,
        ),
        sentence="{value} of babies in {area} were breastfed at 6 to 8 weeks",
        evidence="Administrative: health visiting records, which councils report voluntarily.",
        update_frequency=yearly("May 2025", "May 2026"),
        **_LAIT,
    ),
    Indicator(
        id="low_birth_weight",
        title="Babies born at term with a low weight",
        short_title="Low birth weight",
        definition=(
            "Babies born alive at 37 weeks or later who weighed under 2,500 grams, as a share of all whose weight and weeks "
            "are recorded."
        ),
        unit="%",
        quantity="share of babies born with a low weight",
        polarity="lower_is_better",
        numerator="low_birth_weight_percent",
        numerator_label="babies under 2,500 grams",
        caveats=(f"{COUNCIL_ONLY}.", _FEW, _NO_COUNTS),
        sentence="{value} of babies born at term in {area} had a low weight",
        evidence="Measured: birth registrations joined to NHS notifications.",
        update_frequency=yearly("October 2025", "August 2026"),
        **_LAIT,
    ),
    Indicator(
        id="infant_mortality",
        title="Deaths of infants under one year, per 1,000 live births",
        short_title="Infant deaths per 1,000 births",
        definition="Deaths of children under one year, for every 1,000 live births.",
        unit=" per 1,000",
        quantity="rate of infant deaths",
        polarity="lower_is_better",
        numerator="infant_deaths_per_1000",
        numerator_label="deaths under one year",
        caveats=(
            f"{COUNCIL_ONLY}.",
            "A council has a handful of deaths a year: one year says little about it.",
            _NO_COUNTS,
        ),
        sentence="There were {value} infant deaths for every 1,000 live births in {area}",
        evidence="Measured: registrations of deaths and births.",
        update_frequency=yearly("June 2025", "June 2026"),
        **_LAIT,
    ),
    Indicator(
        id="excess_weight_reception",
        title="Children overweight or obese in reception",
        short_title="Excess weight in reception",
        definition=(
            "Children aged 4 to 5 in reception who are overweight, obesity included, as a share of those measured."
        ),
        unit="%",
        quantity="share of children with excess weight in reception",
        polarity="lower_is_better",
        numerator="excess_weight_reception_percent",
        numerator_label="children with excess weight",
        caveats=(
            f"{COUNCIL_ONLY}.",
            "By where the child lives, in state schools; independent and special schools are left out.",
            "In 2019/20 measuring stopped in March 2020, so fewer children were measured.",
            _NO_COUNTS,
        ),
        gaps=(Gap("2020/21", "2020/21", "too few children measured for most councils"),),
        sentence="{value} of children in {area} were overweight or obese in reception",
        evidence="Measured: children are weighed and measured at school (National Child Measurement Programme).",
        update_frequency=yearly("November 2025", "November 2026"),
        **_LAIT,
    ),
    Indicator(
        id="injury_admissions",
        title="Admissions to hospital for injuries, children aged 0 to 14, per 10,000",
        short_title="Hospital admissions for injuries",
        definition=(
            "Emergency admissions to hospital of children aged 0 to 14 for injuries, accidental or deliberate, for every "
            "10,000 residents of that age."
        ),
        unit=" per 10,000",
        quantity="rate of hospital admissions for injuries",
        polarity="lower_is_better",
        numerator="injury_admissions_per_10000",
        numerator_label="emergency admissions",
        caveats=(
            f"{COUNCIL_ONLY}.",
            "Children aged 0 to 14: figures for under-fives alone are not in the files at hand.",
            "How hospitals record short stays differs from place to place.",
            _NO_COUNTS,
        ),
        sentence="There were {value} admissions for injuries for every 10,000 children aged 0 to 14 in {area}",
        evidence="Administrative: hospital records.",
        update_frequency=yearly("February 2025", "February 2026"),
        **_LAIT,
    ),
    Indicator(
        id="under_18_conceptions",
        title="Conceptions under 18, per 1,000 girls aged 15 to 17",
        short_title="Conceptions under 18",
        definition="Conceptions of girls under 18 that lead to a birth or an abortion, for every 1,000 girls aged 15 to 17.",
        unit=" per 1,000",
        quantity="rate of conceptions under 18",
        polarity="lower_is_better",
        numerator="conceptions_under_18_per_1000",
        numerator_label="conceptions under 18",
        caveats=(f"{COUNCIL_ONLY}.", _FEW, _NO_COUNTS),
        sentence="There were {value} conceptions under 18 for every 1,000 girls aged 15 to 17 in {area}",
        evidence="Measured: registered births and notified abortions.",
        update_frequency=yearly("July 2025", "July 2026"),
        **_LAIT,
    ),
    _survey(
        "obesity_reception",
        title="Children obese in reception, by district",
        short="Obesity in reception",
        definition=(
            "Children aged 4 to 5 in reception who are obese, severe obesity included, as a share of those measured."
        ),
        quantity="share of children obese in reception",
        published="obesity_reception_percent",
        counted=("obesity_reception_children", "obesity_reception_measured"),
        label="children who are obese",
        caveats=(
            "In 2019/20 measuring stopped in March 2020; in 2020/21 few children were measured.",
        ),
        sentence="{value} of children in {area} were obese in reception",
        update_frequency="yearly",
        evidence="Measured: children are weighed and measured at school.",
    ),
    _survey(
        "dental_decay",
        title="Five-year-olds with experience of tooth decay",
        short="Tooth decay at 5",
        definition=(
            "Five-year-olds with a tooth that is visibly decayed, or was filled or taken out because of decay, as a share of "
            "those examined."
        ),
        quantity="share of five-year-olds with experience of tooth decay",
        published="dental_decay_percent",
        label="children with experience of decay",
        caveats=(
            "From a sample of children: figures of small areas are rough, and some areas have none.",
        ),
        sentence="{value} of five-year-olds in {area} had experience of tooth decay",
        update_frequency="every two years",
        evidence="Measured: dentists examine a sample of children at school.",
    ),
    _mmr("one_dose", said="one dose", age="two-year-olds", short="MMR, one dose at 2"),
    _mmr("two_doses", said="two doses", age="five-year-olds", short="MMR, two doses at 5"),
)

"""Every indicator the atlas knows, declared once; the pages, the docs and the release all read it from here.

To add an indicator whose measures a source already gives, add one entry. Polarity is applied when words and
colours are chosen, never to the numbers.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Literal

Level = Literal["ward", "lad", "utla", "region", "country"]
Method = Literal["counts", "total", "weighted_mean", "published"]
Interval = Literal["wilson", "byar"]
Polarity = Literal["higher_is_better", "lower_is_better", "neutral"]

LEVELS: tuple[Level, ...] = ("ward", "lad", "utla", "region", "country")
ENGLAND = "E92000001"

#: The one setting of the ward vintage; nothing else in the code knows the year.
WARD_VINTAGE = "WD24"

DOMAINS = (
    "Children and families",
    "Poverty and deprivation",
    "Childcare and early education",
    "Child development",
    "Health",
    "Home and neighbourhood",
)


@dataclass(frozen=True)
class Break:
    """A point in a series across which figures must not be compared or joined."""

    before: str
    """Label of the first period after the break."""
    reason: str


@dataclass(frozen=True)
class Gap:
    """Periods that nobody published, and why."""

    first: str
    last: str
    reason: str


@dataclass(frozen=True)
class Indicator:
    """One indicator: what it means, how it is computed and how it is spoken of."""

    id: str
    title: str
    short_title: str
    domain: str
    definition: str
    unit: str
    """What follows the number: ``%``, `` per 100``, or nothing for a count or a score."""
    quantity: str
    """The noun phrase that fits "58 of 69 wards have a higher … than England"."""
    polarity: Polarity
    method: Method
    numerator: str
    """The measure on top: a count, or the score that is averaged, or the published value."""
    numerator_label: str
    finest_level: Level
    sources: tuple[str, ...]
    """Ids in ``catalogue.toml``, the main one first."""
    caveats: tuple[str, ...]
    update_frequency: str
    denominator: str | None = None
    """The measure below: the population, or the weight of a mean."""
    denominator_label: str | None = None
    denominator_period: dict[str, str] = field(default_factory=dict)
    """Period of the numerator → period of the denominator, where they differ."""
    scale: float = 1.0
    decimals: int = 1
    interval: Interval | None = None
    sentence: str | None = None
    """How a summary says it: fields ``{numerator}``, ``{area}``, ``{value}``."""
    benchmarked: bool = True
    """False where an area's figure says nothing against England's (a plain count)."""
    sum_known_parts: bool = False
    """True where a total of the areas that published is shown, and the caveat says so."""
    breaks: tuple[Break, ...] = ()
    gaps: tuple[Gap, ...] = ()
    evidence: str = ""
    """Measured, modelled or administrative, and how sure one can be."""

    def as_record(self) -> dict[str, object]:
        """Return the entry as it stands in ``indicators.json``."""
        return asdict(self)


_LOW_INCOME_CAVEATS = (
    "Children under 16, not only under-fives.",
    "Counts are adjusted by the publisher to protect individuals, so wards do not sum exactly to their council.",
    "Income is of the whole financial year; families who claim no benefit are measured through tax records alone.",
)


def _low_income(
    suffix: str, *, title: str, short: str, what: str, extra: str = "", breaks: tuple[Break, ...] = ()
) -> Indicator:
    return Indicator(
        id=f"low_income_{suffix}",
        title=title,
        short_title=short,
        domain="Poverty and deprivation",
        definition=f"Children under 16 living in families {what}, as a share of all children under 16.{extra}",
        unit="%",
        quantity="share of children on low incomes",
        polarity="lower_is_better",
        method="counts",
        numerator=f"low_income_{suffix}_children",
        numerator_label="children under 16 in low-income families",
        denominator=f"low_income_{suffix}_all_children",
        denominator_label="children under 16",
        scale=100,
        interval="wilson",
        finest_level="ward",
        sources=("dwp_low_income",),
        caveats=_LOW_INCOME_CAVEATS,
        sentence=f"{{numerator}} children in {{area}} ({{value}}) lived in families {what}",
        update_frequency="yearly",
        evidence="Administrative: benefit and tax records of every family, adjusted for disclosure.",
        breaks=breaks,
    )


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
    Indicator(
        id="population_0_4",
        title="Children aged 0 to 4",
        short_title="Children aged 0 to 4",
        domain="Children and families",
        definition="Usually resident children aged 0 to 4, at the middle of the year.",
        unit="",
        quantity="number of children aged 0 to 4",
        polarity="neutral",
        method="total",
        numerator="residents_0_4",
        numerator_label="children aged 0 to 4",
        decimals=0,
        finest_level="ward",
        sources=("ons_population", "ons_lsoa11_lsoa21", "ons_lsoa_ward"),
        caveats=(
            "Estimates made before the 2021 Census was taken into account.",
            "Made of whole neighbourhoods (LSOAs) by best fit, so a ward's edge is approximate.",
        ),
        benchmarked=False,
        sentence="{numerator} children aged 0 to 4 lived in {area}",
        update_frequency="yearly",
        evidence="Modelled: ONS mid-year estimates for small areas.",
    ),
    Indicator(
        id="population_0_4_share",
        title="Children aged 0 to 4, as a share of residents",
        short_title="Share of residents aged 0 to 4",
        domain="Children and families",
        definition="Usually resident children aged 0 to 4 as a share of all residents, at the middle of the year.",
        unit="%",
        quantity="share of residents who are under five",
        polarity="neutral",
        method="counts",
        numerator="residents_0_4",
        numerator_label="children aged 0 to 4",
        denominator="residents",
        denominator_label="residents",
        scale=100,
        interval="wilson",
        finest_level="ward",
        sources=("ons_population", "ons_lsoa11_lsoa21", "ons_lsoa_ward"),
        caveats=(
            "Estimates made before the 2021 Census was taken into account.",
            "Made of whole neighbourhoods (LSOAs) by best fit, so a ward's edge is approximate.",
        ),
        sentence="{numerator} residents of {area} ({value}) were aged 0 to 4",
        update_frequency="yearly",
        evidence="Modelled: ONS mid-year estimates for small areas.",
    ),
    _low_income(
        "bhc_relative",
        title="Children in relative low-income families, before housing costs",
        short="Children in relative low income",
        what="on relative low income before housing costs",
        extra=" Relative low income is below 60% of the UK median of the same year.",
    ),
    _low_income(
        "bhc_absolute",
        title="Children in absolute low-income families, before housing costs",
        short="… absolute low income",
        what="on absolute low income before housing costs",
        extra=(
            " Absolute low income is below 60% of the median of 2024/25 adjusted for prices, so in that year it "
            "equals relative low income."
        ),
    ),
    _low_income(
        "ahc_relative",
        title="Children in relative low-income families, after housing costs",
        short="… after housing costs",
        what="on relative low income after housing costs",
        extra=" Relative low income is below 60% of the UK median of the same year, housing costs taken off.",
    ),
    Indicator(
        id="imd_score",
        title="Index of Multiple Deprivation, average score",
        short_title="Index of Multiple Deprivation",
        domain="Poverty and deprivation",
        definition="Population-weighted mean of the Index of Multiple Deprivation scores of an area's neighbourhoods.",
        unit="",
        quantity="average deprivation score",
        polarity="lower_is_better",
        method="weighted_mean",
        numerator="imd_score",
        numerator_label="IMD score",
        denominator="imd_residents",
        denominator_label="residents",
        finest_level="ward",
        sources=("mhclg_iod2025", "mhclg_iod2019", "mhclg_iod2015", "ons_census2021", "ons_lsoa_ward"),
        caveats=(
            "Scores of 2015, 2019 and 2025 are of different Indices and must not be compared with each other.",
            "A score describes a place, not the people in it.",
            "2025 scores are weighted by residents of the 2021 Census.",
        ),
        breaks=(
            Break("2019", "a new Index: do not compare scores"),
            Break("2025", "a new Index: do not compare scores"),
        ),
        sentence="{area} had an average deprivation score of {value}",
        update_frequency="every four to six years",
        evidence="Modelled: 39 to 61 indicators combined by the publisher.",
    ),
    Indicator(
        id="imd_deprived_fifth_share",
        title="Residents in England's most deprived fifth of neighbourhoods",
        short_title="Residents in most deprived fifth",
        domain="Poverty and deprivation",
        definition=(
            "Residents of neighbourhoods among the most deprived 20% in England (Index of Multiple Deprivation "
            "deciles 1 and 2), as a share of all residents."
        ),
        unit="%",
        quantity="share of residents in England's most deprived fifth of neighbourhoods",
        polarity="lower_is_better",
        method="counts",
        numerator="imd_residents_deprived_fifth",
        numerator_label="residents of the most deprived fifth of neighbourhoods",
        denominator="imd_residents",
        denominator_label="residents",
        scale=100,
        finest_level="ward",
        sources=("mhclg_iod2025", "mhclg_iod2019", "mhclg_iod2015", "ons_census2021", "ons_lsoa_ward"),
        caveats=(
            "The fifth is relative: England has a fifth in every Index, so a fall is a change of place, not of want.",
            "Whole neighbourhoods are in or out, so wards of a few neighbourhoods jump.",
        ),
        breaks=(
            Break("2019", "a new Index: do not compare"),
            Break("2025", "a new Index: do not compare"),
        ),
        sentence="{value} of residents in {area} lived in England's most deprived fifth of neighbourhoods",
        update_frequency="every four to six years",
        evidence="Modelled: 39 to 61 indicators combined by the publisher.",
    ),
    Indicator(
        id="idaci_deprived_fifth_share",
        title="Under-fives in England's most income-deprived fifth of neighbourhoods for children",
        short_title="Under-fives in most income-deprived fifth",
        domain="Poverty and deprivation",
        definition=(
            "Children aged 0 to 4 in neighbourhoods among the 20% most income-deprived for children (IDACI deciles "
            "1 and 2), as a share of all children aged 0 to 4."
        ),
        unit="%",
        quantity="share of under-fives in England's most income-deprived fifth of neighbourhoods",
        polarity="lower_is_better",
        method="counts",
        numerator="idaci_children_deprived_fifth",
        numerator_label="children aged 0 to 4 in the most income-deprived fifth",
        denominator="idaci_children",
        denominator_label="children aged 0 to 4",
        scale=100,
        finest_level="ward",
        sources=("mhclg_iod2025", "mhclg_iod2019", "ons_population", "ons_lsoa_ward"),
        caveats=(
            "IDACI changed its definition in 2025: no comparison with 2019 is possible.",
            "Children are counted at mid-2019 for 2019 and mid-2020, the latest at hand, for 2025.",
        ),
        breaks=(Break("2025", "new definition: do not compare"),),
        sentence="{value} of under-fives in {area} lived in England's most income-deprived fifth of neighbourhoods",
        update_frequency="every four to six years",
        evidence="Modelled: benefit records, shared out by the publisher.",
    ),
    Indicator(
        id="childcare_places_per_100",
        title="Nursery and pre-school places per 100 children aged 0 to 4",
        short_title="Childcare places per 100 children",
        domain="Childcare and early education",
        definition=(
            "Places at active group settings on the Early Years Register, for every 100 resident children aged 0 to 4."
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
        definition="Active group settings on the Early Years Register.",
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
            "Active group settings whose latest full inspection was good or outstanding, as a share of those with a grade."
        ),
        unit="%",
        quantity="share of inspected nurseries that are good or outstanding",
        polarity="higher_is_better",
        method="counts",
        numerator="childcare_group_good_outstanding",
        numerator_label="settings rated good or outstanding",
        denominator="childcare_group_graded",
        denominator_label="settings with a grade",
        scale=100,
        interval="wilson",
        finest_level="ward",
        sources=("ofsted_providers", "ons_postcodes"),
        caveats=(
            "Many wards have one or two inspected settings: read the interval.",
            "Settings not yet inspected are left out.",
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
            "Home-based providers have no published postcode, so no ward figure exists.",
            "Some places are the publisher's estimates.",
            "Places are of August 2021, children of mid-2020.",
        ),
        sentence="{area} had {numerator} home-based places, {value} for every 100 children aged 0 to 4",
        update_frequency="three times a year",
        evidence="Administrative: Ofsted's register, partly estimated by the publisher.",
    ),
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

BY_ID: dict[str, Indicator] = {indicator.id: indicator for indicator in INDICATORS}

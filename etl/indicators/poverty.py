"""Poverty and deprivation."""

from __future__ import annotations

from etl.indicator import Break, Indicator, Polarity
from etl.indicators.census_households import ALL_HOUSEHOLDS, share_of_households

_LOW_INCOME_CAVEATS = (
    "Children under 16, not only under-fives.",
    "Counts are adjusted by the publisher to protect individuals, so wards do not sum exactly to their council.",
    "Only families who claimed Child Benefit, and Universal Credit, tax credits or Housing Benefit, at some time in "
    "the year can be counted as on a low income.",
    "The publisher calls its figures provisional: it may revise them.",
)


def _low_income(
    suffix: str,
    *,
    title: str,
    short: str,
    what: str,
    quantity: str,
    extra: str = "",
    caveats: tuple[str, ...] = (),
) -> Indicator:
    return Indicator(
        id=f"low_income_{suffix}",
        title=title,
        short_title=short,
        domain="Poverty and deprivation",
        definition=f"Children under 16 living in families {what}, as a share of all children under 16.{extra}",
        unit="%",
        quantity=quantity,
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
        caveats=(*_LOW_INCOME_CAVEATS, *caveats),
        sentence=f"{{numerator}} children in {{area}} ({{value}}) lived in families {what}",
        update_frequency="yearly",
        evidence="Administrative: benefit and tax records, scaled to the national survey of incomes and adjusted for disclosure.",
    )


_INDEX_SOURCES = (
    "mhclg_iod2025_indicators",
    "mhclg_iod2019_indicators",
    "ons_lsoa11_lsoa21",
    "ons_lsoa_ward",
)
_INDEX_BREAK = (Break("2025", "new definition: do not compare"),)
_INDEX_CAVEATS = (
    "2025 counts income after housing costs, and other benefits than 2019: do not compare the two.",
    "The publisher rounds a neighbourhood's count to five and leaves out counts below ten. Such a neighbourhood is "
    "taken as five, and every figure it enters is marked as estimated.",
    "Rounded and partly estimated, so no interval is given: read small differences with care.",
)


def _income_deprived(
    who_id: str,
    *,
    title: str,
    short: str,
    who: str,
    definition: str,
    quantity: str,
    denominator: str,
    denominator_label: str,
    sources: tuple[str, ...],
    caveats: tuple[str, ...],
) -> Indicator:
    return Indicator(
        id=f"income_deprived_{who_id}",
        title=title,
        short_title=short,
        domain="Poverty and deprivation",
        definition=definition,
        unit="%",
        quantity=quantity,
        polarity="lower_is_better",
        method="counts",
        numerator=f"iod_income_deprived_{who_id}",
        numerator_label=f"{who} in income deprivation",
        denominator=denominator,
        denominator_label=denominator_label,
        scale=100,
        finest_level="ward",
        sources=(*_INDEX_SOURCES, *sources),
        caveats=(*_INDEX_CAVEATS, *caveats),
        breaks=_INDEX_BREAK,
        sentence=f"{{numerator}} {who} in {{area}} ({{value}}) lived in income deprivation",
        update_frequency="every four to six years",
        evidence="Measured: benefit and tax records, rounded by the publisher and partly estimated here.",
    )


def _deprived_households(
    suffix: str, *, title: str, what: str, quantity: str, polarity: Polarity
) -> Indicator:
    return share_of_households(
        f"households_{suffix}",
        title=title,
        domain="Poverty and deprivation",
        definition=(
            f"Households {what}, as a share of all households. The four are employment, education, health and "
            "disability, and housing, each as the Census asks about it."
        ),
        quantity=quantity,
        measure=f"census_households_{suffix}",
        which=what,
        said=f"were {what}",
        table="census_households_by_deprivation",
        source="ons_census2021_deprivation",
        polarity=polarity,
        caveats=(
            "Income is not among the four ways.",
            "The Census was taken on 21 March 2021, during the pandemic, which changed some people's work and health.",
            ALL_HOUSEHOLDS,
        ),
    )


INDICATORS: tuple[Indicator, ...] = (
    _low_income(
        "bhc_relative",
        title="Children in relative low-income families, before housing costs",
        short="Children in relative low income",
        what="on relative low income before housing costs",
        quantity="share of children on low incomes",
        extra=" Low is a family income, adjusted for its size, below 60% of the UK median of the same year.",
    ),
    _low_income(
        "bhc_absolute",
        title="Children in absolute low-income families, before housing costs",
        short="… absolute low income",
        what="on absolute low income before housing costs",
        quantity="share of children on absolute low incomes",
        extra=(
            " Low is a family income, adjusted for its size, below 60% of the UK median of 2024/25 at the prices of the "
            "year; in 2024/25 itself it equals relative low income."
        ),
    ),
    _low_income(
        "ahc_relative",
        title="Children in relative low-income families, after housing costs",
        short="… after housing costs",
        what="on relative low income after housing costs",
        quantity="share of children on low incomes after housing costs",
        extra=(
            " Low is a family income, adjusted for its size and less its housing costs, below 60% of the UK median of the "
            "same year."
        ),
        caveats=("Before 2023/24 too many families' housing costs are not known for a figure.",),
    ),
    Indicator(
        id="imd_score",
        title="Index of Multiple Deprivation, average score",
        short_title="Index of Multiple Deprivation",
        domain="Poverty and deprivation",
        definition="Mean score on the Index of Multiple Deprivation of an area's neighbourhoods, each weighted by its residents: the higher, the more deprived.",
        unit="",
        quantity="average deprivation score",
        polarity="lower_is_better",
        method="weighted_mean",
        numerator="imd_score",
        numerator_label="IMD score",
        denominator="imd_residents",
        denominator_label="residents",
        finest_level="ward",
        sources=(
            "mhclg_iod2025",
            "mhclg_iod2019",
            "mhclg_iod2015",
            "ons_census2021",
            "ons_lsoa_ward",
        ),
        caveats=(
            "2015, 2019 and 2025 are three different Indices: do not compare their scores.",
            "A score describes a place, not the people in it.",
            "Weighted by residents of mid-2015 in 2015 and 2019, and by residents of the 2021 Census in 2025.",
        ),
        breaks=(
            Break("2019", "a new Index: do not compare scores"),
            Break("2025", "a new Index: do not compare scores"),
        ),
        sentence="{area} had an average deprivation score of {value}",
        update_frequency="every four to six years",
        evidence="Modelled: 37 indicators in 2015, 39 in 2019 and 55 in 2025, combined by the publisher.",
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
        sources=(
            "mhclg_iod2025",
            "mhclg_iod2019",
            "mhclg_iod2015",
            "ons_census2021",
            "ons_lsoa_ward",
        ),
        caveats=(
            "Every Index has its most deprived fifth: a smaller share means other places rank worse, not that need has fallen.",
            "Whole neighbourhoods are in or out, so the share of a ward with few of them jumps.",
        ),
        breaks=(
            Break("2019", "a new Index: do not compare"),
            Break("2025", "a new Index: do not compare"),
        ),
        sentence="{value} of residents in {area} lived in England's most deprived fifth of neighbourhoods",
        update_frequency="every four to six years",
        evidence="Modelled: 37 indicators in 2015, 39 in 2019 and 55 in 2025, combined by the publisher.",
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
            "The Income Deprivation Affecting Children Index was defined anew in 2025: do not compare it with 2019.",
            "Children are counted at mid-2019 for 2019 and mid-2020, the latest at hand, for 2025.",
        ),
        breaks=(Break("2025", "new definition: do not compare"),),
        sentence="{value} of under-fives in {area} lived in England's most income-deprived fifth of neighbourhoods",
        update_frequency="every four to six years",
        evidence="Measured: benefit and tax records, smoothed in small neighbourhoods and ranked by the publisher.",
    ),
    _income_deprived(
        "residents",
        title="Residents in income deprivation",
        short="Residents in income deprivation",
        who="residents",
        definition=(
            "Adults and children in families that receive means-tested benefits or tax credits and have low incomes, as the "
            "Indices of Deprivation count them, as a share of all residents."
        ),
        quantity="share of residents in income deprivation",
        denominator="imd_residents",
        denominator_label="residents",
        sources=("mhclg_iod2025", "mhclg_iod2019", "ons_census2021"),
        caveats=(
            "2019 is set against residents of mid-2015, 2025 against residents of the 2021 Census.",
        ),
    ),
    _income_deprived(
        "children",
        title="Children in income deprivation",
        short="Children in income deprivation",
        who="children",
        definition=(
            "Children under 16 in families that receive means-tested benefits or tax credits and have low incomes, as the "
            "Indices of Deprivation count them (IDACI), as a share of all children under 16."
        ),
        quantity="share of children in income deprivation",
        denominator="iod_children_under_16",
        denominator_label="children under 16",
        sources=("dwp_low_income",),
        caveats=(
            "No ward figure for 2025: no count of children by neighbourhood that takes the 2021 Census into account "
            "is at hand. The number of children in income deprivation is given for wards beside it.",
            "2019 is set against children of mid-2015, 2025 against those DWP gives for councils in 2021/22.",
        ),
    ),
    Indicator(
        id="income_deprived_children_count",
        title="Number of children in income deprivation",
        short_title="Number of children in income deprivation",
        domain="Poverty and deprivation",
        definition=(
            "Children under 16 in families that receive means-tested benefits or tax credits and have low incomes, as the "
            "Indices of Deprivation count them (IDACI)."
        ),
        unit="",
        quantity="number of children in income deprivation",
        polarity="neutral",
        method="total",
        numerator="iod_income_deprived_children",
        numerator_label="children in income deprivation",
        decimals=0,
        finest_level="ward",
        sources=_INDEX_SOURCES,
        caveats=_INDEX_CAVEATS,
        breaks=_INDEX_BREAK,
        benchmarked=False,
        sentence="{numerator} children in {area} lived in income deprivation",
        update_frequency="every four to six years",
        evidence="Measured: benefit and tax records, rounded by the publisher and partly estimated here.",
    ),
    _deprived_households(
        "deprived_two_or_more",
        title="Households deprived in two or more ways",
        what="deprived in two or more of four ways",
        quantity="share of households deprived in two or more ways",
        polarity="lower_is_better",
    ),
    _deprived_households(
        "not_deprived",
        title="Households not deprived in any way",
        what="deprived in none of four ways",
        quantity="share of households not deprived in any way",
        polarity="higher_is_better",
    ),
)

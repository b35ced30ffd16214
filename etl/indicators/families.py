"""Children and families."""

from __future__ import annotations

from etl.indicator import Break, Indicator
from etl.indicators.census_households import BEST_FIT, EVERY_CENSUS

_BEFORE_CENSUS = "Up to mid-2020, estimated before the results of the 2021 Census were known: too high in parts of inner London above all."
_AFTER_CENSUS = Break("2024", "later estimates take the 2021 Census into account: do not compare")
"""Of a period that only a build has for which the later estimates were fetched."""


def _ethnic_group(suffix: str, named: str, *, short: str) -> Indicator:
    return Indicator(
        id=f"residents_{suffix}",
        title=f"Residents who described themselves as {named}",
        short_title=short,
        domain="Children and families",
        definition=(
            f"Residents whose answer to the Census question on ethnic group was {named}, as a share of all residents."
        ),
        unit="%",
        quantity=f"share of residents who described themselves as {named}",
        polarity="neutral",
        method="counts",
        numerator=f"census_residents_{suffix}",
        numerator_label=f"residents who described themselves as {named}",
        denominator="census_residents_by_group",
        denominator_label="residents",
        scale=100,
        interval="wilson",
        finest_level="ward",
        sources=("ons_census2021_ethnicity", "ons_lsoa_ward"),
        caveats=(
            "Residents of all ages: young children are more diverse than older people.",
            "Five broad groups, each of many communities that differ; everyone is in one.",
            "Given so that services can be planned for everyone who lives here: neither high nor low is better.",
            BEST_FIT,
        ),
        sentence=f"{{numerator}} residents of {{area}} ({{value}}) described themselves as {named}",
        update_frequency=EVERY_CENSUS,
        evidence="Measured: answers to the Census, one for every resident.",
    )


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
            _BEFORE_CENSUS,
            BEST_FIT,
        ),
        benchmarked=False,
        breaks=(_AFTER_CENSUS,),
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
            _BEFORE_CENSUS,
            BEST_FIT,
        ),
        breaks=(_AFTER_CENSUS,),
        sentence="{numerator} residents of {area} ({value}) were aged 0 to 4",
        update_frequency="yearly",
        evidence="Modelled: ONS mid-year estimates for small areas.",
    ),
    Indicator(
        id="adults_with_skills",
        title="Adults with qualifications and good English",
        short_title="Adults with qualifications and English",
        domain="Children and families",
        definition=(
            "Adults of working age who have more than low qualifications and speak English well: all but those whom the "
            "Indices of Deprivation count as having no or low qualifications, or little English."
        ),
        unit="%",
        quantity="share of adults with qualifications and good English",
        polarity="higher_is_better",
        method="weighted_mean",
        numerator="iod_adults_with_skills",
        numerator_label="share of adults with qualifications and good English",
        denominator="imd_residents",
        denominator_label="residents",
        scale=100,
        finest_level="ward",
        sources=(
            "mhclg_iod2025_indicators",
            "mhclg_iod2019_indicators",
            "mhclg_iod2025",
            "mhclg_iod2019",
            "ons_census2021",
            "ons_lsoa11_lsoa21",
            "ons_lsoa_ward",
        ),
        caveats=(
            "All adults, parents or not: at the 2011 Census in the Indices of 2019, at the 2021 Census in those of 2025.",
            "The ages counted changed between the two: do not compare them.",
            "A mean of neighbourhoods, each weighted by its residents. The publisher gives no counts, so no interval "
            "can be worked out: read small differences with care.",
        ),
        breaks=(Break("2025", "another Census, other ages: do not compare"),),
        sentence="{value} of adults in {area} had qualifications and good English",
        update_frequency="every four to six years",
        evidence="Measured: Census answers, smoothed by the publisher where counts were small.",
    ),
    _ethnic_group("asian", "Asian, Asian British or Asian Welsh", short="Asian residents"),
    _ethnic_group(
        "black",
        "Black, Black British, Black Welsh, Caribbean or African",
        short="Black residents",
    ),
    _ethnic_group(
        "mixed", "of Mixed or Multiple ethnic groups", short="Residents of Mixed ethnic groups"
    ),
    _ethnic_group("white", "White", short="White residents"),
    _ethnic_group(
        "other_group", "of another ethnic group", short="Residents of other ethnic groups"
    ),
)

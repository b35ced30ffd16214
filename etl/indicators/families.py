"""Children and families."""

from __future__ import annotations

from etl.indicator import Indicator

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
)

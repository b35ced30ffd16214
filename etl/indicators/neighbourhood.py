"""Home and neighbourhood: what the Indices of Deprivation say of homes, streets and the air."""

from __future__ import annotations

from etl.indicator import COUNCIL_ONLY, Break, Indicator, Polarity

_IOD2019 = ("mhclg_iod2019_indicators", "mhclg_iod2019", "ons_lsoa11_lsoa21", "ons_lsoa_ward")
_IOD2025 = ("mhclg_iod2025_indicators", "mhclg_iod2025", "ons_census2021", "ons_lsoa_ward")
_BOTH = (
    "mhclg_iod2025_indicators",
    "mhclg_iod2019_indicators",
    "mhclg_iod2025",
    "mhclg_iod2019",
    "ons_census2021",
    "ons_lsoa11_lsoa21",
    "ons_lsoa_ward",
)
_NO_INTERVAL = "The publisher gives no counts, so no interval can be worked out: read small differences with care."
_EVERY_INDEX = "every four to six years"
_RESIDENTS = ("imd_residents", "residents")
_UNDER_FIVES = ("idaci_children", "children aged 0 to 4")
"""The measure to weight by, and what people call it."""
_BY_RESIDENTS = "A mean of neighbourhoods, each weighted by its residents. " + _NO_INTERVAL
_BY_UNDER_FIVES = (
    "A mean of neighbourhoods, each weighted by its children aged 0 to 4 of mid-2019. "
    + _NO_INTERVAL
)


def _index(
    indicator_id: str,
    *,
    title: str,
    short: str,
    definition: str,
    unit: str,
    quantity: str,
    numerator: str,
    numerator_label: str,
    sentence: str,
    sources: tuple[str, ...],
    caveats: tuple[str, ...],
    evidence: str,
    weight: tuple[str, str],
    polarity: Polarity = "lower_is_better",
    scale: float = 1,
    decimals: int = 1,
    breaks: tuple[Break, ...] = (),
) -> Indicator:
    return Indicator(
        id=indicator_id,
        title=title,
        short_title=short,
        domain="Home and neighbourhood",
        definition=definition,
        unit=unit,
        quantity=quantity,
        polarity=polarity,
        method="weighted_mean",
        numerator=numerator,
        numerator_label=numerator_label,
        scale=scale,
        decimals=decimals,
        finest_level="ward",
        sources=sources,
        caveats=caveats,
        sentence=sentence,
        update_frequency=_EVERY_INDEX,
        evidence=evidence,
        breaks=breaks,
        denominator=weight[0],
        denominator_label=weight[1],
    )


INDICATORS: tuple[Indicator, ...] = (
    Indicator(
        id="homelessness",
        title="Households owed help as homeless, for every 1,000 households",
        short_title="Homelessness",
        domain="Home and neighbourhood",
        definition=(
            "Households whose council accepted that it owed them help as homeless, for every 1,000 households, as "
            "in the Indices of Deprivation."
        ),
        unit=" per 1,000",
        quantity="rate of homelessness",
        polarity="lower_is_better",
        method="weighted_mean",
        numerator="iod_homelessness_rate",
        numerator_label="homelessness rate",
        finest_level="lad",
        sources=_BOTH,
        caveats=(
            f"{COUNCIL_ONLY}: the Indices give every neighbourhood the rate of its council.",
            "Councils merged since have the mean of the old ones, weighted by residents.",
            "The law changed in 2018: 2019 counts acceptances under the old duty, 2025 those owed the newer ones.",
        ),
        breaks=(Break("2025", "other duties in law: do not compare"),),
        sentence="{area} had {value} households owed help as homeless for every 1,000",
        update_frequency=_EVERY_INDEX,
        evidence="Measured: councils' returns of the help they owed, as the Indices use them.",
        denominator=_RESIDENTS[0],
        denominator_label=_RESIDENTS[1],
    ),
    _index(
        "private_rent_unaffordable",
        title="Younger households that cannot afford to rent privately",
        short="Private rents out of reach",
        definition=(
            "Households under 40 whose income would not let them rent privately in their area, as the Indices of "
            "Deprivation estimate their share."
        ),
        unit="%",
        quantity="share of younger households that cannot afford private rents",
        numerator="iod_private_rent_unaffordable",
        numerator_label="share that cannot afford to rent privately",
        sentence="{value} of younger households in {area} could not afford to rent privately",
        sources=_BOTH,
        caveats=(
            "From the publisher's model of incomes and rents, not a survey of the area.",
            "Modelled anew in 2025, on other data.",
            _BY_RESIDENTS,
        ),
        evidence="Modelled: incomes and rents put together by the publisher.",
        weight=_RESIDENTS,
        scale=100,
        breaks=(Break("2025", "a new model: do not compare"),),
    ),
    _index(
        "housing_poor_condition",
        title="Homes in poor condition",
        short="Homes in poor condition",
        definition=(
            "Social and private homes estimated to fail the Decent Homes Standard (safety, repair, modern "
            "facilities, warmth), as a share of homes."
        ),
        unit="%",
        quantity="share of homes in poor condition",
        numerator="iod_housing_poor_condition",
        numerator_label="share of homes in poor condition",
        sentence="{value} of homes in {area} were estimated to be in poor condition",
        sources=_IOD2019,
        caveats=(
            "Modelled from a national survey by the type and age of homes: it says what is likely, not what "
            "inspectors found.",
            "Published in 2019, on the stock of 2015.",
            _BY_RESIDENTS,
        ),
        evidence="Modelled: the English Housing Survey applied to neighbourhoods by the publisher.",
        weight=_RESIDENTS,
        scale=100,
    ),
    _index(
        "no_central_heating",
        title="Homes without central heating",
        short="Homes without central heating",
        definition="Homes without central heating in any room at the 2011 Census, as a share of households.",
        unit="%",
        quantity="share of homes without central heating",
        numerator="iod_no_central_heating",
        numerator_label="share of homes without central heating",
        sentence="{value} of homes in {area} had no central heating",
        sources=_IOD2019,
        caveats=(
            "At the 2011 Census: out of date wherever homes have been improved since.",
            _BY_RESIDENTS,
        ),
        evidence="Measured: Census 2011, smoothed by the publisher where counts were small.",
        weight=_RESIDENTS,
        scale=100,
    ),
    _index(
        "primary_school_distance",
        title="Distance to the nearest primary school, where under-fives live",
        short="Distance to a primary school",
        definition="Mean road distance to the nearest primary school, weighted by children aged 0 to 4.",
        unit=" km",
        quantity="distance to a primary school",
        numerator="iod_primary_school_km",
        numerator_label="kilometres by road",
        sentence="The nearest primary school was {value} km by road from the average under-five in {area}",
        sources=_IOD2019,
        caveats=(
            "Distances of 2016, to the nearest school and not to the one a child goes to.",
            "A neighbourhood's distance is an average over its homes.",
            _BY_UNDER_FIVES,
        ),
        evidence="Measured: road distances worked out by the publisher.",
        weight=_UNDER_FIVES,
    ),
    _index(
        "street_injuries",
        title="Pedestrians and cyclists hurt on the roads, for every 1,000 people",
        short="Pedestrians and cyclists hurt",
        definition=(
            "Injuries to pedestrians and cyclists in road accidents, by where they happened, for every 1,000 people "
            "who live or work there, as the Indices of Deprivation rate them."
        ),
        unit=" per 1,000",
        quantity="rate of pedestrians and cyclists hurt on the roads",
        numerator="iod_road_casualty_rate",
        numerator_label="casualty rate",
        sentence="{area} had {value} people hurt on foot or on a cycle for every 1,000 people",
        sources=_IOD2019,
        caveats=(
            "People of all ages, counted where they were hurt and not where they live.",
            "Worse injuries count for more in the publisher's rate.",
            "Town centres with few residents have very high rates.",
            _BY_RESIDENTS,
        ),
        evidence="Measured: accidents reported to the police, weighted and smoothed by the publisher.",
        weight=_RESIDENTS,
        decimals=2,
    ),
    _index(
        "nitrogen_dioxide",
        title="Nitrogen dioxide where under-fives live",
        short="Nitrogen dioxide",
        definition=(
            "Yearly mean concentration of nitrogen dioxide as a share of the standard the Indices of Deprivation "
            "hold it to, weighted by children aged 0 to 4."
        ),
        unit="%",
        quantity="level of nitrogen dioxide",
        numerator="iod_nitrogen_dioxide",
        numerator_label="share of the standard",
        sentence="{area} had nitrogen dioxide at {value} of the standard where under-fives live",
        sources=_IOD2019,
        caveats=(
            "Modelled for squares of one kilometre: the air of streets with heavy traffic is worse than shown.",
            "Published in 2019, of the air of 2016; guidelines for health have become stricter since.",
            _BY_UNDER_FIVES,
        ),
        evidence="Modelled: the national model of air pollution.",
        weight=_UNDER_FIVES,
        scale=100,
        decimals=0,
    ),
    _index(
        "particulates",
        title="Particles in the air where under-fives live",
        short="Particles in the air",
        definition=(
            "Yearly mean concentration of particulates as a share of the standard the Indices of Deprivation hold "
            "it to, weighted by children aged 0 to 4."
        ),
        unit="%",
        quantity="level of particles in the air",
        numerator="iod_particulates",
        numerator_label="share of the standard",
        sentence="{area} had particles in the air at {value} of the standard where under-fives live",
        sources=_IOD2019,
        caveats=(
            "Modelled for squares of one kilometre: the air of streets with heavy traffic is worse than shown.",
            "Published in 2019, of the air of 2016; guidelines for health have become stricter since.",
            _BY_UNDER_FIVES,
        ),
        evidence="Modelled: the national model of air pollution.",
        weight=_UNDER_FIVES,
        scale=100,
        decimals=0,
    ),
    _index(
        "violence_with_injury",
        title="Violence with injury, for every 1,000 people",
        short="Violence with injury",
        definition=(
            "Recorded violence with injury for every 1,000 people at risk in a neighbourhood, as the Indices of "
            "Deprivation rate it."
        ),
        unit=" per 1,000",
        quantity="rate of violence with injury",
        numerator="iod_violence_with_injury_rate",
        numerator_label="rate of violence with injury",
        sentence="{area} had {value} recorded offences of violence with injury for every 1,000 people",
        sources=_IOD2025,
        caveats=(
            "Recorded by the police: what nobody reports is missing.",
            "Counted where it happened: town centres have high rates.",
            _BY_RESIDENTS,
        ),
        evidence="Measured: offences recorded by the police, smoothed by the publisher.",
        weight=_RESIDENTS,
    ),
    _index(
        "connectivity",
        title="Connectivity: how easily people reach the places they need",
        short="Connectivity",
        definition=(
            "The Department for Transport's score, 0 to 100, of how well people can reach jobs, schools, shops, "
            "health care and leisure, by foot, cycle, public transport and car."
        ),
        unit="",
        quantity="connectivity score",
        polarity="higher_is_better",
        numerator="iod_connectivity",
        numerator_label="connectivity score",
        sentence="{area} had a connectivity score of {value}",
        sources=_IOD2025,
        caveats=(
            "A score of what can be reached, not of whether it is open, affordable or has room.",
            _BY_RESIDENTS,
        ),
        evidence="Modelled: journey times worked out by the Department for Transport.",
        weight=_RESIDENTS,
    ),
)

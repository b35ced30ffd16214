"""Home and neighbourhood: what the Census counted."""

from __future__ import annotations

from etl.indicator import Indicator, Polarity
from etl.indicators.census_households import (
    ALL_HOUSEHOLDS,
    BEST_FIT,
    EVERY_CENSUS,
    share_of_households,
)


def _homes(
    suffix: str,
    *,
    title: str,
    definition: str,
    quantity: str,
    counted: str,
    polarity: Polarity,
    table: str = "census_households_by_tenure",
    source: str = "ons_census2021_tenure",
    caveat: str = "Shared ownership and living rent free count as neither owned, social nor private.",
) -> Indicator:
    return share_of_households(
        f"homes_{suffix}",
        title=title,
        domain="Home and neighbourhood",
        definition=f"{definition}, as a share of all households.",
        quantity=quantity,
        measure=f"census_households_{suffix}",
        which=f"that {counted}",
        said=counted,
        table=table,
        source=source,
        polarity=polarity,
        caveats=(
            caveat,
            "The Census was taken on 21 March 2021, during the pandemic, when some people lived elsewhere than usual.",
            ALL_HOUSEHOLDS,
            "The publisher changes small counts a little to protect people, so tables differ by a few households.",
        ),
    )


INDICATORS: tuple[Indicator, ...] = (
    _homes(
        "overcrowded",
        title="Overcrowded homes",
        definition="Households with fewer bedrooms than they need by the Bedroom Standard",
        quantity="share of overcrowded homes",
        counted="had too few bedrooms",
        source="ons_census2021_overcrowding",
        table="census_households_by_occupancy",
        polarity="lower_is_better",
        caveat="A bedroom is needed for each couple, each adult, and each pair of children who may share.",
    ),
    _homes(
        "owned",
        title="Owned homes",
        definition="Households that own their home outright, or with a mortgage or loan",
        quantity="share of owned homes",
        counted="owned their home",
        polarity="higher_is_better",
    ),
    _homes(
        "social_rented",
        title="Homes rented from a council or housing association",
        definition="Households that rent from a council, a housing association or another social landlord",
        quantity="share of homes rented from a social landlord",
        counted="rented from a social landlord",
        polarity="neutral",
    ),
    _homes(
        "private_rented",
        title="Privately rented homes",
        definition="Households that rent from a private landlord, a letting agency, an employer or a relative",
        quantity="share of homes rented privately",
        counted="rented privately",
        polarity="neutral",
    ),
    Indicator(
        id="rural_residents",
        title="Residents of rural neighbourhoods",
        short_title="Residents of rural neighbourhoods",
        domain="Home and neighbourhood",
        definition=(
            "Residents of neighbourhoods (LSOAs) that the Rural Urban Classification 2021 calls rural, as a share "
            "of all residents at the 2021 Census."
        ),
        unit="%",
        quantity="share of residents in rural neighbourhoods",
        polarity="neutral",
        method="counts",
        numerator="census_rural_residents",
        numerator_label="residents of rural neighbourhoods",
        denominator="census_residents",
        denominator_label="residents",
        scale=100,
        finest_level="ward",
        sources=("ons_rural_urban", "ons_census2021", "ons_lsoa_ward"),
        caveats=(
            "Whole neighbourhoods are rural or urban, so most wards are at 0% or 100%.",
            BEST_FIT,
        ),
        sentence="{value} of residents in {area} lived in rural neighbourhoods",
        update_frequency=EVERY_CENSUS,
        evidence="Measured: Census residents, by the publisher's class of their neighbourhood.",
    ),
)

"""Shares of all households, from the 2021 Census, in whichever domain they belong."""

from __future__ import annotations

from etl.indicator import Indicator, Polarity

BEST_FIT = "Made of whole neighbourhoods (LSOAs) by best fit, so a ward's edge is approximate."
EVERY_CENSUS = "every ten years"
ALL_HOUSEHOLDS = "All households, with children or without."


def share_of_households(
    indicator_id: str,
    *,
    title: str,
    domain: str,
    definition: str,
    quantity: str,
    measure: str,
    which: str,
    said: str,
    table: str,
    source: str,
    polarity: Polarity,
    caveats: tuple[str, ...],
) -> Indicator:
    """Return the share of households ``which`` are so, in words that follow "households".

    ``measure`` counts them, ``table`` all households of the same Census table, and ``said`` is what
    a sentence says of those of an area.
    """
    return Indicator(
        id=indicator_id,
        title=title,
        short_title=title,
        domain=domain,
        definition=definition,
        unit="%",
        quantity=quantity,
        polarity=polarity,
        method="counts",
        numerator=measure,
        numerator_label=f"households {which}",
        denominator=table,
        denominator_label="households",
        scale=100,
        interval="wilson",
        finest_level="ward",
        sources=(source, "ons_lsoa_ward"),
        caveats=(*caveats, BEST_FIT),
        sentence=f"{{numerator}} households in {{area}} ({{value}}) {said}",
        update_frequency=EVERY_CENSUS,
        evidence="Measured: a count of every household.",
    )

"""How many childcare places a ward is short of its council's rate."""

from __future__ import annotations

from app.comparison import Side
from app.findings import Reading
from etl.registry import Indicator


def has_places(indicator: Indicator) -> bool:
    """Tell whether an indicator counts places for so many children, so that some can be short."""
    return (
        indicator.method == "counts"
        and indicator.scale == 100
        and indicator.polarity == "higher_is_better"
        and indicator.unit.strip().startswith("per ")
        and "places" in indicator.numerator_label
    )


def places_short(access: Side, ward: Reading) -> float | None:
    """Return how many more places a ward would need to have the council's rate; 0 where it has it.

    Arithmetic, not a forecast: council's rate × the ward's children ÷ scale − its places. None
    where the indicator does not count places.
    """
    rate = access.council.value
    if not has_places(access.indicator) or rate is None:
        return None
    if ward.numerator is None or ward.denominator is None:
        return None
    return max(0.0, rate * ward.denominator / access.indicator.scale - ward.numerator)

"""Councils that are compared with each other, and the mean of those that are like one.

Needs nothing but Python, so that a server may compute a mean from the arrays it holds.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

COLUMNS = ("set", "area_code", "neighbour_code", "rank")
"""Columns of ``neighbours.parquet``, in order."""

SETS = ("dfe_statistical", "ons_global", "ons_demographic", "ons_economic")
"""Ways of being alike, in the order they are offered."""

Figure = tuple[float | None, float | None, float | None]
"""Value, numerator and denominator of one council; None for what is not there."""


@dataclass(frozen=True)
class NeighbourMean:
    """The mean of a council's neighbours: how it was made, and of how many of them."""

    value: float
    made: Literal["aggregated", "mean"]
    """``aggregated`` from numerators and denominators, or ``mean`` of the councils' values."""
    known: int
    neighbours: int
    numerator: float | None = None
    """Σ numerators and Σ denominators, of a share that is made from them."""
    denominator: float | None = None


def neighbour_mean(method: str, scale: float, figures: Sequence[Figure]) -> NeighbourMean | None:
    """Return the mean of neighbours' figures in one period, None when none has a value.

    ``method`` and ``scale`` are the indicator's. A share is Σ numerators × scale ÷ Σ denominators
    and a weighted mean Σ value × weight ÷ Σ weight, where every neighbour with a value has what
    they are made of; everything else is the plain mean of the values, each council counting once. A
    neighbour whose figure is withheld or missing is left out.
    """
    known = [figure for figure in figures if figure[0] is not None]
    if not known:
        return None
    count = (len(known), len(figures))
    below = sum(figure[2] or 0.0 for figure in known)
    if below and all(figure[2] is not None for figure in known):
        if method == "counts" and all(figure[1] is not None for figure in known):
            above = sum(figure[1] or 0.0 for figure in known)
            return NeighbourMean(scale * above / below, "aggregated", *count, above, below)
        if method == "weighted_mean":
            weighted = sum((figure[0] or 0.0) * (figure[2] or 0.0) for figure in known)
            return NeighbourMean(weighted / below, "aggregated", *count)
    return NeighbourMean(sum(figure[0] or 0.0 for figure in known) / len(known), "mean", *count)

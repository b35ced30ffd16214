"""What an indicator is: the fields of one entry of the registry."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Literal

Level = Literal["ward", "lad", "utla", "region", "country"]
Method = Literal["counts", "total", "weighted_mean", "published", "difference"]
Interval = Literal["wilson", "byar", "newcombe"]
Polarity = Literal["higher_is_better", "lower_is_better", "neutral"]

LEVELS: tuple[Level, ...] = ("ward", "lad", "utla", "region", "country")
DOMAINS = (
    "Children and families",
    "Poverty and deprivation",
    "Childcare and early education",
    "Child development",
    "Health",
    "Home and neighbourhood",
)

COUNCIL_ONLY = "Published by council only"
"""How a caveat begins that does not hold where a council gave figures of its own wards."""


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
    """The measure on top: a count, or the score that is averaged, or the published value.

    Of a difference: the indicator from which ``less`` is taken."""
    numerator_label: str
    finest_level: Level
    sources: tuple[str, ...]
    """Ids in ``catalogue.toml``, the main one first."""
    caveats: tuple[str, ...]
    update_frequency: str
    denominator: str | None = None
    """The measure below: the population, or the weight of a mean."""
    less: str | None = None
    """Of a difference: the indicator that is taken away; it is in the registry, as the other is."""
    published_as: str | None = None
    """The measure of the publisher's own figure, for periods in which it gives no counts."""
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
    partial: dict[str, str] = field(default_factory=dict)
    """Period that only some councils have → whose it is, in words ("21 councils of …")."""
    breaks: tuple[Break, ...] = ()
    gaps: tuple[Gap, ...] = ()
    evidence: str = ""
    """Measured, modelled or administrative, and how sure one can be."""

    def as_record(self) -> dict[str, object]:
        """Return the entry as it stands in ``indicators.json``."""
        return asdict(self)

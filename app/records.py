"""What a release is made of, as the app speaks of it, and how each is read from the index of a
prepared one: areas, figures, periods and what an indicator covers.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Literal

from etl.registry import LEVELS, Break, Gap, Indicator, Level
from etl.schema import period_slug

Verdict = Literal["higher", "similar", "lower"]
"""How a figure stands against England's, by its 95 % interval."""

AREA_COLUMNS = (
    "code",
    "name",
    "lad_code",
    "utla_code",
    "region_code",
    "easting",
    "northing",
    "rural_urban",
    "population",
    "children_0_4",
    "note",
)


@dataclass(frozen=True, slots=True)
class Area:
    """A ward, council, county, region or England."""

    code: str
    name: str
    level: Level
    lad_code: str | None
    utla_code: str | None
    region_code: str | None
    easting: int | None
    northing: int | None
    rural_urban: str | None
    population: int | None
    children_0_4: int | None
    note: str | None


@dataclass(frozen=True, slots=True)
class Observation:
    """One figure, or the reason (``marker``) why there is none. ``indicator`` is an id; numbers are
    unrounded.
    """

    indicator: str
    area_code: str
    period: str
    period_end: date
    value: float | None
    lower: float | None
    upper: float | None
    numerator: float | None
    denominator: float | None
    marker: str | None
    method: str | None
    benchmark: Verdict | None
    quintile: int | None
    trend: str | None


@dataclass(frozen=True, slots=True)
class Period:
    """A period: the label people read, its last day, and how it stands in an address.

    ``councils`` are the only ones that have it, by the codes of their districts; None for a period
    of all England.
    """

    label: str
    end: date
    slug: str
    councils: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Coverage:
    """What an indicator has at one level: its periods, oldest first, and the four breaks of its map
    classes.

    ``councils`` are the only ones whose wards have figures, given by themselves; None for a level
    that is known all over England. ``partial`` are periods that only some councils have: they are
    among ``periods`` in the coverage of one of those (see ``Release.ward_coverage``). ``notes`` say
    of the figures that a council gave of itself what its readers must know, by its code.
    """

    periods: tuple[Period, ...]
    breaks: tuple[float, ...] | None
    councils: tuple[str, ...] | None = None
    partial: tuple[Period, ...] = ()
    notes: Mapping[str, str] = field(default_factory=dict)

    @property
    def latest(self) -> Period:
        """Return the period shown first: the last that all of England has."""
        return next(period for period in reversed(self.periods) if period.councils is None)

    @property
    def every(self) -> tuple[Period, ...]:
        """Return every period that anybody has, oldest first."""
        periods = {period.label: period for period in (*self.periods, *self.partial)}
        return tuple(sorted(periods.values(), key=lambda period: period.end))

    def of(self, lad: str | None) -> Coverage:
        """Return what a council has: the periods of all England, and those that are its own."""
        own = {period for period in self.partial if lad in (period.councils or ())}
        if not own:
            return self
        return replace(
            self, periods=tuple(p for p in self.every if p not in self.partial or p in own)
        )

    def labelled(self, label: str) -> Period | None:
        """Return the period of this label."""
        return next((period for period in self.periods if period.label == label), None)

    def at(self, slug: str) -> Period | None:
        """Return the period that stands in an address as ``slug``."""
        return next((period for period in self.periods if period.slug == slug), None)


@dataclass(frozen=True, slots=True)
class Finest:
    """What an indicator has for neighbourhoods: one period, and the breaks of its map classes."""

    period: Period
    breaks: tuple[float, ...] | None


@dataclass(frozen=True, slots=True)
class Block:
    """Where an indicator's figures of one level begin, and how they run."""

    offset: int
    coverage: Coverage
    periods: tuple[Period, ...]
    """As they lie in the block, those of some councils among them."""
    position: dict[str, int]
    """Period label → its place among the block's periods."""


def areas_of(levels: dict[str, dict[str, list[Any]]]) -> tuple[dict[str, Area], dict[str, int]]:
    """Return the areas by code, and each one's place among the areas of its level."""
    areas: dict[str, Area] = {}
    position: dict[str, int] = {}
    shared: dict[str, str] = {}  # one object a region or council code, not one a ward
    for level in LEVELS:
        columns = levels[level]
        rows = zip(*(columns[name] for name in AREA_COLUMNS), strict=True)
        for place, (code, name, lad, utla, region, east, north, kind, *rest) in enumerate(rows):
            lad, utla, region, kind = (
                text and shared.setdefault(text, text) for text in (lad, utla, region, kind)
            )
            areas[code] = Area(code, name, level, lad, utla, region, east, north, kind, *rest)
            position[code] = place
    return areas, position


def block_of(entry: dict[str, Any]) -> Block:
    """Return the block that an entry of the index describes."""
    periods = tuple(
        Period(label, date.fromisoformat(end), slug, tuple(whose) if whose else None)
        for label, end, slug, whose in entry["periods"]
    )
    coverage = Coverage(
        periods=tuple(period for period in periods if period.councils is None),
        breaks=tuple(entry["breaks"]) if entry["breaks"] else None,
        councils=tuple(entry["councils"]) if entry["councils"] else None,
        partial=tuple(period for period in periods if period.councils is not None),
        notes=entry["notes"] or {},
    )
    position = {period.label: place for place, period in enumerate(periods)}
    return Block(entry["offset"], coverage, periods, position)


def finest_of(entry: dict[str, Any]) -> Finest:
    """Return what an entry of the index says of neighbourhoods."""
    label = entry["period"]
    period = Period(label, date.fromisoformat(entry["period_end"]), period_slug(label))
    return Finest(period, tuple(entry["breaks"]) if entry["breaks"] else None)


def indicator_of(record: dict[str, Any]) -> Indicator:
    """Return the registry's entry as it stood when the release was built."""
    told = ("coverage", "neighbourhoods")
    fields = {name: value for name, value in record.items() if name not in told}
    fields["breaks"] = tuple(Break(**entry) for entry in fields["breaks"])
    fields["gaps"] = tuple(Gap(**entry) for entry in fields["gaps"])
    for name in ("sources", "caveats"):
        fields[name] = tuple(fields[name])
    return Indicator(**fields)

"""Need against access: two ward-level indicators of one council, read together.

Everything that ``/compare`` says of a pair is computed here from the release alone: on which side
of the average each ward lies, its thirds, and how sure the order of the worst is.

Polarity decides what "need" and "access" mean. More need is a higher value, unless higher is better
for children; less access is a lower value, unless lower is better (a distance to a surgery).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from app.choices import Pair
from app.findings import Reading
from app.release import Area, Coverage, Release
from app.view import reading
from etl.registry import Indicator

FEWEST = 6
"""Wards with both figures that thirds need: with fewer, a third is one ward or none."""

Third = Literal[0, 1, 2]
"""Of need: 2 is most. Of scarcity: 2 is least access. 0 is the other end."""

Quadrant = tuple[bool, bool]
"""Whether a ward has more need, and less access, than where the split lies."""


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two indicators: its figures for the council and England, and which way is worse.

    ``worse`` is 1 where higher values mean more need or less access, and −1 where lower ones do.
    """

    indicator: Indicator
    coverage: Coverage
    worse: Literal[1, -1]
    council: Reading
    england: Reading

    @property
    def period(self) -> str:
        """Return the label of the period shown, the latest."""
        return self.coverage.latest.label

    def beyond(self, value: float, line: float) -> bool:
        """Tell whether a value lies on the worse side of a line; on the line it does not."""
        return self.worse * (value - line) > 0


@dataclass(frozen=True, slots=True)
class Ward:
    """A ward with both its figures; ``thirds`` is (need, scarcity), None where one is missing."""

    code: str
    name: str
    need: Reading
    access: Reading
    children: int | None
    thirds: tuple[Third, Third] | None
    quadrant: Quadrant | None

    @property
    def known(self) -> bool:
        """Tell whether the ward has both figures."""
        return self.need.value is not None and self.access.value is not None

    @property
    def first(self) -> bool:
        """Tell whether the ward is where to look first: most need and least access."""
        return self.thirds == (2, 2)


@dataclass(frozen=True)
class Comparison:
    """A pair of indicators over a council's wards; ``wards`` are in code order."""

    pair: Pair
    council: Area
    region: Area | None
    need: Side
    access: Side
    wards: tuple[Ward, ...]
    need_line: float | None
    access_line: float | None
    """Where wards are split: the council's own values, or England's."""
    need_breaks: tuple[float, float] | None
    access_breaks: tuple[float, float] | None
    """The two values between the thirds, upwards."""

    @property
    def known(self) -> tuple[Ward, ...]:
        """Return the wards that have both figures."""
        return tuple(ward for ward in self.wards if ward.known)

    @property
    def first(self) -> tuple[Ward, ...]:
        """Return the wards of most need and least access, most need first."""
        return self.ordered([ward for ward in self.wards if ward.first])

    def ordered(self, wards: Sequence[Ward]) -> tuple[Ward, ...]:
        """Return wards from most need, those without a figure last, equal ones by name."""

        def key(ward: Ward) -> tuple[bool, float, str]:
            value = ward.need.value
            return value is None, 0.0 if value is None else -self.need.worse * value, ward.name

        return tuple(sorted(wards, key=key))

    def count(self, quadrant: Quadrant) -> int:
        """Return how many wards lie in a quadrant."""
        return sum(ward.quadrant == quadrant for ward in self.wards)

    def chosen(self) -> Ward | None:
        """Return the ward that the address names."""
        return next((ward for ward in self.wards if ward.code == self.pair.ward), None)


def read(release: Release, pair: Pair) -> Comparison:
    """Return what a pair shows, both indicators in their latest ward-level period."""
    council = release.areas[pair.lad]
    need = _side(release, pair.need, council, "lower_is_better")
    access = _side(release, pair.access, council, "higher_is_better")
    areas = release.wards(pair.lad)
    readings = [
        (area, _reading(release, need, area), _reading(release, access, area)) for area in areas
    ]
    both = [
        (n.value, a.value) for _, n, a in readings if n.value is not None and a.value is not None
    ]
    if pair.split == "england":
        need_breaks = _england_thirds(release, need)
        access_breaks = _england_thirds(release, access)
    else:
        need_breaks = thirds([value for value, _ in both])
        access_breaks = thirds([value for _, value in both])
    if len(both) < FEWEST or need_breaks is None or access_breaks is None:
        need_breaks = access_breaks = None
    need_line = (need.england if pair.split == "england" else need.council).value
    access_line = (access.england if pair.split == "england" else access.council).value

    def ward(area: Area, own_need: Reading, own_access: Reading) -> Ward:
        n, a = own_need.value, own_access.value
        both_thirds = quadrant = None
        if n is not None and a is not None and need_breaks and access_breaks:
            both_thirds = third(n, need_breaks, need.worse), third(a, access_breaks, access.worse)
        if n is not None and a is not None and need_line is not None and access_line is not None:
            quadrant = need.beyond(n, need_line), access.beyond(a, access_line)
        return Ward(
            area.code, area.name, own_need, own_access, area.children_0_4, both_thirds, quadrant
        )

    return Comparison(
        pair=pair,
        council=council,
        region=release.areas.get(council.region_code or ""),
        need=need,
        access=access,
        wards=tuple(ward(*row) for row in readings),
        need_line=need_line,
        access_line=access_line,
        need_breaks=need_breaks,
        access_breaks=access_breaks,
    )


def thirds(values: Sequence[float]) -> tuple[float, float] | None:
    """Return the two values between the thirds of these, interpolated between neighbours; None for
    fewer than three.
    """
    ordered = sorted(values)
    if len(ordered) < 3:
        return None

    def at(share: float) -> float:
        place = share * (len(ordered) - 1)
        below = int(place)
        above = ordered[min(below + 1, len(ordered) - 1)]
        return ordered[below] + (place - below) * (above - ordered[below])

    return at(1 / 3), at(2 / 3)


def third(value: float, breaks: tuple[float, float], worse: Literal[1, -1]) -> Third:
    """Return the third of a value, 2 the worst; a value on a break belongs to the better third."""
    low, high = breaks
    if worse == 1:
        return 2 if value > high else 1 if value > low else 0
    return 2 if value < low else 1 if value < high else 0


def pooled(indicator: Indicator, readings: Sequence[Reading]) -> float | None:
    """Return the figure of several areas together: Σ numerators × scale ÷ Σ denominators, or
    Σ value × weight ÷ Σ weight; None where the release does not hold what that needs.
    """
    known = [row for row in readings if row.value is not None]
    below = sum(row.denominator or 0.0 for row in known)
    if not below or any(row.denominator is None for row in known):
        return None
    if indicator.method == "counts" and all(row.numerator is not None for row in known):
        return indicator.scale * sum(row.numerator or 0.0 for row in known) / below
    if indicator.method == "weighted_mean":
        return sum((row.value or 0.0) * (row.denominator or 0.0) for row in known) / below
    return None


def children(wards: Sequence[Ward]) -> int | None:
    """Return the children under five of several wards together; None where one is not known."""
    counts = [ward.children for ward in wards]
    return None if any(count is None for count in counts) else sum(filter(None, counts))


def _side(release: Release, indicator_id: str, council: Area, plain: str) -> Side:
    """Return an indicator in its role; ``plain`` is the polarity that the role expects."""
    indicator = release.indicators[indicator_id]
    coverage = release.ward_coverage(indicator_id, council.code)
    assert coverage is not None  # noqa: S101 - only indicators known by ward are paired
    usual: Literal[1, -1] = 1 if plain == "lower_is_better" else -1
    turned: Literal[1, -1] = -1 if usual == 1 else 1
    worse = usual if indicator.polarity in (plain, "neutral") else turned
    period = coverage.latest.label

    def at(area: Area) -> Reading:
        return reading(area, release.observation(indicator_id, area.code, period))

    return Side(indicator, coverage, worse, at(council), at(release.england))


def _reading(release: Release, side: Side, area: Area) -> Reading:
    return reading(area, release.observation(side.indicator.id, area.code, side.period))


def _england_thirds(release: Release, side: Side) -> tuple[float, float] | None:
    """Return the thirds of England's wards; None for what only some councils have by ward."""
    if side.coverage.councils:
        return None
    values = release.values(side.indicator.id, "ward", side.period)
    return thirds([value for value in values if value == value])  # NaN differs from itself

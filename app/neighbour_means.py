"""How a council stands among the councils like it: their mean in every period, and its own place.

Made from the figures that a release has, by ``etl.neighbours.neighbour_mean``; nothing of it is
stored.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from app import neighbours
from app.neighbours import Way
from app.release import Area, Observation, Release
from etl.neighbours import NeighbourMean, neighbour_mean
from etl.registry import Indicator

FEWEST = 3
"""Fewer neighbours with a figure have no mean: it would be the figure of one or two councils."""


@dataclass(frozen=True)
class Standing:
    """A council, or a county, and those like it by one way.

    ``rows`` are the neighbours' figures in the period of a view, None where there is no row;
    ``means`` are of every period in which at least ``FEWEST`` of them have a figure.
    """

    way: Way
    area: Area
    areas: tuple[Area, ...]
    rows: tuple[Observation | None, ...]
    means: Mapping[str, NeighbourMean]
    period: str | None

    @property
    def mean(self) -> NeighbourMean | None:
        """Return the mean of the period of the view."""
        return self.means.get(self.period or "")

    @property
    def values(self) -> list[float]:
        """Return the figures that neighbours have in the period of the view."""
        return [row.value for row in self.rows if row is not None and row.value is not None]

    @property
    def with_figure(self) -> list[Area]:
        """Return the neighbours that have a figure in the period of the view."""
        pairs = zip(self.areas, self.rows, strict=True)
        return [area for area, row in pairs if row is not None and row.value is not None]


def way_of(release: Release, area: Area, slug: str | None) -> Way | None:
    """Return the way an area is compared by: the one asked for, else the first it has, if any."""
    ways = neighbours.offered(release, area.code)
    return next((way for way in ways if slug in (None, way.slug)), None)


def read(
    release: Release,
    indicator: Indicator,
    area: Area | None,
    *,
    slug: str | None,
    period: str | None,
    periods: Iterable[str],
) -> Standing | None:
    """Return how an area stands by an indicator in ``period``, with the means of all ``periods``.

    None where nobody is like it, and for a plain count, which says how large a council is.
    """
    if area is None or not indicator.benchmarked:
        return None
    way = way_of(release, area, slug)
    if way is None:
        return None
    codes = neighbours.alike(release, way, area.code)
    rows = release.column(indicator.id, codes, period) if period else [None] * len(codes)
    labels = {*periods, period} if period else {*periods}
    means = {
        label: found
        for label in labels
        if (found := mean(indicator, release.column(indicator.id, codes, label))) is not None
    }
    return Standing(
        way, area, tuple(release.areas[code] for code in codes), tuple(rows), means, period
    )


def mean(indicator: Indicator, rows: Sequence[Observation | None]) -> NeighbourMean | None:
    """Return the mean of neighbours' figures of one period, None where too few have any."""
    figures = [
        (row.value, row.numerator, row.denominator) if row else (None, None, None) for row in rows
    ]
    found = neighbour_mean(indicator.method, indicator.scale, figures)
    return found if found is not None and found.known >= FEWEST else None

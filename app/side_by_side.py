"""Several areas side by side: every figure of a set of indicators, and its series, read once."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise

from app import choices, neighbour_means, text
from app.charts.multiples import Point
from app.choices import MOST_AREAS, SIDE_BY_SIDE, Side
from app.findings import Reading
from app.neighbour_means import Standing
from app.neighbours import WAYS, Way
from app.release import Area, Release
from app.view import reading
from app.view_lines import decimal_year
from etl.neighbours import NeighbourMean
from etl.registry import Indicator
from etl.schema import is_quarter


@dataclass(frozen=True, slots=True)
class Figure:
    """What one area shows for one indicator; ``holder`` is whose figure it is, if anybody's."""

    area: Area
    holder: Area | None
    period: str | None
    reading: Reading
    points: tuple[Point, ...]

    @property
    def borrowed(self) -> bool:
        """Tell whether the figure is that of a larger area."""
        return self.holder is not None and self.holder.code != self.area.code


@dataclass(frozen=True, slots=True)
class Row:
    """One indicator over all areas, in their order; ``breaks`` are where its series may not be
    joined, as decimal years.
    """

    indicator: Indicator
    figures: tuple[Figure, ...]
    breaks: tuple[float, ...]
    england: float | None
    standing: Standing | None = None
    """The councils like the first area, where their mean stands beside it."""

    @property
    def mean(self) -> NeighbourMean | None:
        """Return their mean, of the period that the first area shows."""
        return self.standing.mean if self.standing else None

    @property
    def mean_points(self) -> tuple[Point, ...]:
        """Return their means over time, in the periods of the first area."""
        means = self.standing.means if self.standing else {}
        return tuple(
            Point(point.x, point.period, means[point.period].value)
            for point in self.figures[0].points
            if point.period in means
        )

    @property
    def mean_breaks(self) -> tuple[float, ...]:
        """Return where their means may not be joined: the breaks, and where they are made
        otherwise.
        """
        means = self.standing.means if self.standing else {}
        changes = pairwise(self.mean_points)
        made = (b.x for a, b in changes if means[a.period].made != means[b.period].made)
        return (*self.breaks, *made)


def read(release: Release, side: Side) -> list[Row]:
    """Return a row for each indicator of the choice, in its order."""
    areas = [release.areas[code] for code in side.areas]
    return [_row(release, release.indicators[name], areas, side) for name in shown(release, side)]


def shown(release: Release, side: Side) -> tuple[str, ...]:
    """Return the indicators of a choice: its own, or those everyone starts with."""
    return side.indicators or tuple(name for name in SIDE_BY_SIDE if name in release.indicators)


def set_of(release: Release, way: Way, area: Area) -> tuple[str, ...]:
    """Return an area's council and those most like it, as many as stand side by side."""
    return choices.set_of(release, way, area)[:MOST_AREAS]


def without(release: Release, side: Side, code: str) -> Side:
    """Return the choice without an area; the mean goes where the next one in front has none."""
    left = tuple(other for other in side.areas if other != code)
    way = WAYS.get(side.alike or "")
    keeps = way is not None and left and choices.set_of(release, way, release.areas[left[0]])
    return replace(side, areas=left, alike=side.alike if keeps else None)


def finding(rows: list[Row]) -> str:
    """Return the title: who is highest and who is lowest on the first indicator that says so."""
    found = (_highest(row) for row in rows if row.indicator.benchmarked)
    return next(filter(None, found), "One area stands alone: add another to compare it with")


def finding_of(row: Row) -> str:
    """Return what one indicator says: who is highest and lowest, or the figures that there are."""
    if found := _highest(row):
        return found
    known = [figure for figure in row.figures if figure.reading.value is not None]
    own = [figure for figure in known if not figure.borrowed] or known
    if not own:
        return f"None of these areas has a figure of {row.indicator.quantity}"
    shown = text.short_amount(own[0].reading.value or 0.0, row.indicator)
    title = row.indicator.title
    if len(own) > 1:
        return f"{title}: {shown} in each of {text.plural(len(own), 'area')}"
    return f"{title}: {shown} in {text.spoken((own[0].holder or own[0].area).name)}"


def _highest(row: Row) -> str | None:
    """Return who is highest and who is lowest by their own figures; None where nobody is."""
    known = [figure for figure in row.figures if figure.reading.value is not None]
    known = [figure for figure in known if not figure.borrowed]
    if len(known) < 2:
        return None
    known.sort(key=lambda figure: figure.reading.value or 0.0)
    low, high = known[0], known[-1]
    if _said(row, low) == _said(row, high):
        return None
    number = "both" if len(known) == 2 else f"these {len(known)} areas"
    return (
        f"Of {number}, {text.spoken(high.area.name)} has the "
        f"{'higher' if len(known) == 2 else 'highest'} {row.indicator.quantity}: "
        f"{_said(row, high)}, against {_said(row, low)} in {text.spoken(low.area.name)}"
    )


def _said(row: Row, figure: Figure) -> str:
    return text.short_amount(figure.reading.value or 0.0, row.indicator)


def _row(release: Release, indicator: Indicator, areas: list[Area], side: Side) -> Row:
    figures = tuple(_figure(release, indicator, area) for area in areas)
    at = {point.period: point.x for figure in figures for point in figure.points}
    breaks = tuple(at[entry.before] for entry in indicator.breaks if entry.before in at)
    coverage = release.coverage(indicator.id, "country")
    england = None
    if coverage is not None and indicator.benchmarked:
        row = release.observation(indicator.id, release.england.code, coverage.latest.label)
        england = row.value if row else None
    return Row(indicator, figures, breaks, england, _standing(release, indicator, figures[0], side))


def _standing(release: Release, indicator: Indicator, first: Figure, side: Side) -> Standing | None:
    """Return the councils like the first area, None where their mean is not asked for or made."""
    if side.alike is None:
        return None
    codes = choices.set_of(release, WAYS[side.alike], first.area)
    return neighbour_means.read(
        release,
        indicator,
        release.areas[codes[0]],
        slug=side.alike,
        period=first.period,
        periods=[point.period for point in first.points],
    )


def _figure(release: Release, indicator: Indicator, area: Area) -> Figure:
    holder = release.holder(indicator.id, area.code)
    coverage = release.coverage(indicator.id, holder.level) if holder else None
    if holder is None or coverage is None:
        return Figure(area, None, None, reading(area, None), ())
    period = coverage.latest.label
    row = release.observation(indicator.id, holder.code, period)
    points = tuple(
        Point(decimal_year(entry.period_end), entry.period, entry.value)
        for entry in release.series(indicator.id, holder.code)
        if is_quarter(entry.period) == is_quarter(period)
    )
    return Figure(area, holder, period, reading(holder, row), points)

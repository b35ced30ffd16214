"""Several areas side by side: every figure of a set of indicators, and its series, read once."""

from __future__ import annotations

from dataclasses import dataclass

from app import neighbours, text
from app.charts.multiples import Point
from app.choices import MOST_AREAS, SIDE_BY_SIDE, Side
from app.findings import Reading
from app.neighbours import Way
from app.release import Area, Release
from app.view import decimal_year, reading
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


def read(release: Release, side: Side) -> list[Row]:
    """Return a row for each indicator of the choice, in its order."""
    areas = [release.areas[code] for code in side.areas]
    return [_row(release, release.indicators[name], areas) for name in shown(release, side)]


def shown(release: Release, side: Side) -> tuple[str, ...]:
    """Return the indicators of a choice: its own, or those everyone starts with."""
    return side.indicators or tuple(name for name in SIDE_BY_SIDE if name in release.indicators)


def set_of(release: Release, way: Way, area: Area) -> tuple[str, ...]:
    """Return an area's council and those most like it, as many as stand side by side.

    A district whose set is made for counties has its county's; an area that is no council has none.
    """
    council = release.areas.get(area.lad_code or "") if area.level in ("ward", "lad") else area
    for holder in (council, release.areas.get(council.utla_code or "") if council else None):
        if holder is not None and (codes := neighbours.alike(release, way, holder.code)):
            return (holder.code, *codes)[:MOST_AREAS]
    return ()


def finding(rows: list[Row]) -> str:
    """Return the title: who is highest and who is lowest on the first indicator that says so."""
    for row in rows:
        known = [figure for figure in row.figures if figure.reading.value is not None]
        known = [figure for figure in known if not figure.borrowed]
        if len(known) < 2 or not row.indicator.benchmarked:
            continue
        known.sort(key=lambda figure: figure.reading.value or 0.0)
        low, high = known[0], known[-1]
        if _said(row, low) == _said(row, high):
            continue
        number = "both" if len(known) == 2 else f"these {len(known)} areas"
        return (
            f"Of {number}, {text.spoken(high.area.name)} has the "
            f"{'higher' if len(known) == 2 else 'highest'} {row.indicator.quantity}: "
            f"{_said(row, high)}, against {_said(row, low)} in {text.spoken(low.area.name)}"
        )
    return "One area stands alone: add another to compare it with"


def _said(row: Row, figure: Figure) -> str:
    return text.short_amount(figure.reading.value or 0.0, row.indicator)


def _row(release: Release, indicator: Indicator, areas: list[Area]) -> Row:
    figures = tuple(_figure(release, indicator, area) for area in areas)
    at = {point.period: point.x for figure in figures for point in figure.points}
    breaks = tuple(at[entry.before] for entry in indicator.breaks if entry.before in at)
    coverage = release.coverage(indicator.id, "country")
    england = None
    if coverage is not None and indicator.benchmarked:
        row = release.observation(indicator.id, release.england.code, coverage.latest.label)
        england = row.value if row else None
    return Row(indicator, figures, breaks, england)


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

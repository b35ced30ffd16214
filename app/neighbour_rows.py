"""Rows that programs read of the councils like one: who they are, and their means."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from app import neighbour_means, neighbours
from app.fields import Cell
from app.neighbours import Way
from app.release import Area, Period, Release
from app.rows import LATEST
from etl.registry import Indicator


@dataclass(frozen=True, slots=True)
class Mean:
    """A row that is made only when its page is asked for: the mean of one indicator and period."""

    way: Way
    indicator: Indicator
    period: Period


def alike(release: Release, area: Area, ways: Iterable[Way]) -> list[tuple[Cell, ...]]:
    """Return the cells of ``fields.NEIGHBOUR`` of the councils like one, most alike first."""
    return [
        (way.slug, way.by, rank, code, release.areas[code].name, release.areas[code].level)
        for way in ways
        for rank, code in neighbours.ranked(release, way, area.code)
    ]


def means(
    release: Release, area: Area, ways: Iterable[Way], indicators: Iterable[str], period: str | None
) -> list[Mean]:
    """Return the means there are of an area, set by set, by indicator, oldest period first.

    A plain count has none, nor has a period that only some councils have. ``period`` is a slug or
    ``latest``, None for every period.
    """
    items = [release.indicators[name] for name in indicators]
    return [
        Mean(way, item, entry)
        for way in ways
        for item in items
        if item.benchmarked and (coverage := release.coverage(item.id, area.level)) is not None
        for entry in coverage.periods
        if entry.councils is None
        and (period in (None, entry.slug) or (period == LATEST and entry == coverage.latest))
    ]


def mean(release: Release, area: Area, row: Mean) -> tuple[Cell, ...]:
    """Return the cells of ``fields.MEAN``; the value is None where too few have a figure."""
    codes = neighbours.alike(release, row.way, area.code)
    rows = release.column(row.indicator.id, codes, row.period.label)
    found = neighbour_means.mean(row.indicator, rows)
    known = sum(one is not None and one.value is not None for one in rows)
    return (
        row.way.slug,
        row.indicator.id,
        row.period.label,
        row.period.end.isoformat(),
        found.value if found else None,
        row.indicator.unit.strip() or None,
        found.numerator if found else None,
        found.denominator if found else None,
        found.made if found else None,
        known,
        len(codes),
    )

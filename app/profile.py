"""What a ward's profile shows, read from a release once: every indicator of the ward, and what is
known only for its council.

``read`` returns figures and positions; words and marks are made of them by the pages.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from app.findings import Reading
from app.release import Area, Coverage, Observation, Period, Release
from app.text import TREND_POINTS, trend_words
from app.view import reading
from etl.registry import Indicator
from etl.schema import is_quarter

POPULATION, SETTINGS = "population_0_4", "childcare_providers"
OLD_YEARS = 5
"""Full years from the end of a period to the release from which a row says how old it is."""


@dataclass(frozen=True, slots=True)
class Spread:
    """England's wards in one period: the 1st, 25th, 75th and 99th percentile, and how many."""

    p1: float
    p25: float
    p75: float
    p99: float
    count: int


@dataclass(frozen=True, slots=True)
class Partial:
    """A figure of a period that only ``councils`` councils have: nothing stands beside it."""

    reading: Reading
    period: Period
    councils: int


@dataclass(frozen=True, slots=True)
class Row:
    """One indicator of a profile; ``holder`` is the area it is of: the ward, its council or county.

    ``below`` is the share of England's wards with a lower value, in whole per cent, floored;
    ``spread`` and ``others`` (the values of the council's other wards) are empty where the
    indicator is no ward's. ``age`` is in full years from the period's end to the release.
    ``partial`` are figures after ``period`` that the ward has and most of England has not.
    """

    indicator: Indicator
    holder: Area
    reading: Reading
    england: Reading
    period: Period
    age: int
    trend: tuple[str, str]
    spread: Spread | None = None
    others: tuple[float, ...] = ()
    below: int | None = None
    partial: tuple[Partial, ...] = ()

    @property
    def old(self) -> bool:
        """Tell whether the figure is so old that its row says how old."""
        return self.age >= OLD_YEARS


@dataclass(frozen=True, slots=True)
class Profile:
    """A ward's profile: ``rows`` are of the ward, ``council_rows`` of its council or county."""

    ward: Area
    council: Area
    region: Area | None
    rows: tuple[Row, ...]
    council_rows: tuple[Row, ...]

    def row(self, indicator_id: str) -> Row | None:
        """Return the ward's own row of an indicator, if it has one."""
        return next((row for row in self.rows if row.indicator.id == indicator_id), None)

    @property
    def oldest(self) -> Period | None:
        """Return the period that ended first, of the ward's own figures."""
        known = (row.period for row in self.rows if row.reading.value is not None)
        return min(known, key=lambda period: period.end, default=None)


def read(release: Release, ward_code: str) -> Profile:
    """Return the profile of a ward, each indicator at its latest period, in registry order."""
    ward = release.areas[ward_code]
    council = release.areas[ward.lad_code or ""]
    own, of_council = [], []
    for indicator in release.indicators.values():
        if coverage := release.ward_coverage(indicator.id, council.code):
            own.append(_ward_row(release, indicator, ward, coverage))
        elif row := council_row(release, indicator, council):
            of_council.append(row)
    region = release.areas.get(ward.region_code or council.region_code or "")
    return Profile(ward, council, region, tuple(own), tuple(of_council))


def percentile(ordered: Sequence[float], share: float) -> float:
    """Return the value below which ``share`` (0 to 1) of ascending values lie, interpolated between
    neighbours (Hyndman and Fan's definition 7, NumPy's default).
    """
    place = (len(ordered) - 1) * share
    low = int(place)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (ordered[high] - ordered[low]) * (place - low)


def share_below(ordered: Sequence[float], value: float) -> int:
    """Return how many per cent of ascending values are lower than ``value``, floored.

    A value that is among them is not lower than itself, so the answer is never 100.
    """
    return 100 * bisect_left(ordered, value) // len(ordered)


def recent_trend(
    release: Release, indicator: Indicator, area_code: str, period: Period
) -> tuple[str, str]:
    """Return shape and words of the recent trend up to a period.

    A test needs five yearly figures in a row since the last break, with intervals; where there are
    fewer the words count them.
    """
    row = release.observation(indicator.id, area_code, period.label)
    if row is None or row.value is None:
        return "···", "No figure"
    if row.trend is not None:
        return trend_words(row.trend, TREND_POINTS)
    known = [
        item
        for item in release.series(indicator.id, area_code)
        if item.value is not None and not is_quarter(item.period) and item.period_end <= period.end
    ]
    since = _since_break(indicator, known)
    if len(since) < len(known) and len(since) == 1:
        return "⁄⁄", "Not comparable"
    run = _yearly_run(since)
    if run < TREND_POINTS:
        if run == 1 and len(since) > 1:
            return "···", "Not yearly: not tested"
        after = f" since {since[0].period}" if len(since) < len(known) else ""
        return "···", f"{run} of {TREND_POINTS} years{after}"
    return "···", "Not tested"


def _since_break(indicator: Indicator, known: Sequence[Observation]) -> Sequence[Observation]:
    """Return the figures that may be compared with the last one."""
    starts = {cut.before for cut in indicator.breaks}
    for place in range(len(known) - 1, -1, -1):
        if known[place].period in starts:
            return known[place:]
    return known


def _yearly_run(known: Sequence[Observation]) -> int:
    """Return how many of the last figures follow each other year by year."""
    run = min(len(known), 1)
    for later, earlier in zip(reversed(known), reversed(known[:-1]), strict=False):
        if later.period_end.year - earlier.period_end.year != 1:
            break
        run += 1
    return run


def _ward_row(release: Release, indicator: Indicator, ward: Area, coverage: Coverage) -> Row:
    period = coverage.latest
    own = release.observation(indicator.id, ward.code, period.label)
    # the wards of some councils are no spread of England's
    ordered = () if coverage.councils else ordered_values(release, indicator.id, period.label)
    siblings = release.wards(ward.lad_code or "")
    others = release.column(
        indicator.id, (area.code for area in siblings if area is not ward), period.label
    )
    value = own.value if own else None
    return Row(
        indicator=indicator,
        holder=ward,
        reading=reading(ward, own),
        england=_england(release, indicator, period),
        period=period,
        age=_age(release, period),
        trend=recent_trend(release, indicator, ward.code, period),
        spread=_spread(ordered) if ordered and indicator.benchmarked else None,
        others=tuple(item.value for item in others if item and item.value is not None),
        below=share_below(ordered, value) if ordered and value is not None else None,
        partial=tuple(_partial(release, indicator, ward, coverage)),
    )


def _partial(
    release: Release, indicator: Indicator, ward: Area, coverage: Coverage
) -> Iterator[Partial]:
    for period in coverage.periods:
        if period.councils is not None and period.end > coverage.latest.end:
            own = reading(ward, release.observation(indicator.id, ward.code, period.label))
            yield Partial(own, period, release.councils_with(period))


def council_row(release: Release, indicator: Indicator, council: Area) -> Row | None:
    """Return an indicator of a council at its latest period, by whoever stands for it; None where
    nobody publishes it.
    """
    holder = release.holder(indicator.id, council.code)
    coverage = release.coverage(indicator.id, holder.level) if holder else None
    if holder is None or coverage is None:
        return None
    period = coverage.latest
    return Row(
        indicator=indicator,
        holder=holder,
        reading=reading(holder, release.observation(indicator.id, holder.code, period.label)),
        england=_england(release, indicator, period),
        period=period,
        age=_age(release, period),
        trend=recent_trend(release, indicator, holder.code, period),
    )


def _england(release: Release, indicator: Indicator, period: Period) -> Reading:
    england = release.england
    return reading(england, release.observation(indicator.id, england.code, period.label))


@lru_cache(maxsize=128)
def ordered_values(release: Release, indicator_id: str, period: str) -> array[float]:
    """Return the values of all England's wards, ascending; those without one left out.

    Kept per process: 61 KB an indicator, sorted in some 2 ms.
    """
    values = release.values(indicator_id, "ward", period)
    return array("d", sorted(value for value in values if value == value))  # NaN is not itself


def _spread(ordered: Sequence[float]) -> Spread:
    p1, p25, p75, p99 = (percentile(ordered, share) for share in (0.01, 0.25, 0.75, 0.99))
    return Spread(p1, p25, p75, p99, len(ordered))


def _age(release: Release, period: Period) -> int:
    built = date.fromisoformat(str(release.manifest["built_at"])[:10])
    before_the_day = (built.month, built.day) < (period.end.month, period.end.day)
    return max(built.year - period.end.year - before_the_day, 0)

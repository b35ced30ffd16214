"""What one view shows, read from the release once: the council, its wards or peers, and the series.

Pages build everything they say from a ``View``; nothing else in ``app.pages`` asks for figures.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from app import change, neighbour_means, text
from app.change import Change
from app.charts.series import Cut, Hole, Line
from app.findings import Reading
from app.neighbour_means import Standing
from app.neighbours import Way
from app.release import Area, Coverage, Observation, Release
from app.state import ViewState
from app.view_lines import cuts_and_holes, decimal_year, lines, periods_of
from etl.registry import Indicator
from etl.schema import is_quarter

MOST_LINES = 4
"""Lines of a chart, each of another colour (DESIGN §8)."""


@dataclass(frozen=True)
class View:
    """One state of the explorer, with its figures.

    ``wards`` are the council's wards in code order, empty for an indicator published by council;
    ``holder`` is the area whose figure stands for the council: itself, or its county, or None when
    nobody publishes one. ``peers`` are all such areas of England, for a council-only indicator.
    ``has_fifths`` tells whether England's fifths can colour the wards. ``since`` is the earlier
    period of a view of change, and ``changes`` are those of its wards, or peers, in their order.
    ``standing`` is how the holder stands among the councils like it. ``lines`` are all that a table
    shows; a chart has ``charted``.
    """

    state: ViewState
    indicator: Indicator
    council: Area
    holder: Area | None
    region: Area | None
    period: str | None
    by_ward: bool
    has_fifths: bool
    wards: tuple[Reading, ...]
    peers: tuple[Reading, ...]
    own: Reading
    region_reading: Reading | None
    england: Reading | None
    lines: tuple[Line, ...]
    cuts: tuple[Cut, ...]
    holes: tuple[Hole, ...]
    since: str | None = None
    changes: tuple[Change, ...] = ()
    own_change: Change | None = None
    england_change: Change | None = None
    standing: Standing | None = None

    @property
    def charted(self) -> tuple[Line, ...]:
        """Return the lines of a chart: beside a ward, the region gives way to similar councils."""
        if len(self.lines) <= MOST_LINES:
            return self.lines
        return tuple(line for line in self.lines if line.role != "region")

    @property
    def way(self) -> Way | None:
        """Return how the councils are alike that the council is compared with."""
        return self.standing.way if self.standing else None

    @property
    def ward(self) -> Reading | None:
        """Return the chosen ward."""
        return next((ward for ward in self.wards if ward.code == self.state.ward), None)

    @property
    def locked(self) -> Reading | None:
        """Return the ward that the others are read against; a view of change has none."""
        if self.since:
            return None
        return next((ward for ward in self.wards if ward.code == self.state.lock), None)

    def against_locked(self, reading: Reading) -> str:
        """Return how a ward differs from the locked one, empty where that cannot be said."""
        base = self.locked
        if base is None or base.value is None or reading.value is None or base.code == reading.code:
            return ""
        return text.against(reading.value, base.value, text.spoken(base.name), self.indicator)

    @property
    def holder_name(self) -> str:
        """Return whose figure is shown for the council."""
        return (self.holder or self.council).name


def read(release: Release, state: ViewState) -> View:
    """Return the figures of a state of the explorer."""
    assert state.lad is not None  # noqa: S101 - the explorer's states have a council
    indicator = release.told_of(state.indicator, state.lad)
    council = release.areas[state.lad]
    by_ward = state.level(release) == "ward"
    holder = release.holder(indicator.id, council.code)
    region = release.areas.get(council.region_code or "")
    coverage = state.coverage(release)
    period = state.period
    wards = _readings(release, indicator, release.wards(council.code), period) if by_ward else ()
    standing = neighbour_means.read(
        release,
        indicator,
        holder,
        slug=state.alike,
        period=period,
        periods=periods_of(release, indicator, holder, period),
    )
    drawn = lines(release, state, holder or council, region, by_ward, standing)
    cuts, holes = cuts_and_holes(indicator, drawn)
    peers = () if by_ward else _peers(release, indicator, period)
    own = _reading(release, indicator, holder or council, period)
    england = _reading(release, indicator, release.england, period)
    before = coverage.at(state.since) if coverage and state.since else None

    def changes(readings: Iterable[Reading]) -> tuple[Change, ...]:
        if before is None:
            return ()
        later = list(readings)
        areas = [release.areas[one.code] for one in later]
        first = _readings(release, indicator, areas, before.label)
        return tuple(change.of(first, later, indicator.decimals))

    return View(
        state=state,
        indicator=indicator,
        council=council,
        holder=holder,
        region=region,
        period=period,
        by_ward=by_ward,
        has_fifths=by_ward and coverage is not None and _is_of_england(coverage, period),
        wards=wards,
        peers=peers,
        own=own,
        region_reading=_reading(release, indicator, region, period) if region else None,
        england=england,
        lines=drawn,
        cuts=cuts,
        holes=holes,
        since=before.label if before else None,
        changes=changes(wards if by_ward else peers),
        own_change=next(iter(changes([own])), None),
        england_change=next(iter(changes([england])), None),
        standing=standing,
    )


def _is_of_england(coverage: Coverage, period: str | None) -> bool:
    shown = coverage.labelled(period or "")
    return coverage.councils is None and shown is not None and shown.councils is None


def holders(release: Release, indicator_id: str) -> list[Area]:
    """Return the areas that England's councils are told by, each once: councils, and counties."""
    found: dict[str, Area] = {}
    for council in release.councils():
        area = release.holder(indicator_id, council.code)
        if area is not None:
            found[area.code] = area
    return list(found.values())


def reading(area: Area, row: Observation | None) -> Reading:
    """Return what an area shows; an area without a row is ``x``, not available."""
    if row is None:
        return Reading(name=area.name, value=None, marker="x", code=area.code)
    return Reading(
        name=area.name,
        value=row.value,
        numerator=row.numerator,
        denominator=row.denominator,
        lower=row.lower,
        upper=row.upper,
        marker=row.marker,
        benchmark=row.benchmark,
        quintile=row.quintile,
        code=area.code,
    )


def points_since_break(view: View, area_code: str, release: Release) -> tuple[int, bool]:
    """Return how many annual figures an area has since the last break, and whether one cut it."""
    rows = [
        row
        for row in release.series(view.indicator.id, area_code)
        if row.value is not None and not is_quarter(row.period)
    ]
    if view.period is not None:
        rows = [row for row in rows if row.period_end <= _end(rows, view.period)]
    last_cut = max((cut.x for cut in view.cuts), default=None)
    if last_cut is None:
        return len(rows), False
    after = [row for row in rows if decimal_year(row.period_end) >= last_cut]
    return len(after), len(after) < len(rows)


def _end(rows: Sequence[Observation], period: str) -> date:
    return next((row.period_end for row in rows if row.period == period), date.max)


def _readings(
    release: Release, indicator: Indicator, areas: Iterable[Area], period: str | None
) -> tuple[Reading, ...]:
    return tuple(_reading(release, indicator, area, period) for area in areas)


def _reading(release: Release, indicator: Indicator, area: Area, period: str | None) -> Reading:
    row = release.observation(indicator.id, area.code, period) if period else None
    return reading(area, row)


def _peers(release: Release, indicator: Indicator, period: str | None) -> tuple[Reading, ...]:
    return _readings(release, indicator, holders(release, indicator.id), period)

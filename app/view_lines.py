"""The series that a view draws over time, with the breaks and gaps that they run across."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from app.charts.series import Cut, Hole, Line, Point, Role
from app.neighbour_means import Standing
from app.release import Area, Release
from app.state import ViewState
from etl.registry import Indicator
from etl.schema import is_quarter


def decimal_year(day: date) -> float:
    """Return a day as a year with its fraction, to four decimals."""
    first = date(day.year, 1, 1)
    length = (date(day.year + 1, 1, 1) - first).days
    return round(day.year + (day - first).days / length, 4)


def lines(
    release: Release,
    state: ViewState,
    council: Area,
    region: Area | None,
    by_ward: bool,
    standing: Standing | None,
) -> tuple[Line, ...]:
    """Return the chosen ward, the council, those like it, the region and England; the council leads
    without a ward.
    """
    quarters = is_quarter(state.period or "")
    ward = release.areas[state.ward] if by_ward and state.ward else None
    drawn: list[tuple[Area, Role]] = []
    if ward is not None:
        drawn.extend([(ward, "focus"), (council, "council")])
    else:
        drawn.append((council, "focus"))
    own = len(drawn)
    if region is not None:
        drawn.append((region, "region"))
    drawn.append((release.england, "england"))
    if not release.indicators[state.indicator].benchmarked:
        # A ward's count drawn beside England's would lie flat on zero: only like sizes share a
        # scale.
        drawn = drawn[:1]
    lines = [
        Line(area.name, role, _points(release, state.indicator, area, quarters=quarters))
        for area, role in drawn
    ]
    if standing is not None and standing.means:
        places = {point.period: point.x for line in lines for point in line.points}
        lines.insert(own, Line(standing.way.label, "alike", _means(standing, places)))
    return tuple(lines)


def _means(standing: Standing, places: dict[str, float]) -> tuple[Point, ...]:
    """Return the means of similar councils over time, not joined where they are made otherwise."""
    points: list[Point] = []
    before = None
    for period, x in sorted(places.items(), key=lambda place: place[1]):
        mean = standing.means.get(period)
        if mean is None:
            continue
        note = f"{mean.known} of {mean.neighbours}" if mean.known < mean.neighbours else ""
        apart = before is not None and mean.made != before
        points.append(Point(x, period, mean.value, apart=apart, note=note))
        before = mean.made
    return tuple(points)


def periods_of(
    release: Release, indicator: Indicator, holder: Area | None, period: str | None
) -> list[str]:
    """Return the periods of the series that all of England has, as the chart shows them."""
    coverage = release.coverage(indicator.id, holder.level) if holder else None
    quarters = is_quarter(period or "")
    return [
        entry.label
        for entry in (coverage.periods if coverage else ())
        if entry.councils is None and is_quarter(entry.label) == quarters
    ]


def _points(
    release: Release, indicator_id: str, area: Area, *, quarters: bool
) -> tuple[Point, ...]:
    return tuple(
        Point(decimal_year(row.period_end), row.period, row.value, row.lower, row.upper)
        for row in release.series(indicator_id, area.code)
        if is_quarter(row.period) == quarters
    )


def cuts_and_holes(
    indicator: Indicator, lines: Sequence[Line]
) -> tuple[tuple[Cut, ...], tuple[Hole, ...]]:
    """Return the indicator's breaks and gaps where these series run across them."""
    at = {point.period: point.x for line in lines for point in line.points}
    xs = sorted(at.values())
    if len(xs) < 2:
        return (), ()
    holes = []
    for gap in indicator.gaps:
        start, end = _place(gap.first, at), _place(gap.last, at)
        if start is not None and end is not None and xs[0] < start and end < xs[-1]:
            holes.append(Hole(round(start - 0.5, 4), round(end + 0.5, 4), gap.reason))
    cuts = []
    for series_break in indicator.breaks:
        after = at.get(series_break.before)
        earlier = [x for x in xs if after is not None and x < after]
        if after is None or not earlier:
            continue
        hole = next((hole for hole in holes if earlier[-1] < hole.end < after), None)
        x = hole.end if hole else (earlier[-1] + after) / 2
        cuts.append(Cut(round(x, 4), series_break.reason))
    return tuple(cuts), tuple(holes)


def _place(period: str, at: dict[str, float]) -> float | None:
    """Return where a period that nobody published stands, by the first year in its label."""
    if not period[:4].isdigit():
        return None
    known = next(((label, x) for label, x in at.items() if label[:4].isdigit()), None)
    return None if known is None else known[1] + int(period[:4]) - int(known[0][:4])

"""Maps, rankings and trends of a report, made from the figures of a view."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from app import text
from app.charts.series import segments
from app.findings import Reading
from app.pages import area_alike, area_ranking
from app.reports.model import Bar, Number, Ranking, Role, Series, Trend
from app.values import rounded
from app.view import View
from etl.registry import Indicator
from etl.schema import is_quarter


def number(indicator: Indicator) -> Number:
    """Return how the figures of an indicator are written."""
    return Number(indicator.decimals, "%" if indicator.unit == "%" else "")


def ranking(
    readings: Sequence[Reading], view: View, *, noun: str, group: str, focus: str | None
) -> Ranking:
    """Return areas from the highest with England, and a council of wards, in their places."""
    indicator = view.indicator
    bars = [bar(row, indicator, "focus" if row.code == focus else "area") for row in readings]
    if indicator.benchmarked:
        if view.by_ward and view.own.value is not None:
            bars.append(bar(view.own, indicator, "council"))
        means = area_alike.reading(view)
        if means is not None and area_ranking.among_alike(view):
            bars.append(bar(means, indicator, "alike"))
        if view.england is not None and view.england.value is not None:
            bars.append(bar(view.england, indicator, "england"))
    bars.sort(key=lambda item: (item.value is None, -(item.value or 0.0), item.name))
    known = [item for item in bars if item.value is not None and item.role in ("area", "focus")]
    ends = ""
    if known:
        ends = (
            f" Highest: {known[0].name}, {known[0].shown}; "
            f"lowest: {known[-1].name}, {known[-1].shown}."
        )
    alt = f"Chart: {group} by {indicator.quantity}.{ends}"
    return Ranking("Ranking", alt, number(indicator), tuple(bars), f"{noun}s")


def bar(row: Reading, indicator: Indicator, role: Role) -> Bar:
    """Return a reading as a bar, its numbers as they are shown."""
    shown = (
        text.missing(row.marker) if row.value is None else text.short_amount(row.value, indicator)
    )
    value, lower, upper = (
        rounded(end, indicator.decimals) for end in (row.value, row.lower, row.upper)
    )
    verdict = row.benchmark if indicator.benchmarked else None
    return Bar(text.spoken(row.name), shown, value, lower, upper, verdict, role)


def over_time(view: View) -> Trend | None:
    """Return the lines of a view; None where fewer than two periods have a figure.

    Periods stand at their distance in time. A line is cut into the runs that may be joined: none
    crosses a missing value, a gap or a break.
    """
    found = {
        point.x: point.period
        for line in view.charted
        for point in line.points
        if point.value is not None
    }
    if len(found) < 2:
        return None
    places, labels = slots(found, 0.25 if is_quarter(view.period or "") else 1.0)
    indicator = view.indicator
    series: list[Series] = []
    for line in view.charted:
        runs = segments(line.points, cuts=view.cuts, holes=view.holes)
        for at, run in enumerate(runs):
            values: list[float | None] = [None] * len(labels)
            for point in run:
                values[places[point.x]] = rounded(point.value, indicator.decimals)
            name, last = text.spoken(line.name), run is runs[-1]
            if not last:
                name += f" to {run[-1].period}" if at == 0 else f", {run[0].period} on"
            series.append(Series(name, line.role, tuple(values), last))
    every = [value for item in series for value in item.values if value is not None]
    low, high = min(every), max(every)
    said = "; ".join(
        f"{text.spoken(line.name)}: "
        + ", ".join(
            f"{text.short_amount(point.value, indicator)} in {point.period}"
            for point in line.points
            if point.value is not None
        )
        for line in view.charted
        if any(point.value is not None for point in line.points)
    )
    flat = low > 0 and high - low < 0.35 * high
    alt = f"Chart: {indicator.quantity} over time. {said}."
    return Trend("Trend", alt, number(indicator), labels, tuple(series), not flat)


def slots(found: Mapping[float, str], step: float) -> tuple[dict[float, int], tuple[str, ...]]:
    """Return the slot of each date and the slots' labels, evenly spaced where dates allow it."""
    xs = sorted(found)
    places = {x: round((x - xs[0]) / step) for x in xs}
    if len(set(places.values())) < len(xs):
        places = {x: at for at, x in enumerate(xs)}
    labels = [""] * (max(places.values()) + 1)
    for x, at in places.items():
        labels[at] = found[x]
    return places, tuple(labels)

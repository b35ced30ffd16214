"""The areas at the ends: England's lowest and highest council, and its highest ward."""

from __future__ import annotations

import math

from app.release import Area, Release
from app.view import holders
from etl.registry import Indicator


def top_ward(release: Release, indicator_id: str) -> tuple[Area, float, str] | None:
    """Return the ward of England's highest value, the value, and its period, the latest."""
    coverage = release.ward_coverage(indicator_id, None)
    if coverage is None:
        return None
    period = coverage.latest.label
    values = release.values(indicator_id, "ward", period)
    known = [(value, place) for place, value in enumerate(values) if not math.isnan(value)]
    if not known:
        return None
    value, place = max(known)
    return release.at_level("ward")[place], value, period


def ends(
    release: Release, indicator: Indicator, period: str | None
) -> tuple[tuple[float, Area], tuple[float, Area]] | None:
    """Return the lowest and the highest council of a period."""
    known = [
        (value, area)
        for area in holders(release, indicator.id)
        if (value := figure(release, indicator, area, period)) is not None
    ]
    if not known:
        return None
    return min(known, key=lambda item: item[0]), max(known, key=lambda item: item[0])


def figure(release: Release, indicator: Indicator, area: Area, period: str | None) -> float | None:
    """Return an area's value in a period; None where it has none."""
    row = release.observation(indicator.id, area.code, period) if period else None
    return row.value if row else None

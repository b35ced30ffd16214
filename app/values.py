"""The values files that the map fetches: figures in area order, rounded, ready to colour a map."""

from __future__ import annotations

import calendar
from collections.abc import Iterator, Sequence
from typing import Any

from app.change import bases
from app.release import Area, Coverage, Observation, Period, Release
from app.state import DEFAULT_INDICATOR
from etl.registry import ENGLAND, Indicator

LETTER = {"higher": "h", "similar": "s", "lower": "l"}


def council_latest(release: Release, lad: str) -> dict[str, Any]:
    """Return ``values/<lad>.json``: the latest period of every ward-level indicator, for one
    council's wards.
    """
    wards = release.wards(lad)
    shown = {
        indicator.id: _period(release, indicator, wards, coverage.latest, lad)
        | {"breaks": coverage.breaks}
        for indicator in release.indicators.values()
        if (coverage := release.ward_coverage(indicator.id, lad))
    }
    return {"level": "ward", "areas": _codes(wards), "indicators": shown}


def council_earlier(release: Release, lad: str, indicator_id: str) -> dict[str, Any] | None:
    """Return ``values/<lad>/<indicator>.json``: the periods beside the one shown first; None when
    there are none.

    One that only some councils have is after it, and has no classes of England.
    """
    coverage = release.ward_coverage(indicator_id, lad)
    if coverage is None or len(coverage.periods) < 2:
        return None
    indicator, wards = release.indicators[indicator_id], release.wards(lad)
    periods = {
        period.label: _period(release, indicator, wards, period, lad)
        | {"breaks": None if period.councils else coverage.breaks}
        for period in coverage.periods
        if period != coverage.latest
    }
    return {"indicator": indicator_id, "periods": periods}


def england_wards(release: Release, indicator_id: str) -> dict[str, Any] | None:
    """Return ``values/england-ward/<indicator>.json``: all wards, latest period, without intervals.

    The areas are those of ``boundaries/england-ward.json``, in its order. None for what only some
    councils have by ward.
    """
    coverage = release.ward_coverage(indicator_id, None)
    if coverage is None:
        return None
    wards = release.at_level("ward")
    shown = _period(release, release.indicators[indicator_id], wards, coverage.latest)
    del shown["lower"], shown["upper"]
    shown["breaks"] = coverage.breaks
    return {"level": "ward", "indicator": indicator_id, "periods": {coverage.latest.label: shown}}


def england_councils(release: Release, indicator_id: str) -> dict[str, Any] | None:
    """Return ``values/england-lad/<indicator>.json``: all councils, every period.

    A district of a county whose figure is published by county holds the county's, and ``of`` says
    whose it is.
    """
    coverage = release.coverage(indicator_id, "lad") or release.coverage(indicator_id, "utla")
    if coverage is None:
        return None
    councils = release.councils()
    holders = [release.holder(indicator_id, council.code) or council for council in councils]
    of = {
        str(place): holder.code
        for place, (council, holder) in enumerate(zip(councils, holders, strict=True))
        if holder is not council
    }
    indicator = release.indicators[indicator_id]
    periods = {
        period.label: _period(release, indicator, holders, period) | {"breaks": coverage.breaks}
        for period in coverage.periods
    }
    whose = {"of": of} if of else {}
    return (
        {"level": "lad", "areas": _codes(councils), "indicator": indicator_id}
        | whose
        | {"periods": periods}
    )


def search(release: Release) -> dict[str, Any]:
    """Return ``search.json``: councils with their number of wards, and wards with the place of
    their council in that list, both sorted by name.
    """
    councils = sorted(release.councils(), key=_by_name)
    place = {council.code: n for n, council in enumerate(councils)}
    wards = sorted(release.at_level("ward"), key=_by_name)
    return {
        "councils": [[area.code, area.name, len(release.wards(area.code))] for area in councils],
        "wards": [[area.code, area.name, place[area.lad_code or ""]] for area in wards],
    }


def indicators(release: Release) -> dict[str, Any]:
    """Return ``indicators.json``: what the map's script says about each indicator, and no more."""
    return {
        "release": release.id,
        "vintage": vintage(release.ward_vintage),
        "default": DEFAULT_INDICATOR,
        "indicators": [_described(release, item) for item in release.indicators.values()],
    }


def _described(release: Release, indicator: Indicator) -> dict[str, Any]:
    coverage = {
        "ward": release.coverage(indicator.id, "ward"),
        "lad": release.coverage(indicator.id, "lad") or release.coverage(indicator.id, "utla"),
    }
    finest = release.neighbourhoods.get(indicator.id)
    main = next(iter(release.sources(indicator.id)), {})
    published = main.get("published")
    line = [main.get("publisher"), main.get("title"), published and spoken(published)]
    spoken_of = ("id", "title", "short_title", "unit", "decimals", "polarity", "quantity")
    return {
        **{name: getattr(indicator, name) for name in spoken_of},
        "benchmarked": indicator.benchmarked,
        "finest_level": indicator.finest_level,
        "caveats": indicator.caveats,
        "source": ", ".join(part for part in line if part),
        "licence": main.get("licence", ""),
        **({"lsoa": finest.period.label} if finest else {}),
        "coverage": {
            level: {"periods": [period.label for period in found.every], "breaks": found.breaks}
            | _divided(indicator, found)
            | ({"latest": found.latest.label} if found.latest != found.every[-1] else {})
            | ({"councils": found.councils} if found.councils else {})
            for level, found in coverage.items()
            if found
        },
    }


def _divided(indicator: Indicator, coverage: Coverage) -> dict[str, list[int]]:
    """Return which periods may be compared, by their numbers; nothing where all may."""
    found = bases(indicator, coverage.every)
    return {"bases": found} if len(set(found)) > 1 else {}


def vintage(code: str) -> str:
    """Return a ward vintage in words: ``WD24`` → ``May 2024``, the month wards are drawn in."""
    return f"May 20{code[-2:]}"


def spoken(day: str) -> str:
    """Return a date as people write it, as exact as it was given: ``2026-03-26`` → ``26 March
    2026``, ``2026-03`` → ``March 2026``, ``2026`` → ``2026``.
    """
    year, *rest = (int(part) for part in day[:10].split("-"))
    if not rest:
        return str(year)
    month = f"{calendar.month_name[rest[0]]} {year}"
    return f"{rest[1]} {month}" if len(rest) > 1 else month


def _by_name(area: Area) -> tuple[str, str]:
    return area.name.casefold(), area.code


def files(release: Release) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield every values file: its place below ``v/<release_id>/``, and what it holds."""
    yield "search.json", search(release)
    yield "indicators.json", indicators(release)
    for council in release.councils():
        yield f"values/{council.code}.json", council_latest(release, council.code)
        for indicator in release.indicators:
            if earlier := council_earlier(release, council.code, indicator):
                yield f"values/{council.code}/{indicator}.json", earlier
    for indicator in release.indicators:
        if councils := england_councils(release, indicator):
            yield f"values/england-lad/{indicator}.json", councils
        if wards := england_wards(release, indicator):
            yield f"values/england-ward/{indicator}.json", wards


def _period(
    release: Release,
    indicator: Indicator,
    areas: Sequence[Area],
    period: Period,
    lad: str | None = None,
) -> dict[str, Any]:
    """Return one period's figures in the order of ``areas``, beside England's and the council's
    own.
    """
    rows = release.column(indicator.id, _codes(areas), period.label)

    def at(code: str | None) -> float | None:
        row = release.observation(indicator.id, code, period.label) if code else None
        return rounded(row.value if row else None, indicator.decimals)

    shown: dict[str, Any] = {"period": period.label}
    for name in ("value", "lower", "upper"):
        numbers = [getattr(row, name) if row else None for row in rows]
        shown[name] = [rounded(number, indicator.decimals) for number in numbers]
    shown["marker"] = {
        str(place): row.marker if row else "x"
        for place, row in enumerate(rows)
        if row is None or row.marker
    }
    shown["benchmark"] = "".join(_letter(row) for row in rows)
    shown["quintile"] = "".join(str(row.quintile or ".") if row else "." for row in rows)
    shown["england"] = at(ENGLAND)
    if lad:
        shown["council"] = at(lad)
        shown["region"] = at(release.areas[lad].region_code)
    return shown


def _letter(row: Observation | None) -> str:
    return LETTER.get(row.benchmark or "", ".") if row else "."


def rounded(number: float | None, decimals: int) -> float | int | None:
    """Return the number as it is shown; a whole one without its ``.0``, which only costs bytes."""
    if number is None:
        return None
    short = round(number, decimals)
    return int(short) if short == int(short) else short


def _codes(areas: Sequence[Area]) -> list[str]:
    return [area.code for area in areas]

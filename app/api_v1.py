"""``/api/v1``: areas, indicators and observations for programs, as JSON and CSV; only for reading.

``app.openapi`` describes every address here from the same parameters and fields.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Sequence
from typing import Any

from flask import Flask, Response, request

from app import answers, fields, neighbour_rows, openapi, parameters
from app.neighbours import WAYS, Way, offered
from app.parameters import Parameter, Refused, short
from app.recoded import SUCCESSORS
from app.release import Area, Release
from app.rows import LATEST, Rows
from etl.registry import LEVELS, Indicator, Level

BASE = "/api/v1"


def register(server: Flask, release: Release) -> None:
    """Add the API's addresses to ``server``."""
    answers.register(server)
    rows = Rows(release)
    _add_documents(server, release)
    _add_areas(server, release, rows)
    _add_indicators(server, release)
    _add_observations(server, release, rows)
    _add_neighbours(server, release)


def _add_documents(server: Flask, release: Release) -> None:
    @server.get(BASE)
    def api_index() -> Response:
        """Say what there is."""
        _asked(())
        return answers.document(
            release,
            {
                "release": release.id,
                "built_at": release.manifest.get("built_at"),
                "ward_vintage": release.ward_vintage,
                "licence": answers.LICENCE,
                "areas": f"{BASE}/areas",
                "indicators": f"{BASE}/indicators",
                "openapi": f"{BASE}/openapi.json",
                "catalogue": "/catalog.jsonld",
            },
        )

    @server.get(f"{BASE}/openapi.json")
    def api_description() -> Response:
        """Describe the API."""
        _asked(())
        return answers.document(release, openapi.document(release))


def _add_areas(server: Flask, release: Release, rows: Rows) -> None:
    def areas(*, as_csv: bool) -> Response:
        asked = _asked(openapi.AREAS)
        outer = area_of(release, asked["within"], "within") if asked["within"] else None
        levels = [asked["level"]] if asked["level"] else LEVELS
        found = [area for level in levels for area in rows.inside(outer, level)]
        found = [area for area in found if _matches(asked["q"], area.name, area.code)]
        shown = found[asked["offset"] : asked["offset"] + asked["limit"]]
        cells = [fields.area(area) for area in shown]
        return answers.page(
            release, "areas", fields.AREA, cells, total=len(found), asked=asked, as_csv=as_csv
        )

    _add_both(server, f"{BASE}/areas", areas)

    @server.get(f"{BASE}/areas/<code>")
    def api_area(code: str) -> Response:
        """Return one area."""
        _asked(())
        area = area_of(release, code, "code")
        body = fields.named(fields.AREA, fields.area(area))
        return answers.document(
            release,
            {"release": release.id, **body, "observations": f"{BASE}/areas/{code}/observations"},
        )


def _add_indicators(server: Flask, release: Release) -> None:
    def indicators(*, as_csv: bool) -> Response:
        asked = _asked(openapi.INDICATORS)
        found = [
            item
            for item in release.indicators.values()
            if asked["domain"] in (None, item.domain)
            and _matches(asked["q"], item.id, item.title, item.definition)
        ]
        shown = found[asked["offset"] : asked["offset"] + asked["limit"]]
        cells = [fields.indicator(release, item) for item in shown]
        return answers.page(
            release,
            "indicators",
            fields.INDICATOR,
            cells,
            total=len(found),
            asked=asked,
            as_csv=as_csv,
        )

    _add_both(server, f"{BASE}/indicators", indicators)

    @server.get(f"{BASE}/indicators/<indicator_id>")
    def api_indicator(indicator_id: str) -> Response:
        """Return all that is known of one indicator."""
        _asked(())
        item = indicator_of(release, indicator_id, "indicator")
        return answers.document(release, {"release": release.id} | described(release, item))


def _add_observations(server: Flask, release: Release, rows: Rows) -> None:
    def of_indicator(indicator_id: str, *, as_csv: bool) -> Response:
        asked = _asked(openapi.INDICATOR_OBSERVATIONS)
        item = indicator_of(release, indicator_id, "indicator")
        outer = area_of(release, asked["within"], "within") if asked["within"] else None
        covered: list[Level] = [level for level in LEVELS if release.coverage(item.id, level)]
        if asked["level"] and asked["level"] not in covered:
            raise Refused(404, f"{item.id} has figures for {', '.join(covered)} only.", "level")
        levels: list[Level] = [asked["level"]] if asked["level"] else covered
        _check_period(release, [item.id], levels, asked["period"])
        runs = rows.select([item.id], levels, within=outer, period=asked["period"])
        return _observations(release, rows, runs, asked, as_csv=as_csv)

    def of_area(code: str, *, as_csv: bool) -> Response:
        asked = _asked(openapi.AREA_OBSERVATIONS)
        area = area_of(release, code, "code")
        level = asked["level"] or area.level
        if asked["level"] and not rows.inside(area, level):
            raise Refused(404, f"No area of level {level} lies in {area.name}.", "level")
        chosen = list(release.indicators)
        if asked["indicator"]:
            chosen = [indicator_of(release, asked["indicator"], "indicator").id]
        _check_period(release, chosen, [level], asked["period"])
        runs = rows.select(chosen, [level], within=area, period=asked["period"])
        return _observations(release, rows, runs, asked, as_csv=as_csv)

    _add_both(server, f"{BASE}/indicators/<indicator_id>/observations", of_indicator)
    _add_both(server, f"{BASE}/areas/<code>/observations", of_area)


def _add_neighbours(server: Flask, release: Release) -> None:
    def alike(code: str, *, as_csv: bool) -> Response:
        asked = _asked(openapi.NEIGHBOURS)
        area = area_of(release, code, "code")
        found = neighbour_rows.alike(release, area, _ways(release, area, asked["set"]))
        shown = found[asked["offset"] : asked["offset"] + asked["limit"]]
        return answers.page(
            release,
            "neighbours",
            fields.NEIGHBOUR,
            shown,
            total=len(found),
            asked=asked,
            as_csv=as_csv,
        )

    def means(code: str, *, as_csv: bool) -> Response:
        asked = _asked(openapi.NEIGHBOUR_MEANS)
        area = area_of(release, code, "code")
        chosen = list(release.indicators)
        if asked["indicator"]:
            chosen = [indicator_of(release, asked["indicator"], "indicator").id]
        _check_period(release, chosen, [area.level], asked["period"])
        ways = _ways(release, area, asked["set"])
        found = neighbour_rows.means(release, area, ways, chosen, asked["period"])
        shown = found[asked["offset"] : asked["offset"] + asked["limit"]]
        cells = [neighbour_rows.mean(release, area, row) for row in shown]
        return answers.page(
            release, "means", fields.MEAN, cells, total=len(found), asked=asked, as_csv=as_csv
        )

    _add_both(server, f"{BASE}/areas/<code>/neighbours", alike)
    _add_both(server, f"{BASE}/areas/<code>/neighbours/means", means)


def _ways(release: Release, area: Area, slug: str | None) -> list[Way]:
    """Return the sets asked for; raise ``Refused`` (404) for one that an area does not have."""
    ways = offered(release, area.code)
    if slug is None:
        return ways
    found = [way for way in ways if way.slug == slug]
    if not found:
        has = f" It has {', '.join(way.slug for way in ways)}." if ways else ""
        raise Refused(404, f"There are no {WAYS[slug].noun} of {area.name}.{has}", "set")
    return found


def _observations(
    release: Release, rows: Rows, runs: Any, asked: dict[str, Any], *, as_csv: bool
) -> Response:
    found = rows.page(runs, asked["offset"], asked["limit"])
    return answers.page(
        release,
        "observations",
        fields.OBSERVATION,
        [fields.observation(release, row) for row in found],
        total=rows.count(runs),
        asked=asked,
        as_csv=as_csv,
    )


def _add_both(server: Flask, path: str, answer: Callable[..., Response]) -> None:
    """Add an address that answers in JSON, and in CSV with ``.csv`` behind it."""
    for ending, as_csv in (("", False), (".csv", True)):
        server.add_url_rule(
            path + ending,
            endpoint=path + ending,
            view_func=answer,
            defaults={"as_csv": as_csv},
            methods=["GET"],
        )


def _asked(declared: Sequence[Parameter]) -> dict[str, Any]:
    return parameters.read(request.query_string.decode("ascii", "replace"), declared)


def _matches(words: str | None, *texts: str) -> bool:
    """Tell whether every word is in one of the texts."""
    whole = " ".join(texts).casefold()
    return all(word in whole for word in (words or "").casefold().split())


def area_of(release: Release, code: str, parameter: str) -> Area:
    """Return the area of a code; raise ``Refused`` (404), which names the code's successors."""
    area = release.areas.get(code)
    if area is None:
        now = [new for new in SUCCESSORS.get(code, ()) if new in release.areas]
        ways = f" It is of another year: see {', '.join(now)}." if now else ""
        raise Refused(404, f"This release has no area “{short(code)}”.{ways}", parameter)
    return area


def indicator_of(release: Release, indicator_id: str, parameter: str) -> Indicator:
    """Return the indicator of an id; raise ``Refused`` (404), which names ids like it."""
    item = release.indicators.get(indicator_id)
    if item is None:
        near = difflib.get_close_matches(indicator_id, release.indicators, n=3, cutoff=0.6)
        ways = f" Did you mean {', '.join(near)}?" if near else ""
        message = f"This release has no indicator “{short(indicator_id)}”.{ways}"
        raise Refused(404, message, parameter)
    return item


def _check_period(
    release: Release, indicators: Sequence[str], levels: Sequence[Any], period: str | None
) -> None:
    """Raise ``Refused`` (404) for a period that none of the indicators has at these levels."""
    if period in (None, LATEST):
        return
    held = [
        entry
        for name in indicators
        for level in levels
        if (coverage := release.coverage(name, level))
        for entry in coverage.every
    ]
    slugs = dict.fromkeys(entry.slug for entry in sorted(held, key=lambda entry: entry.end))
    if period not in slugs:
        latest = ", ".join(list(slugs)[-12:])
        raise Refused(404, f"No figures for “{short(period)}”. There are: {latest}.", "period")


def described(release: Release, item: Indicator) -> dict[str, Any]:
    """Return what ``/api/v1/indicators/<id>`` says of an indicator."""
    summary = fields.named(fields.INDICATOR, fields.indicator(release, item))
    coverage = {
        level: {
            "periods": [
                {
                    "period": entry.label,
                    "slug": entry.slug,
                    "end": entry.end.isoformat(),
                    "councils": entry.councils,
                }
                for entry in found.every
            ],
            "breaks": found.breaks,
            "councils": found.councils,
        }
        for level in LEVELS
        if (found := release.coverage(item.id, level))
    }
    return summary | {
        "numerator_label": item.numerator_label,
        "denominator_label": item.denominator_label,
        "scale": item.scale,
        "interval": item.interval,
        "benchmarked": item.benchmarked,
        "caveats": list(item.caveats),
        "breaks": [{"before": entry.before, "reason": entry.reason} for entry in item.breaks],
        "gaps": [
            {"first": entry.first, "last": entry.last, "reason": entry.reason}
            for entry in item.gaps
        ],
        "coverage": coverage,
        "sources": [
            {name: source.get(name) for name in openapi.SOURCE}
            for source in release.sources(item.id)
        ],
        "observations": f"{BASE}/indicators/{item.id}/observations",
        "download": f"/data/indicators/{item.id}.csv",
        "page": f"/data#{item.id}",
    }

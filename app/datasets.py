"""Downloads for people, each with its CSVW metadata beside it, and the catalogue as DCAT.

One indicator or one council is a CSV made as it is sent, so that no worker ever holds one; the
whole release lies ready as files (``app.archive``).
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Iterator, Sequence

from flask import Flask, Response, request

from app import answers, catalogue, fields
from app.fields import Cell, Field
from app.release import Area, Release
from app.rows import Rows, Run
from app.unknown import HOME, Suggestion, UnknownView
from etl.registry import LEVELS, Level

CHUNK = 500
"""Rows that are written at a time."""

COLUMNS = (
    *fields.OBSERVATION,
    Field("indicator_title", "string", "Title of the indicator.", blank=False),
    Field("release", "string", "Id of the release.", blank=False),
)
BOM = "\ufeff"
"""Without it Excel takes “’” for three letters."""

JSONLD, CSVW = "application/ld+json", "application/csvm+json"
_DATA = Suggestion("All indicators and downloads", "/data")


def register(server: Flask, release: Release) -> None:
    """Add the downloads and the catalogue to ``server``."""
    rows = Rows(release)

    @server.get("/data/indicators/<indicator_id>.csv")
    def indicator_csv(indicator_id: str) -> Response:
        """Return every figure of an indicator."""
        _known_indicator(release, indicator_id)
        return _observations(release, rows, rows.select([indicator_id], LEVELS), indicator_id)

    @server.get("/data/councils/<code>.csv")
    def council_csv(code: str) -> Response:
        """Return every figure of a council, its wards, its county, its region and England."""
        council = _known_council(release, code)
        return _observations(release, rows, _of_council(release, rows, council), code)

    @server.get("/data/areas.csv")
    def areas_csv() -> Response:
        """Return every area."""
        cells = (fields.area(area) for level in LEVELS for area in rows.areas[level])
        return _sent(release, fields.AREA, cells, "areas")

    @server.get("/data/indicators.csv")
    def indicators_csv() -> Response:
        """Return every indicator."""
        cells = (fields.indicator(release, item) for item in release.indicators.values())
        return _sent(release, fields.INDICATOR, cells, "indicators")

    @server.get("/data/indicators/<indicator_id>.csv-metadata.json")
    def indicator_metadata(indicator_id: str) -> Response:
        _known_indicator(release, indicator_id)
        item = release.indicators[indicator_id]
        return _metadata(release, f"{indicator_id}.csv", item.title, COLUMNS, [indicator_id])

    @server.get("/data/councils/<code>.csv-metadata.json")
    def council_metadata(code: str) -> Response:
        council = _known_council(release, code)
        title = f"Every indicator for {council.name} and its wards"
        return _metadata(release, f"{code}.csv", title, COLUMNS, release.indicators)

    @server.get("/data/<any(areas, indicators):name>.csv-metadata.json")
    def table_metadata(name: str) -> Response:
        columns = fields.AREA if name == "areas" else fields.INDICATOR
        return _metadata(release, f"{name}.csv", f"Every one of the {name}", columns, ())

    @server.get("/catalog.jsonld")
    def catalog() -> Response:
        """Return the catalogue as DCAT."""
        text = json.dumps(catalogue.dcat(release), ensure_ascii=False)
        return answers.tagged(release, Response(text, mimetype=JSONLD))


def _known_indicator(release: Release, indicator_id: str) -> None:
    if indicator_id not in release.indicators:
        raise UnknownView(404, f"There is no indicator “{indicator_id[:60]}”.", (_DATA, HOME))


def _known_council(release: Release, code: str) -> Area:
    area = release.areas.get(code)
    if area is None or area.level not in ("lad", "utla"):
        raise UnknownView(404, f"“{code[:60]}” is not the code of a council.", (_DATA, HOME))
    return area


def _of_council(release: Release, rows: Rows, council: Area) -> list[Run]:
    """Return the rows of a council: the areas inside it, itself, and what it is compared with."""
    around = [
        release.areas.get(council.utla_code or ""),
        release.areas.get(council.region_code or ""),
    ]
    larger = [area for area in (*around, release.england) if area and area is not council]
    inside: list[Level] = [level for level in LEVELS if rows.inside(council, level)]
    found = rows.select(release.indicators, inside, within=council)
    for area in larger:
        found += rows.select(release.indicators, [area.level], within=area)
    place = {name: n for n, name in enumerate(release.indicators)}
    return sorted(found, key=lambda run: place[run.indicator])


def _observations(release: Release, rows: Rows, runs: Iterable[Run], name: str) -> Response:
    cells = (
        (
            *fields.observation(release, row),
            release.indicators[row.indicator].title,
            release.id,
        )
        for row in rows.stream(runs)
    )
    return _sent(release, COLUMNS, cells, name)


def _sent(
    release: Release, columns: Sequence[Field], cells: Iterable[Sequence[Cell]], name: str
) -> Response:
    """Return a table as a file, compressed as it goes where the reader takes that."""
    response = Response(mimetype=answers.CSV)
    if request.method != "HEAD":
        text = _written(columns, cells)
        if "gzip" in request.headers.get("Accept-Encoding", ""):
            response.headers["Content-Encoding"] = "gzip"
            response.response = _packed(text)
        else:
            response.response = text
    response.vary.add("Accept-Encoding")
    file = f"early-years-atlas-{name}-{release.id}.csv"
    response.headers["Content-Disposition"] = f'attachment; filename="{file}"'
    described = f'<{request.path}-metadata.json>; rel="describedby"; type="{CSVW}"'
    response.headers.add("Link", described)
    return answers.tagged(release, response)


def _written(columns: Sequence[Field], cells: Iterable[Sequence[Cell]]) -> Iterator[bytes]:
    chunk: list[Sequence[Cell]] = []
    yield (BOM + answers.table(columns, ())).encode()
    for row in cells:
        chunk.append(row)
        if len(chunk) == CHUNK:
            yield answers.lines(chunk).encode()
            chunk.clear()
    yield answers.lines(chunk).encode()


def _packed(parts: Iterable[bytes]) -> Iterator[bytes]:
    packer = zlib.compressobj(4, wbits=31)
    for part in parts:
        if packed := packer.compress(part):
            yield packed
    yield packer.flush()


def _metadata(
    release: Release, url: str, title: str, columns: Sequence[Field], indicators: Iterable[str]
) -> Response:
    body = catalogue.csvw(release, url, title, columns, indicators)
    return answers.tagged(release, Response(json.dumps(body, ensure_ascii=False), mimetype=CSVW))

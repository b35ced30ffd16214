"""How the API answers: pages of rows as JSON or CSV, tagged by release, and errors in words."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from flask import Flask, Response, request

from app import folder
from app.fields import Cell, Field, named, printed
from app.parameters import Refused
from app.release import Release

CACHE = "public, max-age=300"
LICENCE = "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/"
JSON, CSV = "application/json", "text/csv"

_CODE = folder.digest(path.read_bytes() for path in sorted(Path(__file__).parent.glob("*.py")))
"""Other code may answer the same address otherwise."""


def register(server: Flask) -> None:
    """Let a refusal reach its reader as JSON."""

    @server.errorhandler(Refused)
    def refused(fault: Refused) -> Response:
        body = {"error": fault.message, "parameter": fault.parameter}
        text = json.dumps(body, ensure_ascii=False)
        return Response(
            text, fault.status, mimetype=JSON, headers={"Cache-Control": "no-cache"} | OPEN
        )


OPEN = {"Access-Control-Allow-Origin": "*", "Access-Control-Expose-Headers": "ETag, Link"}
"""Any page on the web may read the API: it is public, and nobody signs in."""


def tag(release: Release) -> str:
    """Return the ETag of everything that one release and this code answer."""
    return f"{release.id}-{_CODE}"


def tagged(release: Release, response: Response) -> Response:
    """Return an answer that caches may keep, or 304 where the reader has it already.

    The tag is weak: an answer is the same one however it is compressed on its way.
    """
    response.set_etag(tag(release), weak=True)
    response.headers.update({"Cache-Control": CACHE} | OPEN)
    response.headers.add("Link", f'<{LICENCE}>; rel="license"')
    response.make_conditional(request)
    return response


def document(release: Release, body: dict[str, Any]) -> Response:
    """Return one JSON object."""
    text = json.dumps(body, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return tagged(release, Response(text, mimetype=JSON))


def page(
    release: Release,
    name: str,
    fields: Sequence[Field],
    rows: Iterable[Sequence[Cell]],
    *,
    total: int,
    asked: dict[str, Any],
    as_csv: bool,
) -> Response:
    """Return a page of rows, with the address of the next one.

    ``asked`` are the parameters as read; ``name`` is what JSON calls the rows.
    """
    limit, offset = asked["limit"], asked["offset"]
    following = _address(asked | {"offset": offset + limit}) if offset + limit < total else None
    if as_csv:
        response = Response(table(fields, rows), mimetype=CSV)
        response.headers["X-Total-Count"] = str(total)
        response = tagged(release, response)
    else:
        body = {
            "release": release.id,
            "total": total,
            "limit": limit,
            "offset": offset,
            "next": following,
            name: [named(fields, cells) for cells in rows],
        }
        response = document(release, body)
    if following:
        response.headers.add("Link", f'<{following}>; rel="next"')
    return response


def table(fields: Iterable[Field], rows: Iterable[Sequence[Cell]]) -> str:
    """Return rows as CSV, RFC 4180, without a byte-order mark."""
    return ",".join(field.name for field in fields) + "\r\n" + lines(rows)


def lines(rows: Iterable[Sequence[Cell]]) -> str:
    """Return rows as lines of CSV."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerows(map(printed, rows))
    return out.getvalue()


def _address(asked: dict[str, Any]) -> str:
    given = {name: value for name, value in asked.items() if value is not None}
    return f"{request.path}?{urlencode(given)}"

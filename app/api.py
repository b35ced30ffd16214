"""The plain HTTP side: health, postcodes, and the errors a person or a program meets."""

from __future__ import annotations

import json
import logging
from typing import Any

from dash.exceptions import DependencyException
from flask import Flask, Response, g, jsonify, request
from werkzeug.exceptions import HTTPException, MethodNotAllowed, ServiceUnavailable

from app import api_v1, datasets, shell
from app.release import Release
from app.state import ViewState
from app.text import day_words
from app.unknown import UnknownView

INTERNAL = (
    "/_dash",
    "/api/",
    "/_reload-hash",
    "/_favicon.ico",
    "/assets/",
    "/v/",
    "/healthz",
    "/readyz",
    "/postcode",
)
"""Paths that are no page: their errors are JSON."""

PAGES = ("/", "/<path:path>")
"""Names of the two routes by which Dash serves its page."""

log = logging.getLogger(__name__)


def register(server: Flask, release: Release, style: str) -> None:
    """Add the routes, the reading of every page's address and the error handlers to ``server``."""
    _add_health(server, release)
    _add_postcodes(server, release)
    _add_versions(server, release)
    api_v1.register(server, release)
    datasets.register(server, release)
    _read_views(server, release)
    _handle_errors(server, style)


def _add_health(server: Flask, release: Release) -> None:
    @server.get("/healthz")
    def healthz() -> Response:
        """Tell that the process answers."""
        return Response("ok\n", mimetype="text/plain")

    @server.get("/readyz")
    def readyz() -> tuple[Response, int]:
        """Tell whether the release can be read, and which one it is."""
        ready = (release.www / "v" / release.id / "search.json").is_file()
        return jsonify(release=release.id, ready=ready), 200 if ready else 503


def _add_postcodes(server: Flask, release: Release) -> None:
    @server.post("/postcode")
    def postcode() -> tuple[Response, int]:
        """Find the ward of a postcode: ``{"postcode": "B27 6AA"}``. POST keeps it out of every
        log.
        """
        body = request.get_json(silent=True)
        text = body.get("postcode") if isinstance(body, dict) else None
        if not isinstance(text, str) or not 5 <= len(text.strip()) <= 10:
            return jsonify(error='Send a postcode, such as {"postcode": "B27 6AA"}.'), 400
        found = release.postcode(text)
        if found is None:
            return jsonify(error="That postcode is not one of England's postcodes in use."), 404
        ward, council = (release.areas[code] for code in found)
        answer = {
            "ward": {"code": ward.code, "name": ward.name},
            "council": {"code": council.code, "name": council.name},
            "url": f"/area/{council.code}?w={ward.code}",
        }
        return jsonify(answer), 200


def _add_versions(server: Flask, release: Release) -> None:
    @server.get("/v/<release_id>/<path:rest>")
    def versioned(release_id: str, rest: str) -> tuple[Response, int]:
        """Say what is wrong with an address below ``/v/`` that is no file, and which release is
        current.
        """
        if release_id == release.id:
            message = f"This release has no file {rest[:100]}."
            return jsonify(error=message, release=release.id), 404
        built = day_words(str(release.manifest["built_at"])[:10])
        answer = {
            "error": (
                f"Release {release_id[:64]} is not served here. The current release is "
                f"{release.id}, built {built}; /about says what it holds."
            ),
            "release": release.id,
        }
        file = (release.www / "v" / release.id / rest).resolve()
        if file.is_relative_to(release.www.resolve()) and file.is_file():
            answer["current"] = f"/v/{release.id}/{rest}"
        return jsonify(answer), 404


def _read_views(server: Flask, release: Release) -> None:
    @server.before_request
    def read_view() -> None:
        """Read the view a page's address asks for, as ``g.view``; an unknown one ends here.

        Dash answers every path that nothing else claims with its page, so this is also where paths
        that are no page are refused.
        """
        if request.endpoint in PAGES:
            search = request.query_string.decode("ascii", "replace")
            g.view = ViewState.parse(request.path, search, release)


def _handle_errors(server: Flask, style: str) -> None:
    def answer(status: int, message: str, suggestions: tuple[Any, ...] = ()) -> Response:
        if request.path.startswith(INTERNAL):
            text, kind = json.dumps({"error": message}), "application/json"
        else:
            text, kind = shell.error_page(status, message, suggestions, style), "text/html"
        return Response(text, status, mimetype=kind, headers={"Cache-Control": "no-cache"})

    @server.errorhandler(UnknownView)
    def unknown_view(error: UnknownView) -> Response:
        return answer(error.status, error.message, error.suggestions)

    @server.errorhandler(DependencyException)
    def no_such_script(_: DependencyException) -> Response:
        return answer(404, "Dash has no such script.")

    @server.errorhandler(HTTPException)
    def refused(error: HTTPException) -> Response:
        response = answer(error.code or 500, error.description or error.name)
        if isinstance(error, MethodNotAllowed):
            response.allow.update(error.valid_methods or ())
        if isinstance(error, ServiceUnavailable) and error.retry_after is not None:
            response.headers["Retry-After"] = str(error.retry_after)
        return response

    @server.errorhandler(Exception)
    def failed(error: Exception) -> Response:
        log.error("%s failed", request.path[:200], exc_info=error)
        return answer(500, "Something went wrong here. It has been noted; please try again.")

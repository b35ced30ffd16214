"""What every answer carries, and what no request may do."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from dash import Dash
from flask import Request, Response, jsonify, request
from werkzeug.exceptions import BadRequest

from app.permalink import FRAMES

MAX_BODY = 64 * 1024
CALLBACKS = "/_dash-update-component"

VALUES = {"pathname": str, "search": str, "n_clicks": int}
"""What a property is where it is not null; each callback looks at what the stores hold."""

ANCESTORS = "ATLAS_FRAME_ANCESTORS"
"""Environment variable: the sites that may frame what is below ``/embed/``, as CSP names them."""

ANYONE = "*"
"""Who may frame it when nobody says. A frame shows open data, knows nobody, takes no input and
changes nothing, so a click that another site steals gains it nothing."""

_ALONE = ("'self'", "'none'", ANYONE)
_SITE = re.compile(
    r"https?://(?:\*\.)?[a-z0-9-]+(?:\.[a-z0-9-]+)*(?::(?:\d{1,5}|\*))?", re.IGNORECASE
)

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}
HSTS = "max-age=31536000; includeSubDomains"


class SettingError(Exception):
    """A setting of whoever runs the app that means nothing: one line that says what to do."""


def frame_ancestors(environment: Mapping[str, str]) -> str:
    """Return who may frame the embedded pages; raise ``SettingError`` for what names no site.

    ``*``, ``'none'``, or a list of ``'self'`` and sites such as ``https://*.example.gov.uk``.
    """
    given = environment.get(ANCESTORS, "").split() or [ANYONE]
    wrong = [word for word in given if word not in _ALONE and not _SITE.fullmatch(word)]
    if not wrong and len(given) > 1:
        wrong = [word for word in given if word in ("'none'", ANYONE)]
    if wrong:
        raise SettingError(
            f"{ANCESTORS} cannot have {wrong[0]!r} there: give *, 'none', or a list of 'self' and "
            "sites such as https://www.example.gov.uk"
        )
    return " ".join(given)


def content_policy(scripts: Iterable[str], ancestors: str = "'self'") -> str:
    """Return the Content-Security-Policy: this origin alone, the inline scripts of these hashes,
    and who may frame the page.
    """
    return "; ".join(
        (
            "default-src 'self'",
            " ".join(("script-src 'self'", *scripts)),
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data: blob:",
            "worker-src 'self' blob:",
            "connect-src 'self'",
            "object-src 'none'",
            "base-uri 'none'",
            "form-action 'none'",
            f"frame-ancestors {ancestors}",
        )
    )


def headers_of_pages(script_hashes: Iterable[str]) -> list[tuple[str, str]]:
    """Return what answers carry: only this origin may use or frame them."""
    return [
        *HEADERS.items(),
        ("Cross-Origin-Resource-Policy", "same-origin"),
        ("X-Frame-Options", "SAMEORIGIN"),
        ("Content-Security-Policy", content_policy(script_hashes)),
    ]


def headers_of_frames(ancestors: str) -> list[tuple[str, str]]:
    """Return what pages made for frames carry: no inline script, and ``ancestors`` may frame them.

    ``X-Frame-Options`` can name no list of sites: it is left out where the policy does.
    A site that isolates itself (COEP) takes only frames whose resource policy lets it.
    """
    only = {"'self'": "SAMEORIGIN", "'none'": "DENY"}.get(ancestors)
    return [
        *HEADERS.items(),
        ("Cross-Origin-Resource-Policy", "same-origin" if only else "cross-origin"),
        *([("X-Frame-Options", only)] if only else []),
        ("Content-Security-Policy", content_policy((), ancestors)),
    ]


class SecureHeaders:
    """A WSGI application that sets the headers on every answer, static ones too.

    A header that an answer brings of its own is kept.
    ``Strict-Transport-Security`` goes out only over HTTPS, where alone it means anything.
    """

    def __init__(self, application: Any, script_hashes: Iterable[str], ancestors: str) -> None:
        self.application = application
        self.headers = headers_of_pages(script_hashes)
        self.frames = headers_of_frames(ancestors)

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Any:
        """Answer a request, as WSGI has it."""
        secure = "https" in (
            environ.get("wsgi.url_scheme"),
            environ.get("HTTP_X_FORWARDED_PROTO"),
        )
        framed = environ.get("PATH_INFO", "").startswith(f"{FRAMES}/")
        own = self.frames if framed else self.headers

        def start(status: str, headers: list[tuple[str, str]], *rest: Any) -> Any:
            brought = {name for name, _ in headers}
            extra = [(name, value) for name, value in own if name not in brought]
            if secure:
                extra.append(("Strict-Transport-Security", HSTS))
            return start_response(status, headers + extra, *rest)

        return self.application(environ, start)


class BoundedRequest(Request):
    """A request whose JSON, nested deeper than Python reads it, is as malformed as any other."""

    def get_json(self, force: bool = False, silent: bool = False, cache: bool = True) -> Any:
        """Return the body as JSON; None for what is none where ``silent``, else ``BadRequest``."""
        try:
            return super().get_json(force, silent, cache)
        except RecursionError:
            if silent:
                return None
            raise BadRequest("The body is nested too deeply.") from None


def guard_callbacks(app: Dash) -> None:
    """Refuse a callback request that this app's pages cannot have sent, before Dash looks at it."""

    @app.server.before_request
    def refuse_unknown_callbacks() -> tuple[Response, int] | None:
        if request.path != CALLBACKS or request.method != "POST":
            return None
        fault = callback_fault(request.get_json(silent=True), app.callback_map)
        if fault is None:
            return None
        return jsonify(error=fault), 400


def callback_fault(body: Any, known: dict[str, Any]) -> str | None:
    """Return what is wrong with the body of a callback request; None when nothing is.

    ``known`` is Dash's ``callback_map``: output id to the inputs and states it declared.
    """
    if not isinstance(body, dict):
        return "The body is not a JSON object."
    output = body.get("output")
    if not isinstance(output, str) or output not in known:
        return "There is no such callback."
    for part, declared in (("inputs", known[output]["inputs"]), ("state", known[output]["state"])):
        given = body.get(part, [])
        if not isinstance(given, list) or len(given) != len(declared):
            return f"The callback does not have these {part}."
        if not all(map(_fits, given, declared)):
            return f"The callback does not have these {part}."
    changed = body.get("changedPropIds", [])
    if not isinstance(changed, list) or not all(isinstance(name, str) for name in changed):
        return "changedPropIds is not a list of text."
    if "outputs" in body and not _names(body["outputs"], output):
        return "The callback does not have these outputs."
    return None


def _names(given: Any, output: str) -> bool:
    """Tell whether outputs that came are those of an output id: ``a.b``, or ``..a.b...c.d..``.

    A callback without outputs has an id without a dot, and Dash does not look at what came.
    """
    if "." not in output:
        return isinstance(given, dict | list)
    several = output.startswith("..")
    wanted = output[2:-2].split("...") if several else [output]
    items = given if several else [given]
    if not isinstance(items, list) or len(items) != len(wanted):
        return False
    return all(
        isinstance(item, dict) and f"{item.get('id')}.{item.get('property')}" == name
        for item, name in zip(items, wanted, strict=True)
    )


def _fits(given: Any, declared: dict[str, Any]) -> bool:
    """Tell whether an input that came is the one declared; a pattern is met by a list of its
    kind.
    """
    if str(declared["id"]).startswith("{"):
        items = given if isinstance(given, list) else [given]
        return all(
            isinstance(item, dict)
            and isinstance(item.get("id"), dict)
            and item.get("property") == declared["property"]
            for item in items
        )
    return (
        isinstance(given, dict)
        and given.get("id") == declared["id"]
        and given.get("property") == declared["property"]
        and isinstance(given.get("value"), VALUES.get(declared["property"], object) | None)
    )

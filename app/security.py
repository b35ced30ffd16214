"""What every answer carries, and what no request may do."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from dash import Dash
from flask import Response, jsonify, request

MAX_BODY = 64 * 1024
CALLBACKS = "/_dash-update-component"

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}
HSTS = "max-age=31536000; includeSubDomains"


def content_policy(script_hashes: Iterable[str]) -> str:
    """Return the Content-Security-Policy: this origin alone, and the inline scripts of these
    hashes.
    """
    return "; ".join(
        (
            "default-src 'self'",
            " ".join(("script-src 'self'", *script_hashes)),
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data: blob:",
            "worker-src 'self' blob:",
            "connect-src 'self'",
            "object-src 'none'",
            "base-uri 'none'",
            "form-action 'none'",
            "frame-ancestors 'self'",
        )
    )


class SecureHeaders:
    """A WSGI application that sets the headers on every answer, static ones too.

    An answer that brings a policy of its own keeps it.
    ``Strict-Transport-Security`` goes out only over HTTPS, where alone it means anything.
    """

    def __init__(self, application: Any, policy: str) -> None:
        self.application = application
        self.headers = list(HEADERS.items())
        self.policy = ("Content-Security-Policy", policy)

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Any:
        """Answer a request, as WSGI has it."""
        secure = "https" in (
            environ.get("wsgi.url_scheme"),
            environ.get("HTTP_X_FORWARDED_PROTO"),
        )

        def start(status: str, headers: list[tuple[str, str]], *rest: Any) -> Any:
            extra = list(self.headers)
            if not any(name == self.policy[0] for name, _ in headers):
                extra.append(self.policy)
            if secure:
                extra.append(("Strict-Transport-Security", HSTS))
            return start_response(status, headers + extra, *rest)

        return self.application(environ, start)


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
    if not isinstance(body.get("outputs", {}), dict | list):
        return "The callback does not have these outputs."
    return None


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
    )

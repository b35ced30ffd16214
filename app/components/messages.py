"""What a page shows when an address names nothing: what was wrong, and the ways on."""

from __future__ import annotations

from typing import Any

from dash import html

from app.components.chrome import search
from app.unknown import UnknownView


def unknown(fault: UnknownView) -> list[Any]:
    """Return the message of an address that cannot be shown, with search and suggestions."""
    return [
        html.H1("This page cannot be shown"),
        html.Div(
            [
                html.P(fault.message),
                html.Ul([html.Li(html.A(way.text, href=way.href)) for way in fault.suggestions]),
                search("message-search", big=True),
            ],
            className="message",
        ),
    ]

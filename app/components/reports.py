"""The way to a view's report: as slides, and as a page to print."""

from __future__ import annotations

from typing import Any

from dash import html

from app.components.attributes import aria


def address(url: str, ending: str = "") -> str:
    """Return where the report of a view's address is: the page, or a file of another ``ending``."""
    path, _, query = url.partition("?")
    return f"{path}/report{ending}{'?' + query if query else ''}"


def slides(**properties: Any) -> html.A:
    """Return the link to a council's slides at the head of its page."""
    return html.A(
        "Council report (PPTX)", className="button", rel="nofollow", download="", **properties
    )


def links(url: str) -> html.Div:
    """Return the links to a report of this very view, by its address."""
    return html.Div(
        [
            html.Span("Report", className="export-name"),
            html.A(
                "PowerPoint",
                href=address(url, ".pptx"),
                className="button",
                rel="nofollow",
                download="",
                **aria(label="Report for PowerPoint"),
            ),
            html.A(
                "Page to print",
                href=address(url),
                className="button",
                rel="nofollow",
                **aria(label="Report as a page to print"),
            ),
        ],
        className="exports",
    )

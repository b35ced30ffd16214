"""``/compare?areas=…``: up to eight areas of any level side by side."""

from __future__ import annotations

from typing import Any

from dash import html

from app.choices import Side
from app.release import Release


def title(release: Release, side: Side) -> str:
    """Return the title of the document."""
    return "Compare areas"


def layout(release: Release, side: Side) -> list[Any]:
    """Return the page."""
    return [html.H1("Compare areas")]


def parts(release: Release, side: Side) -> dict[str, dict[str, Any]]:
    """Return what another choice sets."""
    return {}

"""What surrounds every page: skip link, header with search, footer."""

from __future__ import annotations

from typing import Any

import dash_bootstrap_components as dbc
from dash import dcc, html

from app.components.attributes import data
from app.release import Release
from app.text import day_words

OGL_URL = "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/"

NAVIGATION = (
    ("home", "Explore", "/"),
    ("compare", "Compare", "/compare"),
    ("data", "Data", "/data"),
    ("about", "About", "/about"),
)


def shell(release: Release) -> list[Any]:
    """Return the layout that every page is drawn into."""
    return [
        html.A("Skip to main content", href="#main", className="skip"),
        dcc.Location(id="url", refresh="callback-nav"),
        dcc.Store(id="painted"),
        dcc.Store(id="rendered"),
        dcc.Store(id="viewport"),
        dcc.Store(id="charted"),
        html.Header(
            html.Div(
                [
                    html.A(
                        [html.Span(className="brand-mark"), "Early Years Atlas"],
                        href="/",
                        className="brand",
                    ),
                    html.Nav(
                        navigation("home"), id="site-nav", className="site-nav", **_label("Site")
                    ),
                    html.Div(search("header-search"), id="header-search", hidden=True),
                ],
                className="wrap",
            ),
            className="site-header",
        ),
        html.Div(id="trouble", className="wrap", role="alert"),
        html.Aside(id="notice", hidden=True, **_label("About this link")),
        html.Main(id="main", className="wrap", tabIndex=-1),
        html.Div(id="announce", className="visually-hidden", role="status"),
        footer(release),
    ]


def navigation(current: str, lad: str | None = None) -> list[html.A]:
    """Return the links of the header, the current page marked; the explorer belongs to Explore.

    Compare begins with the council that is on the page.
    """
    here: dict[str, Any] = {"aria-current": "page"}
    shown = "home" if current in ("area", "ward") else current
    return [
        html.A(
            label,
            href=f"{href}?lad={lad}" if page == "compare" and lad else href,
            **(here if page == shown else {}),
        )
        for page, label, href in NAVIGATION
    ]


def search(prefix: str, *, big: bool = False) -> html.Div:
    """Return the search box that ``search.js`` brings to life."""
    label = "Find a council, ward or postcode"
    return html.Div(
        [
            html.Label(
                label, htmlFor=f"{prefix}-input", className="" if big else "visually-hidden"
            ),
            dbc.Input(
                id=f"{prefix}-input",
                type="search",
                autocomplete="off",
                placeholder="" if big else "Council, ward or postcode",
                className="search-input",
            ),
        ],
        className="search big" if big else "search",
        **data(search=""),
    )


def footer(release: Release) -> html.Footer:
    """Return the footer: which release this is, and where its rules are."""
    built = str(release.manifest.get("built_at", ""))[:10]
    return html.Footer(
        html.Div(
            [
                html.P(
                    [
                        "Early Years Atlas · Release ",
                        html.A(release.id[:8], href="/about#release"),
                        f" · built {day_words(built)}" if built else "",
                        f" · wards of {vintage_words(release.ward_vintage)}",
                    ]
                ),
                html.Nav(
                    [
                        html.A("Accessibility", href="/accessibility"),
                        html.A("Methods", href="/about"),
                        html.A("Open Government Licence v3.0", href=OGL_URL, rel="license"),
                    ],
                    **_label("About this site"),
                ),
            ],
            className="wrap",
        ),
        className="site-footer",
    )


def vintage_words(vintage: str) -> str:
    """Return a ward vintage in words: ``WD24`` is May 2024, when its wards came into force."""
    return f"May 20{vintage[2:]}" if vintage[:2] == "WD" and vintage[2:].isdigit() else vintage


def _label(words: str) -> dict[str, Any]:
    return {"aria-label": words}

"""The catalogue: what there is, how sure one can be of it, and every way to take it away.

``data.js`` filters the list and names the council's file; nothing here asks the server again.
"""

from __future__ import annotations

from typing import Any

import dash_bootstrap_components as dbc
from dash import html

from app import archive, text
from app.components.attributes import aria
from app.pages import data_entry
from app.release import Release
from etl.registry import DOMAINS, Level

EVERY = "all"
KNOWN_FOR: dict[Level, str] = {
    "ward": "Wards",
    "lad": "Councils only",
    "utla": "Counties only",
    "region": "Regions only",
    "country": "England only",
}


def layout(release: Release) -> list[Any]:
    """Return the page."""
    count = len(release.indicators)
    return [
        html.Div(
            [
                html.H1("Data"),
                html.P(
                    f"{count} indicators for {len(release.at_level('ward')):,} wards and "
                    f"{len(release.councils())} councils, from "
                    f"{len(release.manifest['sources'])} official sources. Free to reuse under the "
                    "Open Government Licence v3.0, with the attribution each source gives.",
                    className="lede",
                ),
                _downloads(release),
                html.H2("Indicators", id="indicators"),
                _filter(release),
                html.P(text.plural(count, "indicator"), id="catalogue-count", role="status"),
                html.Div(
                    [
                        _heads(),
                        *(section for domain in DOMAINS for section in _domain(release, domain)),
                    ],
                    id="catalogue-list",
                ),
                html.Div(
                    [
                        html.P("No indicator fits. Fewer words, or another subject, may find one."),
                        html.Button(
                            "Show every indicator",
                            type="button",
                            className="button",
                            **_does("clear"),
                        ),
                    ],
                    id="catalogue-none",
                    className="message",
                    hidden=True,
                ),
                html.H2("Sources", id="sources"),
                html.P(
                    "What each figure was made from, and how it came here.", className="figure-note"
                ),
                html.Div([data_entry.source(entry) for entry in release.manifest["sources"]]),
            ],
            className="catalogue",
        )
    ]


def _downloads(release: Release) -> html.Div:
    """Return the three ways to take data away: everything, one council, by program."""
    return html.Div(
        [
            _way("The whole release", _whole(release)),
            _way("One council", _council(release)),
            _way("For programs", _programs(release)),
        ],
        className="ways",
    )


def _way(title: str, content: list[Any]) -> html.Section:
    return html.Section([html.H2(title), *content])


def _whole(release: Release) -> list[Any]:
    folder = f"/v/{release.id}/release"
    held = release.www / "v" / release.id / "release"
    packed = archive.name(release.id)
    others = [name for name in archive.SINGLE if (held / name).is_file()]
    return [
        html.P("Every figure, area, boundary and source: tables as Parquet, described inside."),
        html.P(
            html.A(
                f"Download the release (ZIP, {_size(held / packed)})",
                href=f"{folder}/{packed}",
                download=packed,
                className="button primary",
            )
        ),
        html.Details(
            [
                html.Summary("Single files"),
                html.Ul(
                    [
                        html.Li(
                            [
                                html.A(name, href=f"{folder}/{name}", download=name),
                                f" {_size(held / name)}",
                            ]
                        )
                        for name in others
                    ]
                    + [
                        html.Li(html.A(f"{name}.csv", href=f"/data/{name}.csv", download=""))
                        for name in ("areas", "indicators")
                    ]
                ),
            ]
        ),
    ]


def _council(release: Release) -> list[Any]:
    names = sorted(
        (area.name, area.code)
        for area in [*release.councils(), *release.at_level("utla")]
        if area.level == "lad" or area.code.startswith("E10")
    )
    first = names[0] if names else ("", "")
    return [
        html.P(
            "Every indicator and period: its wards, itself, its county, its region and England."
        ),
        html.Div(
            [
                html.Label("Council or county", htmlFor="council-choice"),
                dbc.Select(
                    id="council-choice",
                    options=[{"label": name, "value": code} for name, code in names],
                    value=first[1],
                ),
            ],
            className="field",
        ),
        html.P(
            html.A(
                f"Download {first[0]} (CSV)",
                id="council-file",
                href=f"/data/councils/{first[1]}.csv",
                download="",
                className="button",
            )
        ),
    ]


def _programs(release: Release) -> list[Any]:
    return [
        html.P("JSON and CSV by indicator or area, with paging; no key is needed."),
        html.Ul(
            [
                html.Li([html.A(words, href=href), f" {rest}"])
                for words, href, rest in (
                    ("/api/v1", "/api/v1", "where to begin"),
                    ("openapi.json", "/api/v1/openapi.json", "every address and parameter"),
                    ("catalog.jsonld", "/catalog.jsonld", "the catalogue as DCAT"),
                )
            ]
        ),
        html.P(
            ["Each CSV has its columns described (CSVW) at its own address and ", _metadata(), "."]
        ),
        html.P(["Release ", html.Code(release.id)], className="figure-note"),
    ]


def _metadata() -> html.Code:
    return html.Code("-metadata.json")


def _filter(release: Release) -> html.Div:
    levels = {release.finest(item.id)[0] for item in release.indicators.values()}
    return html.Div(
        [
            _field(
                "Find an indicator",
                dbc.Input(id="catalogue-words", type="search", autocomplete="off", debounce=False),
                "wide",
            ),
            _field(
                "Subject",
                dbc.Select(
                    id="catalogue-domain",
                    options=[
                        {"label": "Every subject", "value": EVERY},
                        *({"label": domain, "value": domain} for domain in DOMAINS),
                    ],
                    value=EVERY,
                ),
            ),
            _field(
                "Known for",
                dbc.Select(
                    id="catalogue-level",
                    options=[
                        {"label": "Any areas", "value": EVERY},
                        *(
                            {"label": label, "value": level}
                            for level, label in KNOWN_FOR.items()
                            if level in levels
                        ),
                    ],
                    value=EVERY,
                ),
            ),
            html.Div(
                [
                    html.Button("Open all", type="button", className="button", **_does("open")),
                    html.Button("Close all", type="button", className="button", **_does("close")),
                ],
                className="actions",
            ),
        ],
        id="catalogue-filter",
        role="search",
        **aria(label="Indicators"),
    )


def _heads() -> html.Div:
    """Return what the columns of the list are, for the eye; each entry says it by itself."""
    return html.Div(
        [
            html.Span(words, className=kind)
            for words, kind in (
                ("Indicator", "entry-title"),
                ("Figures for", "entry-fact"),
                ("Latest", "entry-fact"),
                ("Publisher", "entry-from"),
            )
        ],
        className="entry-heads",
        **aria(hidden="true"),
    )


def _field(label: str, control: Any, kind: str = "") -> html.Div:
    return html.Div([html.Label(label, htmlFor=control.id), control], className=f"field {kind}")


def _domain(release: Release, domain: str) -> list[Any]:
    entries = [item for item in release.indicators.values() if item.domain == domain]
    if not entries:
        return []
    listed = [data_entry.indicator(release, item) for item in entries]
    return [html.Section([html.H3(domain), *listed], className="subject")]


def _does(what: str) -> dict[str, Any]:
    return {"data-catalogue": what}


def _size(path: Any) -> str:
    """Return how large a file is, in words."""
    size = path.stat().st_size if path.is_file() else 0
    return f"{size / 1e6:.1f} MB" if size >= 1e5 else f"{max(1, round(size / 1e3))} KB"

"""``/compare?lad=…``: need against access, as a scatter, a map of nine classes and a list."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import dash_bootstrap_components as dbc
from dash import html

from app import compare_findings as words
from app import comparison, text
from app.choices import Pair, pairable
from app.comparison import Comparison
from app.components import reports, sources
from app.components.attributes import aria, data
from app.components.controls import Options, standing_alone
from app.components.figures import copy_link, embedding, exports
from app.pages import compare_first, compare_pictures
from app.pages.pieces import Pieces, pieces
from app.permalink import embed_address
from app.release import Release


def title(release: Release, pair: Pair) -> str:
    """Return the title of the document."""
    return f"Need against access: {text.spoken(release.areas[pair.lad].name)}"


def layout(release: Release, pair: Pair) -> list[Any]:
    """Return the page of a pair."""
    return [_head(release, pair), *body(release, pair)]


def parts(release: Release, pair: Pair) -> Pieces:
    """Return what another state of the same council sets on the page, and what it announces."""
    changed = pieces(body(release, pair))
    return changed | {"announce": {"children": changed["pair-finding"]["children"]}}


def body(release: Release, pair: Pair) -> list[Any]:
    """Return all that changes with the pair."""
    found = comparison.read(release, pair)
    return [
        _controls(release, found),
        html.H2(words.finding(found), id="pair-finding", className="finding"),
        html.P(words.summary(found), id="pair-summary", className="summary"),
        html.Div(
            [compare_pictures.scatter(release, found), compare_pictures.thirds(release, found)],
            id="pair-figures",
            className="pair-figures",
            hidden=not found.known,
        ),
        html.P(id="pair-status", role="status", className="visually-hidden"),
        compare_first.section(found),
        html.Div(
            [html.B("Read with care. "), " ".join(words.care(found))],
            id="pair-care",
            className="note pair-care",
        ),
        html.Section(
            [
                html.H2("Take it away"),
                *exports(
                    [("scatter", "Scatter"), ("bivariate", "Map of thirds")] if found.known else [],
                    found.pair.url().replace("/compare", "/compare/table.csv", 1),
                    found.pair.url().replace("/compare", "/compare/table.xlsx", 1),
                ),
                reports.links(found.pair.url()),
                embedding(
                    [
                        (
                            "scatter",
                            "Scatter",
                            embed_address(found.pair.url(), "scatter"),
                            words.finding(found),
                        )
                    ]
                ),
            ],
            id="pair-exports",
            className="pair-exports",
        ),
        html.P(
            sources.several(release, (found.need.indicator, found.access.indicator), found.council),
            id="pair-source",
            className="source",
        ),
    ]


def _head(release: Release, pair: Pair) -> html.Div:
    council = release.areas[pair.lad]
    region = release.areas.get(council.region_code or "")
    name = text.spoken(council.name)
    return html.Div(
        [
            html.Div(
                [
                    html.Nav(
                        [
                            html.A("England", href="/"),
                            *([" › ", html.Span(region.name)] if region else []),
                            " › ",
                            html.A(name, href=f"/area/{council.code}"),
                        ],
                        className="crumbs",
                        **aria(label="Where this is"),
                    ),
                    html.H1(f"Need against access in {name}"),
                ]
            ),
            html.Div(
                [
                    html.A(
                        "Compare with other areas",
                        href=f"/compare?areas={council.code}",
                        className="button",
                    ),
                    copy_link(),
                ],
                className="actions",
            ),
        ],
        className="page-head",
    )


def _controls(release: Release, found: Comparison) -> html.Div:
    pair = found.pair
    swapped = replace(pair, need=pair.access, access=pair.need)
    council = text.spoken(found.council.name)
    split = [
        html.A(
            name,
            href=replace(pair, split=choice).url(),
            id=f"split-{choice}",
            **aria(current="true" if pair.split == choice else "false"),
        )
        for choice, name in (("council", council), ("england", "England"))
    ]
    return html.Div(
        [
            _select(release, found, "need", "Need"),
            html.A("⇄ Swap", href=swapped.url(), className="button pair-swap", id="pair-swap"),
            _select(release, found, "access", "Access"),
            html.Div(
                [
                    html.P("Split wards at", id="split-label", className="label"),
                    html.Div(
                        split,
                        className="segmented",
                        role="group",
                        **aria(labelledby="split-label"),
                    ),
                ],
                className="field",
            ),
            html.Div(
                [
                    html.Label("Another council", htmlFor="pair-council"),
                    dbc.Input(
                        id="pair-council",
                        type="search",
                        autocomplete="off",
                        placeholder="Name or postcode",
                        className="search-input",
                    ),
                ],
                id="pair-council-search",
                className="search pair-council",
                **data(search="", address=replace(pair, lad="{lad}", ward=None).url()),
            ),
        ],
        className="pair-controls",
    )


def _select(release: Release, found: Comparison, role: str, label: str) -> html.Div:
    """Return the choice of an indicator; the other side's is not offered."""
    own, other = (found.need, found.access) if role == "need" else (found.access, found.need)
    options: Options = [
        {
            "value": item.id,
            "label": f"{standing_alone(item)}, {coverage.latest.label}",
        }
        for item in pairable(release, found.pair.lad)
        if item.id != other.indicator.id
        and (coverage := release.ward_coverage(item.id, found.pair.lad))
    ]
    marker = "{" + role + "}"
    template = replace(found.pair, **{role: marker}).url()
    return html.Div(
        [
            html.Label(label, htmlFor=f"{role}-select"),
            dbc.Select(
                id=f"{role}-select",
                options=options,
                value=own.indicator.id,
            ),
        ],
        id=f"{role}-field",
        className="field pair-select",
        **data(choice=role, address=template),
    )

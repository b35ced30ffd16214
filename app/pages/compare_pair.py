"""``/compare?lad=…``: need against access, as a scatter, a map of nine classes and a list."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import dash_bootstrap_components as dbc
from dash import html

from app import compare_findings as words
from app import comparison, text
from app.choices import Pair, pairable
from app.comparison import Comparison
from app.components import sources
from app.components.controls import standing_alone
from app.components.figures import Label, copy_link, exports, switch
from app.pages import compare_model, compare_tables
from app.pages.markup import holder
from app.pages.pieces import Pieces, pieces
from app.permalink import permalink
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
            [_scatter(release, found), _map(release, found)],
            id="pair-figures",
            className="pair-figures",
            hidden=not found.known,
        ),
        html.P(id="pair-status", role="status", className="visually-hidden"),
        _first(found),
        html.Div(
            [html.B("Read with care. "), " ".join(words.care(found))],
            id="pair-care",
            className="note pair-care",
        ),
        html.Section(
            [
                html.H2("Take it with you"),
                *exports(
                    [("scatter", "Scatter"), ("bivariate", "Map of thirds")] if found.known else [],
                    found.pair.url().replace("/compare", "/compare/table.csv", 1),
                    found.pair.url().replace("/compare", "/compare/table.xlsx", 1),
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
                        **{"aria-label": "Where this is"},  # type: ignore[arg-type]
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
            **{"aria-current": "true" if pair.split == choice else "false"},  # type: ignore[arg-type]
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
                        **{"aria-labelledby": "split-label"},  # type: ignore[arg-type]
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
                **{  # type: ignore[arg-type]
                    "data-search": "",
                    "data-address": replace(pair, lad="{lad}", ward=None).url(),
                },
            ),
        ],
        className="pair-controls",
    )


def _select(release: Release, found: Comparison, role: str, label: str) -> html.Div:
    """Return the choice of an indicator; the other side's is not offered."""
    own, other = (found.need, found.access) if role == "need" else (found.access, found.need)
    options = [
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
                options=options,  # type: ignore[arg-type]
                value=own.indicator.id,
            ),
        ],
        id=f"{role}-field",
        className="field pair-select",
        **{"data-choice": role, "data-address": template},  # type: ignore[arg-type]
    )


def _scatter(release: Release, found: Comparison) -> html.Figure:
    note = "A circle is a ward, its area its under-fives · ▷ beyond the scale"
    return html.Figure(
        [
            html.Div(
                [
                    html.P(note, className="figure-title"),
                    switch("scatter", "Chart", picture_id="scatter-half", table_id="scatter-table"),
                ],
                className="figure-head",
            ),
            html.Div(
                [html.Div(id="scatter", className="scatter"), _corners(found)], id="scatter-half"
            ),
            _table("scatter-table", "Table of the scatter", compare_tables.values(found)),
        ],
        id="figure-scatter",
        className="figure",
        **{
            "data-model": json.dumps(
                compare_model.model(found), ensure_ascii=False, separators=(",", ":")
            )
        },  # type: ignore[arg-type]
        **_label(release, found, words.finding(found)),  # type: ignore[arg-type]
    )


def _corners(found: Comparison) -> html.Ul:
    """Return the names of the corners with their counts, in words under the picture."""
    split = found.need_line is not None and found.access_line is not None
    return html.Ul(
        [html.Li(words.corner(found, quadrant)) for quadrant in compare_model.CORNERS],
        id="scatter-corners",
        className="corners",
        hidden=not split,
        **{"aria-label": "Wards in each part of the scatter"},  # type: ignore[arg-type]
    )


def _map(release: Release, found: Comparison) -> html.Figure:
    whose = "England’s" if found.pair.split == "england" else "the council’s"
    name = text.spoken(found.council.name)
    head = words.worst_of_all(found)
    return html.Figure(
        [
            html.Div(
                [
                    html.P(
                        f"Thirds of {whose} wards on both measures",
                        id="bivariate-title",
                        className="figure-title",
                    ),
                    switch("map", "Map", picture_id="bivariate-half", table_id="bivariate-table"),
                ],
                className="figure-head",
            ),
            html.Div(
                [
                    html.Div(id="bivariate-key", className="bivariate-key"),
                    html.Div(
                        id="bivariate",
                        **{"data-lad": found.council.code, "data-lad-name": name},  # type: ignore[arg-type]
                    ),
                ],
                id="bivariate-half",
            ),
            _table("bivariate-table", "Table of the map", compare_tables.classes(found)),
        ],
        id="figure-bivariate",
        className="figure",
        **_label(release, found, head),  # type: ignore[arg-type]
    )


def _table(table_id: str, label: str, table: html.Table) -> html.Div:
    """Return the scrolling frame of a table, behind its picture until it is wanted."""
    return holder(
        table_id,
        table,
        className="table-wrap",
        tabIndex=0,
        role="region",
        hidden=True,
        **{"aria-label": label},
    )


def _label(release: Release, found: Comparison, title: str) -> dict[str, str]:
    subtitle = " against ".join(
        f"{side.indicator.title} ({side.period})" for side in (found.need, found.access)
    )
    return Label(
        title=title,
        subtitle=subtitle,
        caveat=" ".join(words.care(found)[:3]),
        source=sources.plain_several(release, (found.need.indicator, found.access.indicator)),
        link=permalink(found.pair.url(), release.id),
        release=f"Release {release.id[:8]}",
        file=f"{found.council.code}_need-against-access",
    ).attributes()


def _first(found: Comparison) -> html.Section:
    wards = found.first
    everyone = found.ordered(found.wards)
    council = text.spoken(found.council.name)
    scarce = words.access_thirds(found.access.indicator)[2]
    need = words.NEED_THIRDS[2]
    if wards:
        heading = f"Where to look first: {words.count_words(len(wards))} with {need} and {scarce}"
    elif not found.known:
        heading = f"All {len(everyone)} wards"
    else:
        heading = f"Where to look first: no ward with both {need} and {scarce}"
    note = ["Ordered by need", " · "]
    rate = found.access.council.value
    if comparison.has_places(found.access.indicator) and rate is not None:
        shown = text.number(rate, found.access.indicator.decimals)
        note += [
            f"places short: how many more would match {text.possessive(council)} {shown} per 100",
            " · ",
        ]
    note += [html.Span("England", className="key-england")]
    every = f"All {len(everyone)}"
    return html.Section(
        [
            html.Div(
                [
                    html.Div(
                        [
                            html.H2(heading, id="first-heading"),
                            html.P(note, id="first-note", className="figure-note"),
                        ]
                    ),
                    _listed(len(wards), every),
                ],
                className="figure-head",
            ),
            holder(
                "first-these",
                compare_tables.first(found, wards, caption=heading),
                className="first-wrap",
                hidden=not wards,
            ),
            holder(
                "first-all",
                compare_tables.first(found, everyone, caption=f"{every} wards by need"),
                className="first-wrap",
                hidden=bool(wards),
            ),
            html.P(
                words.stability(found),
                id="first-sure",
                className="figure-note pair-sure",
                hidden=not wards,
            ),
        ],
        className="block pair-first",
    )


def _listed(count: int, every: str) -> html.Div:
    """Return the switch between the wards to look at first and all of them."""
    these = f"These {words.count_words(count).rsplit(' ', 1)[0]}" if count > 1 else "This one"
    both = switch("list", these, picture_id="first-these", table_id="first-all")
    first, other = both.children  # type: ignore[misc]
    first.id, other.id, other.children = "list-these", "list-all", every
    return html.Div(both, id="list-switch", hidden=count == 0)

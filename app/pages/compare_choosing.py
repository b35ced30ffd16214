"""How areas and indicators are chosen on ``/compare?areas=…``: each choice is a link or an address.

Nothing is kept between them: a control leads to the address with its choice added or taken away.
"""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import dash_bootstrap_components as dbc
from dash import html

from app import side_by_side, text
from app.choices import MOST_AREAS, MOST_INDICATORS, Side, set_of
from app.components.attributes import aria, data
from app.components.controls import Options, standing_alone
from app.neighbours import WAYS
from app.release import Area, Release

NOTHING = "none"
"""Value of the choice of an indicator before one is made."""


def controls(release: Release, side: Side) -> html.Div:
    """Return the two searches, for one more area and for a pair, and the choice of an indicator."""
    room = len(side.areas) < MOST_AREAS
    return html.Div(
        [
            _search(
                "side-add",
                "Add an area or postcode" if room else "Eight areas: remove one first",
                _with(side, "{code}"),
                disabled=not room,
                **data(wider=json.dumps(_wider(release), ensure_ascii=False)),
            ),
            _indicator(release, side),
            _search("side-pair", "Or need against access in a council", "/compare?lad={lad}"),
        ],
        className="side-controls",
    )


def start(release: Release) -> list[Any]:
    """Return where one may begin: with the council of most children under five."""
    council = max(release.councils(), key=lambda area: area.children_0_4 or 0)
    name = _name(council)
    ways = [
        (f"{way.label} of {name}", Side(codes, alike=way.slug).url())
        for way in WAYS.values()
        if (codes := side_by_side.set_of(release, way, council))
    ]
    ways.append((f"{name} against England", Side((council.code, release.england.code)).url()))
    ways.append((f"Need against access in {name}", f"/compare?lad={council.code}"))
    return [
        html.P(
            "Name a council, ward, county, region or postcode above, or begin with one of these."
        ),
        html.Ul([html.Li(html.A(label, href=href)) for label, href in ways]),
    ]


def _with(side: Side, code: str) -> str:
    return replace(side, areas=(*side.areas, code)).url()


def _wider(release: Release) -> list[tuple[str, str, str]]:
    """Return code, name and kind of the areas larger than a council, England first.

    They lead nowhere but here, so they are not among the places that every search box knows.
    """
    kinds = {"country": "Country", "region": "Region", "utla": "County"}
    return [
        (area.code, area.name, kind)
        for level, kind in kinds.items()
        for area in release.areas.values()
        if area.level == level
    ]


def _search(
    prefix: str, label: str, address: str, *, disabled: bool = False, **given: Any
) -> html.Div:
    return html.Div(
        [
            html.Label(label, htmlFor=f"{prefix}-input", id=f"{prefix}-label"),
            dbc.Input(
                id=f"{prefix}-input",
                type="search",
                autocomplete="off",
                placeholder="Name or postcode",
                className="search-input",
                disabled=disabled,
            ),
        ],
        id=prefix,
        className="search",
        **data(search="", address=address),
        **given,
    )


def _indicator(release: Release, side: Side) -> html.Div:
    """Return the choice of one more indicator."""
    chosen = side_by_side.shown(release, side)
    options: Options = [{"value": NOTHING, "label": "Choose one"}] + [
        {"value": item.id, "label": standing_alone(item)}
        for item in release.indicators.values()
        if item.id not in chosen
    ]
    return html.Div(
        [
            html.Label("Add an indicator", htmlFor="side-indicator"),
            dbc.Select(
                id="side-indicator",
                options=options,
                value=NOTHING,
                disabled=len(chosen) >= MOST_INDICATORS,
            ),
        ],
        id="side-indicator-field",
        className="field",
        **data(choice="i", address=replace(side, indicators=(*chosen, "{i}")).url()),
    )


def chips(release: Release, side: Side) -> html.Ul:
    """Return the areas, each with the link that takes it away."""
    return html.Ul(
        [
            html.Li(
                html.A(
                    [_name(release.areas[code]), html.Span(" ✕", **aria(hidden="true"))],
                    href=side_by_side.without(release, side, code).url(),
                    className="button",
                    **aria(label=f"Remove {_name(release.areas[code])}"),
                )
            )
            for code in side.areas
        ]
        + _mean(release, side),
        **aria(label="Areas compared"),
    )


def _mean(release: Release, side: Side) -> list[html.Li]:
    """Return the mean beside the first area, with the link that takes it away; none without one."""
    if side.alike is None:
        return []
    what = f"Mean of {whose(release, side)}"
    return [
        html.Li(
            html.A(
                [what, html.Span(" ✕", **aria(hidden="true"))],
                href=replace(side, alike=None).url(),
                className="button",
                **aria(label=f"Remove {what}"),
            )
        )
    ]


def whose(release: Release, side: Side) -> str:
    """Return ``Birmingham’s 10 statistical neighbours``: those whose mean stands beside the first
    area.
    """
    way = WAYS[side.alike or ""]
    holder, *others = set_of(release, way, release.areas[side.areas[0]])
    return f"{text.possessive(_name(release.areas[holder]))} {len(others)} {way.noun}"


def sets(release: Release, side: Side) -> list[Any]:
    """Return what one click adds: England, the region, and the councils like the first one."""
    links = []
    room = len(side.areas) < MOST_AREAS
    first = release.areas[side.areas[0]] if side.areas else None
    if first is not None:
        for way in WAYS.values():
            codes = side_by_side.set_of(release, way, first)
            taken = replace(side, areas=codes, alike=way.slug)
            if codes and taken != side:
                links.append((f"{way.label} of {_name(release.areas[codes[0]])}", taken.url()))
        ways = [way for way in WAYS.values() if set_of(release, way, first)]
        if ways and side.alike is None:
            with_mean = replace(side, alike=ways[0].slug)
            links.append((f"Add the mean of {whose(release, with_mean)}", with_mean.url()))
    wider = [release.england]
    if first is not None and first.region_code in release.areas:
        wider.insert(0, release.areas[first.region_code or ""])
    for area in wider:
        if room and area.code not in side.areas:
            links.append((f"Add {area.name}", _with(side, area.code)))
    return [html.A(label, href=href, className="button") for label, href in links]


def _name(area: Area) -> str:
    return text.spoken(area.name)

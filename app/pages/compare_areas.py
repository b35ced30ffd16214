"""``/compare?areas=…``: up to eight areas of any level side by side, with their trends."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import dash_bootstrap_components as dbc
from dash import html

from app import neighbours, side_by_side, text
from app.charts import multiples
from app.charts.spine import picture
from app.choices import MOST_AREAS, MOST_INDICATORS, Side
from app.components import marks, sources
from app.components.controls import standing_alone
from app.components.figures import Label, copy_link, exports
from app.pages.markup import holder
from app.pages.pieces import Pieces, pieces
from app.permalink import permalink
from app.release import Area, Release
from app.side_by_side import Figure, Row

NOTHING = "none"
"""Value of the choice of an indicator before one is made."""

LEVELS = {"ward": "ward", "lad": "council", "utla": "county", "region": "region"}


def title(release: Release, side: Side) -> str:
    """Return the title of the document."""
    names = [text.spoken(release.areas[code].name) for code in side.areas]
    return f"Compare {', '.join(names)}" if names else "Compare areas"


def layout(release: Release, side: Side) -> list[Any]:
    """Return the page of a choice of areas."""
    return [html.Div(html.H1("Compare areas"), className="page-head"), *body(release, side)]


def parts(release: Release, side: Side) -> Pieces:
    """Return what another choice sets on the page, and what it announces."""
    changed = pieces(body(release, side))
    said = f"{_count(release, side)}. {changed['side-finding']['children']}"
    return changed | {"announce": {"children": said}}


def _count(release: Release, side: Side) -> str:
    """Return how much is compared: it changes with each addition and removal, a finding may not."""
    areas = text.plural(len(side.areas), "area") if side.areas else "No area"
    full = ", as many as fit," if len(side.areas) == MOST_AREAS else ""
    indicators = text.plural(len(side_by_side.shown(release, side)), "indicator")
    return f"{areas}{full} compared by {indicators}"


def body(release: Release, side: Side) -> list[Any]:
    """Return all that changes with the choice."""
    rows = side_by_side.read(release, side) if side.areas else []
    words = side_by_side.finding(rows) if rows else "Put up to eight areas of any kind side by side"
    room = len(side.areas) < MOST_AREAS
    return [
        html.Div(
            [
                _search(
                    "side-add",
                    "Add an area or postcode" if room else "Eight areas: remove one first",
                    _with(side, "{code}"),
                    disabled=not room,
                    **{"data-wider": json.dumps(_wider(release), ensure_ascii=False)},
                ),
                _indicator(release, side),
                _search("side-pair", "Or need against access in a council", "/compare?lad={lad}"),
            ],
            className="side-controls",
        ),
        holder("side-areas", _chips(release, side), className="side-areas", hidden=not side.areas),
        holder("side-sets", _sets(release, side), className="side-sets"),
        html.H2(words, id="side-finding", className="finding"),
        holder("side-start", "" if rows else _start(release), className="side-start"),
        html.Div(
            holder(
                "side-table",
                table(release, side, rows) if rows else "",
                className="table-wrap side-table",
                tabIndex=0,
                role="region",
                hidden=not rows,
                **{"aria-label": "Table of the areas side by side"},
            ),
            id="figure-areas",
            className="figure",
            **_label(release, side, rows, words),  # type: ignore[arg-type]
        ),
        html.P(
            "▲ ○ ▼ say higher, similar or lower than England by the 95% interval; without one, "
            "the fifth among England’s areas of that kind stands instead. The small charts of a "
            "row share one scale; England’s latest value is dashed; nothing is joined across a "
            "missing year or a break in the series.",
            id="side-key",
            className="figure-note",
            hidden=not rows,
        ),
        html.Div(
            [
                html.B("Read with care"),
                html.Ul(
                    [
                        html.Li([html.B(f"{standing_alone(row.indicator)}. "), _care(row)])
                        for row in rows
                    ]
                ),
            ],
            id="side-care",
            className="note side-care",
            hidden=not rows,
        ),
        html.Section(
            [
                html.H2("Take it with you"),
                *exports(
                    [("areas", "Areas")],
                    side.url().replace("/compare", "/compare/table.csv", 1),
                    side.url().replace("/compare", "/compare/table.xlsx", 1),
                ),
                copy_link(),
            ],
            id="side-exports",
            className="pair-exports",
            hidden=not rows,
        ),
        html.P(
            _sources(release, side, rows) if rows else "",
            id="side-source",
            className="source",
            hidden=not rows,
        ),
    ]


def _sources(release: Release, side: Side, rows: list[Row]) -> list[Any]:
    """Return where the figures come from; what a council gave of its own wards, beside those."""
    areas = [release.areas[code] for code in side.areas]
    wards = [area for area in areas if area.level == "ward"]
    return sources.several(release, [row.indicator for row in rows], *wards)


def _care(row: Row) -> str:
    """Return the first two caveats of an indicator: what bears most on comparing areas."""
    return " ".join(row.indicator.caveats[:2])


def _label(release: Release, side: Side, rows: list[Row], title: str) -> dict[str, str]:
    """Return what a picture of the table says of itself."""
    indicators = [row.indicator for row in rows]
    caveats = dict.fromkeys(item.caveats[0] for item in indicators if item.caveats)
    return Label(
        title=title,
        subtitle="Latest figure, 95% interval, place against England, and trend",
        caveat=" ".join(caveats),
        source=sources.plain_several(release, indicators),
        link=permalink(side.url(), release.id),
        release=f"Release {release.id[:8]}",
        file="-".join(side.areas) or "none",
    ).attributes()


def _start(release: Release) -> list[Any]:
    """Return where one may begin: with the council of most children under five."""
    council = max(release.councils(), key=lambda area: area.children_0_4 or 0)
    name = _name(council)
    ways = [
        (f"{label} of {name}", Side(codes).url())
        for set_name, label in neighbours.SETS.items()
        if (codes := side_by_side.set_of(release, set_name, council))
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
    prefix: str, label: str, address: str, *, disabled: bool = False, **given: str
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
        **{"data-search": "", "data-address": address, **given},  # type: ignore[arg-type]
    )


def _indicator(release: Release, side: Side) -> html.Div:
    """Return the choice of one more indicator."""
    chosen = side_by_side.shown(release, side)
    options = [{"value": NOTHING, "label": "Choose one"}] + [
        {"value": item.id, "label": standing_alone(item)}
        for item in release.indicators.values()
        if item.id not in chosen
    ]
    return html.Div(
        [
            html.Label("Add an indicator", htmlFor="side-indicator"),
            dbc.Select(
                id="side-indicator",
                options=options,  # type: ignore[arg-type]
                value=NOTHING,
                disabled=len(chosen) >= MOST_INDICATORS,
            ),
        ],
        id="side-indicator-field",
        className="field",
        **{  # type: ignore[arg-type]
            "data-choice": "i",
            "data-address": replace(side, indicators=(*chosen, "{i}")).url(),
        },
    )


def _chips(release: Release, side: Side) -> html.Ul:
    """Return the areas, each with the link that takes it away."""
    return html.Ul(
        [
            html.Li(
                html.A(
                    [_name(release.areas[code]), html.Span(" ✕", **{"aria-hidden": "true"})],  # type: ignore[arg-type]
                    href=replace(side, areas=tuple(c for c in side.areas if c != code)).url(),
                    className="button",
                    **{"aria-label": f"Remove {_name(release.areas[code])}"},  # type: ignore[arg-type]
                )
            )
            for code in side.areas
        ],
        **{"aria-label": "Areas compared"},  # type: ignore[arg-type]
    )


def _sets(release: Release, side: Side) -> list[Any]:
    """Return what one click adds: England, the region, and the councils like the first one."""
    links = []
    room = len(side.areas) < MOST_AREAS
    first = release.areas[side.areas[0]] if side.areas else None
    if first is not None:
        for name, label in neighbours.SETS.items():
            codes = side_by_side.set_of(release, name, first)
            if codes and codes != side.areas:
                whose = text.spoken(release.areas[codes[0]].name)
                links.append((f"{label} of {whose}", replace(side, areas=codes).url()))
    wider = [release.england]
    if first is not None and first.region_code in release.areas:
        wider.insert(0, release.areas[first.region_code or ""])
    for area in wider:
        if room and area.code not in side.areas:
            links.append((f"Add {area.name}", _with(side, area.code)))
    return [html.A(label, href=href, className="button") for label, href in links]


def _name(area: Area) -> str:
    return text.spoken(area.name)


def table(release: Release, side: Side, rows: list[Row]) -> html.Table:
    """Return the areas as columns, the indicators as rows."""
    areas = [release.areas[code] for code in side.areas]
    chosen = side_by_side.shown(release, side)
    head = [html.Th("Indicator", scope="col"), *(_heading(release, area) for area in areas)]
    return html.Table(
        [
            html.Caption("Latest figure, 95% interval, place against England, and trend"),
            html.Thead(html.Tr(head)),
            html.Tbody([_row(side, chosen, row) for row in rows]),
        ],
        className="data areas",
    )


def _heading(release: Release, area: Area) -> html.Th:
    within = release.areas.get(area.lad_code or "") if area.level == "ward" else None
    what = f"ward in {_name(within)}" if within else LEVELS.get(area.level, "")
    return html.Th([html.B(_name(area)), html.Span(what, className="what")], scope="col")


def _row(side: Side, chosen: tuple[str, ...], row: Row) -> html.Tr:
    scale = multiples.frame([figure.points for figure in row.figures], row.england)
    periods = {figure.period for figure in row.figures if figure.period}
    one = next(iter(periods)) if len(periods) == 1 else None
    left = tuple(name for name in chosen if name != row.indicator.id)
    name = standing_alone(row.indicator)
    remove = html.A(
        "Remove",
        href=replace(side, indicators=left).url(),
        className="remove",
        **{"aria-label": f"Remove {name}"},  # type: ignore[arg-type]
    )
    parts: list[Any] = [name, html.Span(one or "", className="what")]
    return html.Tr(
        [
            html.Th([*parts, *([remove] if left else [])], scope="row"),
            *(_cell(row, figure, scale, with_period=one is None) for figure in row.figures),
        ]
    )


def _cell(row: Row, figure: Figure, scale: multiples.Frame | None, *, with_period: bool) -> html.Td:
    own = figure.reading
    if own.value is None:
        return html.Td(text.missing(own.marker), className="marker")
    parts: list[Any] = [
        html.B([text.short_amount(own.value, row.indicator), *marks.letter(own.marker)])
    ]
    if own.lower is not None and own.upper is not None:
        parts.append(
            html.Span(text.table_interval(own.lower, own.upper, row.indicator), className="what")
        )
    if own.benchmark:
        parts.append(marks.verdict(own.benchmark))
    elif own.quintile:
        parts.append(html.Span(text.FIFTHS[own.quintile], className="what"))
    if figure.borrowed and figure.holder is not None:
        parts.append(html.Span(f"of {_name(figure.holder)} as a whole", className="what"))
    if with_period:
        parts.append(html.Span(figure.period, className="what"))
    known = [point for point in figure.points if point.value is not None]
    if scale is not None and len(known) > 1:
        drawn = multiples.multiple(
            figure.points, scale=scale, england=row.england, breaks=row.breaks
        )
        first, last = known[0], known[-1]
        said = ", ".join(
            f"{text.short_amount(point.value or 0.0, row.indicator)} in {point.period}"
            for point in (first, last)
        )
        parts.append(html.Img(src=picture(drawn), alt=f"Trend: {said}", className="multiple"))
    return html.Td(parts)

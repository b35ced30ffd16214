"""``/embed/…``: one map or chart on another site, as a page of its own.

A frame is plain HTML that says where its figures come from; only the map runs a script. Its address
is ``/embed``, the path of the view it shows, which figure, and the view's own parameters:
``/embed/area/E08000025/trend?i=gld``. Its links open the whole view beside the site that frames it.
"""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from typing import Any

from dash import html
from flask import Flask, Response, request

from app import bundles, profile, shell, text
from app.choices import Pair
from app.components import sources
from app.components.attributes import data
from app.components.chrome import vintage_words
from app.pages import (
    area,
    area_change,
    area_ranking,
    area_trend,
    embed_charts,
    embed_compare,
    home,
    ward,
    ward_tables,
)
from app.pages.frame import Frame
from app.pages.markup import markup
from app.pages.parts import labels, level_title
from app.permalink import FRAMES, embed_address, permalink
from app.release import Release
from app.state import ViewState
from app.unknown import Suggestion, UnknownView, short
from app.view import read
from app.ward_findings import finding


def register(server: Flask, release: Release, dressed: bundles.Assets) -> None:
    """Add the frames; an address that names nothing is answered in a frame, too."""

    @server.get(f"{FRAMES}/<path:rest>")
    def framed(rest: str) -> Response:
        """Return the frame of the figure and view that the address names."""
        path, _, figure = rest.rpartition("/")
        query = request.query_string.decode("ascii", "replace")
        try:
            state = ViewState.parse(f"/{path}", query, release)
            found = FIGURES.get((_kind(state), figure))
            if found is None:
                raise _no_figure(state, figure)
            shown = found(release, state)
        except UnknownView as fault:
            return Response(_fault(dressed, fault), fault.status, mimetype="text/html")
        response = Response(page(release, dressed, state, shown), mimetype="text/html")
        response.add_etag(weak=True)
        response.make_conditional(request)
        return response


def page(release: Release, dressed: bundles.Assets, state: ViewState, shown: Frame) -> str:
    """Return the whole page of a frame."""
    script = f'<script defer src="{dressed.scripts[bundles.FRAME]}"></script>'
    head = "\n".join(
        (
            shell.canonical(state),
            f'<meta name="atlas-release" content="{release.id}">',
            *((shell.preloads(state, release), script) if shown.scripted else ()),
        )
    )
    table = ""
    if shown.table is not None:
        scroll = '<div class="table-wrap" tabindex="0" role="region" aria-label="Table of figures">'
        table = (
            f"<details><summary>Figures as a table</summary>{scroll}{markup(shown.table)}</div>"
            "</details>"
        )
    care = f'<p class="figure-note"><b>Read with care.</b> {escape(shown.caveat)}</p>'
    built = text.day_words(str(release.manifest["built_at"])[:10])
    full = escape(permalink(state.url(), release.id))
    body = (
        f"<h1>{escape(shown.title)}</h1>"
        f'<p class="figure-title">{escape(shown.subtitle)}</p>'
        f"{markup(shown.picture)}{table}{care if shown.caveat else ''}"
        f'<footer class="source"><p>{markup(shown.source)}</p>'
        f'<p><a class="brand" href="{full}"><span class="brand-mark"></span>Open this in Early '
        f"Years Atlas</a> Release {release.id[:8]}, built {built}, wards of "
        f"{vintage_words(release.ward_vintage)}</p></footer>"
    )
    return _document(dressed, shown.title, head, body, state.page)


def _document(dressed: bundles.Assets, title: str, head: str, body: str, kind: str) -> str:
    """Return a page without anything around its content; whatever is a link leaves the frame."""
    return f"""<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{escape(title)}: {shell.TITLE}</title>
<meta name="robots" content="noindex">
<base target="_blank">
<link rel="icon" type="image/svg+xml" href="/assets/favicon.svg">
<link rel="stylesheet" href="{dressed.styles[bundles.FRAME]}">
{head}
</head>
<body class="frame"><main class="{"profile" if kind == "ward" else ""}">{body}</main></body>
</html>
"""


def _fault(dressed: bundles.Assets, fault: UnknownView) -> str:
    ways = "".join(
        f'<li><a href="{escape(way.href)}">{escape(way.text)}</a></li>' for way in fault.suggestions
    )
    heading = "This figure is not here"
    body = f"<h1>{heading}</h1><p>{escape(fault.message)}</p><ul>{ways}</ul>"
    return _document(dressed, heading, "", body, "")


def _no_figure(state: ViewState, figure: str) -> UnknownView:
    ways = tuple(
        Suggestion(f"The {name} of this view", embed_address(state.url(), name))
        for page, name in FIGURES
        if page == _kind(state)
    )
    message = f"This view has no figure “{short(figure)}” for a frame."
    return UnknownView(404, message, ways or (Suggestion("The whole view", state.url()),))


def _kind(state: ViewState) -> str:
    """Return what sort of view it is: its page, or which of the two comparisons."""
    if state.compare is None:
        return state.page
    return "pair" if isinstance(state.compare, Pair) else "areas"


def _map_of(*, lad: str | None, name: str = "") -> list[Any]:
    """Return the places that the map's script fills."""
    shown = data(lad=lad, lad_name=name, level="ward") if lad else data(level="england")
    return [
        html.Div(id="map", **shown),
        html.Div(id="map-legend"),
        html.Div(id="map-status", role="status"),
        html.Noscript("The map is drawn by a script; the table below has its figures."),
    ]


def _england(release: Release, state: ViewState) -> Frame:
    said = home.parts(release, state)
    return Frame(
        title=said["map-heading"]["children"],
        subtitle=said["map-title"]["children"],
        picture=_map_of(lad=None),
        caveat=said["figure-map"]["data-caveat"],
        source=said["source"]["children"],
        table=home.table(release, state),
        scripted=True,
    )


def _map(release: Release, state: ViewState) -> Frame:
    view = read(release, state)
    said = area.parts(release, view)
    return Frame(
        title=said["finding"]["children"],
        subtitle=said["figure-map"]["data-subtitle"],
        picture=_map_of(lad=view.council.code, name=text.spoken(view.council.name)),
        caveat=said["figure-map"]["data-caveat"],
        source=said["source"]["children"],
        table=area.map_table(release, view),
        scripted=True,
    )


def _ranking(release: Release, state: ViewState) -> Frame:
    view = read(release, state)
    label = labels(release, view, "", measured=None if view.since else level_title(view))
    return Frame(
        title=area_change.heading(view, area_ranking.changes(release, view))
        if view.since
        else area_ranking.heading(view),
        subtitle=label["data-subtitle"],
        picture=embed_charts.ranking(release, view),
        caveat=label["data-caveat"],
        source=sources.line(
            release,
            view.indicator,
            view.council,
            view.way if area_ranking.among_alike(view) else None,
        ),
    )


def _trend(release: Release, state: ViewState) -> Frame:
    view = read(release, state)
    label = labels(release, view, "")
    place = text.spoken(view.council.name)
    return Frame(
        title=area_trend.heading(view),
        subtitle=f"{view.indicator.title} over time · {place}",
        picture=embed_charts.trend(view),
        caveat=label["data-caveat"],
        source=sources.line(release, view.indicator, view.council, view.way),
        table=area_trend.table(view),
    )


def _spine(release: Release, state: ViewState) -> Frame:
    shown = profile.read(release, state.ward or "")
    council = text.spoken(shown.council.name)
    return Frame(
        title=finding(shown),
        subtitle=f"Every ward-level indicator of {shown.ward.name}, {council}, against England",
        picture=[
            ward_tables.spines(shown.rows, shown.ward.name, council, shown.oldest),
            ward_tables.key(shown.ward.name, council),
        ],
        caveat=f"The periods differ from row to row. {ward.letters(shown.rows)}".strip(),
        source=sources.several(release, [row.indicator for row in shown.rows], shown.council),
    )


FIGURES: dict[tuple[str, str], Callable[[Release, ViewState], Frame]] = {
    ("home", "map"): _england,
    ("area", "map"): _map,
    ("area", "ranking"): _ranking,
    ("area", "trend"): _trend,
    ("ward", "spine"): _spine,
    ("pair", "scatter"): embed_compare.scatter,
    ("areas", "areas"): embed_compare.areas,
}
"""The figures that stand in a frame, by the sort of view they show."""

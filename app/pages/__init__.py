"""The pages: ``register`` gives the app its layout and its few callbacks.

The address is the state. One callback draws a page when the path changes, and otherwise sets only
what the new state changes; another draws the charts once the map has painted.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dash import (
    ClientsideFunction,
    Dash,
    Input,
    Output,
    State,
    no_update,
    set_props,
)

from app.cache import ViewCache
from app.components import chrome, messages
from app.pages import (
    about,
    accessibility,
    area,
    area_alike,
    area_words,
    compare,
    data,
    embed,
    home,
    many_tables,
    table_csv,
    table_xlsx,
    ward,
)
from app.pages.markup import tables_as_markup
from app.pages.parts import WIDTHS, Parts, graph
from app.release import Release
from app.reports import serve as reports
from app.state import ViewState
from app.unknown import UnknownView
from app.view import read

if TYPE_CHECKING:
    from app.main import AtlasDash

CHARTS = ("trend", "ranking")
TABLES = ("map-table", "ranking-table", "trend-table")
CLASSES = {
    "home": "wrap home",
    "area": "wrap explorer",
    "ward": "wrap profile",
    "compare": "wrap compare",
}


def register(app: AtlasDash, release: Release, cache: ViewCache) -> None:
    """Set the layout of ``app`` and add its callbacks and the tables to download."""
    app.config.suppress_callback_exceptions = True  # elements come and go with the page
    app.layout = chrome.shell(release)
    table_csv.register(app.server, release)
    table_xlsx.register(app.server, release)
    many_tables.register(app.server, release)
    ward.register(app.server, release)
    reports.register(app.server, release, cache)
    embed.register(app.server, release, app.dressed)
    _draw_pages(app, release, cache)
    _draw_charts(app, release, cache)
    _draw_tables(app, release, cache)
    _listen(app)


def _draw_pages(app: Dash, release: Release, cache: ViewCache) -> None:
    @app.callback(
        Output("main", "children"),
        Output("main", "className"),
        Output("site-nav", "children"),
        Output("header-search", "hidden"),
        Output("rendered", "data"),
        Input("url", "pathname"),
        Input("url", "search"),
        State("rendered", "data"),
    )
    def draw(pathname: str | None, search: str | None, before: dict[str, Any] | None) -> Any:
        """Draw the page of an address, or set what a new state changes on the one that stands."""
        try:
            state = ViewState.parse(pathname or "/", search or "", release)
        except UnknownView as fault:
            shown = {"path": pathname, "title": "Page not found"}
            navigation = chrome.navigation("")
            return messages.unknown(fault), "wrap prose", navigation, False, shown
        path = state.standing()
        shown = {
            "path": path,
            "title": _title(release, state),
            "indicator": state.indicator,
            "asked": f"{pathname or '/'}{search or ''}",
            "url": state.url(),
        }
        if isinstance(before, dict) and before.get("path") == path:
            changes = _changes(release, cache, state)
            if state.page == "area":
                said = area_alike.announced(before.get("url", ""), state.url(), changes)
                changes = changes | said
            for element_id, properties in changes.items():
                set_props(element_id, properties)
            return no_update, no_update, no_update, no_update, shown
        set_props("charted", {"data": None})
        return (
            _page(release, cache, state),
            CLASSES.get(state.page, "wrap prose"),
            chrome.navigation(state.page, state.lad),
            state.page == "home",
            shown,
        )


def _draw_charts(app: Dash, release: Release, cache: ViewCache) -> None:
    @app.callback(
        Input("painted", "data"),
        Input("viewport", "data"),
        State("charted", "data"),
        State("url", "pathname"),
        State("url", "search"),
        prevent_initial_call=True,
    )
    def draw_charts(
        painted: Any, viewport: Any, charted: Any, pathname: str | None, search: str | None
    ) -> None:
        """Draw the charts and tables of the explorer after its map; a chart that stands is set."""
        state = _explorer(release, pathname, search)
        if not painted or not viewport or state is None:
            return
        width = viewport if viewport in WIDTHS else "wide"
        key = f"{state.key(release.id)}#charts-{width}"
        written = cache.cached(
            key,
            lambda: tables_as_markup(area.charts(release, state, width=width), TABLES),
        )
        standing = charted if isinstance(charted, list) else []
        for chart in CHARTS:
            if f"{chart}-graph" in written and chart not in standing:
                properties = written.pop(f"{chart}-graph")
                written[f"{chart}-slot"]["children"] = graph(f"{chart}-graph", properties)
                standing = [*standing, chart]
        for element_id, properties in written.items():
            set_props(element_id, properties)
        set_props("charted", {"data": standing})


def _draw_tables(app: Dash, release: Release, cache: ViewCache) -> None:
    @app.callback(
        Output("england-table", "children"),
        Input("england-table-wanted", "n_clicks"),
        Input("url", "search"),
        State("url", "pathname"),
        prevent_initial_call=True,
    )
    def draw_england(clicks: int | None, search: str | None, pathname: str | None) -> Any:
        """Fill the table of England's councils when somebody asks for it."""
        try:
            state = ViewState.parse(pathname or "/", search or "", release)
        except UnknownView:
            return no_update
        if not clicks or state.page != "home":
            return no_update
        return cache.cached(f"{state.key(release.id)}#table", lambda: home.table(release, state))


def _listen(app: Dash) -> None:
    """Connect the page's own script: the map, the controls, the title and the width."""
    app.clientside_callback(
        ClientsideFunction("atlas", "show"),
        Output("painted", "data"),
        Input("url", "pathname"),
        Input("url", "search"),
    )
    app.clientside_callback(
        ClientsideFunction("pages", "arrived"),
        Output("viewport", "data"),
        Input("rendered", "data"),
    )
    for control, name in (
        ("indicator-select", "indicator"),
        ("period-select", "period"),
        ("change-select", "change"),
        ("ward-select", "ward"),
        ("classes-radio", "classes"),
        ("geography-radio", "geography"),
        ("alike-select", "alike"),
    ):
        app.clientside_callback(
            ClientsideFunction("pages", name), Input(control, "value"), prevent_initial_call=True
        )


def _page(release: Release, cache: ViewCache, state: ViewState) -> Any:
    if state.page == "area":
        return area.layout(release, state)
    if state.page == "home":
        return cache.cached(f"{state.key(release.id)}#page", lambda: home.layout(release, state))
    if state.page == "ward":
        return cache.cached(f"{state.key(release.id)}#page", lambda: ward.layout(release, state))
    if state.page == "data":
        return cache.cached(f"{state.key(release.id)}#page", lambda: data.layout(release))
    if state.page == "compare":
        key = f"{state.key(release.id)}#page"
        return cache.cached(key, lambda: compare.layout(release, state))
    return {"about": about, "accessibility": accessibility}[state.page].layout(release)


def _changes(release: Release, cache: ViewCache, state: ViewState) -> Parts:
    """Return what to set on a page that stands; pages without a state of their own have nothing."""

    def of_area() -> Parts:
        view = read(release, state)
        found = area.parts(release, view) | area.rail_parts(release, view)
        return found | {"announce": {"children": area_words.announcement(view)}}

    if state.page == "area":
        return cache.cached(f"{state.key(release.id)}#parts", of_area)
    if state.page == "home":
        return cache.cached(f"{state.key(release.id)}#parts", lambda: home.parts(release, state))
    if state.page == "compare":
        key = f"{state.key(release.id)}#parts"
        return cache.cached(key, lambda: compare.parts(release, state))
    return {}


def _explorer(release: Release, pathname: str | None, search: str | None) -> ViewState | None:
    """Return the state of an address of the explorer; None for any other."""
    try:
        state = ViewState.parse(pathname or "/", search or "", release)
    except UnknownView:
        return None
    return state if state.page == "area" else None


def _title(release: Release, state: ViewState) -> str:
    site = "Early Years Atlas"
    if state.page == "area":
        return f"{area_words.title(release, state)}: {site}"
    if state.page == "ward":
        return f"{ward.title(release, state)}: {site}"
    if state.page == "compare":
        return f"{compare.title(release, state)}: {site}"
    titles = {"home": "", "data": "Data", "about": "About", "accessibility": "Accessibility"}
    return f"{titles[state.page]}: {site}" if titles[state.page] else site

"""Releases to serve: the tiny one that a reader knows by heart, and the embedded one."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
import tiny_release
from dash import Dash, Input, Output, dcc, html
from werkzeug.test import Client

from app.cache import ViewCache
from app.main import ROOT, create_app, prepared
from app.prepare import prepare
from app.release import Release

SHARED_CACHE = ROOT / "data" / "cache"
"""Folders here are named by their content and made once, so that tests do not compress Dash
again.
"""


def stub_pages(app: Dash, release: Release, cache: ViewCache) -> None:
    """Set a layout with a callback of each kind, one of which fails when told to."""
    app.layout = html.Div([dcc.Location(id="url"), html.H1(id="title"), dcc.Graph(id="chart")])
    app.clientside_callback(
        "function (search) { return search || 'none'; }",
        Output("chart", "className"),
        Input("url", "search"),
    )

    @app.callback(Output("title", "children"), Input("url", "pathname"))
    def title(pathname: str) -> str:
        if pathname == "/fail":
            raise RuntimeError("secret detail")
        return cache.cached(f"{release.id}{pathname}", lambda: f"at {pathname}")


@pytest.fixture(scope="session")
def tiny_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tiny release as the ETL would publish it."""
    return tiny_release.write(tmp_path_factory.mktemp("tiny") / "release")


@pytest.fixture(scope="session")
def tiny(tiny_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Release:
    """The tiny release, prepared and open."""
    return Release(prepare(tiny_folder, tmp_path_factory.mktemp("cache")))


@pytest.fixture(scope="session")
def local(tmp_path_factory: pytest.TempPathFactory) -> Release:
    """The tiny release with the ward figures that Birmingham gave of itself."""
    folder = tiny_release.write(tmp_path_factory.mktemp("local") / "release", local=True)
    return Release(prepare(folder, tmp_path_factory.mktemp("cache")))


@pytest.fixture(scope="session")
def partial(tmp_path_factory: pytest.TempPathFactory) -> Release:
    """The tiny release with a later period that only Birmingham has."""
    folder = tiny_release.write(tmp_path_factory.mktemp("partial") / "release", partial=True)
    return Release(prepare(folder, tmp_path_factory.mktemp("cache")))


@pytest.fixture(scope="session")
def embedded_folder() -> Path:
    """The release that ships with the atlas, or the one ``ATLAS_RELEASE`` names."""
    return Path(os.environ.get("ATLAS_RELEASE", ROOT / "geodata"))


@pytest.fixture(scope="session")
def embedded(embedded_folder: Path) -> Release:
    """The embedded release, prepared and open."""
    return Release(prepared(embedded_folder, SHARED_CACHE))


@pytest.fixture(scope="session")
def tiny_app(tiny_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Dash:
    """The app on the tiny release, with the pages of this file."""
    views = tmp_path_factory.mktemp("views")
    return create_app(tiny_folder, cache_dir=SHARED_CACHE, views_dir=views, pages=stub_pages)


@pytest.fixture
def client(tiny_app: Dash) -> Client:
    """A client of the whole stack: logs, headers, static files, app."""
    return tiny_app.server.test_client()


@pytest.fixture
def call(client: Client) -> Callable[..., object]:
    """Send a callback request as Dash's renderer does."""

    def send(pathname: str = "/", **changes: object) -> object:
        body = {
            "output": "title.children",
            "outputs": {"id": "title", "property": "children"},
            "inputs": [{"id": "url", "property": "pathname", "value": pathname}],
            "changedPropIds": ["url.pathname"],
        }
        return client.post("/_dash-update-component", json=body | changes)

    return send

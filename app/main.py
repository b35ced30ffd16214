"""``create_app``: a Dash app that serves one release."""

from __future__ import annotations

import gzip
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import plotly.graph_objects as go
from dash import Dash
from flask import Flask, Response, g, request

from app import api, bundles, shell
from app.cache import ViewCache
from app.folder import digest
from app.logs import AccessLog
from app.prepare import ReleaseError, prepared_folder
from app.release import Release
from app.security import (
    MAX_BODY,
    BoundedRequest,
    SecureHeaders,
    frame_ancestors,
    guard_callbacks,
)
from app.statics import Statics

Pages = Callable[["AtlasDash", Release, ViewCache], None]

LIGHTER_FROM, LIGHTER_LEVEL = 1024, 4

NEEDLESS = re.compile(r'<script src="[^"]*/(?:polyfill@|dash_table/)[^"]*"></script>')
"""Scripts that Dash sends whether or not they are used: 38 KB for browsers older than those it
supports otherwise, and for a table that no page here has.
"""

ROOT = Path(__file__).resolve().parent.parent


def create_app(
    release_path: Path,
    *,
    cache_dir: Path = ROOT / "data" / "cache",
    views_dir: Path | None = None,
    assets: Path = ROOT / "assets",
    pages: Pages | None = None,
) -> AtlasDash:
    """Return an app that serves the release at ``release_path``, ready for its first request.

    ``cache_dir`` keeps what is prepared once; with everything there it is only read.
    ``views_dir`` keeps what callbacks built, and is written to. ``pages`` sets the layout
    and the callbacks: ``app.pages.register`` when left out. Raises ``ReleaseError`` for a release
    that cannot be served, ``SettingError`` for sites that may not be named as those that frame it.
    """
    release = Release(prepared(release_path, cache_dir))
    dressed = bundles.prepare_assets(assets, cache_dir)
    app = AtlasDash(release, dressed)
    api.register(app.server, release, dressed.styles[bundles.PAGES])
    guard_callbacks(app)
    cache = ViewCache(_views_folder(views_dir or cache_dir))
    (pages or _pages())(app, release, cache)
    _render_once(app)
    components = bundles.prepare_components(app, cache_dir)
    app.static_folders = (release.www, dressed.www, components)
    serving = Statics(app.server.wsgi_app, app.static_folders)
    secured = SecureHeaders(serving, app.csp_hashes(), frame_ancestors(os.environ))
    app.server.wsgi_app = AccessLog(secured)
    return app


class AtlasDash(Dash):
    """Dash with this app's page around it, and nothing of Dash's that a reader does not need."""

    static_folders: tuple[Path, ...] = ()
    """Where the files lie that are served as they are, each below its address."""

    def __init__(self, release: Release, dressed: bundles.Assets) -> None:
        server = Flask("app", static_folder=None)
        server.request_class = BoundedRequest
        server.config["MAX_CONTENT_LENGTH"] = MAX_BODY
        self.release = release
        self.dressed = dressed
        super().__init__(
            "app",
            server=server,  # type: ignore[arg-type] - Dash takes a Flask app
            assets_folder=str(dressed.www / "assets"),
            include_assets_files=False,  # joined into one script and one style sheet instead
            external_scripts=[dressed.scripts[bundles.PAGES]],
            external_stylesheets=[dressed.styles[bundles.PAGES]],
            index_string=shell.index_string(release),
            meta_tags=shell.metas(release, dressed.scripts),
            title=shell.TITLE,
            update_title="",
            compress=False,
            add_log_handler=False,
        )
        server.after_request(_lighter)
        server.after_request(_fresh)

    def interpolate_index(self, **parts: Any) -> str:
        """Return the page, with the title and the files of the view that was asked for."""
        view = g.get("view")
        parts["title"] = shell.title(view, self.release)
        head = (
            shell.canonical(view),
            shell.preloads(view, self.release),
            shell.described(view, self.release),
        )
        parts["css"] = "\n".join((*head, parts["css"]))
        parts["scripts"] = NEEDLESS.sub("", parts["scripts"])
        return super().interpolate_index(**parts)


def _pages() -> Pages:
    """Return the pages of the atlas, loaded only where they are served."""
    from app.pages import register

    return register


def prepared(release: Path, cache_dir: Path) -> Path:
    """Return the release's prepared folder, made by a process of its own when it is missing."""
    folder = prepared_folder(release, cache_dir)
    if not folder.is_dir():
        command = [
            sys.executable,
            "-m",
            "app.prepare",
            release.resolve(),
            "--cache",
            cache_dir.resolve(),
        ]
        quiet = subprocess.DEVNULL
        done = subprocess.run(command, cwd=ROOT, stdout=quiet, check=False)  # noqa: S603 - own words
        if done.returncode:
            raise ReleaseError(f"the release at {release} could not be prepared")
    return folder


def _render_once(app: Dash) -> None:
    """Render a page and draw a figure, once for all workers.

    Until a page was rendered, Dash answers requests for its scripts with an error; the first figure
    loads 10 MB of Plotly, which every worker would otherwise load for itself.
    """
    go.Figure(go.Bar(x=[0], y=[0]), layout={"xaxis": {"range": [0, 1]}}).to_dict()
    client = app.server.test_client()
    for path in ("/", "/_dash-layout", "/_dash-dependencies"):
        answer = client.get(path)
        if answer.status_code != 200:
            raise RuntimeError(f"{path} answers {answer.status} at start")


def _lighter(response: Response) -> Response:
    """Compress what callbacks answer: lightly, for it is built anew each time.

    The 70 KB of a page take about 2 ms and leave as 9 KB. What takes long, the maps, is in files
    compressed beforehand and never comes here.
    """
    accepted = "gzip" in request.headers.get("Accept-Encoding", "")
    textual = response.mimetype in ("application/json", "text/html")
    if response.is_streamed or not textual or "Content-Encoding" in response.headers:
        return response
    response.vary.add("Accept-Encoding")
    if accepted and len(response.get_data()) >= LIGHTER_FROM:
        packed = gzip.compress(response.get_data(), compresslevel=LIGHTER_LEVEL, mtime=0)
        response.set_data(packed)
        response.headers["Content-Encoding"] = "gzip"
    return response


def _fresh(response: Response) -> Response:
    """Let no answer of the app itself be kept without asking again."""
    response.headers.setdefault("Cache-Control", "no-cache")
    return response


def _views_folder(parent: Path) -> Path:
    """Return where this code keeps what callbacks built; what other code built is swept away."""
    files = sorted(p for p in Path(__file__).parent.rglob("*") if p.suffix in (".py", ".css"))
    own = parent / f"views-{digest(path.read_bytes() for path in files)}"
    for other in parent.glob("views-*"):
        if other != own:
            shutil.rmtree(other, ignore_errors=True)
    return own

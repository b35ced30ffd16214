"""``…/report`` and ``…/report.pptx`` of a view: a page to print, and slides.

The worker says what the report holds, which is quick; a process of its own makes the file, so that
python-pptx never loads here and a runaway ends alone. Two are made at once on a machine, by locks
that all its workers share; whoever comes then is told to come back. What was made is kept.
"""

from __future__ import annotations

import fcntl
import json
import logging
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from flask import Flask, Response, request
from werkzeug.exceptions import ServiceUnavailable

from app import text
from app.cache import ViewCache
from app.choices import WAY, Pair, Side
from app.components.reports import address
from app.permalink import asked_site
from app.release import Release
from app.reports.model import Report, packed
from app.state import ViewState
from app.unknown import UnknownView
from etl.schema import period_slug

PPTX = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
SECONDS = 25
RETRY = 5
SLOTS = ("index.json", "rows.bin")
"""Files of the prepared release that are locked, one for each report being made at once: they are
there, and a lock needs no right to write."""

ROOT = Path(__file__).resolve().parents[2]

log = logging.getLogger(__name__)


def register(server: Flask, release: Release, cache: ViewCache) -> None:
    """Add the endpoints; an address that names nothing is answered by the server's own errors."""
    # Here, not above: they read from the pages, which register them, and not on demand, for what
    # is there before the workers part is shared by them.
    from app.reports import page
    from app.reports.made import report_of

    def report(state: ViewState) -> Report:
        return report_of(release, state, site=asked_site())

    @server.get("/area/<lad>/report.pptx")
    @server.get("/ward/<ward>/report.pptx")
    @server.get("/compare/report.pptx")
    def slides(**_: str) -> Response:
        """Return the slides of the view that the address names."""
        state = _asked(release, ".pptx")
        key = f"{state.key(release.id)}#report.pptx {asked_site()}"
        content = cache.kept(key)
        if content is None:
            content = made(report(state), release)
            cache.keep(key, content)
        saved_as = f'attachment; filename="{file_name(release, state)}.pptx"'
        return Response(content, mimetype=PPTX, headers={"Content-Disposition": saved_as})

    @server.get("/area/<lad>/report")
    @server.get("/ward/<ward>/report")
    @server.get("/compare/report")
    def printed(**_: str) -> Response:
        """Return the same as a page to print."""
        state = _asked(release, "")
        text = cache.cached(
            f"{state.key(release.id)}#report {asked_site()}",
            lambda: page.written(report(state), slides=address(state.url(), ".pptx")),
        )
        return Response(text, mimetype="text/html")


def _asked(release: Release, ending: str) -> ViewState:
    """Return the view whose report an address asks for."""
    path = request.path.removesuffix(f"/report{ending}")
    state = ViewState.parse(path, request.query_string.decode("ascii", "replace"), release)
    if isinstance(state.compare, Side) and not state.compare.areas:
        raise UnknownView(400, "This report needs areas to compare.", (WAY,))
    return state


def file_name(release: Release, state: ViewState) -> str:
    """Return what a report is called when it is saved, without the ending."""
    if isinstance(state.compare, Side):
        return "-".join(("early-years-side-by-side", *state.compare.areas))
    place = release.areas[(state.ward if state.page == "ward" else state.lad) or ""]
    words = re.sub(r"[^a-z0-9]+", "-", text.spoken(place.name).lower().replace("’", "")).strip("-")
    parts = ["early-years", words, place.code]
    if state.page == "area":
        parts += [state.indicator, period_slug(state.period or "none")]
    if isinstance(state.compare, Pair):
        parts += [state.compare.need, state.compare.access]
    return "-".join(parts)


def made(report: Report, release: Release) -> bytes:
    """Return the file of a report, made by another process.

    Raises ``ServiceUnavailable`` when as many as may be are being made already, or when it takes
    too long.
    """
    said = json.dumps(packed(report), ensure_ascii=False, separators=(",", ":"))
    with _slot(release):
        try:
            done = subprocess.run(
                [sys.executable, "-m", "app.reports.slides"],
                input=said.encode(),
                capture_output=True,
                cwd=ROOT,
                timeout=SECONDS,
                check=False,
            )
        except subprocess.TimeoutExpired:
            log.error("a report took more than %s seconds", SECONDS)
            raise _busy("This report took too long to make.") from None
    if done.returncode:
        log.error("a report failed (%s): %s", done.returncode, done.stderr.decode()[-2000:])
        raise RuntimeError("a report could not be made")
    return done.stdout


@contextmanager
def _slot(release: Release) -> Iterator[None]:
    """Hold one of the machine's places for making a report; raise when none is free."""
    for name in SLOTS:
        file = os.open(release.prepared / "arrays" / name, os.O_RDONLY | os.O_CLOEXEC)
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            os.close(file)
            continue
        try:
            yield
            return
        finally:
            os.close(file)
    raise _busy("Other reports are being made just now.")


def _busy(why: str) -> ServiceUnavailable:
    words = (
        f"{why} Please try again in {RETRY} seconds; the page that it was asked from still works."
    )
    return ServiceUnavailable(words, retry_after=RETRY)

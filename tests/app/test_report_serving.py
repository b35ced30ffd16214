"""Reports over HTTP: made elsewhere, kept, and refused in words."""

from __future__ import annotations

import fcntl
import io
import subprocess
import sys
import zipfile

import pytest
from pptx import Presentation
from tiny_release import (
    ACOCKS_GREEN,
    ALUM_ROCK,
    AMBER_VALLEY,
    ASQ,
    BIRMINGHAM,
    LOW_INCOME,
    POPULATION,
)
from werkzeug.test import Client

from app.main import ROOT, AtlasDash, create_app
from app.pages import area
from app.reports import serve
from app.state import ViewState

ADDRESS = f"/area/{BIRMINGHAM}/report.pptx"


@pytest.fixture(scope="module")
def atlas(tiny_folder, tmp_path_factory) -> AtlasDash:
    """The tiny release with the atlas's own pages."""
    views = tmp_path_factory.mktemp("reports")
    app = create_app(tiny_folder, cache_dir=ROOT / "data" / "cache", views_dir=views)
    for source in app.release.manifest["sources"]:
        source |= {"published": "2026-03-26", "licence": "OGL v3.0", "attribution": "Source: DWP."}
        source |= {"landing_page": "https://example.test/"}
    return app


@pytest.fixture
def client(atlas) -> Client:
    return atlas.server.test_client()


@pytest.fixture
def locked(atlas):
    """Every place in which a report is made is taken."""
    files = [(atlas.release.prepared / "arrays" / name).open("rb") for name in serve.SLOTS]
    for file in files:
        fcntl.flock(file, fcntl.LOCK_EX)
    yield
    for file in files:
        file.close()


def test_a_report_is_a_presentation_with_a_readable_name(client):
    answer = client.get(f"{ADDRESS}?p=2021-22")
    assert answer.status_code == 200
    assert answer.mimetype == serve.PPTX
    name = f"early-years-birmingham-{BIRMINGHAM}-{LOW_INCOME}-2021-22.pptx"
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{name}"'
    assert zipfile.is_zipfile(io.BytesIO(answer.data))
    assert Presentation(io.BytesIO(answer.data)).core_properties.title.startswith("Birmingham: ")


def test_a_report_that_was_made_is_kept(client, monkeypatch):
    first = client.get(ADDRESS).data
    assert zipfile.is_zipfile(io.BytesIO(first))
    monkeypatch.setattr(serve, "made", lambda *_: pytest.fail("made again"))
    assert client.get(ADDRESS).data == first
    again = f"{ADDRESS}?i={LOW_INCOME}&utm_source=mail"
    assert client.get(again).data == first, "the same view, written otherwise"


def test_one_too_many_is_told_when_to_come_back(client, locked):
    answer = client.get(f"/area/{AMBER_VALLEY}/report.pptx")
    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == str(serve.RETRY)
    assert answer.mimetype == "text/html"
    assert "Other reports are being made" in answer.text


def test_a_report_that_takes_too_long_is_stopped(client, monkeypatch):
    monkeypatch.setattr(serve, "SECONDS", 0.01)
    answer = client.get(f"/area/{AMBER_VALLEY}/report.pptx")
    assert answer.status_code == 503
    assert "took too long" in answer.text


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/area/E99999999/report.pptx", 404),
        (f"{ADDRESS}?i=nothing", 404),
        (f"{ADDRESS}?p=1066", 404),
        (f"{ADDRESS}?colour=red", 400),
        (f"{ADDRESS}?c=own", 400),
        ("/compare/report.pptx?areas=E99999999", 404),
    ],
)
def test_an_address_that_names_nothing_is_refused_as_its_page_is(client, address, status):
    answer = client.get(address)
    page = client.get(address.replace("/report.pptx", ""))
    assert (answer.status_code, page.status_code) == (status, status)
    assert answer.text == page.text


def test_a_server_that_nobody_asks_for_a_report_never_loads_the_library():
    said = "import sys, app.pages, app.reports.council; sys.exit('pptx' in sys.modules)"
    subprocess.run([sys.executable, "-c", said], cwd=ROOT, check=True)


def test_the_explorer_leads_to_the_report_of_what_it_shows(atlas):
    release = atlas.release
    state = ViewState.parse(f"/area/{BIRMINGHAM}", f"p=2021-22&w={ACOCKS_GREEN}", release)
    assert f"{ADDRESS}?p=2021-22&w={ACOCKS_GREEN}" in str(area.layout(release, state))


@pytest.mark.parametrize(
    "address",
    [
        f"/area/{AMBER_VALLEY}/report",
        f"/area/{AMBER_VALLEY}/report?i={ASQ}",
        f"/area/{BIRMINGHAM}/report?i={POPULATION}",
        f"/ward/{ALUM_ROCK}/report",
        f"/compare/report?areas={BIRMINGHAM},{ALUM_ROCK},{AMBER_VALLEY}",
    ],
)
def test_a_council_of_two_wards_and_a_ward_without_a_figure_have_reports(client, address):
    """Both forms, of a council of two wards, of a county's figure, of a count, of nothing."""
    page = client.get(address)
    slides = client.get(address.replace("/report", "/report.pptx"))
    assert (page.status_code, slides.status_code) == (200, 200)
    titles = [slide.shapes.title.text for slide in Presentation(io.BytesIO(slides.data)).slides]
    assert len(titles) > 4 and all(titles)


@pytest.mark.parametrize("ending", ["", ".pptx"])
def test_a_comparison_of_nothing_has_no_report(client, ending):
    answer = client.get(f"/compare/report{ending}")
    assert answer.status_code == 400
    assert "This report needs areas to compare" in answer.text


def test_areas_side_by_side_are_named_by_their_codes(atlas):
    address = f"areas={BIRMINGHAM},{AMBER_VALLEY}"
    state = ViewState.parse("/compare", address, atlas.release)
    name = f"early-years-side-by-side-{BIRMINGHAM}-{AMBER_VALLEY}"
    assert serve.file_name(atlas.release, state) == name


def test_links_say_https_where_the_reader_came_by_it(client):
    page = client.get(f"/area/{BIRMINGHAM}/report", headers={"X-Forwarded-Proto": "https"})
    assert f'href="https://localhost/area/{BIRMINGHAM}"' in page.text

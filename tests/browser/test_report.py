"""A report on its way to the reader: taken from the explorer, read on a phone, printed."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from audit import faults
from playwright.sync_api import expect
from pptx import Presentation

pytestmark = pytest.mark.browser

COUNCIL = "/area/E08000025/report?w=E05011120"
PAGES = [
    ("council", COUNCIL, 1280),
    ("council", COUNCIL, 320),
    ("ward", "/ward/E05011120/report", 1280),
    ("ward", "/ward/E05011120/report", 320),
    ("pair", "/compare/report?lad=E08000025", 320),
    ("areas", "/compare/report?areas=E08000025,E05011120,E92000001&i=gld,population_0_4", 320),
]


@pytest.mark.parametrize(("name", "address", "width"), PAGES)
def test_the_page_to_print_is_for_everybody(visit, artefacts: Path, name, address, width):
    page = visit(address, width=width, painted=False, bypass_csp=True)
    page.screenshot(path=artefacts / f"report-page-{name}-{width}.png", full_page=True)
    assert faults(page) == []


def test_on_paper_every_part_is_there_and_the_controls_are_gone(visit, artefacts: Path):
    page = visit(COUNCIL, painted=False)
    titles = [title.inner_text() for title in page.locator("h2").all()]
    printed = artefacts / "report-page-council.pdf"
    page.pdf(path=printed, prefer_css_page_size=True)
    told = subprocess.run(["pdftotext", printed, "-"], capture_output=True, text=True, check=True)
    said = "".join(told.stdout.split()).replace("-", "")
    assert all("".join(title.split()).replace("-", "") in said for title in titles)
    assert "BacktoBirmingham" not in said


def test_the_explorer_gives_the_slides_of_what_it_shows(visit, tmp_path):
    page = visit("/area/E08000025?w=E05011120")
    with page.expect_download() as taken:
        page.get_by_role("link", name="Report for PowerPoint").click()
    file = tmp_path / taken.value.suggested_filename
    taken.value.save_as(file)
    assert file.name.startswith("early-years-birmingham-")
    finding = page.locator("#finding").inner_text()
    titles = [slide.shapes.title.text_frame.text for slide in Presentation(str(file)).slides]
    assert titles[0] == titles[2] == finding


def test_the_profile_leads_to_its_report(visit):
    page = visit("/ward/E05011120", painted=False)
    page.get_by_role("link", name="Report as a page to print").click()
    expect(page.get_by_role("heading", level=1, name="Alum Rock")).to_be_visible()
    expect(page).to_have_title("Ward report · Birmingham, Alum Rock: Early Years Atlas")

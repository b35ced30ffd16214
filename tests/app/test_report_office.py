"""What LibreOffice makes of the files: slides of a council and a ward, and the workbook of a view.

The pages are left in test-artefacts/ for whoever wants to look.
"""

from __future__ import annotations

import csv
import io
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from pptx import Presentation

from app.pages import table_csv, table_xlsx
from app.release import Release
from app.reports import council, slides, ward
from app.state import ViewState
from app.view import read

BIRMINGHAM, ALUM_ROCK = "E08000025", "E05011120"
SITE = "https://atlas.example"
SHEETS = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,4"
"""Of a workbook the fourth sheet, as UTF-8 with commas, figures as they are kept."""


@pytest.fixture(scope="module")
def office(tmp_path_factory) -> Callable[[Path, str], Path]:
    """Convert a file with LibreOffice, in a profile of its own."""
    profile = tmp_path_factory.mktemp("office")
    program = shutil.which("soffice") or shutil.which("libreoffice")
    assert program, "LibreOffice is missing: make browser installs it"

    def converted(file: Path, kind: str) -> Path:
        command = [program, f"-env:UserInstallation={profile.as_uri()}", "--headless"]
        command += ["--convert-to", kind, "--outdir", str(file.parent), str(file)]
        done = subprocess.run(command, capture_output=True, text=True, timeout=180, check=False)
        made = list(file.parent.glob(f"{file.stem}*.{kind.partition(':')[0]}"))
        assert len(made) == 1, done.stdout + done.stderr
        return made[0]

    return converted


def words(text: str) -> str:
    """Return text without breaks and hyphens, which a page puts elsewhere."""
    return re.sub(r"[\s-]+", "", text)


@pytest.mark.slow
@pytest.mark.parametrize("address", [f"/area/{BIRMINGHAM}", f"/ward/{ALUM_ROCK}"])
def test_slides_become_as_many_pages_with_all_their_text(
    embedded: Release, office, artefacts: Path, tmp_path, address
):
    state = ViewState.parse(address, "", embedded)
    build = ward.report if state.page == "ward" else council.report
    file = tmp_path / f"report-{state.page}.pptx"
    file.write_bytes(slides.written(build(embedded, state, site=SITE)))
    printed = office(file, "pdf")
    deck = Presentation(str(file))
    pages = subprocess.run(["pdftotext", printed, "-"], capture_output=True, check=True)
    texts = [words(page) for page in pages.stdout.decode().split("\f")[:-1]]
    assert len(texts) == len(deck.slides)
    for slide, text in zip(deck.slides, texts, strict=True):
        for shape in slide.shapes:
            told = [p.text for p in shape.text_frame.paragraphs] if shape.has_text_frame else []
            if shape.has_table:
                told = [cell.text for row in shape.table.rows for cell in row.cells]
            for said in told:
                for line in said.splitlines():
                    for word in line.split():
                        assert words(word) in text, f"“{word}” of {shape.name} is not on the page"
    for old in artefacts.glob(f"{file.stem}-*.png"):
        old.unlink()
    shutil.copy(file, artefacts)
    shutil.copy(printed, artefacts)
    picture = ["pdftoppm", "-r", "80", "-png", printed, artefacts / file.stem]
    subprocess.run(picture, check=True)
    assert len(list(artefacts.glob(f"{file.stem}-*.png"))) == len(texts)


@pytest.mark.slow
def test_the_workbook_of_a_view_opens_with_its_figures(embedded: Release, office, tmp_path):
    view = read(embedded, ViewState.parse(f"/area/{BIRMINGHAM}", "", embedded))
    file = tmp_path / "table.xlsx"
    file.write_bytes(table_xlsx.content(embedded, view, site=SITE))
    rows = list(csv.reader(io.StringIO(office(file, SHEETS).read_text("utf-8-sig"))))
    expected = csv.DictReader(io.StringIO(table_csv.content(embedded, view).decode("utf-8-sig")))
    figures = {row["area_code"]: float(row["value"]) for row in expected if row["value"]}
    head = next(n for n, row in enumerate(rows) if row[0] == "Area code")
    found = {row[0]: float(row[3]) for row in rows[head + 1 :] if row[0]}
    assert found == figures

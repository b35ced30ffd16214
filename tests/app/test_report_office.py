"""What LibreOffice makes of the files: slides of every report, and every workbook.

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

from app.pages import many_tables, many_xlsx, table_csv, table_xlsx
from app.release import Release
from app.reports import slides
from app.reports.made import report_of
from app.state import ViewState
from app.view import read

BIRMINGHAM, ALUM_ROCK = "E08000025", "E05011120"
SITE = "https://atlas.example"
SHEETS = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1"
"""Of a workbook each sheet in its own file, as UTF-8 with commas, figures as they are kept."""

REPORTS = {
    "area": f"/area/{BIRMINGHAM}",
    "ward": f"/ward/{ALUM_ROCK}",
    "pair": f"/compare?lad={BIRMINGHAM}",
    "areas": f"/compare?areas={BIRMINGHAM},{ALUM_ROCK},E06000058,E92000001&i=gld,homes_overcrowded",
}
WORKBOOKS = {
    "explorer": f"/area/{BIRMINGHAM}",
    "ward": f"/ward/{ALUM_ROCK}",
    "pair": f"/compare?lad={BIRMINGHAM}",
    "areas": f"/compare?areas={BIRMINGHAM},{ALUM_ROCK},E10000007,E92000001",
}
FIGURES = re.compile(r"^Value|, (20|Aug)|lower end|Lower end|upper end|Upper end")
"""Headings of a workbook's figures, those of a pair by indicator and period."""


@pytest.fixture(scope="module")
def office(tmp_path_factory) -> Callable[[list[Path], str], None]:
    """Convert files with LibreOffice, in a profile of its own; a call takes seconds, so all that
    are of a kind go in one.
    """
    profile = tmp_path_factory.mktemp("office")
    program = shutil.which("soffice") or shutil.which("libreoffice")
    assert program, "LibreOffice is missing: make browser installs it"

    def converted(files: list[Path], kind: str) -> None:
        command = [program, f"-env:UserInstallation={profile.as_uri()}", "--headless"]
        command += ["--convert-to", kind, "--outdir", files[0].parent, *files]
        done = subprocess.run(command, capture_output=True, text=True, timeout=180, check=False)
        for file in files:
            made = list(file.parent.glob(f"{file.stem}*.{kind.partition(':')[0]}"))
            assert made, done.stdout + done.stderr

    return converted


def words(text: str) -> str:
    """Return text without breaks and hyphens, which a page puts elsewhere."""
    return re.sub(r"[\s-]+", "", text)


@pytest.fixture(scope="module")
def printed(embedded: Release, office, tmp_path_factory) -> dict[str, Path]:
    """Slides of each report, with the pages that LibreOffice makes of them beside them."""
    folder = tmp_path_factory.mktemp("slides")
    files = {name: folder / f"report-{name}.pptx" for name in REPORTS}
    for name, address in REPORTS.items():
        path, _, query = address.partition("?")
        state = ViewState.parse(path, query, embedded)
        files[name].write_bytes(slides.written(report_of(embedded, state, site=SITE)))
    office(list(files.values()), "pdf")
    return files


@pytest.mark.slow
@pytest.mark.parametrize("name", REPORTS)
def test_slides_become_as_many_pages_with_all_their_text(printed, artefacts: Path, name):
    file = printed[name]
    pdf = file.with_suffix(".pdf")
    deck = Presentation(str(file))
    pages = subprocess.run(["pdftotext", pdf, "-"], capture_output=True, check=True)
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
    shutil.copy(pdf, artefacts)
    picture = ["pdftoppm", "-r", "80", "-png", pdf, artefacts / file.stem]
    subprocess.run(picture, check=True)
    assert len(list(artefacts.glob(f"{file.stem}-*.png"))) == len(texts)


@pytest.mark.slow
def test_every_workbook_opens_with_the_figures_of_its_csv(embedded: Release, office, tmp_path):
    wanted = {}
    for name, address in WORKBOOKS.items():
        book, table = tables(embedded, address)
        wanted[name] = [float(row[key]) for row in table for key in figures(row) if row[key]]
        (tmp_path / f"{name}.xlsx").write_bytes(book)
    office(sorted(tmp_path.glob("*.xlsx")), SHEETS)
    for name, expected in wanted.items():
        text = (tmp_path / f"{name}-Table 1.csv").read_text("utf-8-sig")
        _, _, head, *rows = csv.reader(io.StringIO(text))
        columns = [at for at, heading in enumerate(head) if FIGURES.search(heading)]
        found = [row[at] for row in rows for at in columns if not row[at].startswith("[")]
        assert [float(number) for number in found] == expected and len(expected) > 20


def tables(release: Release, address: str) -> tuple[bytes, list[dict[str, str]]]:
    """The workbook of an address, and the rows of its CSV."""
    path, _, query = address.partition("?")
    state = ViewState.parse(path, query, release)
    if state.page == "area":
        view = read(release, state)
        book = table_xlsx.content(release, view, site=SITE)
        said = table_csv.content(release, view)
    else:
        table = many_tables.of_view(release, state)
        book = many_xlsx.content(release, table, site=SITE)
        said = many_tables.as_csv(table)
    return book, list(csv.DictReader(io.StringIO(said.decode("utf-8-sig"))))


def figures(row: dict[str, str]) -> list[str]:
    """The columns of a CSV that hold figures and the ends of their intervals."""
    ends = ("value", "lower_95", "upper_95")
    return [key for key in row if key.removeprefix("need_").removeprefix("access_") in ends]

"""The workbook of a view, as a spreadsheet program reads it."""

from __future__ import annotations

import copy
import csv
import io
import subprocess
import sys
from dataclasses import replace

import openpyxl
import pytest
from flask import Flask
from python_calamine import CalamineWorkbook
from tiny_release import ASQ, BIRMINGHAM, DERBYSHIRE, LOW_INCOME, POPULATION

from app.main import ROOT
from app.pages import area, table_csv, table_xlsx
from app.release import Release
from app.state import ViewState
from app.unknown import UnknownView
from app.view import View, read

SITE = "https://atlas.example"
VIEWS = (
    (f"/area/{BIRMINGHAM}", ""),
    (f"/area/{BIRMINGHAM}", "p=2021-22"),
    (f"/area/{BIRMINGHAM}", f"i={POPULATION}"),
    (f"/area/{BIRMINGHAM}", f"i={ASQ}"),
)


SOURCE = {
    "id": "dwp_low_income",
    "title": "Children in low income families",
    "publisher": "DWP",
    "landing_page": "https://example.test/",
    "licence": "Open Government Licence v3.0",
    "attribution": "Source: DWP.",
    "published": "2026-03-26",
}


@pytest.fixture(scope="module", name="tiny")
def _tiny(tiny: Release) -> Release:
    """The tiny release with a source described as a manifest describes one."""
    described = copy.copy(tiny)
    described.manifest = tiny.manifest | {"sources": [SOURCE]}
    return described


def view_of(release: Release, path: str = f"/area/{BIRMINGHAM}", query: str = "") -> View:
    return read(release, ViewState.parse(path, query, release))


def opened(release: Release, view: View) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(table_xlsx.content(release, view, site=SITE)))


def table_of(release: Release, view: View) -> list[dict[str, object]]:
    """Rows of the table by heading, from where the workbook says its table lies."""
    sheet = opened(release, view)["Table 1"]
    (table,) = sheet.tables.values()
    head, *rows = [[cell.value for cell in row] for row in sheet[table.ref]]
    return [dict(zip(head, row, strict=True)) for row in rows]


def test_the_sheets_are_cover_contents_notes_and_one_table(tiny):
    book = opened(tiny, view_of(tiny))
    assert book.sheetnames == ["Cover", "Contents", "Notes", "Table 1"]


def test_the_cover_says_what_where_when_and_under_which_licence(tiny, monkeypatch):
    monkeypatch.setenv("ATLAS_CONTACT", "help@council.example")
    view = view_of(tiny, query="p=2021-22")
    said = [row[0] for row in opened(tiny, view)["Cover"].iter_rows(values_only=True)]
    assert said[0] == f"{view.indicator.title}: Birmingham"
    about = dict(zip(said[1::2], said[2::2], strict=True))
    assert about["Area"] == f"Birmingham ({BIRMINGHAM})"
    assert about["Period"] == "2021/22"
    assert about["Release of Early Years Atlas"] == tiny.id
    assert about["This view"] == f"{SITE}/area/{BIRMINGHAM}?p=2021-22&r={tiny.id}"
    assert about["Contact"] == "help@council.example"
    assert about["Published"] == "DWP, Children in low income families, 26 March 2026"
    assert about["Licence"] == "Open Government Licence v3.0"
    assert about["Source and attribution"].startswith("Source: DWP, ")


def test_the_notes_hold_every_caveat_and_every_shorthand(tiny):
    view = view_of(tiny)
    notes = dict(opened(tiny, view)["Notes"].iter_rows(min_row=4, max_col=2, values_only=True))
    assert notes["Definition"] == view.indicator.definition
    assert notes["[low]"] == "a small number, withheld"
    assert set(view.indicator.caveats) <= set(notes.values())


def test_a_name_in_the_contents_leads_to_its_sheet(tiny):
    sheet = opened(tiny, view_of(tiny))["Contents"]
    links = {cell.value: cell.hyperlink.location for (cell,) in sheet["A4:A5"]}
    assert links == {"Notes": "'Notes'!A1", "Table 1": "'Table 1'!A1"}


@pytest.mark.parametrize(("path", "query"), VIEWS)
def test_tables_begin_in_column_a_are_marked_and_have_no_hole(tiny, path, query):
    for sheet in opened(tiny, view_of(tiny, path, query)).worksheets:
        assert not sheet.merged_cells.ranges
        if sheet.title == "Cover":
            continue
        (table,) = sheet.tables.values()
        assert table.ref.startswith("A3:") and table.ref.endswith(sheet.dimensions.split(":")[1])
        assert sheet.freeze_panes == "A4"
        assert all(cell.value not in (None, "") for row in sheet[table.ref] for cell in row)
        assert [column.name for column in table.tableColumns] == [cell.value for cell in sheet[3]]


def test_headings_name_the_unit(tiny):
    view = view_of(tiny)
    assert list(table_of(tiny, view)[0]) == [
        "Area code",
        "Area name",
        "Kind of area",
        "Value (%)",
        "Lower end of 95% interval (%)",
        "Upper end of 95% interval (%)",
        f"Numerator: {view.indicator.numerator_label}",
        f"Denominator: {view.indicator.denominator_label}",
        "Remark",
        "Against England",
        "Fifth of England",
        "Trend of five years",
        "How the area got its figure",
    ]


@pytest.mark.parametrize(("path", "query"), VIEWS)
def test_figures_equal_those_of_the_csv(tiny, path, query):
    view = view_of(tiny, path, query)
    text = table_csv.content(tiny, view).decode("utf-8-sig")
    expected = [
        (row["area_code"], float(row["value"]) if row["value"] else f"[{row['marker']}]")
        for row in csv.DictReader(io.StringIO(text))
    ]
    found = table_of(tiny, view)
    value = next(heading for heading in found[0] if heading.startswith("Value ("))
    assert [(row["Area code"], row[value]) for row in found] == expected
    other = CalamineWorkbook.from_filelike(
        io.BytesIO(table_xlsx.content(tiny, view, site=SITE))
    ).get_sheet_by_name("Table 1")
    assert [(row[0], row[3]) for row in other.to_python()[3:]] == expected


def test_a_withheld_figure_is_shorthand_in_every_cell_and_says_why(tiny):
    row = table_of(tiny, view_of(tiny, query="p=2021-22"))[1]
    assert row["Value (%)"] == row["Lower end of 95% interval (%)"] == "[low]"
    assert row["Remark"] == "[low] a small number, withheld"


def test_a_marker_beside_a_figure_leaves_it_a_number(tiny):
    rows = table_of(tiny, view_of(tiny, query=f"i={ASQ}&p=2021-22"))
    row = next(row for row in rows if row["Area code"] == DERBYSHIRE)
    assert (row["Value (%)"], row["Remark"]) == (90.1, "[p] provisional")


def test_england_has_no_verdict_against_itself(tiny):
    assert table_of(tiny, view_of(tiny))[-1]["Against England"] == "[z]"


def test_a_name_like_a_formula_stays_the_text_it_is(tiny):
    odd = copy.copy(tiny)
    named = [replace(area, name="=1+1") for area in tiny.wards(BIRMINGHAM)]
    odd.wards = lambda _: named
    cell = opened(odd, view_of(odd))["Table 1"]["B4"]
    assert (cell.value, cell.data_type) == ("=1+1", "s")


def test_the_properties_name_title_and_language(tiny):
    view = view_of(tiny)
    found = opened(tiny, view).properties
    assert (found.title, found.language) == (f"{view.indicator.title}: Birmingham", "en-GB")


def test_the_same_view_gives_the_same_bytes(tiny):
    view = view_of(tiny)
    first, second = (table_xlsx.content(tiny, view, site=SITE) for _ in range(2))
    assert first == second


def test_the_workbook_has_an_address_beside_the_csv(tiny):
    server = Flask("test")
    table_xlsx.register(server, tiny)
    answer = server.test_client().get(f"/area/{BIRMINGHAM}/table.xlsx?p=2021-22")
    assert answer.mimetype == table_xlsx.XLSX
    name = f'attachment; filename="{BIRMINGHAM}-{LOW_INCOME}-2021-22.xlsx"'
    assert answer.headers["Content-Disposition"] == name


def test_the_explorer_links_to_its_table_as_csv_and_as_xlsx(tiny):
    state = ViewState.parse(f"/area/{BIRMINGHAM}", "p=2021-22", tiny)
    page = str(area.layout(tiny, state))
    for kind in ("csv", "xlsx"):
        assert f"/area/{BIRMINGHAM}/table.{kind}?p=2021-22" in page


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_an_unknown_indicator_is_refused_as_its_page_is(tiny, kind):
    server = Flask("test")
    server.testing = True
    (table_csv if kind == "csv" else table_xlsx).register(server, tiny)
    with pytest.raises(UnknownView) as fault:
        server.test_client().get(f"/area/{BIRMINGHAM}/table.{kind}?i=nothing")
    assert fault.value.status == 404


def test_a_server_that_nobody_asks_for_a_workbook_never_loads_the_library():
    said = "import sys, app.pages; sys.exit('xlsxwriter' in sys.modules)"
    subprocess.run([sys.executable, "-c", said], cwd=ROOT, check=True)

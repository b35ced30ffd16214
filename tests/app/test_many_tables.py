"""What is taken away names where it comes from, and holds the figures that the page shows."""

from __future__ import annotations

import csv
import io
import re
from decimal import Decimal
from html import unescape

import openpyxl
import pytest
from flask import Flask

from app import profile, side_by_side, text
from app.pages import compare_grid, many_tables, many_xlsx, table_csv, table_xlsx, ward_tables
from app.pages.markup import markup
from app.release import Release
from app.reports import ward
from app.reports.model import Table
from app.state import ViewState
from app.unknown import UnknownView
from etl.registry import DOMAINS

SITE = "http://localhost"
IN_MEDWAY = "E05014450"
"""A ward of a council that has a period which most of England has not."""
BIRMINGHAM, ALUM_ROCK, DERBYSHIRE, ENGLAND = "E08000025", "E05011120", "E10000007", "E92000001"
SIDE = f"areas={BIRMINGHAM},{ALUM_ROCK},{DERBYSHIRE},{ENGLAND}"
EXPORTS = {
    "explorer": (f"/area/{BIRMINGHAM}/table", "i=gld", f"/area/{BIRMINGHAM}?i=gld"),
    "ward": (f"/ward/{ALUM_ROCK}/table", "", f"/ward/{ALUM_ROCK}"),
    "pair": ("/compare/table", f"lad={BIRMINGHAM}", f"/compare?lad={BIRMINGHAM}"),
    "areas": ("/compare/table", SIDE, f"/compare?{SIDE}"),
}


@pytest.fixture(scope="module")
def server(embedded: Release) -> Flask:
    made = Flask("tables")
    table_csv.register(made, embedded)
    table_xlsx.register(made, embedded)
    many_tables.register(made, embedded)
    return made


def fetched(server: Flask, export: str, kind: str) -> bytes:
    path, query, _ = EXPORTS[export]
    answer = server.test_client().get(f"{path}.{kind}?{query}")
    assert answer.status_code == 200
    assert answer.headers["Content-Disposition"].endswith(f'.{kind}"')
    return answer.data


def rows_of(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))


def words_of(content: bytes, kind: str) -> str:
    """All that an export says."""
    if kind == "csv":
        return content.decode("utf-8-sig")
    book = openpyxl.load_workbook(io.BytesIO(content))
    cells = (row for sheet in book for row in sheet.iter_rows(values_only=True))
    return " ".join(str(cell) for row in cells for cell in row if cell is not None)


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
@pytest.mark.parametrize("export", EXPORTS)
def test_every_table_names_source_licence_period_caveat_release_and_link(
    server: Flask, embedded: Release, export: str, kind: str
):
    url = EXPORTS[export][2]
    said = words_of(fetched(server, export, kind), kind)
    joined = "&" if "?" in url else "?"
    assert f"{SITE}{url}{joined}r={embedded.id}" in said
    assert "Open Government Licence v3.0" in said and embedded.id in said
    shown = {
        "explorer": ["gld"],
        "ward": ["low_income_bhc_relative", "gld"],
        "pair": ["low_income_bhc_relative", "childcare_places_per_100"],
        "areas": ["low_income_bhc_relative", "gld"],
    }[export]
    for name in shown:
        main = embedded.sources(name)[0]
        assert main["publisher"] in said and main["title"] in said
        assert embedded.indicators[name].caveats[0][:40] in said
        assert embedded.coverage(name, "lad").latest.label in said


@pytest.mark.parametrize("code", [ALUM_ROCK, IN_MEDWAY])
def test_the_table_of_a_ward_holds_what_its_page_shows(server: Flask, embedded: Release, code: str):
    shown = profile.read(embedded, code)
    page = markup(ward_tables.spines(shown.rows, "Ward", "Council", None))
    on_screen = [words for row in page.split("<tr")[1:] for words in figures_of(row)]
    answer = server.test_client().get(f"/ward/{code}/table.csv")
    rows = [row for row in rows_of(answer.data) if not row["figure_of"]]
    rows.sort(key=lambda row: list(DOMAINS).index(row["domain"]))
    assert len(rows) > 30 and [as_said(row) for row in rows] == on_screen
    later = [row["period"] for row in rows if row["period_known_for"]]
    assert later == ([] if code == ALUM_ROCK else ["Dec 2025"] * 3)


def figures_of(row: str) -> list[str]:
    """What a row of the page says: the figure, then those of periods that some councils have."""
    value = re.findall(r'<td class="num value"[^>]*>(?:<b>(.*?)</b>)?', row)
    return value + re.findall(r'<span class="indicator-later">(.*?)</span>', row)


def as_said(row: dict[str, str]) -> str:
    """A row of the CSV as the page says it."""
    if not row["period_known_for"]:
        return as_shown(row)
    value = as_shown(row) or text.missing(row["marker"])
    if row["lower_95"]:
        places = -int(Decimal(row["value"]).as_tuple().exponent)
        lower, upper = (text.number(float(row[end]), places) for end in ("lower_95", "upper_95"))
        value += f" ({lower} to {upper}{row['unit']})"
    return f"{row['period']}: {value}, for {row['period_known_for']}"


def test_the_report_of_a_ward_says_what_its_page_says_of_later_periods(embedded: Release):
    shown = profile.read(embedded, IN_MEDWAY)
    page = markup(ward_tables.spines(shown.rows, "Ward", "Council", None))
    on_screen = re.findall(r'<span class="indicator-later">(.*?)</span>', page)
    state = ViewState.parse(f"/ward/{IN_MEDWAY}", "", embedded)
    said = [
        words
        for sheet in ward.report(embedded, state, site=SITE).sheets
        for table in sheet.figures
        if isinstance(table, Table)
        for line in table.lines
        for words in line.cells[0].note.split(" · ")
    ]
    assert len(on_screen) == 3 and [words for words in said if "only" in words] == on_screen


def test_the_workbook_of_a_ward_says_which_figures_only_some_councils_have(embedded: Release):
    table = many_tables.of_view(embedded, ViewState.parse(f"/ward/{IN_MEDWAY}", "", embedded))
    content = many_xlsx.content(embedded, table, site=SITE)
    heads, *rows = openpyxl.load_workbook(io.BytesIO(content))["Table 1"].iter_rows(
        min_row=3, values_only=True
    )
    found = {(row[heads.index("Period")], row[heads.index("Period is known for")]) for row in rows}
    assert {period for period, known in found if known != "All of England"} == {"Dec 2025"}
    assert ("Dec 2025", "21 councils only") in found


def test_what_only_the_council_has_says_whose_it_is(server: Flask):
    rows = {row["indicator"]: row for row in rows_of(fetched(server, "ward", "csv"))}
    assert rows["gld"]["area_code"] == ALUM_ROCK
    assert rows["gld"]["figure_of"] == f"Birmingham ({BIRMINGHAM})"


def test_the_table_of_areas_holds_what_the_page_shows(server: Flask, embedded: Release):
    side = ViewState.parse("/compare", SIDE, embedded).compare
    page = markup(compare_grid.table(embedded, side, side_by_side.read(embedded, side)))
    cells = re.findall(r"<td[^>]*>(.*?)</td>", page)
    on_screen = [found[1] if (found := re.match("<b>([^<]*)", cell)) else "" for cell in cells]
    rows = rows_of(fetched(server, "areas", "csv"))
    assert len(rows) == 6 * 4 and [as_shown(row) for row in rows] == on_screen
    assert {row["area_name"] for row in rows if row["figure_of"]} == {"Alum Rock"}


@pytest.mark.parametrize("export", ["ward", "areas", "pair"])
def test_the_workbook_holds_the_figures_of_the_csv(server: Flask, export: str):
    book = openpyxl.load_workbook(io.BytesIO(fetched(server, export, "xlsx")))
    assert book.sheetnames == ["Cover", "Contents", "Notes", "Indicators", "Table 1"]
    sheet = book["Table 1"]
    (table,) = sheet.tables.values()
    assert table.ref.startswith("A3:") and not sheet.merged_cells.ranges
    heads, *body = sheet.iter_rows(min_row=3, values_only=True)
    assert None not in heads and not any(None in row for row in body)
    rows = rows_of(fetched(server, export, "csv"))
    prefixes = ("need_", "access_") if export == "pair" else ("",)
    numbers = [
        float(row[f"{prefix}{name}"])
        for row in rows
        for prefix in prefixes
        for name in ("value", "lower_95", "upper_95")
        if row[f"{prefix}{name}"]
    ]
    wanted = "lower end|upper end|, 20|Aug|Value|Lower end|Upper end"
    at = [n for n, head in enumerate(heads) if re.search(wanted, str(head))]
    found = [row[n] for row in body for n in at if isinstance(row[n], int | float)]
    assert found == numbers and len(numbers) > 20


def test_a_comparison_of_nothing_has_no_table(embedded: Release):
    with pytest.raises(UnknownView) as fault:
        many_tables.of_view(embedded, ViewState.parse("/compare", "", embedded))
    assert fault.value.status == 400


def test_a_number_keeps_the_decimals_it_is_shown_with(embedded: Release):
    state = ViewState.parse(f"/ward/{ALUM_ROCK}", "", embedded)
    table = many_tables.of_view(embedded, state)
    content = many_xlsx.content(embedded, table, site=SITE)
    sheet = openpyxl.load_workbook(io.BytesIO(content))["Table 1"]
    heads = [cell.value for cell in sheet[3]]
    shown = {row[0].value: row[heads.index("Value")] for row in sheet.iter_rows(min_row=4)}
    for indicator in embedded.indicators.values():
        cell = shown.get(indicator.title)
        if cell is not None and isinstance(cell.value, int | float):
            zeros = cell.number_format.partition(".")[2]
            assert len(zeros) == indicator.decimals


def as_shown(row: dict[str, str]) -> str:
    """A value of the CSV as the page writes it."""
    if row["value"] == "":
        return ""
    places = -int(Decimal(row["value"]).as_tuple().exponent)
    return unescape(text.number(float(row["value"]), places)) + ("%" if row["unit"] == "%" else "")


@pytest.mark.parametrize("export", EXPORTS)
def test_behind_a_proxy_that_was_asked_by_https_links_begin_so(server: Flask, export: str):
    path, query, view = EXPORTS[export]
    headers = {"X-Forwarded-Proto": "https"}
    answer = server.test_client().get(f"{path}.csv?{query}", headers=headers)
    assert f"https://localhost{view}" in answer.data.decode("utf-8-sig")

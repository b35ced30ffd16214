"""Slides of the embedded release: every figure is the release's, nothing runs over, all is told."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

import openpyxl
import pytest
from pptx import Presentation
from pptx.enum.shapes import MSO_SHAPE_TYPE
from pptx.oxml.ns import qn

from app import profile
from app.pages import many_tables, table_csv
from app.release import Release
from app.reports import measure, slides
from app.reports.made import report_of
from app.state import ViewState
from app.view import read

SITE = "https://atlas.example"
BIRMINGHAM, WILTSHIRE, CITY, SCILLY = "E08000025", "E06000054", "E09000001", "E06000053"
BOURNEMOUTH, AMBER_VALLEY, HINCKLEY, ALUM_ROCK = "E06000058", "E07000032", "E07000132", "E05011120"
LOW_INCOME, GLD, ASQ = "low_income_bhc_relative", "gld", "asq_communication"

SIDE = f"/compare?areas={BIRMINGHAM},{ALUM_ROCK},E10000007,E92000001&i={LOW_INCOME},{GLD}"
REPORTS = (
    f"/area/{BIRMINGHAM}",
    f"/area/{BIRMINGHAM}?i={GLD}",
    f"/area/{BIRMINGHAM}?p=2021-22&w={ALUM_ROCK}&c=council",
    f"/area/{BIRMINGHAM}?from=2021-22",
    f"/area/{WILTSHIRE}?i=childcare_places_per_100",
    f"/area/{CITY}",
    f"/area/{SCILLY}?i=breastfeeding",
    f"/area/{BOURNEMOUTH}?i=population_0_4",
    f"/area/{AMBER_VALLEY}?i={ASQ}",
    f"/area/{HINCKLEY}",
    f"/ward/{ALUM_ROCK}",
    "/ward/E05009289",  # a ward of the City of London, most of it withheld
    f"/compare?lad={BIRMINGHAM}&w={ALUM_ROCK}",
    f"/compare?lad={CITY}&split=england",
    SIDE,
    f"/compare?areas={BOURNEMOUTH},E08000035,E08000019,E06000019,E09000033,{WILTSHIRE},E12000005,"
    f"{ALUM_ROCK}&i=population_0_4,homes_overcrowded,imd_score,breastfeeding,take_up_2,{ASQ},{GLD}",
    f"/compare?areas={BOURNEMOUTH},{WILTSHIRE}&n=dfe",
)
"""Councils of 98 wards and of 5, the longest names, one with nothing but withheld figures, as many
areas as stand side by side."""


@pytest.fixture(scope="module")
def deck(embedded: Release):
    """Open the report of an address; each is made once."""

    @lru_cache
    def opened(address: str) -> Any:
        path, _, query = address.partition("?")
        state = ViewState.parse(path, query, embedded)
        content = slides.written(report_of(embedded, state, site=SITE))
        assert len(content) < 500_000
        return Presentation(io.BytesIO(content))

    return opened


def shapes(holder: Any) -> Iterator[Any]:
    """Yield every shape, those in groups too."""
    for shape in holder.shapes:
        yield shape
        if shape.shape_type == MSO_SHAPE_TYPE.GROUP:
            yield from shapes(shape)


def charts(deck: Any) -> list[Any]:
    return [s.chart for slide in deck.slides for s in shapes(slide) if s.has_chart]


def properties(shape: Any) -> Any:
    return next(shape._element.iter(qn("p:cNvPr")))


def tables(deck: Any) -> list[list[list[str]]]:
    return [
        [[cell.text for cell in row.cells] for row in s.table.rows]
        for slide in deck.slides
        for s in slide.shapes
        if s.has_table
    ]


def expected(release: Release, query: str) -> dict[str, float | None]:
    """Return the figures of a view by area, as its table to download has them."""
    view = read(release, ViewState.parse(f"/area/{BIRMINGHAM}", query, release))
    text = table_csv.content(release, view).decode("utf-8-sig")
    rows = csv.DictReader(io.StringIO(text))
    return {row["area_name"]: float(row["value"]) if row["value"] else None for row in rows}


@pytest.mark.parametrize("query", ["", "p=2021-22", "i=childcare_places_per_100"])
def test_the_ranking_has_the_figures_of_the_table_to_download(deck, embedded, query):
    figures = expected(embedded, query)
    ranking = charts(deck(f"/area/{BIRMINGHAM}?{query}".rstrip("?")))[0].plots[0]
    names = list(ranking.categories)
    found = {
        name: value
        for series in ranking.series
        for name, value in zip(names, series.values, strict=True)
        if value is not None and not series.name.startswith(("Birmingham ", "England "))
    }
    assert len(found) == 69
    assert found == {name: figures[name] for name in found}
    lines = {s.name.rpartition(" ")[0]: set(s.values) for s in ranking.series}
    assert lines["England"] == {figures["England"]}
    assert lines["Birmingham"] == {figures["Birmingham"]}


def test_the_table_of_wards_has_every_ward_with_its_figure(deck, embedded):
    figures = expected(embedded, "")
    rows = [row for table in tables(deck(f"/area/{BIRMINGHAM}"))[:4] for row in table[1:]]
    found = {row[1]: float(row[2].rstrip("%")) for row in rows}
    assert found == figures


def test_every_ward_of_the_map_says_its_figure(deck, embedded):
    figures = expected(embedded, "")
    (group,) = [
        s
        for s in deck(f"/area/{BIRMINGHAM}").slides[2].shapes
        if s.shape_type == MSO_SHAPE_TYPE.GROUP
    ]
    said = [properties(s).get("descr") for s in group.shapes if properties(s).get("descr")]
    assert len(said) == 69
    for words in said:
        name, _, rest = words.partition(": ")
        assert rest.startswith(f"{figures[name]}%")


def test_a_trend_is_the_release_s_series_and_joins_nothing_across_the_gap(deck, embedded):
    trend = charts(deck(f"/area/{BIRMINGHAM}?i={GLD}"))[1].plots[0]
    labels = list(trend.categories)
    assert labels.count(" ") == 2, "2019/20 and 2020/21 stay empty"
    own = [series for series in trend.series if series.name.startswith("Birmingham")]
    assert [series.name for series in own] == ["Birmingham to 2018/19", "Birmingham"]
    found = {
        label: value
        for series in own
        for label, value in zip(labels, series.values, strict=True)
        if value is not None
    }
    rows = embedded.series(GLD, BIRMINGHAM)
    assert found == {row.period: round(row.value, 1) for row in rows if row.value is not None}


def test_intervals_are_error_bars_of_the_worksheet_behind(deck, embedded):
    chart = charts(deck(f"/area/{AMBER_VALLEY}?i={ASQ}"))[0]
    book = openpyxl.load_workbook(io.BytesIO(chart.part.chart_workbook.xlsx_part.blob))
    head, *rows = book.active.iter_rows(values_only=True)
    behind = [dict(zip(head, row, strict=True)) for row in rows]
    derbyshire = next(row for row in behind if str(row[None]).startswith("Derbyshire"))
    row = embedded.observation(ASQ, "E10000007", "2021/22")
    assert derbyshire["Figure"] == round(row.value, 1)
    assert derbyshire["95% interval: lower end"] == round(row.lower, 1)
    assert derbyshire["95% interval: upper end"] == round(row.upper, 1)
    formulas = [f.text for f in chart._chartSpace.iter(qn("c:f"))]
    assert "Sheet1!$C$2:$C$14" in formulas and "Sheet1!$D$2:$D$14" in formulas


def test_the_tables_of_domains_have_the_release_s_latest_figures(deck, embedded):
    rows = [row for table in tables(deck(f"/area/{BIRMINGHAM}")) for row in table]
    for name in (LOW_INCOME, GLD, "low_birth_weight", "homes_overcrowded"):
        indicator = embedded.indicators[name]
        period = embedded.coverage(name, "lad").latest.label
        own, england = (
            embedded.observation(name, code, period) for code in (BIRMINGHAM, "E92000001")
        )
        row = next(row for row in rows if row[0].startswith(f"{indicator.title}\n{period}"))
        assert row[1] == f"{own.value:.1f}%"
        assert row[3] == f"{england.value:.1f}%"


def test_a_ward_s_shares_are_those_of_its_profile(deck, embedded):
    shown = profile.read(embedded, ALUM_ROCK)
    risk = charts(deck(f"/ward/{ALUM_ROCK}"))[0].plots[0]
    assert risk.series[0].values[0] == shown.row(LOW_INCOME).below


def test_areas_side_by_side_have_the_figures_of_the_table_to_download(deck, embedded):
    state = ViewState.parse(*SIDE.split("?"), embedded)
    table = many_tables.of_view(embedded, state)
    rows = [dict(zip(table.columns, row, strict=True)) for row in table.rows]
    shown = [f"{row['value']}%" for row in rows]
    (grid,) = tables(deck(SIDE))[:1]
    assert [cell.partition("\n")[0] for line in grid[1:] for cell in line[1:]] == shown
    low_income = charts(deck(SIDE))[0].plots[0]
    found = dict(zip(low_income.categories, low_income.series[0].values, strict=True))
    wanted = {row["area_name"]: float(row["value"]) for row in rows[:4]}
    assert {name.split(" ▲")[0].split(" ▼")[0]: value for name, value in found.items()} == wanted


def test_need_against_access_has_the_figures_of_the_table_to_download(deck, embedded):
    address = f"/compare?lad={BIRMINGHAM}&w={ALUM_ROCK}"
    table = many_tables.of_view(embedded, ViewState.parse(*address.split("?"), embedded))
    rows = [dict(zip(table.columns, row, strict=True)) for row in table.rows][:-2]
    wanted = {row["area_name"]: (f"{row['need_value']}%", f"{row['access_value']}") for row in rows}
    grids = [grid for grid in tables(deck(address)) if grid[0][2:4] == ["Need", "Access"]]
    assert {line[1]: (line[2], line[3]) for grid in grids for line in grid[1:]} == wanted
    dots = [
        (float(x), float(y))
        for series in charts(deck(address))[0].plots[0].series
        if "wards" in series.name
        for x, y in zip(points(series, "xVal"), points(series, "yVal"), strict=True)
    ]
    assert sorted(dots) == sorted(
        (float(row["need_value"]), float(row["access_value"])) for row in rows
    )


def points(series: Any, axis: str) -> list[str]:
    """The numbers that a series of a scatter holds on one axis."""
    return [value.text for value in series._element.find(qn(f"c:{axis}")).iter(qn("c:v"))]


@pytest.mark.parametrize("address", REPORTS)
def test_every_graphic_says_what_it_shows_or_that_it_is_decoration(deck, address):
    for slide in deck(address).slides:
        for shape in shapes(slide):
            if shape.shape_type in (MSO_SHAPE_TYPE.TEXT_BOX, MSO_SHAPE_TYPE.PLACEHOLDER):
                continue
            own = properties(shape)
            mark = "{http://schemas.microsoft.com/office/drawing/2017/decorative}decorative"
            assert own.get("descr") or own.find(f".//{mark}") is not None, shape.name


@pytest.mark.parametrize("address", REPORTS)
def test_every_slide_has_its_own_title_notes_source_and_number(deck, address):
    opened = deck(address)
    titles = [slide.shapes.title.text_frame.text for slide in opened.slides]
    assert all(titles) and len(set(titles)) >= len(titles) - 1, "the cover says the first finding"
    for slide in opened.slides:
        assert len(slide.notes_slide.notes_text_frame.text) > 50
    for slide in list(opened.slides)[1:]:
        named = {shape.name: shape for shape in slide.shapes}
        assert named["Source"].text_frame.text
        assert any(field.get("type") == "slidenum" for field in slide._element.iter(qn("a:fld")))
        foot = named["Where it is from"].text_frame
        assert foot.paragraphs[0].runs[0].hyperlink.address.startswith(SITE)
        assert "Release" in foot.text


@pytest.mark.parametrize("address", REPORTS)
def test_no_text_runs_over_its_box_and_no_shape_over_the_slide(deck, address):
    opened = deck(address)
    for number, slide in enumerate(opened.slides, 1):
        for shape in slide.shapes:
            assert shape.left >= 0 and shape.top >= 0, (number, shape.name)
            assert shape.left + shape.width <= opened.slide_width + 1, (number, shape.name)
            assert shape.top + shape.height <= opened.slide_height + 1, (number, shape.name)
            if shape.has_text_frame and shape.text_frame.text:
                assert needed(shape) <= shape.height / 12700 + 3, (number, shape.name)


@pytest.mark.parametrize("address", REPORTS)
def test_no_table_runs_into_the_foot(deck, address):
    for number, slide in enumerate(deck(address).slides, 1):
        for shape in slide.shapes:
            if not shape.has_table:
                continue
            tall = 0.0
            for row in shape.table.rows:
                cells = zip(row.cells, shape.table.columns, strict=True)
                lines = [cell_height(cell, column.width) for cell, column in cells]
                tall += max(row.height / 12700, *lines)
            assert shape.top / 12700 + tall <= 6.72 * 72, (number, shape.name)


def needed(shape: Any) -> float:
    """Return the points that a box's text needs."""
    room = shape.width / 12700
    return sum(paragraph_height(p, room) for p in shape.text_frame.paragraphs)


def paragraph_height(paragraph: Any, room: float) -> float:
    runs = [run for run in paragraph.runs if run.text]
    if not runs:
        return 0.0
    size = runs[0].font.size.pt if runs[0].font.size else 12.0
    bullet = paragraph._p.find(qn("a:pPr"))
    inset = int(bullet.get("marL", 0)) / 12700 if bullet is not None else 0.0
    text = "".join(run.text for run in runs)
    return measure.lines(text, room - inset, size, bold=bool(runs[0].font.bold)) * size * 1.17


def cell_height(cell: Any, width: int) -> float:
    room = (width - cell.margin_left - cell.margin_right) / 12700
    text = sum(paragraph_height(p, room) for p in cell.text_frame.paragraphs)
    return text + (cell.margin_top + cell.margin_bottom) / 12700


def test_a_view_of_change_has_every_ward_s_change(deck, embedded):
    address = f"/area/{BIRMINGHAM}?from=2021-22"
    view = read(embedded, ViewState.parse(*address.split("?"), embedded))
    rows = [row for table in tables(deck(address))[:4] for row in table[1:]]
    found = {row[0]: (row[1], row[2], row[3]) for row in rows}
    assert len(found) == 71, "69 wards, the council and England"
    for change in view.changes:
        first, second, moved = found[change.name]
        assert first == f"{change.before.value:.1f}%" and second == f"{change.after.value:.1f}%"
        assert moved.replace("−", "-") == f"{change.value:+.1f} points".replace("+0.0", "0.0")


@pytest.mark.parametrize("address", REPORTS)
def test_no_two_shapes_of_a_slide_share_an_id(deck, address):
    for slide in deck(address).slides:
        ids = [own.get("id") for own in slide._element.iter(qn("p:cNvPr"))]
        assert len(set(ids)) == len(ids)

"""Tables as real tables, over as many slides as they need, in two halves where rows are short."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml.ns import qn
from pptx.util import Inches

from app import theme
from app.reports import measure
from app.reports.deck import add, child, colour, described, lone
from app.reports.model import Cell, Column, Line, Table, Tone

TONES: dict[Tone, str] = {
    "ink": theme.INK,
    "quiet": theme.SECONDARY,
    "england": theme.ENGLAND,
    "higher": theme.ENGLAND,
    "similar": theme.SECONDARY,
    "lower": theme.FOCUS,
}
PLAIN_STYLE = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"
GAP = 0.4
PAD = 0.06
APART = 0.16
"""Room between a column of numbers and the words after it."""
HEAD = 0.3
ROW, SMALL, LEAST = 0.235, 9.5, 8.0
"""A row of a narrow table in inches, its type in points, and the smallest that it may become."""

Place = tuple[float, float, float, float]


def pages(table: Table, width: float, height: float) -> list[list[Table]]:
    """Return a table as slides of one or two tables, each with its own head."""
    if not table.narrow:
        return [[part] for part in _stacked(table, width, height)]
    halves = (width - GAP) / 2
    side = 2 if _fits(table, halves) and len(table.lines) > 8 else 1
    room = int((height - HEAD) / ROW)
    per_slide = room * side
    count = -(-len(table.lines) // per_slide)
    depth = -(-len(table.lines) // (count * side))
    parts = [table.lines[at : at + depth] for at in range(0, len(table.lines), depth)]
    tables = [replace(table, lines=part) for part in parts]
    return [tables[at : at + side] for at in range(0, len(tables), side)]


def draw(slide: Any, tables: Sequence[Table], place: Place) -> None:
    """Draw one table over the whole place, or two side by side."""
    left, top, width, height = place
    narrow = tables[0].narrow
    halves = narrow and (len(tables) > 1 or (_fits(tables[0], (width - GAP) / 2)))
    each = (width - GAP) / 2 if halves else width
    for at, table in enumerate(tables):
        _grid(slide, table, left + at * (each + GAP), top, each, height, at, len(tables))


def _fits(table: Table, width: float) -> bool:
    """Tell whether every name of a narrow table fits its column in small type."""
    shares = sum(column.width for column in table.columns)
    for at, column in enumerate(table.columns):
        room = (width * column.width / shares - 2 * PAD) * 72
        for line in table.lines:
            if measure.width(line.cells[at].text, LEAST, bold=line.cells[at].strong) > room:
                return False
    return True


def _stacked(table: Table, width: float, height: float) -> list[Table]:
    """Return a table of tall rows cut where a slide is full."""
    parts: list[list[Line]] = [[]]
    used = HEAD
    for line in table.lines:
        tall = _tall(table, line, width)
        if parts[-1] and used + tall > height:
            parts.append([])
            used = HEAD
        parts[-1].append(line)
        used += tall
    return [replace(table, lines=tuple(part)) for part in parts]


def _sizes(table: Table) -> tuple[float, float]:
    """Return the sizes of a tall row's figures and of the notes under them."""
    noted = any(cell.note for line in table.lines for cell in line.cells)
    return (13, 10) if len(table.lines) <= 7 and noted else (9.5, 8.5)


def _tall(table: Table, line: Line, width: float) -> float:
    """Return the height of a row in inches."""
    shares = sum(column.width for column in table.columns)
    size, small = _sizes(table)
    most = 0.0
    for cell, column in zip(line.cells, table.columns, strict=True):
        room = (width * column.width / shares - 2 * PAD) * 72
        points = measure.lines(cell.text, room, size, bold=cell.strong) * size * measure.LEADING
        if cell.note:
            points += measure.lines(cell.note, room, small) * small * measure.LEADING
        most = max(most, points)
    return most / 72 + (0.16 if size > 10 else 0.1)


def _grid(
    slide: Any, table: Table, left: float, top: float, width: float, height: float, at: int, of: int
) -> None:
    count = len(table.lines)
    tall = [ROW] * count if table.narrow else [_tall(table, line, width) for line in table.lines]
    frame = slide.shapes.add_table(
        count + 1, len(table.columns), Inches(left), Inches(top), Inches(width),
        Inches(HEAD + sum(tall)),
    )  # fmt: skip
    part = f", part {at + 1} of {of}" if of > 1 else ""
    described(frame, f"{table.name}{part}", table.alt)
    grid = frame.table
    _plain(grid)
    shares = sum(column.width for column in table.columns)
    for place, column in enumerate(table.columns):
        grid.columns[place].width = Inches(width * column.width / shares)
    grid.rows[0].height = Inches(HEAD)
    sizes = (SMALL, SMALL) if table.narrow else _sizes(table)
    for place, column in enumerate(table.columns):
        _cell(
            grid.cell(0, place), Cell(column.heading, "quiet", strong=True), column,
            width * column.width / shares, (min(sizes[0] - 1, 10.5), 9), theme.INK,
            one_line=table.narrow, apart=_after_number(table, place),
        )  # fmt: skip
    for row, line in enumerate(table.lines, 1):
        grid.rows[row].height = Inches(tall[row - 1])
        ground = theme.SELECTED_ROW if line.kind == "focus" else None
        for place, (cell, column) in enumerate(zip(line.cells, table.columns, strict=True)):
            drawn = grid.cell(row, place)
            _cell(
                drawn, cell, column, width * column.width / shares, sizes, theme.GRID,
                one_line=table.narrow, apart=_after_number(table, place),
            )  # fmt: skip
            if ground:
                drawn.fill.solid()
                drawn.fill.fore_color.rgb = colour(ground)


def _after_number(table: Table, place: int) -> bool:
    """Tell whether a column of words follows one of numbers."""
    return place > 0 and table.columns[place - 1].number and not table.columns[place].number


def _cell(
    drawn: Any,
    cell: Cell,
    column: Column,
    width: float,
    sizes: tuple[float, float],
    line: str,
    *,
    one_line: bool,
    apart: bool,
) -> None:
    size = sizes[0]
    room = (width - 2 * PAD - (APART if apart else 0.0)) * 72
    if one_line:
        size = measure.size_for(cell.text, room, size * 1.5, most=size, least=6.5, bold=cell.strong)
    drawn.margin_left = Inches(PAD + APART if apart else PAD)
    drawn.margin_right = Inches(PAD)
    drawn.margin_top = drawn.margin_bottom = Inches(0.01 if one_line else 0.04)
    drawn.vertical_anchor = MSO_ANCHOR.MIDDLE
    frame = drawn.text_frame
    paragraph = add(frame, cell.text, size=size, tone=TONES[cell.tone], bold=cell.strong)
    paragraphs = [paragraph]
    if cell.note:
        paragraphs.append(add(frame, cell.note, size=sizes[1], tone=theme.SECONDARY))
    for item in paragraphs:
        item.alignment = PP_ALIGN.RIGHT if column.number else PP_ALIGN.LEFT
    _underlined(drawn, line)


def _underlined(drawn: Any, tone: str) -> None:
    properties = drawn._tc.get_or_add_tcPr()
    line = lone(properties, "a:lnB")
    line.set("w", "9525")
    fill = child(child(line, "a:solidFill"), "a:srgbClr")
    fill.set("val", tone.removeprefix("#"))
    properties.insert(0, line)


def _plain(grid: Any) -> None:
    """Take the colours of the style that python-pptx gives a table; keep its head a head."""
    properties = grid._tbl.tblPr
    properties.set("bandRow", "0")
    properties.set("firstRow", "1")
    style = properties.find(qn("a:tableStyleId"))
    if style is not None:
        style.text = PLAIN_STYLE

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
from app.reports.model import Cell, Column, Line, Table, Tone
from app.reports.shapes import add, child, colour, described, lone

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
ROW, SMALL, LEAST = 0.222, 9.5, 8.0
"""A row of a narrow table in inches, its type in points, and the smallest that it may become."""
ROOMY_ROW, ROOMY, ROOMY_ROWS, ROOMY_WIDTH = 0.26, 11.0, 16, 9.2
"""The same of a table so short that it stands alone, and how wide that is."""

SIZES = ((13.0, 10.0), (11.0, 9.0), (9.5, 8.5))
"""Type of the figures and the notes of tall rows, largest first."""
LEAST_HEIGHT = 4.68
"""Inches of the body under the longest title, in which every table has to fit."""

Place = tuple[float, float, float, float]


def pages(table: Table, width: float, height: float = LEAST_HEIGHT) -> list[list[Table]]:
    """Return a table as slides of one or two tables, each with its own head."""
    if not table.narrow:
        return [[part] for part in _stacked(table, width, height)]
    count = len(table.lines)
    if count <= ROOMY_ROWS:
        return [[table]]
    side = 2 if _size(table, (width - GAP) / 2) is not None else 1
    room = int((height - HEAD) / ROW)
    slides = -(-count // (room * side))
    depth = -(-count // (slides * side))
    parts = [table.lines[at : at + depth] for at in range(0, count, depth)]
    tables = [replace(table, lines=part) for part in parts]
    return [tables[at : at + side] for at in range(0, len(tables), side)]


def draw(slide: Any, tables: Sequence[Table], place: Place, *, of: Table | None = None) -> None:
    """Draw one table over the whole place, or two side by side; ``of`` is the table that they are
    parts of, whose columns they share.
    """
    left, top, width = place[:3]
    whole = of or tables[0]
    if not whole.narrow:
        sizes = _tall_size(whole, width, LEAST_HEIGHT)
        rows = [_tall(whole, line, width, sizes) for line in tables[0].lines]
        _grid(slide, tables[0], left, top, _shared(whole, width), sizes, rows, "")
        return
    halves = (width - GAP) / 2
    if len(whole.lines) <= ROOMY_ROWS:
        size, each, row = ROOMY, min(width, ROOMY_WIDTH), ROOMY_ROW
    elif (found := _size(whole, halves)) is not None:
        size, each, row = found, halves, ROW
    else:
        size, each, row = SMALL, min(width, ROOMY_WIDTH), ROW
    widths = _spread(_natural(whole, size), each)
    for at, table in enumerate(tables):
        part = f", part {at + 1} of {len(tables)}" if len(tables) > 1 else ""
        rows = [row] * len(table.lines)
        _grid(slide, table, left + at * (each + GAP), top, widths, (size, size), rows, part)


def _size(table: Table, width: float) -> float | None:
    """Return the largest type in which every row of a narrow table stays one line; None where none
    is large enough to read.
    """
    size = SMALL
    while size >= LEAST:
        if sum(_natural(table, size)) <= width:
            return size
        size -= 0.5
    return None


def _natural(table: Table, size: float) -> list[float]:
    """Return the width that each column's longest text needs, in inches."""
    widths = []
    for at, column in enumerate(table.columns):
        longest = max(
            (
                measure.width(line.cells[at].text, size, bold=line.cells[at].strong)
                for line in table.lines
            ),
            default=0.0,
        )
        head = measure.width(column.heading, min(size - 1, 10.5), bold=True)
        apart = APART if _after_number(table, at) else 0.0
        widths.append(max(longest, head) / 72 + 2 * PAD + apart + 0.03)
    return widths


def _spread(widths: Sequence[float], width: float) -> list[float]:
    """Return widths that fill a table, each grown or shrunk alike."""
    whole = sum(widths)
    return [wide * width / whole for wide in widths]


def _shared(table: Table, width: float) -> list[float]:
    """Return the widths of columns by their shares."""
    return _spread([column.width for column in table.columns], width)


def _stacked(table: Table, width: float, height: float) -> list[Table]:
    """Return a table of tall rows over as few slides as it needs, as even as can be."""
    lines = table.lines
    for slides in range(1, len(lines) + 1):
        depth = -(-len(lines) // slides)
        parts = [lines[at : at + depth] for at in range(0, len(lines), depth)]
        if all(_fits(table, part, width, height, SIZES[-1]) for part in parts):
            return [replace(table, lines=part) for part in parts]
    return [replace(table, lines=(line,)) for line in lines]


def _tall_size(table: Table, width: float, height: float) -> tuple[float, float]:
    """Return the largest sizes of a tall row's figures and notes at which all its parts fit."""
    parts = _stacked(table, width, height)
    for sizes in SIZES[:-1]:
        if all(_fits(table, part.lines, width, height, sizes) for part in parts):
            return sizes
    return SIZES[-1]


def _fits(
    table: Table, lines: Sequence[Line], width: float, height: float, sizes: tuple[float, float]
) -> bool:
    head = _head_height(table, _shared(table, width), sizes)
    return head + sum(_tall(table, line, width, sizes) for line in lines) <= height


def _head_height(table: Table, widths: Sequence[float], sizes: tuple[float, float]) -> float:
    """Return the height of the heads in inches: a long one takes several lines."""
    size = _head_size(sizes)
    most = max(
        measure.lines(column.heading, (wide - 2 * PAD) * 72, size, bold=True)
        for column, wide in zip(table.columns, widths, strict=True)
    )
    return max(HEAD, most * size * measure.LEADING / 72 + 0.09)


def _head_size(sizes: tuple[float, float]) -> float:
    return min(sizes[0] - 1, 10.5)


def _tall(table: Table, line: Line, width: float, sizes: tuple[float, float]) -> float:
    """Return the height of a row in inches."""
    size, small = sizes
    most = 0.0
    for at, (cell, wide) in enumerate(zip(line.cells, _shared(table, width), strict=True)):
        room = (wide - 2 * PAD - (APART if _after_number(table, at) else 0.0)) * 72
        points = measure.lines(cell.text, room, size, bold=cell.strong) * size * measure.LEADING
        if cell.note:
            points += measure.lines(cell.note, room, small) * small * measure.LEADING
        most = max(most, points)
    return most / 72 + (0.16 if size > 10 else 0.11)


def _grid(
    slide: Any,
    table: Table,
    left: float,
    top: float,
    widths: Sequence[float],
    sizes: tuple[float, float],
    tall: Sequence[float],
    part: str,
) -> None:
    """Draw a table of columns so wide and rows so tall, in inches."""
    width, count = sum(widths), len(table.lines)
    head = HEAD if table.narrow else _head_height(table, widths, sizes)
    frame = slide.shapes.add_table(
        count + 1, len(table.columns), Inches(left), Inches(top), Inches(width),
        Inches(head + sum(tall)),
    )  # fmt: skip
    described(frame, f"{table.name}{part}", table.alt)
    grid = frame.table
    _plain(grid)
    heads = Line(tuple(Cell(column.heading, "quiet", strong=True) for column in table.columns))
    head_sizes = (_head_size(sizes), 9.0)
    for row, line in enumerate((heads, *table.lines)):
        grid.rows[row].height = Inches(head if row == 0 else tall[row - 1])
        for place, (cell, column) in enumerate(zip(line.cells, table.columns, strict=True)):
            if row == 0:
                grid.columns[place].width = Inches(widths[place])
            drawn = grid.cell(row, place)
            _cell(
                drawn, cell, column, head_sizes if row == 0 else sizes,
                theme.GRID if row else theme.INK, tight=table.narrow,
                apart=_after_number(table, place),
            )  # fmt: skip
            if line.kind == "focus":
                drawn.fill.solid()
                drawn.fill.fore_color.rgb = colour(theme.SELECTED_ROW)


def _after_number(table: Table, place: int) -> bool:
    """Tell whether a column of words follows one of numbers."""
    return place > 0 and table.columns[place - 1].number and not table.columns[place].number


def _cell(
    drawn: Any,
    cell: Cell,
    column: Column,
    sizes: tuple[float, float],
    line: str,
    *,
    tight: bool,
    apart: bool,
) -> None:
    drawn.margin_left = Inches(PAD + APART if apart else PAD)
    drawn.margin_right = Inches(PAD)
    drawn.margin_top = drawn.margin_bottom = Inches(0.01 if tight else 0.04)
    drawn.vertical_anchor = MSO_ANCHOR.MIDDLE
    frame = drawn.text_frame
    if cell.text:
        paragraph = add(frame, cell.text, size=sizes[0], tone=TONES[cell.tone], bold=cell.strong)
    else:  # without a size of its own, nothing would be a line of 18 points
        paragraph = frame.paragraphs[0]
        paragraph._p.get_or_add_endParaRPr().set("sz", str(int(sizes[0] * 100)))
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

"""A report as PowerPoint: ``written`` makes the file. Runs in a process of its own.

``python -m app.reports.slides`` reads a report as JSON and writes the file, within limits of
memory and time that it sets itself.
"""

from __future__ import annotations

import io
import json
import os
import resource
import sys
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from pptx.enum.shapes import MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR
from pptx.util import Inches, Pt

from app import theme
from app.reports import drawings, grids, lines, measure, rankings
from app.reports.deck import Deck
from app.reports.model import (
    Aside,
    Fact,
    Figure,
    Map,
    Places,
    Ranking,
    Report,
    Scatter,
    Sheet,
    Table,
    Trend,
    Words,
    unpacked,
)
from app.reports.shapes import add, bare, box, child, colour, decorative, unstyled
from app.reports.template import BODY_BOTTOM, HEIGHT, INNER, LEFT, WIDTH

ASIDE = 3.45
ASIDE_GAP = 0.45
TEXT_GAP = 0.14
MEMORY, SECONDS = 768 * 2**20, 20
"""What the process may use: address space in bytes, and time of the processor."""
NICENESS = 5
"""Whoever looks at pages goes first."""

Place = tuple[float, float, float, float]


def written(report: Report) -> bytes:
    """Return a report as the bytes of a presentation."""
    deck = Deck(
        title=f"{report.place}: {report.title}",
        subject=report.kind,
        author="Early Years Atlas",
        created=datetime.fromisoformat(report.built),
    )
    _cover(deck, report)
    for sheet in report.sheets:
        _sheet(deck, report, sheet)
    out = io.BytesIO()
    deck.file.save(out)
    return out.getvalue()


def _sheet(deck: Deck, report: Report, sheet: Sheet) -> None:
    width = INNER - (ASIDE + ASIDE_GAP if sheet.aside else 0.0)
    tables = [figure for figure in sheet.figures if isinstance(figure, Table)]
    if tables:
        cut = grids.pages(tables[0], width)
        for at, part in enumerate(cut, 1):
            title = (
                sheet.title if len(cut) == 1 else f"{sheet.title} ({at}\u00a0of\u00a0{len(cut)})"
            )
            slide, top = _slide(deck, report, sheet, title)
            grids.draw(slide, part, (LEFT, top, width, BODY_BOTTOM - top), of=tables[0])
        return
    slide, top = _slide(deck, report, sheet, sheet.title)
    height = BODY_BOTTOM - top
    wide = (width - ASIDE_GAP * (len(sheet.figures) - 1)) / len(sheet.figures)
    texts = [figure for figure in sheet.figures if isinstance(figure, Words)]
    size = fitting(texts, wide, height)
    for at, figure in enumerate(sheet.figures):
        place = (LEFT + at * (wide + ASIDE_GAP), top, wide, height)
        if isinstance(figure, Words):
            words(slide, figure, place, size)
        else:
            _figure(slide, figure, place)
    _aside(slide, sheet.aside, LEFT + width + ASIDE_GAP, top)


def _slide(deck: Deck, report: Report, sheet: Sheet, title: str) -> tuple[Any, float]:
    return deck.slide(
        title,
        subtitle=sheet.subtitle,
        source=sheet.source,
        foot=(report.made_of,),
        link=report.link,
        notes=sheet.notes,
    )


def _figure(slide: Any, figure: Figure, place: Place) -> None:
    if isinstance(figure, Ranking):
        rankings.ranking(slide, figure, place)
    elif isinstance(figure, Trend):
        lines.trend(slide, figure, place)
    elif isinstance(figure, Scatter):
        lines.scatter(slide, figure, place)
    elif isinstance(figure, Places):
        lines.places(slide, figure, place)
    elif isinstance(figure, Map):
        drawings.atlas(slide, figure, place)
    else:
        raise TypeError(f"no slide is drawn of {type(figure).__name__}")


def fitting(
    texts: Sequence[Words], width: float, height: float, *, most: float = 16, together: bool = False
) -> float:
    """Return the largest size at which each of the texts fits a place, or all of them
    ``together`` one under another.
    """
    size = most
    combine = sum if together else max
    while size > 8 and texts and combine(_height(said, width, size) for said in texts) > height:
        size -= 0.5
    return size


def words(slide: Any, said: Words, place: Place, size: float) -> float:
    """Write paragraphs or points into a place; return the height used."""
    left, top, width, _ = place
    tall = _height(said, width, size)
    shape = box(slide, "", left, top, width, tall, size=size, name=said.heading or "Text")
    frame = shape.text_frame
    if said.heading:
        add(frame, said.heading, size=size, bold=True).space_after = Pt(size * 0.35)
    for paragraph in said.paragraphs:
        written_one = add(frame, paragraph, size=size, tone=theme.INK)
        written_one.space_after = Pt(size * (0.7 if said.points else 0.5))
        if said.points:
            _bullet(written_one, size)
    return tall


def _height(said: Words, width: float, size: float) -> float:
    """Return the height of paragraphs in inches."""
    room = width * 72 - (size * 1.2 if said.points else 0.0)
    points = 0.0
    if said.heading:
        count = measure.lines(said.heading, width * 72, size, bold=True)
        points += count * size * measure.LEADING + size * 0.35
    for paragraph in said.paragraphs:
        points += measure.lines(paragraph, room, size) * size * measure.LEADING
        points += size * (0.7 if said.points else 0.5)
    return points / 72 + 0.04


def _bullet(paragraph: Any, size: float) -> None:
    properties = paragraph._p.get_or_add_pPr()
    indent = int(size * 1.2 * 12700)
    properties.set("marL", str(indent))
    properties.set("indent", str(-indent))
    tone = child(properties, "a:buClr")
    child(tone, "a:srgbClr").set("val", theme.FOCUS.removeprefix("#"))
    child(properties, "a:buFont").set("typeface", "Arial")
    child(properties, "a:buChar").set("char", "•")


def _aside(slide: Any, blocks: Sequence[Aside], left: float, top: float) -> None:
    """Write numbers and words down the right side, the words as large as all of them fit."""
    facts = [block for block in blocks if isinstance(block, Fact)]
    texts = [block for block in blocks if isinstance(block, Words)]
    for at, fact in enumerate(facts):
        top += _fact(slide, fact, left, top, first=at == 0)
    room = BODY_BOTTOM - top - TEXT_GAP * len(texts)
    size = fitting(texts, ASIDE, room, most=13, together=True)
    for said in texts:
        top += words(slide, said, (left, top, ASIDE, room), size) + TEXT_GAP


def _fact(slide: Any, fact: Fact, left: float, top: float, *, first: bool) -> float:
    """Write a number with what it is, and return the height used."""
    size = 34.0 if first else 20.0
    tall = 0.0
    label = measure.size_for(fact.label, ASIDE * 72, 15, most=12, least=8, bold=True)
    box(
        slide,
        fact.label,
        left,
        top,
        ASIDE,
        0.22,
        size=label,
        bold=True,
        name=f"Label: {fact.label}",
    )
    tall += 0.24
    size = measure.size_for(fact.value, ASIDE * 72, size * 1.3, most=size, least=12, bold=True)
    high = size * 1.2 / 72
    box(
        slide, fact.value, left, top + tall, ASIDE, high, size=size, bold=True,
        tone=theme.FOCUS if first else theme.INK, name=f"Figure of {fact.label}",
    )  # fmt: skip
    tall += high
    if fact.note:
        count = measure.lines(fact.note, ASIDE * 72, 10.5)
        note = count * 10.5 * measure.LEADING / 72 + 0.02
        box(
            slide, fact.note, left, top + tall, ASIDE, note, size=10.5, tone=theme.SECONDARY,
            name=f"Note on {fact.label}",
        )  # fmt: skip
        tall += note
    return tall + (0.2 if first else 0.15)


def _cover(deck: Deck, report: Report) -> None:
    """Draw the cover: the finding on a dark panel, the map beside it where there is one."""
    slide: Any = deck.file.slides.add_slide(deck.layout)
    panel_width = 8.0 if report.cover is not None else WIDTH
    panel = slide.shapes.add_shape(
        MSO_SHAPE.RECTANGLE, Inches(0), Inches(0), Inches(panel_width), Inches(HEIGHT)
    )
    panel.fill.solid()
    panel.fill.fore_color.rgb = colour(theme.FOCUS)
    panel.line.fill.background()
    unstyled(panel)
    decorative(panel, "Panel")
    slide.shapes._spTree.remove(panel._element)
    slide.shapes._spTree.insert(2, panel._element)
    left, width = LEFT, panel_width - 2 * LEFT
    box(
        slide, f"Early Years Atlas · {report.kind}", left, 0.6, width, 0.3, size=14,
        tone=theme.PAPER, name="Kind of report",
    )  # fmt: skip
    large = measure.size_for(report.place, width * 72, 44, most=30, least=16, bold=True)
    box(
        slide, report.place, left, 1.15, width, 0.6, size=large, bold=True, tone=theme.PAPER,
        name="Place",
    )  # fmt: skip
    head = slide.shapes.title
    head.left, head.top = Inches(left), Inches(2.0)
    head.width, head.height = Inches(width), Inches(1.75)
    bare(head.text_frame, anchor=MSO_ANCHOR.TOP)
    size = measure.size_for(report.title, width * 72, 1.75 * 72, most=30, least=18, bold=True)
    add(head.text_frame, report.title, size=size, tone=theme.PAPER, bold=True)
    lead = measure.size_for(report.lead, width * 72, 1.25 * 72, most=15, least=10)
    box(slide, report.lead, left, 4.0, width, 1.25, size=lead, tone=theme.PAPER, name="Summary")
    each = width / max(len(report.facts), 1)
    for at, fact in enumerate(report.facts):
        big = measure.size_for(fact.value, (each - 0.2) * 72, 40, most=26, least=12, bold=True)
        box(
            slide, fact.value, left + at * each, 5.45, each - 0.2, 0.5, size=big, bold=True,
            tone=theme.PAPER, name=f"Figure of {fact.label}",
        )  # fmt: skip
        small = measure.size_for(fact.label, (each - 0.2) * 72, 30, most=12, least=9)
        box(
            slide, fact.label, left + at * each, 5.95, each - 0.2, 0.42, size=small,
            tone=theme.PAPER, name=f"Label: {fact.label}",
        )  # fmt: skip
    shape = box(slide, "", left, 6.72, width, 0.5, size=10, name="Where it is from")
    add(shape.text_frame, report.made_of, size=10, tone=theme.PAPER)
    size = measure.size_for(report.link, width * 72, 0.32 * 72, most=10, least=6)
    add(shape.text_frame, report.link, size=size, tone=theme.PAPER)
    if report.cover is not None:
        drawings.plain(
            slide, report.cover, (panel_width + 0.5, 0.9, WIDTH - panel_width - 1.0, HEIGHT - 1.8)
        )
    slide.notes_slide.notes_text_frame.text = "\n\n".join(report.notes)


def main() -> int:
    """Read a report from standard input, write its file to standard output."""
    os.nice(NICENESS)
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    sys.stdout.buffer.write(written(unpacked(json.load(sys.stdin))))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())

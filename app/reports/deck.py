"""A presentation of our own look: each slide has a title, and a foot with source, link, number."""

from __future__ import annotations

import copy
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from pptx import Presentation
from pptx.enum.text import PP_ALIGN
from pptx.oxml.ns import qn
from pptx.util import Inches

from app import theme
from app.reports import measure
from app.reports.shapes import LANGUAGE, box, rule, styled, write
from app.reports.template import (
    FOOT_HEIGHT,
    FOOT_TOP,
    HEIGHT,
    INNER,
    LEFT,
    TITLE_HEIGHT,
    TITLE_SIZE,
    TITLE_TOP,
    WIDTH,
    dress,
)

SUBTITLE_GAP, SUBTITLE_HEIGHT, BODY_GAP = 0.06, 0.3, 0.2
FOOT_LEFT_WIDTH = 9.1


class Deck:
    """Slides, each with a title, an optional line under it, a foot and notes."""

    def __init__(self, *, title: str, subject: str, author: str, created: datetime) -> None:
        self.file = Presentation()
        self.file.slide_width, self.file.slide_height = Inches(WIDTH), Inches(HEIGHT)
        dress(self.file)
        properties = self.file.core_properties
        properties.title, properties.subject, properties.author = title, subject, author
        properties.last_modified_by, properties.keywords = author, ""
        properties.created = properties.modified = created
        properties.language = LANGUAGE
        self.layout = self.file.slide_layouts[0]

    def slide(
        self,
        title: str,
        *,
        subtitle: str = "",
        source: str = "",
        foot: Sequence[str] = (),
        link: str = "",
        notes: Sequence[str] = (),
    ) -> tuple[Any, float]:
        """Add a slide; return it and where its body begins, in inches from the top.

        ``foot`` are the lines at its right.
        """
        slide: Any = self.file.slides.add_slide(self.layout)
        head = slide.shapes.title
        size = measure.size_for(
            title, _points(INNER), _points(TITLE_HEIGHT), most=TITLE_SIZE, least=16, bold=True
        )
        write(head.text_frame, title, size=size, bold=True)
        lines = measure.lines(title, _points(INNER), size, bold=True)
        top = TITLE_TOP + lines * size * measure.LEADING / 72 + SUBTITLE_GAP
        self._subtitle(slide, subtitle, top)
        self._foot(slide, source, foot, link)
        slide.notes_slide.notes_text_frame.text = "\n\n".join(notes)
        return slide, top + SUBTITLE_HEIGHT + BODY_GAP

    def _subtitle(self, slide: Any, words: str, top: float) -> None:
        size = measure.size_for(words, _points(INNER), _points(SUBTITLE_HEIGHT), most=14, least=10)
        words = measure.shortened(words, _points(INNER), size)
        box(
            slide, words, LEFT, top, INNER, SUBTITLE_HEIGHT, size=size,
            tone=theme.SECONDARY, name="What it shows",
        )  # fmt: skip

    def _foot(self, slide: Any, source: str, foot: Sequence[str], link: str) -> None:
        rule(slide, LEFT, FOOT_TOP - 0.06, INNER)
        if source:
            room = _points(FOOT_LEFT_WIDTH)
            size = measure.size_for(source, room, _points(FOOT_HEIGHT), most=9, least=7)
            lines = int(_points(FOOT_HEIGHT) / (size * measure.LEADING))
            words = measure.shortened(source, room, size, most=lines)
            box(
                slide, words, LEFT, FOOT_TOP, FOOT_LEFT_WIDTH, FOOT_HEIGHT, size=size,
                tone=theme.SECONDARY, name="Source",
            )  # fmt: skip
        left = LEFT + FOOT_LEFT_WIDTH + 0.2
        wide = WIDTH - LEFT - left
        frame = box(
            slide, "", left, FOOT_TOP, wide - 0.45, FOOT_HEIGHT, size=9, name="Where it is from",
            align=PP_ALIGN.RIGHT,
        ).text_frame  # fmt: skip
        run = frame.paragraphs[0].add_run()
        run.text = "Early Years Atlas"
        styled(run.font, 9, theme.FOCUS, bold=True)
        if link:
            run.hyperlink.address = link
        for line in foot:
            paragraph = frame.add_paragraph()
            paragraph.alignment = PP_ALIGN.RIGHT
            run = paragraph.add_run()
            run.text = line
            styled(run.font, 7.5, theme.SECONDARY)
        _number(slide, self.layout, len(self.file.slides))


def _points(inches: float) -> float:
    return inches * 72


def _number(slide: Any, layout: Any, number: int) -> None:
    """Put the number of the slide on it, as its layout has it: a field, which follows its place."""
    for holder in layout.placeholders:
        if "SLIDE_NUMBER" in str(holder.placeholder_format.type):
            copied = copy.deepcopy(holder._element)
            slide.shapes._spTree.append(copied)
            next(copied.iter(qn("p:cNvPr"))).set("id", str(len(slide.shapes) + 1))
            next(next(copied.iter(qn("a:fld"))).iter(qn("a:t"))).text = str(number)

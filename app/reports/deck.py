"""A presentation of our own look: one layout, a title, a foot with source, link and number.

python-pptx brings a template of 4:3 with eleven layouts and blue; this makes it ours before the
first slide, so that no binary file is kept and whoever edits the slides has our colours and type.
"""

from __future__ import annotations

import copy
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.enum.shapes import MSO_CONNECTOR
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.opc.oxml import serialize_part_xml
from pptx.oxml import parse_xml
from pptx.oxml.ns import qn
from pptx.util import Emu, Inches, Pt

from app import theme
from app.reports import measure

WIDTH, HEIGHT = 13.333, 7.5
LEFT = 0.6
INNER = WIDTH - 2 * LEFT
TITLE_TOP, TITLE_HEIGHT = 0.4, 0.92
SUBTITLE_GAP, SUBTITLE_HEIGHT, BODY_GAP = 0.06, 0.3, 0.2
BODY_BOTTOM = 6.58
FOOT_TOP, FOOT_HEIGHT = 6.78, 0.56
FOOT_LEFT_WIDTH = 9.1
FONT = "Arial"
LANGUAGE = "en-GB"

ACCENTS = ("12436D", "28A197", "801650", "F46A25", "3D3D3D", "A285D1")
TITLE_SIZE = 26.0

_A = "http://schemas.openxmlformats.org/drawingml/2006/main"


def colour(hexadecimal: str) -> RGBColor:
    """Return a colour written ``#12436D``."""
    return RGBColor.from_string(hexadecimal.removeprefix("#"))


class Deck:
    """Slides, each with a title, an optional line under it, a foot and notes."""

    def __init__(self, *, title: str, subject: str, author: str, created: datetime) -> None:
        self.file = Presentation()
        self.file.slide_width, self.file.slide_height = Inches(WIDTH), Inches(HEIGHT)
        _dress(self.file)
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
        _style(run.font, 9, theme.FOCUS, bold=True)
        if link:
            run.hyperlink.address = link
        for line in foot:
            paragraph = frame.add_paragraph()
            paragraph.alignment = PP_ALIGN.RIGHT
            run = paragraph.add_run()
            run.text = line
            _style(run.font, 7.5, theme.SECONDARY)
        _number(slide, self.layout, len(self.file.slides))


def box(
    slide: Any,
    words: str,
    left: float,
    top: float,
    width: float,
    height: float,
    *,
    size: float,
    name: str,
    tone: str = theme.INK,
    bold: bool = False,
    align: Any = None,
    anchor: Any = MSO_ANCHOR.TOP,
) -> Any:
    """Add a box of text without margins, in inches, and return it."""
    shape = slide.shapes.add_textbox(Inches(left), Inches(top), Inches(width), Inches(height))
    shape.name = name
    bare(shape.text_frame, anchor=anchor)
    write(shape.text_frame, words, size=size, tone=tone, bold=bold, align=align)
    return shape


def bare(frame: Any, *, anchor: Any = MSO_ANCHOR.TOP) -> None:
    """Take the margins of a frame of text and let it wrap."""
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = Emu(0)
    frame.word_wrap = True
    frame.vertical_anchor = anchor


def write(
    frame: Any,
    words: str,
    *,
    size: float,
    tone: str = theme.INK,
    bold: bool = False,
    align: Any = None,
) -> None:
    """Write one paragraph into a frame in place of what is there."""
    paragraph = frame.paragraphs[0]
    if align is not None:
        paragraph.alignment = align
    if words:
        run = paragraph.add_run()
        run.text = words
        _style(run.font, size, tone, bold=bold)


def add(frame: Any, words: str, *, size: float, tone: str = theme.INK, bold: bool = False) -> Any:
    """Add a paragraph to a frame and return it; the first one fills the empty one."""
    first = frame.paragraphs[0]
    paragraph = first if not first.runs and len(frame.paragraphs) == 1 else frame.add_paragraph()
    run = paragraph.add_run()
    run.text = words
    _style(run.font, size, tone, bold=bold)
    return paragraph


def rule(slide: Any, left: float, top: float, width: float, tone: str = theme.RULE) -> None:
    """Draw a line across, which says nothing and is marked so."""
    line = slide.shapes.add_connector(
        MSO_CONNECTOR.STRAIGHT, Inches(left), Inches(top), Inches(left + width), Inches(top)
    )
    line.line.color.rgb, line.line.width = colour(tone), Pt(0.75)
    unstyled(line)
    decorative(line, "Rule")


def unstyled(shape: Any) -> None:
    """Take the theme's style from a shape: its shadow above all."""
    element = shape._element
    for style in element.findall(qn("p:style")):
        element.remove(style)


def described(shape: Any, name: str, alt: str) -> None:
    """Give a graphic its name and its alternative text."""
    properties = _properties(shape)
    properties.set("name", name)
    properties.set("descr", alt)


def decorative(shape: Any, name: str) -> None:
    """Mark a graphic as decoration, which readers pass over."""
    properties = _properties(shape)
    properties.set("name", name)
    properties.set("descr", "")
    properties.append(
        parse_xml(
            f'<a:extLst xmlns:a="{_A}"><a:ext uri="{{C183D7F6-B498-43B3-948B-1728B52AA6E4}}">'
            '<adec:decorative xmlns:adec="http://schemas.microsoft.com/office/drawing/2017/decorative"'
            ' val="1"/></a:ext></a:extLst>'
        )
    )


def child(parent: Any, tag: str, **attributes: str) -> Any:
    """Add an element, such as ``a:ln``, to another and return it."""
    element = parent.makeelement(qn(tag), attributes)
    parent.append(element)
    return element


def lone(near: Any, tag: str, **attributes: str) -> Any:
    """Return an element that is in no other yet."""
    return near.makeelement(qn(tag), attributes)


def _properties(shape: Any) -> Any:
    return next(shape._element.iter(qn("p:cNvPr")))


def _style(font: Any, size: float, tone: str, *, bold: bool = False) -> None:
    font.size, font.bold = Pt(size), bold
    font.color.rgb = colour(tone)
    font.language_id = None
    font._rPr.set("lang", LANGUAGE)


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


def _dress(file: Any) -> None:
    """Make the template ours: layout, places, type and colours."""
    master = file.slide_master
    for layout in [item for item in file.slide_layouts if item.name != "Title Only"]:
        file.slide_layouts.remove(layout)
    layout = file.slide_layouts[0]
    for holders in (master.placeholders, layout.placeholders):
        for holder in list(holders):
            kind = str(holder.placeholder_format.type)
            if "TITLE" in kind:
                _place(holder, LEFT, TITLE_TOP, INNER, TITLE_HEIGHT)
                bare(holder.text_frame, anchor=MSO_ANCHOR.TOP)
                _no_fitting(holder)
            elif "SLIDE_NUMBER" in kind:
                _place(holder, WIDTH - LEFT - 0.4, FOOT_TOP, 0.4, 0.3)
                bare(holder.text_frame)
                for paragraph in holder.text_frame.paragraphs:
                    paragraph.alignment = PP_ALIGN.RIGHT
                for run in holder._element.iter(qn("a:rPr")):
                    run.set("sz", "900")
                    run.set("lang", LANGUAGE)
            elif holders is layout.placeholders or "BODY" not in kind:
                holder._element.getparent().remove(holder._element)
            else:
                _place(holder, LEFT, 1.8, INNER, BODY_BOTTOM - 1.8)
    styles = master._element.find(qn("p:txStyles"))
    title = styles.find(qn("p:titleStyle")).find(qn("a:lvl1pPr"))
    title.set("algn", "l")
    title.find(qn("a:defRPr")).set("sz", str(int(TITLE_SIZE * 100)))
    title.find(qn("a:defRPr")).set("b", "1")
    _theme(master)


def _place(shape: Any, left: float, top: float, width: float, height: float) -> None:
    shape.left, shape.top = Inches(left), Inches(top)
    shape.width, shape.height = Inches(width), Inches(height)


def _no_fitting(holder: Any) -> None:
    """Let nothing shrink text behind our back: it was measured."""
    body = holder._element.find(f".//{qn('a:bodyPr')}")
    for old in list(body):
        body.remove(old)


def _theme(master: Any) -> None:
    """Write our colours and type into the theme, for whoever edits the slides."""
    part = next(
        relation.target_part
        for relation in master.part.rels.values()
        if relation.reltype.endswith("/theme")
    )
    root = parse_xml(part.blob)
    names = {"a": _A}
    scheme = root.find(".//a:clrScheme", names)
    for name, value in (
        ("dk1", theme.INK),
        ("lt1", theme.PAPER),
        ("dk2", theme.FOCUS),
        ("lt2", "#F5F6F7"),
        *((f"accent{n}", f"#{value}") for n, value in enumerate(ACCENTS, 1)),
        ("hlink", theme.FOCUS),
        ("folHlink", theme.ENGLAND),
    ):
        entry = scheme.find(f"a:{name}", names)
        for old in list(entry):
            entry.remove(old)
        child(entry, "a:srgbClr", val=value.removeprefix("#"))
    for kind in ("majorFont", "minorFont"):
        root.find(f".//a:{kind}/a:latin", names).set("typeface", FONT)
    part._blob = serialize_part_xml(root)

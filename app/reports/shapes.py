"""Words and lines on a slide, in inches and points, as a report writes them."""

from __future__ import annotations

from typing import Any

from pptx.dml.color import RGBColor
from pptx.enum.shapes import MSO_CONNECTOR
from pptx.enum.text import MSO_ANCHOR
from pptx.oxml import parse_xml
from pptx.oxml.ns import qn
from pptx.util import Emu, Inches, Pt

from app import theme

FONT = "Arial"
LANGUAGE = "en-GB"
DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/main"
"""Namespace of what is drawn."""


def colour(hexadecimal: str) -> RGBColor:
    """Return a colour written ``#12436D``."""
    return RGBColor.from_string(hexadecimal.removeprefix("#"))


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
        styled(run.font, size, tone, bold=bold)


def add(frame: Any, words: str, *, size: float, tone: str = theme.INK, bold: bool = False) -> Any:
    """Add a paragraph to a frame and return it; the first one fills the empty one."""
    first = frame.paragraphs[0]
    paragraph = first if not first.runs and len(frame.paragraphs) == 1 else frame.add_paragraph()
    run = paragraph.add_run()
    run.text = words
    styled(run.font, size, tone, bold=bold)
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
            f'<a:extLst xmlns:a="{DRAWING}"><a:ext uri="{{C183D7F6-B498-43B3-948B-1728B52AA6E4}}">'
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


def styled(font: Any, size: float, tone: str, *, bold: bool = False) -> None:
    """Give a run's font its size in points, its colour and weight, and our language."""
    font.size, font.bold = Pt(size), bold
    font.color.rgb = colour(tone)
    font.language_id = None
    font._rPr.set("lang", LANGUAGE)

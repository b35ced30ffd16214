"""The template of a presentation made ours: one layout, our places, colours and type.

python-pptx brings a template of 4:3 with eleven layouts and blue; this makes it ours before the
first slide, so that no binary file is kept and whoever edits the slides has our colours and type.
Places are in inches.
"""

from __future__ import annotations

from typing import Any

from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.opc.oxml import serialize_part_xml
from pptx.oxml import parse_xml
from pptx.oxml.ns import qn
from pptx.util import Inches

from app import theme
from app.reports.shapes import DRAWING, FONT, LANGUAGE, bare, child

WIDTH, HEIGHT = 13.333, 7.5
LEFT = 0.6
INNER = WIDTH - 2 * LEFT
TITLE_TOP, TITLE_HEIGHT = 0.4, 0.92
BODY_BOTTOM = 6.58
FOOT_TOP, FOOT_HEIGHT = 6.78, 0.56
ACCENTS = ("12436D", "28A197", "801650", "F46A25", "3D3D3D", "A285D1")
TITLE_SIZE = 26.0


def dress(file: Any) -> None:
    """Make the template of a presentation ours: layout, places, type and colours."""
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
    names = {"a": DRAWING}
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

"""How wide text is in Arial and its metric twins: no slide may run over, and no font is at hand
on a server to ask.
"""

from __future__ import annotations

from functools import lru_cache

_REGULAR = {
    222: "ijl’‘",
    260: "|",
    278: " \u00a0!,./:;I[\\]ft·",
    333: "()-`r“”'\"*",
    500: "Jcksvxyz",
    556: "#$0123456789?L_abdeghnopqu–£",
    584: "+<=>~−",
    604: "○",
    611: "FTZ",
    667: "&ABEKPSVXY",
    722: "CDHNRUw",
    778: "GOQ",
    833: "Mm",
    889: "%",
    944: "W",
    1000: "—…@▲▼",
}
_BOLD = {
    278: " \u00a0,./I\\ijl’·‘",
    333: "!()-:;[]`ft'",
    389: "*r{}",
    474: '"',
    500: "z“”",
    556: "#$0123456789J_aceksvxy–£",
    584: "+<=>^~−",
    604: "○",
    611: "?FLTZbdghnopqu",
    667: "EPSVXY",
    722: "&ABCDHKNRU",
    778: "GOQw",
    833: "M",
    889: "%m",
    944: "W",
    1000: "—…@▲▼",
}
_OTHER = 600
LEADING = 1.2
"""Height of a line, in sizes of its type."""


def _widths(table: dict[int, str]) -> dict[str, int]:
    return {letter: width for width, letters in table.items() for letter in letters}


_OF = {False: _widths(_REGULAR), True: _widths(_BOLD)}


@lru_cache(maxsize=4096)
def width(text: str, size: float, *, bold: bool = False) -> float:
    """Return the width of a line of text in points, at ``size`` points."""
    known = _OF[bold]
    return sum(known.get(letter, _OTHER) for letter in text) * size / 1000


def lines(text: str, room: float, size: float, *, bold: bool = False) -> int:
    """Return how many lines a paragraph takes in ``room`` points, broken between words."""
    count, used = 1, 0.0
    space = width(" ", size, bold=bold)
    for word in text.split(" "):
        wide = width(word, size, bold=bold)
        if used and used + space + wide > room:
            count, used = count + 1, wide
        else:
            used += (space if used else 0.0) + wide
        while used > room:  # a word longer than the line is broken
            count, used = count + 1, used - room
    return count


def size_for(
    text: str, room: float, height: float, *, most: float, least: float, bold: bool = False
) -> float:
    """Return the largest size, in halves of a point, at which a paragraph fits a box of points."""
    size = most
    while size > least and lines(text, room, size, bold=bold) * size * LEADING > height:
        size -= 0.5
    return size


def shortened(text: str, room: float, size: float, *, bold: bool = False, most: int = 1) -> str:
    """Return the text, cut at a word and with an ellipsis where it would take over ``most``
    lines.
    """
    if lines(text, room, size, bold=bold) <= most:
        return text
    words = text.split(" ")
    while len(words) > 1:
        words.pop()
        short = " ".join(words).rstrip(",;:.·") + " …"
        if lines(short, room, size, bold=bold) <= most:
            return short
    return text[: max(1, int(room / size))] + "…"

"""What a report holds: sheets, each a finding, what shows it, and where it comes from.

Plain data between those who know the release and those who draw. Numbers are rounded as they are
shown, so that a chart's own worksheet has what the table says. ``packed`` and ``unpacked`` carry a
report to another process as JSON.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, is_dataclass
from typing import Any, Literal

from app.charts.topology import Point
from app.theme import CLASSES

Role = Literal["area", "focus", "council", "alike", "region", "england"]
Tone = Literal["ink", "quiet", "england", "higher", "similar", "lower"]
Kind = Literal["row", "group", "focus", "total"]


@dataclass(frozen=True, slots=True)
class Number:
    """How figures of an indicator are written: decimals, and a sign after them (``%``)."""

    decimals: int
    sign: str = ""


@dataclass(frozen=True, slots=True)
class Bar:
    """An area of a ranking; ``shown`` is its figure in words, or why there is none."""

    name: str
    shown: str
    value: float | None
    lower: float | None = None
    upper: float | None = None
    verdict: str | None = None
    role: Role = "area"


@dataclass(frozen=True, slots=True)
class Ranking:
    """Areas from the highest, England and the council in their places among them."""

    name: str
    alt: str
    number: Number
    bars: tuple[Bar, ...]
    nouns: str = "areas"


@dataclass(frozen=True, slots=True)
class Series:
    """A run of a line that may be joined; ``values`` stand under the slots of the trend."""

    name: str
    role: Role
    values: tuple[float | None, ...]
    last: bool = True
    """Whether it is the line's last run, which is labelled at its end."""


@dataclass(frozen=True, slots=True)
class Trend:
    """Figures over time; ``slots`` are evenly spaced, the empty ones without a period."""

    name: str
    alt: str
    number: Number
    slots: tuple[str, ...]
    series: tuple[Series, ...]
    from_zero: bool = True


@dataclass(frozen=True, slots=True)
class Shape:
    """An area of a map: its outlines in the units of the map, and its class from 1, or 0."""

    name: str
    shown: str
    rings: tuple[tuple[Point, ...], ...]
    at: Point
    fill: int = 0
    focus: bool = False


@dataclass(frozen=True, slots=True)
class Map:
    """A map of areas, north up, y downwards; ``legend`` has a class and its words, lowest first."""

    name: str
    alt: str
    width: int
    height: int
    shapes: tuple[Shape, ...]
    outline: tuple[tuple[Point, ...], ...]
    legend: tuple[tuple[int, str], ...] = ()
    legend_title: str = ""
    labelled: tuple[str, ...] = ()
    """Names of the shapes that are labelled."""
    colours: tuple[str, ...] = CLASSES
    """Of the classes, the first first."""


@dataclass(frozen=True, slots=True)
class Dot:
    """A point of a scatter."""

    name: str
    x: float
    y: float
    group: int


@dataclass(frozen=True, slots=True)
class Scatter:
    """Two figures of each area; ``lines`` are where the corners begin, ``groups`` their names."""

    name: str
    alt: str
    x: Number
    y: Number
    x_title: str
    y_title: str
    lines: tuple[float, float]
    line_names: tuple[str, str]
    groups: tuple[str, ...]
    dots: tuple[Dot, ...]
    labelled: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Places:
    """Shares of England's wards with a lower value, in whole per cent, one bar an indicator."""

    name: str
    alt: str
    title: str
    rows: tuple[tuple[str, int | None, str], ...]
    """What, the share, and the words in its place or beside it."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table."""

    text: str
    tone: Tone = "ink"
    strong: bool = False
    note: str = ""
    """What stands under or after it, smaller."""


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a table: of an area or an indicator, or the heading of those that follow."""

    cells: tuple[Cell, ...]
    kind: Kind = "row"


@dataclass(frozen=True, slots=True)
class Column:
    """A column: heading, width as a share, and whether it holds numbers."""

    heading: str
    width: float
    number: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table; one of ``narrow`` rows may be set in two halves side by side."""

    name: str
    alt: str
    columns: tuple[Column, ...]
    lines: tuple[Line, ...]
    narrow: bool = False


@dataclass(frozen=True, slots=True)
class Fact:
    """A number that is said large, and what it is."""

    value: str
    label: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Words:
    """Paragraphs, or points of a list, under a heading."""

    paragraphs: tuple[str, ...]
    heading: str = ""
    points: bool = False


Figure = Ranking | Trend | Map | Scatter | Places | Table | Words
Aside = Fact | Words


@dataclass(frozen=True, slots=True)
class Sheet:
    """One finding: a slide, or a section of the page."""

    title: str
    subtitle: str
    figures: tuple[Figure, ...]
    aside: tuple[Aside, ...] = ()
    source: str = ""
    notes: tuple[str, ...] = ()
    """What the speaker's notes hold: definition, method and caveats."""


@dataclass(frozen=True, slots=True)
class Report:
    """A report: the cover's words and facts, and the sheets."""

    kind: str
    place: str
    title: str
    lead: str
    facts: tuple[Fact, ...]
    cover: Map | None
    sheets: tuple[Sheet, ...]
    notes: tuple[str, ...]
    link: str
    release: str
    made_of: str
    """Release, date and ward vintage in one line."""
    built: str
    """When the release was built, as ISO has it."""


_PIECES = (Number, Bar, Series, Shape, Dot, Cell, Line, Column, Fact)
_WHOLE = (Ranking, Trend, Map, Scatter, Places, Table, Words, Sheet, Report)
KINDS = {kind.__name__: kind for kind in (*_PIECES, *_WHOLE)}
KIND = "is"


def packed(value: Any) -> Any:
    """Return a report as JSON has it."""
    if is_dataclass(value):
        named = {field.name: packed(getattr(value, field.name)) for field in fields(value)}
        return {KIND: type(value).__name__} | named
    return [packed(item) for item in value] if isinstance(value, tuple) else value


def unpacked(data: Any) -> Any:
    """Return what ``packed`` gave, from JSON."""
    if isinstance(data, dict):
        given = {name: unpacked(value) for name, value in data.items() if name != KIND}
        return KINDS[data[KIND]](**given)
    return tuple(unpacked(item) for item in data) if isinstance(data, list) else data

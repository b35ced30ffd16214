"""The report of need against access: the scatter, the map of thirds, and every ward in order."""

from __future__ import annotations

from dataclasses import replace

from app import certainty, comparison, shortfall, text
from app import compare_findings as words
from app.choices import Pair
from app.comparison import Comparison, Side
from app.components.controls import standing_alone
from app.findings import Reading
from app.release import Release
from app.reports import depth, maps, pair, sourced
from app.reports.model import (
    Cell,
    Column,
    Fact,
    Line,
    Map,
    Ranking,
    Report,
    Shape,
    Sheet,
    Table,
)
from app.state import ViewState
from app.theme import THIRDS
from app.view import read
from etl.registry import Indicator

NAMED = 5
"""Wards to look at first that the map names; the table has all."""


def report(release: Release, chosen: Pair, *, site: str) -> Report:
    """Return the report of a pair; ``site`` is what links begin with."""
    found = comparison.read(release, chosen)
    link = site + chosen.url()
    both = _both(found)
    drawn = thirds_map(release, found)
    sheets = [
        pair.sheet(release, chosen, site),
        _map_sheet(release, found, drawn, link) if found.need_breaks else None,
        _first(release, found, link) if found.first else None,
        *(_ranking(release, found, side, link) for side in (found.need, found.access)),
        _everyone(release, found, link),
        sourced.method(release, both, link),
        sourced.origins(release, both, link),
    ]
    return Report(
        kind="Need against access",
        place=text.spoken(found.council.name),
        title=words.finding(found),
        lead=words.summary(found),
        facts=_facts(found),
        cover=drawn,
        sheets=tuple(sheet for sheet in sheets if sheet is not None),
        notes=(words.summary(found), *words.care(found), f"Release {release.id}. {link}"),
        link=link,
        release=release.id,
        made_of=sourced.made_of(release),
        built=str(release.manifest["built_at"]),
    )


def thirds_map(release: Release, found: Comparison) -> Map:
    """Return the council's wards in the nine classes of the two measures."""
    shapes, outline, size = maps.drawn_shapes(maps.boundaries(release, found.council.code), None)
    by_code = {ward.code: ward for ward in found.wards}
    drawn = []
    for area in shapes:
        ward = by_code[area["id"]]
        fill = 0 if ward.thirds is None else 1 + 3 * ward.thirds[0] + ward.thirds[1]
        said = f"{pair.amounts(found, ward, ' · ')}, {words.place(ward, found)}".removeprefix(", ")
        focus = ward.code == found.pair.ward
        drawn.append(Shape(ward.name, said, area["rings"], area["at"], fill, focus))
    named = dict.fromkeys(ward.name for ward in [found.chosen()] if ward is not None)
    named |= dict.fromkeys(ward.name for ward in found.first[:NAMED])
    place = text.possessive(text.spoken(found.council.name))
    alt = f"Map: {place} wards by thirds of need and of access. {words.worst_of_all(found)}"
    if found.first:
        alt += f": {', '.join(ward.name for ward in found.first)}"
    whose = "England’s wards" if found.pair.split == "england" else f"{place} wards"
    return Map(
        "Map of thirds",
        f"{alt}.",
        *size,
        tuple(drawn),
        outline,
        _legend(found),
        f"Thirds of {whose} on both measures",
        tuple(named),
        THIRDS,
    )


def _legend(found: Comparison) -> tuple[tuple[int, str], ...]:
    """Return the nine classes in three columns, most need and least access first."""
    scarce = words.access_thirds(found.access.indicator)
    entries = []
    for need in (2, 1, 0):
        for access in (2, 1, 0):
            count = sum(ward.thirds == (need, access) for ward in found.wards)
            said = f"{words.NEED_THIRDS[need]}, {scarce[access]}: {count}"
            entries.append((1 + 3 * need + access, text.sentence(said).rstrip(".")))
    missing = sum(ward.thirds is None for ward in found.wards)
    return (*entries, *([(0, f"No class: {missing}")] if missing else []))


def _facts(found: Comparison) -> tuple[Fact, ...]:
    """Return how many wards are at the worse side of both, their children, and where to look."""
    told = []
    worse = [ward for ward in found.wards if ward.quadrant == (True, True)]
    if found.known and found.need_line is not None and found.access_line is not None:
        count = f"{len(worse)} of {len(found.known)}"
        told.append(Fact(count, "wards with more need and less access than the average"))
    children = comparison.children(worse)
    if children:
        told.append(Fact(f"{children:,}", "under-fives live there"))
    if found.need_breaks:
        scarce = words.access_thirds(found.access.indicator)[2]
        told.append(Fact(f"{len(found.first)}", f"with {words.NEED_THIRDS[2]} and {scarce}"))
    return tuple(told)


def _map_sheet(release: Release, found: Comparison, drawn: Map, link: str) -> Sheet:
    return _sheet(release, found, link, words.worst_of_all(found), drawn)


def _sheet(
    release: Release, found: Comparison, link: str, title: str, shown: Map | Ranking | Table
) -> Sheet:
    """Return a sheet about both measures."""
    both = _both(found)
    source = sourced.foot(release, both, found.council)
    notes = (*words.care(found), *sourced.several_notes(both, link, release), source)
    return Sheet(title, _periods(found), (shown,), source=source, notes=notes)


def _first(release: Release, found: Comparison, link: str) -> Sheet:
    """Return the wards of most need and least access, with how sure their order is."""
    scarce = words.access_thirds(found.access.indicator)[2]
    title = f"Look here first: {words.count_words(len(found.first))} with most need and {scarce}"
    order = certainty.places([ward.need for ward in found.first], found.need.worse)
    counted = shortfall.has_places(found.access.indicator)
    columns = [
        Column("#", 0.05, True),
        Column("Ward", 0.25),
        Column(standing_alone(found.need.indicator), 0.17, True),
        Column(standing_alone(found.access.indicator), 0.17, True),
        Column("Possible place", 0.14),
        Column("Under-fives", 0.11, True),
        *([Column("Places short", 0.11, True)] if counted else []),
    ]
    lines = []
    for number, (ward, place) in enumerate(zip(found.first, order, strict=True), 1):
        short = shortfall.places_short(found.access, ward.access)
        cells = [
            Cell(str(number), "quiet"),
            Cell(ward.name, strong=True),
            _value(found.need, ward.need),
            _value(found.access, ward.access),
            Cell(words.order_words(place), "quiet"),
            Cell("" if ward.children is None else f"{ward.children:,}"),
            *([Cell("" if short is None else text.number(short, 0))] if counted else []),
        ]
        lines.append(Line(tuple(cells), "focus" if ward.code == found.pair.ward else "row"))
    alt = f"Table: {title}, in the order of need."
    sheet = _sheet(release, found, link, title, Table("First", alt, tuple(columns), tuple(lines)))
    return replace(sheet, subtitle=words.stability(found), notes=(sheet.subtitle, *sheet.notes))


def _ranking(release: Release, found: Comparison, side: Side, link: str) -> Sheet | None:
    """Return the wards by one of the two measures, with intervals where there are any."""
    council = found.council.code
    state = ViewState.of(
        release, page="area", lad=council, indicator=side.indicator.id, ward=found.pair.ward
    )
    return depth.ranking_sheet(release, read(release, state), link)


def _everyone(release: Release, found: Comparison, link: str) -> Sheet:
    wards = found.ordered(found.wards)
    columns = (
        Column("#", 0.06, True),
        Column("Ward", 0.34),
        Column("Need", 0.13, True),
        Column("Access", 0.13, True),
        Column("Thirds", 0.34),
    )
    lines = tuple(
        Line(
            (
                Cell(str(number) if ward.need.value is not None else "", "quiet"),
                Cell(ward.name, strong=ward.code == found.pair.ward),
                _value(found.need, ward.need, interval=False),
                _value(found.access, ward.access, interval=False),
                Cell(words.place(ward, found), "quiet"),
            ),
            "focus" if ward.code == found.pair.ward else "row",
        )
        for number, ward in enumerate(wards, 1)
    )
    council = text.spoken(found.council.name)
    title = f"{text.possessive(council)} {text.plural(len(wards), 'ward')} in the order of need"
    if found.known:
        title = f"{wards[0].name} has most need of {title.replace(' in the order of need', '')}"
    table = Table("Every ward", f"Table: {title}.", columns, lines, narrow=True)
    return _sheet(release, found, link, title, table)


def _value(side: Side, row: Reading, *, interval: bool = True) -> Cell:
    if row.value is None:
        return Cell(text.missing(row.marker), "quiet")
    letter = f" {row.marker}" if text.beside(row.marker) else ""
    ends = ""
    if interval and row.lower is not None and row.upper is not None:
        ends = text.table_interval(row.lower, row.upper, side.indicator)
    return Cell(text.short_amount(row.value, side.indicator) + letter, strong=True, note=ends)


def _both(found: Comparison) -> tuple[Indicator, Indicator]:
    return found.need.indicator, found.access.indicator


def _periods(found: Comparison) -> str:
    return " · ".join(
        f"{standing_alone(side.indicator)}, {side.period}" for side in (found.need, found.access)
    )

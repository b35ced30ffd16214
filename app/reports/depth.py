"""The view's indicator in depth: its map, its ranking, its trend and every figure behind them."""

from __future__ import annotations

from collections.abc import Sequence

from app import text
from app.components.tables import by_value
from app.findings import Reading
from app.pages import area_alike, area_ranking, area_trend
from app.pages.area_words import finding_of, recent_trend
from app.pages.parts import level_title
from app.release import Release
from app.reports import maps, pictures, sourced
from app.reports.model import (
    Aside,
    Cell,
    Column,
    Fact,
    Figure,
    Kind,
    Line,
    Map,
    Sheet,
    Table,
    Trend,
    Words,
)
from app.view import View


def fact(view: View, row: Reading) -> Fact:
    """Return a figure as it is said large: with its area, its interval or why there is none."""
    name = text.spoken(row.name)
    if row.value is None:
        return Fact("No figure", name, text.sentence(text.missing(row.marker)))
    notes = []
    if row.lower is not None and row.upper is not None:
        notes.append(f"95% interval {text.interval(row.lower, row.upper, view.indicator)}")
    if meaning := text.beside(row.marker):
        notes.append(f"{row.marker}: {meaning}")
    return Fact(text.short_amount(row.value, view.indicator), name, " · ".join(notes))


def facts_of(view: View) -> tuple[Fact, ...]:
    """Return the figures of a chosen ward, the council, its region and England."""
    readings = [view.ward, view.own]
    if view.indicator.benchmarked:
        readings += [view.region_reading, view.england]
    return tuple(fact(view, row) for row in readings if row is not None)


def map_of(release: Release, view: View) -> Map | None:
    """Return the map of the council's wards, or of the region's councils."""
    if view.by_ward:
        return maps.ward_map(release, view)
    return maps.council_map(release, view) if view.peers else None


def ranked(release: Release, view: View) -> list[Reading]:
    """Return the wards, or the council and those like it, from the highest."""
    return by_value(view.wards if view.by_ward else area_ranking.near(release, view))


def sheets(release: Release, view: View, link: str) -> tuple[Sheet, ...]:
    """Return map, ranking, trend and table of the view's indicator, where there is any."""
    what = level_title(view)
    noun, whole = ("ward", view.council) if view.by_ward else ("council", view.region)
    place = text.spoken((whole or release.england).name)
    source = sourced.foot(release, (view.indicator,), view.council, view.way)
    notes = sourced.notes(release, view.indicator, view.council, link)
    readings = ranked(release, view)
    known = [row for row in readings if row.value is not None]
    _, group = _group(release, view, readings)
    found = []

    def add(head: str, under: str, figure: Figure, aside: Sequence[Aside] = ()) -> None:
        found.append(Sheet(head, f"{what} · {under}", (figure,), tuple(aside), source, notes))

    drawn = map_of(release, view)
    if drawn is not None:
        add(finding_of(view), f"{noun}s of {place}", drawn, facts_of(view))
    ranking = ranking_sheet(release, view, link)
    if ranking is not None:
        found.append(ranking)
    over_time = pictures.over_time(view)
    if over_time is not None:
        found.append(trend_sheet(release, view, over_time, link))
    if readings:
        table = _table(view, readings, noun)
        under = group if area_ranking.among_alike(view) else f"every {noun} of {place}"
        add(_standing(view, known, noun, place), under, table)
    return tuple(found)


def ranking_sheet(release: Release, view: View, link: str) -> Sheet | None:
    """Return the wards, or the councils of the region, as bars; None for fewer than two."""
    readings = ranked(release, view)
    known = [row for row in readings if row.value is not None]
    if len(known) < 2:
        return None
    noun, group = _group(release, view, readings)
    focus = view.state.ward if view.by_ward else (view.holder or view.council).code
    intervals = any(row.lower is not None for row in known)
    under = group + (" · lines are 95% intervals" if intervals else "")
    count = "" if area_ranking.among_alike(view) else f"{len(readings)} "
    chart = pictures.ranking(readings, view, noun=noun, group=count + group, focus=focus)
    return Sheet(
        _range(view, known, noun),
        f"{level_title(view)} · {under}",
        (chart,),
        source=sourced.foot(release, (view.indicator,), view.council),
        notes=sourced.notes(release, view.indicator, view.council, link),
    )


def _group(release: Release, view: View, readings: Sequence[Reading]) -> tuple[str, str]:
    """Return what the areas of a ranking are called, and whose they are."""
    noun, whole = ("ward", view.council) if view.by_ward else ("council", view.region)
    if area_ranking.among_alike(view):
        return noun, area_ranking.who(view, len(readings))
    return noun, f"{noun}s of {text.spoken((whole or release.england).name)}"


def trend_sheet(release: Release, view: View, drawn: Trend, link: str) -> Sheet:
    """Return the sheet of a view's lines over time."""
    return Sheet(
        area_trend.heading(view),
        f"{level_title(view)} · over time",
        (drawn,),
        tuple(_beside_trend(release, view)),
        sourced.foot(release, (view.indicator,), view.council, view.way),
        sourced.notes(release, view.indicator, view.council, link),
    )


def _range(view: View, known: Sequence[Reading], noun: str) -> str:
    """Return who is highest and lowest, with their figures; the chosen area's place instead."""
    if view.ward is not None or not view.by_ward:
        return area_ranking.heading(view)
    if known[0].value == known[-1].value:
        return area_ranking.heading(view)
    ends = [_end(view, known, row, noun) for row in (known[-1], known[0])]
    council = text.possessive(text.spoken(view.council.name))
    return f"{council} {noun}s run from {ends[0]} to {ends[1]}"


def _end(view: View, known: Sequence[Reading], row: Reading, noun: str) -> str:
    """Return a figure at one end with who has it, or how many share it."""
    sharing = sum(other.value == row.value for other in known)
    who = row.name if sharing == 1 else text.plural(sharing, noun)
    return f"{text.short_amount(row.value or 0.0, view.indicator)} in {who}"


def _standing(view: View, known: Sequence[Reading], noun: str, place: str) -> str:
    """Return the title of the table: who stands first."""
    if not known:
        return f"No {noun} of {place} has a figure: each says why"
    first = [row.name for row in known if row.value == known[0].value]
    if len(first) > 3 or len(known) == 1:
        of = "" if area_ranking.among_alike(view) else f" of {place}"
        return f"{text.plural(len(known), noun)}{of} with a figure"
    names = text.spoken(first[0]) if len(first) == 1 else f"{len(first)} {noun}s"
    verb = "is" if len(first) == 1 else "are"
    if area_ranking.among_alike(view):
        return f"{names} {verb} highest of {area_ranking.who(view, len(known))}"
    return f"{names} {verb} highest of {text.possessive(place)} {text.plural(len(known), noun)}"


def _beside_trend(release: Release, view: View) -> list[Aside]:
    told: list[Aside] = []
    found = recent_trend(release, view)
    if found is not None:
        name = text.spoken(view.lines[0].name)
        told.append(Words((f"{found[0]} {found[1]}",), f"Recent trend in {name}"))
    if alike := area_alike.sentence(view):
        told.append(Words((alike,), "Against councils like it"))
    words = [area_trend.note(view), *(text.sentence(cut.words) for cut in view.cuts)]
    words += [text.sentence(hole.words) for hole in view.holes]
    said = tuple(filter(None, dict.fromkeys(words)))
    if said:
        told.append(Words(said, "Read the lines with care"))
    return told


def _table(view: View, readings: Sequence[Reading], noun: str) -> Table:
    indicator = view.indicator
    intervals = any(row.lower is not None for row in readings)
    counts = indicator.method == "counts" and any(row.numerator is not None for row in readings)
    verdicts = intervals and indicator.benchmarked
    fifths = not verdicts and indicator.benchmarked and any(row.quintile for row in readings)
    columns = [
        Column("#", 0.07, True),
        Column(noun.capitalize(), 0.38),
        Column("Figure", 0.14, True),
    ]
    columns += [Column("95% interval", 0.2, True)] if intervals else []
    columns += [Column("Count", 0.13, True)] if counts else []
    columns += [Column("Against England", 0.22)] if verdicts else []
    columns += [Column("England’s fifth", 0.28)] if fifths else []
    values = [row.value for row in readings if row.value is not None]

    def line(row: Reading, kind: Kind = "row") -> Line:
        place = (
            "" if row.value is None or kind == "total" else f"{text.rank_of(row.value, values)[0]}"
        )
        cells = [
            Cell(place, "quiet"),
            Cell(text.spoken(row.name), strong=kind != "row"),
            _figure(view, row),
        ]
        if intervals:
            cells.append(Cell(_interval(view, row), "quiet"))
        if counts:
            cells.append(
                Cell("" if row.numerator is None else text.number(row.numerator, 0), "quiet")
            )
        if verdicts:
            cells.append(_verdict(row))
        if fifths:
            cells.append(
                Cell(text.FIFTHS[row.quintile] if row.quintile and kind != "total" else "", "quiet")
            )
        return Line(tuple(cells), kind)

    focus = view.state.ward if view.by_ward else (view.holder or view.council).code
    lines = [line(row, "focus" if row.code == focus else "row") for row in readings]
    means = area_alike.reading(view)
    whole = [view.own] if view.by_ward else []
    whole += [means, view.region_reading, view.england]
    lines += [line(row, "total") for row in whole if row is not None]
    alt = f"Table: {level_title(view)}, {text.plural(len(readings), noun)} from the highest."
    return Table(f"{noun.capitalize()}s", alt, tuple(columns), tuple(lines), narrow=True)


def _interval(view: View, row: Reading) -> str:
    if row.lower is None or row.upper is None:
        return ""
    return text.table_interval(row.lower, row.upper, view.indicator)


def _figure(view: View, row: Reading) -> Cell:
    if row.value is None:
        return Cell(text.in_its_place(row.marker), "quiet")
    letter = f" {row.marker}" if text.beside(row.marker) else ""
    return Cell(text.short_amount(row.value, view.indicator) + letter, strong=True)


def _verdict(row: Reading) -> Cell:
    if not row.benchmark:
        return Cell("")
    shape, word = text.VERDICTS[row.benchmark]
    return Cell(f"{shape} {word}", row.benchmark)

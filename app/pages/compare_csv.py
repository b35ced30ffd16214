"""The figures of need against access, one row an area, for spreadsheets and programs alike.

As ``table_csv``: nothing above the headings; source, caveats and release are columns.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from app import shortfall
from app.choices import Pair
from app.compare_findings import NEED_THIRDS, access_thirds, care
from app.comparison import Comparison, Side, Ward
from app.components import sources
from app.findings import Reading
from app.pages.table_csv import Cell, written
from app.permalink import permalink
from app.release import Release

SIDE_COLUMNS = ("indicator", "period", "value", "unit", "lower_95", "upper_95", "marker")
COLUMNS = (
    "area_code",
    "area_name",
    *(f"need_{name}" for name in SIDE_COLUMNS),
    *(f"access_{name}" for name in SIDE_COLUMNS),
    "children_0_4",
    "need_third",
    "access_third",
    "more_need_than_split",
    "less_access_than_split",
    "places_short",
    "split_at",
    "source",
    "release",
    "caveats",
    "permalink",
)


def name_of(pair: Pair) -> str:
    """Return what the table of a pair is called when it is saved, without the ending."""
    return f"{pair.lad}-{pair.need}-{pair.access}"


def content(release: Release, found: Comparison, *, site: str = "") -> bytes:
    """Return the CSV of a pair; ``site`` is what its link to the page begins with."""
    return written(COLUMNS, rows(release, found, site=site))


def rows(release: Release, found: Comparison, *, site: str = "") -> Iterator[list[Cell]]:
    """Yield the cells of ``COLUMNS``: the wards in code order, then the council and England."""
    both = (found.need.indicator, found.access.indicator)
    source = " ".join(
        dict.fromkeys(sources.plain(release, indicator, found.council) for indicator in both)
    )
    tail: tuple[Cell, ...] = (
        found.pair.split,
        source,
        release.id,
        " ".join(care(found)),
        site + permalink(found.pair.url(), release.id),
    )
    for ward in found.wards:
        yield [*_ward(found, ward), *tail]
    for area in (found.council, release.england):
        need, access = (
            (side.council if area is found.council else side.england)
            for side in (found.need, found.access)
        )
        figures = (*_figures(found.need, need), *_figures(found.access, access))
        children = "" if area.children_0_4 is None else Decimal(area.children_0_4)
        yield [area.code, area.name, *figures, children, *[""] * 5, *tail]


def _ward(found: Comparison, ward: Ward) -> tuple[Cell, ...]:
    thirds = ("", "")
    if ward.thirds:
        scarce = access_thirds(found.access.indicator)
        thirds = (NEED_THIRDS[ward.thirds[0]], scarce[ward.thirds[1]])
    sides = (
        ("", "") if ward.quadrant is None else ("yes" if side else "no" for side in ward.quadrant)
    )
    short = shortfall.places_short(found.access, ward.access)
    return (
        ward.code,
        ward.name,
        *_figures(found.need, ward.need),
        *_figures(found.access, ward.access),
        "" if ward.children is None else Decimal(ward.children),
        *thirds,
        *sides,
        "" if short is None else Decimal(round(short)),
    )


def _figures(side: Side, row: Reading) -> tuple[Cell, ...]:
    numbers = (row.lower, row.upper)
    return (
        side.indicator.id,
        side.period,
        _number(side, row.value),
        side.indicator.unit.strip(),
        *(_number(side, number) for number in numbers),
        row.marker or "",
    )


def _number(side: Side, number: float | None) -> Cell:
    return "" if number is None else Decimal(f"{number:.{side.indicator.decimals}f}")

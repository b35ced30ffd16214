"""Need against access on one sheet: the scatter of a council's wards, and where to look first."""

from __future__ import annotations

from app import compare_findings as words
from app import comparison, text
from app.choices import Pair
from app.comparison import Comparison, Quadrant
from app.components.controls import standing_alone
from app.release import Release
from app.reports import pictures, sourced
from app.reports.model import Aside, Dot, Scatter, Sheet, Words
from app.values import rounded

CORNERS: tuple[Quadrant, ...] = ((True, True), (True, False), (False, True), (False, False))
FIRST = 8
"""Wards named as those to look at first."""


def sheet(release: Release, pair: Pair, site: str) -> Sheet | None:
    """Return the sheet; None where too few wards have both figures, or there is no line to split
    them at.
    """
    found = comparison.read(release, pair)
    lines = found.need_line, found.access_line
    if len(found.known) < comparison.FEWEST or lines[0] is None or lines[1] is None:
        return None
    need, access = found.need.indicator, found.access.indicator
    council = text.spoken(found.council.name)
    link = site + pair.url()
    chart = Scatter(
        name="Need against access",
        alt=(
            f"Chart: {text.plural(len(found.known), 'ward')} of {council}, {need.quantity} against "
            f"{access.quantity}. " + "; ".join(words.corner(found, corner) for corner in CORNERS)
        ),
        x=pictures.number(need),
        y=pictures.number(access),
        x_title=f"{standing_alone(need)}, {found.need.period}",
        y_title=f"{standing_alone(access)}, {found.access.period}",
        lines=(lines[0], lines[1]),
        line_names=(
            f"{council} {text.short_amount(lines[0], need)}",
            f"{council} {text.short_amount(lines[1], access)}",
        ),
        groups=tuple(words.corner(found, corner) for corner in CORNERS),
        dots=tuple(
            Dot(
                ward.name,
                float(rounded(ward.need.value, need.decimals) or 0.0),
                float(rounded(ward.access.value, access.decimals) or 0.0),
                CORNERS.index(ward.quadrant),
            )
            for ward in found.known
            if ward.quadrant is not None
        ),
        labelled=tuple(ward.name for ward in [found.chosen()] if ward is not None),
    )
    return Sheet(
        words.finding(found),
        f"{chart.x_title} · {chart.y_title} · wards of {council}",
        (chart,),
        _aside(found),
        source=sourced.foot(release, (need, access), found.council),
        notes=(
            words.summary(found),
            *words.care(found),
            *sourced.several_notes((need, access), link, release),
        ),
    )


def _aside(found: Comparison) -> tuple[Aside, ...]:
    told: list[Aside] = [Words((words.summary(found),))]
    first = found.first
    if first:
        named = tuple(f"{ward.name}: {amounts(found, ward)}" for ward in first[:FIRST])
        told.append(Words(named, "Look here first: most need, least access", points=True))
        told.append(Words((words.dates(found),)))
    return tuple(told)


def amounts(found: Comparison, ward: comparison.Ward, apart: str = ", ") -> str:
    """Return both figures of a ward as they are shown, those that it has."""
    sides = ((ward.need, found.need), (ward.access, found.access))
    return apart.join(
        text.short_amount(row.value, side.indicator) for row, side in sides if row.value is not None
    )

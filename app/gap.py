"""The gap within a council: its most deprived fifth of wards against its least deprived.

Wards stand in order of their score in the latest Index of Multiple Deprivation, from the most
deprived. Each belongs to the fifth in which the middle of its residents falls, when the council's
residents are counted through in that order: the fifths hold about as many people each, and no ward
is cut in two. A fifth's figure is made of its wards' summed numerators and denominators; a mean or
a rate that came without them is not averaged.

Intervals: Wilson's of each share, and Newcombe's hybrid of the two for their gap (*Statistics in
Medicine* 17, 1998, method 10), at 95 %.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import NormalDist

from app.findings import Reading
from app.release import Release
from app.view import View, reading
from etl.registry import Indicator

DEPRIVATION = "imd_score"
MADE_OF_IT = (DEPRIVATION, "imd_deprived_fifth_share")
"""Indicators that are the order of the fifths itself: the gap between them says nothing."""
PART_OF_IT = ("income_deprived_residents", "income_deprived_children", "idaci_deprived_fifth_share")
"""Indicators that the order is partly made of: their gap is wide by construction."""

FEWEST = 10
"""Wards under which a fifth is one ward, or none."""

Z = NormalDist().inv_cdf(0.975)


@dataclass(frozen=True, slots=True)
class Fifth:
    """One fifth of a council's wards: 1 is the most deprived. ``wards`` are those with a figure."""

    number: int
    wards: int
    numerator: float
    denominator: float
    value: float
    lower: float | None
    upper: float | None


@dataclass(frozen=True, slots=True)
class Gap:
    """The five fifths, and the first less the last with its interval, in the indicator's unit.

    ``left_out`` are wards without a figure or without a score.
    """

    fifths: tuple[Fifth, ...]
    value: float
    lower: float | None
    upper: float | None
    left_out: int


def fifths(scores: Sequence[float], people: Sequence[float]) -> list[int]:
    """Return the fifth of each ward, 1 for the highest scores, by its residents' middle."""
    order = sorted(range(len(scores)), key=lambda place: -scores[place])
    whole, before = sum(people), 0.0
    found = [0] * len(scores)
    for place in order:
        middle = before + people[place] / 2
        found[place] = min(5, 1 + math.floor(5 * middle / whole))
        before += people[place]
    return found


def wilson(count: float, total: float) -> tuple[float, float]:
    """Return Wilson's 95 % interval of a proportion, as fractions."""
    share, spread = count / total, Z * Z / total
    middle = (share + spread / 2) / (1 + spread)
    half = Z * math.sqrt(share * (1 - share) / total + spread / (4 * total)) / (1 + spread)
    return max(0.0, middle - half), min(1.0, middle + half)


def newcombe(one: Fifth, two: Fifth) -> tuple[float, float] | None:
    """Return the interval of ``one`` less ``two``; None where either has none."""
    if one.lower is None or one.upper is None or two.lower is None or two.upper is None:
        return None
    gap = one.value - two.value
    below = math.hypot(one.value - one.lower, two.upper - two.value)
    above = math.hypot(one.upper - one.value, two.value - two.lower)
    return gap - below, gap + above


def of(
    indicator: Indicator,
    wards: Sequence[Reading],
    scores: Sequence[float | None],
    people: Sequence[float | None],
) -> Gap | None:
    """Return the gap of a council's wards, given in one order with their scores and residents.

    None where a fifth has no ward with a figure.
    """
    scored = [
        (ward, score, number)
        for ward, score, number in zip(wards, scores, people, strict=True)
        if score is not None and number
    ]
    if not scored:
        return None
    places = fifths([score for _, score, _ in scored], [number for _, _, number in scored])
    found = []
    for number in range(1, 6):
        inside = [ward for (ward, _, _), at in zip(scored, places, strict=True) if at == number]
        fifth = _sum(indicator, number, inside)
        if fifth is None:
            return None
        found.append(fifth)
    ends = newcombe(found[0], found[-1])
    return Gap(
        fifths=tuple(found),
        value=found[0].value - found[-1].value,
        lower=ends[0] if ends else None,
        upper=ends[1] if ends else None,
        left_out=len(wards) - sum(fifth.wards for fifth in found),
    )


def _sum(indicator: Indicator, number: int, wards: Sequence[Reading]) -> Fifth | None:
    known = [
        (ward.numerator, ward.denominator)
        for ward in wards
        if ward.value is not None and ward.numerator is not None and ward.denominator
    ]
    top, bottom = sum(one for one, _ in known), sum(two for _, two in known)
    if not bottom:
        return None
    lower = upper = None
    if indicator.interval == "wilson" and top <= bottom:
        lower, upper = (end * indicator.scale for end in wilson(top, bottom))
    return Fifth(number, len(known), top, bottom, indicator.scale * top / bottom, lower, upper)


def why_none(view: View, release: Release) -> str | None:
    """Return why no gap is given for a view of wards, None where one may be."""
    indicator, name = view.indicator, view.indicator.quantity
    if len(view.wards) < FEWEST:
        return f"With fewer than {FEWEST} wards a fifth would be one ward or two."
    if indicator.id in MADE_OF_IT:
        return f"The wards are put in order by this index: a gap in {name} would say nothing else."
    if indicator.method == "total":
        return "A count follows how many people live there: only shares and rates have a gap."
    if indicator.method != "counts":
        return "Its figures come without numerators and denominators, so wards cannot be summed."
    if release.ward_coverage(DEPRIVATION, view.council.code) is None:
        return "This release has no deprivation score by ward."
    return None


def read(release: Release, view: View) -> Gap | None:
    """Return the gap of a view of wards, by the latest scores; None where none can be made."""
    coverage = release.ward_coverage(DEPRIVATION, view.council.code)
    if coverage is None or view.period is None or why_none(view, release):
        return None
    areas = release.wards(view.council.code)
    scores = [
        reading(area, release.observation(DEPRIVATION, area.code, coverage.latest.label)).value
        for area in areas
    ]
    return of(view.indicator, view.wards, scores, [area.population for area in areas])

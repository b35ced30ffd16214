"""Whole sentences computed from the data: the finding that is the title, and the summary under it.

Everything here is said from the figures alone. A verdict (higher, similar, lower) is one of the
release's own benchmarks; without an interval there is none, and wards are told by England's fifths
instead.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.records import Verdict
from app.text import (
    in_period,
    is_withheld,
    missing,
    plural,
    possessive,
    sentence,
    short_amount,
    spoken,
)
from etl.registry import Indicator


@dataclass(frozen=True)
class Reading:
    """What one area shows for one indicator and period; ``value`` is None exactly when ``marker``
    says why.
    """

    name: str
    value: float | None
    numerator: float | None = None
    denominator: float | None = None
    lower: float | None = None
    upper: float | None = None
    marker: str | None = None
    benchmark: Verdict | None = None
    quintile: int | None = None
    code: str = ""


def finding(*, indicator: Indicator, council: str, wards: Sequence[Reading]) -> str:
    """Return the title of a council's ward page: what its wards show, with its number."""
    name = spoken(council)
    known = [ward for ward in wards if ward.value is not None]
    if not known:
        return f"No ward figures for {name}: {_why_none(wards)}"
    if not indicator.benchmarked:
        return _largest(indicator, name, known)
    if any(ward.benchmark for ward in known):
        return _against_england(indicator, name, known, whole=len(known) == len(wards))
    if any(ward.quintile for ward in known):
        return _by_fifths(indicator, name, known, whole=len(known) == len(wards))
    return _largest(indicator, name, known)


def council_finding(*, indicator: Indicator, area: Reading, england: Reading | None) -> str:
    """Return the title of a page whose indicator is published by council only."""
    name = spoken(area.name)
    if area.value is None:
        return f"No figure for {name}: {missing(area.marker)}"
    value = short_amount(area.value, indicator)
    if england is None or england.value is None or not indicator.benchmarked:
        return _said(indicator, area)
    against = f"{value} against {short_amount(england.value, indicator)}"
    if area.benchmark == "similar":
        return f"{possessive(name)} {indicator.quantity} is similar to England’s: {against}"
    if area.benchmark:
        return f"{name} has a {area.benchmark} {indicator.quantity} than England: {against}"
    return f"{_said(indicator, area)}, against {short_amount(england.value, indicator)} in England"


def summary(
    *,
    indicator: Indicator,
    period: str,
    area: Reading,
    england: Reading | None,
    wards: Sequence[Reading] = (),
) -> str:
    """Return two sentences: the council's level against England, then the spread of its wards."""
    first = _level(indicator, period, area, england)
    second = _spread(indicator, wards) if wards else ""
    return f"{first} {second}".strip()


def ratio_words(value: float, other: float, decimals: int) -> str | None:
    """Return ``twice``, ``three times``, ``half`` … where it is true of the figures as they are
    shown.

    A multiple is exact when it lies within what rounding to ``decimals`` leaves open: 39.5 is twice
    19.8.
    """
    half = 0.5 * 10**-decimals
    if value <= half or other <= half:
        return None
    low, high = (value - half) / (other + half), (value + half) / (other - half)
    for multiple, words in ((2, "twice"), (3, "three times"), (4, "four times")):
        if low <= multiple <= high:
            return words
    for part, words in ((1 / 2, "half"), (1 / 3, "a third of"), (1 / 4, "a quarter of")):
        if low <= part <= high:
            return words
    if low > 2:
        return "more than twice"
    if high < 1 / 2:
        return "less than half"
    return None


def _why_none(wards: Sequence[Reading]) -> str:
    markers = {ward.marker for ward in wards}
    if markers and all(is_withheld(marker) for marker in markers):
        return "all are withheld to protect individuals"
    if any(is_withheld(marker) for marker in markers):
        return "some are withheld to protect individuals, others not published"
    return missing(next(iter(markers))) if len(markers) == 1 else "none is published"


def _of_wards(council: str, count: int, *, whole: bool) -> str:
    """Return ``Birmingham’s 69 wards``, or that only some of them have a figure."""
    if whole:
        return f"{possessive(council)} {plural(count, 'ward')}"
    return f"the {plural(count, 'ward')} with a figure in {council}"


def _subject(matching: int, council: str, count: int, *, whole: bool) -> tuple[str, str]:
    """Return who has it and the verb: ``58 of Birmingham’s 69 wards`` have, ``All 7 …`` have, ``…
    only ward`` has.
    """
    if count == 1:
        owner = (
            f"{possessive(council)} only ward"
            if whole
            else f"The one ward with a figure in {council}"
        )
        return owner, "has"
    wards = _of_wards(council, count, whole=whole)
    if matching == count:
        return (f"All {wards.removeprefix('the ')}" if not whole else f"All of {wards}"), "have"
    return f"{matching} of {wards}", "has" if matching == 1 else "have"


def _against_england(
    indicator: Indicator, council: str, known: list[Reading], *, whole: bool
) -> str:
    counts = {
        word: sum(ward.benchmark == word for ward in known)
        for word in ("higher", "similar", "lower")
    }
    higher, similar, lower = counts["higher"], counts["similar"], counts["lower"]
    if higher == lower and higher > similar:
        wards = _of_wards(council, len(known), whole=whole)
        return (
            f"As many of {wards} are above England as below in {indicator.quantity}: {higher} each"
        )
    word = max(counts, key=lambda key: counts[key])
    who, verb = _subject(counts[word], council, len(known), whole=whole)
    if word == "similar":
        return f"{who} {verb} a {indicator.quantity} similar to England’s"
    return f"{who} {verb} a {word} {indicator.quantity} than England"


def _by_fifths(indicator: Indicator, council: str, known: list[Reading], *, whole: bool) -> str:
    highest = sum(ward.quintile == 5 for ward in known)
    lowest = sum(ward.quintile == 1 for ward in known)
    wards = _of_wards(council, len(known), whole=whole)
    if not highest and not lowest:
        return f"None of {wards} is in England’s highest or lowest fifth by {indicator.quantity}"
    count, other, end = (
        (highest, lowest, "highest") if highest > lowest else (lowest, highest, "lowest")
    )
    if len(known) > 1 and (5 * count <= len(known) or count < 2 * other):
        # Neither end stands out: by chance alone a fifth of the wards would be in each.
        return (
            f"{highest} of {wards} {'is' if highest == 1 else 'are'} in England’s highest fifth "
            f"by {indicator.quantity}, {lowest} in its lowest"
        )
    who, verb = _subject(count, council, len(known), whole=whole)
    be = "is" if verb == "has" else "are"
    return f"{who} {be} in England’s {end} fifth by {indicator.quantity}"


def _largest(indicator: Indicator, council: str, known: list[Reading]) -> str:
    top = max(ward.value for ward in known if ward.value is not None)
    holders = [ward.name for ward in known if ward.value == top]
    if len(known) == 1:
        return f"{holders[0]} has a {indicator.quantity} of {short_amount(top, indicator)}"
    if len(holders) > 1:
        return (
            f"{len(holders)} of {_of_wards(council, len(known), whole=True)} share the highest "
            f"{indicator.quantity}: {short_amount(top, indicator)}"
        )
    return (
        f"{holders[0]} has the highest {indicator.quantity} of {possessive(council)} wards: "
        f"{short_amount(top, indicator)}"
    )


def _said(indicator: Indicator, area: Reading) -> str:
    """Return the indicator's own sentence about one area, without a period."""
    assert area.value is not None  # noqa: S101 - callers have looked
    template = indicator.sentence or "{area}: {value}"
    if "{numerator}" in template and area.numerator is None:
        template = "the " + indicator.quantity + " in {area} was {value}"
    return template.format(
        numerator=f"{area.numerator:,.0f}" if area.numerator is not None else "",
        area=spoken(area.name),
        value=short_amount(area.value, indicator),
    )


def _level(indicator: Indicator, period: str, area: Reading, england: Reading | None) -> str:
    name, when = spoken(area.name), in_period(period)
    if area.value is None:
        first = f"{when}, the figure for {name} is {missing(area.marker)}"
        if england is not None and england.value is not None and indicator.benchmarked:
            first += f"; England’s is {short_amount(england.value, indicator)}"
        return sentence(first)
    said = _said(indicator, area)
    if said.startswith("The "):
        said = "the " + said[4:]
    return sentence(f"{when}, {said}{_compared(indicator, area, england)}")


def _compared(indicator: Indicator, area: Reading, england: Reading | None) -> str:
    if england is None or england.value is None or area.value is None or not indicator.benchmarked:
        return ""
    figure = short_amount(england.value, indicator)
    ratio = ratio_words(area.value, england.value, indicator.decimals) if indicator.unit else None
    # A multiple is as much a verdict as a word is: where the interval holds England, it is not
    # said.
    if ratio and area.benchmark != "similar":
        return f", {ratio} the England figure of {figure}"
    if area.benchmark == "similar":
        return f", similar to the England figure of {figure}"
    if area.benchmark:
        return f", {area.benchmark} than the England figure of {figure}"
    return f", against {figure} in England"


def _spread(indicator: Indicator, wards: Sequence[Reading]) -> str:
    known = [(ward.value, ward.name) for ward in wards if ward.value is not None]
    absent = len(wards) - len(known)
    if not known:
        return sentence(f"No ward has a figure: {_why_none(wards)}")
    low, high = min(known), max(known)
    if len(known) == 1:
        text = f"its only ward figure is {short_amount(low[0], indicator)}, in {low[1]}"
    elif low[0] == high[0]:
        text = f"every ward with a figure stands at {short_amount(low[0], indicator)}"
    else:
        text = (
            f"wards run from {short_amount(low[0], indicator)} in {_holder(known, low)} "
            f"to {short_amount(high[0], indicator)} in {_holder(known, high)}"
        )
    if tally := _tally(indicator, wards):
        text += f": {tally}"
    if absent:
        text += f"; {plural(absent, 'ward')} {'has' if absent == 1 else 'have'} no figure"
    return sentence(text)


def _holder(known: list[tuple[float, str]], end: tuple[float, str]) -> str:
    """Return the ward at one end of the range, or how many share it."""
    holders = sum(value == end[0] for value, _ in known)
    return end[1] if holders == 1 else f"{holders} wards"


def _tally(indicator: Indicator, wards: Sequence[Reading]) -> str:
    if not indicator.benchmarked:
        return ""
    higher, similar, lower = (
        sum(ward.benchmark == word for ward in wards) for word in ("higher", "similar", "lower")
    )
    if higher + similar + lower == 0:
        return ""
    be = "is" if higher == 1 else "are"
    return f"{higher} {be} higher than England, {similar} similar, {lower} lower"

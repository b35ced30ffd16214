"""Numbers and single words as people read them; whole sentences are in ``app.findings``."""

from __future__ import annotations

import re

from etl.registry import Indicator
from etl.schema import MARKERS

VERDICTS = {"higher": ("▲", "Higher"), "similar": ("○", "Similar"), "lower": ("▼", "Lower")}
"""Shape and word of an area against England."""

FIFTHS = {
    1: "Lowest fifth",
    2: "Second lowest fifth",
    3: "Middle fifth",
    4: "Second highest fifth",
    5: "Highest fifth",
}

TREND_POINTS = 5
"""Annual points that a trend test needs (DESIGN §5)."""

_TRENDS = {
    "increasing": ("↗", "Increasing"),
    "decreasing": ("↘", "Decreasing"),
    "none": ("–", "No significant change"),
}

_WITHHELD = {
    "c": "withheld: small numbers",
    "low": "withheld: small numbers",
    "x": "not published",
    "z": "not applicable",
    "u": "withheld: unreliable",
}

_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
_SNAPSHOT = re.compile(r"^([A-Z][a-z]{2}) (\d{4})$")


def number(value: float, decimals: int) -> str:
    """Return the number with thousands commas and no unit: ``102,507``, ``19.8``."""
    text = f"{value:,.{decimals}f}"
    if text.strip("-0.,") == "":
        text = text.lstrip("-")
    return text.replace("-", "−")


def amount(value: float, indicator: Indicator) -> str:
    """Return the number with the indicator's unit: ``63.8%``, ``11.7 per 100``, ``2,243``."""
    return number(value, indicator.decimals) + indicator.unit


def short_amount(value: float, indicator: Indicator) -> str:
    """Return the number with a unit only where it is a sign: ``63.8%``, ``11.7``."""
    return number(value, indicator.decimals) + ("%" if indicator.unit == "%" else "")


def against(value: float, base: float, name: str, indicator: Indicator) -> str:
    """Return how one figure, as it is shown, differs from another: ``4.2 points higher than
    Aston``.
    """
    shown, other = (round(figure, indicator.decimals) for figure in (value, base))
    difference = round(shown - other, indicator.decimals)
    if not difference:
        return f"the same as {name}"
    distance = number(abs(difference), indicator.decimals) + change_unit(indicator)
    return f"{distance} {'higher' if difference > 0 else 'lower'} than {name}"


def interval(lower: float, upper: float, indicator: Indicator) -> str:
    """Return ``62.7% to 64.9%``, the unit on both ends."""
    return f"{short_amount(lower, indicator)} to {short_amount(upper, indicator)}"


def table_interval(lower: float, upper: float, indicator: Indicator) -> str:
    """Return ``62.7 to 64.9%``, the unit once, as tables show it."""
    return f"{number(lower, indicator.decimals)} to {short_amount(upper, indicator)}"


def ordinal(rank: int) -> str:
    """Return ``1st``, ``2nd``, ``3rd``, ``11th``, ``21st``."""
    if rank % 100 in (11, 12, 13):
        return f"{rank}th"
    return f"{rank}{ {1: 'st', 2: 'nd', 3: 'rd'}.get(rank % 10, 'th') }"


def rank_of(value: float, values: list[float]) -> tuple[int, bool]:
    """Return the rank of a value from the highest, and whether another value shares it."""
    return 1 + sum(other > value for other in values), values.count(value) > 1


def rank_words(value: float, values: list[float]) -> str:
    """Return ``2nd of 69``, or ``joint 2nd of 69`` where a value is shared."""
    rank, joint = rank_of(value, values)
    return f"{'joint ' if joint else ''}{ordinal(rank)} of {len(values):,}"


def place_words(value: float, values: list[float]) -> str:
    """Return ``the highest of the 11``, ``the lowest of the 11`` or ``2nd of 11 …`` between."""
    for end, words in ((max(values), "highest"), (min(values), "lowest")):
        if value == end and values.count(end) == 1 < len(values):
            return f"the {words} of the {len(values):,}"
    return f"{rank_words(value, values)} from the highest"


def spoken(name: str) -> str:
    """Return a name as a sentence says it: ``Bristol, City of`` is Bristol."""
    return re.sub(r", (City|County) of$", "", name)


def possessive(name: str) -> str:
    """Return ``Barnsley’s`` and ``St Helens’``."""
    return name + ("’" if name.endswith("s") else "’s")


def plural(count: int, word: str) -> str:
    """Return ``1 ward`` or ``69 wards``."""
    return f"{count:,} {word}{'' if count == 1 else 's'}"


def in_period(period: str) -> str:
    """Return the period as a sentence opens with it: ``In 2024/25``, ``In August 2021``."""
    snapshot = _SNAPSHOT.match(period)
    if snapshot:
        short, year = snapshot.groups()
        month = next((month for month in _MONTHS if month.startswith(short)), short)
        return f"In {month} {year}"
    if period.endswith(("Q1", "Q2", "Q3", "Q4")):
        year, quarter = period.rsplit(" ", 1)
        return f"In quarter {quarter[1]} of {year}"
    return f"In {period}"


def missing(marker: str | None) -> str:
    """Return why there is no value, in the words a row shows in its place."""
    return _WITHHELD.get(marker or "x", MARKERS.get(marker or "x", "not published"))


def in_its_place(marker: str | None) -> str:
    """Return what a table has for a value that is not there: the reason and its shorthand."""
    return f"{missing(marker)} [{marker or 'x'}]"


def is_withheld(marker: str | None) -> bool:
    """Tell whether the marker means that a figure exists and is not shown."""
    return marker in ("c", "low", "u")


def beside(marker: str | None) -> str | None:
    """Return the words of a marker that stands beside a value: ``e`` is estimated."""
    return MARKERS[marker] if marker in ("b", "e", "p", "r") else None


def trend_words(
    trend: str | None, points: int, *, broken: bool = False, tested: bool = True
) -> tuple[str, str]:
    """Return shape and words of a recent trend.

    ``points`` are the annual values since the last break; ``broken`` says that a break cut the
    series; ``tested`` is false where the values have no interval, which the test needs.
    """
    if trend in _TRENDS:
        return _TRENDS[trend]
    if points < TREND_POINTS:
        if broken and points == 1:
            return "⁄⁄", "Series broken"
        return "···", f"Too few years ({points} of {TREND_POINTS})"
    return "···", "Not tested" if tested else "Not tested: no interval"


def sentence(text: str) -> str:
    """Return the text with a capital first and a full stop last."""
    text = text[:1].upper() + text[1:]
    return text if text.endswith((".", "?", "!")) else text + "."


def day_words(day: str) -> str:
    """Return an ISO date, as exact as it is, in words: ``2026-03-26`` is 26 March 2026."""
    parts = day.split("-")
    if len(parts) == 1:
        return day
    words = f"{_MONTHS[int(parts[1]) - 1]} {parts[0]}"
    return words if len(parts) == 2 else f"{int(parts[2])} {words}"


def change_amount(value: float, indicator: Indicator) -> str:
    """Return a change with its sign and unit: ``+3.3 points``, ``−120``, ``0.0 points``."""
    return signed(value, indicator.decimals) + change_unit(indicator)


def signed(value: float, decimals: int) -> str:
    """Return a number with its sign, and without one where nothing of it is left: ``+3.3``."""
    shown = number(value, decimals)
    return shown if shown.startswith("−") or shown.strip("0.,") == "" else f"+{shown}"


def change_unit(indicator: Indicator) -> str:
    """Return what follows a change: percentages change by points."""
    return " points" if indicator.unit == "%" else indicator.unit

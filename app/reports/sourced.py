"""What a sheet says of where its figures come from: the foot, the notes, and the last sheets."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from app import text
from app.components import sources
from app.neighbours import Way
from app.release import Area, Release
from app.reports.model import Cell, Column, Line, Sheet, Table, Words
from app.values import vintage
from etl.registry import Indicator
from etl.schema import MARKERS

VERDICTS = (
    "Higher, similar or lower than England is said only where the area has a 95% interval: higher "
    "where the whole interval lies above England’s figure, lower where it lies below, similar "
    "where it holds it. Without an interval there is no verdict; the fifth among areas of the same "
    "kind in England is shown instead."
)
TRENDS = (
    "A recent trend is tested over five yearly figures in a row since the last break in a series. "
    "With fewer, no trend is said. Lines are not joined across a gap or a break."
)
MOST_NAMED = 5
"""Sources named by their titles at the foot of a sheet; of more, the publishers are."""
EACH = "Each source is named with its attribution at the end of this report."
BLANKS = "A figure that is withheld is not zero, and one that nobody published is not estimated."


def foot(
    release: Release,
    indicators: Sequence[Indicator],
    area: Area | None = None,
    way: Way | None = None,
) -> str:
    """Return publisher, title, date and licence of the sources of a sheet, in one line of text."""
    if len(indicators) == 1:
        return sources.plain(release, indicators[0], area, way)
    named: dict[str, dict[str, None]] = {}
    licences: dict[str, None] = {}
    for indicator in indicators:
        for entry in release.sources(indicator.id)[:1]:
            title = f"{entry['title']}, {text.day_words(entry['published'])}"
            named.setdefault(entry["publisher"], {})[title] = None
            licences[entry["licence"]] = None
    if not named:
        return ""
    if sum(map(len, named.values())) > MOST_NAMED:
        said = "; ".join(named)
        return f"Sources: {said}. {'; '.join(licences)}. {EACH}"
    said = "; ".join(f"{publisher}: {'; '.join(titles)}" for publisher, titles in named.items())
    return f"Sources: {said}. {'; '.join(licences)}. {EACH}"


def notes(release: Release, indicator: Indicator, area: Area, link: str) -> tuple[str, ...]:
    """Return the speaker's notes of sheets about one indicator."""
    said = [f"{indicator.title}. {indicator.definition}"]
    for label, words in (
        ("Numerator", indicator.numerator_label),
        ("Denominator", indicator.denominator_label),
    ):
        if words:
            said.append(f"{label}: {words}.")
    said += [f"Read with care: {caveat}" for caveat in indicator.caveats]
    said += [f"Break before {cut.before}: {cut.reason}" for cut in indicator.breaks]
    said += [f"No figures from {gap.first} to {gap.last}: {gap.reason}" for gap in indicator.gaps]
    if indicator.evidence:
        said.append(f"Evidence: {indicator.evidence}")
    said += [VERDICTS, TRENDS, BLANKS]
    said += [sources.plain(release, indicator, area), f"Release {release.id}. {link}"]
    return tuple(said)


def several_notes(indicators: Sequence[Indicator], link: str, release: Release) -> tuple[str, ...]:
    """Return the speaker's notes of sheets about several indicators."""
    said = [f"{item.title}: {item.definition}" for item in indicators]
    return (*said, VERDICTS, TRENDS, BLANKS, f"Release {release.id}. {link}")


def made_of(release: Release) -> str:
    """Return which release the figures are of, in one line."""
    built = str(release.manifest.get("built_at", ""))[:10]
    day = f" · built {text.day_words(built)}" if built else ""
    return f"Release {release.id[:8]}{day} · wards of {vintage(release.ward_vintage)}"


def method(release: Release, indicators: Sequence[Indicator], link: str) -> Sheet:
    """Return the sheet on how to read a report about these indicators."""
    letters = ("c", "low", "x", "z", "u", "e", "p", "r", "b")
    care = _care(indicators)
    reading = Words((VERDICTS, TRENDS, BLANKS), heading="How to read the figures")
    marks = Words(
        tuple(f"{letter}: {MARKERS[letter]}" for letter in letters if letter in MARKERS),
        heading="Letters in place of, or beside, a figure",
        points=True,
    )
    return Sheet(
        "How to read this report",
        f"{made_of(release)} · {link}",
        (reading, care, marks),
        source=foot(release, indicators),
        notes=(
            *(f"{item.definition} {item.evidence}".strip() for item in indicators),
            *(VERDICTS, TRENDS, BLANKS),
        ),
    )


def _care(indicators: Sequence[Indicator]) -> Words:
    """Return the caveats of one indicator, or the first of each of several."""
    if len(indicators) == 1:
        title = f"Read with care: {indicators[0].title}"
        return Words(indicators[0].caveats, heading=title, points=True)
    most = 3 if len(indicators) == 2 else 1
    said = [f"{item.title}: {' '.join(item.caveats[:most])}" for item in indicators if item.caveats]
    return Words(tuple(said), heading="Read with care", points=True)


def origins(release: Release, indicators: Sequence[Indicator], link: str) -> Sheet:
    """Return the sheet that names every source of the report, with what its licence wants said."""
    used: dict[str, list[str]] = {}
    entries: dict[str, dict[str, Any]] = {}
    for indicator in indicators:
        for entry in release.sources(indicator.id)[:1]:
            entries[entry["id"]] = entry
            used.setdefault(entry["id"], []).append(indicator.short_title.removeprefix("… "))
    ordered = sorted(entries.values(), key=lambda entry: (entry["publisher"], entry["title"]))
    licences = "; ".join(dict.fromkeys(entry["licence"] for entry in ordered))
    lines = [
        Line(
            (
                Cell(entry["publisher"], strong=True),
                Cell(f"{entry['title']}, {text.day_words(entry['published'])}"),
                Cell(_listed(used[entry["id"]]), "quiet"),
            )
        )
        for entry in ordered
    ]
    columns = (
        Column("Publisher", 0.29),
        Column("What it published, and when", 0.40),
        Column("Used for", 0.31),
    )
    table = Table("Sources", "Table: the sources of this report", columns, tuple(lines))
    said = sources.plain_several(release, indicators)
    attributions = said[said.find("Boundaries:") :] if "Boundaries:" in said else said
    return Sheet(
        "Where the figures come from",
        f"{licences} · {made_of(release)}",
        (table,),
        source=attributions,
        notes=(said, f"Release {release.id}. {link}"),
    )


def _listed(names: Sequence[str], most: int = 3) -> str:
    more = len(names) - most
    return "; ".join(names[:most]) + (f" and {more} more" if more > 0 else "")

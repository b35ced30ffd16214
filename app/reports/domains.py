"""The headline figures of each domain: a short list, and whether they favour the council."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from app import text
from app.findings import council_finding
from app.profile import Row, council_row
from app.release import Area, Release
from app.reports.model import Cell, Column, Line, Sheet, Table
from app.reports.sourced import foot, several_notes
from app.view import holders
from etl.registry import DOMAINS

HEADLINES = {
    "Children and families": (
        "population_0_4",
        "population_0_4_share",
        "adults_with_skills",
        "primary_eal",
    ),
    "Poverty and deprivation": (
        "low_income_bhc_relative",
        "low_income_ahc_relative",
        "imd_score",
        "idaci_deprived_fifth_share",
        "primary_fsm",
        "households_not_deprived",
    ),
    "Childcare and early education": (
        "childcare_places_per_100",
        "childcare_places_good_outstanding_share",
        "take_up_2",
        "take_up_3_4",
        "funded_graduate_staff",
        "absence_4_year_olds",
    ),
    "Child development": (
        "asq_all_domains",
        "asq_communication",
        "gld",
        "gld_fsm_gap",
        "eyfsp_communication",
        "eyfsp_maths",
    ),
    "Health": (
        "low_birth_weight",
        "breastfeeding",
        "infant_mortality",
        "excess_weight_reception",
        "dental_decay",
        "injury_admissions",
    ),
    "Home and neighbourhood": (
        "homes_overcrowded",
        "homes_owned",
        "private_rent_unaffordable",
        "homelessness",
        "violence_with_injury",
        "connectivity",
    ),
}
"""The indicators that stand for their domain, those of them that the release has; a test holds that
every domain has both risk and resilience, where the registry has."""

COLUMNS = (
    ("Indicator · period", 0.33, False),
    ("", 0.12, True),
    ("95% interval", 0.13, True),
    ("England", 0.10, True),
    ("Against England", 0.17, False),
    ("Among councils", 0.15, False),
)


def read(release: Release, council: Area) -> dict[str, list[Row]]:
    """Return the headline rows of a council by domain, each at its latest period."""
    found: dict[str, list[Row]] = {}
    for domain in DOMAINS:
        for name in HEADLINES.get(domain, ()):
            indicator = release.indicators.get(name)
            row = council_row(release, indicator, council) if indicator else None
            if row is not None:
                found.setdefault(domain, []).append(row)
    return found


def favour(row: Row) -> str | None:
    """Return ``better`` or ``worse`` for children, ``similar``, or None where nothing can be said:
    there is no interval, or neither end is better.
    """
    verdict, polarity = row.reading.benchmark, row.indicator.polarity
    if verdict is None or polarity == "neutral" or not row.indicator.benchmarked:
        return None
    if verdict == "similar":
        return "similar"
    return "worse" if (verdict == "higher") == (polarity == "lower_is_better") else "better"


def judged(rows: Sequence[Row]) -> dict[str, int]:
    """Return how many rows are better, similar and worse than England."""
    told = [favour(row) for row in rows]
    return {word: told.count(word) for word in ("better", "similar", "worse")}


def finding(domain: str, rows: Sequence[Row], council: str) -> str:
    """Return what the headline figures of a domain say; one figure where no more can be judged."""
    counts, name = judged(rows), text.spoken(council)
    total = sum(counts.values())
    if all(row.reading.value is None for row in rows):
        return f"{domain}: no figure for {name}"
    if total < 2:
        row = next((row for row in rows if favour(row)), None) or _telling(rows)
        return council_finding(indicator=row.indicator, area=row.reading, england=row.england)
    return f"{domain}: {verdicts(counts, name)}"


def verdicts(counts: dict[str, int], name: str, of: str = "tested measures") -> str:
    """Return ``Leeds is less favourable than England on 3 of 5 tested measures``, and the rest."""
    total = sum(counts.values())
    worse, better = counts["worse"], counts["better"]
    if not worse and not better:
        return f"{name} is similar to England on all {total} {of}"
    first, second = (worse, better) if worse >= better else (better, worse)
    word, other = ("less", "more") if worse >= better else ("more", "less")
    number = f"{first} of {total}"
    if first == total:
        number = "both" if total == 2 else f"all {total}"
    said = f"{name} is {word} favourable than England on {number} {of}"
    return f"{said}, {other} favourable on {second}" if second else said


def sheets(
    release: Release, council: Area, found: dict[str, list[Row]], link: str
) -> tuple[Sheet, ...]:
    """Return a sheet for each domain that has figures."""
    return tuple(
        _sheet(release, council, domain, rows, link) for domain, rows in found.items() if rows
    )


def _telling(rows: Sequence[Row]) -> Row:
    """Return the row that is told of a domain where nothing can be judged."""
    known = [row for row in rows if row.reading.value is not None]
    compared = [row for row in known if row.indicator.polarity != "neutral"]
    return (compared or known or list(rows))[0]


def _sheet(release: Release, council: Area, domain: str, rows: Sequence[Row], link: str) -> Sheet:
    name = text.spoken(council.name)
    indicators = [row.indicator for row in rows]
    columns = tuple(
        Column(heading or name, width, is_number) for heading, width, is_number in COLUMNS
    )
    lines = tuple(Line(_cells(release, row, council)) for row in rows)
    alt = f"Table: {domain.lower()} in {name}, {text.plural(len(rows), 'indicator')}."
    return Sheet(
        finding(domain, rows, council.name),
        f"{domain} · the latest figures of {name}, each with its period",
        (Table(domain, alt, columns, lines),),
        source=foot(release, indicators, council),
        notes=several_notes(indicators, link, release),
    )


def _cells(release: Release, row: Row, council: Area) -> tuple[Cell, ...]:
    own, england, indicator = row.reading, row.england, row.indicator
    whose = "" if row.holder.code == council.code else f" · {text.spoken(row.holder.name)}"
    old = f" · {row.age} years old" if row.old else ""
    unit = indicator.unit.strip()
    unit = f" · {unit}" if unit not in ("", "%") else ""
    return (
        Cell(indicator.title, note=f"{row.period.label}{unit}{whose}{old}"),
        value(row),
        Cell(
            text.table_interval(own.lower, own.upper, indicator)
            if own.lower is not None and own.upper is not None
            else "",
            "quiet",
        ),
        Cell(
            text.short_amount(england.value, indicator)
            if england.value is not None
            else text.missing(england.marker),
            "england",
        ),
        against(row),
        Cell(_place(release, row)),
    )


def value(row: Row) -> Cell:
    """Return a row's figure, or why there is none."""
    own = row.reading
    if own.value is None:
        return Cell(text.missing(own.marker), "quiet")
    letter = f" {own.marker}" if text.beside(own.marker) else ""
    return Cell(text.short_amount(own.value, row.indicator) + letter, strong=True)


def against(row: Row) -> Cell:
    """Return the verdict against England by shape and word; without an interval, the fifth."""
    own = row.reading
    if own.value is None:
        return Cell("No figure", "quiet")
    if not row.indicator.benchmarked:
        return Cell("A count: not compared", "quiet")
    if own.benchmark:
        shape, word = text.VERDICTS[own.benchmark]
        return Cell(f"{shape} {word}", own.benchmark, strong=own.benchmark != "similar")
    if own.quintile:
        return Cell(text.FIFTHS[own.quintile], "quiet")
    return Cell("No interval: no verdict", "quiet")


def _place(release: Release, row: Row) -> str:
    """Return the place of a figure among all councils that have one, from the highest."""
    if row.reading.value is None:
        return ""
    values = list(_of_councils(release, row.indicator.id, row.period.label))
    return text.rank_words(row.reading.value, values) if len(values) > 1 else ""


@lru_cache(maxsize=256)
def _of_councils(release: Release, indicator_id: str, period: str) -> tuple[float, ...]:
    """Return the figures of England's councils, or of the counties that stand for them."""
    areas = [area.code for area in holders(release, indicator_id)]
    rows = release.column(indicator_id, areas, period)
    return tuple(row.value for row in rows if row is not None and row.value is not None)

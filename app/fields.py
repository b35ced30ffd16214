"""The columns of what programs read, declared once: for JSON, CSV, OpenAPI and CSVW alike."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal

from app.neighbour_means import FEWEST
from app.neighbours import WAYS
from app.release import Area, Observation, Release
from etl.registry import DOMAINS, LEVELS, Indicator
from etl.schema import BENCHMARKS, MARKERS, METHODS, TRENDS

Kind = Literal["string", "number", "integer", "date"]
Cell = str | float | int | None

POLARITIES = ("higher_is_better", "lower_is_better", "neutral")
INDICATOR_METHODS = ("counts", "total", "weighted_mean", "published", "difference")

MADE = ("aggregated", "mean")

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class Field:
    """A column: its name, the kind of its cells, what it means, and which words it may hold."""

    name: str
    kind: Kind
    meaning: str
    blank: bool = True
    """Whether a cell may be without a value."""
    words: tuple[str, ...] = ()

    def schema(self) -> dict[str, Any]:
        """Return the JSON Schema of a cell."""
        kind = "string" if self.kind == "date" else self.kind
        found: dict[str, Any] = {"type": [kind, "null"] if self.blank else kind}
        if self.kind == "date":
            found["format"] = "date"
        if self.words:
            found["enum"] = [*self.words, *([None] if self.blank else [])]
        return found | {"description": self.meaning}

    def csvw(self) -> dict[str, Any]:
        """Return the column's description as CSV on the Web has it."""
        base = {"number": "double", "date": {"base": "date", "format": "yyyy-MM-dd"}}
        return {
            "name": self.name,
            "titles": self.name,
            "dc:description": self.meaning,
            "datatype": base.get(self.kind, self.kind),
            "required": not self.blank,
        }


def _marker_words() -> str:
    return "; ".join(f"{marker}: {words}" for marker, words in MARKERS.items())


OBSERVATION = (
    Field("indicator", "string", "Id of the indicator.", blank=False),
    Field("area_code", "string", "GSS code of the area.", blank=False),
    Field("area_name", "string", "Name of the area.", blank=False),
    Field("level", "string", "What kind of area it is.", blank=False, words=LEVELS),
    Field("period", "string", "The period as people write it, such as 2024/25.", blank=False),
    Field("period_end", "date", "Last day of the period.", blank=False),
    Field("value", "number", "The figure in the indicator's unit, unrounded; blank with a marker."),
    Field("unit", "string", "What follows the number: %, per 100; blank for a count or a score."),
    Field("lower_ci", "number", "Lower end of the 95% interval."),
    Field("upper_ci", "number", "Upper end of the 95% interval."),
    Field("numerator", "number", "What is on top, where the source has it."),
    Field("denominator", "number", "What is below, where the source has it."),
    Field(
        "marker",
        "string",
        f"Why there is no value, or what to know of it. {_marker_words()}.",
        words=tuple(MARKERS),
    ),
    Field("method", "string", "How the area got its figure.", words=METHODS),
    Field(
        "benchmark",
        "string",
        "Where the area's interval lies against England's value.",
        words=BENCHMARKS,
    ),
    Field("quintile", "integer", "Fifth of England's areas of this level, 1 the lowest values."),
    Field("trend", "string", "Of the five years that end with this period.", words=TRENDS),
)

AREA = (
    Field("code", "string", "GSS code.", blank=False),
    Field("name", "string", "Name.", blank=False),
    Field("level", "string", "What kind of area it is.", blank=False, words=LEVELS),
    Field("lad_code", "string", "The council a ward lies in."),
    Field("utla_code", "string", "The county or one-tier council it lies in."),
    Field("region_code", "string", "The region it lies in."),
    Field("easting", "integer", "Of a point inside, in metres of the British National Grid."),
    Field("northing", "integer", "Of the same point."),
    Field("rural_urban", "string", "Rural Urban Classification."),
    Field("population", "integer", "Residents, latest estimate."),
    Field("children_0_4", "integer", "Children aged 0 to 4, latest estimate."),
    Field("note", "string", "Why an area has no figures of its own."),
)

INDICATOR = (
    Field("id", "string", "Id, as addresses name it.", blank=False),
    Field("title", "string", "Title.", blank=False),
    Field("domain", "string", "Subject.", blank=False, words=DOMAINS),
    Field("definition", "string", "What is measured.", blank=False),
    Field("unit", "string", "What follows the number; blank for a count or a score."),
    Field("decimals", "integer", "Decimals that people should be shown.", blank=False),
    Field("polarity", "string", "Which way is better.", blank=False, words=POLARITIES),
    Field("method", "string", "How a figure is made.", blank=False, words=INDICATOR_METHODS),
    Field("finest_level", "string", "The smallest areas with figures.", words=LEVELS),
    Field("first_period", "string", "First period at that level."),
    Field("latest_period", "string", "Latest period at that level."),
    Field("update_frequency", "string", "How often its source is published."),
    Field("published", "string", "When the main source was published, as exact as is known."),
    Field("next_release", "string", "When the main source's next edition is due, where known."),
    Field("publisher", "string", "Publisher of the main source."),
    Field("licence", "string", "Licence of the main source."),
    Field("evidence", "string", "Measured, modelled or administrative, and how sure one can be."),
)


_SET = Field("set", "string", "How they are alike.", blank=False, words=tuple(WAYS))

NEIGHBOUR = (
    _SET,
    Field("by", "string", "Who says so: DfE or ONS.", blank=False),
    Field(
        "rank",
        "integer",
        "1 is most alike; the ranks of councils outside England are left out.",
        blank=False,
    ),
    Field("code", "string", "GSS code of the council that is like this one.", blank=False),
    Field("name", "string", "Its name.", blank=False),
    Field("level", "string", "What kind of area it is.", blank=False, words=LEVELS),
)

MEAN = (
    _SET,
    Field("indicator", "string", "Id of the indicator.", blank=False),
    Field("period", "string", "The period as people write it, such as 2024/25.", blank=False),
    Field("period_end", "date", "Last day of the period.", blank=False),
    Field("value", "number", f"The mean, unrounded; blank where fewer than {FEWEST} are known."),
    Field("unit", "string", "What follows the number: %, per 100; blank for a score."),
    Field("numerator", "number", "Sum of their numerators, where it is made from counts."),
    Field("denominator", "number", "Sum of their denominators, likewise."),
    Field(
        "made",
        "string",
        "aggregated: from counts, or weighted by residents. mean: each council's figure alike.",
        words=MADE,
    ),
    Field("known", "integer", "How many of them have a figure.", blank=False),
    Field("neighbours", "integer", "How many they are.", blank=False),
)


def observation(release: Release, row: Observation) -> tuple[Cell, ...]:
    """Return the cells of ``OBSERVATION``."""
    area = release.areas[row.area_code]
    return (
        row.indicator,
        row.area_code,
        area.name,
        area.level,
        row.period,
        row.period_end.isoformat(),
        row.value,
        release.indicators[row.indicator].unit.strip() or None,
        row.lower,
        row.upper,
        row.numerator,
        row.denominator,
        row.marker,
        row.method,
        row.benchmark,
        row.quintile,
        row.trend,
    )


def area(place: Area) -> tuple[Cell, ...]:
    """Return the cells of ``AREA``."""
    return tuple(getattr(place, field.name) for field in AREA)


def indicator(release: Release, item: Indicator) -> tuple[Cell, ...]:
    """Return the cells of ``INDICATOR``."""
    level, coverage = release.finest(item.id)
    main = next(iter(release.sources(item.id)), {})
    return (
        item.id,
        item.title,
        item.domain,
        item.definition,
        item.unit.strip() or None,
        item.decimals,
        item.polarity,
        item.method,
        level,
        coverage.periods[0].label if coverage else None,
        coverage.latest.label if coverage else None,
        item.update_frequency,
        main.get("published"),
        main.get("next_release"),
        main.get("publisher"),
        main.get("licence"),
        item.evidence or None,
    )


def named(fields: Iterable[Field], cells: Iterable[Cell]) -> dict[str, Cell]:
    """Return a row as JSON has it."""
    return {field.name: cell for field, cell in zip(fields, cells, strict=True)}


def printed(cells: Iterable[Cell]) -> list[str]:
    """Return a row as CSV has it: nothing for no value, whole numbers without a point, and no
    text that a spreadsheet takes for a formula.
    """
    return [_printed(cell) for cell in cells]


def _printed(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, str):
        return safe(cell)
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return repr(cell)


def safe(cell: str) -> str:
    """Return a text cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell.startswith(_FORMULA) else cell

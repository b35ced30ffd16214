"""Reading a council's own figures, and refusing what they must not be: row and column are named."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from etl import templates
from etl.errors import SourceError
from etl.personal import cell_is_personal, column_is_personal
from etl.templates import COLUMNS, FAMILIES, REQUIRED, Line, is_year

_WHOLE_NUMBER = re.compile(r"[0-9]{1,3}(,[0-9]{3})+|[0-9]{1,12}")
_NUMBER = re.compile(r"[0-9]{1,3}(\.[0-9]{1,9})?%?")
_LSOA_NAME = re.compile(r".+ \d{3}[A-Z]")
_PERCENT_AGREES = 0.51
"""A percentage rounded to a whole number differs from its counts by up to half."""
_MOST_SHOWN = 10
MOST_CHILDREN = 50_000
"""No ward or small area of England has as many children of a year: what is more is no count."""
HIGHEST_MEAN = 60

Areas = Mapping[str, str]
"""Code → name of each area a council may give figures of; an LSOA's name is blank."""
Problem = tuple[int, str, str]
"""Row, column and what is wrong with it, never what it holds."""


@dataclass(frozen=True)
class Place:
    """What a file is read against: the council, its areas, and every other area of England."""

    council: str
    own: Areas
    others: frozenset[str]


def read(path: Path, place: Place) -> pd.DataFrame:
    """Return ``area_code indicator period numerator denominator marker``, one line each.

    Counts are null exactly where ``marker`` is ``c`` or ``x``; a line without counts is ``x``.
    Raises ``SourceError`` with every problem found, by row and column, and none of the content.
    """
    headings, lines = templates.read(path)
    _refuse(path, _personal(headings, lines))
    _refuse(path, _headings(headings))
    if not lines:
        raise SourceError(f"{path.name}: has no rows below its headings")
    seen: dict[tuple[str, str, str], int] = {}
    _refuse(path, [one for line in lines for one in _problems(line, place, seen)])
    rows = pd.DataFrame([_row(cells) for _, cells in lines])
    _refuse(path, _consistency(rows, [number for number, _ in lines]))
    return rows


def _refuse(path: Path, problems: list[Problem]) -> None:
    if not problems:
        return
    said = [f"row {row}, column {column}: {what}" for row, column, what in problems]
    if len(said) > _MOST_SHOWN:
        said = [*said[:_MOST_SHOWN], f"and {len(said) - _MOST_SHOWN:,} more"]
    raise SourceError(f"{path.name}: " + "\n".join(said))


def _personal(headings: list[str], lines: list[Line]) -> list[Problem]:
    """Find columns and cells about persons: one problem a column is enough to refuse the file."""
    found = []
    for place, heading in enumerate(headings, 1):
        # A heading that nobody expects may itself be a name or a number: it is not repeated.
        column = heading if heading in COLUMNS else str(place)
        if heading not in COLUMNS and (what := column_is_personal(heading)):
            found.append((1, column, f"holds {what}; give totals of areas, never rows of persons"))
            continue
        for number, cells in [(1, {heading: heading}), *lines]:
            if what := cell_is_personal(cells[heading]):
                words = f"looks like {what}; give totals of areas, never rows of persons"
                found.append((number, column, words))
                break
    return found


def _headings(headings: list[str]) -> list[Problem]:
    known = ", ".join(COLUMNS)
    unknown = [
        (1, str(place), f"is not a column of the template ({known})")
        for place, heading in enumerate(headings, 1)
        if heading not in COLUMNS
    ]
    without_counts = "is missing; percentages cannot be used without their counts"
    return unknown + [
        (1, name, without_counts if name in ("numerator", "denominator") else "is missing")
        for name in REQUIRED
        if name not in headings
    ]


def _problems(line: Line, place: Place, seen: dict[tuple[str, str, str], int]) -> Iterator[Problem]:
    """Yield what is wrong with one line; ``seen`` holds the row of every key before it."""
    number, cells = line
    checks: dict[str, Callable[[dict[str, str]], str | None]] = {
        "area_code": lambda row: _area_problem(row["area_code"], place),
        "area_name": lambda row: _name_problem(row, place),
        "indicator": lambda row: _indicator_problem(row["indicator"]),
        "period": lambda row: _period_problem(row["period"]),
        "mean_score": lambda row: _mean_problem(row["mean_score"]),
        "marker": lambda row: _marker_problem(row),
    }
    for column, check in checks.items():
        if column in cells and (what := check(cells)):
            yield number, column, what
    yield from ((number, column, what) for column, what in _count_problems(cells))
    key = (cells["area_code"], cells["indicator"], cells["period"])
    if key in seen:
        yield number, "area_code", f"same area, indicator and period as row {seen[key]}"
    seen.setdefault(key, number)


def _area_problem(code: str, place: Place) -> str | None:
    if code in place.own:
        return None
    if code in place.others:
        return f"is an area of another council, not of {place.council}"
    if code.startswith("E01") and not any(own.startswith("E01") for own in place.own):
        return "is an LSOA: --from DIR must name the official files that place LSOAs in wards"
    return "is not a ward (E05) or an LSOA of 2021 (E01) that is known"


def _name_problem(cells: dict[str, str], place: Place) -> str | None:
    """A name that is not the area's own is a slip of a row, or no area's name at all."""
    name, code = cells["area_name"], cells["area_code"]
    if not name or code not in place.own:
        return None
    own = place.own[code]
    fits = name.casefold() == own.casefold() if own else _LSOA_NAME.fullmatch(name)
    return None if fits else "is not the name of the area with this code"


def _indicator_problem(indicator: str) -> str | None:
    known = [one for family in FAMILIES for one in family.indicators]
    return None if indicator in known else f"is none of {', '.join(known)}"


def _period_problem(period: str) -> str | None:
    if is_year(period):
        return None
    return "is not a year such as 2024/25 (a quarter of a ward is too few children)"


def _mean_problem(mean: str) -> str | None:
    if not mean or (_NUMBER.fullmatch(mean) and mean[-1] != "%" and float(mean) <= HIGHEST_MEAN):
        return None
    return f"is not a mean score from 0 to {HIGHEST_MEAN}"


def _marker_problem(cells: dict[str, str]) -> str | None:
    if cells["marker"] not in ("", "c", "x"):
        return "is neither c (withheld), x (not available) nor blank"
    given = [name for name in ("numerator", "denominator", "percent") if cells.get(name)]
    if cells["marker"] and given:
        return f"says that there is no figure, but {given[0]} is given"
    return None


def _count_problems(cells: dict[str, str]) -> Iterator[tuple[str, str]]:
    counts = {name: cells[name] for name in ("numerator", "denominator")}
    percent = cells.get("percent", "")
    for name, text in counts.items():
        if text and not _WHOLE_NUMBER.fullmatch(text):
            yield name, "is not a whole number of children, 0 or more"
            return
        if text and _count(text) > MOST_CHILDREN:
            yield name, "is more children than any such area has"
            return
    if not any(counts.values()):
        if percent:
            yield "numerator", "is blank; a percentage cannot be used without its counts"
        return
    for name, text in counts.items():
        if not text:
            yield name, "is blank; a share needs both counts"
            return
    above, below = (_count(text) for text in counts.values())
    if above > below:
        yield "numerator", "is over the denominator"
    elif percent and (not _NUMBER.fullmatch(percent) or not below):
        yield "percent", "is not a percentage of these counts"
    elif percent and abs(_number(percent) - 100 * above / below) > _PERCENT_AGREES:
        yield "percent", "does not agree with the counts"


def _consistency(rows: pd.DataFrame, numbers: list[int]) -> list[Problem]:
    """Find children in every part of a family who are more than those in one of its parts."""
    problems = []
    row_number = dict(zip(rows.index, numbers, strict=True))
    for family in (one for one in FAMILIES if one.whole):
        entire = rows[rows["indicator"] == family.whole].reset_index()
        parts = rows[rows["indicator"].isin(family.parts)]
        both = entire.merge(parts, on=["area_code", "period", "denominator"], suffixes=("", "_of"))
        for odd in both[both["numerator"] > both["numerator_of"]].drop_duplicates("index").index:
            what = f"is more children than {both.loc[odd, 'indicator_of']} has in this area"
            problems.append((row_number[both.loc[odd, "index"]], "numerator", what))
    return problems


def _row(cells: dict[str, str]) -> dict[str, object]:
    has_counts = bool(cells["numerator"])
    marker = None if has_counts else cells.get("marker") or "x"
    return {
        **{name: cells[name] for name in ("area_code", "indicator", "period")},
        "numerator": float(_count(cells["numerator"])) if has_counts else float("nan"),
        "denominator": float(_count(cells["denominator"])) if has_counts else float("nan"),
        "marker": marker,
    }


def _count(text: str) -> int:
    return int(text.replace(",", ""))


def _number(text: str) -> float:
    return float(text.replace(",", "").removesuffix("%"))

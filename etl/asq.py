"""ASQ-3 results of single children, summed on the council's own machine to shares by area.

What is read here is about children. It is held in memory only, summed, protected and let go of: no
line of it is written or logged, and a message names its row and column, never what stands there.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

import pandas as pd

from etl import disclosure, geography, templates
from etl.errors import SourceError, UsageError

DOMAINS = templates.ASQ.parts
AGE = "questionnaire_months"
AREAS = ("ward", "lsoa")
HIGHEST_SCORE = 60
"""Of a domain: six questions of up to ten points."""

_SCORES = {f"asq_{name.removeprefix('asq_')}": name.removeprefix("asq_") for name in DOMAINS}
"""Indicator → column of the records and of the cut-offs file."""
_CODE = {"ward": re.compile(r"E05\d{6}"), "lsoa": re.compile(r"E01\d{6}")}
_FEWEST_FOR_MEAN = 10
"""A mean of fewer children says too much of each."""


@dataclass(frozen=True)
class Summary:
    """What ``summarise`` wrote, in counts of children and rows."""

    records: int
    complete: int
    rows: int
    withheld: int
    by_lsoa: bool


def summarise(
    records: Path, cutoffs: Path, out: Path, *, period: str = "", raw: Path | None = None
) -> Summary:
    """Sum the scores of children in ``records`` to the template ``out``, small counts withheld.

    ``records`` (CSV or XLSX) has ``questionnaire_months``, a score of each of the five domains
    (blank when not completed), and ``ward`` or ``lsoa``; ``period`` may be a column. Its other
    columns are not looked at. ``cutoffs`` has ``questionnaire_months`` and one column a domain: a
    score at or above the cut-off is at or above expectation. With ``raw``, the official files,
    LSOAs are summed to wards first, which withholds less.

    Raises ``SourceError`` naming row and column, and ``UsageError`` for files that are not there.
    """
    if out.resolve() in (records.resolve(), cutoffs.resolve()):
        raise UsageError(f"{out}: would replace a file that is read")
    limits = read_cutoffs(cutoffs)
    children = _read_records(records, limits, period)
    if raw is not None and children["area_code"].str.startswith("E01").any():
        children = _in_wards(children, geography.lsoa21_to_ward(raw), records.name)
    counted = count(children)
    protected = pd.concat(
        [disclosure.protect(rows, templates.ASQ) for _, rows in counted.groupby("period")],
        ignore_index=True,
    )
    templates.write(out, _lines(protected))
    return Summary(
        records=len(children),
        complete=int(children["complete"].sum()),
        rows=len(protected),
        withheld=int((protected["marker"] == disclosure.WITHHELD).sum()),
        by_lsoa=bool(protected["area_code"].str.startswith("E01").any()),
    )


def read_cutoffs(path: Path) -> dict[int, dict[str, float]]:
    """Return questionnaire age in months → cut-off of each domain, from the council's own file.

    Cut-offs are the publisher's copyright, so none come with this program.
    """
    headings, lines = templates.read(path)
    _require(path, headings, (AGE, *_SCORES.values()))
    found: dict[int, dict[str, float]] = {}
    for row, cells in lines:
        age = _whole(cells[AGE])
        if age is None or age in found:
            _wrong(path, row, AGE, "is not a whole number of months that comes once")
        limits = {name: _score(cells[name]) for name in _SCORES.values()}
        for name, limit in limits.items():
            if limit is None:
                _wrong(path, row, name, f"is not a score from 0 to {HIGHEST_SCORE}")
        found[age] = {name: limit for name, limit in limits.items() if limit is not None}
    if not found:
        raise SourceError(f"{path.name}: has no cut-offs below its headings")
    return found


def _read_records(
    path: Path, cutoffs: Mapping[int, Mapping[str, float]], period: str
) -> pd.DataFrame:
    """Return a line a child: ``area_code period complete``, score and result of each domain."""
    headings, lines = templates.read(path)
    places = [name for name in AREAS if name in headings]
    if len(places) != 1:
        raise SourceError(f"{path.name}: needs a column ward or a column lsoa, and not both")
    _require(path, headings, (AGE, *_SCORES.values()))
    if ("period" in headings) == bool(period):
        raise SourceError(f"{path.name}: needs a column period or --period 2024/25, and not both")
    if not lines:
        raise SourceError(f"{path.name}: has no rows below its headings")
    (place,) = places
    return pd.DataFrame([_child(path, row, cells, cutoffs, place, period) for row, cells in lines])


def _child(
    path: Path,
    row: int,
    cells: Mapping[str, str],
    cutoffs: Mapping[int, Mapping[str, float]],
    place: str,
    period: str,
) -> dict[str, object]:
    if not _CODE[place].fullmatch(cells[place]):
        _wrong(path, row, place, f"is not the code of {'a ward' if place == 'ward' else 'an LSOA'}")
    when = period or cells["period"]
    if not templates.is_year(when):
        _wrong(path, row, "period", "is not a year such as 2024/25")
    scores = {name: _score(cells[name]) for name in _SCORES.values()}
    for name, score in scores.items():
        if cells[name] and score is None:
            _wrong(path, row, name, f"is neither blank nor a score from 0 to {HIGHEST_SCORE}")
    complete = all(score is not None for score in scores.values())
    child: dict[str, object] = {"area_code": cells[place], "period": when, "complete": complete}
    if not complete:
        return child
    age = _whole(cells[AGE])
    if age is None:
        _wrong(path, row, AGE, "is not a whole number of months")
    if age not in cutoffs:
        _wrong(path, row, AGE, "has no line in the cut-offs file; add the cut-offs of this age")
    for indicator, name in _SCORES.items():
        child[f"{indicator} score"] = scores[name]
        child[indicator] = float(scores[name] or 0) >= cutoffs[age][name]
    return child


def _in_wards(children: pd.DataFrame, ward_of: pd.Series, name: str) -> pd.DataFrame:
    wards = children["area_code"].map(ward_of)
    if wards.isna().any():
        raise SourceError(f"{name}: {wards.isna().sum():,} rows have an LSOA that is in no ward")
    return children.assign(area_code=wards)


def count(children: pd.DataFrame) -> pd.DataFrame:
    """Return the counts of each area, period and indicator, unprotected, in template columns.

    Shares are out of children with all five scores; ``asq_response_rate`` is those, out of all.
    """
    keys = ["area_code", "period"]
    columns = [*_SCORES, *(f"{indicator} score" for indicator in _SCORES)]
    children = children.reindex(columns=[*keys, "complete", *columns])
    everyone = children.groupby(keys).agg(all=("complete", "size"), done=("complete", "sum"))
    done = children[children["complete"].astype(bool)]
    passed = done[list(_SCORES)].astype(bool)
    tables = []
    for indicator in templates.ASQ.indicators:
        mean = None
        if indicator == templates.ASQ.reached:
            above, below = everyone["done"], everyone["all"]
        else:
            chosen = passed.all(axis=1) if indicator == templates.ASQ.whole else passed[indicator]
            above = chosen.groupby([done[key] for key in keys]).sum()
            above, below = above.reindex(everyone.index, fill_value=0), everyone["done"]
            if indicator in _SCORES:
                mean = done.groupby(keys)[f"{indicator} score"].mean().reindex(everyone.index)
        table = pd.DataFrame({"numerator": above, "denominator": below}).astype(float)
        tables.append(table.assign(indicator=indicator, mean_score=mean).reset_index())
    rows = pd.concat(tables, ignore_index=True).assign(marker=None)
    rows["mean_score"] = rows["mean_score"].astype(float)
    return rows.sort_values([*keys, "indicator"], ignore_index=True)


def _lines(rows: pd.DataFrame) -> list[dict[str, object]]:
    """Return template lines; a mean goes with its row, and is of enough children."""
    few = rows["denominator"].isna() | (rows["denominator"] < _FEWEST_FOR_MEAN)
    means = rows["mean_score"].mask(few).round(1)
    lines = []
    for row, mean in zip(rows.to_dict("records"), means, strict=True):
        shown = row["marker"] != disclosure.WITHHELD
        line = {name: row[name] for name in ("area_code", "indicator", "period")}
        if shown:
            line |= {name: int(row[name]) for name in ("numerator", "denominator")}
            if row["denominator"]:
                line["percent"] = round(100 * row["numerator"] / row["denominator"], 1)
        else:
            line["marker"] = disclosure.WITHHELD
        lines.append(line | ({} if pd.isna(mean) else {"mean_score": float(mean)}))
    return lines


def _require(path: Path, headings: list[str], wanted: tuple[str, ...]) -> None:
    for name in wanted:
        if name not in headings:
            raise SourceError(f"{path.name}: column {name} is missing")


def _wrong(path: Path, row: int, column: str, what: str) -> NoReturn:
    raise SourceError(f"{path.name}: row {row}, column {column}: {what}")


def _whole(text: str) -> int | None:
    return int(text) if re.fullmatch(r"\d{1,3}", text) else None


def _score(text: str) -> float | None:
    """Return a score, or None for what is not one; the text itself goes nowhere."""
    if not re.fullmatch(r"\d{1,2}(\.\d+)?", text) or float(text) > HIGHEST_SCORE:
        return None
    return float(text)

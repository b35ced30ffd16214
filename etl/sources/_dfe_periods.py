"""How DfE writes the periods of its statistics, and the labels people read."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from pathlib import Path

from etl.errors import SourceError

Period = tuple[str, dt.date]
"""Label and last day."""


def academic_year(path: Path, year: str) -> Period:
    """Return the academic year written ``202122``, or as the year it ends in, ``2022``."""
    found = re.fullmatch(r"(20\d\d)(\d\d)", year)
    if found and (int(found[1]) + 1) % 100 == int(found[2]):
        return f"{found[1]}/{found[2]}", dt.date(int(found[1]) + 1, 8, 31)
    return _crossing(path, year, "an academic year is the year it ends in", 8, 31)


def financial_year(path: Path, year: str) -> Period:
    """Return the financial year that ends in ``year``: 2022 → ``2021/22``."""
    return _crossing(path, year, "a financial year is the year it ends in", 3, 31)


def calendar_year(path: Path, year: str) -> Period:
    """Return a calendar year: 2022 → ``2022``."""
    return year, dt.date(_year(path, year, "a calendar year has four digits"), 12, 31)


def january(path: Path, year: str) -> Period:
    """Return the January of a yearly census: 2022 → ``Jan 2022``."""
    return f"Jan {year}", dt.date(_year(path, year, "a census is named by its year"), 1, 31)


def three_years(path: Path, years: str) -> Period:
    """Return three calendar years taken together, written ``2020-22``."""
    found = re.fullmatch(r"(20\d\d)-(\d\d)", years)
    if not found or (int(found[1]) + 2) % 100 != int(found[2]):
        raise SourceError(f"{path.name}: unknown years {years!r}; three years are 2020-22")
    return years, dt.date(int(found[1]) + 2, 12, 31)


PeriodOf = Callable[[Path, str], Period]


def _crossing(path: Path, year: str, rule: str, month: int, day: int) -> Period:
    ends = _year(path, year, rule)
    return f"{ends - 1}/{ends % 100:02}", dt.date(ends, month, day)


def _year(path: Path, year: str, rule: str) -> int:
    if not re.fullmatch(r"20\d\d", year):
        raise SourceError(f"{path.name}: unknown year {year!r}; {rule}")
    return int(year)

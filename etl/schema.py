"""The words of a release: its markers, methods, verdicts and period labels."""

from __future__ import annotations

import re
from pathlib import Path

MARKERS = {
    "c": "confidential: withheld to protect individuals",
    "x": "not available",
    "z": "not applicable",
    "low": "a small number, withheld",
    "u": "unreliable",
    "b": "break in the series",
    "e": "estimated",
    "p": "provisional",
    "r": "revised",
}
"""GSS shorthand and what it says; the last four stand beside a value, the others in its place."""

BESIDE_A_VALUE = frozenset({"b", "e", "p", "r"})
METHODS = ("published", "aggregated", "best_fit", "apportioned")
CHANGES = ("carried", "apportioned", "lost", "recoded", "joint")
"""What the ledger says was done with figures of an area that is not simply itself."""

BENCHMARKS = ("lower", "similar", "higher")
TRENDS = ("increasing", "decreasing", "none")
GEOGRAPHIES = ("lsoa11", "lsoa21", "ward", "lad", "utla", "region", "country")

_QUARTER = re.compile(r" Q[1-4]$")


def is_quarter(period: str) -> bool:
    """Tell whether a period label is a quarter (``2021/22 Q1``), never tested for trend."""
    return bool(_QUARTER.search(period))


def period_slug(period: str) -> str:
    """Return a period label as it stands in an address: ``2024/25`` → ``2024-25``."""
    return period.replace("/", "-").replace(" ", "-")


def check_release(release: Path) -> list[str]:
    """Return every way in which a release directory breaks the contract, one line each.

    ``etl.conformance`` does the work, loaded here so that a server which needs only the words above
    never loads pandas.
    """
    from etl import conformance

    return conformance.failures(release)

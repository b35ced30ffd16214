"""When the Local Authority Interactive Tool last updated a series, and when it will next.

Months are those of the tool's own data dictionary (edition of 2026); a new edition changes them
here.
"""

from __future__ import annotations

PROFILE = "yearly, last in November 2025, next due in November 2026"
"""Results of the early years foundation stage profile."""


def yearly(last: str, following: str) -> str:
    """Return what is said of a series updated last in one month and next in another."""
    return f"yearly, last in {last}, next due in {following}"


def stopped(last: str) -> str:
    """Return what is said of a series that the tool has stopped."""
    return f"yearly until {last}, when the publisher stopped"

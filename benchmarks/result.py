"""One measured row: what, how much, what was to be reached."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import median


@dataclass(frozen=True)
class Row:
    """A figure and its target; ``reached`` is None where nothing was promised."""

    what: str
    measured: str
    target: str = ""
    reached: bool | None = None


def at_most(what: str, value: float, limit: float, unit: str, *, decimals: int = 0) -> Row:
    """Return a row that is reached when ``value`` is no more than ``limit``."""
    said = f"{value:,.{decimals}f} {unit}".strip()
    return Row(what, said, f"≤ {limit:,g} {unit}".strip(), value <= limit)


def at_least(what: str, value: float, limit: float, unit: str, *, decimals: int = 2) -> Row:
    """Return a row that is reached when ``value`` is no less than ``limit``."""
    said = f"{value:,.{decimals}f} {unit}".strip()
    return Row(what, said, f"≥ {limit:,g} {unit}".strip(), value >= limit)


def spread(values: list[float]) -> str:
    """Return median and range of times in milliseconds, in words."""
    return f"{median(values):.0f} ms ({min(values):.0f} to {max(values):.0f}, n={len(values)})"

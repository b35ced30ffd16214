"""Scales that every chart shares: round ticks, and labels that do not touch."""

from __future__ import annotations

import math
from collections.abc import Sequence


def ticks(low: float, high: float, *, at_most: int = 4) -> list[float]:
    """Return at most ``at_most`` round marks, the first at or below ``low``, the last within
    ``high``.
    """
    if high <= low:
        high = low + 1
    power = 10 ** math.floor(math.log10((high - low) / at_most))
    quarter = 2.5 * power if power >= 10 else 2 * power
    for step in (power, 2 * power, quarter, 5 * power, 10 * power, 20 * power):
        first, last = math.floor(low / step + 1e-9), math.floor(high / step + 1e-9)
        if last - first + 1 <= at_most:
            break
    return [round(index * step, 10) for index in range(first, last + 1)]


def mark(value: float, unit: str) -> str:
    """Return a mark of an axis in as few digits as it needs: ``20%``, ``2.5``, ``1,000``."""
    digits = f"{value:,.10f}".rstrip("0").rstrip(".").replace("-", "−")
    return f"{digits}%" if unit == "%" else digits


def apart(wanted: Sequence[float], *, least: float, low: float, high: float) -> list[float]:
    """Return positions near the wanted ones, at least ``least`` apart and between ``low`` and
    ``high``.

    The order is kept; where there is no room for all, they are spread evenly from ``low``.
    """
    order = sorted(range(len(wanted)), key=lambda index: wanted[index])
    placed: list[float] = []
    for index in order:
        floor = placed[-1] + least if placed else low
        placed.append(max(wanted[index], floor))
    ceiling = high
    for position in range(len(placed) - 1, -1, -1):
        placed[position] = min(placed[position], ceiling)
        ceiling = placed[position] - least
    if placed and placed[0] < low:
        placed = [low + least * position for position in range(len(placed))]
    result = [0.0] * len(wanted)
    for position, index in enumerate(order):
        result[index] = placed[position]
    return result

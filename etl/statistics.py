"""Intervals, comparisons, trends and classes, as public health statistics compute them.

Every function takes and returns numpy arrays, one element (or one row) an area, and knows nothing
of indicators. A figure that cannot be computed is NaN, a verdict that cannot be reached is None:
never a guess.

Formulae: Public Health England, *Technical Guide: Confidence Intervals* (2018); Fingertips,
*Recent trends* guidance.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.stats import norm, rankdata
from statsmodels.stats.proportion import proportion_confint
from statsmodels.stats.rates import confint_poisson

EXACT_BELOW = 10
"""Byar's approximation is poor for smaller counts: the exact Poisson interval takes its place."""

TREND_POINTS = 5
"""A recent trend is of exactly this many annual points."""

TREND_CHI_SQUARE = 9.549536
"""χ² with one degree of freedom at 99.8 %: a slope must exceed it."""

FLAT = 1e-12
"""A χ² this small is a level line but for rounding: it has no sign to survive."""

INTERVAL_WIDTH_IN_SIGMAS = 3.92
"""A 95 % interval is 2 × 1.96 standard errors wide."""

MIN_AREAS_FOR_CLASSES = 10
"""Fewer areas than this are not divided into five classes."""

Floats = NDArray[np.float64]


def wilson(count: ArrayLike, total: ArrayLike, confidence: float = 0.95) -> tuple[Floats, Floats]:
    """Return the Wilson score interval of ``count / total`` as fractions within [0, 1].

    NaN where there is no proportion: nothing to count, or a count outside 0 … total.
    """
    count, total = np.broadcast_arrays(_floats(count), _floats(total))
    lower, upper = np.full(count.shape, np.nan), np.full(count.shape, np.nan)
    valid = (total > 0) & (count >= 0) & (count <= total)
    if valid.any():
        low, high = proportion_confint(
            count[valid], total[valid], alpha=1 - confidence, method="wilson"
        )
        share = count[valid] / total[valid]
        # At 0 and 1 rounding may leave a bound a hair beyond the proportion itself.
        lower[valid] = np.clip(np.minimum(low, share), 0, 1)
        upper[valid] = np.clip(np.maximum(high, share), 0, 1)
    return lower, upper


def newcombe(
    first: ArrayLike,
    first_lower: ArrayLike,
    first_upper: ArrayLike,
    second: ArrayLike,
    second_lower: ArrayLike,
    second_upper: ArrayLike,
) -> tuple[Floats, Floats]:
    """Return the interval of ``first - second``, two independent proportions, in their unit.

    Newcombe's hybrid score interval (*Statistics in Medicine* 17, 1998, method 10): the Wilson
    bounds of each proportion, squared and added. NaN where either has no interval.
    """
    one, one_low, one_high = map(_floats, (first, first_lower, first_upper))
    two, two_low, two_high = map(_floats, (second, second_lower, second_upper))
    gap = one - two
    lower = gap - np.hypot(one - one_low, two_high - two)
    upper = gap + np.hypot(one_high - one, two - two_low)
    return lower, upper


def byar(count: ArrayLike, confidence: float = 0.95) -> tuple[Floats, Floats]:
    """Return the interval of a Poisson count: Byar's method from 10, exact below.

    NaN for a missing or negative count. Divide by the denominator for the interval of a rate.
    """
    count = _floats(count)
    lower, upper = np.full(count.shape, np.nan), np.full(count.shape, np.nan)
    exact = (count >= 0) & (count < EXACT_BELOW)
    if exact.any():
        lower[exact], upper[exact] = confint_poisson(
            count[exact], 1, method="exact-c", alpha=1 - confidence
        )
    approximate = count >= EXACT_BELOW
    z = norm.isf((1 - confidence) / 2)
    low, high = count[approximate], count[approximate] + 1
    lower[approximate] = low * (1 - 1 / (9 * low) - z / (3 * np.sqrt(low))) ** 3
    upper[approximate] = high * (1 - 1 / (9 * high) + z / (3 * np.sqrt(high))) ** 3
    return lower, upper


def benchmark(lower: ArrayLike, upper: ArrayLike, england: ArrayLike) -> NDArray[np.object_]:
    """Return ``higher``, ``similar`` or ``lower``: the area's interval against England's value.

    None where there is no interval, or no value for England.
    """
    lower, upper, england = np.broadcast_arrays(_floats(lower), _floats(upper), _floats(england))
    verdict = np.full(lower.shape, None, dtype=object)
    verdict[(lower <= england) & (england <= upper)] = "similar"
    verdict[lower > england] = "higher"
    verdict[upper < england] = "lower"
    verdict[np.isnan(lower) | np.isnan(upper) | np.isnan(england)] = None
    return verdict


def recent_trend(values: ArrayLike, lowers: ArrayLike, uppers: ArrayLike) -> NDArray[np.object_]:
    """Return ``increasing``, ``decreasing`` or ``none`` for each area.

    Each argument has one row an area and one column a year, oldest first, consecutive and unbroken;
    the last five are tested. The slope is weighted by inverse variance, σ = (upper − lower) ÷ 3.92.
    It is a trend when χ² = (slope ÷ its standard error)² exceeds 9.549536 and its sign survives
    leaving out each point in turn. None where it cannot be tested: fewer than five points, a
    missing one, or an interval without width.
    """
    values, lowers, uppers = _floats(values), _floats(lowers), _floats(uppers)
    verdict = np.full(values.shape[0], None, dtype=object)
    if values.shape[1] < TREND_POINTS:
        return verdict
    sigma = ((uppers - lowers) / INTERVAL_WIDTH_IN_SIGMAS)[:, -TREND_POINTS:]
    values = values[:, -TREND_POINTS:]
    testable = (np.isfinite(values) & (sigma > 0)).all(axis=1)
    values, weights = values[testable], sigma[testable] ** -2.0

    # The standard error of a weighted slope is 1 ÷ √spread.
    slope, spread = _weighted_slope(values, weights)
    sign = np.where(slope**2 * spread > TREND_CHI_SQUARE, np.sign(slope), 0)
    for left_out in range(TREND_POINTS):
        others = weights.copy()
        others[:, left_out] = 0
        slope, spread = _weighted_slope(values, others)
        survives = (np.sign(slope) == sign) & (slope**2 * spread > FLAT)
        sign[~survives] = 0
    verdict[testable] = np.array(["decreasing", "none", "increasing"], dtype=object)[
        sign.astype(int) + 1
    ]
    return verdict


def quintiles(values: ArrayLike) -> Floats:
    """Return the fifth, 1 (lowest) to 5, that each value ranks in; ties share one, NaN has none."""
    values = _floats(values)
    known = np.isfinite(values)
    fifths = np.full(values.shape, np.nan)
    # The middle of a value's rank: ties share it, so fifths may differ in size.
    middle = rankdata(values[known]) - 0.5
    fifths[known] = np.floor(5 * middle / max(known.sum(), 1)) + 1
    return fifths


def class_breaks(values: ArrayLike, decimals: int) -> list[float] | None:
    """Return the 20, 40, 60 and 80 % points, rounded; None when fewer than 10 have a value."""
    values = _floats(values)
    values = values[np.isfinite(values)]
    if len(values) < MIN_AREAS_FOR_CLASSES:
        return None
    return np.round(np.quantile(values, [0.2, 0.4, 0.6, 0.8]), decimals).tolist()


def _weighted_slope(values: Floats, weights: Floats) -> tuple[Floats, Floats]:
    """Return each row's weighted least-squares slope over 0, 1, 2 … and Σw(x − x̄)²."""
    year = np.arange(values.shape[1], dtype=float)
    total = weights.sum(axis=1)
    centred = year - ((weights @ year) / total)[:, None]
    spread = (weights * centred**2).sum(axis=1)
    return (weights * centred * values).sum(axis=1) / spread, spread


def _floats(values: ArrayLike) -> Floats:
    return np.asarray(values, dtype=np.float64)

"""Published vectors hold to 1e-6, and verdicts follow their rules at the boundary."""

import numpy as np
import pytest
import statsmodels.api as sm
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy.stats import chi2

from etl.statistics import (
    FLAT,
    TREND_CHI_SQUARE,
    benchmark,
    byar,
    class_breaks,
    newcombe,
    quintiles,
    recent_trend,
    wilson,
)

EXACTLY = pytest.approx


@pytest.mark.parametrize(
    ("count", "total", "confidence", "lower", "upper"),
    [
        (65, 100, 0.95, 0.552544, 0.736358),
        (1045, 5000, 0.95, 0.197955, 0.220491),
        (65, 100, 0.998, 0.495495, 0.778354),
        (0, 40, 0.95, 0, 0.087622),
    ],
)
def test_wilson_gives_the_published_vectors(count, total, confidence, lower, upper):
    low, high = wilson([count], [total], confidence)
    assert (low[0], high[0]) == (EXACTLY(lower, abs=1e-6), EXACTLY(upper, abs=1e-6))


@pytest.mark.parametrize(
    ("count", "lower", "upper"),
    [
        (65, 50.163188, 82.849139),
        (1045, 982.593202, 1110.331213),
        (5, 1.623486, 11.668332),
        (0, 0, 3.688879),
    ],
)
def test_byar_gives_the_published_vectors_and_is_exact_below_ten(count, lower, upper):
    low, high = byar([count])
    assert (low[0], high[0]) == (EXACTLY(lower, abs=1e-6), EXACTLY(upper, abs=1e-6))


def test_nine_is_exact_and_ten_is_byar():
    low, high = byar([9, 10])
    assert low == EXACTLY([4.115373, 4.787450], abs=1e-6)
    assert high == EXACTLY([17.084803, 18.391459], abs=1e-6)


@pytest.mark.parametrize(("count", "total"), [(3, 0), (5, 4), (-1, 4), (np.nan, 4), (3, np.nan)])
def test_no_proportion_no_interval(count, total):
    assert np.isnan(wilson([count], [total])).all()


def test_a_missing_count_has_no_interval():
    assert np.isnan(byar([np.nan, -1])).all()


@settings(deadline=None)
@given(st.integers(1, 10_000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_a_wilson_interval_holds_its_proportion_and_stays_within_0_and_1(pair):
    count, total = pair
    low, high = wilson([count], [total])
    assert 0 <= low[0] <= count / total <= high[0] <= 1


@settings(deadline=None)
@given(st.floats(0, 1e6))
def test_a_byar_interval_holds_its_count(count):
    low, high = byar([count])
    assert low[0] <= count <= high[0]


def test_benchmark_is_a_verdict_only_when_the_interval_leaves_england_outside():
    lower, upper = [10, 20, 19, 21, np.nan], [19.9, 30, 21, 25, np.nan]
    verdicts = benchmark(lower, upper, 20)
    assert verdicts.tolist() == ["lower", "similar", "similar", "higher", None]


def test_without_a_value_for_england_there_is_no_verdict():
    assert benchmark([10], [20], np.nan).tolist() == [None]


def trend_of(*values, half_width=1.0):
    row = np.array([values], dtype=float)
    return recent_trend(row, row - half_width, row + half_width)[0]


def test_a_steady_climb_is_increasing_and_a_steady_fall_decreasing():
    assert trend_of(10, 12, 14, 16, 18) == "increasing"
    assert trend_of(18, 16, 14, 12, 10) == "decreasing"


def test_a_climb_lost_in_the_noise_is_no_trend():
    assert trend_of(10, 12, 14, 16, 18, half_width=10) == "none"


def test_four_points_are_not_enough_data():
    assert trend_of(10, 12, 14, 16) is None


def test_a_gap_among_the_last_five_cannot_be_tested():
    assert trend_of(8, 10, np.nan, 14, 16, 18) is None


def test_an_older_gap_does_not_matter():
    assert trend_of(np.nan, 10, 12, 14, 16, 18) == "increasing"


def test_only_the_last_five_points_count():
    assert trend_of(90, 80, 10, 12, 14, 16, 18) == "increasing"


def test_an_interval_without_width_cannot_be_tested():
    assert trend_of(10, 12, 14, 16, 18, half_width=0) is None


def test_one_point_alone_makes_no_trend():
    # Significant as a whole, but without the last point the slope falls.
    assert trend_of(10, 9.9, 9.8, 9.7, 30) == "none"


def test_the_slope_needs_a_chi_square_above_the_threshold():
    # Equal widths: χ² = slope² × 10 ÷ σ², so σ = slope × √(10 ÷ 9.549536) stands on the boundary.
    boundary = 3.92 / 2 * np.sqrt(10 / TREND_CHI_SQUARE)
    assert trend_of(1, 2, 3, 4, 5, half_width=boundary * 1.000001) == "none"
    assert trend_of(1, 2, 3, 4, 5, half_width=boundary * 0.999999) == "increasing"


def test_the_threshold_is_chi_square_at_998_per_mille():
    assert EXACTLY(chi2.isf(0.002, df=1), abs=1e-6) == TREND_CHI_SQUARE


POINT = st.tuples(st.floats(0, 100), st.floats(0.1, 20))


@settings(deadline=None)
@given(st.lists(POINT, min_size=5, max_size=5))
def test_the_trend_agrees_with_weighted_least_squares_of_statsmodels(points):
    values = np.array([value for value, _ in points])
    sigma = np.array([width for _, width in points]) * 2 / 3.92
    year = sm.add_constant(np.arange(5.0))
    keep = [np.arange(5) != left_out for left_out in range(5)]
    slope = sm.WLS(values, year, sigma**-2.0).fit().params[1]
    variance = np.linalg.inv(year.T @ np.diag(sigma**-2.0) @ year)[1, 1]
    others = [sm.WLS(values[k], year[k], sigma[k] ** -2.0).fit().params[1] for k in keep]
    spreads = [np.linalg.inv(year[k].T @ np.diag(sigma[k] ** -2.0) @ year[k])[1, 1] for k in keep]
    # A line that is level but for rounding has no sign to compare.
    assume(all(b**2 / spread > 1e3 * FLAT for b, spread in zip(others, spreads, strict=True)))
    expected = "none"
    if slope**2 / variance > TREND_CHI_SQUARE and all(np.sign(b) == np.sign(slope) for b in others):
        expected = "increasing" if slope > 0 else "decreasing"
    half = sigma * 3.92 / 2
    assert recent_trend([values], [values - half], [values + half])[0] == expected


def test_quintiles_are_fifths_by_rank():
    assert quintiles([50, 10, 20, 40, 30]).tolist() == [5, 1, 2, 4, 3]


def test_equal_values_share_a_quintile_and_a_missing_one_has_none():
    fifths = quintiles([0, 0, 0, 4, 5, 6, 7, 8, 9, np.nan, 10])
    assert fifths[:9].tolist() == [1, 1, 1, 2, 3, 3, 4, 4, 5]
    assert np.isnan(fifths[9])
    assert fifths[10] == 5


def test_class_breaks_are_the_fifth_points_rounded():
    assert class_breaks(np.arange(0, 10.1, 0.1), 0) == [2, 4, 6, 8]
    assert class_breaks([*range(11), np.nan], 1) == [2.0, 4.0, 6.0, 8.0]


def test_nine_areas_make_no_classes_and_ten_do():
    assert class_breaks(range(9), 1) is None
    assert class_breaks(range(10), 1) == [1.8, 3.6, 5.4, 7.2]


def test_the_interval_of_a_difference_is_newcombes():
    # Newcombe 1998, table II, method 10: 56/70 less 48/80 is 0.2, from 0.0524 to 0.3339.
    first, second = wilson(56, 70), wilson(48, 80)
    lower, upper = newcombe(56 / 70, *first, 48 / 80, *second)
    assert (round(float(lower), 4), round(float(upper), 4)) == (0.0524, 0.3339)


def test_a_difference_without_both_intervals_has_none():
    lower, upper = newcombe(0.8, np.nan, np.nan, 0.6, 0.5, 0.7)
    assert np.isnan(lower) and np.isnan(upper)

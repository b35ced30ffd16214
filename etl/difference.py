"""The gap between two indicators of the same area and period, with its own interval."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from etl.aggregate import METHOD_ORDER, name_markers, rank_markers
from etl.errors import ContractError
from etl.registry import Indicator
from etl.schema import BESIDE_A_VALUE
from etl.statistics import newcombe

_KEYS = ["level", "area_code", "period"]


def difference(indicator: Indicator, tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Return ``indicator.numerator`` less ``indicator.less``, where both have the area and period.

    ``tables`` holds the observations of other indicators by id. The interval is Newcombe's where
    both have one, in the indicators' unit; numerator and denominator are blank, because no single
    count is behind a difference. A marker is the graver one of the two. Raises ``ContractError``
    when an indicator that it is made of is not there.
    """
    for one in (indicator.numerator, indicator.less):
        if one not in tables:
            raise ContractError(f"indicator {indicator.id}: there is no indicator {one}")
    both = tables[indicator.numerator].merge(
        tables[str(indicator.less)], on=_KEYS, suffixes=("", "_less"), validate="one_to_one"
    )
    value = both["value"] - both["value_less"]
    lower, upper = newcombe(
        *(both[name].to_numpy() for name in ("value", "lower_ci", "upper_ci")),
        *(both[f"{name}_less"].to_numpy() for name in ("value", "lower_ci", "upper_ci")),
    )
    marker = graver(both["marker"], both["marker_less"])
    unexplained = value.isna() & (marker.isna() | marker.isin(list(BESIDE_A_VALUE)))
    rows = both[[*_KEYS, "period_end"]].assign(
        value=value,
        lower_ci=lower,
        upper_ci=upper,
        numerator=np.nan,
        denominator=np.nan,
        marker=marker.mask(unexplained, "x"),
        method=less_direct(both["method"], both["method_less"]),
    )
    if indicator.interval is None:
        rows[["lower_ci", "upper_ci"]] = np.nan
    return rows


def graver(one: pd.Series, other: pd.Series) -> pd.Series:
    """Return the graver marker of each pair."""
    return pd.Series(name_markers(np.maximum(rank_markers(one), rank_markers(other))), one.index)


def less_direct(one: pd.Series, other: pd.Series) -> pd.Series:
    """Return the less direct method of each pair."""
    # A method that is missing has code -1, so the other one stays.
    codes = [pd.Categorical(methods, categories=METHOD_ORDER).codes for methods in (one, other)]
    return pd.Series(np.array(METHOD_ORDER, dtype=object)[np.maximum(*codes)], one.index)

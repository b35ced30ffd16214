"""Every indicator the atlas knows, in the order people meet them.

Pages, docs and releases all read it from here. To add an indicator whose measures a source already
gives, add one entry to its domain's module in ``etl/indicators``.
"""

from __future__ import annotations

from etl.indicator import (
    COUNCIL_ONLY,
    DOMAINS,
    LEVELS,
    Break,
    Gap,
    Indicator,
    Interval,
    Level,
    Method,
    Polarity,
)
from etl.indicators import (
    child_health,
    childcare,
    childcare_settings,
    context,
    development,
    early_education,
    eyfsp,
    eyfsp_goals,
    families,
    health,
    home,
    neighbourhood,
    poverty,
)

__all__ = [
    "BY_ID",
    "COUNCIL_ONLY",
    "DOMAINS",
    "ENGLAND",
    "INDICATORS",
    "LEVELS",
    "WARD_VINTAGE",
    "Break",
    "Gap",
    "Indicator",
    "Interval",
    "Level",
    "Method",
    "Polarity",
]

ENGLAND = "E92000001"

#: The one setting of the ward vintage; nothing else in the code knows the year.
WARD_VINTAGE = "WD24"

INDICATORS: tuple[Indicator, ...] = (
    *families.INDICATORS,
    *poverty.INDICATORS,
    *childcare.INDICATORS,
    *childcare_settings.INDICATORS,
    *early_education.INDICATORS,
    *development.INDICATORS,
    *eyfsp.INDICATORS,
    *eyfsp_goals.INDICATORS,
    *child_health.INDICATORS,
    *health.INDICATORS,
    *home.INDICATORS,
    *neighbourhood.INDICATORS,
    *context.INDICATORS,
)

BY_ID: dict[str, Indicator] = {indicator.id: indicator for indicator in INDICATORS}

"""What is said of a build beside its observations: residents, and what is in no ward."""

from __future__ import annotations

import pandas as pd

from etl import carry
from etl.contract import AREAS


def facts(measures: pd.DataFrame) -> dict[str, int]:
    """Return what of the sources is in no ward, for the manifest: never dropped in silence."""
    england = measures[measures.geography == "country"].set_index("measure").value
    wards = measures[measures.geography == "ward"].groupby("measure").value.sum()
    return {
        f"childcare_{what}_in_no_ward": round(
            england[f"childcare_group_{what}"] - wards[f"childcare_group_{what}"]
        )
        for what in ("places", "providers")
    }


def ledger_facts(ledger: pd.DataFrame, carried: carry.Carried) -> dict[str, int]:
    """Return how many wards of each source were carried, apportioned and lost, for the manifest."""
    counted = {}
    for source, change in carried.wards.items():
        rows = ledger[ledger.source == source]
        counted[f"{source}_wards_carried"] = len(change.carried)
        for what in ("apportioned", "lost"):
            counted[f"{source}_wards_{what}"] = rows.area_code[rows.what == what].nunique()
    return counted


def with_population(areas: pd.DataFrame, table: pd.DataFrame) -> pd.DataFrame:
    """Add ``population`` and ``children_0_4`` of the latest estimate, in whole people."""
    rows = table[table.indicator == "population_0_4_share"]
    latest = rows[rows.period_end == rows.period_end.max()].set_index("area_code")
    people = {"population": latest.denominator, "children_0_4": latest.numerator}
    counted = {
        name: areas.area_code.map(values).round().astype("Int64") for name, values in people.items()
    }
    return areas.assign(**counted)[list(AREAS.columns)]

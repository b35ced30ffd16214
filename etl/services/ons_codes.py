"""Every code of an English district since 2011 beside the one of today, by ONS's own lookups.

ONS gives a lookup from the districts of one year to those of another, and none over all of them.
Followed one after the other they lead from any code to the district that has its area today; the
table has the columns that ``etl.council_codes`` reads.
"""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from etl.services import arcgis
from etl.services.job import Got, Job

STEPS = (
    ("WD11_LAD11_WD22_LAD22_EW_LU", "LAD11CD", "LAD22CD"),
    ("LAD22_LAD23_UK_LU_v1", "LAD22CD", "LAD23CD"),
    ("LAD24_LAD25_UK_LU_v2", "LAD24CD", "LAD25CD"),
)
"""Lookup, the column of a district and that of what it became; no code changed from 2023 to 2024.

The first has a row for each ward: the few that crossed a border are outvoted.
"""
NAMES = {"LAD22CD": "LAD22NM", "LAD11CD": "LAD11NM"}
"""Columns of the first lookup, the later name first. One recoded since keeps the name it had."""


def fetch(job: Job) -> Got | None:
    """Follow the lookups and write one table; one request for each when none was edited.

    ``address`` is the folder of ONS's services. Raises ``DownloadError``.
    """
    layers = [_layer(job, name) for name, _, _ in STEPS]
    version = " ".join(arcgis.edited(layer) for layer in layers)
    if job.known and version.strip() and job.known.version == version:
        return None
    lookups = []
    for layer, (_, before, after) in zip(layers, STEPS, strict=True):
        names = NAMES.values() if before in NAMES and after in NAMES else ()
        columns = {name: name for name in (before, after, *names)}
        try:
            arcgis.fetch(replace(layer, wanted=replace(layer.wanted, columns=columns)))
            lookups.append(pd.read_csv(layer.part, dtype="str"))
        finally:
            layer.part.unlink(missing_ok=True)
    codes(lookups).to_csv(job.part, index=False)
    return Got(layers[0].wanted.address, "text/csv", version=version)


def _layer(job: Job, name: str) -> Job:
    address = f"{job.wanted.address}{name}/FeatureServer/0"
    part = job.part.with_name(f"{job.part.name}.{name}.csv")
    return replace(job, wanted=replace(job.wanted, address=address), part=part, known=None)


def codes(lookups: list[pd.DataFrame]) -> pd.DataFrame:
    """Return ``LADCD LADNM LADCD_ACTIVE`` of every English code in the lookups of ``STEPS``."""
    became = [
        _became(lookup[lookup[before].str.startswith("E", na=False)], before, after)
        for lookup, (_, before, after) in zip(lookups, STEPS, strict=True)
    ]
    every = sorted({code for step in became for code in (*step.index, *step)})
    active = pd.Series(every, index=every)
    name = pd.Series(index=every, dtype="str")
    for code, called in NAMES.items():
        found = lookups[0].drop_duplicates(code).set_index(code)[called]
        name = name.fillna(found)
    for step in became:
        active = active.map(lambda code, step=step: step.get(code, code))
        single = step[~step.duplicated(keep=False)]
        name = name.fillna(pd.Series(name.reindex(single.index).to_numpy(), index=single))
    table = {"LADCD": every, "LADNM": name.to_numpy(), "LADCD_ACTIVE": active.to_numpy()}
    return pd.DataFrame(table)


def _became(lookup: pd.DataFrame, before: str, after: str) -> pd.Series:
    """Return district → the one that most of its rows name."""
    counts = lookup.groupby([before, after]).size().sort_values(kind="stable")
    last = counts.reset_index().drop_duplicates(before, keep="last")
    return last.set_index(before)[after].sort_index()

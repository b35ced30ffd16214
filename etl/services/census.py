"""Census 2021 tables of Nomis, kept as they are read: the total of each area beside every category.

Nomis answers a query with a row for the total (category 0) and one for each category asked for.
"""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from etl.services import nomis
from etl.services.job import Got, Job
from etl.transfer import DownloadError

TOTAL = 0
PARQUET = "application/vnd.apache.parquet"


def fetch(job: Job) -> Got | None:
    """Get the query's table as Parquet; see ``nomis.fetch``.

    The query selects area, code of the category, its name and the count, in this order; ``columns``
    says what the area, the total and the category's name are called. Raises ``DownloadError`` also
    when an area has no total.
    """
    table = job.part.with_name(f"{job.part.name}.csv")
    try:
        got = nomis.fetch(replace(job, part=table))
        if got is None:
            return None
        names = ["area", "code", "category", "n"]
        rows = pd.read_csv(table, header=0, names=names, dtype={"area": "str", "category": "str"})
    finally:
        table.unlink(missing_ok=True)
    beside_total(rows, job).to_parquet(job.part, index=False)
    return replace(got, content_type=PARQUET)


def beside_total(rows: pd.DataFrame, job: Job) -> pd.DataFrame:
    """Return a row an area and category, with the area's total, the count ``n`` and its share."""
    totals = rows[rows["code"] == TOTAL].set_index("area")["n"]
    parts = rows[rows["code"] != TOTAL]
    total = parts["area"].map(totals)
    if total.isna().any():
        area = parts["area"][total.isna()].iloc[0]
        raise DownloadError(f"{job.wanted.address}: gives no total of {area}")
    called = job.wanted.columns
    return pd.DataFrame(
        {
            called["area"]: parts["area"],
            called["total"]: total.astype("int64"),
            called["category"]: parts["category"],
            "n": parts["n"],
            "prop": parts["n"] / total,
        }
    )

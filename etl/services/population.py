"""Population estimates of Nomis, kept as they are read: one row an area, one column an age.

Nomis answers a query with a row for each area and age. It has a code for an age: 101 to 190 are
those of 0 to 89, 191 is 90 and over, 200 all of them.
"""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from etl.services import nomis
from etl.services.census import PARQUET
from etl.services.job import Got, Job
from etl.transfer import DownloadError


def fetch(job: Job) -> Got | None:
    """Get the query's table as Parquet; see ``nomis.fetch``.

    The query selects area, code of the age and the estimate, in this order; ``columns`` says what
    the area and each age are called. Raises ``DownloadError`` also when the answer has an age that
    is not among them, or an area lacks one.
    """
    table = job.part.with_name(f"{job.part.name}.csv")
    try:
        got = nomis.fetch(replace(job, part=table))
        if got is None:
            return None
        rows = pd.read_csv(table, header=0, names=["area", "age", "n"], dtype={"age": "str"})
    finally:
        table.unlink(missing_ok=True)
    by_age(rows, job).to_parquet(job.part, index=False)
    return replace(got, content_type=PARQUET)


def by_age(rows: pd.DataFrame, job: Job) -> pd.DataFrame:
    """Return a row an area, in the order of their codes, and a column an age."""
    called = dict(job.wanted.columns)
    area, address = called.pop("area"), job.wanted.address
    if unknown := sorted(set(rows["age"]) - set(called)):
        raise DownloadError(f"{address}: gives an age that was not asked for, {unknown[0]}")
    if (twice := rows.duplicated(["area", "age"])).any():
        raise DownloadError(f"{address}: gives {rows['area'][twice].iloc[0]} an age twice")
    table = rows.pivot_table(index="area", columns="age", values="n", aggfunc="first")
    table = table.reindex(columns=list(called))
    if (lacking := table.isna().any(axis=1)).any():
        raise DownloadError(f"{address}: gives {table.index[lacking][0]} without an age")
    table = table.astype("int64").rename(columns=called).rename_axis(index=area, columns=None)
    return table.reset_index()

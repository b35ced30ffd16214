"""DfE's two lists of areas, of councils by number and of the districts in counties, put into one.

Both lie beside the code of the tool with which DfE checks its statistics. The table has the columns
that ``etl.sources.dfe_councils`` and ``etl.council_codes`` read: a row a council and district, with
the first and the last year at whose end the council was there.
"""

from __future__ import annotations

import io
from collections.abc import Iterable

import pandas as pd

from etl.services.job import Got, Job
from etl.transfer import Answer, DownloadError, Validators

COUNCILS, DISTRICTS = "las.csv", "la_lad_hierarchy.csv"
CODE, NUMBER = r"E\d{8}", r"\d{3}"
"""A row of several councils together has neither."""
COUNTY = "E10"
"""Prefix of a council that has districts; any other is its own."""
SINCE = 2017
"""Councils that were no more by then are left out: no source names one."""
LIVE = 9999
"""Last year of a council that is still there."""


def fetch(job: Job) -> Got | None:
    """Get both lists and write one table; one request each when neither changed.

    Raises ``DownloadError`` also for a column that is gone and a county without a district.
    """
    address, client = job.wanted.address, job.client
    known = (job.known.version if job.known else "").split(" ")
    tags = known if len(known) == 2 else ("", "")
    lists = [
        client.read_if_changed(address + name, Validators(tag))
        for name, tag in zip((COUNCILS, DISTRICTS), tags, strict=True)
    ]
    if lists == [None, None]:
        return None
    councils, districts = (
        found or client.read(address + name)
        for name, found in zip((COUNCILS, DISTRICTS), lists, strict=True)
    )
    table = hierarchy(
        _table(
            councils,
            ("new_la_code", "la_name", "old_la_code", "date_of_operation", "date_of_termination"),
        ),
        _table(districts, ("new_la_code", "lad_code")),
    )
    if lost := sorted(table.loc[table["lad_code"].isna(), "new_la_code"]):
        raise DownloadError(f"{districts.url}: has no district of {lost[0]}")
    table.to_csv(job.part, index=False)
    version = f"{councils.validators.etag} {districts.validators.etag}"
    return Got(address + COUNCILS, "text/csv", version=version)


def _table(answer: Answer, columns: Iterable[str]) -> pd.DataFrame:
    text = answer.body.decode("utf-8-sig", errors="replace")
    table = pd.read_csv(io.StringIO(text), dtype="str", keep_default_na=False)
    if missing := sorted(set(columns) - set(table.columns)):
        raise DownloadError(f"{answer.url}: has no column {missing[0]}")
    return table[list(columns)]


def hierarchy(councils: pd.DataFrame, districts: pd.DataFrame) -> pd.DataFrame:
    """Return a row an English council since ``SINCE`` and district; none known of a county is NaN.

    ``councils`` has a code, name, number and dates (day/month/year), ``districts`` the district's
    code beside the council's.
    """
    single = councils["new_la_code"].str.fullmatch(CODE) & councils["old_la_code"].str.fullmatch(
        NUMBER
    )
    rows = councils[single]
    begun, ended = (
        pd.to_datetime(rows[name], format="%d/%m/%Y", errors="coerce")
        for name in ("date_of_operation", "date_of_termination")
    )
    # One that ended on the last day of March was last there at the end of the year before.
    last = ((ended + pd.Timedelta(days=1)).dt.year - 1).fillna(LIVE).astype("int64")
    rows = rows.assign(
        first_available_year_included=begun.dt.year,
        most_recent_year_included=last,
        country_name="England",
    )[last >= SINCE]
    rows = rows.merge(districts.drop_duplicates(), on="new_la_code", how="left")
    own = ~rows["new_la_code"].str.startswith(COUNTY)
    rows["lad_code"] = rows["lad_code"].mask(own, rows["new_la_code"])
    rows = rows.drop(columns=["date_of_operation", "date_of_termination"]).drop_duplicates()
    return rows.sort_values(["new_la_code", "lad_code"], ignore_index=True)

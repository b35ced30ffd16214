"""Nomis: one query as CSV, 25,000 rows a page, each saying how many there are in all.

API: https://www.nomisweb.co.uk/api/v01/help
"""

from __future__ import annotations

import csv
import io

from etl.services.job import Got, Job, as_json
from etl.transfer import Answer, DownloadError

PAGE = 25_000
"""What a caller without a key gets of a query at most; the rest is cut off without a word."""
COUNT = "RECORD_COUNT"


def fetch(job: Job) -> Got | None:
    """Get every page of the query into one CSV, without the column that counts the rows.

    One request when the data set was not updated since. Raises ``DownloadError`` also when the
    pages do not add up to the number of rows that Nomis says there are.
    """
    version = _updated(job)
    if job.known and version and job.known.version == version:
        return None
    header: list[str] = []
    rows, expected = 0, 1
    with job.part.open("w", encoding="utf-8", newline="") as stream:
        write = csv.writer(stream).writerow
        while rows < expected:
            page = _page(job, rows)
            count = page[0].index(COUNT)
            columns = [name for name in page[0] if name != COUNT]
            if not header:
                header = columns
                write(header)
            if columns != header:
                raise DownloadError(f"{job.wanted.address}: changes its columns from row {rows:,}")
            if len(page) == 1:
                raise DownloadError(
                    f"{job.wanted.address}: ends after {rows:,} rows"
                    + (f" of {expected:,}" if rows else "")
                )
            expected = int(page[1][count])
            for row in page[1:]:
                del row[count]
                write(row)
            rows += len(page) - 1
            job.client.require_size(stream.tell())
            job.progress(stream.tell(), None)
    if rows != expected:
        raise DownloadError(f"{job.wanted.address}: gives {rows:,} rows, and says {expected:,}")
    return Got(job.wanted.address, "text/csv", version=version)


def _updated(job: Job) -> str:
    """Return when the data set was last updated, in Nomis's words; empty where it does not say."""
    overview = job.client.read(
        job.wanted.address.removesuffix(".data.csv") + ".overview.json",
        {"select": "firstreleased,lastupdated"},
    )
    said = as_json(overview)
    return str(said.get("overview", {}).get("lastupdated", "")) if isinstance(said, dict) else ""


def _page(job: Job, offset: int) -> list[list[str]]:
    query = dict(job.wanted.query)
    query["select"] = f"{query['select']},{COUNT}".lower()
    query |= {"recordoffset": str(offset), "recordlimit": str(PAGE)}
    answer = job.client.read(job.wanted.address, query)
    return _rows(answer)


def _rows(answer: Answer) -> list[list[str]]:
    text = answer.body.decode("utf-8-sig", errors="replace")
    rows = [row for row in csv.reader(io.StringIO(text)) if row]
    if not rows or COUNT not in rows[0]:
        said = answer.content_type or "something"
        raise DownloadError(f"{answer.url}: answers {said} in place of a table")
    if ragged := [row for row in rows if len(row) != len(rows[0])]:
        raise DownloadError(f"{answer.url}: a row has {len(ragged[0])} of {len(rows[0])} columns")
    return rows

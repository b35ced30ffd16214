"""DfE's Explore Education Statistics: one data set as CSV, at its latest version.

API: https://api.education.gov.uk/statistics/docs/
"""

from __future__ import annotations

from etl.services.job import Got, Job, as_json
from etl.transfer import DownloadError


def fetch(job: Job) -> Got | None:
    """Get the data set; one request (its summary) when its version is the one fetched before."""
    wanted, client = job.wanted, job.client
    summary = client.read(wanted.address)
    try:
        version = str(as_json(summary)["latestVersion"]["version"])
    except (KeyError, TypeError):
        raise DownloadError(f"{wanted.address}: does not say its latest version") from None
    if job.known and job.known.version == version:
        return None
    answer = client.download(
        f"{wanted.address}/csv",
        job.part,
        params={"dataSetVersion": version},
        progress=job.progress,
    )
    return Got(answer.url, answer.content_type, version=version)

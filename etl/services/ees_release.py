"""DfE's Explore Education Statistics: one file of a release, out of the zip of all its data.

For data sets that the API of ``ees`` does not have. The service's own code says how a release is
asked for: https://github.com/dfe-analytical-services/explore-education-statistics (Content.Api).
"""

from __future__ import annotations

from urllib.parse import urljoin

from etl.services.job import Got, Job, as_json
from etl.transfer import DownloadError


def fetch(job: Job) -> Got | None:
    """Get the zip of the release at the address, whose ``member`` is wanted.

    One request (the release's summary) when it is the version fetched before: DfE gives a release
    that it corrects another id.
    """
    wanted, client = job.wanted, job.client
    summary = client.read(f"{wanted.address}/version-summary")
    try:
        version = str(as_json(summary)["id"])
    except (KeyError, TypeError):
        raise DownloadError(f"{wanted.address}: does not say its id") from None
    if job.known and job.known.version == version:
        return None
    address = urljoin(wanted.address, f"/api/releases/{version}/files")
    answer = client.download(address, job.part, progress=job.progress)
    return Got(answer.url, answer.content_type, version=version)

"""A file with an address of its own: gov.uk media, Fingertips' CSV of one indicator, ONS files."""

from __future__ import annotations

from etl.services.job import Got, Job


def fetch(job: Job) -> Got | None:
    """Get the file; one request when the server knows its version."""
    wanted = job.wanted
    answer = job.client.download_if_changed(
        wanted.address, job.part, job.validators, wanted.query, job.progress
    )
    return answer and Got(answer.url, answer.content_type, answer.validators)

"""gov.uk: an attachment of a page, found by name, because its address changes every release.

Content API: https://content-api.publishing.service.gov.uk/ (``details.attachments``).
"""

from __future__ import annotations

import fnmatch
from urllib.parse import urljoin, urlsplit

from etl import archives
from etl.services.job import Got, Job, as_json
from etl.transfer import DownloadError


def fetch(job: Job) -> Got | None:
    """Get the newest attachment that fits the name; one request when the page did not change.

    Of zips it is the newest that holds the wanted ``member``, which their names do not tell.
    The validators kept are the page's: what is published under one media address stays the same.
    """
    page = job.client.read_if_changed(job.wanted.address, job.validators)
    if page is None:
        return None
    member = job.wanted.member
    for address in attachments(as_json(page), job.wanted.attachment, page.url):
        if job.known and job.known.url == address:
            return None
        answer = job.client.download(address, job.part, progress=job.progress)
        if not member or archives.holds(job.part, member):
            return Got(address, answer.content_type, page.validators)
        job.part.unlink()
    raise DownloadError(f"{page.url}: no attachment {job.wanted.attachment} holds {member}")


def attachments(page: dict, name: str, base: str) -> list[str]:
    """Return the addresses of the attachments whose file name fits ``name``, at least one.

    Pages list the newest first. Raises ``DownloadError`` that names what there is.
    """
    details = page.get("details") or {}
    addresses = [str(found["url"]) for found in details.get("attachments", []) if found.get("url")]
    if fitting := [one for one in addresses if fnmatch.fnmatch(_file_name(one), name)]:
        return [urljoin(base, address) for address in fitting]
    there = ", ".join(_file_name(address) for address in addresses[:5]) or "none"
    raise DownloadError(f"{base}: no attachment is named {name}; the first there are: {there}")


def _file_name(address: str) -> str:
    return urlsplit(address).path.rpartition("/")[2]

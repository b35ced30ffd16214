"""What a service is asked to do, and what it gives back."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from etl.catalogue import Fetch
from etl.download import Client
from etl.ledger import Entry
from etl.transfer import Answer, DownloadError, Progress, Validators

NO_VALIDATORS = Validators()


@dataclass(frozen=True)
class Job:
    """Get what ``wanted`` describes into ``part``, unless it is still what is ``known``."""

    client: Client
    wanted: Fetch
    part: Path
    known: Entry | None = None
    progress: Progress = lambda done, total: None

    @property
    def validators(self) -> Validators:
        """Return the version of the file fetched before."""
        known = self.known
        return Validators(known.etag, known.last_modified) if known else Validators()


@dataclass(frozen=True)
class Got:
    """Where a file came from; ``validators`` and ``version`` tell whether it is a new one."""

    url: str
    content_type: str
    validators: Validators = NO_VALIDATORS
    version: str = ""


def as_json(answer: Answer) -> Any:
    """Return the answer's JSON; ``DownloadError`` when it is something else."""
    host = urlsplit(answer.url).netloc
    try:
        return json.loads(answer.body)
    except ValueError:
        found = answer.content_type or "something else"
        raise DownloadError(f"{host}: answers {found} in place of JSON") from None

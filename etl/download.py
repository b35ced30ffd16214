"""One careful download: from an official host only, over https, resumed, retried and bounded.

A source is never trusted with more than its publisher needs: every address, and every redirect
from it, must be https and on the list of official hosts; an answer may not be larger than the
limit, nor take longer. What goes wrong for a moment (a lost connection, a stall, 429, 500) is tried
again after a pause; what will not get better is said at once.
"""

from __future__ import annotations

import io
import json
import random
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import BinaryIO
from urllib.parse import unquote, urljoin, urlsplit

import requests

from etl.transfer import (
    Answer,
    DownloadError,
    Limits,
    Progress,
    Transfer,
    TransientError,
    Validators,
    require_size,
)

OFFICIAL_HOSTS = frozenset(
    {
        "services1.arcgis.com",
        "www.gov.uk",
        "assets.publishing.service.gov.uk",
        "api.education.gov.uk",
        "content.explore-education-statistics.service.gov.uk",
        "fingertips.phe.org.uk",
        "www.nomisweb.co.uk",
        "www.ons.gov.uk",
    }
)
"""Hosts of publishers alone, asked for a source at https' own port."""

OFFICIAL_FOLDERS = {
    "raw.githubusercontent.com": ("/ONSdigital/", "/dfe-analytical-services/"),
}
"""Hosts where anyone can publish, and the folders there that are a publisher's own."""

USER_AGENT = "early-years-atlas (official statistics; python-requests)"
REDIRECTS = frozenset({301, 302, 303, 307, 308})
MAX_REDIRECTS = 5


@dataclass
class Client:
    """Downloads from ``hosts`` and ``folders``; clock, sleep and chance can be given for a test."""

    hosts: frozenset[str] = OFFICIAL_HOSTS
    folders: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: OFFICIAL_FOLDERS)
    verify: bool | str = True
    """A file of certificates to trust in place of the usual ones."""
    limits: Limits = field(default_factory=Limits)
    sleep: Callable[[float], None] = time.sleep
    clock: Callable[[], float] = time.monotonic
    now: Callable[[], float] = time.time
    chance: Callable[[], float] = random.random
    _session: requests.Session = field(default_factory=requests.Session)
    _unreachable: set[str] = field(default_factory=set)

    def read(self, url: str, params: Mapping[str, str] | None = None) -> Answer:
        """Return an answer with its body. Raises ``DownloadError`` in one line."""
        answer = self.read_if_changed(url, Validators(), params)
        return _required(answer, url)

    def read_if_changed(
        self, url: str, known: Validators, params: Mapping[str, str] | None = None
    ) -> Answer | None:
        """Return an answer with its body; None when it is still the ``known`` version (304)."""
        memory = io.BytesIO()
        transfer = self._transfer(memory, known)
        transfer.encoding = "gzip"
        answer = self._persist(transfer, _with(url, params))
        return answer and replace(answer, body=memory.getvalue())

    def download(
        self,
        url: str,
        part: Path,
        params: Mapping[str, str] | None = None,
        progress: Progress = lambda done, total: None,
    ) -> Answer:
        """Write what is at ``url`` to ``part``; see ``download_if_changed``."""
        answer = self.download_if_changed(url, part, Validators(), params, progress)
        return _required(answer, url)

    def download_if_changed(
        self,
        url: str,
        part: Path,
        known: Validators,
        params: Mapping[str, str] | None = None,
        progress: Progress = lambda done, total: None,
    ) -> Answer | None:
        """Write what is at ``url`` to ``part``; None when it is still the ``known`` version (304).

        A ``part`` left by an earlier, broken download of the same address is gone on with, provided
        the server says that the file is the same; a note beside it (``.json``) remembers which.
        Raises ``DownloadError`` in one line; ``part`` and note then stay for the next time.
        """
        url = _with(url, params)
        note = note_of(part)
        part.parent.mkdir(parents=True, exist_ok=True)
        begun = _begun(note, url)
        if not begun.strong:
            part.unlink(missing_ok=True)

        def remember(validators: Validators) -> None:
            said = {"url": url, "etag": validators.etag, "last_modified": validators.last_modified}
            note.unlink(missing_ok=True)
            if validators.strong:
                note.write_text(json.dumps(said), encoding="utf-8")

        with part.open("a+b") as stream:
            transfer = self._transfer(stream, known)
            transfer.begun, transfer.remember, transfer.progress = begun, remember, progress
            answer = self._persist(transfer, url)
        note.unlink(missing_ok=True)
        return answer

    def require_size(self, size: int) -> None:
        """Raise ``DownloadError`` when something of ``size`` bytes is more than is ever kept."""
        require_size(size, self.limits)

    def _transfer(self, sink: BinaryIO, known: Validators) -> Transfer:
        return Transfer(self.open, sink, self.limits, known, clock=self.clock, now=self.now)

    def _persist(self, transfer: Transfer, url: str) -> Answer | None:
        """Try until it works, the tries are used up, or it is clear that it never will."""
        host = urlsplit(url).netloc
        # Where a host could not be reached for one file, the next does not wait as long for it.
        tries = 1 if host in self._unreachable else self.limits.tries
        attempt = 1
        while True:
            try:
                return transfer.attempt(url)
            except TransientError as trouble:
                if attempt >= tries:
                    times = "once" if tries == 1 else f"{tries} times"
                    raise DownloadError(f"{host}: {trouble} (tried {times})") from None
                self.sleep(self._pause(attempt, host, trouble))
            attempt += 1

    def rest(self, attempt: int) -> None:
        """Wait before another ``attempt`` at what failed in a way that the answer's body tells."""
        self.sleep(self._spread(attempt))

    def _spread(self, attempt: int) -> float:
        """Return a pause that grows; chance keeps many clients from coming back all at once."""
        longest = min(self.limits.longest_pause, self.limits.first_pause * 2 ** (attempt - 1))
        return longest * (0.5 + self.chance() / 2)

    def _pause(self, attempt: int, host: str, trouble: TransientError) -> float:
        """Return how long to wait: as long as the server asks, where it does."""
        if trouble.after is None:
            return self._spread(attempt)
        if trouble.after > self.limits.patience:
            wait = f"{trouble.after:,.0f} seconds"
            raise DownloadError(f"{host}: {trouble}, and asks to be left alone for {wait}")
        return trouble.after + self.chance()

    def open(self, url: str, headers: Mapping[str, str]) -> requests.Response:
        """Return the answer to a GET, its body unread, after redirects among official hosts."""
        came_from = ""
        for _ in range(MAX_REDIRECTS + 1):
            self._require_official(url, came_from)
            host = urlsplit(url).netloc
            try:
                response = self._session.get(
                    url,
                    headers={"User-Agent": USER_AGENT, **headers},
                    stream=True,
                    # Each redirect must pass the list of hosts, so it is followed here.
                    allow_redirects=False,
                    timeout=(self.limits.connect, self.limits.read),
                    verify=self.verify,
                )
            except requests.exceptions.SSLError as error:
                if "CERTIFICATE_VERIFY_FAILED" not in str(error):
                    raise TransientError("the secure connection broke") from None
                raise DownloadError(f"{host}: its certificate is not to be trusted") from None
            except requests.ReadTimeout:
                raise TransientError(f"says nothing for {self.limits.read:g} seconds") from None
            except requests.RequestException:
                self._unreachable.add(host)
                raise TransientError("cannot be reached") from None
            self._unreachable.discard(host)
            location = response.headers.get("Location")
            if response.status_code not in REDIRECTS or not location:
                return response
            response.close()
            came_from, url = url, urljoin(url, location)
        raise DownloadError(f"{urlsplit(url).netloc}: more than {MAX_REDIRECTS} redirects")

    def _require_official(self, url: str, came_from: str) -> None:
        address = urlsplit(url)
        by = f", to which {urlsplit(came_from).netloc} redirects," if came_from else ""
        if address.scheme != "https":
            raise DownloadError(f"{url}{by} is not https, so it is not fetched")
        # The whole of host, port and user: nothing may hide before an @ or behind a colon.
        host = address.netloc.lower().removesuffix(":443")
        path = unquote(address.path)
        if ".." not in path and path.startswith(self.folders.get(host, ())):
            return
        if host not in self.hosts:
            what = "an official folder" if host in self.folders else "an official host"
            raise DownloadError(f"{address.netloc}{by} is not {what}, so it is not asked")


def note_of(part: Path) -> Path:
    """Return where it is written which version of a file ``part`` is the beginning of."""
    return part.with_name(f"{part.name}.json")


def _required(answer: Answer | None, url: str) -> Answer:
    if answer is None:
        raise DownloadError(f"{url}: answers 304 Not Modified to a question without a condition")
    return answer


def _with(url: str, params: Mapping[str, str] | None) -> str:
    prepared = requests.Request("GET", url, params=params).prepare()
    return prepared.url or url


def _begun(note: Path, url: str) -> Validators:
    """Return which version of ``url`` an earlier download had begun; none when it was another."""
    try:
        said = json.loads(note.read_text(encoding="utf-8"))
        if said["url"] == url:
            return Validators(said["etag"], said["last_modified"])
    except (OSError, ValueError, KeyError, TypeError):
        pass
    return Validators()

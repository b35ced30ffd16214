"""One careful download: from an official host only, over https, resumed, retried and bounded.

A source is never trusted with more than its publisher needs: every address, and every redirect
from it, must be https and on the list of official hosts; an answer may not be larger than the
limit, nor take longer. What goes wrong for a moment (a lost connection, a stall, 429, 500) is tried
again after a pause; what will not get better is said at once.
"""

from __future__ import annotations

import email.utils
import io
import json
import random
import re
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import BinaryIO
from urllib.parse import urljoin, urlsplit

import requests

from etl.errors import SourceError

OFFICIAL_HOSTS = frozenset(
    {
        "services1.arcgis.com",
        "www.gov.uk",
        "assets.publishing.service.gov.uk",
        "api.education.gov.uk",
        "fingertips.phe.org.uk",
        "www.nomisweb.co.uk",
        "www.ons.gov.uk",
    }
)
"""The only hosts that are ever asked for a source, at https' own port."""

USER_AGENT = "early-years-atlas (official statistics; python-requests)"
TRANSIENT = frozenset({408, 425, 429, 500, 502, 503, 504})
REDIRECTS = frozenset({301, 302, 303, 307, 308})
MAX_REDIRECTS = 5
CHUNK = 64 * 1024

Progress = Callable[[int, int | None], None]
"""Called with the bytes that are here, and how many there will be where that is known."""


class DownloadError(SourceError):
    """A source could not be had from its official address."""


class TransientError(Exception):
    """Worth another try; ``after`` is how many seconds the server asks to wait."""

    def __init__(self, trouble: str, after: float | None = None):
        super().__init__(trouble)
        self.after = after


@dataclass(frozen=True)
class Limits:
    """Times in seconds, sizes in bytes."""

    connect: float = 10
    read: float = 60
    """The longest silence of a server, not the length of a download."""
    whole: float = 3600
    tries: int = 5
    first_pause: float = 1
    longest_pause: float = 60
    patience: float = 120
    """A server that asks to wait for longer (Retry-After) is left for another day."""
    size: int = 500_000_000


@dataclass(frozen=True)
class Validators:
    """What a server calls the version of a file; empty where it does not say."""

    etag: str = ""
    last_modified: str = ""

    @property
    def conditions(self) -> dict[str, str]:
        """Return the headers that ask for the file only if it is another version."""
        asked = {"If-None-Match": self.etag, "If-Modified-Since": self.last_modified}
        return {header: value for header, value in asked.items() if value}

    @property
    def strong(self) -> str:
        """Return what proves that two parts are of one file; a weak etag (``W/``) does not."""
        return self.last_modified if self.etag.startswith("W/") else self.etag or self.last_modified


@dataclass(frozen=True)
class Answer:
    """What a server said about the file it sent; ``body`` only where it was read into memory."""

    url: str
    content_type: str
    validators: Validators
    body: bytes = b""


@dataclass
class Client:
    """Downloads from ``hosts``; clock, sleep and chance can be given for a test."""

    hosts: frozenset[str] = OFFICIAL_HOSTS
    verify: bool | str = True
    """A file of certificates to trust in place of the usual ones."""
    limits: Limits = Limits()
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
        answer = self._persist(_Transfer(self, memory, known), _with(url, params))
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
            note.write_text(json.dumps(said), encoding="utf-8")

        with part.open("a+b") as stream:
            transfer = _Transfer(self, stream, known, begun, remember, progress)
            answer = self._persist(transfer, url)
        note.unlink(missing_ok=True)
        return answer

    def require_size(self, size: int) -> None:
        """Raise ``DownloadError`` when something of ``size`` bytes is more than is ever kept."""
        if size > self.limits.size:
            raise DownloadError(f"is larger than the limit of {self.limits.size / 1e6:,.0f} MB")

    def _persist(self, transfer: _Transfer, url: str) -> Answer | None:
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

    def _pause(self, attempt: int, host: str, trouble: TransientError) -> float:
        """Return how long to wait; chance keeps many clients from coming back all at once."""
        if trouble.after is None:
            longest = min(self.limits.longest_pause, self.limits.first_pause * 2 ** (attempt - 1))
            return longest * (0.5 + self.chance() / 2)
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
                    headers={"User-Agent": USER_AGENT, "Accept-Encoding": "identity", **headers},
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
        if address.netloc.lower().removesuffix(":443") not in self.hosts:
            raise DownloadError(f"{address.netloc}{by} is not an official host, so it is not asked")


@dataclass
class _Transfer:
    """One download over several tries: what is in the sink, and which version it is of."""

    client: Client
    sink: BinaryIO
    known: Validators
    begun: Validators = Validators()
    """The version of what is in the sink; none when it cannot be gone on with."""
    remember: Callable[[Validators], None] = lambda validators: None
    progress: Progress = lambda done, total: None
    said: Validators = Validators()

    def attempt(self, url: str) -> Answer | None:
        have = self.sink.seek(0, io.SEEK_END)
        if have and self.begun.strong:
            asked = {"Range": f"bytes={have}-", "If-Range": self.begun.strong}
        else:
            asked = self.known.conditions
        with self.client.open(url, asked) as response:
            if response.status_code == 304 and asked == self.known.conditions != {}:
                return None
            total = self._receive_from(response, have)
            self._copy(response, total)
            kind = response.headers.get("Content-Type", "").split(";")[0].strip().lower()
            return Answer(response.url, kind, self.said)

    def _receive_from(self, response: requests.Response, have: int) -> int | None:
        """Set the sink to where the answer's bytes go, and return the whole length if known."""
        status, headers = response.status_code, response.headers
        host = urlsplit(response.url).netloc
        if status == 206 and have:
            span = re.fullmatch(r"bytes (\d+)-\d+/(\d+|\*)", headers.get("Content-Range", ""))
            if span and int(span[1]) == have:
                self.said = self.begun
                return None if span[2] == "*" else int(span[2])
        if status in TRANSIENT:
            # What is here already stays: the next try goes on from it.
            after = _seconds(headers.get("Retry-After"), self.client.now())
            raise TransientError(f"answers {status} {response.reason}", after)
        self.sink.seek(0)
        self.sink.truncate()
        self.begun = Validators()
        if status in (206, 416):
            raise TransientError("does not go on where it broke off")
        if status != 200:
            raise DownloadError(f"{host}: answers {status} {response.reason} for {response.url}")
        self.said = Validators(headers.get("ETag", ""), headers.get("Last-Modified", ""))
        # Of a compressed answer neither the length nor a place to go on from is that of the file.
        encoded = headers.get("Content-Encoding", "identity") != "identity"
        self.begun = Validators() if encoded else self.said
        self.remember(self.begun)
        length = headers.get("Content-Length", "")
        return int(length) if length.isdigit() and not encoded else None

    def _copy(self, response: requests.Response, total: int | None) -> None:
        client = self.client
        host = urlsplit(response.url).netloc
        client.require_size(total or 0)
        done = self.sink.tell()
        deadline = client.clock() + client.limits.whole
        self.progress(done, total)
        of = f"{done:,} bytes"
        try:
            for chunk in response.iter_content(CHUNK):
                done += self.sink.write(chunk)
                of = f"{done:,} of {total:,} bytes" if total else f"{done:,} bytes"
                client.require_size(done)
                self.progress(done, total)
                if client.clock() > deadline:
                    limit = f"{client.limits.whole:,.0f} seconds"
                    raise DownloadError(f"{host}: takes longer than {limit}")
        except requests.ConnectionError:
            # In the middle of a body, this is how requests calls a silence.
            raise TransientError(
                f"says nothing for {client.limits.read:g} seconds after {of}"
            ) from None
        except requests.RequestException:
            raise TransientError(f"broke off after {of}") from None
        if total is not None and done != total:
            raise TransientError(f"broke off after {of}")


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


def _seconds(retry_after: str | None, now: float) -> float | None:
    """Return Retry-After, a number of seconds or a date (RFC 9110, 10.2.3), in seconds from now."""
    if not retry_after:
        return None
    if retry_after.strip().isdigit():
        return float(retry_after)
    try:
        return max(0.0, email.utils.parsedate_to_datetime(retry_after).timestamp() - now)
    except ValueError:
        return None

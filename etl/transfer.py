"""One attempt at a download: whether it is new, where it goes on from, and when it is too much."""

from __future__ import annotations

import email.utils
import io
import re
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import BinaryIO
from urllib.parse import urlsplit

import requests
from urllib3.exceptions import HTTPError, ReadTimeoutError

from etl.errors import SourceError

TRANSIENT = frozenset({408, 425, 429, 500, 502, 503, 504})
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
class Transfer:
    """One download over several tries: what is in the sink, and which version it is of."""

    open: Callable[[str, Mapping[str, str]], requests.Response]
    """Gives the answer to a GET with these headers, its body unread."""
    sink: BinaryIO
    limits: Limits
    known: Validators
    begun: Validators = Validators()
    """The version of what is in the sink; none when it cannot be gone on with."""
    remember: Callable[[Validators], None] = lambda validators: None
    progress: Progress = lambda done, total: None
    encoding: str = "identity"
    """How the body may be packed on its way: only one that is not can be gone on with."""
    clock: Callable[[], float] = time.monotonic
    now: Callable[[], float] = time.time
    said: Validators = Validators()

    def attempt(self, url: str) -> Answer | None:
        """Bring the sink to the whole file; None when it is still the ``known`` version (304).

        Raises ``TransientError`` when another attempt may do better, else ``DownloadError``.
        """
        have = self.sink.seek(0, io.SEEK_END)
        if have and self.begun.strong:
            asked = {"Range": f"bytes={have}-", "If-Range": self.begun.strong}
        else:
            asked = self.known.conditions
        with self.open(url, {"Accept-Encoding": self.encoding, **asked}) as response:
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
            after = _seconds(headers.get("Retry-After"), self.now())
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
        limits = self.limits
        host = urlsplit(response.url).netloc
        require_size(total or 0, limits)
        done = self.sink.tell()
        deadline = self.clock() + limits.whole
        self.progress(done, total)
        of = _of(done, total)
        try:
            for piece in _pieces(response):
                done += self.sink.write(piece)
                of = _of(done, total)
                require_size(done, limits)
                self.progress(done, total)
                if self.clock() > deadline:
                    limit = f"{limits.whole:,.0f} seconds"
                    raise DownloadError(f"{host}: takes longer than {limit}")
        except ReadTimeoutError:
            raise TransientError(f"says nothing for {limits.read:g} seconds after {of}") from None
        except HTTPError:
            raise TransientError(f"broke off after {of}") from None
        if total is not None and done != total:
            raise TransientError(f"broke off after {of}")


def _pieces(response: requests.Response) -> Iterator[bytes]:
    """Give the body as it comes in, unpacked where it was packed.

    ``iter_content`` would wait until a piece is full, so that a drip went past every deadline.
    """
    while piece := response.raw.read1(CHUNK, decode_content=True):
        yield piece


def require_size(size: int, limits: Limits) -> None:
    """Raise ``DownloadError`` when something of ``size`` bytes is more than is ever kept."""
    if size > limits.size:
        raise DownloadError(f"is larger than the limit of {limits.size / 1e6:,.0f} MB")


def _of(done: int, total: int | None) -> str:
    return f"{done:,} bytes" if total is None else f"{done:,} of {total:,} bytes"


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

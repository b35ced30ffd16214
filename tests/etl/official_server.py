"""A publisher's server on this machine, over https, that remembers what it was asked."""

import json
import ssl
import subprocess
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit


@dataclass(frozen=True)
class Asked:
    path: str
    query: dict[str, str]
    headers: dict[str, str]


@dataclass(frozen=True)
class Reply:
    body: bytes = b""
    status: int = 200
    content_type: str = "text/csv"
    headers: dict[str, str] = field(default_factory=dict)
    cut: int | None = None
    """Send only so many bytes of the body, then hang up."""
    stall: bool = False
    """In place of hanging up, say nothing more."""
    drip: float = 0
    """Send one byte after another, so many seconds apart."""
    chunked: bool = False
    """Do not say how long the body is."""


Answering = Callable[[Asked], Reply]


def certificate(folder: Path) -> tuple[Path, Path]:
    """Make a certificate of localhost and its key, for a day."""
    certificate, key = folder / "localhost.pem", folder / "localhost.key"
    # Wherever there are ca-certificates there is openssl, which they need.
    options = ["-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
    names = [
        "-days",
        "1",
        "-subj",
        "/CN=localhost",
        "-addext",
        "subjectAltName=DNS:localhost,IP:127.0.0.1",
    ]
    files = ["-keyout", str(key), "-out", str(certificate)]
    subprocess.run(["openssl", "req", *options, *names, *files], check=True, capture_output=True)
    return certificate, key


class OfficialServer:
    """Serves at ``address`` until closed; ``host`` is what a client must have on its list."""

    def __init__(self, certificate: Path, key: Path):
        self.asked: list[Asked] = []
        self._answers: dict[str, Answering] = {}
        self._closing = threading.Event()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = True
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate, key)
        self._server.socket = context.wrap_socket(self._server.socket, server_side=True)
        self.port = self._server.server_address[1]
        self.host = f"localhost:{self.port}"
        self.address = f"https://{self.host}"
        threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True).start()

    def close(self) -> None:
        self._closing.set()
        self._server.shutdown()
        self._server.server_close()

    def at(self, path: str, *replies: Reply | Answering) -> str:
        """Answer ``path`` with each reply in turn, then with the last again; its address."""
        waiting = list(replies)

        def answer(asked: Asked) -> Reply:
            reply = waiting.pop(0) if len(waiting) > 1 else waiting[0]
            return reply if isinstance(reply, Reply) else reply(asked)

        self._answers[path] = answer
        return self.address + path

    def requests(self, path: str) -> list[Asked]:
        return [asked for asked in self.asked if asked.path == path]

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        official = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                address = urlsplit(self.path)
                asked = Asked(address.path, dict(parse_qsl(address.query)), dict(self.headers))
                official.asked.append(asked)
                known = official._answers.get(address.path)
                reply = known(asked) if known else Reply(b"not here", 404, "text/html")
                self.send_response(reply.status)
                self.send_header("Content-Type", reply.content_type)
                if not reply.chunked:
                    self.send_header("Content-Length", str(len(reply.body)))
                for name, value in reply.headers.items():
                    self.send_header(name, value)
                self.end_headers()
                body = reply.body[: reply.cut]
                for piece in (
                    (body[at : at + 1] for at in range(len(body))) if reply.drip else [body]
                ):
                    self.wfile.write(piece)
                    self.wfile.flush()
                    if reply.drip and official._closing.wait(reply.drip):
                        return
                if reply.stall:
                    official._closing.wait(10)

            def log_message(self, format: str, *args: object) -> None:
                pass

        return Handler


def versioned(body: bytes, etag: str, content_type: str = "text/csv", **first: object) -> Answering:
    """Answer as a server of static files does: 304, 206 and 200, by ``etag``.

    ``first`` is how the very first answer differs: ``cut=100``, ``stall=True``.
    """
    faults = [dict(first)]

    def answer(asked: Asked) -> Reply:
        fault = faults.pop() if faults else {}
        headers = {"ETag": etag, "Accept-Ranges": "bytes"}
        if asked.headers.get("If-None-Match") == etag:
            return Reply(b"", 304, content_type, headers)
        span = asked.headers.get("Range", "")
        if span and asked.headers.get("If-Range") == etag:
            start = int(span.removeprefix("bytes=").removesuffix("-"))
            headers["Content-Range"] = f"bytes {start}-{len(body) - 1}/{len(body)}"
            return Reply(body[start:], 206, content_type, headers, **fault)
        return Reply(body, 200, content_type, headers, **fault)

    return answer


WEB_PAGE = Reply(b"<!DOCTYPE html><title>Sorry</title>", 200, "text/html; charset=utf-8")


def as_json(value: object, **reply: object) -> Reply:
    return Reply(json.dumps(value).encode(), content_type="application/json", **reply)


def serve_layer(
    official: OfficialServer,
    path: str,
    features: list[dict],
    *,
    page: int = 2,
    edited: int | None = 1_700_000_000_000,
    counted: int | None = None,
) -> str:
    """Serve GeoJSON features as a layer of ArcGIS, no more than ``page`` at once; its address.

    A table's features have properties alone, and come as ``attributes`` when JSON is asked for.
    """
    number = len(features) if counted is None else counted

    def query(asked: Asked) -> Reply:
        if asked.query.get("returnCountOnly"):
            return as_json({"count": number})
        start = int(asked.query["resultOffset"])
        part = features[start : start + page]
        more = {"exceededTransferLimit": True} if start + page < len(features) else {}
        if asked.query["f"] == "json":
            return as_json({"features": [{"attributes": f["properties"]} for f in part], **more})
        return as_json({"type": "FeatureCollection", "features": part, "properties": more})

    official.at(path + "/query", query)
    editing = {} if edited is None else {"editingInfo": {"dataLastEditDate": edited}}
    return official.at(path, as_json({"objectIdField": "FID", **editing}))


def serve_nomis(
    official: OfficialServer,
    path: str,
    rows_of: Callable[[dict[str, str]], list[str]],
    *,
    header: str,
    updated: str = "2023-01-05 09:30:00",
    counted: int | None = None,
    gives: int = 25_000,
) -> str:
    """Serve the lines of a query as Nomis does, ``gives`` at most at once; the table's address."""
    official.at(path + ".overview.json", as_json({"overview": {"lastupdated": updated}}))

    def table(asked: Asked) -> Reply:
        rows = rows_of(asked.query)
        start, limit = int(asked.query["recordoffset"]), int(asked.query["recordlimit"])
        part = rows[start : start + min(limit, gives)]
        lines = [f'{header},"RECORD_COUNT"', *(f"{row},{counted or len(rows)}" for row in part)]
        return Reply("\r\n".join(lines).encode())

    return official.at(path + ".data.csv", table)

"""The worker that stays with a connection: it answers all that comes, and starves nobody."""

from __future__ import annotations

import contextlib
import http.client
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

ECHO = """
def application(environ, start_response):
    body = environ["PATH_INFO"].encode()
    start_response("200 OK", [("Content-Length", str(len(body)))])
    return [body]
"""


@pytest.fixture(scope="module")
def echo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[int, subprocess.Popen]]:
    """Serve an application that says its path, with one worker of one thread."""
    folder = tmp_path_factory.mktemp("echo")
    (folder / "echoing.py").write_text(ECHO)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    own = {"ATLAS_BIND": f"127.0.0.1:{port}", "WEB_CONCURRENCY": "1", "ATLAS_THREADS": "1"}
    command = [sys.executable, "-m", "gunicorn", "--config", "gunicorn.conf.py"]
    process = subprocess.Popen(
        [*command, "--pythonpath", str(folder), "echoing:application"],
        cwd=ROOT,
        env=os.environ | own,
        stderr=subprocess.DEVNULL,
    )
    for _ in range(600):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                break
        time.sleep(0.05)
    yield port, process
    process.send_signal(signal.SIGTERM)
    assert process.wait(30) == 0


def asked(connection: http.client.HTTPConnection, path: str) -> str:
    connection.request("GET", path)
    return connection.getresponse().read().decode()


def test_hundreds_of_requests_on_one_connection_are_answered_each_with_its_own(echo):
    connection = http.client.HTTPConnection("127.0.0.1", echo[0], timeout=20)
    connection.connect()
    own = connection.sock
    paths = [f"/{number}" for number in range(300)]
    assert [asked(connection, path) for path in paths] == paths
    assert connection.sock is own  # it was never closed and opened anew
    connection.close()


def test_two_requests_sent_at_once_are_answered_in_their_order(echo):
    with socket.create_connection(("127.0.0.1", echo[0]), timeout=20) as both:
        ask = "GET /{} HTTP/1.1\r\nHost: atlas\r\n{}\r\n"
        both.sendall(
            (ask.format("first", "") + ask.format("second", "Connection: close\r\n")).encode()
        )
        said = b"".join(iter(lambda: both.recv(4096), b""))
    assert said.index(b"/first") < said.index(b"/second")


def test_a_reader_who_never_pauses_does_not_keep_the_only_thread_from_others(echo):
    greedy = socket.create_connection(("127.0.0.1", echo[0]), timeout=60)
    asks = b"GET /busy HTTP/1.1\r\nHost: atlas\r\n\r\n" * 20_000
    sending = threading.Thread(target=_send_until_closed, args=(greedy, asks))
    sending.start()
    answered = 0
    begun = threading.Event()

    def read() -> None:
        nonlocal answered
        while said := _more(greedy):
            answered += said.count(b"/busy")
            begun.set()

    reading = threading.Thread(target=read)
    reading.start()
    assert begun.wait(20)
    other = http.client.HTTPConnection("127.0.0.1", echo[0], timeout=60)
    assert asked(other, "/other") == "/other"
    waiting = 20_000 - answered
    other.close()
    greedy.shutdown(socket.SHUT_RDWR)
    sending.join(20)
    reading.join(20)
    greedy.close()
    assert waiting > 0  # the other was answered while the greedy one still had requests waiting


def _send_until_closed(to: socket.socket, asks: bytes) -> None:
    with contextlib.suppress(OSError):
        to.sendall(asks)


def _more(of: socket.socket) -> bytes:
    try:
        return of.recv(65536)
    except OSError:
        return b""

"""The servers that are measured, each started on a free port and ended with its block."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

#: A worker a core, no log, the compressed siblings sent as they are.
NGINX = """
pid SCRATCH/pid;
error_log SCRATCH/error.log;
worker_processes auto;
daemon off;
user root;
events { worker_connections 256; }
http {
  access_log off;
  types { application/json json; }
  client_body_temp_path SCRATCH/body;
  proxy_temp_path SCRATCH/proxy;
  fastcgi_temp_path SCRATCH/fastcgi;
  uwsgi_temp_path SCRATCH/uwsgi;
  scgi_temp_path SCRATCH/scgi;
  server {
    listen 127.0.0.1:PORT;
    root FOLDER;
    gzip_static on;
    add_header Cache-Control 'public, max-age=31536000, immutable';
  }
}
"""


def free_port() -> int:
    """Return a port of the loopback address that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for(url: str, seconds: float = 300) -> None:
    """Wait until ``url`` answers; raise ``TimeoutError`` when it does not."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            urllib.request.urlopen(url, timeout=2).read()
            return
        except OSError:
            time.sleep(0.1)
    raise TimeoutError(f"{url} did not answer within {seconds:.0f} s")


@contextmanager
def running(
    command: list[str], port: int, path: str, **environment: str
) -> Iterator[subprocess.Popen]:
    """Run a server for a block; it is ready when ``path`` answers."""
    process = subprocess.Popen(
        command,
        cwd=ROOT,
        env=os.environ | environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        wait_for(f"http://127.0.0.1:{port}{path}")
        yield process
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(timeout=20)


@contextmanager
def gunicorn(
    application: str, port: int, path: str, *, workers: int = 1, **environment: str
) -> Iterator[subprocess.Popen]:
    """Serve ``module:variable`` with the project's own gunicorn settings."""
    command = [sys.executable, "-m", "gunicorn", "--config", "gunicorn.conf.py", application]
    settings = {"ATLAS_BIND": f"127.0.0.1:{port}", "WEB_CONCURRENCY": str(workers)} | environment
    with running(command, port, path, **settings) as process:
        yield process


@contextmanager
def atlas(*, workers: int = 1, **environment: str) -> Iterator[tuple[str, subprocess.Popen]]:
    """Serve the embedded release as in production; gives the address and the process."""
    port = free_port()
    with gunicorn("app.wsgi:server", port, "/healthz", workers=workers, **environment) as process:
        yield f"http://127.0.0.1:{port}", process


def nginx_path() -> str | None:
    """Return where nginx is, or None."""
    return shutil.which("nginx") or (
        "/usr/sbin/nginx" if Path("/usr/sbin/nginx").exists() else None
    )


@contextmanager
def nginx(folder: Path, path: str) -> Iterator[str]:
    """Serve ``folder`` with nginx, one worker, compressed siblings sent as they are."""
    port = free_port()
    with tempfile.TemporaryDirectory() as scratch:
        settings = Path(scratch) / "nginx.conf"
        settings.write_text(
            NGINX.replace("SCRATCH", scratch)
            .replace("PORT", str(port))
            .replace("FOLDER", str(folder))
        )
        command = [str(nginx_path()), "-c", str(settings), "-p", scratch]
        with running(command, port, path):
            yield f"http://127.0.0.1:{port}"

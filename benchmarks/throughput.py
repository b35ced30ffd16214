"""Requests a second for a values file: the app, whitenoise alone and nginx, in turn.

Each as it is deployed: gunicorn with the project's settings and its two workers, nginx with one
worker a core, as `compose.yaml` runs them.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import time
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from pathlib import Path
from statistics import median
from urllib.parse import urlsplit

from benchmarks.result import Row, at_least
from benchmarks.servers import atlas, free_port, gunicorn, nginx, nginx_path

SECONDS = 3
ROUNDS = 3
WORKERS = 2
CONNECTIONS = 8


def measure(www: Path, path: str) -> list[Row]:
    """Return throughput of the app against whitenoise alone and nginx serving the same folder."""
    port, bare = free_port(), "benchmarks.whitenoise_alone:application"
    with (
        atlas(workers=WORKERS) as (base, _),
        gunicorn(bare, port, path, workers=WORKERS, BENCH_WWW=str(www)),
    ):
        alone = f"http://127.0.0.1:{port}"
        if nginx_path() is None:
            return _rows({"the app": base, "whitenoise alone": alone}, path)
        with nginx(www, path) as static:
            return _rows({"the app": base, "whitenoise alone": alone, "nginx": static}, path)


def _rows(servers: dict[str, str], path: str) -> list[Row]:
    rates: dict[str, list[float]] = {name: [] for name in servers}
    for _ in range(ROUNDS):
        for name, base in servers.items():
            rates[name].append(_rate(base + path))
    rows = [
        Row(f"values endpoint, {name}", f"{median(values):,.0f} requests/s")
        for name, values in rates.items()
    ]
    pairs = zip(rates["the app"], rates["whitenoise alone"], strict=True)
    rows.append(
        at_least(
            "values endpoint, app ÷ whitenoise alone", median(a / b for a, b in pairs), 1.0, ""
        )
    )
    if "nginx" in rates:
        pairs = zip(rates["the app"], rates["nginx"], strict=True)
        rows.append(
            at_least("values endpoint, app ÷ nginx", median(a / b for a, b in pairs), 0.1, "")
        )
    else:
        rows.append(Row("values endpoint, app ÷ nginx", "nginx is not installed", "≥ 0.1"))
    return rows


def _rate(url: str) -> float:
    """Return requests a second over kept connections, by wrk where it is, else by threads."""
    urllib.request.urlopen(url).read()
    if wrk := shutil.which("wrk"):
        command = [
            wrk,
            "-t1",
            f"-c{CONNECTIONS}",
            f"-d{SECONDS}s",
            "-H",
            "Accept-Encoding: gzip",
            url,
        ]
        said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
        return float(re.search(r"Requests/sec:\s+([\d.]+)", said)[1])  # type: ignore[index]
    with ThreadPoolExecutor(CONNECTIONS) as pool:
        return sum(pool.map(_fetch, [url] * CONNECTIONS)) / SECONDS


def _fetch(url: str) -> int:
    parts = urlsplit(url)
    connection = HTTPConnection(parts.netloc)
    end, count = time.monotonic() + SECONDS, 0
    while time.monotonic() < end:
        connection.request("GET", parts.path, headers={"Accept-Encoding": "gzip"})
        connection.getresponse().read()
        count += 1
    connection.close()
    return count

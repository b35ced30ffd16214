"""What a worker weighs against the worker of a bare Dash app under the same gunicorn."""

from __future__ import annotations

import subprocess
import urllib.request
from pathlib import Path

from benchmarks.result import Row, at_most
from benchmarks.servers import atlas, free_port, gunicorn

VISITED = ("/", "/area/E08000025", "/_dash-layout", "/_dash-dependencies", "/data", "/about")


def measure() -> list[Row]:
    """Return resident and proportional memory of one worker of each, after the same visits."""
    with atlas() as (base, process):
        ours = _worker(base, process)
    port = free_port()
    with gunicorn("benchmarks.bare:server", port, "/") as process:
        bare = _worker(f"http://127.0.0.1:{port}", process)
    return [
        at_most(
            "worker memory ÷ bare Dash worker (resident)",
            ours["Rss"] / bare["Rss"],
            1.5,
            "",
            decimals=2,
        ),
        Row("worker memory, resident", f"{ours['Rss']:.0f} MB (bare Dash {bare['Rss']:.0f} MB)"),
        Row(
            "worker memory, its own and its share",
            f"{ours['Pss']:.0f} MB (bare Dash {bare['Pss']:.0f} MB)",
        ),
    ]


def _worker(base: str, master: subprocess.Popen) -> dict[str, float]:
    for path in VISITED:
        try:
            urllib.request.urlopen(base + path).read()
        except urllib.error.HTTPError:
            continue  # the bare app has fewer pages
    return worker_memory(master)


def worker_memory(master: subprocess.Popen) -> dict[str, float]:
    """Return the resident and the proportional memory of a server's first worker, in MB."""
    children = Path(f"/proc/{master.pid}/task/{master.pid}/children").read_text().split()
    lines = Path(f"/proc/{children[0]}/smaps_rollup").read_text().splitlines()
    sizes = dict(line.split(":", 1) for line in lines if ":" in line and "kB" in line)
    return {name: int(sizes[name].split()[0]) / 1000 for name in ("Rss", "Pss")}

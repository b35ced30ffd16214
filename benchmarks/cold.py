"""Five cold starts with two workers: the first visitors come before anything is warm."""

from __future__ import annotations

import re
import urllib.error
import urllib.request
from concurrent.futures import ThreadPoolExecutor

from benchmarks.result import Row
from benchmarks.servers import atlas

STARTS = 5
SCRIPT = re.compile(r'(?:src|href)="(/[^"]+\.(?:js|css)[^"]*)"')


def measure() -> list[Row]:
    """Return how many answers of the first moments were not 2xx."""
    total, bad = 0, []
    for _ in range(STARTS):
        with atlas(workers=2) as (base, _process):
            page = urllib.request.urlopen(f"{base}/area/E08000025").read().decode()
            paths = [
                *SCRIPT.findall(page),
                "/_dash-layout",
                "/_dash-dependencies",
                "/",
                "/area/E06000052",
            ]
            with ThreadPoolExecutor(8) as pool:
                answers = list(pool.map(_status, [base + path for path in paths * 3]))
        total += len(answers)
        bad += [status for status in answers if not 200 <= status < 300]
    return [Row(f"cold starts, answers other than 2xx (of {total})", str(len(bad)), "0", not bad)]


def _status(url: str) -> int:
    try:
        return urllib.request.urlopen(url).status
    except urllib.error.HTTPError as error:
        return error.code

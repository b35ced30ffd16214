"""What a report costs: seconds and bytes, what others wait meanwhile, a worker's memory."""

from __future__ import annotations

import subprocess
import tempfile
import threading
import time
import urllib.request

from benchmarks.memory import worker_memory
from benchmarks.result import Row, at_most
from benchmarks.servers import atlas

SLIDES = {
    "a council of 69 wards": "/area/E08000025/report.pptx",
    "the City of London": "/area/E09000001/report.pptx",
    "a ward": "/ward/E05011120/report.pptx",
}
MEANWHILE = "/area/E08000025"


def measure() -> list[Row]:
    """Return the rows; nothing that was made before is used."""
    rows = []
    with tempfile.TemporaryDirectory() as views, atlas(ATLAS_VIEWS=views) as (base, process):
        _fetched(base + MEANWHILE)
        before = _memory(process)
        for what, path in SLIDES.items():
            seconds, size = _fetched(base + path)
            again, _ = _fetched(base + path)
            rows.append(at_most(f"slides of {what}", seconds, 10, "s", decimals=1))
            rows.append(
                Row(f"slides of {what}, size; kept", f"{size / 1e3:.0f} KB; {again * 1e3:.0f} ms")
            )
        seconds, size = _fetched(f"{base}/area/E08000025/report")
        rows.append(Row("report as a page", f"{seconds * 1e3:.0f} ms, {size / 1e3:.0f} KB"))
        rows.append(Row("a page while slides are made", f"{_waiting(base) * 1e3:.0f} ms"))
        after = _memory(process)
    rows.append(Row("worker memory before and after, resident", f"{before:.0f} and {after:.0f} MB"))
    return rows


def _waiting(base: str) -> float:
    """Return the longest that a page takes while two reports are made."""
    paths = ("/area/E06000054/report.pptx", "/area/E06000052/report.pptx")
    makers = [threading.Thread(target=_fetched, args=(base + path,)) for path in paths]
    for maker in makers:
        maker.start()
    longest = 0.0
    while any(maker.is_alive() for maker in makers):
        longest = max(longest, _fetched(base + MEANWHILE)[0])
    return longest


def _fetched(url: str) -> tuple[float, int]:
    """Return how many seconds and bytes an address takes."""
    begun = time.perf_counter()
    size = len(urllib.request.urlopen(url).read())
    return time.perf_counter() - begun, size


def _memory(process: subprocess.Popen) -> float:
    return worker_memory(process)["Rss"]

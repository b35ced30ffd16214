"""Time and peak memory of a whole build of England, in a process of its own."""

from __future__ import annotations

import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.result import Row, at_most
from benchmarks.servers import ROOT


def measure(raw: Path) -> list[Row]:
    """Build a release from the official files in ``raw`` into a scratch folder."""
    with tempfile.TemporaryDirectory() as scratch:
        command = [
            sys.executable,
            "-m",
            "etl",
            "build",
            "--from",
            str(raw.resolve()),
            "--out",
            scratch,
        ]
        started = time.monotonic()
        subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
        took = time.monotonic() - started
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1_000_000
    return [
        at_most("ETL, all of England", took / 60, 3, "minutes", decimals=2),
        at_most("ETL, peak memory of the largest process", peak, 3, "GB", decimals=2),
    ]

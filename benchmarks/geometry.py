"""How many bytes the outlines of areas weigh, compressed as they are served."""

from __future__ import annotations

from pathlib import Path

import brotli

from benchmarks.result import Row, at_most

BIRMINGHAM = "E08000025"


def measure(release: Path) -> list[Row]:
    """Return the compressed size of every kind of boundary file of a release."""
    sizes = {
        path.stem: len(brotli.compress(path.read_bytes(), quality=11)) / 1000
        for path in sorted((release / "boundaries").glob("*.json"))
    }
    england = sizes.pop("england-lad"), sizes.pop("england-ward")
    largest = max(sizes, key=sizes.__getitem__)
    return [
        at_most("geometry, Birmingham", sizes[BIRMINGHAM], 12, "KB", decimals=1),
        at_most(f"geometry, largest council ({largest})", sizes[largest], 30, "KB", decimals=1),
        at_most("geometry, England's councils", england[0], 50, "KB", decimals=1),
        at_most("geometry, England's wards", england[1], 400, "KB", decimals=1),
    ]

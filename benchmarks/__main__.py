"""``python -m benchmarks``: measure, and print one table.

Bytes and counts are exact; times are given as medians and, against another way of doing the same,
as ratios measured in turn in one run, since machines differ and are shared.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable
from pathlib import Path

from rich.console import Console
from rich.table import Table

from app.prepare import prepared_folder
from benchmarks import (
    cold,
    etl_build,
    geometry,
    memory,
    pages,
    repaint,
    reports,
    throughput,
    weight,
)
from benchmarks.browser import chromium
from benchmarks.result import Row
from benchmarks.servers import ROOT, atlas

RELEASE = ROOT / "geodata"
PARTS = (
    "geometry",
    "weight",
    "pages",
    "repaint",
    "throughput",
    "memory",
    "cold",
    "reports",
    "build",
)


def main() -> None:
    """Run the parts asked for and print their rows."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks", description=__doc__.split("\n")[0]
    )
    parser.add_argument("parts", nargs="*", choices=[*PARTS, []], help=f"any of {', '.join(PARTS)}")
    parser.add_argument(
        "--from", dest="raw", type=Path, help="official files, to measure a build too"
    )
    given = parser.parse_args()
    wanted = given.parts or [part for part in PARTS if part != "build" or given.raw]
    console = Console()
    rows: list[Row] = []
    for part in wanted:
        with console.status(f"measuring: {part}"):
            rows += _measure(part, given.raw)
    table = Table("what", "measured", "to reach", "", title="Early Years Atlas, measured")
    for row in rows:
        mark = {None: "", True: "reached", False: "[bold]missed[/bold]"}[row.reached]
        table.add_row(row.what, row.measured, row.target, mark)
    console.print(table)


def _measure(part: str, raw: Path | None) -> list[Row]:
    if part == "build":
        if raw is None:
            raise SystemExit("error: say where the official files are: --from DIR")
        return etl_build.measure(raw)
    alone: dict[str, Callable[[], list[Row]]] = {
        "geometry": lambda: geometry.measure(RELEASE),
        "memory": memory.measure,
        "cold": cold.measure,
        "reports": reports.measure,
    }
    if part in alone:
        return alone[part]()
    if part == "throughput":
        www = prepared_folder(RELEASE, ROOT / "data" / "cache") / "www"
        release = json.loads((RELEASE / "manifest.json").read_text())["release_id"]
        return throughput.measure(www, f"/v/{release}/values/E08000025.json")
    with atlas() as (base, _process), chromium() as browser:
        return {"weight": weight, "pages": pages, "repaint": repaint}[part].measure(browser, base)


if __name__ == "__main__":
    main()

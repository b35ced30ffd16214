"""A build of the made-up England from three small sources, which are read as the real ones are."""

from __future__ import annotations

import importlib
import shutil
import sys
from pathlib import Path
from types import ModuleType

import pandas as pd
import tiny_england
from tiny_england import GLD, NORTHBY

from etl import build as building
from etl import describe, drift
from etl.catalogue import Source, SourceFile
from etl.geography import Geography
from etl.reading import read_measures

SOURCES = ("tiny_babies", "tiny_births", "tiny_prams")
PARSE = '''
"""A source for tests; it writes down each time that it is read."""
import datetime as dt
import os
import signal
import pandas as pd

def parse(path):
    with (path.parent / "read.log").open("a") as log:
        log.write(f"{path.stem}\\n")
    if (path.parent / f"{path.stem}.deadly").exists():
        (path.parent / f"{path.stem}.deadly").unlink()
        os.kill(os.getpid(), signal.SIGKILL)
    table = pd.read_csv(path)
    return pd.DataFrame(
        {
            "measure": path.stem,
            "geography": "ward",
            "area_code": table.ward.astype("str"),
            "period": "2020",
            "period_end": pd.Series([dt.date(2020, 12, 31)] * len(table), dtype=object),
            "value": table.value.astype("float64"),
            "marker": pd.Series([None] * len(table), dtype="str"),
        }
    )
'''


def write_sources(raw: Path, value: float = 60.0) -> Path:
    """Write the three files and the modules that read them; ``value`` is in the last of each."""
    raw.mkdir(parents=True, exist_ok=True)
    for name in SOURCES:
        wards = [f"{ward},{number}" for number, ward in enumerate(tiny_england.WARDS, start=1)]
        wards[-1] = f"{wards[-1].split(',')[0]},{value}"
        (raw / f"{name}.csv").write_text("\n".join(["ward,value", *wards]) + "\n")
        module = raw / f"{name}.py"
        if not module.exists():
            module.write_text(PARSE)
    return raw


def modules(raw: Path) -> dict[str, ModuleType]:
    if str(raw) not in sys.path:
        sys.path.insert(0, str(raw))
    importlib.invalidate_caches()
    for name in SOURCES:
        sys.modules.pop(name, None)
    return {name: importlib.import_module(name) for name in SOURCES}


def catalogue() -> dict[str, Source]:
    return {
        name: Source(
            id=name,
            title=name,
            publisher="Somebody",
            landing_page="https://example.org",
            attribution="Source: somebody.",
            published="2025",
            provenance="supplied",
            files={"table": SourceFile(f"{name}.csv", "O")},
        )
        for name in SOURCES
    }


def geography() -> Geography:
    nothing = pd.Series(dtype="str")
    shares = pd.DataFrame({"lsoa11": [], "lsoa21": [], "share": []})
    return Geography(tiny_england.areas(), nothing, nothing, shares)


def write_release(raw, folder, progress, vintage, means) -> None:
    """Stand in for ``etl.build.write_release``: the three files decide one figure."""
    progress("Reading", 0.0)
    sources = catalogue()
    measures, rows = read_measures(
        raw,
        modules(raw),
        sources,
        lsoa11_shares=geography().lsoa11_shares,
        lookups={},
        steps=means.steps,
        work=means.work,
        was_read=lambda source: progress(f"Read {source.id}", 0.3),
    )
    records = [building.record(source, raw, rows[source.id]) for source in sources.values()]
    shapes = drift.shapes(measures, rows, geography())
    files = {str(one["id"]): str(one["sha256"]) for one in records}
    drift.refuse(drift.changes(shapes, files, means.previous, means.accept))
    progress("Aggregating", 0.5)
    changes = {(GLD, NORTHBY): float(measures.value.max())}
    tiny_england.write_release(folder, changes)
    maps, drawn = folder / "boundaries", folder / "drawn"
    means.steps.files(
        means.steps.key("maps", of="the made-up England"),
        drawn,
        lambda into: shutil.copytree(maps, into, dirs_exist_ok=True),
    )
    shutil.rmtree(maps)
    drawn.rename(maps)
    progress("Describing", 0.8)
    describe.write_json(folder / drift.SHAPES, shapes)
    described = [*tiny_england.sources(), *records]
    describe.describe(folder, sources=described, checks=[], facts={})


def contents(release: Path) -> dict[str, bytes]:
    """Return every file of a release; the manifest without the time it was built at."""
    files = {
        path.relative_to(release).as_posix(): path.read_bytes()
        for path in release.rglob("*")
        if path.is_file()
    }
    lines = files["manifest.json"].splitlines()
    files["manifest.json"] = b"\n".join(line for line in lines if b'"built_at"' not in line)
    return files

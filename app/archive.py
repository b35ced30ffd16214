"""The whole release as it is handed out: its tables as they are, and everything in one archive."""

from __future__ import annotations

import shutil
import zipfile
from pathlib import Path
from typing import Any

SINGLE = (
    "observations.parquet",
    "areas.parquet",
    "neighbours.parquet",
    "postcodes.parquet",
    "neighbourhoods.parquet",
    "neighbourhood_figures.parquet",
    "neighbourhood_boundaries.parquet",
    "indicators.json",
    "datapackage.json",
    "manifest.json",
)
"""Files that are also handed out one by one; boundaries lie beside the map's files anyway."""

_EPOCH = (1980, 1, 1, 0, 0, 0)
_PACKED = (".parquet",)
"""Compressed inside already: stored as they are."""


def name(release_id: str) -> str:
    """Return the archive's file name."""
    return f"early-years-atlas-{release_id}.zip"


def write(release: Path, manifest: dict[str, Any], public: Path) -> list[Path]:
    """Write the archive and the single files of a release into ``public``.

    Returns the JSON files, which are worth compressing. The same release gives the same bytes.
    """
    public.mkdir(parents=True, exist_ok=True)
    names = sorted({*manifest["files"], "manifest.json"})
    with zipfile.ZipFile(public / name(manifest["release_id"]), "w") as archive:
        for entry in names:
            info = zipfile.ZipInfo(entry, _EPOCH)
            info.external_attr = 0o644 << 16
            packed = entry.endswith(_PACKED)
            info.compress_type = zipfile.ZIP_STORED if packed else zipfile.ZIP_DEFLATED
            archive.writestr(info, (release / entry).read_bytes())
    copied = [entry for entry in SINGLE if entry in names]
    for entry in copied:
        shutil.copyfile(release / entry, public / entry)
    return [public / entry for entry in copied if entry.endswith(".json")]

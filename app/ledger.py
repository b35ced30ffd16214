"""Areas whose figures were not simply taken for them: the release's ledger, as the app keeps it."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, fields
from pathlib import Path

FILE = "ledger.json"


@dataclass(frozen=True, slots=True)
class Entry:
    """One row: what was done with a source's figures for an area, and where they came from."""

    source: str
    area_code: str
    from_code: str | None
    from_name: str | None
    what: str
    """``carried`` ``apportioned`` ``lost`` ``recoded`` or ``joint``."""
    share: float | None
    note: str | None


def write(release: Path, arrays: Path) -> Path:
    """Write the release's ledger where ``read`` finds it; an empty one for a release without."""
    import pandas as pd

    names = [field.name for field in fields(Entry)]
    path, rows = release / "ledger.parquet", []
    if path.is_file():
        table = pd.read_parquet(path, columns=names).astype(object)
        rows = table.where(table.notna(), None).to_dict("split")["data"]
    entries = [asdict(Entry(*row)) for row in rows]
    target = arrays / FILE
    target.write_text(json.dumps(entries, ensure_ascii=False), "utf-8")
    return target


def read(prepared: Path) -> list[Entry]:
    """Return the ledger of a prepared release, in its order."""
    rows = json.loads((prepared / "arrays" / FILE).read_text("utf-8"))
    return [Entry(**row) for row in rows]

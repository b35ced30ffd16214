"""Steps that are done once: a result is kept under the hash of everything it was made from.

What is kept is disposable: a build without it gives the same release, only later. Results come to
their place in one move, so that a build killed at any moment leaves whole ones, and the next build
goes on from there.
"""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from etl import publish
from etl.fingerprint import environment, fingerprint

KEEP_DAYS = 30
"""A result that no build has used for so long is thrown away."""


@dataclass(frozen=True)
class Steps:
    """Results in ``folder``; ``scratch`` is where one is written before it is whole."""

    folder: Path
    scratch: Path

    def key(self, what: str, **made_from: object) -> str:
        """Return the name of a result: what it is, and the hash of all that it was made from."""
        return f"{what}-{fingerprint([made_from, environment()])[:32]}"

    def find_table(self, key: str) -> pd.DataFrame | None:
        """Return the table kept as ``key``; None where there is none, or it is damaged."""
        path = self.folder / f"{key}.parquet"
        try:
            table = pq.read_table(path, page_checksum_verification=True)
        except (OSError, pa.ArrowInvalid):
            return None
        os.utime(path)
        return table.to_pandas()

    def keep_table(self, key: str, table: pd.DataFrame) -> pd.DataFrame:
        """Keep ``table`` and return it as a later build will find it, types and all."""
        scratch, path = self.scratch / f"{key}.parquet", self.folder / f"{key}.parquet"
        table.to_parquet(scratch, index=False, compression="zstd", write_page_checksum=True)
        scratch.replace(path)
        return pq.read_table(path).to_pandas()

    def table(self, key: str, compute: Callable[[], pd.DataFrame]) -> pd.DataFrame:
        """Return the table kept as ``key``, computed and kept first where there is none."""
        found = self.find_table(key)
        return self.keep_table(key, compute()) if found is None else found

    def files(self, key: str, into: Path, write: Callable[[Path], None]) -> None:
        """Fill the empty folder ``into`` with the files kept as ``key``; ``write`` makes them."""
        kept = self.folder / key
        if not kept.is_dir():
            made = self.scratch / key
            made.mkdir()
            write(made)
            made.rename(kept)
        os.utime(kept)
        shutil.copytree(kept, into, dirs_exist_ok=True)

    def forget_unused(self) -> None:
        """Throw away what no build has used in ``KEEP_DAYS``."""
        oldest = time.time() - KEEP_DAYS * 86_400
        for path in self.folder.glob("[!.]*"):
            if path.stat().st_mtime < oldest:
                shutil.rmtree(path) if path.is_dir() else path.unlink()


@contextmanager
def opened(folder: Path) -> Iterator[Steps]:
    """Give the steps kept in ``folder``, without what a killed build left half written."""
    with publish.workspace(folder) as scratch:
        steps = Steps(folder, scratch)
        yield steps
        steps.forget_unused()

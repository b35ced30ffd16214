"""Compression at build time: each file gets a brotli and a gzip sibling, so no request ever
compresses.
"""

from __future__ import annotations

import gzip
import multiprocessing
import os
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import contextmanager
from pathlib import Path

BROTLI_QUALITY = 11
GZIP_LEVEL = 9

Report = Callable[[str], None]


def compress(path: Path) -> None:
    """Write ``path``'s ``.br`` and ``.gz`` beside it; the same bytes give the same files every
    time.
    """
    import brotli

    content = path.read_bytes()
    window = max(10, min(24, len(content).bit_length()))
    path.with_name(f"{path.name}.br").write_bytes(
        brotli.compress(content, quality=BROTLI_QUALITY, lgwin=window)
    )
    path.with_name(f"{path.name}.gz").write_bytes(
        gzip.compress(content, compresslevel=GZIP_LEVEL, mtime=0)
    )


@contextmanager
def workers() -> Iterator[Executor]:
    """Give a pool of fresh processes, one a core: what they use never stays with the caller."""
    spawn = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(os.cpu_count(), mp_context=spawn) as pool:
        yield pool


def compress_all(paths: Iterable[Path], pool: Executor, report: Report) -> None:
    """Compress every file, the largest first so that no core waits for one at the end."""
    largest_first = sorted(paths, key=lambda path: -path.stat().st_size)
    total = len(largest_first)
    big, small = largest_first[:40], largest_first[40:]
    tasks = [pool.submit(compress, path) for path in big]
    for done, _ in enumerate(pool.map(compress, small, chunksize=50), start=1):
        if done % 500 == 0:
            report(f"compressed {done:,} of {total:,} files")
    for task in tasks:
        task.result()
    report(f"compressed {total:,} files")

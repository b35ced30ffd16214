"""Compression at build time: each file gets a brotli and a gzip sibling, so no request ever
does it.

``compress_all`` works in processes of its own, so that what it uses never stays with the
caller.
"""

from __future__ import annotations

import gzip
import subprocess
import sys
from collections.abc import Iterable
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

BROTLI_QUALITY = 11
GZIP_LEVEL = 9

ROOT = Path(__file__).resolve().parent.parent


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


def compress_all(paths: Iterable[Path]) -> None:
    """Compress every file on all cores, with progress on standard error."""
    names = "\n".join(str(path.resolve()) for path in paths)
    command = [sys.executable, "-m", "app.compressed"]
    subprocess.run(command, input=names, text=True, cwd=ROOT, check=True)  # noqa: S603 - own words


def main() -> None:
    """Compress the files named on standard input, the largest first so that none is waited for."""
    paths = sorted(map(Path, sys.stdin.read().split("\n")), key=lambda path: -path.stat().st_size)
    large, small = paths[:40], paths[40:]
    with ProcessPoolExecutor() as pool:
        tasks = [pool.submit(compress, path) for path in large]
        for done, _ in enumerate(pool.map(compress, small, chunksize=50), start=1):
            if done % 500 == 0:
                print(f"compressed {done:,} of {len(paths):,} files", file=sys.stderr, flush=True)
        for task in tasks:
            task.result()
    print(f"compressed {len(paths):,} files", file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()

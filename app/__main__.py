"""``python -m app``: open the atlas on this machine."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

from app.main import ROOT, prepared
from app.prepare import ReleaseError


def main(arguments: list[str] | None = None) -> int:
    """Prepare the release if need be, then become gunicorn with the settings of production."""
    parser = argparse.ArgumentParser(prog="python -m app", description=__doc__)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8050)
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--release", type=Path, default=ROOT / "geodata", help="a release to serve")
    parser.add_argument("--cache", type=Path, default=ROOT / "data" / "cache")
    given = parser.parse_args(arguments)
    try:
        prepared(given.release, given.cache)
    except ReleaseError as error:
        print(f"error: {error}", file=sys.stderr)
        return 4
    os.environ |= {
        "ATLAS_RELEASE": str(given.release.resolve()),
        "ATLAS_CACHE": str(given.cache.resolve()),
        "WEB_CONCURRENCY": str(given.workers),
        "ATLAS_BIND": f"{given.host}:{given.port}",
    }
    os.chdir(ROOT)
    gunicorn = [sys.executable, "-m", "gunicorn", "--config", "gunicorn.conf.py"]
    os.execv(sys.executable, gunicorn)  # noqa: S606 - no shell, own words


if __name__ == "__main__":
    raise SystemExit(main())

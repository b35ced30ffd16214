"""``python -m app``: open the atlas on this machine."""

from __future__ import annotations

import argparse
import os
import shutil
import sys
from pathlib import Path

from app.main import ROOT, AtlasDash, create_app, prepared
from app.prepare import ReleaseError
from app.security import SettingError, frame_ancestors


def main(arguments: list[str] | None = None) -> int:
    """Prepare the release if need be, then become gunicorn with the settings of production."""
    parser = argparse.ArgumentParser(prog="python -m app", description=__doc__)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8050)
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--release", type=Path, default=ROOT / "geodata", help="a release to serve")
    parser.add_argument("--cache", type=Path, default=ROOT / "data" / "cache")
    parser.add_argument(
        "--www",
        type=Path,
        help="prepare everything, copy the static files here for a web server, and stop",
    )
    given = parser.parse_args(arguments)
    try:
        if given.www:
            copy_static_files(create_app(given.release, cache_dir=given.cache), given.www)
            return 0
        frame_ancestors(os.environ)
        prepared(given.release, given.cache)
    except (ReleaseError, SettingError) as error:
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


def copy_static_files(app: AtlasDash, www: Path) -> None:
    """Copy every file that needs no app to serve it, and its compressed siblings, into ``www``."""
    for folder in app.static_folders:
        shutil.copytree(folder, www, dirs_exist_ok=True)


if __name__ == "__main__":
    raise SystemExit(main())

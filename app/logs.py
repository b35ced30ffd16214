"""Logs as one JSON object a line, which say what was served and never to whom or about what.

No address of a reader, no query string, no body: a postcode that someone looked up is nowhere
in them.
"""

from __future__ import annotations

import json
import logging
import os
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from functools import lru_cache
from typing import Any

MAX_PATH = 200


class JsonFormatter(logging.Formatter):
    """One JSON object a record; a traceback is a field of it."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the record as a line."""
        line: dict[str, Any] = {
            "time": _utc(record.created),
            "level": record.levelname.lower(),
            "logger": record.name,
        }
        line["message"] = record.getMessage()
        if record.exc_info:
            line["traceback"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False)


class Nameless(logging.Filter):
    """gunicorn says of a request that it cannot read who sent it and what was in it: not here."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Let every record pass, and take from that one all but that it came."""
        if str(record.msg).startswith("Invalid request from ip="):
            record.msg, record.args = "a request that could not be read was refused", None
        return True


CONFIG: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "app.logs.JsonFormatter"}},
    "filters": {"nameless": {"()": "app.logs.Nameless"}},
    "handlers": {
        "error": {
            "class": "logging.StreamHandler",
            "formatter": "json",
            "filters": ["nameless"],
            "stream": sys.stderr,
        },
    },
    "root": {"level": "INFO", "handlers": ["error"]},
    "loggers": {
        "gunicorn.error": {"level": "INFO", "handlers": ["error"], "propagate": False},
        "gunicorn.access": {"level": "CRITICAL", "handlers": [], "propagate": False},
    },
}
"""For ``logging.config.dictConfig`` and gunicorn's ``logconfig_dict``."""


def _to_stdout(line: bytes) -> None:
    """Write a line in one call, so that threads and workers never mix theirs; losing it is no
    harm.
    """
    with suppress(OSError):
        os.write(1, line)


class AccessLog:
    """A WSGI application that logs each request: method, path, status, bytes and milliseconds.

    It writes by itself: the logging module takes longer over a line than a static file does.
    """

    def __init__(self, application: Any, write: Callable[[bytes], None] = _to_stdout) -> None:
        self.application = application
        self.write = write

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Any:
        """Answer a request, as WSGI has it."""
        entry: dict[str, Any] = {
            "time": _utc(time.time()),
            "method": environ.get("REQUEST_METHOD", ""),
            "path": environ.get("PATH_INFO", "")[:MAX_PATH],
            "status": 500,
        }
        begun = time.perf_counter()

        def start(status: str, headers: list[tuple[str, str]], *rest: Any) -> Any:
            entry["status"] = int(status[:3])
            entry["bytes"] = next((int(v) for k, v in headers if k.lower() == "content-length"), 0)
            return start_response(status, headers, *rest)

        try:
            return self.application(environ, start)
        finally:
            entry["ms"] = round((time.perf_counter() - begun) * 1000, 1)
            self.write(json.dumps(entry).encode() + b"\n")


@lru_cache(maxsize=4)
def _of_second(second: int) -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(second))


def _utc(moment: float) -> str:
    return _of_second(int(moment))

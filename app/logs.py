"""Logs as one JSON object a line, which say what was served and never to whom or about what.

No address of a reader, no query string, no body: a postcode that someone looked up is nowhere
in them.
"""

from __future__ import annotations

import json
import logging
import sys
import time
from collections.abc import Callable
from typing import Any

MAX_PATH = 200

access = logging.getLogger("atlas.access")


class JsonFormatter(logging.Formatter):
    """One JSON object a record; a traceback is a field of it."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the record as a line."""
        line: dict[str, Any] = {
            "time": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(record.created)),
            "level": record.levelname.lower(),
            "logger": record.name,
        }
        request = getattr(record, "request", None)
        line |= request if request else {"message": record.getMessage()}
        if record.exc_info:
            line["traceback"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False)


CONFIG: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "app.logs.JsonFormatter"}},
    "handlers": {
        "out": {"class": "logging.StreamHandler", "formatter": "json", "stream": sys.stdout},
        "error": {"class": "logging.StreamHandler", "formatter": "json", "stream": sys.stderr},
    },
    "root": {"level": "INFO", "handlers": ["error"]},
    "loggers": {
        "atlas.access": {"level": "INFO", "handlers": ["out"], "propagate": False},
        "gunicorn.error": {"level": "INFO", "handlers": ["error"], "propagate": False},
        "gunicorn.access": {"level": "CRITICAL", "handlers": [], "propagate": False},
    },
}
"""For ``logging.config.dictConfig`` and gunicorn's ``logconfig_dict``."""


class AccessLog:
    """A WSGI application that logs each request: method, path, status, bytes and milliseconds."""

    def __init__(self, application: Any) -> None:
        self.application = application

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Any:
        """Answer a request, as WSGI has it."""
        entry: dict[str, Any] = {
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
            access.info("", extra={"request": entry})

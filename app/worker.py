"""gunicorn's threaded worker, which stays with a connection while requests keep coming on it."""

from __future__ import annotations

import select
from typing import Any

from gunicorn.workers.gthread import ThreadWorker

PATIENCE_MS = 1
IN_A_ROW = 64


class StayingWorker(ThreadWorker):
    """A thread that has answered looks whether the next request is there already.

    gunicorn hands every request of a kept connection from the poller to a thread and back, through
    a queue and a pipe: for a small file that takes as long as serving it. A thread stays for
    ``PATIENCE_MS``, and after ``IN_A_ROW`` requests lets others have their turn.
    """

    def handle(self, conn: Any) -> Any:
        """Answer the requests of a connection; return what gunicorn's own method does."""
        coming = None
        for _ in range(IN_A_ROW):
            kept = super().handle(conn)
            if kept is not True or conn.is_http2 or not self.alive:
                return kept
            if conn.parser.unreader.buf.getvalue():
                continue  # a part of the next request was read with this one
            if coming is None:
                coming = select.poll()
                coming.register(conn.sock, select.POLLIN)
            if not coming.poll(PATIENCE_MS):
                return kept
        return kept

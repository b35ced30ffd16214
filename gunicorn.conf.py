"""gunicorn's settings, the same for `make serve`, the tests and the container."""

import os
from pathlib import Path

from gunicorn.glogging import Logger

from app.logs import CONFIG

wsgi_app = "app.wsgi:server"
bind = os.environ.get("ATLAS_BIND", "0.0.0.0:8000")

worker_class = "app.worker.StayingWorker"  # gthread, and a shorter way for small files
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
threads = int(os.environ.get("ATLAS_THREADS", "4"))
preload_app = (
    True  # the release is opened and the first page rendered once, before the workers part
)
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108

timeout = 30
graceful_timeout = 20
keepalive = 15
limit_request_line = 2048
limit_request_fields = 60
limit_request_field_size = 8190
control_socket_disable = True  # nothing to control at run time, and nothing to attack

accesslog = None  # app.logs.AccessLog writes the access log, without addresses
logconfig_dict = CONFIG


class ServerLog(Logger):
    """gunicorn's log without its access log, which it would put together to throw away."""

    access_log_enabled = False


logger_class = ServerLog


def when_ready(server: object) -> None:
    """Say where the atlas is."""
    import logging

    logging.getLogger("gunicorn.error").info("the atlas is open at http://%s", bind)

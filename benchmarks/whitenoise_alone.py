"""whitenoise as it comes, over the folder that the app serves, with nothing behind it."""

from __future__ import annotations

import os

from whitenoise import WhiteNoise


def _nothing(environ: dict, start_response) -> list[bytes]:
    start_response("404 Not Found", [("Content-Type", "text/plain")])
    return [b"not found"]


application = (
    WhiteNoise(_nothing, root=os.environ["BENCH_WWW"], max_age=31536000)
    if "BENCH_WWW" in os.environ
    else _nothing
)

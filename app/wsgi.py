"""What gunicorn serves: ``app.wsgi:server``, on the release that ``ATLAS_RELEASE`` names.

Imported once, before the workers are forked, so that they share everything that is here.
"""

from __future__ import annotations

import gc
import os
from pathlib import Path

from app.main import ROOT, create_app

_cache = Path(os.environ.get("ATLAS_CACHE", ROOT / "data" / "cache"))

server = create_app(
    Path(os.environ.get("ATLAS_RELEASE", ROOT / "geodata")),
    cache_dir=_cache,
    views_dir=Path(os.environ.get("ATLAS_VIEWS", _cache)),
).server

gc.collect()
gc.freeze()  # a collection in a worker then leaves the shared pages alone

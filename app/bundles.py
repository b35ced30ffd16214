"""The scripts and styles of the page: Dash's own bundles and ``assets/``, gathered and
compressed once.
"""

from __future__ import annotations

import hashlib
import re
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from dash import Dash

from app import compressed, folder

BUNDLED = {".js": b";\n", ".css": b"\n"}
"""Assets that are joined into one file a kind, and what goes between them: one request, not
twelve.
"""

_COMMENT = re.compile(rb"^[ \t]*/\*(?:(?!\*/).)*\*/[ \t]*\n", re.MULTILINE | re.DOTALL)
"""A comment with lines of its own: a fifth of what would be sent, and read by nobody there."""

PAGES, FRAME = "atlas", "frame"
"""The bundle of every page: all that lies at the top of the folder. A folder of its own is a bundle
of its own, fetched by who wants it; that of a frame on another site begins with what the pages have
too, without ``PAGES_ONLY``."""

PAGES_ONLY = frozenset(
    {
        "bivariate.js",
        "compare.css",
        "compare.js",
        "data.css",
        "data.js",
        "links.js",
        "markup.js",
        "pages.css",
        "pages.js",
        "scatter.js",
        "search.js",
        "share.js",
        "trouble.js",
    }
)

_UNUSED = re.compile(r"\.map$|async-mathjax|dash_table/async-")
"""What Dash could send and no page here asks for: left with Dash, for minutes of compression
saved.
"""


@dataclass(frozen=True, slots=True)
class Assets:
    """Where the prepared assets lie, and the addresses of the scripts and styles by bundle."""

    www: Path
    scripts: dict[str, str]
    styles: dict[str, str]


def prepare_assets(source: Path, cache: Path) -> Assets:
    """Join the scripts and the styles of ``source`` into bundles, each named by its content; copy
    the rest.
    """
    files = {path.relative_to(source): _content(path) for path in _files(source)}
    public = {path: held for path, held in files.items() if path.suffix not in BUNDLED}
    names: dict[str, dict[str, str]] = {kind: {} for kind in BUNDLED}
    for bundle, members in _bundles(files).items():
        for kind, between in BUNDLED.items():
            joined = between.join(files[path] for path in members if path.suffix == kind)
            name = f"{bundle}.{folder.digest([joined])}{kind}"
            names[kind][bundle] = f"/assets/{name}"
            public[Path(name)] = joined
    key = folder.digest(part for path, text in public.items() for part in (str(path), text))
    made = folder.made_once(
        cache / f"assets-{key}",
        lambda target: _write(
            {Path("assets") / path: text for path, text in public.items()}, target
        ),
    )
    return Assets(made / "www", names[".js"], names[".css"])


def _bundles(files: Iterable[Path]) -> dict[str, list[Path]]:
    """Return the files of each bundle, in their order."""
    ours = [path for path in files if path.suffix in BUNDLED]
    top = [path for path in ours if len(path.parts) == 1]
    found = {PAGES: top, FRAME: [path for path in top if path.name not in PAGES_ONLY]}
    for path in ours:
        if len(path.parts) > 1:
            found.setdefault(path.parts[0], []).append(path)
    return found


def prepare_components(app: Dash, cache: Path) -> Path:
    """Copy every script of Dash and its component libraries that ``app`` may send; return their
    folder.

    ``app`` must have rendered its index page once: that is when Dash learns which libraries it
    needs.
    """
    files: dict[Path, Path] = {}
    for package, paths in sorted(app.registered_paths.items()):
        home = Path(str(sys.modules[package].__file__)).parent
        for path in sorted(paths):
            if not _UNUSED.search(path) and (home / path).is_file():
                files[Path("_dash-component-suites", package, path)] = home / path
    key = folder.digest(
        part for name, path in files.items() for part in (str(name), _content_digest(path))
    )

    def make(target: Path) -> None:
        _write({name: path.read_bytes() for name, path in files.items()}, target)

    return folder.made_once(cache / f"bundles-{key}", make) / "www"


def _content_digest(path: Path) -> str:
    """Return the hash of a file without holding all of it: a worker would keep the memory."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _content(path: Path) -> bytes:
    """Return a file as it is served: a script or a style sheet without its comments."""
    content = path.read_bytes()
    return _COMMENT.sub(b"", content) if path.suffix in BUNDLED else content


def _files(source: Path) -> list[Path]:
    return sorted(path for path in source.rglob("*") if path.is_file() and path.name[0] != ".")


def _write(files: dict[Path, bytes], target: Path) -> None:
    written = []
    for name, content in files.items():
        path = target / "www" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        written.append(path)
    compressed.compress_all(written)

"""The scripts and styles of the page: Dash's own bundles and ``assets/``, gathered and
compressed once.
"""

from __future__ import annotations

import hashlib
import re
import sys
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

_UNUSED = re.compile(r"\.map$|async-mathjax|dash_table/async-")
"""What Dash could send and no page here asks for: left with Dash, for minutes of compression
saved.
"""


@dataclass(frozen=True, slots=True)
class Assets:
    """Where the prepared assets lie, and the addresses of their script and style sheet."""

    www: Path
    script: str
    style: str


def prepare_assets(source: Path, cache: Path) -> Assets:
    """Join the scripts and the styles of ``source``, each named by its content; copy the rest."""
    files = {path.relative_to(source): _content(path) for path in _files(source)}
    joined = {
        kind: between.join(text for path, text in files.items() if path.suffix == kind)
        for kind, between in BUNDLED.items()
    }
    names = {kind: f"atlas.{folder.digest([text])}{kind}" for kind, text in joined.items()}
    public = {Path(names[kind]): text for kind, text in joined.items()} | {
        path: content for path, content in files.items() if path.suffix not in BUNDLED
    }
    key = folder.digest(part for path, text in public.items() for part in (str(path), text))
    made = folder.made_once(
        cache / f"assets-{key}",
        lambda target: _write(
            {Path("assets") / path: text for path, text in public.items()}, target
        ),
    )
    return Assets(made / "www", f"/assets/{names['.js']}", f"/assets/{names['.css']}")


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

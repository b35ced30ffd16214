"""Whether a download is what its name says: an error page is never kept in a table's place."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from etl import archives
from etl.errors import SourceError

UNSPECIFIC = frozenset({"", "application/octet-stream", "binary/octet-stream"})


@dataclass(frozen=True)
class Format:
    """The content types under which publishers send a format, and how such a file begins."""

    types: frozenset[str]
    begins: tuple[bytes, ...] = ()
    zipped: bool = False


_ZIP = frozenset({"application/zip", "application/x-zip-compressed"})
_JSON = frozenset({"application/json", "application/geo+json", "text/plain"})
FORMATS = {
    ".csv": Format(frozenset({"text/csv", "application/csv", "text/plain", "text/x-csv"})),
    ".xlsx": Format(
        _ZIP | {"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"},
        (b"PK\x03\x04",),
        zipped=True,
    ),
    ".ods": Format(
        _ZIP | {"application/vnd.oasis.opendocument.spreadsheet"}, (b"PK\x03\x04",), zipped=True
    ),
    ".zip": Format(_ZIP, (b"PK\x03\x04",), zipped=True),
    ".parquet": Format(frozenset({"application/vnd.apache.parquet"}), (b"PAR1",)),
    ".json": Format(_JSON, (b"{", b"[")),
    ".geojson": Format(_JSON, (b"{",)),
}


def require(path: Path, suffix: str, content_type: str) -> None:
    """Raise ``SourceError`` unless the file at ``path`` is what ``suffix`` promises.

    ``content_type`` is what the server called it. A zip (and a workbook is one) must keep within
    the limits of ``etl.archives``.
    """
    wanted = FORMATS[suffix]
    if content_type not in wanted.types | UNSPECIFIC:
        raise SourceError(f"is {content_type}, not a {suffix} file")
    with path.open("rb") as stream:
        start = stream.read(4096).removeprefix(b"\xef\xbb\xbf").lstrip()
    if not start:
        raise SourceError("is empty")
    if start.startswith(b"<"):
        raise SourceError(f"is a web page, not a {suffix} file")
    if wanted.begins and not start.startswith(wanted.begins):
        raise SourceError(f"does not begin like a {suffix} file")
    if suffix == ".csv" and (b"," not in start.splitlines()[0] or start.startswith(b"{")):
        raise SourceError("has no line of column names")
    if wanted.zipped:
        archives.require_safe(path)

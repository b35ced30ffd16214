"""Postcodes and the ward of each: sorted in one file, seven bytes each, the wards in another.

Nothing is held in memory: both files are mapped, and a look-up reads some twenty places of them.
"""

from __future__ import annotations

import mmap
import re
from pathlib import Path
from typing import Any

NAMES, WARDS = "postcodes.bin", "postcode_wards.u16"
WIDTH = 7
_POSTCODE = re.compile(r"[A-Z]{1,2}[0-9][A-Z0-9]?[0-9][A-Z]{2}")


class Postcodes:
    """The postcodes of a prepared release, as ``write`` laid them out."""

    def __init__(self, arrays: Path) -> None:
        self._names = _mapped(arrays / NAMES)
        self._wards = _mapped(arrays / WARDS).cast("H")

    def ward(self, text: str) -> int | None:
        """Return the place of a postcode's ward among the wards in code order, however the postcode
        is spaced; None when it is not one of these.
        """
        postcode = re.sub(r"\s", "", text).upper()
        if not _POSTCODE.fullmatch(postcode):
            return None
        wanted = postcode.ljust(WIDTH).encode()
        low, high = 0, len(self._wards)
        while low < high:
            middle = (low + high) // 2
            if self._name(middle) < wanted:
                low = middle + 1
            else:
                high = middle
        if low == len(self._wards) or self._name(low) != wanted:
            return None
        return self._wards[low]

    def _name(self, position: int) -> bytes:
        start = position * WIDTH
        return bytes(self._names[start : start + WIDTH])


def write(postcodes: Any, wards: Any, arrays: Path) -> None:
    """Write the release's table of postcodes (``postcode``, ``ward_code``) into ``arrays``.

    ``wards`` are the wards in code order; raises ``KeyError`` for a ward that is not among them.
    """
    import numpy as np

    padded = postcodes["postcode"].to_numpy(f"S{WIDTH}")
    order = np.argsort(padded, kind="stable")
    position = {code: place for place, code in enumerate(wards["area_code"])}
    codes = postcodes["ward_code"].map(position)
    if codes.isna().any():
        raise KeyError(postcodes["ward_code"][codes.isna()].iloc[0])
    # bytes pad with NUL in numpy; spaces are what the reader pads with, and sort the same way
    fixed = np.char.ljust(padded[order], WIDTH)
    (arrays / NAMES).write_bytes(fixed.astype(f"S{WIDTH}").tobytes())
    codes.to_numpy("<u2")[order].tofile(arrays / WARDS)


def _mapped(path: Path) -> memoryview:
    """Return a file's bytes, mapped: an empty file, which cannot be mapped, as no bytes."""
    with path.open("rb") as file:
        if path.stat().st_size == 0:
            return memoryview(b"")
        return memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))

"""What a frame on another site holds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Frame:
    """What a frame shows: ``picture`` and ``table`` are components or markup, the rest words."""

    title: str
    subtitle: str
    picture: Any
    caveat: str
    source: Any
    table: Any = None
    scripted: bool = False

"""Where commands print: a screen as wide as it is, and enough room for a table anywhere else."""

from __future__ import annotations

from rich.console import Console

_ROOM = 150
"""Columns of a table that goes to a file or another program, which says nothing of its width."""


def console(*, errors: bool = False) -> Console:
    """Return the console of standard output, or of standard error."""
    own = Console(stderr=errors, highlight=False)
    return own if own.is_terminal else Console(stderr=errors, highlight=False, width=_ROOM)

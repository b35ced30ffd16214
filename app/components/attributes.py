"""``aria-`` and ``data-`` attributes of an element, which no component has an argument for."""

from __future__ import annotations

from typing import Any


def aria(**given: str) -> dict[str, Any]:
    """Return ``aria-`` attributes: ``aria(labelledby=…)`` is ``aria-labelledby``."""
    return {f"aria-{name}": value for name, value in given.items()}


def data(**given: str) -> dict[str, Any]:
    """Return ``data-`` attributes: ``data(lad_name=…)`` is ``data-lad-name``."""
    return {f"data-{name.replace('_', '-')}": value for name, value in given.items()}

"""``/compare``: need against access over a council's wards, or several areas side by side."""

from __future__ import annotations

from typing import Any

from app.choices import Pair, Side
from app.pages import compare_areas, compare_pair
from app.release import Release
from app.state import ViewState


def title(release: Release, state: ViewState) -> str:
    """Return the title of the document."""
    if isinstance(state.compare, Pair):
        return compare_pair.title(release, state.compare)
    return compare_areas.title(release, _side(state))


def layout(release: Release, state: ViewState) -> list[Any]:
    """Return the page of a state."""
    if isinstance(state.compare, Pair):
        return compare_pair.layout(release, state.compare)
    return compare_areas.layout(release, _side(state))


def parts(release: Release, state: ViewState) -> dict[str, dict[str, Any]]:
    """Return what a state sets on the page that stands."""
    if isinstance(state.compare, Pair):
        return compare_pair.parts(release, state.compare)
    return compare_areas.parts(release, _side(state))


def _side(state: ViewState) -> Side:
    return state.compare if isinstance(state.compare, Side) else Side()

"""The pieces of a page: what is set, by id, on one that stands.

A piece that is set keeps its place in the document, and whoever had the focus keeps it. A page
whose every changing part has an id, and whose parts are the same in every state, is written once,
as a layout.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from dash.development.base_component import Component

Pieces = dict[str, dict[str, Any]]


def pieces(content: Any) -> Pieces:
    """Return the properties of every element that has an id, by id.

    The children of an element are among them only where none of them has an id of its own: theirs
    are set instead.
    """
    return {name: _properties(element) for name, element in _named(content)}


def _properties(element: Component) -> dict[str, Any]:
    given = dict(element.to_plotly_json()["props"])
    del given["id"]
    if next(_named(given.get("children")), None) is not None:
        del given["children"]
    return given


def _named(content: Any) -> Iterator[tuple[str, Component]]:
    """Yield every element that has an id, with it, outermost first."""
    if isinstance(content, Component):
        if (name := getattr(content, "id", None)) is not None:
            yield name, content
        yield from _named(getattr(content, "children", None))
    elif isinstance(content, Iterable) and not isinstance(content, str | bytes | dict):
        for part in content:
            yield from _named(part)

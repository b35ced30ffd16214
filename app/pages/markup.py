"""Tables as one piece of markup.

Dash gives every cell a component of its own that listens to every change of the page: with four
tables of 69 rows a change of state takes seconds in the browser. As text in one attribute, which
``markup.js`` puts in place, the same tables cost nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from typing import Any

from dash import html
from dash.development.base_component import Component

from app.pages.parts import Parts


class Markup(str):
    """Text that is markup already, such as an SVG: it is not escaped."""

    __slots__ = ()


_NAMES = {"className": "class", "htmlFor": "for"}


def markup(content: Any) -> str:
    """Return components of ``dash.html`` as HTML; text and attributes are escaped."""
    if content is None:
        return ""
    if isinstance(content, Markup):
        return content
    if isinstance(content, Component):
        return _element(content)
    if isinstance(content, Iterable) and not isinstance(content, str):
        return "".join(markup(part) for part in content)
    return escape(str(content), quote=False)


def holder(element_id: str, content: Any, **attributes: Any) -> html.Div:
    """Return an element that the script fills with ``content``."""
    given: dict[str, Any] = attributes | {"data-html": markup(content)}
    return html.Div(id=element_id, **given)


def tables_as_markup(parts: Parts, tables: Iterable[str]) -> Parts:
    """Return the parts of a page with the children of ``tables`` as markup."""
    written = {
        name: {"data-html": markup(parts[name]["children"])} for name in tables if name in parts
    }
    return parts | written


def _element(component: Component) -> str:
    described = component.to_plotly_json()
    given = dict(described["props"])
    inner = markup(given.pop("children", None))
    tag = described["type"].lower()
    return f"<{tag}{''.join(_attribute(*pair) for pair in given.items())}>{inner}</{tag}>"


def _attribute(name: str, value: Any) -> str:
    if value is None or value is False:
        return ""
    name = _NAMES.get(name, name).lower()
    if value is True:
        return f" {name}"
    if isinstance(value, dict):
        value = ";".join(f"{key}:{style}" for key, style in value.items())
    return f' {name}="{escape(str(value))}"'

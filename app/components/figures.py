"""The frame of a figure: what it shows, its switch between picture and table, and how to take
it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from dash import html

from app.components.attributes import aria, data


@dataclass(frozen=True)
class Label:
    """What an exported picture says of itself; each becomes an attribute of the figure."""

    title: str
    subtitle: str
    caveat: str
    source: str
    link: str
    release: str
    file: str
    """What the picture is called when it is saved, between the atlas’s name and the figure’s."""

    def attributes(self) -> dict[str, Any]:
        """Return the figure's ``data-`` attributes, which ``export.js`` writes into the picture."""
        return {f"data-{name}": value for name, value in self.__dict__.items()}


def switch(
    figure: str,
    picture: str,
    *,
    picture_id: str,
    table_id: str,
    table: str = "Table",
    ids: tuple[str | None, str | None] = (None, None),
) -> html.Div:
    """Return the two buttons that show a figure as a picture or as its table (``pages.js``).

    ``picture`` and ``table`` are their words, ``ids`` their own element ids where they need them.
    """
    return html.Div(
        [
            _half(picture, ids[0], shows=picture_id, hides=table_id, pressed=True),
            _half(table, ids[1], shows=table_id, hides=picture_id, pressed=False),
        ],
        className="segmented",
        role="group",
        **aria(label=f"Show the {figure} as"),
    )


def _half(
    label: str, element_id: str | None, *, shows: str, hides: str, pressed: bool
) -> html.Button:
    marks: dict[str, Any] = {
        "aria-pressed": str(pressed).lower(),
        "aria-controls": shows,
        "data-shows": shows,
        "data-hides": hides,
    }
    if element_id is not None:
        marks["id"] = element_id
    return html.Button(label, type="button", **marks)


def table_wrap(table_id: str, label: str, children: Any = None, *, hidden: bool = True) -> html.Div:
    """Return the scrolling frame of a table, reachable by keyboard."""
    return html.Div(
        children,
        id=table_id,
        className="table-wrap",
        tabIndex=0,
        role="region",
        hidden=hidden,
        **aria(label=label),
    )


PICTURES = (
    ("png", "report", "PNG", "PNG for the column of a report"),
    ("png", "slide", "PNG wide", "PNG for a slide"),
    ("svg", "slide", "SVG", "SVG"),
)
"""Kinds of picture: type, size (``export.js``), words of the button, and its name in full."""


def exports(
    figures: Sequence[tuple[str, str]], csv: str | None, xlsx: str | None = None
) -> list[Any]:
    """Return the buttons that take figures away: ``(figure, words)`` each, and the addresses of
    the table.
    """
    rows: list[Any] = []
    for figure, words in figures:
        buttons: list[Any] = [
            html.Button(
                label,
                type="button",
                className="button export",
                title=said,
                **aria(label=f"{words} as {said}"),
                **data(export=kind, size=size, figure=figure),
            )
            for kind, size, label, said in PICTURES
        ]
        rows.append(
            html.Div([html.Span(words, className="export-name"), *buttons], className="exports")
        )
    links = [
        html.A(
            kind,
            href=address,
            className="button",
            download="",
            **aria(label=f"Table as {kind}"),
        )
        for kind, address in (("CSV", csv), ("XLSX", xlsx))
        if address is not None
    ]
    if links:
        rows.append(
            html.Div([html.Span("Table", className="export-name"), *links], className="exports")
        )
    return rows


def copy_link() -> html.Button:
    """Return the button that copies the address of the view that is shown (``share/copy.js``)."""
    return html.Button(
        "Copy link",
        type="button",
        className="button",
        **data(act="copy-link"),
    )


def link_row(classes: str = "exports") -> html.Div:
    """Return the row of the downloads that copies the view's address."""
    return html.Div([html.Span("Link", className="export-name"), copy_link()], className=classes)


def embedding(figures: Sequence[tuple[str, str, str, str]]) -> html.Details:
    """Return the codes that show figures on another site: ``(figure, words, address, title)`` each.

    The script writes the code, for it knows under which name the site is reached.
    """
    rows: list[Any] = []
    for figure, words, address, title in figures:
        field = f"embed-{figure}"
        rows.append(
            html.Div(
                [
                    html.Label(f"{words}: code for your page", htmlFor=field),
                    html.Textarea(
                        id=field,
                        readOnly="readOnly",
                        rows=3,
                        **data(embed=address, title=title, figure=figure),
                    ),
                    html.Button(
                        "Copy code",
                        type="button",
                        className="button",
                        **aria(label=f"Copy code: {words}"),
                        **data(act="copy-code", field=field),
                    ),
                ],
                className="embed-code",
            )
        )
    return html.Details([html.Summary("Embed on another site"), *rows], className="embed")

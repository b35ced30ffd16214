"""The frame of a figure: what it shows, its switch between picture and table, and how to take
it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from dash import html


@dataclass(frozen=True)
class Label:
    """What an exported picture says of itself; each becomes an attribute of the figure."""

    title: str
    subtitle: str
    caveat: str
    source: str
    link: str
    release: str

    def attributes(self) -> dict[str, str]:
        """Return the figure's ``data-`` attributes, which ``export.js`` writes into the picture."""
        return {f"data-{name}": value for name, value in self.__dict__.items()}


def switch(figure: str, picture: str, *, picture_id: str, table_id: str) -> html.Div:
    """Return the two buttons that show a figure as a picture or as its table (``pages.js``)."""
    return html.Div(
        [
            _half(picture, shows=picture_id, hides=table_id, pressed=True),
            _half("Table", shows=table_id, hides=picture_id, pressed=False),
        ],
        className="segmented",
        role="group",
        **{"aria-label": f"Show the {figure} as"},  # type: ignore[arg-type]
    )


def _half(label: str, *, shows: str, hides: str, pressed: bool) -> html.Button:
    marks = {
        "aria-pressed": str(pressed).lower(),
        "aria-controls": shows,
        "data-shows": shows,
        "data-hides": hides,
    }
    return html.Button(label, type="button", **marks)  # type: ignore[arg-type]


def table_wrap(table_id: str, label: str, children: Any = None, *, hidden: bool = True) -> html.Div:
    """Return the scrolling frame of a table, reachable by keyboard."""
    return html.Div(
        children,
        id=table_id,
        className="table-wrap",
        tabIndex=0,
        role="region",
        hidden=hidden,
        **{"aria-label": label},  # type: ignore[arg-type]
    )


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
                kind.upper(),
                type="button",
                className="button export",
                **{  # type: ignore[arg-type]
                    "data-export": kind,
                    "data-figure": figure,
                    "aria-label": f"{words} as {kind.upper()}",
                },
            )
            for kind in ("png", "svg")
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
            **{"aria-label": f"Table as {kind}"},  # type: ignore[arg-type]
        )
        for kind, address in (("CSV", csv), ("XLSX", xlsx))
        if address is not None
    ]
    if links:
        rows.append(
            html.Div([html.Span("Table", className="export-name"), *links], className="exports")
        )
    return rows

"""What was done with figures of areas that changed: a part of the page about the atlas."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from dash import html

from app import text
from app.ledger import Entry, read
from app.release import Release

HEADINGS = {
    "apportioned": "Shared out by residents, and so estimated",
    "recoded": "Under a new code, with the same area",
    "joint": "Published together with another council",
    "lost": "Without a figure from some source",
    "carried": "Kept as published",
}
"""What each word of the ledger means, in the order it is shown."""


def section(release: Release) -> list[Any]:
    """Return the section: one table of areas for each thing that was done, folded away."""
    entries = read(release.prepared)
    if not entries:
        return []
    return [
        html.H2("Areas that changed", id="ledger"),
        html.P(
            "Sources are published for the areas of their own year. A ward with the same code is "
            "the same ward and keeps its figures. The counts of a ward that was redrawn are shared "
            "out by the residents of the small areas (LSOAs) that old and new ward have in common; "
            "such figures are marked as estimates, and rates are worked out afterwards. A council "
            "keeps its earlier figures where its area is the same. Everything that was not simply "
            "taken over is listed here."
        ),
        *(
            _table(release, what, rows)
            for what in HEADINGS
            if (rows := [entry for entry in entries if entry.what == what])
        ),
    ]


def _table(release: Release, what: str, entries: list[Entry]) -> html.Details:
    titles = {source["id"]: source["title"] for source in release.manifest["sources"]}
    tables = [
        html.Table(
            [
                html.Caption(titles.get(source, source)),
                html.Thead(
                    html.Tr(
                        [html.Th(name, scope="col") for name in ("Area", "From", "Share", "Note")]
                    )
                ),
                html.Tbody([_row(release, entry) for entry in rows]),
            ],
            className="data",
        )
        for source, rows in groupby(entries, key=lambda entry: entry.source)
    ]
    count = text.plural(len(entries), "row")
    return html.Details([html.Summary(f"{HEADINGS[what]}: {count}"), *tables], id=f"ledger-{what}")


def _row(release: Release, entry: Entry) -> html.Tr:
    share = "" if entry.share is None else f"{entry.share:.0%}"
    former = " ".join(filter(None, (entry.from_name, entry.from_code)))
    return html.Tr(
        [
            html.Th(_place(release, entry.area_code), scope="row"),
            html.Td(former),
            html.Td(share, className="num"),
            html.Td(entry.note or ""),
        ]
    )


def _place(release: Release, code: str) -> str:
    area = release.areas[code]
    council = release.areas.get(area.lad_code or "")
    if area.level == "ward" and council is not None:
        return f"{area.name}, {text.spoken(council.name)}"
    return text.spoken(area.name)

"""Where to look first: the wards of most need and least access, or all of them, by need."""

from __future__ import annotations

from dash import html

from app import compare_findings as words
from app import shortfall, text
from app.comparison import Comparison
from app.components.figures import switch
from app.pages import compare_tables
from app.pages.markup import holder


def section(found: Comparison) -> html.Section:
    """Return both lists, with the switch between them and how sure the first is."""
    wards = found.first
    everyone = found.ordered(found.wards)
    council = text.spoken(found.council.name)
    scarce = words.access_thirds(found.access.indicator)[2]
    need = words.NEED_THIRDS[2]
    if wards:
        heading = f"Where to look first: {words.count_words(len(wards))} with {need} and {scarce}"
    elif not found.known:
        heading = f"All {len(everyone)} wards"
    else:
        heading = f"Where to look first: no ward with both {need} and {scarce}"
    note = ["Ordered by need", " · "]
    rate = found.access.council.value
    if shortfall.has_places(found.access.indicator) and rate is not None:
        shown = text.number(rate, found.access.indicator.decimals)
        note += [
            f"places short: how many more would match {text.possessive(council)} {shown} per 100",
            " · ",
        ]
    note += [html.Span("England", className="key-england")]
    every = f"All {len(everyone)}"
    return html.Section(
        [
            html.Div(
                [
                    html.Div(
                        [
                            html.H2(heading, id="first-heading"),
                            html.P(note, id="first-note", className="figure-note"),
                        ]
                    ),
                    _listed(len(wards), every),
                ],
                className="figure-head",
            ),
            holder(
                "first-these",
                compare_tables.first(found, wards, caption=heading),
                className="first-wrap",
                hidden=not wards,
            ),
            holder(
                "first-all",
                compare_tables.first(found, everyone, caption=f"{every} wards by need"),
                className="first-wrap",
                hidden=bool(wards),
            ),
            html.P(
                words.stability(found),
                id="first-sure",
                className="figure-note pair-sure",
                hidden=not wards,
            ),
        ],
        className="block pair-first",
    )


def _listed(count: int, every: str) -> html.Div:
    """Return the switch between the wards to look at first and all of them."""
    these = f"These {words.count_words(count).rsplit(' ', 1)[0]}" if count > 1 else "This one"
    both = switch(
        "list",
        these,
        picture_id="first-these",
        table_id="first-all",
        table=every,
        ids=("list-these", "list-all"),
    )
    return html.Div(both, id="list-switch", hidden=count == 0)

"""The explorer's switch from wards to neighbourhoods (LSOAs), and the table of their map."""

from __future__ import annotations

from typing import Any

import dash_bootstrap_components as dbc
from dash import html

from app import neighbourhoods, text
from app.components import marks
from app.components.attributes import data
from app.release import Release
from app.state import ViewState, why_no_neighbourhoods
from app.view import View


def field(release: Release, view: View) -> html.Fieldset:
    """Return the choice between wards and neighbourhoods on the map."""
    found = parts(release, view.state)
    return html.Fieldset(
        [
            html.Legend("Areas on the map"),
            dbc.RadioItems(id="geography-radio", name="geography", **found["geography-radio"]),
            html.P(id="geography-why", className="figure-note", **found["geography-why"]),
        ],
        className="choices",
        id="geography-field",
        **found["geography-field"],
    )


def parts(release: Release, state: ViewState) -> dict[str, dict[str, Any]]:
    """Return what a state sets on the control, by element; it says why there is nothing smaller."""
    reason = why_no_neighbourhoods(state, release)
    finer = "Neighbourhoods (LSOAs)"
    note = f"Wards only: {reason}." if reason else "About 1,500 residents each; no interval."
    return {
        "geography-field": {"hidden": state.level(release) != "ward"},
        "geography-radio": {
            "options": [
                {"value": "ward", "label": "Wards"},
                {"value": "lsoa", "label": finer, "disabled": reason is not None},
            ],
            "value": state.geography,
        },
        "geography-why": {"children": note},
    }


def table(release: Release, view: View, caption: str) -> html.Table:
    """Return the figures of a council's neighbourhoods by name, with the ward each is fitted to."""
    indicator = view.indicator

    def figure(row: neighbourhoods.Row) -> html.Td:
        if row.value is None:
            return html.Td(text.in_its_place(row.marker), className="num marker")
        shown = text.short_amount(row.value, indicator)
        return html.Td([shown, *marks.letter(row.marker)], className="num")

    found = sorted(
        neighbourhoods.rows(release, view.council.code, indicator.id), key=lambda row: row.name
    )
    body = [
        html.Tr(
            [html.Th(row.name, scope="row"), html.Td(row.ward), figure(row)],
            **data(code=row.code),
        )
        for row in found
    ]
    whole = [one for one in (view.own, view.england) if one is not None and one.value is not None]
    foot = [
        html.Tr(
            [
                html.Th(one.name, scope="row"),
                html.Td(""),
                html.Td(text.short_amount(one.value or 0.0, indicator), className="num"),
            ]
        )
        for one in whole
    ]
    headings = ("Neighbourhood", "Ward, by best fit")
    return html.Table(
        [
            html.Caption(f"{caption}. Neighbourhoods have no interval: read small ones with care."),
            html.Thead(
                html.Tr(
                    [
                        *(html.Th(words, scope="col") for words in headings),
                        html.Th("Figure", scope="col", className="num"),
                    ]
                )
            ),
            html.Tbody(body),
            html.Tfoot(foot),
        ],
        className="data",
    )

"""The two pictures of need against access, each with its table: the scatter, and the map of thirds.

``compare.js`` draws both from the model that the scatter carries.
"""

from __future__ import annotations

import json
from typing import Any

from dash import html

from app import compare_findings as words
from app import text
from app.comparison import Comparison
from app.components import sources
from app.components.attributes import aria, data
from app.components.figures import Label, switch
from app.pages import compare_model, compare_tables
from app.pages.markup import holder
from app.permalink import permalink
from app.release import Release


def scatter(release: Release, found: Comparison) -> html.Figure:
    """Return the wards by both measures, with the lines that part them into four corners."""
    note = "A circle is a ward, its area its under-fives · ▷ beyond the scale"
    return html.Figure(
        [
            html.Div(
                [
                    html.P(note, className="figure-title"),
                    switch("scatter", "Chart", picture_id="scatter-half", table_id="scatter-table"),
                ],
                className="figure-head",
            ),
            html.Div(
                [html.Div(id="scatter", className="scatter"), _corners(found)], id="scatter-half"
            ),
            _table("scatter-table", "Table of the scatter", compare_tables.values(found)),
        ],
        id="figure-scatter",
        className="figure",
        **data(
            model=json.dumps(compare_model.model(found), ensure_ascii=False, separators=(",", ":"))
        ),
        **_label(release, found, words.finding(found)),
    )


def _corners(found: Comparison) -> html.Ul:
    """Return the names of the corners with their counts, in words under the picture."""
    split = found.need_line is not None and found.access_line is not None
    return html.Ul(
        [html.Li(words.corner(found, quadrant)) for quadrant in compare_model.CORNERS],
        id="scatter-corners",
        className="corners",
        hidden=not split,
        **aria(label="Wards in each part of the scatter"),
    )


def thirds(release: Release, found: Comparison) -> html.Figure:
    """Return the map whose nine colours are the thirds of both measures."""
    whose = "England’s" if found.pair.split == "england" else "the council’s"
    name = text.spoken(found.council.name)
    head = words.worst_of_all(found)
    return html.Figure(
        [
            html.Div(
                [
                    html.P(
                        f"Thirds of {whose} wards on both measures",
                        id="bivariate-title",
                        className="figure-title",
                    ),
                    switch("map", "Map", picture_id="bivariate-half", table_id="bivariate-table"),
                ],
                className="figure-head",
            ),
            html.Div(
                [
                    html.Div(id="bivariate-key", className="bivariate-key"),
                    html.Div(
                        id="bivariate",
                        **data(lad=found.council.code, lad_name=name),
                    ),
                ],
                id="bivariate-half",
            ),
            _table("bivariate-table", "Table of the map", compare_tables.classes(found)),
        ],
        id="figure-bivariate",
        className="figure",
        **_label(release, found, head),
    )


def _table(table_id: str, label: str, table: html.Table) -> html.Div:
    """Return the scrolling frame of a table, behind its picture until it is wanted."""
    return holder(
        table_id,
        table,
        className="table-wrap",
        tabIndex=0,
        role="region",
        hidden=True,
        **aria(label=label),
    )


def _label(release: Release, found: Comparison, title: str) -> dict[str, Any]:
    subtitle = " against ".join(
        f"{side.indicator.title} ({side.period})" for side in (found.need, found.access)
    )
    return Label(
        title=title,
        subtitle=subtitle,
        caveat=" ".join(words.care(found)[:3]),
        source=sources.plain_several(release, (found.need.indicator, found.access.indicator)),
        link=permalink(found.pair.url(), release.id),
        release=f"Release {release.id[:8]}",
        file=f"{found.council.code}_need-against-access",
    ).attributes()

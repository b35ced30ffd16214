"""``/compare?areas=…``: up to eight areas of any level side by side, with their trends."""

from __future__ import annotations

from typing import Any

from dash import html

from app import side_by_side, text
from app.choices import MOST_AREAS, Side
from app.components import reports, sources
from app.components.attributes import aria
from app.components.controls import standing_alone
from app.components.figures import Label, embedding, exports, link_row
from app.neighbours import WAYS, Way
from app.pages import compare_choosing, compare_grid
from app.pages.markup import holder
from app.pages.pieces import Pieces, pieces
from app.permalink import embed_address, permalink
from app.release import Release
from app.side_by_side import Row


def title(release: Release, side: Side) -> str:
    """Return the title of the document."""
    names = [text.spoken(release.areas[code].name) for code in side.areas]
    return f"Compare {', '.join(names)}" if names else "Compare areas"


def layout(release: Release, side: Side) -> list[Any]:
    """Return the page of a choice of areas."""
    return [html.Div(html.H1("Compare areas"), className="page-head"), *body(release, side)]


def parts(release: Release, side: Side) -> Pieces:
    """Return what another choice sets on the page, and what it announces."""
    changed = pieces(body(release, side))
    said = f"{_count(release, side)}. {changed['side-finding']['children']}"
    return changed | {"announce": {"children": said}}


def _count(release: Release, side: Side) -> str:
    """Return how much is compared: it changes with each addition and removal, a finding may not."""
    areas = text.plural(len(side.areas), "area") if side.areas else "No area"
    full = ", as many as fit," if len(side.areas) == MOST_AREAS else ""
    indicators = text.plural(len(side_by_side.shown(release, side)), "indicator")
    mean = f" with the mean of {compare_choosing.whose(release, side)}" if side.alike else ""
    return f"{areas}{full}{mean} compared by {indicators}"


def body(release: Release, side: Side) -> list[Any]:
    """Return all that changes with the choice."""
    rows = side_by_side.read(release, side) if side.areas else []
    words = side_by_side.finding(rows) if rows else "Put up to eight areas of any kind side by side"
    return [
        compare_choosing.controls(release, side),
        holder(
            "side-areas",
            compare_choosing.chips(release, side),
            className="side-areas",
            hidden=not side.areas,
        ),
        holder("side-sets", compare_choosing.sets(release, side), className="side-sets"),
        html.H2(words, id="side-finding", className="finding"),
        holder(
            "side-start", "" if rows else compare_choosing.start(release), className="side-start"
        ),
        html.Div(
            holder(
                "side-table",
                compare_grid.table(release, side, rows) if rows else "",
                className="table-wrap side-table",
                tabIndex=0,
                role="region",
                hidden=not rows,
                **aria(label="Table of the areas side by side"),
            ),
            id="figure-areas",
            className="figure",
            **_label(release, side, rows, words),
        ),
        html.P(
            "▲ ○ ▼ say higher, similar or lower than England by the 95% interval; without one, "
            "the fifth among England’s areas of that kind stands instead. The small charts of a "
            "row share one scale; England’s latest value is dashed; nothing is joined across a "
            "missing year or a break in the series.",
            id="side-key",
            className="figure-note",
            hidden=not rows,
        ),
        html.Div(
            [
                html.B("Read with care"),
                html.Ul(
                    [
                        html.Li([html.B(f"{standing_alone(row.indicator)}. "), _care(row)])
                        for row in rows
                    ]
                ),
            ],
            id="side-care",
            className="note side-care",
            hidden=not rows,
        ),
        html.Section(
            [
                html.H2("Take it away"),
                *exports(
                    [("areas", "Areas")],
                    side.url().replace("/compare", "/compare/table.csv", 1),
                    side.url().replace("/compare", "/compare/table.xlsx", 1),
                ),
                reports.links(side.url()),
                embedding([("areas", "Areas", embed_address(side.url(), "areas"), words)]),
                link_row(),
            ],
            id="side-exports",
            className="pair-exports",
            hidden=not rows,
        ),
        html.P(
            _sources(release, side, rows) if rows else "",
            id="side-source",
            className="source",
            hidden=not rows,
        ),
    ]


def _sources(release: Release, side: Side, rows: list[Row]) -> list[Any]:
    """Return where the figures come from; what a council gave of its own wards, beside those."""
    areas = [release.areas[code] for code in side.areas]
    wards = [area for area in areas if area.level == "ward"]
    return sources.several(release, [row.indicator for row in rows], *wards, way=_way(side))


def _way(side: Side) -> Way | None:
    return WAYS[side.alike] if side.alike else None


def _care(row: Row) -> str:
    """Return the first two caveats of an indicator: what bears most on comparing areas."""
    return " ".join(row.indicator.caveats[:2])


def _label(release: Release, side: Side, rows: list[Row], title: str) -> dict[str, Any]:
    """Return what a picture of the table says of itself."""
    indicators = [row.indicator for row in rows]
    caveats = dict.fromkeys(item.caveats[0] for item in indicators if item.caveats)
    return Label(
        title=title,
        subtitle="Latest figure, 95% interval, place against England, and trend",
        caveat=" ".join(caveats),
        source=sources.plain_several(release, indicators, _way(side)),
        link=permalink(side.url(), release.id),
        release=f"Release {release.id[:8]}",
        file="-".join(side.areas) or "none",
    ).attributes()

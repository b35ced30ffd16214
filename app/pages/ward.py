"""A ward's profile: every indicator with its place in England, and what is known only for the
council.

Everything is one page of HTML: the numbers in tables, the spine charts and the map as images, so
that it prints as it reads.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from dash import html
from flask import Flask, Response

from app import profile, text
from app.charts.locator import locator
from app.components import card, marks, reports, sources
from app.components.attributes import aria, data
from app.components.figures import Label, copy_link, embedding, exports
from app.pages import ward_cells as cells
from app.pages import ward_tables
from app.permalink import embed_address, permalink
from app.profile import Profile, Row
from app.release import Area, Release
from app.state import ViewState
from app.unknown import HOME, UnknownView
from app.ward_findings import ages, finding, sentences
from etl.registry import DOMAINS

BALANCE = {
    "risk": (
        "low_income_bhc_relative",
        "low_income_ahc_relative",
        "imd_score",
        "homes_overcrowded",
        "emergency_stays",
        "violence_with_injury",
    ),
    "resilience": (
        "childcare_places_per_100",
        "childcare_places_good_outstanding_share",
        "homes_owned",
        "adults_with_skills",
        "gps_per_10000",
        "connectivity",
    ),
}
"""The headline indicators weighed against each other, those that the release has; the table below
them has all. Their polarity says which side they are on, and a test holds that they agree."""


COUNCIL_ONLY = "council-only"
"""Id of the heading above what is known only for the council."""


def title(release: Release, state: ViewState) -> str:
    """Return the title of the document."""
    ward, council = release.areas[state.ward or ""], release.areas[state.lad or ""]
    return f"{ward.name}, {text.spoken(council.name)}"


def layout(release: Release, state: ViewState) -> list[Any]:
    """Return the page of a ward."""
    shown = profile.read(release, state.ward or "")
    return [
        html.Div([_lead(shown), _facts(release, shown)], className="profile-head"),
        _jumps(shown),
        _balance(shown),
        _every(release, state, shown),
        _council_only(shown),
        html.P(
            sources.several(
                release,
                [row.indicator for row in (*shown.rows, *shown.council_rows)],
                shown.council,
            ),
            className="source",
        ),
    ]


def register(server: Flask, release: Release) -> None:
    """Add the endpoint of the small maps, which a browser keeps for as long as the release."""

    @server.get("/v/<release_id>/locator/<ward>.svg")
    def locate(release_id: str, ward: str) -> Response:
        """Return the picture of a ward in its council."""
        area = release.areas.get(ward)
        if release_id != release.id or area is None or area.level != "ward" or not area.lad_code:
            raise UnknownView(404, f"This release has no map of “{ward[:20]}”.", (HOME,))
        boundaries = release.www / "v" / release.id / "boundaries" / f"{area.lad_code}.json"
        drawn = locator(json.loads(boundaries.read_text("utf-8")), ward)
        keep = {"Cache-Control": "public, max-age=31536000, immutable"}
        return Response(drawn, mimetype="image/svg+xml", headers=keep)


def _lead(shown: Profile) -> html.Div:
    council = shown.council
    return html.Div(
        [
            html.Nav(
                _crumbs(shown.region, council),
                className="crumbs",
                **aria(label="Where this is"),
            ),
            html.H1(shown.ward.name),
            html.H2(finding(shown), className="finding"),
            html.P(sentences(shown), className="summary"),
            html.Div(
                [
                    html.A(
                        "Open in the map",
                        href=f"/area/{council.code}?w={shown.ward.code}",
                        className="button primary",
                    ),
                    html.A(
                        "Ward report (PPTX)",
                        href=f"/ward/{shown.ward.code}/report.pptx",
                        className="button",
                        rel="nofollow",
                        download="",
                    ),
                    card.beside(shown.ward.code, council.code),
                    html.Button(
                        "Print",
                        type="button",
                        className="button",
                        **data(act="print"),
                    ),
                    copy_link(),
                ],
                className="actions",
            ),
        ],
        className="profile-lead",
    )


def _crumbs(region: Area | None, council: Area) -> list[Any]:
    parts: list[Any] = [html.A("England", href="/")]
    if region is not None:
        parts += [" › ", html.Span(region.name)]
    return [*parts, " › ", html.A(text.spoken(council.name), href=f"/area/{council.code}")]


def _facts(release: Release, shown: Profile) -> html.Div:
    council = text.spoken(shown.council.name)
    return html.Div(
        [
            html.Img(
                src=f"/v/{release.id}/locator/{shown.ward.code}.svg",
                alt=f"Map: where {shown.ward.name} lies in {council}",
                className="locator",
            ),
            html.Dl(
                [
                    *_count(shown.row(profile.POPULATION), "children aged 0 to 4"),
                    *_count(
                        shown.row(profile.SETTINGS),
                        "nurseries and pre-schools",
                        one="nursery or pre-school",
                    ),
                    *([html.Div(html.Dd(shown.ward.note))] if shown.ward.note else []),
                ],
                className="profile-facts",
            ),
        ],
        className="profile-where",
    )


def _count(row: Row | None, what: str, *, one: str = "") -> list[html.Div]:
    if row is None:
        return []
    value = row.reading.value
    what = one if one and value == 1 else what
    number = text.number(value, 0) if value is not None else text.missing(row.reading.marker)
    return [
        html.Div(
            [
                html.Dt([html.B(number), f" {what}" if value is not None else f": {what}"]),
                html.Dd([*marks.letter(row.reading.marker), row.period.label]),
            ]
        )
    ]


def _jumps(shown: Profile) -> html.Nav:
    """Return links to the parts of a page that is many screens long on a phone."""
    known = {row.indicator.domain for row in shown.rows}
    places = [(domain, cells.anchor(domain)) for domain in DOMAINS if domain in known]
    if shown.council_rows:
        places.append((f"Known only for {text.spoken(shown.council.name)}", COUNCIL_ONLY))
    return html.Nav(
        html.Ul([html.Li(html.A(words, href=f"#{place}")) for words, place in places]),
        className="jumps",
        **aria(label="On this page"),
    )


def _balance(shown: Profile) -> html.Section:
    words = {
        "risk": "Risk: further right is harder for children",
        "resilience": "Resilience: further right is better for children",
    }
    halves = [
        ward_tables.balance(rows, words[side])
        for side, names in BALANCE.items()
        if (rows := [row for name in names if (row := shown.row(name))])
    ]
    note = f"Share of England’s wards with a lower value than {shown.ward.name}; marks every 20%"
    return html.Section(
        [
            html.H2("Risk beside resilience"),
            html.P(note, className="figure-note"),
            html.Div(halves, className="balance-halves"),
        ],
        className="block balance-block",
        hidden=not halves,
    )


def _every(release: Release, state: ViewState, shown: Profile) -> html.Section:
    council = text.spoken(shown.council.name)
    address = f"/ward/{shown.ward.code}"
    label = Label(
        title=finding(shown),
        subtitle=f"Every ward-level indicator of {shown.ward.name}, {council}, against England",
        caveat=f"The periods differ from row to row. {letters(shown.rows)}".strip(),
        source=sources.plain_several(release, [row.indicator for row in shown.rows]),
        link=permalink(address, release.id),
        release=f"Release {release.id[:8]}",
        file=shown.ward.code,
    )
    return html.Section(
        [
            html.H2("Every ward-level indicator"),
            html.P(ages(shown), className="figure-note"),
            html.Div(  # no figure: on paper a figure stays whole, and this one is two pages long
                [
                    ward_tables.spines(shown.rows, shown.ward.name, council, shown.oldest),
                    ward_tables.key(shown.ward.name, council),
                ],
                id="figure-spine",
                className="figure",
                **label.attributes(),
            ),
            html.P(letters(shown.rows), className="figure-note"),
            html.Div(
                [
                    *exports([("spine", "Chart")], f"{address}/table.csv", f"{address}/table.xlsx"),
                    reports.links(state.url()),
                    embedding(
                        [("spine", "Chart", embed_address(address, "spine"), label.subtitle)]
                    ),
                ],
                className="profile-exports",
            ),
        ],
        className="block",
    )


def letters(rows: Iterable[Row]) -> str:
    """Return what the letters beside values mean, each once."""
    letters = {row.reading.marker for row in rows if text.beside(row.reading.marker)}
    return " ".join(f"{letter}: {text.beside(letter)}." for letter in sorted(filter(None, letters)))


def _council_only(shown: Profile) -> html.Section:
    council, rows = text.spoken(shown.council.name), shown.council_rows
    holders = {row.holder.code: text.spoken(row.holder.name) for row in rows}
    where = " or ".join(dict.fromkeys([council, *holders.values()]))
    words = (
        f"These {len(rows)} are published for the whole council and never for a ward: they "
        f"describe {where}, not {shown.ward.name}, and nothing is estimated down. Where the "
        "publisher gives no interval there is neither a verdict nor a test of the trend; the fifth "
        f"among England’s councils is shown instead. {letters(rows)}"
    )
    return html.Section(
        [
            html.H2(f"Known only for {where}", id=COUNCIL_ONLY),
            html.P(words.strip(), className="figure-note"),
            html.Div(
                ward_tables.council_only(rows, where),
                className="council-halves",
            ),
        ],
        className="block",
        hidden=not rows,
    )

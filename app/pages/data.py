"""The catalogue: every indicator and every source, as the release declares them."""

from __future__ import annotations

from typing import Any

from dash import html

from app import text
from app.release import Release
from etl.registry import DOMAINS, Indicator, Level

LEVEL_WORDS: dict[Level, str] = {
    "ward": "wards",
    "lad": "councils",
    "utla": "counties and unitary councils",
    "region": "regions",
    "country": "England",
}


def layout(release: Release) -> list[Any]:
    """Return the page."""
    count = len(release.indicators)
    return [
        html.H1("Data"),
        html.P(
            f"{count} indicators for {len(release.at_level('ward')):,} wards and "
            f"{len(release.councils())} councils, from {len(release.manifest['sources'])} official "
            "sources. Figures are Open Government Licence v3.0: reuse them with their attribution.",
            className="lede",
        ),
        html.H2("At a glance"),
        _overview(release),
        html.H2("Indicators"),
        *[part for domain in DOMAINS for part in _domain(release, domain)],
        html.H2("Sources", id="sources"),
        *[_source(entry) for entry in release.manifest["sources"]],
        html.H2("For programs", id="files"),
        html.P(
            [
                "Every table of the explorer is at ",
                html.Code("/area/<council code>/table.csv?i=<indicator>&p=<period>"),
                ". The whole release lists its indicators in ",
                html.A("indicators.json", href=f"/v/{release.id}/indicators.json"),
                " and its areas in ",
                html.A("search.json", href=f"/v/{release.id}/search.json"),
                ".",
            ]
        ),
    ]


def _overview(release: Release) -> html.Div:
    """Return the sortable table; ``pages.js`` sorts it."""
    headings = ("Indicator", "Domain", "Finest level", "Latest", "Periods", "Publisher")
    rows = []
    for item in release.indicators.values():
        finest, coverage = _finest(release, item)
        main = (release.sources(item.id) or [{"publisher": ""}])[0]
        rows.append(
            html.Tr(
                [
                    html.Th(html.A(item.title, href=f"#{item.id}"), scope="row"),
                    html.Td(item.domain),
                    html.Td(LEVEL_WORDS[finest] if finest else "no figures"),
                    html.Td(coverage.latest.label if coverage else ""),
                    html.Td(str(len(coverage.periods)) if coverage else "0", className="num"),
                    html.Td(main["publisher"]),
                ]
            )
        )
    head = html.Tr(
        [
            html.Th(html.Button(words, type="button", className="sort"), scope="col")
            for words in headings
        ]
    )
    table = html.Table(
        [
            html.Caption("Every indicator; press a heading to sort by it"),
            html.Thead(head),
            html.Tbody(rows),
        ],
        className="data",
        **{"data-sortable": ""},  # type: ignore[arg-type]
    )
    return html.Div(
        table,
        className="table-wrap",
        tabIndex=0,
        role="region",
        **{"aria-label": "Every indicator"},  # type: ignore[arg-type]
    )


def _finest(release: Release, indicator: Indicator) -> tuple[Level | None, Any]:
    for level in ("ward", "lad", "utla", "region", "country"):
        coverage = release.coverage(indicator.id, level)
        if coverage is not None:
            return level, coverage
    return None, None


def _domain(release: Release, domain: str) -> list[Any]:
    entries = [item for item in release.indicators.values() if item.domain == domain]
    if not entries:
        return []
    return [html.H3(domain), *[_indicator(release, item) for item in entries]]


def _indicator(release: Release, item: Indicator) -> html.Section:
    facts: list[tuple[str, Any]] = [
        ("Measures", item.definition),
        ("How it is worked out", _method(item)),
        ("Evidence", item.evidence),
        ("Figures for", _coverage(release, item)),
        ("Updated", item.update_frequency),
        ("Read with care", html.Ul([html.Li(caveat) for caveat in item.caveats])),
        ("Source", _sources(release, item)),
    ]
    return html.Section(
        [
            html.H4(item.title),
            html.P(html.Code(item.id), className="figure-note"),
            html.Dl([html.Div([html.Dt(term), html.Dd(words)]) for term, words in facts]),
        ],
        id=item.id,
        className="indicator",
    )


def _method(item: Indicator) -> str:
    interval = {
        "wilson": " 95% intervals are Wilson’s.",
        "byar": " 95% intervals are Byar’s, exact for counts below 10.",
        "newcombe": " 95% intervals are Newcombe’s.",
        None: " It has no interval, so no verdict against England.",
    }[item.interval]
    below = f" for every {item.scale:,.0f} {item.denominator_label}"
    return {
        "counts": f"{_capital(item.numerator_label)}{below}, summed before dividing.{interval}",
        "total": f"{_capital(item.numerator_label)}, summed.",
        "weighted_mean": f"Mean {item.numerator_label}, weighted by {item.denominator_label}."
        f"{interval}",
        "published": f"As published.{interval}",
        "difference": f"{_capital(item.numerator_label)} less {item.denominator_label}.{interval}",
    }[item.method]


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def _coverage(release: Release, item: Indicator) -> html.Ul:
    lines = []
    for level, words in LEVEL_WORDS.items():
        coverage = release.coverage(item.id, level)
        if coverage is None:
            continue
        first, last = coverage.periods[0].label, coverage.latest.label
        span = last if len(coverage.periods) == 1 else f"{first} to {last}"
        lines.append(html.Li(f"{words}: {span} ({text.plural(len(coverage.periods), 'period')})"))
    return html.Ul(lines)


def _sources(release: Release, item: Indicator) -> html.Ul:
    return html.Ul(
        [
            html.Li(
                html.A(f"{entry['publisher']}: {entry['title']}", href=f"#source-{entry['id']}")
            )
            for entry in release.sources(item.id)
        ]
    )


def _source(entry: dict[str, Any]) -> html.Section:
    provenance = {
        "live": "Fetched from its publisher.",
        "supplied": "Read from a file that was supplied, not fetched from its publisher.",
    }.get(entry["provenance"], entry["provenance"])
    fidelity = entry.get("fidelity")
    facts: list[tuple[str, Any]] = [
        ("Publisher", entry["publisher"]),
        ("Published", text.day_words(entry["published"])),
        ("Licence", entry["licence"]),
        ("Attribution", entry["attribution"]),
        ("How it came here", f"{provenance} {f'What is at hand: {fidelity}.' if fidelity else ''}"),
    ]
    if entry.get("next_release"):
        facts.append(("Next release", text.day_words(entry["next_release"])))
    if entry.get("note"):
        facts.append(("Note", entry["note"]))
    return html.Section(
        [
            html.H3(html.A(entry["title"], href=entry["landing_page"], rel="external")),
            html.Dl([html.Div([html.Dt(term), html.Dd(words)]) for term, words in facts]),
        ],
        id=f"source-{entry['id']}",
        className="indicator",
    )

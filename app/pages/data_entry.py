"""One indicator of the catalogue, and one source, each folded behind its line."""

from __future__ import annotations

from typing import Any

from dash import html

from app import text
from app.components.attributes import data
from app.release import Coverage, Release
from etl.registry import Indicator, Level

LEVEL_WORDS: dict[Level, str] = {
    "ward": "wards",
    "lad": "councils",
    "utla": "counties",
    "region": "regions",
    "country": "England",
}

_METHODS = {
    "wilson": "95% intervals are Wilson’s.",
    "byar": "95% intervals are Byar’s, exact for counts below 10.",
    "newcombe": "95% intervals are Newcombe’s.",
    None: "It has no interval, so no verdict against England.",
}
_PROVENANCE = {
    "live": "Fetched from its publisher.",
    "supplied": "Read from a file that was supplied, not fetched from its publisher.",
    "local": "Supplied by the council, of its own wards.",
}


def indicator(release: Release, item: Indicator) -> html.Details:
    """Return an indicator: its line says what, where and how recent; inside is all the rest."""
    level, coverage = release.finest(item.id)
    main = next(iter(release.sources(item.id)), {})
    line = html.Summary(
        [
            html.Span(item.title, className="entry-title"),
            html.Span(LEVEL_WORDS[level] if level else "no figures", className="entry-fact"),
            html.Span(coverage.latest.label if coverage else "", className="entry-fact"),
            html.Span(main.get("publisher", ""), className="entry-from"),
        ]
    )
    facts: list[tuple[str, Any]] = [
        ("Measures", item.definition),
        ("How it is worked out", method(item)),
        ("Quality", item.evidence or "Nothing is said of its quality."),
        ("Read with care", html.Ul([html.Li(caveat) for caveat in item.caveats])),
        ("Figures for", _coverage(release, item)),
        ("Dates", _dates(item, main, coverage)),
        ("Sources", _sources(release, item)),
        ("Take it", _ways(item)),
    ]
    if item.breaks or item.gaps:
        facts.insert(4, ("Breaks and gaps", _breaks(item)))
    return html.Details(
        [line, html.Div([html.P(html.Code(item.id)), _list(facts)], className="entry-body")],
        id=item.id,
        className="entry",
        **data(domain=item.domain, level=level or ""),
    )


def source(entry: dict[str, Any]) -> html.Details:
    """Return a source of the release."""
    fidelity = entry.get("fidelity")
    came = _PROVENANCE.get(entry.get("provenance", ""), entry.get("provenance", ""))
    facts: list[tuple[str, Any]] = [
        ("Publisher’s page", _landing(entry)),
        ("Licence", entry.get("licence", "")),
        ("Attribution", entry.get("attribution", "")),
        ("How it came here", f"{came} {f'What is at hand: {fidelity}.' if fidelity else ''}"),
        ("Next edition", _next(entry)),
    ]
    if entry.get("note"):
        facts.append(("Note", entry["note"]))
    published = entry.get("published")
    line = html.Summary(
        [
            html.Span(entry["title"], className="entry-title"),
            html.Span(text.day_words(published) if published else "", className="entry-fact wide"),
            html.Span(entry["publisher"], className="entry-from"),
        ]
    )
    return html.Details(
        [line, html.Div(_list(facts), className="entry-body")],
        id=f"source-{entry['id']}",
        className="entry",
    )


def method(item: Indicator) -> str:
    """Return how a figure is made, in words."""
    interval = _METHODS[item.interval]
    below = f"for every {item.scale:,.0f} {item.denominator_label}"
    return {
        "counts": f"{_capital(item.numerator_label)} {below}, summed before dividing. {interval}",
        "total": f"{_capital(item.numerator_label)}, summed.",
        "weighted_mean": f"Mean {item.numerator_label}, weighted by {item.denominator_label}. "
        f"{interval}",
        "published": f"As published. {interval}",
        "difference": f"{_capital(item.numerator_label)} less {item.denominator_label}. {interval}",
    }[item.method]


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def _coverage(release: Release, item: Indicator) -> html.Ul:
    """Return, for each kind of area, the periods and how many areas have a figure in the latest."""
    lines = []
    for level, words in LEVEL_WORDS.items():
        coverage = release.coverage(item.id, level)
        if coverage is None:
            continue
        first, last = coverage.periods[0].label, coverage.latest.label
        span = last if first == last else f"{first} to {last}"
        values = release.values(item.id, level, last)
        known = sum(value == value for value in values)
        periods = text.plural(len(coverage.periods), "period")
        whose = [text.spoken(release.areas[code].name) for code in coverage.councils or ()]
        if whose:
            words += f" of {', '.join(whose)} alone, supplied by the council"
            values = [
                value
                for area, value in zip(release.at_level(level), values, strict=True)
                if area.lad_code in (coverage.councils or ())
            ]
            known = sum(value == value for value in values)
        line = f"{words}: {span}, {periods}"
        if level != "country":
            line += f"; {known:,} of {len(values):,} have a figure in {last}"
        for period in coverage.partial:
            whose = text.plural(release.councils_with(period), "council")
            line += f"; {period.label} in {whose} only"
        lines.append(html.Li(line))
    return html.Ul(lines)


def _dates(item: Indicator, main: dict[str, Any], coverage: Coverage | None) -> html.Ul:
    published = main.get("published")
    lines = [
        f"Latest figures: {coverage.latest.label}, to "
        f"{text.day_words(coverage.latest.end.isoformat())}"
        if coverage
        else "No figures",
        f"Published: {text.day_words(published) if published else 'not known'}",
        f"Updated: {item.update_frequency}",
        f"Next release: {_next(main)}",
    ]
    return html.Ul([html.Li(line) for line in lines])


def _next(entry: dict[str, Any]) -> str:
    day = entry.get("next_release")
    return text.day_words(day) if day else "no date announced"


def _breaks(item: Indicator) -> html.Ul:
    lines = [f"Do not compare across {entry.before}: {entry.reason}" for entry in item.breaks]
    for gap in item.gaps:
        span = gap.first if gap.first == gap.last else f"{gap.first} to {gap.last}"
        lines.append(f"Nothing for {span}: {gap.reason}")
    return html.Ul([html.Li(line) for line in lines])


def _sources(release: Release, item: Indicator) -> html.Ul:
    return html.Ul(
        [
            html.Li(
                html.A(f"{entry['publisher']}: {entry['title']}", href=f"#source-{entry['id']}")
            )
            for entry in release.sources(item.id)
        ]
    )


def _ways(item: Indicator) -> html.Div:
    file = f"/data/indicators/{item.id}.csv"
    api = f"/api/v1/indicators/{item.id}"
    return html.Div(
        [
            html.A("Every figure (CSV)", href=file, download="", className="button"),
            html.A("Columns (CSVW)", href=f"{file}-metadata.json"),
            html.A("API", href=f"{api}/observations"),
            html.A("On the map", href=f"/?i={item.id}"),
        ],
        className="entry-ways",
    )


def _landing(entry: dict[str, Any]) -> Any:
    page = entry.get("landing_page")
    return html.A(entry["title"], href=page, rel="external") if page else "None is known."


def _list(facts: list[tuple[str, Any]]) -> html.Dl:
    return html.Dl([html.Div([html.Dt(term), html.Dd(words)]) for term, words in facts])

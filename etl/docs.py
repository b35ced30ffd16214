"""The generated pages of ``docs/``: what each indicator means, where each source comes from."""

from __future__ import annotations

from pathlib import Path

from etl.catalogue import FIDELITY, OGL_URL, Source
from etl.registry import DOMAINS, Indicator

NOTICE = "<!-- By `python -m etl docs`: change etl/indicators/ or etl/catalogue.toml instead. -->"
LEVEL_WORDS = {
    "ward": "ward",
    "lad": "council",
    "utla": "county or one-tier council",
    "region": "region",
    "country": "England",
}
METHOD_WORDS = {
    "counts": "numerator ÷ denominator, summed over the area first",
    "total": "a count, summed over the area",
    "weighted_mean": "mean of the area's neighbourhoods, weighted by the denominator",
    "published": "as published",
    "difference": "the first less the second, in percentage points",
}
INTERVAL_WORDS = {
    "wilson": "Wilson, 95%",
    "byar": "Byar's, 95%, exact Poisson below 10",
    "newcombe": "Newcombe's, 95%, of the two Wilson intervals",
}
POLARITY_WORDS = {
    "higher_is_better": "higher is better",
    "lower_is_better": "lower is better",
    "neutral": "neither high nor low is better",
}

NOT_ANNOUNCED = "not announced"
"""Where the publisher has given no date that is known here: a next release is never guessed."""


def pages(indicators: tuple[Indicator, ...], sources: dict[str, Source]) -> dict[str, str]:
    """Return each generated page by its file name."""
    return {
        "indicators.md": indicators_page(indicators, sources),
        "data-sources.md": sources_page(indicators, sources),
    }


def write(
    folder: Path, indicators: tuple[Indicator, ...], sources: dict[str, Source]
) -> list[Path]:
    """Write the generated pages into ``folder`` and return their paths."""
    written = []
    for name, text in pages(indicators, sources).items():
        path = folder / name
        path.write_text(text, encoding="utf-8")
        written.append(path)
    return written


def indicators_page(indicators: tuple[Indicator, ...], sources: dict[str, Source]) -> str:
    """Return ``indicators.md``: every indicator, by domain."""
    parts = [
        NOTICE,
        "# Indicators",
        f"{len(indicators)} indicators, in the order they are shown. "
        "A blank figure always carries a marker that says why; suppressed is never zero.",
    ]
    for domain in DOMAINS:
        members = [indicator for indicator in indicators if indicator.domain == domain]
        if members:
            parts.append(f"## {domain}")
            parts += [_indicator(indicator, sources) for indicator in members]
    return "\n\n".join(parts) + "\n"


def _method_words(indicator: Indicator) -> str:
    words = METHOD_WORDS[indicator.method]
    return f"{words}; as published where there are no counts" if indicator.published_as else words


def _indicator(indicator: Indicator, sources: dict[str, Source]) -> str:
    rows = {
        "Unit": indicator.unit.strip() or "number",
        "Method": _method_words(indicator),
        "Numerator": indicator.numerator_label,
        "Denominator": indicator.denominator_label,
        "Interval": INTERVAL_WORDS[indicator.interval] if indicator.interval else "none",
        "Reads as": POLARITY_WORDS[indicator.polarity],
        "Finest level": LEVEL_WORDS[indicator.finest_level],
        "Updated": indicator.update_frequency,
        "Evidence": indicator.evidence,
        "Sources": ", ".join(
            f"[{sources[s].title}](data-sources.md#{s})" for s in indicator.sources
        ),
    }
    lines = [f"### {indicator.title}", "", f"`{indicator.id}`: {indicator.definition}", ""]
    lines += ["| | |", "|---|---|"]
    lines += [f"| {label} | {value} |" for label, value in rows.items() if value]
    notes = [*indicator.caveats]
    notes += [f"Before {b.before} the series breaks: {b.reason}." for b in indicator.breaks]
    notes += [f"No figure from {g.first} to {g.last}: {g.reason}." for g in indicator.gaps]
    return "\n".join([*lines, "", *(f"- {note}" for note in notes)])


def sources_page(indicators: tuple[Indicator, ...], sources: dict[str, Source]) -> str:
    """Return ``data-sources.md``: every source, its licence, and how near our copy is to it."""
    kinds = "\n".join(f"- **{kind}**: {words}" for kind, words in FIDELITY.items())
    parts = [
        NOTICE,
        "# Data sources",
        f"All figures are published under the [Open Government Licence v3.0]({OGL_URL}) unless "
        "marked. `python -m etl build --from DIR` looks for each file below `DIR`.",
        f"How near the file that was read is to its publisher's:\n\n{kinds}",
        _fetched(sources),
        *(_source(source, indicators) for source in sources.values()),
    ]
    return "\n\n".join(parts) + "\n"


def complete_by_fetch(source: Source) -> bool:
    """Tell whether ``fetch``, or the installation, gives all that a build needs of a source."""
    needed = {name for name, file in source.files.items() if not file.optional}
    return needed <= set(source.fetch)


def _fetched(sources: dict[str, Source]) -> str:
    whole = [source for source in sources.values() if complete_by_fetch(source)]
    return (
        f"`python -m etl fetch` gets every file of {len(whole)} of these {len(sources)} sources "
        "from its publisher; the other files, marked no, have to be put below `DIR` by hand."
    )


def _had(source: Source, name: str) -> str:
    had = "yes" if name in source.fetch else "no"
    return f"{had}; a build does without it" if source.files[name].optional else had


def _beside_the_table(source: Source) -> list[str]:
    """Say where to get what ``fetch`` cannot, and what it gets that no build reads."""
    said = [f"`{n}`, by hand: {f.by_hand}" for n, f in source.files.items() if f.by_hand]
    extra = [wanted for name, wanted in source.fetch.items() if name not in source.files]
    said += [f"Fetched too, and nothing is built from it, `{w.to}`: {w.note}" for w in extra]
    return said


def _source(source: Source, indicators: tuple[Indicator, ...]) -> str:
    users = [f"`{i.id}`" for i in indicators if source.id in i.sources]
    rows = {
        "Publisher": source.publisher,
        "Page": f"<{source.landing_page}>",
        "File": f"<{source.file_url}>" if source.file_url else "",
        "Published": source.published,
        "Next release": source.next_release or NOT_ANNOUNCED,
        "Licence": source.licence,
        "Provenance": source.provenance,
        "Attribution": source.attribution,
        "Used by": ", ".join(users) or source.purpose,
    }
    lines = [f'<a id="{source.id}"></a>', "", f"## {source.title}", ""]
    lines += ["| | |", "|---|---|"]
    lines += [f"| {label} | {value} |" for label, value in rows.items() if value]
    if source.files:
        lines += ["", "| file | below `--from` | kind | had by `fetch` |", "|---|---|---|---|"]
        lines += [
            f"| {name} | `{file.pattern}` | {file.fidelity} | {_had(source, name)} |"
            for name, file in source.files.items()
        ]
    else:
        lines += ["", f"Carried by the Python package `{source.package}`."]
    for said in (*_beside_the_table(source), source.note):
        lines += ["", said] if said else []
    return "\n".join(lines)

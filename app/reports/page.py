"""A report as a page that prints: plain HTML with its pictures inside, no script, one style."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from html import escape
from pathlib import Path

from app.reports import drawn, page_tables
from app.reports.model import (
    Aside,
    Fact,
    Figure,
    Map,
    Places,
    Ranking,
    Report,
    Scatter,
    Sheet,
    Table,
    Trend,
    Words,
)
from app.reports.page_tables import reachable

PAGE_ROWS = 30
"""Rows of a table that surely fit one page of paper with their title."""


def written(report: Report, *, slides: str) -> str:
    """Return a report as a page; ``slides`` is where it is as slides."""
    sections = "".join(_section(sheet, at) for at, sheet in enumerate(report.sheets, 1))
    cover = (
        f"<figure>{drawn.atlas(report.cover)}</figure>" if report.cover and _plain(report) else ""
    )
    place = escape(report.place)
    return f"""<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>{escape(report.kind)}, {place}: Early Years Atlas</title>
<link rel="icon" type="image/svg+xml" href="/assets/favicon.svg">
<link rel="canonical" href="{escape(report.link)}">
<style>{_style()}</style>
</head>
<body>
<a class="skip" href="#main">Skip to main content</a>
<header class="top"><div class="wrap"><a class="brand" href="/">Early Years Atlas</a>
<a href="{escape(report.link)}">Back to {place}</a>
<a class="button" href="{escape(slides)}" download>PowerPoint</a></div></header>
<main id="main" class="wrap">
<div class="cover">
<p class="kind">{escape(report.kind)}</p>
<h1>{place}</h1>
<p class="finding">{escape(report.title)}</p>
<p>{escape(report.lead)}</p>
{_facts(report.facts)}
{cover}
</div>
{sections}
</main>
<footer class="wrap"><p>{escape(report.made_of)}<br>
<a href="{escape(report.link)}">{escape(report.link)}</a></p></footer>
</body>
</html>
"""


@lru_cache(maxsize=1)
def _style() -> str:
    return Path(__file__).with_name("page.css").read_text("utf-8")


def _plain(report: Report) -> bool:
    """Tell whether the cover's map is shown by no sheet."""
    return not any(isinstance(figure, Map) for sheet in report.sheets for figure in sheet.figures)


def _section(sheet: Sheet, at: int) -> str:
    """Return a sheet; a list beside its title is kept with it on paper."""
    figures = [_figure(figure) for figure in sheet.figures]
    inside = "".join(figures)
    if len(figures) > 1:
        inside = f'<div class="columns">{"".join(f"<div>{part}</div>" for part in figures)}</div>'
    return (
        f'<section aria-labelledby="s{at}"{_whole(sheet)}><h2 id="s{at}">{escape(sheet.title)}</h2>'
        f'<p class="under">{escape(sheet.subtitle)}</p>{_asides(sheet.aside)}{inside}'
        f'<p class="source">{escape(sheet.source)}</p></section>\n'
    )


def _whole(sheet: Sheet) -> str:
    """Keep a sheet on one page of paper, but for a table too long for that."""
    long = any(isinstance(item, Table) and len(item.lines) > PAGE_ROWS for item in sheet.figures)
    return "" if long else ' class="whole"'


def _asides(blocks: Sequence[Aside]) -> str:
    facts = [block for block in blocks if isinstance(block, Fact)]
    texts = [block for block in blocks if isinstance(block, Words)]
    said = "".join(f'<div class="aside">{_words(text)}</div>' for text in texts)
    return _facts(facts) + said


def _facts(facts: Sequence[Fact]) -> str:
    if not facts:
        return ""
    told = "".join(
        f'<div><dt>{escape(fact.label)}</dt><dd class="big">{escape(fact.value)}</dd>'
        + (f'<dd class="note">{escape(fact.note)}</dd>' if fact.note else "")
        + "</div>"
        for fact in facts
    )
    return f'<dl class="facts">{told}</dl>'


def _words(text: Words) -> str:
    heading = f"<h3>{escape(text.heading)}</h3>" if text.heading else ""
    if not text.points:
        return heading + "".join(f"<p>{escape(said)}</p>" for said in text.paragraphs)
    points = "".join(f"<li>{escape(said)}</li>" for said in text.paragraphs)
    return f'{heading}<ul class="points">{points}</ul>'


def _figure(figure: Figure) -> str:
    if isinstance(figure, Words):
        return _words(figure)
    if isinstance(figure, Table):
        return page_tables.table(figure)
    if isinstance(figure, Ranking):
        return page_tables.ranking(figure)
    if isinstance(figure, Places):
        return page_tables.places(figure)
    if isinstance(figure, Map):
        return f"<figure>{drawn.atlas(figure)}{_legend(figure)}{_named(figure)}</figure>"
    if isinstance(figure, Trend):
        lines = reachable(drawn.over_time(figure), figure.name)
        return f"<figure>{lines}</figure>{page_tables.series(figure)}"
    return f"<figure>{reachable(drawn.scatter(figure), figure.name)}{_key(figure)}</figure>"


def _legend(drawing: Map) -> str:
    items = "".join(
        (
            f'<li><i style="background:{drawing.colours[fill - 1]}"></i>{escape(words)}</li>'
            if fill
            else f'<li><i class="none"></i>{escape(words)}</li>'
        )
        for fill, words in drawing.legend
    )
    title = f"<li>{escape(drawing.legend_title)}:</li>" if drawing.legend_title else ""
    return f'<ul class="legend">{title}{items}</ul>' if items else ""


def _named(drawing: Map) -> str:
    """Return in words what the map's labels say, which a narrow screen has no room for."""
    by_name = {shape.name: shape for shape in drawing.shapes}
    said = "; ".join(f"{name}: {by_name[name].shown}" for name in drawing.labelled)
    return f"<figcaption>{escape(said)}</figcaption>" if said else ""


def _key(chart: Scatter) -> str:
    items = "".join(
        f"<li>{drawn.symbol(group)}{escape(name)}</li>" for group, name in enumerate(chart.groups)
    )
    return f'<ul class="legend">{items}</ul>'

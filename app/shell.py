"""The HTML around the app: the page that Dash fills, and the page that says what went wrong."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from html import escape

from app import catalogue
from app.release import Release
from app.state import ViewState
from app.text import day_words
from app.unknown import Suggestion

TITLE = "Early Years Atlas"
DESCRIPTION = (
    "Early-years indicators for every ward of every English council, on a map and as trends."
)

HOMEWARD = '<li><a href="/">Search for a council</a></li>'
"""The way on from an error that knows of no better."""

INDEX = """<!DOCTYPE html>
<html lang="en">
<head>
{%metas%}
<title>{%title%}</title>
<link rel="icon" type="image/svg+xml" href="/assets/favicon.svg">
{%css%}
</head>
<body>
<noscript><main class="prose wrap"><h1>Early Years Atlas</h1>
<p>The maps and charts here are drawn by JavaScript, which is switched off in this browser.
The figures behind them are open: see <a href="/v/RELEASE/indicators.json">the indicators</a> and
<a href="/v/RELEASE/search.json">the areas</a> of this release.</p></main></noscript>
{%app_entry%}
<footer hidden>{%config%}{%scripts%}{%renderer%}</footer>
</body>
</html>
"""


def index_string(release: Release) -> str:
    """Return Dash's page template for a release."""
    return INDEX.replace("RELEASE", release.id)


def metas(release: Release, scripts: Mapping[str, str]) -> list[dict[str, str]]:
    """Return the page's meta elements; ``scripts`` are the addresses of the bundles."""
    return [
        {"charset": "utf-8"},
        {"name": "viewport", "content": "width=device-width, initial-scale=1"},
        {"name": "description", "content": DESCRIPTION},
        {"name": "atlas-release", "content": release.id},
        {"name": "atlas-built", "content": day_words(str(release.manifest["built_at"])[:10])},
        {"name": "atlas-share", "content": scripts.get("share", "")},
    ]


def title(view: ViewState | None, release: Release) -> str:
    """Return what the browser's tab says of a view."""
    if view is None or view.page == "home":
        return TITLE
    place = view.ward if view.page == "ward" else view.lad
    name = release.areas[place].name if place else view.page.capitalize()
    return f"{name}: {TITLE}"


def described(view: ViewState | None, release: Release) -> str:
    """Return what search engines read of the data, on the page that hands it out.

    A block of data is no script: the content policy has no say in it.
    """
    if view is None or view.page != "data":
        return ""
    text = json.dumps(catalogue.schema_org(release), ensure_ascii=False).replace("<", "\\u003c")
    links = '<link rel="alternate" type="application/ld+json" href="/catalog.jsonld" title="DCAT">'
    return f'{links}\n<script type="application/ld+json">{text}</script>'


def canonical(view: ViewState | None) -> str:
    """Return the link that names a view's one address, whatever address it was asked for by."""
    return f'<link rel="canonical" href="{escape(view.url())}">' if view is not None else ""


def preloads(view: ViewState | None, release: Release) -> str:
    """Return links to the files that the view's map will fetch, so that they travel with the
    scripts.
    """
    if view is None or view.page not in ("home", "area"):
        return ""
    if view.level(release) == "ward":
        files = [f"boundaries/{view.lad}", f"values/{view.lad}"]
        if view.slug:
            files.append(f"values/{view.lad}/{view.indicator}")
    else:
        files = ["boundaries/england-lad", f"values/england-lad/{view.indicator}"]
    return "\n".join(
        f'<link rel="preload" as="fetch" crossorigin href="/v/{release.id}/{name}.json">'
        for name in ("indicators", *files)
    )


def error_page(status: int, message: str, suggestions: Iterable[Suggestion], style: str) -> str:
    """Return a whole page, without scripts, that says what was wrong and offers ways on."""
    heading = {
        400: "That address cannot be read",
        404: "That is not here",
        503: "One moment, please",
    }.get(status, "Sorry, that did not work")
    ways = "".join(
        f'<li><a href="{escape(way.href)}">{escape(way.text)}</a></li>' for way in suggestions
    )
    return f"""<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{heading}: {TITLE}</title>
<link rel="icon" type="image/svg+xml" href="/assets/favicon.svg">
<link rel="stylesheet" href="{style}">
</head>
<body>
<header class="site-header"><div class="wrap">
<a class="brand" href="/"><span class="brand-mark"></span>{TITLE}</a>
<nav class="site-nav" aria-label="Site"><a href="/">Explore</a><a href="/compare">Compare</a>\
<a href="/data">Data</a><a href="/about">About</a></nav>
</div></header>
<main id="main" class="prose wrap message">
<p class="message-status">{status}</p>
<h1>{heading}</h1>
<p class="lede">{escape(message)}</p>
<h2>{"You may want" if ways else "Where to go from here"}</h2>
<ul>{ways}{"" if 'href="/"' in ways else HOMEWARD}</ul>
</main>
</body>
</html>
"""

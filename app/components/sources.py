"""Where figures come from: the line under every chart, and the same in plain text for exports."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from dash import html

from app.neighbours import Way
from app.release import Area, Release
from app.text import day_words
from etl.registry import Indicator

BOUNDARIES = "ons_wards"
LISTS = {"DfE": "dfe_neighbours", "ONS": "ons_similar_areas"}
"""Source of the lists of councils alike, by who made them."""


def plain(
    release: Release, indicator: Indicator, area: Area | None = None, way: Way | None = None
) -> str:
    """Return publisher, title, date, licence and attributions in one line of text; of what councils
    supplied of their own wards, only that of ``area``. ``way`` names who says which are alike.
    """
    entries = _entries(release, indicator, *([area] if area else []))
    if not entries:
        return ""
    main, *others = entries
    parts = [f"Source: {_named(main)}. {main['licence']}."]
    if others:
        parts.append(f"With {'; '.join(_named(entry) for entry in others)}.")
    if way and (listed := _list_of(release, way)):
        parts.append(f"{way.label}: {_named(listed)}.")
    return " ".join([*parts, *_attributions(release, entries)])


def line(release: Release, indicator: Indicator, area: Area, way: Way | None = None) -> list[Any]:
    """Return the words under a chart, its titles linked to the publisher's pages."""
    entries = _entries(release, indicator, area)
    if not entries:
        return ["The release names no source."]
    main, *others = entries
    parts: list[Any] = ["Source: ", _linked(main), f". {main['licence']}. "]
    if others:
        parts.append("With ")
        for index, entry in enumerate(others):
            parts += ["; " if index else "", _linked(entry)]
        parts.append(". ")
    if way and (listed := _list_of(release, way)):
        parts += [f"{way.label}: ", _linked(listed), ". "]
    parts.append(" ".join(_attributions(release, entries)) + " ")
    parts.append(html.A("Definition and methods", href=f"/data#{indicator.id}"))
    return parts


def several(
    release: Release, indicators: Iterable[Indicator], *areas: Area, way: Way | None = None
) -> list[Any]:
    """Return the sources of several indicators in one paragraph, by publisher, each named once; of
    what councils supplied of their own wards, only that of ``areas``.
    """
    entries: dict[str, dict[str, Any]] = {}
    for indicator in indicators:
        entries |= {entry["id"]: entry for entry in _entries(release, indicator, *areas)}
    if listed := _list_of(release, way):
        entries[listed["id"]] = listed
    parts: list[Any] = ["Sources: "]
    for publisher in dict.fromkeys(entry["publisher"] for entry in entries.values()):
        own = [entry for entry in entries.values() if entry["publisher"] == publisher]
        parts.append(f"{publisher}: ")
        for entry in own:
            parts += [_titled(entry), "; " if entry is not own[-1] else ". "]
    parts.append("; ".join(dict.fromkeys(entry["licence"] for entry in entries.values())) + ". ")
    parts.append(" ".join(_attributions(release, list(entries.values()))) + " ")
    parts.append(html.A("Definitions and methods", href="/data"))
    return parts


def plain_several(release: Release, indicators: Iterable[Indicator], way: Way | None = None) -> str:
    """Return the main sources of several indicators in one line of text, for a picture of them."""
    entries = {
        found[0]["id"]: found[0] for item in indicators if (found := release.sources(item.id))
    }
    if listed := _list_of(release, way):
        entries[listed["id"]] = listed
    named = "; ".join(_named(entry) for entry in entries.values())
    licences = "; ".join(dict.fromkeys(entry["licence"] for entry in entries.values()))
    return " ".join(
        [f"Source: {named}. {licences}.", *_attributions(release, list(entries.values()))]
    )


def _list_of(release: Release, way: Way | None) -> dict[str, Any] | None:
    """Return the source that says which councils are alike, None where none is asked for."""
    wanted = LISTS[way.by] if way else None
    return next((item for item in release.manifest["sources"] if item["id"] == wanted), None)


def _entries(release: Release, indicator: Indicator, *areas: Area) -> list[dict[str, Any]]:
    """Return an indicator's sources, without what other councils than those of ``areas`` supplied
    of their own wards.
    """
    of = {code for area in areas for code in (area.code, area.lad_code, area.utla_code)}
    entries = release.sources(indicator.id)
    return [entry for entry in entries if entry.get("council") is None or entry["council"] in of]


def _named(entry: dict[str, Any]) -> str:
    named = f"{entry['publisher']}, {entry['title']}, {day_words(entry['published'])}"
    return named + _supplied(entry)


def _supplied(entry: dict[str, Any]) -> str:
    """Return who supplied a council's own figures, and under what licence."""
    if entry.get("provenance") != "local":
        return ""
    return f", supplied by the council ({entry['licence']})"


def _linked(entry: dict[str, Any]) -> html.Span:
    return html.Span([f"{entry['publisher']}, ", _titled(entry)])


def _titled(entry: dict[str, Any]) -> html.Span:
    title = html.A(entry["title"], href=entry["landing_page"], rel="external")
    return html.Span([title, f", {day_words(entry['published'])}{_supplied(entry)}"])


def _attributions(release: Release, entries: list[dict[str, Any]]) -> list[str]:
    """Return what licences want said word for word, boundaries included, each once."""
    boundaries = [item for item in release.manifest["sources"] if item["id"] == BOUNDARIES]
    said: dict[str, None] = {}
    for entry in boundaries:
        text = entry["attribution"].removeprefix("Source: ")
        said[f"Boundaries: {text}"] = None
    for entry in entries:
        _, _, rest = entry["attribution"].partition("Contains ")
        text = f"Contains {rest}" if rest else ""
        if text and not any(text in line for line in said):
            said[text] = None
    return list(said)

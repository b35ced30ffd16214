"""Marks that say a verdict, a fifth or a trend by a shape and a word together."""

from __future__ import annotations

from typing import Any

from dash import html

from app.components.attributes import aria, data
from app.findings import Reading
from app.text import FIFTHS, VERDICTS, beside
from etl.registry import Indicator


def verdict(word: str) -> html.Span:
    """Return ▲ Higher, ○ Similar or ▼ Lower; the style sheet draws the shape."""
    return html.Span(VERDICTS[word][1], className=f"verdict {word}")


def fifth(number: int) -> html.Span:
    """Return five steps, one filled, and the word."""
    return html.Span(FIFTHS[number], className="fifth", **data(fifth=str(number)))


def against_england(indicator: Indicator, reading: Reading) -> Any:
    """Return the verdict, or why there is none."""
    if reading.value is None:
        return "No figure"
    if not indicator.benchmarked:
        return "A count: not compared"
    if reading.benchmark is None:
        return "No interval: no verdict"
    return verdict(reading.benchmark)


def letter(marker: str | None) -> list[Any]:
    """Return the letter that stands beside a value, with its meaning for those who ask."""
    meaning = beside(marker)
    return [" ", html.Abbr(marker, title=meaning)] if meaning else []


def trend(shape: str, words: str) -> html.Span:
    """Return a trend's shape and words."""
    return html.Span(
        [html.Span(shape, className="trend-shape", **aria(hidden="true")), f" {words}"],
        className="trend-words",
    )

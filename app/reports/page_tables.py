"""Tables of a report's page, and the charts that are tables: bars beside their figures."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from app.reports.model import Bar, Cell, Places, Ranking, Table, Trend

SHAPES = {"higher": "▲", "similar": "○", "lower": "▼"}
TWO_COLUMNS = 30
"""Bars from which a ranking is set in two columns."""


def reachable(content: str, name: str, *, role: str = "group") -> str:
    """Let what is wide be reached on a narrow screen, by keyboard too."""
    return (
        f'<div class="scroll" tabindex="0" role="{role}" aria-label="{escape(name)}">'
        f'<div class="wide">{content}</div></div>'
    )


def table(shown: Table) -> str:
    """Return a table, its rows named by their first words."""
    heads = "".join(
        f'<th scope="col"{_number(column.number)}>{escape(column.heading)}</th>'
        for column in shown.columns
    )
    rows = "".join(
        f"<tr{_kind(line.kind)}>"
        + "".join(
            _cell(cell, column.number, head=_is_head(shown, at))
            for at, (cell, column) in enumerate(zip(line.cells, shown.columns, strict=True))
        )
        + "</tr>"
        for line in shown.lines
    )
    body = (
        f'<table><caption class="hidden">{escape(shown.alt)}</caption>'
        f"<thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>"
    )
    return reachable(body, shown.alt, role="region")


def _is_head(table: Table, at: int) -> bool:
    """Tell whether a column names its rows: the first, or the one after the ranks."""
    return at == (1 if table.columns[0].heading == "#" else 0)


def _cell(cell: Cell, number: bool, *, head: bool) -> str:
    words = escape(cell.text)
    if cell.strong:
        words = f'<b class="strong">{words}</b>'
    note = f' <span class="note">{escape(cell.note)}</span>' if cell.note else ""
    names = " ".join(filter(None, ("num" if number else "", f"t-{cell.tone}")))
    tag, scope = ("th", ' scope="row"') if head else ("td", "")
    return f'<{tag}{scope} class="{names}">{words}{note}</{tag}>'


def _number(number: bool) -> str:
    return ' class="num"' if number else ""


def _kind(kind: str) -> str:
    return f' class="{kind}"' if kind != "row" else ""


def ranking(chart: Ranking) -> str:
    """Return a table of bars; England is a line through them, the council a row in its place."""
    areas = [bar for bar in chart.bars if bar.role != "england"]
    england = next((bar for bar in chart.bars if bar.role == "england"), None)
    ends = [bar.upper or bar.value or 0.0 for bar in chart.bars]
    most = 1.04 * max([*ends, 0.0]) or 1.0
    place = (england.value or 0.0) / most if england else None
    halves = [areas]
    if len(areas) > TWO_COLUMNS:
        half = -(-len(areas) // 2)
        halves = [areas[:half], areas[half:]]
    said = f"England {england.shown}: dashed line. " if england else ""
    if any(bar.lower is not None for bar in areas):
        said += "Black lines are 95% intervals. ▲ higher than England, ○ similar, ▼ lower."
    tables = "".join(_bars(part, most, place, chart.alt, at) for at, part in enumerate(halves))
    columns = f'<div class="columns">{tables}</div>' if len(halves) > 1 else tables
    return f'<p class="under">{escape(said)}</p>{columns}' if said else columns


def _mark(kind: str, start: float, share: float) -> str:
    """Return a mark in a track, its start and width as shares of it."""
    return (
        f'<span class="{kind}" style="left:{100 * start:.2f}%;'
        f'width:{max(0.0, 100 * share):.2f}%"></span>'
    )


def _bars(bars: Sequence[Bar], most: float, england: float | None, alt: str, at: int) -> str:
    rows = []
    for bar in bars:
        marks = ""
        if bar.value is not None:
            marks = (
                f'<span class="bar" style="width:{max(0.0, 100 * bar.value / most):.2f}%"></span>'
            )
            if bar.lower is not None and bar.upper is not None:
                start, wide = 100 * bar.lower / most, 100 * (bar.upper - bar.lower) / most
                marks += (
                    f'<span class="whisker" style="left:{start:.2f}%;width:{wide:.2f}%"></span>'
                )
        if england is not None:
            marks += _mark("england", england, 0)
        verdict = ""
        if bar.verdict:
            word = f'<span class="hidden"> {bar.verdict}</span>'
            verdict = f'<span class="t-{bar.verdict}">{SHAPES[bar.verdict]}{word}</span>'
        strong = ' class="focus"' if bar.role in ("focus", "council") else ""
        rows.append(
            f'<tr{strong}><th scope="row">{escape(bar.name)}</th>'
            f'<td class="track">{marks}</td><td class="num">{escape(bar.shown)} {verdict}</td></tr>'
        )
    caption = alt if at == 0 else "The lower half of the same ranking"
    return (
        f'<table class="bars"><caption class="hidden">{escape(caption)}</caption>'
        '<thead class="hidden"><tr><th scope="col">Area</th><td></td>'
        f'<th scope="col">Figure</th></tr></thead><tbody>{"".join(rows)}</tbody></table>'
    )


def places(chart: Places) -> str:
    """Return a table of shares, each with its bar."""
    rows = "".join(
        f'<tr><th scope="row">{escape(what)}</th><td class="track">'
        + (_mark("bar", 0, share / 100) if share is not None else "")
        + f'</td><td class="num">{escape(words)}</td></tr>'
        for what, share, words in chart.rows
    )
    return (
        f'<table class="bars"><caption>{escape(chart.title)}</caption><thead class="hidden"><tr>'
        '<th scope="col">Indicator</th><td></td><th scope="col">Share of wards lower</th></tr>'
        f"</thead><tbody>{rows}</tbody></table>"
    )


def series(chart: Trend) -> str:
    """Return the figures of a trend, a row a period; the runs of a line are one column."""
    ends = [series for series in chart.series if series.last]
    heads = "".join(f'<th scope="col" class="num">{escape(end.name)}</th>' for end in ends)
    rows = []
    for slot, label in enumerate(chart.slots):
        if not label:
            continue
        cells = "".join(f'<td class="num">{_at(chart, end.role, slot)}</td>' for end in ends)
        rows.append(f'<tr><th scope="row">{escape(label)}</th>{cells}</tr>')
    name = f"{chart.name}: the figures"
    body = (
        f'<table><caption class="hidden">{escape(name)}</caption><thead><tr>'
        f'<th scope="col">Period</th>{heads}</tr></thead><tbody>{"".join(rows)}</tbody></table>'
    )
    return reachable(body, name, role="region")


def _at(chart: Trend, role: str, slot: int) -> str:
    """Return the figure of a line at a slot."""
    number = chart.number
    for series in chart.series:
        value = series.values[slot]
        if series.role == role and value is not None:
            return f"{value:,.{number.decimals}f}{number.sign}".replace("-", "−")
    return "–"

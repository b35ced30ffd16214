"""The explorer's view of change: since which period, and what became of each area since then."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import dash_bootstrap_components as dbc
from dash import html

from app import change_findings, text
from app.change import Change, earlier, why_not
from app.charts.ranking_rows import Row
from app.components.attributes import data
from app.release import Release
from app.state import ViewState
from app.view import View
from etl.registry import Indicator

LEVEL = "level"
"""Value of the control where the level is shown, which an address leaves out."""

_VERDICTS = {"increase": "higher", "decrease": "lower", "none": "similar"}
"""Shapes of a direction: those of a verdict, ▲ ▼ ○."""


def field(release: Release, view: View) -> html.Div:
    """Return the choice between a period's level and the change since an earlier one."""
    found = parts(release, view.state)
    return html.Div(
        [
            html.Label("Show", htmlFor="change-select"),
            dbc.Select(id="change-select", **found["change-select"]),
            html.P(id="change-why", className="figure-note", **found["change-why"]),
        ],
        className="field",
    )


def parts(release: Release, state: ViewState) -> dict[str, dict[str, Any]]:
    """Return what a state sets on the control, by element: it names each reason against."""
    coverage, indicator = state.coverage(release), release.indicators[state.indicator]
    shown = coverage.labelled(state.period) if coverage and state.period else None
    options: list[dict[str, Any]] = [{"value": LEVEL, "label": "Level"}]
    reasons: dict[str, None] = {}
    if coverage and shown:
        for before in reversed(earlier(coverage, shown.label)):
            reason = why_not(indicator, coverage, before, shown)
            options.append(
                {
                    "value": before.slug,
                    "label": f"Change since {before.label}",
                    "disabled": reason is not None,
                }
            )
            if reason is not None:
                reasons[f"Not since {before.label}: {reason}."] = None
    if len(options) == 1:
        first = coverage is not None and len(coverage.periods) > 1
        reasons["No earlier period." if first else "Only one period is published."] = None
    why = list(reasons)
    if len(why) > 2:
        why = [why[0], f"{len(why) - 1} earlier periods: the same or like reasons."]
    return {
        "change-select": {
            "options": options,
            "value": state.since or LEVEL,
            "disabled": not any(not option.get("disabled") for option in options[1:]),
        },
        "change-why": {"children": " ".join(why), "hidden": not why},
    }


def span(view: View) -> str:
    """Return both periods: ``2021/22 to 2024/25``."""
    return f"{view.since} to {view.period}"


def noun(view: View) -> str:
    """Return what the areas of the view are."""
    return "ward" if view.by_ward else "council"


def finding(view: View) -> str:
    """Return the title of the page."""
    return change_findings.finding(
        indicator=view.indicator,
        council=view.council.name,
        noun=noun(view),
        changes=view.changes,
        span=span(view),
    )


def summary(view: View) -> str:
    """Return the sentences under the title."""
    return change_findings.summary(
        indicator=view.indicator,
        own=view.own_change,
        england=view.england_change,
        changes=view.changes,
    )


def by_value(changes: Sequence[Change]) -> list[Change]:
    """Return changes from the largest rise, equal ones by name, those without one last."""
    return sorted(changes, key=lambda one: (one.value is None, -(one.value or 0.0), one.name))


def table(view: View, caption: str, changes: Sequence[Change]) -> html.Table:
    """Return changes in the order given, and those of the council and England at the foot."""
    indicator = view.indicator
    tested = any(change.tested for change in changes)
    headings = [noun(view).capitalize(), view.since or "", view.period or "", "Change"]
    headings += ["95% interval"] if tested else []
    selected = view.state.ward if view.by_ward else (view.holder or view.council).code

    def row(change: Change) -> html.Tr:
        cells: list[Any] = [html.Th(change.name, scope="row")]
        cells += [_figure(indicator, one.value) for one in (change.before, change.after)]
        cells.append(
            html.Td(
                "" if change.value is None else text.change_amount(change.value, indicator),
                className="num",
            )
        )
        if tested:
            cells.append(html.Td(interval(indicator, change), className="num"))
        word = _VERDICTS.get(change.direction or "")
        said = change_findings.read(change)
        cells.append(html.Td(html.Span(said, className=f"verdict {word}") if word else said))
        return html.Tr(
            cells,
            className="is-selected" if change.code == selected else None,
            **data(code=change.code),
        )

    foot = [one for one in (view.own_change, view.england_change) if one is not None]
    head = [html.Th(words, scope="col", className="num") for words in headings]
    head[0] = html.Th(headings[0], scope="col")
    return html.Table(
        [
            html.Caption(caption),
            html.Thead(html.Tr([*head, html.Th("What it says", scope="col")])),
            html.Tbody([row(change) for change in changes]),
            html.Tfoot([row(change) for change in (foot if view.by_ward else foot[1:])]),
        ],
        className="data",
    )


def interval(indicator: Indicator, change: Change) -> str:
    """Return the interval of a change, with signs and unit; nothing where it has none."""
    if change.lower is None or change.upper is None:
        return ""
    low, high = (text.signed(end, indicator.decimals) for end in (change.lower, change.upper))
    return f"{low} to {high}{text.change_unit(indicator)}"


def _figure(indicator: Indicator, value: float | None) -> html.Td:
    shown = "" if value is None else text.short_amount(value, indicator)
    return html.Td(shown, className="num")


def rows(changes: Sequence[Change], selected: str | None) -> list[Row]:
    """Return the rows of a ranking by change, from the largest rise."""
    values = [change.value for change in changes if change.value is not None]
    return [
        Row(
            code=change.code,
            rank="" if change.value is None else str(text.rank_of(change.value, values)[0]),
            name=text.spoken(change.name),
            value=change.value,
            lower=change.lower,
            upper=change.upper,
            verdict=_VERDICTS.get(change.direction or ""),
            said=change_findings.read(change).lower(),
            instead="" if change.value is not None else change_findings.read(change),
            selected=change.code == selected,
        )
        for change in by_value(changes)
    ]


def heading(view: View, changes: Sequence[Change]) -> str:
    """Return the chosen area's place among the changes, or the ends of their range."""
    ordered = [change for change in by_value(changes) if change.value is not None]
    if not ordered:
        return "No change can be ranked"
    first, last = ordered[0], ordered[-1]
    chosen = next((one for one in ordered if view.by_ward and one.code == view.state.ward), None)
    if chosen is not None and chosen.value is not None:
        values = [one.value for one in ordered if one.value is not None]
        place = text.rank_words(chosen.value, values)
        return (
            f"{chosen.name} changed by {text.change_amount(chosen.value, view.indicator)}: "
            f"{place} {noun(view)}s, from the largest rise"
        )
    low, high = (text.change_amount(one.value or 0.0, view.indicator) for one in (last, first))
    return f"From {high} in {text.spoken(first.name)} to {low} in {text.spoken(last.name)}"


def key(tested: bool) -> list[Any]:
    """Return the shapes of a ranking by change."""
    words = change_findings.READ[tested]
    return [html.Span(words[way], className=f"verdict {_VERDICTS[way]}") for way in words]


def facts(view: View) -> tuple[str, str] | None:
    """Return what the card says of the chosen area's change; None where it has none."""
    ward = view.state.ward if view.by_ward else None
    found = next((one for one in view.changes if one.code == ward), view.own_change)
    if found is None:
        return None
    term = f"Since {view.since}"
    if found.value is None:
        return term, change_findings.read(found)
    amount = text.change_amount(found.value, view.indicator)
    return term, f"{amount} · {change_findings.read(found).lower()}"

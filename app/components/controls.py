"""The rail of the explorer: which indicator, which period, which classes on the map."""

from __future__ import annotations

from typing import Any

import dash_bootstrap_components as dbc
from dash import html

from app import text
from app.findings import Reading
from app.release import Coverage, Period, Release
from app.state import ViewState
from app.view import View
from etl.registry import DOMAINS, Indicator

LATEST = "latest"
"""Value of the period control where an address names no period."""
WHOLE = "all"
"""Value of the ward control where an address names no ward."""

Options = list[Any]
"""What a control offers: ``{"value": …, "label": …}`` each."""


def rail(release: Release, view: View, more: list[Any]) -> list[Any]:
    """Return the controls of the explorer, showing the current state; ``more`` are further ones."""
    return [
        html.A("Skip to the map", href="#figure-map", className="skip-on"),
        html.Div(picker(release, view.state), className="rail-list"),
        html.Div(
            field(
                "Indicator",
                "indicator-select",
                indicator_options(release, view.state.lad),
                view.state.indicator,
            ),
            className="rail-selects",
        ),
        field("Period", "period-select", period_options(release, view.state), slug(view.state)),
        *more,
        classes(view),
    ]


def picker(release: Release, state: ViewState) -> list[Any]:
    """Return the indicators as links, by domain, those known only for councils apart.

    The domain of the chosen indicator stands open; the others are one line each.
    """
    parts: list[Any] = [html.H2("Indicator")]
    for domain in DOMAINS:
        entries = [item for item in release.indicators.values() if item.domain == domain]
        if not entries:
            continue
        wards = [item for item in entries if release.ward_coverage(item.id, state.lad)]
        councils = [item for item in entries if item not in wards]
        lists: list[Any] = [_list(release, state, wards)] if wards else []
        if councils and wards:
            lists.append(_fold("By council only", _list(release, state, councils), councils, state))
        elif councils:
            lists.append(_list(release, state, councils))
        parts.append(_fold(html.H3(domain), lists, entries, state))
    return parts


def _fold(heading: Any, content: Any, entries: list[Indicator], state: ViewState) -> html.Details:
    """Return a list that opens, open when the chosen indicator is in it."""
    count = html.Span(str(len(entries)), className="count")
    opened = any(item.id == state.indicator for item in entries)
    return html.Details([html.Summary([heading, count]), html.Div(content)], open=opened)


def _list(release: Release, state: ViewState, entries: list[Indicator]) -> html.Ul:
    return html.Ul([_entry(release, state, item) for item in entries], className="indicators")


def _entry(release: Release, state: ViewState, indicator: Indicator) -> html.Li:
    chosen = indicator.id == state.indicator
    parts: list[Any] = [html.Span(indicator.short_title)]
    if not release.ward_coverage(indicator.id, state.lad):
        parts.append(html.Span("council", className="tag"))
    marks: dict[str, Any] = {"data-indicator": indicator.id}
    if chosen:
        marks["aria-current"] = "true"
    href = link(release, state, indicator.id)
    return html.Li(html.A(parts, id=link_id(indicator.id), href=href, **marks))


def link_id(indicator_id: str) -> str:
    """Return the element id of an indicator's link."""
    return f"pick-{indicator_id}"


def link(release: Release, state: ViewState, indicator_id: str) -> str:
    """Return the address of the same council, ward and classes with another indicator."""
    return state.change(release, indicator=indicator_id, slug=None).url()


def field(label: str, select_id: str, options: Options, value: str) -> html.Div:
    """Return a native select under its label."""
    return html.Div(
        [
            html.Label(label, htmlFor=select_id),
            dbc.Select(id=select_id, options=options, value=value),
        ],
        className="field",
    )


def indicator_options(release: Release, lad: str | None = None) -> Options:
    """Return the indicators in the order of the registry, those without wards of this council (of
    England for None) named so.
    """
    return [
        {
            "value": item.id,
            "label": standing_alone(item)
            + ("" if release.ward_coverage(item.id, lad) else " (council)"),
        }
        for item in release.indicators.values()
    ]


def standing_alone(indicator: Indicator) -> str:
    """Return a title that needs no neighbour: a short one that begins with … does."""
    return indicator.title if indicator.short_title.startswith("…") else indicator.short_title


def period_options(release: Release, state: ViewState) -> Options:
    """Return the periods, latest first, each by its slug."""
    coverage = state.coverage(release)
    if coverage is None:
        return [{"value": LATEST, "label": "No period"}]
    return [
        {
            "value": LATEST if period == coverage.latest else period.slug,
            "label": f"{period.label}{_which(release, coverage, period)}",
        }
        for period in reversed(coverage.periods)
    ]


def _which(release: Release, coverage: Coverage, period: Period) -> str:
    """Return what sets a period apart: that it is the latest, or of some councils alone."""
    if period.councils is not None:
        return f" ({text.plural(release.councils_with(period), 'council')} only)"
    if period != coverage.latest:
        return ""
    return " (latest)" if period == coverage.periods[-1] else " (latest of England)"


def slug(state: ViewState) -> str:
    """Return the value of the period control."""
    return state.slug or LATEST


def chosen_ward(view: View) -> str:
    """Return the value of the ward control."""
    return view.state.ward or WHOLE


def ward_field(view: View) -> html.Div:
    """Return the choice of a ward, for whoever does not choose it on the map."""
    return field("Ward", "ward-select", ward_options(view), chosen_ward(view))


def ward_options(view: View) -> Options:
    """Return the council's wards by name, and the whole council first."""
    wards = sorted(view.wards, key=lambda ward: ward.name)
    whole = {"value": WHOLE, "label": f"All of {text.spoken(view.council.name)}"}
    return [whole, *({"value": ward.code, "label": ward.name} for ward in wards)]


def classes(view: View) -> html.Fieldset:
    """Return the choice of map classes."""
    return html.Fieldset(
        [
            html.Legend("Shade the map by"),
            dbc.RadioItems(
                id="classes-radio",
                name="classes",
                options=class_options(view),
                value=view.state.classes,
            ),
        ],
        id="classes-field",
        className="choices",
        hidden=view.since is not None,
    )


def class_options(view: View) -> Options:
    """Return England's fifths, the council's own, saying why these may show more, and equal steps.

    Where there is but one kind of fifths, it has the value that the address has, so that showing
    the control chooses nothing.
    """
    steps = {"value": "steps", "label": "Equal steps"}
    if not view.has_fifths:
        fifths = "council" if view.state.classes == "council" else "england"
        own = text.possessive(text.spoken(view.council.name)) if view.by_ward else "England’s"
        return [{"value": fifths, "label": f"{own} {'own ' if view.by_ward else ''}fifths"}, steps]
    reason = crowded(view.wards) if view.state.geography == "ward" else None
    note = f" ({reason})" if reason else ""
    own = text.possessive(text.spoken(view.council.name))
    return [
        {"value": "england", "label": f"England’s fifths{note}"},
        {"value": "council", "label": f"{own} own fifths"},
        steps,
    ]


def hint(release: Release, view: View) -> list[Any]:
    """Return what is said under a map whose wards mostly share one of England's fifths, with a
    link to the shading that parts them, and back; nothing under any other.
    """
    reason = crowded(view.wards) if view.state.geography == "ward" else None
    if reason is None or not view.has_fifths or view.since or view.state.classes == "steps":
        return []
    own = f"{text.possessive(text.spoken(view.council.name))} own fifths"
    if view.state.classes == "england":
        said, ways, other = f"{reason}. ", f"Shade by {own}", "council"
    else:
        said, ways, other = f"Shaded by {own}. ", "Shade by England’s fifths", "england"
    return [said, html.A(ways, href=view.state.change(release, classes=other).url())]


def crowded(wards: tuple[Reading, ...]) -> str | None:
    """Return ``55 of 69 wards share one colour`` when over half are in one fifth of England."""
    known = [ward.quintile for ward in wards if ward.quintile]
    most = max((known.count(fifth) for fifth in range(1, 6)), default=0)
    if 2 * most <= len(known) or len(known) < 2:
        return None
    return f"{most} of {len(known)} wards share one colour"

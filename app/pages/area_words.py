"""What the explorer says in words: its titles, its finding, and why a figure is of the council."""

from __future__ import annotations

from typing import Any

from dash import html

from app import text
from app.findings import council_finding, finding, summary
from app.pages import area_alike, area_change
from app.pages.parts import map_title
from app.release import Release
from app.state import ViewState
from app.view import View, points_since_break

MANY = 4
"""This many councils with figures of their own wards are told as a number, not by name."""


def title(release: Release, state: ViewState) -> str:
    """Return the title of the document."""
    council = text.spoken(release.areas[state.lad or ""].name)
    return f"{release.indicators[state.indicator].short_title.removeprefix('… ')} in {council}"


def finding_of(view: View) -> str:
    """Return the title: what the view's figures say."""
    if view.since:
        return area_change.finding(view)
    if view.by_ward and (
        view.own.value is None or any(row.value is not None for row in view.wards)
    ):
        return finding(indicator=view.indicator, council=view.council.name, wards=view.wards)
    return council_finding(indicator=view.indicator, area=view.own, england=view.england)


def summary_of(view: View) -> str:
    """Return the sentences under the title."""
    if view.period is None:
        return f"Nobody publishes this for {text.spoken(view.council.name)}."
    if view.since:
        return area_change.summary(view)
    place = "" if view.by_ward else _among_councils(view)
    alike = "" if view.by_ward else area_alike.sentence(view)
    if place and view.own.benchmark is None:
        # The finding has said the level already: what is left is the place, and the region.
        return f"{alike} {text.in_period(view.period)}, {place} {_region(view)}".strip()
    said = summary(
        indicator=view.indicator,
        period=view.period,
        area=view.own,
        england=view.england,
        wards=view.wards,
    )
    said = f"{said} {alike}".strip()
    return f"{said} {text.sentence(place)}" if place else said


def _among_councils(view: View) -> str:
    """Return where the council stands among all, for want of wards to speak of."""
    values = [peer.value for peer in view.peers if peer.value is not None]
    if view.own.value is None or len(values) < 2:
        return ""
    low, high = (text.short_amount(end, view.indicator) for end in (min(values), max(values)))
    return (
        f"it was {text.rank_words(view.own.value, values)} councils with a figure, from the "
        f"highest; they run from {low} to {high}."
    )


def _region(view: View) -> str:
    if view.region is None or view.region_reading is None or view.region_reading.value is None:
        return ""
    figure = text.short_amount(view.region_reading.value, view.indicator)
    return f"The figure for {view.region.name} is {figure}."


def why_council(release: Release, view: View) -> list[Any]:
    """Return why no ward has a figure, and whose stands for the council; nothing by ward."""
    if view.by_ward:
        return []
    name = text.spoken(view.council.name)
    others = release.coverage(view.indicator.id, "ward")
    parts: list[Any] = [html.B("No ward figure exists. "), view.indicator.caveats[0]]
    if others is not None and others.councils:
        given = [text.spoken(release.areas[code].name) for code in others.councils]
        whose = ", ".join(given) if len(given) < MANY else text.plural(len(given), "council")
        parts[0] = html.B(f"No ward figure exists for {name}. ")
        parts.append(f" Only {whose} {'has' if len(given) == 1 else 'have'} given their own.")
    if view.holder is not None and view.holder.code != view.council.code:
        parts.append(
            f" It is published for the county, so "
            f"{text.possessive(text.spoken(view.holder_name))} figure is shown; "
            f"none exists for {name} alone."
        )
    return [html.P(parts)]


def recent_trend(release: Release, view: View) -> tuple[str, str] | None:
    """Return shape and words of the recent trend of the area on the card."""
    code = view.ward.code if view.ward else (view.holder or view.council).code
    if view.period is None:
        return None
    row = release.observation(view.indicator.id, code, view.period)
    points, broken = points_since_break(view, code, release)
    return text.trend_words(
        row.trend if row else None,
        points,
        broken=broken,
        tested=bool(row and row.lower is not None),
    )


def announcement(view: View) -> str:
    """Return what a screen reader hears of a new state: the chosen ward's figure, or the finding.

    Beside a locked ward the map itself says how the two compare.
    """
    ward = view.ward if view.by_ward and view.since is None else None
    if ward is None:
        return finding_of(view)
    if view.state.lock is not None:
        return ""
    if ward.value is None:
        return f"{ward.name}: {text.missing(ward.marker)}. {map_title(view)}."
    verdict = {"higher": ", higher than England", "lower": ", lower than England"}.get(
        ward.benchmark or "", ", similar to England" if ward.benchmark else ""
    )
    return (
        f"{ward.name}: {text.short_amount(ward.value, view.indicator)}{verdict}. {map_title(view)}."
    )

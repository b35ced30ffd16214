"""The explorer's words on a council and those like it, and the choice of which those are."""

from __future__ import annotations

import re
from typing import Any

from dash import html

from app import neighbour_findings, neighbours
from app.choices import MOST_AREAS, Side
from app.components import controls
from app.findings import Reading
from app.neighbour_means import Standing
from app.pages.parts import Parts
from app.release import Release
from app.view import View

_PARAMETER = re.compile(r"[?&]n=[a-z]+$")

FIRST = "first"
"""Value of the control where an address names no way of being alike."""


def frame(release: Release, view: View) -> html.Div:
    """Return the choice, and what it says of a state."""
    found = parts(release, view)
    select = found["alike-select"]
    return html.Div(
        [
            controls.field(
                "Compare with", "alike-select", select["options"], value=select["value"]
            ),
            html.P(id="alike-words", **found["alike-words"]),
            html.P(id="alike-note", className="figure-note", **found["alike-note"]),
        ],
        id="alike",
        **found["alike"],
    )


def parts(release: Release, view: View) -> Parts:
    """Return what a state sets: nothing is shown where no council is like this one."""
    standing = view.standing
    return {
        "alike": {"hidden": standing is None, "className": "alike"},
        "alike-select": {
            "options": _options(release, standing) if standing else [],
            "value": view.state.alike or FIRST,
        },
        "alike-words": {"children": sentence(view)},
        "alike-note": {"children": _note(view, standing) if standing else []},
    }


def sentence(view: View) -> str:
    """Return how the council stands against those like it, empty where none is."""
    if view.standing is None:
        return ""
    return neighbour_findings.sentence(view.indicator, view.own, view.standing)


def reading(view: View) -> Reading | None:
    """Return the mean as a row of a table, None where there is none."""
    standing = view.standing
    mean = standing.mean if standing else None
    if standing is None or mean is None:
        return None
    return Reading(
        name=neighbour_findings.name(standing, mean),
        value=mean.value,
        numerator=mean.numerator,
        denominator=mean.denominator,
    )


def _options(release: Release, standing: Standing) -> list[dict[str, str]]:
    ways = neighbours.offered(release, standing.area.code)
    return [
        {"value": way.slug if at else FIRST, "label": f"{way.label} ({way.by})"}
        for at, way in enumerate(ways)
    ]


def _note(view: View, standing: Standing) -> list[Any]:
    said = [neighbour_findings.missing(standing), neighbour_findings.without_dfe(standing)]
    said.append(standing.area.note or "")
    return [*(f"{words} " for words in said if words), html.A("Side by side", href=address(view))]


def announced(before: str, after: str, changes: Parts) -> Parts:
    """Return what is announced where an address differs from the one before by nothing but the
    councils compared with: how the council stands against them. Nothing otherwise.
    """
    if before == after or _PARAMETER.sub("", before) != _PARAMETER.sub("", after):
        return {}
    return {"announce": {"children": changes["alike-words"]["children"]}}


def address(view: View) -> str:
    """Return where the council and those most like it stand side by side by this indicator."""
    assert view.standing is not None  # noqa: S101 - callers have looked
    standing = view.standing
    codes = (standing.area.code, *(area.code for area in standing.areas))[:MOST_AREAS]
    return Side(codes, (view.indicator.id,), standing.way.slug).url()

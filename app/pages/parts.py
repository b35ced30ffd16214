"""What the pieces of a page share: how a state is written into them, and how a picture is labelled.

A page is drawn once and then changed piece by piece: a piece that is set keeps its place in the
document, and whoever had the focus keeps it.
"""

from __future__ import annotations

from typing import Any, Literal

from dash import dcc, html

from app import text
from app.components import sources
from app.components.figures import Label
from app.neighbours import Way
from app.permalink import permalink
from app.release import Release
from app.view import View
from etl.schema import period_slug

Parts = dict[str, dict[str, Any]]
"""Element id → properties to set."""

Width = Literal["narrow", "middle", "wide"]
WIDTHS: tuple[Width, ...] = ("narrow", "middle", "wide")
"""A phone, a tablet, a desk: charts are drawn for one of them (``pages.js`` says which)."""

CHART_CONFIG: Any = {"displayModeBar": False, "responsive": True}


def graph(graph_id: str, properties: dict[str, Any]) -> dcc.Graph:
    """Return a chart that is not on the page yet, of these properties."""
    return dcc.Graph(
        id=graph_id,
        config=CHART_CONFIG,
        responsive=True,
        **properties,
    )


def drawn(chart: Any) -> dict[str, Any]:
    """Return the properties that put a figure into its chart, at its own height."""
    return {"figure": chart, "style": {"height": f"{chart.layout.height}px"}}


def slot(name: str) -> html.Div:
    """Return the place of a chart, one picture to a screen reader; its table is beside it."""
    return html.Div(id=f"{name}-slot", className="chart-slot", role="img")


def map_title(view: View) -> str:
    """Return what is measured, its unit and its period, or both periods of a change."""
    if view.since:
        unit = text.change_unit(view.indicator).strip()
        in_unit = (
            f" in {'percentage points' if view.indicator.unit == '%' else unit}" if unit else ""
        )
        return f"{view.indicator.title}, change{in_unit} · {view.since} to {view.period}"
    by = " · by neighbourhood" if view.state.geography == "lsoa" else ""
    return level_title(view) + by


def level_title(view: View) -> str:
    """Return what is measured, its unit and its period, whatever the map shows of it."""
    unit = ", %" if view.indicator.unit == "%" else ""
    period = f" · {view.period}" if view.period else ""
    return f"{view.indicator.title}{unit}{period}"


def file_name(view: View) -> str:
    """Return what is taken away from a view is called: council, indicator and periods."""
    small = ["lsoa"] if view.state.geography == "lsoa" else []
    periods = [period_slug(period) for period in (view.since, view.period or "none") if period]
    return "_".join((view.council.code, view.indicator.id, *small, *periods))


def labels(
    release: Release,
    view: View,
    title: str,
    *,
    measured: str | None = None,
    way: Way | None = None,
) -> dict[str, str]:
    """Return the attributes that an exported picture of this state writes into itself; it is of
    what the map is of, unless it says what else is ``measured``; ``way`` is how the councils are
    alike whose mean it shows.
    """
    label = Label(
        title=title,
        subtitle=f"{measured or map_title(view)} · {text.spoken(view.council.name)}",
        caveat=" ".join(view.indicator.caveats[:2]),
        source=sources.plain(release, view.indicator, view.council, way),
        link=permalink(view.state.url(), release.id),
        release=f"Release {release.id[:8]}",
        file=file_name(view),
    )
    return label.attributes()

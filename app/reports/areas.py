"""The report of areas side by side: every figure in one table, then each indicator as a chart."""

from __future__ import annotations

from collections.abc import Sequence

from app import neighbour_findings, side_by_side, text
from app.charts import multiples
from app.charts.multiples import Point
from app.choices import Side
from app.components.controls import standing_alone
from app.pages.compare_grid import kind_of
from app.release import Release
from app.reports import pictures, sourced
from app.reports.model import (
    Bar,
    Cell,
    Column,
    Fact,
    Figure,
    Line,
    Ranking,
    Report,
    Role,
    Series,
    Sheet,
    Table,
    Trend,
    Words,
)
from app.side_by_side import Row
from app.values import rounded
from etl.schema import is_quarter

FIRST = 0.2
"""Share of the table's width that the indicators' names take."""
NAMED = 3
"""Areas that a title names; of more it says how many."""


def report(release: Release, side: Side, *, site: str) -> Report:
    """Return the report of a choice of areas; ``site`` is what links begin with."""
    rows = side_by_side.read(release, side)
    indicators = [row.indicator for row in rows]
    link = site + side.url()
    return Report(
        kind="Areas side by side",
        place=_place(release, side),
        title=side_by_side.finding(rows),
        lead=(
            f"{text.plural(len(side.areas), 'area')} compared by "
            f"{text.plural(len(rows), 'indicator')}, each at its latest period. Higher, similar "
            "and lower are said against England, by the 95% interval."
        ),
        facts=_facts(release, side),
        cover=None,
        sheets=(
            _table(release, side, rows, link),
            *(_sheet(release, row, link) for row in rows),
            sourced.method(release, indicators, link),
            sourced.origins(release, indicators, link),
        ),
        notes=(
            *(f"{name}: {release.areas[name].name}" for name in side.areas),
            *sourced.several_notes(indicators, link, release),
        ),
        link=link,
        release=release.id,
        made_of=sourced.made_of(release),
        built=str(release.manifest["built_at"]),
    )


def _place(release: Release, side: Side) -> str:
    names = [text.spoken(release.areas[code].name) for code in side.areas]
    if len(names) > NAMED:
        return f"{', '.join(names[: NAMED - 1])} and {len(names) - NAMED + 1} more"
    return " and ".join(filter(None, (", ".join(names[:-1]), names[-1])))


def _facts(release: Release, side: Side) -> tuple[Fact, ...]:
    """Return how many young children the first areas have."""
    areas = [release.areas[code] for code in side.areas[:NAMED]]
    return tuple(
        Fact(f"{area.children_0_4:,}", f"children aged 0 to 4 in {text.spoken(area.name)}")
        for area in areas
        if area.children_0_4 is not None
    )


def _table(release: Release, side: Side, rows: list[Row], link: str) -> Sheet:
    areas = [release.areas[code] for code in side.areas]
    names = [text.spoken(area.name) for area in areas]
    each = (1 - FIRST) / (len(areas) + (side.alike is not None))
    columns = [Column("Indicator · period", FIRST), *(Column(name, each, True) for name in names)]
    if side.alike is not None:
        columns.insert(2, Column("Mean of those like it", each, True))
    lines = []
    for row in rows:
        periods = {figure.period for figure in row.figures if figure.period}
        one = next(iter(periods)) if len(periods) == 1 else ""
        cells = [_cell(row, figure, with_period=not one) for figure in row.figures]
        if side.alike is not None:
            cells.insert(1, _mean_cell(row, with_period=not one))
        unit = row.indicator.unit.strip()
        note = " · ".join(filter(None, (one, unit if unit != "%" else "")))
        lines.append(Line((Cell(standing_alone(row.indicator), note=note or ""), *cells)))
    kinds = " · ".join(
        f"{name}: {what}" for area, name in zip(areas, names, strict=True)
        if (what := kind_of(release, area)) not in ("", "council")
    )  # fmt: skip
    indicators = [row.indicator for row in rows]
    title = f"{_place(release, side)}: the latest figure of each indicator"
    source = sourced.foot(release, indicators)
    return Sheet(
        title,
        " · ".join(filter(None, ("Figure, 95% interval and place against England", kinds))),
        (Table("Side by side", f"Table: {title}.", tuple(columns), tuple(lines)),),
        source=source,
        notes=(*sourced.several_notes(indicators, link, release), source),
    )


def _cell(row: Row, figure: side_by_side.Figure, *, with_period: bool) -> Cell:
    """Return a figure as its cell on the page says it."""
    own, indicator = figure.reading, row.indicator
    if own.value is None:
        return Cell(text.missing(own.marker), "quiet")
    letter = f" {own.marker}" if text.beside(own.marker) else ""
    notes = []
    if own.lower is not None and own.upper is not None:
        notes.append(text.table_interval(own.lower, own.upper, indicator))
    if own.benchmark:
        notes.append(" ".join(text.VERDICTS[own.benchmark]))
    elif own.quintile:
        notes.append(text.FIFTHS[own.quintile])
    if figure.borrowed and figure.holder is not None:
        notes.append(f"of {text.spoken(figure.holder.name)} as a whole")
    if with_period and figure.period:
        notes.append(figure.period)
    return Cell(
        text.short_amount(own.value, indicator) + letter, strong=True, note=" · ".join(notes)
    )


def _mean_cell(row: Row, *, with_period: bool) -> Cell:
    """Return the mean of the councils like the first area, or why there is none."""
    if row.standing is None:
        return Cell("a count: no mean", "quiet")
    if row.mean is None:
        return Cell(neighbour_findings.too_few(row.standing), "quiet")
    notes = [neighbour_findings.name(row.standing, row.mean)]
    notes.append(neighbour_findings.made(row.indicator, row.mean))
    notes += [row.standing.period or ""] if with_period else []
    shown = text.short_amount(row.mean.value, row.indicator)
    return Cell(shown, strong=True, note=" · ".join(notes))


def _sheet(release: Release, row: Row, link: str) -> Sheet:
    """Return the areas by one indicator, from the highest, and over time where they have series."""
    indicator = row.indicator
    over_time = _trend(row)
    figures: tuple[Figure, ...] = (_ranking(release, row),)
    care = Words(indicator.caveats[:2], "Read with care")
    if all(figure.reading.value is None for figure in row.figures):
        figures = (Words((text.sentence(side_by_side.finding_of(row)),)),)
    elif over_time is not None:
        figures = (*figures, over_time)
    periods = ", ".join(dict.fromkeys(figure.period for figure in row.figures if figure.period))
    under = " · ".join(filter(None, (indicator.title, indicator.unit.strip(), periods)))
    areas = [figure.area for figure in row.figures]
    return Sheet(
        side_by_side.finding_of(row),
        under,
        figures,
        () if over_time is not None or not indicator.caveats else (care,),
        sourced.foot(release, (indicator,), areas[0]),
        sourced.notes(release, indicator, areas[0], link),
    )


def _ranking(release: Release, row: Row) -> Ranking:
    """Return the areas from the highest, with England among them where it is not one."""
    indicator = row.indicator
    bars: list[Bar] = []
    for at, figure in enumerate(row.figures):
        drawn = pictures.bar(figure.reading, indicator, _role(row, at))
        bars.append(_named(drawn, figure))
    if row.england is not None and all(f.area is not release.england for f in row.figures):
        value = rounded(row.england, indicator.decimals)
        shown = text.short_amount(row.england, indicator)
        bars.append(Bar("England", shown, value, role="england"))
    if row.standing is not None and row.mean is not None:
        value = rounded(row.mean.value, indicator.decimals)
        shown = text.short_amount(row.mean.value, indicator)
        name = neighbour_findings.name(row.standing, row.mean)
        bars.append(Bar(name, shown, value, role="council"))
    bars.sort(key=lambda bar: (bar.value is None, -(bar.value or 0.0), bar.name))
    said = "; ".join(f"{bar.name}, {bar.shown}" for bar in bars)
    alt = f"Chart: {indicator.quantity} from the highest. {said}."
    return Ranking(standing_alone(indicator), alt, pictures.number(indicator), tuple(bars))


def _role(row: Row, at: int) -> Role:
    """Return how an area is told apart: the first one chosen, and England, from the rest."""
    if row.figures[at].area.level == "country":
        return "england"
    return "focus" if at == 0 else "area"


def _named(bar: Bar, figure: side_by_side.Figure) -> Bar:
    """Return a bar under the name of the area it is shown for, and of whom it is borrowed."""
    name = text.spoken(figure.area.name)
    if figure.borrowed and figure.holder is not None:
        name = f"{name} ({text.spoken(figure.holder.name)})"
    return Bar(name, bar.shown, bar.value, bar.lower, bar.upper, bar.verdict, bar.role)


def _trend(row: Row) -> Trend | None:
    """Return the areas' own series on one scale; None where none has two periods."""
    own = [(at, figure) for at, figure in enumerate(row.figures) if not figure.borrowed]
    lines: list[tuple[str, Role, Sequence[Point], Sequence[float]]] = [
        (text.spoken(figure.area.name), _role(row, at), figure.points, row.breaks)
        for at, figure in own
    ]
    if row.standing is not None and row.mean_points:
        lines.append(("Mean of those like it", "council", row.mean_points, row.mean_breaks))
    points = {
        point.x: point.period
        for _, _, along, _ in lines
        for point in along
        if point.value is not None
    }
    if len(points) < 2:
        return None
    step = 0.25 if is_quarter(next(iter(points.values()))) else 1.0
    places, labels = pictures.slots(points, step)
    series: list[Series] = []
    said = []
    for name, role, along, breaks in lines:
        runs = multiples.segments(along, breaks)
        for run in runs:
            values: list[float | None] = [None] * len(labels)
            for point in run:
                values[places[point.x]] = rounded(point.value, row.indicator.decimals)
            last = run is runs[-1]
            part = "" if last else f", {run[0].period} to {run[-1].period}"
            tone: Role = "region" if role == "area" else role
            series.append(Series(name + part, tone, tuple(values), last))
        told = [point for run in runs for point in run]
        if told:
            ends = ", ".join(
                f"{text.short_amount(point.value or 0.0, row.indicator)} in {point.period}"
                for point in dict.fromkeys((told[0], told[-1]))
            )
            said.append(f"{name}: {ends}")
    every = [value for line in series for value in line.values if value is not None]
    low, high = min(every), max(every)
    flat = low > 0 and high - low < 0.35 * high
    alt = f"Chart: {row.indicator.quantity} over time. {'; '.join(said)}."
    name = f"{standing_alone(row.indicator)} over time"
    return Trend(name, alt, pictures.number(row.indicator), labels, tuple(series), not flat)

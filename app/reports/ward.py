"""The report of a ward: need and access, risk beside resilience, every indicator, and over time."""

from __future__ import annotations

from collections.abc import Sequence

from app import profile, text
from app.components.controls import standing_alone
from app.pages.ward import BALANCE
from app.pages.ward_cells import interval, of_some
from app.profile import Profile, Row
from app.release import Release
from app.reports import depth, domains, maps, pictures, sourced
from app.reports.model import Cell, Column, Fact, Line, Map, Places, Report, Sheet, Table
from app.state import ViewState
from app.view import read
from app.ward_findings import NEED, ages, finding, sentences
from etl.registry import DOMAINS

SIDES = {
    "risk": "Risk: longer is harder for children",
    "resilience": "Resilience: longer is better for children",
}
COLUMNS = (
    ("Indicator · period", 0.36, False),
    ("", 0.1, True),
    ("95% interval", 0.13, True),
    ("England", 0.1, True),
    ("Against England", 0.16, False),
    ("Recent trend", 0.15, False),
)


def report(release: Release, state: ViewState, *, site: str) -> Report:
    """Return the report of a ward; ``site`` is what links begin with."""
    shown = profile.read(release, state.ward or "")
    ward, council = shown.ward, shown.council
    name, place = ward.name, text.spoken(council.name)
    link = site + state.url()
    indicators = [row.indicator for row in (*shown.rows, *_headlines(shown))]
    return Report(
        kind=f"Ward report · {place}",
        place=name,
        title=finding(shown),
        lead=sentences(shown),
        facts=_facts(shown),
        cover=_where(release, shown),
        sheets=(
            *_balance(release, shown, link),
            *_over_time(release, shown, link),
            *_by_domain(release, shown, link),
            *_of_council(release, shown, link),
            sourced.method(release, (release.indicators[NEED],), link),
            sourced.origins(release, indicators, link),
        ),
        notes=(sentences(shown), ages(shown), f"Release {release.id}. {link}"),
        link=link,
        release=release.id,
        made_of=sourced.made_of(release),
        built=str(release.manifest["built_at"]),
    )


def _where(release: Release, shown: Profile) -> Map:
    place = text.spoken(shown.council.name)
    alt = f"Map: where {shown.ward.name} lies in {place}."
    return maps.plain_map(release, shown.council.code, focus=shown.ward.code, alt=alt)


def _facts(shown: Profile) -> tuple[Fact, ...]:
    """Return need, children and settings, each with its period."""
    told = []
    for name, what in (
        (NEED, "Children in relative low income"),
        (profile.POPULATION, "Children aged 0 to 4"),
        (profile.SETTINGS, "Nurseries and pre-schools"),
    ):
        row = shown.row(name)
        if row is None:
            continue
        value = row.reading.value
        said = "–" if value is None else text.short_amount(value, row.indicator)
        why = f": {text.missing(row.reading.marker)}" if value is None else ""
        told.append(Fact(said, f"{what}{why}, {row.period.label}"))
    return tuple(told)


def _balance(release: Release, shown: Profile, link: str) -> tuple[Sheet, ...]:
    halves = []
    used: list[Row] = []
    counts = []
    for side, names in BALANCE.items():
        rows = [row for name in names if (row := shown.row(name))]
        if all(row.below is None for row in rows):
            continue
        used += rows
        told = tuple(
            (
                standing_alone(row.indicator),
                row.below,
                f"{row.below}%" if row.below is not None else text.missing(row.reading.marker),
            )
            for row in rows
        )
        said = "; ".join(f"{what} {words}" for what, _, words in told)
        alt = f"Chart: share of England’s wards with a lower value than {shown.ward.name}. {said}."
        halves.append(Places(SIDES[side].partition(":")[0], alt, SIDES[side], told))
        high = sum(row.below is not None and row.below >= 50 for row in rows)
        counts.append(f"{high} of {len(rows)} measures of {side}")
    if not halves:
        return ()
    title = f"{shown.ward.name} is above most of England’s wards on {' and '.join(counts)}"
    sheet = Sheet(
        title,
        f"Share of England’s wards with a lower value than {shown.ward.name}, %",
        tuple(halves),
        source=sourced.foot(release, [row.indicator for row in used], shown.council),
        notes=sourced.several_notes([row.indicator for row in used], link, release),
    )
    return (sheet,)


def _over_time(release: Release, shown: Profile, link: str) -> tuple[Sheet, ...]:
    """Return the ward's need over time, beside its council, region and England."""
    council = shown.council.code
    state = ViewState.of(release, page="area", lad=council, indicator=NEED, ward=shown.ward.code)
    view = read(release, state)
    drawn = pictures.over_time(view)
    return (depth.trend_sheet(release, view, drawn, link),) if drawn is not None else ()


def _by_domain(release: Release, shown: Profile, link: str) -> tuple[Sheet, ...]:
    return tuple(
        _table_sheet(release, shown, domain, rows, shown.ward.name, link)
        for domain in DOMAINS
        if (rows := [row for row in shown.rows if row.indicator.domain == domain])
    )


def _headlines(shown: Profile) -> list[Row]:
    """Return what is known only for the council, its headline figures."""
    wanted = {name for names in domains.HEADLINES.values() for name in names}
    return [row for row in shown.council_rows if row.indicator.id in wanted]


def _of_council(release: Release, shown: Profile, link: str) -> tuple[Sheet, ...]:
    rows, place = _headlines(shown), text.spoken(shown.council.name)
    if not rows:
        return ()
    sheet = _table_sheet(release, shown, "", rows, place, link)
    return (sheet,)


def _table_sheet(
    release: Release, shown: Profile, domain: str, rows: Sequence[Row], whose: str, link: str
) -> Sheet:
    """Return a table of rows; those of the council are of no domain, and say whose they are."""
    name = shown.ward.name
    indicators = [row.indicator for row in rows]
    if domain:
        title = domains.finding(domain, rows, name)
        under = f"{domain} · every indicator published for {name}, at its latest period"
    else:
        title = f"These describe {whose}, not {name}: nobody publishes them by ward"
        under = (
            f"Known only for the whole council · {len(rows)} of {len(shown.council_rows)} measures"
        )
    columns = tuple(Column(head or whose, width, number) for head, width, number in COLUMNS)
    alt = f"Table: {under}."
    table = Table(domain or "Council", alt, columns, tuple(_line(row, whose) for row in rows))
    return Sheet(
        title,
        under,
        (table,),
        source=sourced.foot(release, indicators, shown.council),
        notes=sourced.several_notes(indicators, link, release),
    )


def _line(row: Row, whose: str) -> Line:
    england, indicator = row.england, row.indicator
    holder = text.spoken(row.holder.name)
    of = f" · {holder}" if holder != whose else ""
    old = f" · {row.age} years old" if row.old else ""
    unit = indicator.unit.strip()
    unit = f" · {unit}" if unit not in ("", "%") else ""
    later = "".join(f" · {of_some(row, figure)}" for figure in row.partial)
    known = england.value is not None
    return Line(
        (
            Cell(indicator.title, note=f"{row.period.label}{unit}{of}{old}{later}"),
            domains.value(row),
            Cell(interval(row), "quiet"),
            Cell(
                text.short_amount(england.value or 0.0, indicator)
                if known
                else text.missing(england.marker),
                "england",
            ),
            domains.against(row),
            Cell(" ".join(row.trend), "quiet"),
        )
    )

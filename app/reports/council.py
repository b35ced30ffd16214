"""The report of a council: the view's indicator in depth, then a short list for each domain."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from app import text
from app.choices import ACCESS, NEED, Pair, pairable
from app.pages.area_words import finding_of, summary_of
from app.profile import Row
from app.release import Release
from app.reports import changed, depth, domains, pair, sourced
from app.reports.model import Fact, Report, Sheet, Words
from app.state import ViewState
from app.view import View, read


def report(release: Release, state: ViewState, *, site: str) -> Report:
    """Return the report of a state of the explorer; ``site`` is what links begin with."""
    view = read(release, replace(state, since=None))
    council, link = view.council, site + state.url()
    found = domains.read(release, council)
    names = {indicator.id for indicator in pairable(release, council.code)}
    both = None
    if {NEED, ACCESS} <= names:
        both = pair.sheet(release, Pair(council.code, ward=state.ward), site)
    change = changed.sheet(release, read(release, state), link) if state.since else None
    rows = [row for group in found.values() for row in group]
    indicators = [
        *{item.id: item for item in (view.indicator, *(row.indicator for row in rows))}.values()
    ]
    return Report(
        kind="Council report",
        place=text.spoken(council.name),
        title=finding_of(view),
        lead=summary_of(view),
        facts=_facts(release, view),
        cover=depth.map_of(release, view),
        sheets=(
            _glance(release, view, found, [sheet for sheet in (change, both) if sheet], link),
            *([change] if change else []),
            *depth.sheets(release, view, link),
            *([both] if both else []),
            *domains.sheets(release, council, found, link),
            sourced.method(release, (view.indicator,), link),
            sourced.origins(release, indicators, link),
        ),
        notes=sourced.notes(release, view.indicator, council, link),
        link=link,
        release=release.id,
        made_of=sourced.made_of(release),
        built=str(release.manifest["built_at"]),
    )


def _facts(release: Release, view: View) -> tuple[Fact, ...]:
    """Return what the cover says of the council: its children and wards, and the view's figure."""
    council = view.council
    told = [depth.fact(view, view.own)]
    if council.children_0_4 is not None:
        told.append(Fact(f"{council.children_0_4:,}", "Children aged 0 to 4"))
    wards = len(release.wards(council.code))
    told.append(Fact(f"{wards:,}", "Ward" if wards == 1 else "Wards"))
    return tuple(told)


def _glance(
    release: Release,
    view: View,
    found: dict[str, list[Row]],
    others: Sequence[Sheet],
    link: str,
) -> Sheet:
    """Return the sheet for whoever reads only one: what every other sheet says."""
    council = view.council
    rows = [row for group in found.values() for row in group]
    counts = domains.judged(rows)
    name = text.spoken(council.name)
    heading = f"{name} at a glance"
    if sum(counts.values()) > 1:
        heading = domains.verdicts(counts, name, "tested headline measures")
    points = [finding_of(view)]
    points += [sheet.title for sheet in others]
    points += [domains.finding(domain, group, council.name) for domain, group in found.items()]
    untested = len(rows) - sum(counts.values())
    note = (
        f"{len(rows)} headline measures. Tested: those with a 95% interval and with one end that "
        f"is better for children; {untested} {'has' if untested == 1 else 'have'} none, and no "
        "verdict is made of them."
    )
    indicators = [row.indicator for row in rows]
    return Sheet(
        heading,
        f"{name} at a glance: a line for each part of this report",
        (Words(tuple(dict.fromkeys(points)), points=True),),
        (*depth.facts_of(view)[:3], Words((note,))),
        source=sourced.foot(release, indicators, council),
        notes=sourced.several_notes(indicators, link, release),
    )

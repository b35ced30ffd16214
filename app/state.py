"""ViewState: the one typed, allow-listed reading of what an address asks for.

The canonical address is ``ViewState.url()``; everything cached is keyed by it and the release.
Nothing a page does depends on any other input.
"""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass, replace
from typing import Any, Literal, get_args
from urllib.parse import urlencode

from app.address import PATH_OF, Page, parameters, place
from app.change import why_not
from app.choices import Choice, Pair, chosen
from app.mistaken_codes import check_ward
from app.neighbours import WAYS, offered
from app.release import Coverage, Period, Release
from app.unknown import HOME, Suggestion, UnknownView, short
from etl.registry import Level

Classes = Literal["england", "council", "steps"]
Geography = Literal["ward", "lsoa"]

DEFAULT_INDICATOR = "low_income_bhc_relative"
MAX_ADDRESS = 600
_SLUG = re.compile(r"[A-Za-z0-9-]{1,20}")


@dataclass(frozen=True, slots=True)
class ViewState:
    """What a page shows.

    ``period`` is a label, None when the indicator has no figure to show here; ``slug`` is the
    period as it stands in an address, None when it is the latest, which an address leaves out.
    ``lock`` is the ward that the others are read against.
    ``geography`` is ``lsoa`` where the map shows neighbourhoods in place of wards.
    ``since`` is the slug of an earlier period when the change since then is shown, not the level.
    ``alike`` is the way in which councils are alike that a council is compared by (``WAYS``), None
    for the first it has, which an address leaves out.
    """

    page: Page
    lad: str | None = None
    indicator: str = DEFAULT_INDICATOR
    period: str | None = None
    ward: str | None = None
    lock: str | None = None
    classes: Classes = "england"
    geography: Geography = "ward"
    slug: str | None = None
    since: str | None = None
    alike: str | None = None
    compare: Choice | None = None
    """What the page ``compare`` compares; ``lad`` is then the council of a pair, if it is one."""

    @classmethod
    def parse(cls, pathname: str, search: str, release: Release) -> ViewState:
        """Read an address; raise ``UnknownView`` for what is malformed (400) or names nothing
        (404).
        """
        if len(pathname) + len(search) > MAX_ADDRESS:
            raise UnknownView(
                400, f"This address is longer than {MAX_ADDRESS} characters.", (HOME,)
            )
        page, lad, ward = place(pathname, release)
        choices = parameters(search, page)
        if page == "compare":
            compared = chosen(choices, release)
            return cls(page, compared.lad if isinstance(compared, Pair) else None, compare=compared)
        if ward is not None:
            choices["ward"] = ward
        return cls.of(release, page=page, lad=lad, **choices)

    @classmethod
    def of(
        cls,
        release: Release,
        *,
        page: Page,
        lad: str | None = None,
        indicator: str = DEFAULT_INDICATOR,
        slug: str | None = None,
        since: str | None = None,
        geography: str = "ward",
        ward: str | None = None,
        lock: str | None = None,
        classes: str = "england",
        alike: str | None = None,
    ) -> ViewState:
        """Return the state of these choices, each checked; raise ``UnknownView`` as ``parse``
        does.
        """
        if indicator not in release.indicators:
            raise _unknown_indicator(indicator, page, lad, release)
        for chosen_ward in (ward, lock):
            if chosen_ward is not None:
                check_ward(chosen_ward, lad, release)
        shading: Classes | None = next((one for one in get_args(Classes) if one == classes), None)
        if shading is None:
            raise UnknownView(
                400,
                "The map has classes of “england” or “council”, or equal “steps”, "
                f"not “{short(classes)}”.",
                (HOME,),
            )
        state = cls(page, lad, indicator, ward=ward, lock=lock, classes=shading)
        if alike is not None:
            state = replace(state, alike=_alike(alike, state, release))
        coverage = state.coverage(release)
        if coverage is None:
            for asked in (slug, since, None if geography == "ward" else geography):
                if asked is not None:
                    message = f"Nothing is published for “{short(asked)}” here."
                    raise UnknownView(404, message, (HOME,))
            return state
        period = coverage.latest if slug is None else coverage.at(slug)
        if period is None:
            raise _unknown_period(str(slug), state, coverage)
        latest = period == coverage.latest
        state = replace(state, period=period.label, slug=None if latest else period.slug)
        if since is not None:
            _check_since(since, period, state, coverage, release)
        state = replace(state, since=since)
        if geography == "ward":
            return state
        _check_geography(geography, state, release)
        return replace(state, geography="lsoa")

    def level(self, release: Release) -> Level:
        """Return the level of the areas on the map: wards where the indicator reaches the
        council's, else councils.
        """
        wards = self.page == "area" and release.ward_coverage(self.indicator, self.lad)
        return "ward" if wards else "lad"

    def coverage(self, release: Release) -> Coverage | None:
        """Return the periods to choose from, at the level where the indicator is shown."""
        if self.level(release) == "ward":
            return release.ward_coverage(self.indicator, self.lad)
        holder = release.holder(self.indicator, self.lad) if self.lad else None
        return release.coverage(self.indicator, holder.level if holder else "lad")

    def change(self, release: Release, **choices: str | None) -> ViewState:
        """Return the state after other choices; a period that the new indicator lacks becomes its
        latest. The change since a period is shown for as long as only ward and classes change.
        """
        stays = choices.keys() <= {"ward", "lock", "classes", "since", "alike"}
        asked: dict[str, Any] = {
            "lad": self.lad,
            "indicator": self.indicator,
            "slug": self.slug,
            "since": self.since if stays else None,
            "geography": self.geography if stays else "ward",
            "ward": self.ward,
            "lock": self.lock,
            "classes": self.classes,
            "alike": self.alike,
        } | choices
        if self.alike is not None and "alike" not in choices:
            held = release.holder(asked["indicator"], asked["lad"]) if asked["lad"] else None
            if held is None or self.alike not in {way.slug for way in offered(release, held.code)}:
                asked["alike"] = None
        if "slug" not in choices:
            bare = ViewState(self.page, asked["lad"], asked["indicator"])
            coverage = bare.coverage(release)
            if coverage is None or coverage.at(self.slug or "") is None:
                asked["slug"] = None
        return ViewState.of(release, page=self.page, **asked)

    def url(self) -> str:
        """Return the canonical address: parameters in order, defaults left out."""
        if self.page == "ward":
            return f"/ward/{self.ward}"
        if self.compare is not None:
            return self.compare.url()
        path = f"/area/{self.lad}" if self.page == "area" else PATH_OF[self.page]
        values = {
            "i": self.indicator if self.indicator != DEFAULT_INDICATOR else None,
            "p": self.slug,
            "from": self.since,
            "g": self.geography if self.geography != "ward" else None,
            "w": self.ward,
            "lock": self.lock,
            "c": self.classes if self.classes != "england" else None,
            "n": self.alike,
        }
        query = urlencode({name: value for name, value in values.items() if value is not None})
        return f"{path}?{query}" if query else path

    def standing(self) -> str:
        """Return what a page is drawn anew for when it changes; all else is set on it in place."""
        if self.page == "compare":
            return f"/compare/{self.lad or ''}"
        return self.url().partition("?")[0]

    def key(self, release_id: str) -> str:
        """Return the key of what is cached for this view: unlike views and releases never share
        one.
        """
        return f"{release_id}{self.url()}"


def _unknown_indicator(wanted: str, page: Page, lad: str | None, release: Release) -> UnknownView:
    near = difflib.get_close_matches(wanted.casefold(), release.indicators, n=3, cutoff=0.5)
    ways = tuple(
        Suggestion(release.indicators[name].title, ViewState(page, lad, name).url())
        for name in near
    )
    return UnknownView(404, f"There is no indicator “{short(wanted)}”.", (*ways, HOME))


def _unknown_period(slug: str, state: ViewState, coverage: Coverage) -> UnknownView:
    status = 404 if _SLUG.fullmatch(slug) else 400
    latest = coverage.latest
    ways = tuple(
        Suggestion(
            period.label, replace(state, slug=None if period == latest else period.slug).url()
        )
        for period in reversed(coverage.periods)
    )
    return UnknownView(status, f"This indicator has no figures for “{short(slug)}”.", ways)


def _alike(slug: str, state: ViewState, release: Release) -> str | None:
    """Return the way that councils are alike by which an address compares one, None for its first.

    Refuse one that there is not, or that the area whose figure is shown does not have.
    """
    if slug not in WAYS:
        message = f"Councils are alike by {', '.join(WAYS)}, not “{short(slug)}”."
        raise UnknownView(400, message, (Suggestion("The first of these", state.url()),))
    holder = release.holder(state.indicator, state.lad) if state.lad else None
    ways = [way.slug for way in offered(release, holder.code)] if holder else []
    if slug not in ways:
        name = (holder or release.areas[state.lad or ""]).name
        why = " DfE names those of counties and one-tier councils only." if slug == "dfe" else ""
        message = f"There are no {WAYS[slug].noun} of {name}.{why}"
        raise UnknownView(404, message, (Suggestion("The same without them", state.url()),))
    return None if slug == ways[0] else slug


def _check_since(
    slug: str, period: Period, state: ViewState, coverage: Coverage, release: Release
) -> None:
    """Refuse an earlier period that is none, or that the one shown is not compared with."""
    before = coverage.at(slug)
    if before is None:
        raise _unknown_period(slug, state, coverage)
    reason = why_not(release.indicators[state.indicator], coverage, before, period)
    if reason is not None:
        message = f"No change from {before.label} to {period.label} is shown: {reason}."
        raise UnknownView(400, message, (Suggestion(f"{period.label} alone", state.url()),))


def why_no_neighbourhoods(state: ViewState, release: Release) -> str | None:
    """Return why the map of a state cannot show neighbourhoods, None where it can."""
    finest = release.neighbourhoods.get(state.indicator)
    if finest is None or state.level(release) != "ward":
        return "no figure of neighbourhoods exists for this indicator"
    if state.period != finest.period.label:
        return f"figures of neighbourhoods are of {finest.period.label} only"
    if state.since is not None:
        return "a change is shown by ward"
    return None


def _check_geography(geography: str, state: ViewState, release: Release) -> None:
    """Refuse a kind of area that is none, or that the view has no figures of."""
    way = Suggestion("The same by ward", state.url())
    if geography != "lsoa":
        message = f"The map shows wards or “lsoa”, not “{short(geography)}”."
        raise UnknownView(400, message, (way,))
    if reason := why_no_neighbourhoods(state, release):
        raise UnknownView(404, f"The map cannot show neighbourhoods: {reason}.", (way,))

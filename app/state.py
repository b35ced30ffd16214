"""ViewState: the one typed, allow-listed reading of what an address asks for.

The canonical address is ``ViewState.url()``; everything cached is keyed by it and the release.
Nothing a page does depends on any other input.
"""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass, replace
from typing import Literal, get_args
from urllib.parse import parse_qsl, urlencode

from app import permalink
from app.change import why_not
from app.choices import Choice, Pair, chosen
from app.recoded import SUCCESSORS
from app.release import Area, Coverage, Period, Release
from app.unknown import HOME, Suggestion, UnknownView
from app.unknown import short as _short
from etl.registry import Level

Page = Literal["home", "area", "ward", "compare", "data", "about", "accessibility"]
Classes = Literal["england", "council", "steps"]
Geography = Literal["ward", "lsoa"]

PATHS: dict[str, Page] = {
    "/": "home",
    "/compare": "compare",
    "/data": "data",
    "/about": "about",
    "/accessibility": "accessibility",
}
_PATH_OF: dict[Page, str] = {page: path for path, page in PATHS.items()}
DEFAULT_INDICATOR = "low_income_bhc_relative"
PARAMETERS = {
    "i": "indicator",
    "p": "slug",
    "from": "since",
    "g": "geography",
    "w": "ward",
    "lock": "lock",
    "c": "classes",
    "lad": "lad",
    "need": "need",
    "access": "access",
    "split": "split",
    "areas": "areas",
}
"""Parameters of an address in their canonical order, and what they choose."""

ALLOWED: dict[Page, tuple[str, ...]] = {
    "home": ("i", "p"),
    "area": ("i", "p", "from", "g", "w", "lock", "c"),
    "ward": (),
    "compare": ("lad", "need", "access", "split", "w", "areas", "i"),
    "data": (),
    "about": (),
    "accessibility": (),
}
IGNORED = re.compile(r"utm_[a-z]+|fbclid|gclid|msclkid")
"""What other sites add to a link that is shared: no part of a view, and no mistake of the
reader's.
"""

MAX_ADDRESS = 600
_SLUG = re.compile(r"[A-Za-z0-9-]{1,20}")
_CODE = re.compile(r"[EKNSW]\d{8}")


@dataclass(frozen=True, slots=True)
class ViewState:
    """What a page shows.

    ``period`` is a label, None when the indicator has no figure to show here; ``slug`` is the
    period as it stands in an address, None when it is the latest, which an address leaves out.
    ``lock`` is the ward that the others are read against.
    ``geography`` is ``lsoa`` where the map shows neighbourhoods in place of wards.
    ``since`` is the slug of an earlier period when the change since then is shown, not the level.
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
        page, lad, ward = _page(pathname, release)
        choices = _parameters(search, page)
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
    ) -> ViewState:
        """Return the state of these choices, each checked; raise ``UnknownView`` as ``parse``
        does.
        """
        if indicator not in release.indicators:
            raise _unknown_indicator(indicator, page, lad, release)
        for chosen_ward in (ward, lock):
            if chosen_ward is not None:
                _check_ward(chosen_ward, lad, release)
        if classes not in get_args(Classes):
            raise UnknownView(
                400,
                "The map has classes of “england” or “council”, or equal “steps”, "
                f"not “{_short(classes)}”.",
                (HOME,),
            )
        state = cls(page, lad, indicator, ward=ward, lock=lock, classes=classes)  # type: ignore[arg-type]
        coverage = state.coverage(release)
        if coverage is None:
            for asked in (slug, since, None if geography == "ward" else geography):
                if asked is not None:
                    message = f"Nothing is published for “{_short(asked)}” here."
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
        if geography != "ward":
            _check_geography(geography, state, release)
        return replace(state, geography=geography)  # type: ignore[arg-type]

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
        stays = choices.keys() <= {"ward", "lock", "classes", "since"}
        asked: dict[str, str | None] = {
            "lad": self.lad,
            "indicator": self.indicator,
            "slug": self.slug,
            "since": self.since if stays else None,
            "geography": self.geography if stays else "ward",
            "ward": self.ward,
            "lock": self.lock,
            "classes": self.classes,
        } | choices
        if "slug" not in choices:
            bare = ViewState(self.page, asked["lad"], str(asked["indicator"]))
            coverage = bare.coverage(release)
            if coverage is None or coverage.at(self.slug or "") is None:
                asked["slug"] = None
        return ViewState.of(release, page=self.page, **asked)  # type: ignore[arg-type]

    def url(self) -> str:
        """Return the canonical address: parameters in order, defaults left out."""
        if self.page == "ward":
            return f"/ward/{self.ward}"
        if self.compare is not None:
            return self.compare.url()
        path = f"/area/{self.lad}" if self.page == "area" else _PATH_OF[self.page]
        values = {
            "i": self.indicator if self.indicator != DEFAULT_INDICATOR else None,
            "p": self.slug,
            "from": self.since,
            "g": self.geography if self.geography != "ward" else None,
            "w": self.ward,
            "lock": self.lock,
            "c": self.classes if self.classes != "england" else None,
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


def _page(pathname: str, release: Release) -> tuple[Page, str | None, str | None]:
    """Return the page of a path, its council on the explorer or a profile, and a profile's ward."""
    path = pathname.rstrip("/") or "/"
    if path in PATHS:
        return PATHS[path], None, None
    first, _, code = path.removeprefix("/").partition("/")
    if first == "area" and code:
        area = release.areas.get(code)
        if area is not None and area.level == "lad":
            return "area", code, None
        raise _unknown_area(code, release)
    if first == "ward" and code:
        area = release.areas.get(code)
        if area is not None and area.level == "ward" and area.lad_code:
            return "ward", area.lad_code, code
        raise _unknown_ward(code, release)
    near = difflib.get_close_matches(path, PATHS, n=1)
    ways = tuple(Suggestion(f"Did you mean {match}?", match) for match in near)
    raise UnknownView(404, f"There is no page “{_short(path)}” here.", (*ways, HOME))


def _parameters(search: str, page: Page) -> dict[str, str]:
    """Return the choices an address makes, by the names of ``ViewState.of``."""
    try:
        pairs = parse_qsl(
            search.removeprefix("?"),
            keep_blank_values=True,
            strict_parsing=False,
            max_num_fields=20,
        )
    except ValueError:
        raise UnknownView(400, "This address has too many parameters.", (HOME,)) from None
    found: dict[str, str] = {}
    for name, value in pairs:
        if IGNORED.fullmatch(name):
            continue
        if name == permalink.PARAMETER:
            permalink.check_release(value)
            continue
        if name not in ALLOWED[page]:
            raise UnknownView(400, f"This page has no parameter “{_short(name)}”.", (HOME,))
        if PARAMETERS[name] in found:
            raise UnknownView(400, f"The parameter “{name}” is given twice.", (HOME,))
        found[PARAMETERS[name]] = value
    return found


def _unknown_area(code: str, release: Release) -> UnknownView:
    """Say what a code or name in ``/area/…`` is instead, and which councils it may mean."""
    shown = _short(code)
    area = release.areas.get(code.upper())
    if area is None and (successors := SUCCESSORS.get(code.upper())):
        found = [release.areas[new] for new in successors if new in release.areas]
        if found:
            names = " and ".join(council.name for council in found)
            return UnknownView(
                404,
                f"“{shown}” is a code of another year. The area is now in {names}.",
                _links(found),
            )
    if area is None and _CODE.fullmatch(code.upper()):
        return UnknownView(404, f"“{shown}” is not an area of this release.", (HOME,))
    if area is None:
        named = {council.name.casefold(): council for council in release.councils()}
        wanted = code.replace("-", " ").casefold()
        near = difflib.get_close_matches(wanted, named, n=3, cutoff=0.5)
        message = f"“{shown}” is not the code of a council."
        return UnknownView(404, message, (*_links([named[name] for name in near]), HOME))
    if area.level == "lad":
        return UnknownView(404, f"“{shown}” is written {area.code} in an address.", _links([area]))
    if area.level == "ward" and area.lad_code:
        council = release.areas[area.lad_code]
        way = Suggestion(f"{area.name}, in {council.name}", f"/area/{council.code}?w={area.code}")
        return UnknownView(404, f"“{shown}” is a ward: {area.name}, in {council.name}.", (way,))
    if area.level == "utla":
        districts = [item for item in release.councils() if item.utla_code == area.code]
        message = f"“{shown}” is the county of {area.name}. Choose one of its districts."
        return UnknownView(404, message, _links(districts))
    return UnknownView(404, f"“{shown}” is {area.name}. Choose a council.", (HOME,))


def _unknown_ward(code: str, release: Release) -> UnknownView:
    """Say what a code in ``/ward/…`` is instead."""
    area = release.areas.get(code.upper())
    if area is not None and area.level == "ward":
        way = Suggestion(f"Profile of {area.name}", f"/ward/{area.code}")
        return UnknownView(404, f"“{_short(code)}” is written {area.code} in an address.", (way,))
    if area is not None and area.level == "lad":
        message = f"“{_short(code)}” is a council: {area.name}. Choose one of its wards."
        return UnknownView(404, message, _links([area]))
    if area is None and not SUCCESSORS.get(code.upper()):
        return UnknownView(404, f"“{_short(code)}” is not a ward of this release.", (HOME,))
    return _unknown_area(code, release)


def _check_ward(ward: str, lad: str | None, release: Release) -> None:
    area = release.areas.get(ward)
    if area is not None and area.level == "ward" and area.lad_code == lad:
        return
    council = release.areas[lad] if lad else release.england
    ways = (
        (Suggestion(f"All wards of {council.name}", f"/area/{council.code}"),) if lad else (HOME,)
    )
    if area is not None and area.level == "ward" and area.lad_code:
        own = release.areas[area.lad_code]
        way = Suggestion(f"{area.name}, in {own.name}", f"/area/{own.code}?w={ward}")
        raise UnknownView(
            404, f"{area.name} is a ward of {own.name}, not {council.name}.", (way, *ways)
        )
    raise UnknownView(404, f"“{_short(ward)}” is not a ward of {council.name}.", ways)


def _unknown_indicator(wanted: str, page: Page, lad: str | None, release: Release) -> UnknownView:
    near = difflib.get_close_matches(wanted.casefold(), release.indicators, n=3, cutoff=0.5)
    ways = tuple(
        Suggestion(release.indicators[name].title, ViewState(page, lad, name).url())
        for name in near
    )
    return UnknownView(404, f"There is no indicator “{_short(wanted)}”.", (*ways, HOME))


def _unknown_period(slug: str, state: ViewState, coverage: Coverage) -> UnknownView:
    status = 404 if _SLUG.fullmatch(slug) else 400
    latest = coverage.latest
    ways = tuple(
        Suggestion(
            period.label, replace(state, slug=None if period == latest else period.slug).url()
        )
        for period in reversed(coverage.periods)
    )
    return UnknownView(status, f"This indicator has no figures for “{_short(slug)}”.", ways)


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
        message = f"The map shows wards or “lsoa”, not “{_short(geography)}”."
        raise UnknownView(400, message, (way,))
    if reason := why_no_neighbourhoods(state, release):
        raise UnknownView(404, f"The map cannot show neighbourhoods: {reason}.", (way,))


def _links(councils: list[Area]) -> tuple[Suggestion, ...]:
    return tuple(Suggestion(council.name, f"/area/{council.code}") for council in councils)

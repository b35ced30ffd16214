"""What ``/compare`` compares: two indicators over a council's wards, or several areas side by side.

Both are read from an address by an allow-list and written back in one canonical form.
"""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal
from urllib.parse import urlencode

from app.neighbours import WAYS, Way, alike
from app.release import Area, Release
from app.unknown import Suggestion, UnknownView, short
from etl.registry import Indicator

NEED = "low_income_bhc_relative"
ACCESS = "childcare_places_per_100"

MOST_AREAS = 8
MOST_INDICATORS = 12
SIDE_BY_SIDE = (
    "low_income_bhc_relative",
    "childcare_places_per_100",
    "gld",
    "low_birth_weight",
    "excess_weight_reception",
    "imd_score",
)
"""What areas are compared by until a reader chooses, those of it that the release has."""

Split = Literal["council", "england"]
SPLITS: tuple[Split, ...] = ("council", "england")
WAY = Suggestion("Compare areas", "/compare")
PATH = "/compare"


@dataclass(frozen=True, slots=True)
class Pair:
    """Two ward-level indicators over one council's wards, split at the council's values or
    England's.
    """

    lad: str
    need: str = NEED
    access: str = ACCESS
    split: Split = "council"
    ward: str | None = None

    def url(self) -> str:
        """Return the canonical address: parameters in order, defaults left out."""
        values = {
            "lad": self.lad,
            "need": self.need if self.need != NEED else None,
            "access": self.access if self.access != ACCESS else None,
            "split": self.split if self.split != "council" else None,
            "w": self.ward,
        }
        return _address(values)


@dataclass(frozen=True, slots=True)
class Side:
    """Areas of any level, in the order they were chosen, and the indicators they are compared by;
    no indicators means those of ``SIDE_BY_SIDE``. ``alike`` is the way of being alike (``WAYS``) of
    the councils whose mean stands beside the first area: those like it, its council or its county.
    """

    areas: tuple[str, ...] = ()
    indicators: tuple[str, ...] = ()
    alike: str | None = None

    def url(self) -> str:
        """Return the canonical address: parameters in order, defaults left out."""
        lists = {"areas": ",".join(self.areas), "i": ",".join(self.indicators)}
        return _address(lists | {"n": self.alike})


Choice = Pair | Side


def pairable(release: Release, lad: str) -> list[Indicator]:
    """Return the indicators that can be set against each other: rates and scores known for a
    council's wards.

    A plain count says as much of how many people live in a ward as of its need.
    """
    return [
        indicator
        for indicator in release.indicators.values()
        if indicator.benchmarked and release.ward_coverage(indicator.id, lad)
    ]


def chosen(parameters: Mapping[str, str], release: Release) -> Choice:
    """Return what the parameters of an address choose; raise ``UnknownView`` as ``ViewState.parse``
    does.
    """
    own = parameters.keys() & {"lad", "need", "access", "split", "ward"}
    if own and parameters.keys() & {"areas", "indicator", "alike"}:
        raise UnknownView(400, "An address compares areas or two indicators, not both.", (WAY,))
    if own:
        return _pair(parameters, release)
    areas = _list(parameters.get("areas", ""), "areas", MOST_AREAS)
    indicators = _list(parameters.get("indicator", ""), "indicators", MOST_INDICATORS)
    for code in areas:
        if code not in release.areas:
            raise UnknownView(404, f"“{short(code)}” is not an area of this release.", (WAY,))
    for name in indicators:
        if name not in release.indicators:
            raise _unknown_indicator(name, list(release.indicators.values()), Side(areas))
    way = parameters.get("alike")
    if way is not None and way not in WAYS:
        message = f"Councils are alike by {', '.join(WAYS)}, not “{short(way)}”."
        raise UnknownView(400, message, (WAY,))
    if way is not None and (not areas or set_of(release, WAYS[way], release.areas[areas[0]]) == ()):
        named = release.areas[areas[0]].name if areas else "no area"
        ways = (Suggestion("The same without their mean", Side(areas, indicators).url()),)
        raise UnknownView(404, f"There are no {WAYS[way].noun} of {named}.", ways)
    return Side(areas, indicators, way)


def set_of(release: Release, way: Way, area: Area) -> tuple[str, ...]:
    """Return the code of an area's council, then all those like it.

    A district whose set is made for counties has its county's; an area that is no council has none.
    """
    council = release.areas.get(area.lad_code or "") if area.level in ("ward", "lad") else area
    for holder in (council, release.areas.get(council.utla_code or "") if council else None):
        if holder is not None and (codes := alike(release, way, holder.code)):
            return (holder.code, *codes)
    return ()


def _pair(parameters: Mapping[str, str], release: Release) -> Pair:
    lad = parameters.get("lad")
    area = release.areas.get(lad or "")
    if lad is None:
        raise UnknownView(400, "This address names no council: it needs “lad”.", (WAY,))
    if area is None or area.level != "lad":
        raise UnknownView(404, f"“{short(lad)}” is not the code of a council.", (WAY,))
    plain = Pair(lad)
    allowed = pairable(release, lad)
    names = {indicator.id for indicator in allowed}
    need, access = parameters.get("need", NEED), parameters.get("access", ACCESS)
    for name in (need, access):
        if name in release.indicators and name not in names:
            title = release.indicators[name].title
            raise UnknownView(
                404, f"{title} is not known by ward as a rate or score.", (_way(plain, release),)
            )
        if name not in names:
            raise _unknown_indicator(name, allowed, plain)
    if need == access:
        message = "An indicator cannot be compared with itself. Choose two."
        raise UnknownView(400, message, (_way(plain, release),))
    split = parameters.get("split", "council")
    if split not in SPLITS:
        message = f"Wards are split at “council” or “england”, not “{short(split)}”."
        raise UnknownView(400, message, (_way(plain, release),))
    ward = parameters.get("ward")
    if ward is not None and ward not in {item.code for item in release.wards(lad)}:
        message = f"“{short(ward)}” is not a ward of {area.name}."
        raise UnknownView(404, message, (_way(plain, release),))
    return Pair(lad, need, access, split, ward)


def _list(text: str, what: str, most: int) -> tuple[str, ...]:
    found = tuple(dict.fromkeys(text.split(","))) if text else ()
    if len(found) > most:
        raise UnknownView(400, f"At most {most} {what} stand side by side.", (WAY,))
    return found


def _unknown_indicator(name: str, known: Sequence[Indicator], choice: Choice) -> UnknownView:
    near = difflib.get_close_matches(name.casefold(), [item.id for item in known], n=3, cutoff=0.5)
    titles = {item.id: item.title for item in known}
    ways = []
    for found in near:
        other = (
            Side(choice.areas, (found,)) if isinstance(choice, Side) else Pair(choice.lad, found)
        )
        ways.append(Suggestion(titles[found], other.url()))
    return UnknownView(404, f"There is no indicator “{short(name)}”.", (*ways, WAY))


def _way(pair: Pair, release: Release) -> Suggestion:
    return Suggestion(f"Need against access in {release.areas[pair.lad].name}", pair.url())


def _address(values: dict[str, str | None]) -> str:
    query = urlencode({name: value for name, value in values.items() if value}, safe=",{}")
    return f"{PATH}?{query}" if query else PATH

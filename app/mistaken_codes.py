"""What a code in an address is instead of what the page needs, and the ways on from there."""

from __future__ import annotations

import difflib
import re

from app.recoded import SUCCESSORS
from app.release import Area, Release
from app.unknown import HOME, Suggestion, UnknownView, short

_CODE = re.compile(r"[EKNSW]\d{8}")


def no_council(code: str, release: Release) -> UnknownView:
    """Say what a code or name in ``/area/…`` is instead, and which councils it may mean."""
    shown = short(code)
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


def no_ward(code: str, release: Release) -> UnknownView:
    """Say what a code in ``/ward/…`` is instead."""
    area = release.areas.get(code.upper())
    if area is not None and area.level == "ward":
        way = Suggestion(f"Profile of {area.name}", f"/ward/{area.code}")
        return UnknownView(404, f"“{short(code)}” is written {area.code} in an address.", (way,))
    if area is not None and area.level == "lad":
        message = f"“{short(code)}” is a council: {area.name}. Choose one of its wards."
        return UnknownView(404, message, _links([area]))
    if area is None and not SUCCESSORS.get(code.upper()):
        return UnknownView(404, f"“{short(code)}” is not a ward of this release.", (HOME,))
    return no_council(code, release)


def check_ward(ward: str, lad: str | None, release: Release) -> None:
    """Refuse a code that is no ward of the council ``lad``, with the council that has it."""
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
    raise UnknownView(404, f"“{short(ward)}” is not a ward of {council.name}.", ways)


def _links(councils: list[Area]) -> tuple[Suggestion, ...]:
    return tuple(Suggestion(council.name, f"/area/{council.code}") for council in councils)

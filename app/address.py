"""An address taken apart: the page its path names, and the choices its parameters make.

Only what is listed here is read; anything else in an address is a mistake that is told.
"""

from __future__ import annotations

import difflib
import re
from typing import Literal
from urllib.parse import parse_qsl

from app import permalink
from app.mistaken_codes import no_council, no_ward
from app.release import Release
from app.unknown import HOME, Suggestion, UnknownView, short

Page = Literal["home", "area", "ward", "compare", "data", "about", "accessibility"]

PATHS: dict[str, Page] = {
    "/": "home",
    "/compare": "compare",
    "/data": "data",
    "/about": "about",
    "/accessibility": "accessibility",
}
PATH_OF: dict[Page, str] = {page: path for path, page in PATHS.items()}

PARAMETERS = {
    "i": "indicator",
    "p": "slug",
    "from": "since",
    "g": "geography",
    "w": "ward",
    "lock": "lock",
    "c": "classes",
    "n": "alike",
    "lad": "lad",
    "need": "need",
    "access": "access",
    "split": "split",
    "areas": "areas",
}
"""Parameters of an address in their canonical order, and what they choose."""

ALLOWED: dict[Page, tuple[str, ...]] = {
    "home": ("i", "p"),
    "area": ("i", "p", "from", "g", "w", "lock", "c", "n"),
    "ward": (),
    "compare": ("lad", "need", "access", "split", "w", "areas", "i", "n"),
    "data": (),
    "about": (),
    "accessibility": (),
}
IGNORED = re.compile(r"utm_[a-z]+|fbclid|gclid|msclkid")
"""What other sites add to a link that is shared: no part of a view, and no mistake of the
reader's.
"""


def place(pathname: str, release: Release) -> tuple[Page, str | None, str | None]:
    """Return the page of a path, its council on the explorer or a profile, and a profile's ward.

    Raises ``UnknownView`` (404) for a path that names no page or no area.
    """
    path = pathname.rstrip("/") or "/"
    if path in PATHS:
        return PATHS[path], None, None
    first, _, code = path.removeprefix("/").partition("/")
    if first == "area" and code:
        area = release.areas.get(code)
        if area is not None and area.level == "lad":
            return "area", code, None
        raise no_council(code, release)
    if first == "ward" and code:
        area = release.areas.get(code)
        if area is not None and area.level == "ward" and area.lad_code:
            return "ward", area.lad_code, code
        raise no_ward(code, release)
    near = difflib.get_close_matches(path, PATHS, n=1)
    ways = tuple(Suggestion(f"Did you mean {match}?", match) for match in near)
    raise UnknownView(404, f"There is no page “{short(path)}” here.", (*ways, HOME))


def parameters(search: str, page: Page) -> dict[str, str]:
    """Return the choices an address makes, by the names of ``ViewState.of``, none checked yet.

    Raises ``UnknownView`` (400) for a parameter that the page does not have, or has twice.
    """
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
            raise UnknownView(400, f"This page has no parameter “{short(name)}”.", (HOME,))
        if PARAMETERS[name] in found:
            raise UnknownView(400, f"The parameter “{name}” is given twice.", (HOME,))
        found[PARAMETERS[name]] = value
    return found

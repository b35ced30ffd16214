"""The parameters of the API: one declaration for reading, refusing and documenting them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl

from app.neighbours import WAYS
from etl.registry import DOMAINS, LEVELS

MAX_LIMIT, DEFAULT_LIMIT = 1000, 100
MAX_OFFSET = 10_000_000
MAX_QUERY = 1000


class Refused(Exception):  # noqa: N818 - it names what happened to the request
    """A request that the API does not answer: the HTTP status, why, and which parameter it is."""

    def __init__(self, status: int, message: str, parameter: str | None = None) -> None:
        super().__init__(message)
        self.status = status
        self.message = message
        self.parameter = parameter


@dataclass(frozen=True)
class Parameter:
    """A parameter in the query of an address; ``schema`` is the JSON Schema of its value."""

    name: str
    meaning: str
    schema: dict[str, Any] = field(default_factory=dict)
    example: Any = None

    def read(self, text: str) -> Any:
        """Return the value that ``text`` stands for; raise ``Refused`` (400) for none."""
        wanted = self.schema
        if wanted["type"] == "integer":
            low, high = wanted["minimum"], wanted["maximum"]
            if not re.fullmatch(r"[0-9]{1,12}", text, re.ASCII) or not low <= int(text) <= high:
                raise self._refused(f"a whole number from {low:,} to {high:,}", text)
            return int(text)
        if "enum" in wanted and text not in wanted["enum"]:
            raise self._refused(f"one of {', '.join(wanted['enum'])}", text)
        longest = wanted.get("maxLength", len(text))
        if not wanted.get("minLength", 0) <= len(text) <= longest:
            raise self._refused(f"text of 1 to {longest} characters", text)
        if "pattern" in wanted and not re.fullmatch(wanted["pattern"].strip("^$"), text):
            raise self._refused(f"written like {self.example}", text)
        return text

    def _refused(self, wanted: str, text: str) -> Refused:
        return Refused(400, f"“{self.name}” must be {wanted}, not “{short(text)}”.", self.name)


LIMIT = Parameter(
    "limit",
    "How many rows a page holds at most.",
    {"type": "integer", "minimum": 1, "maximum": MAX_LIMIT, "default": DEFAULT_LIMIT},
)
OFFSET = Parameter(
    "offset",
    "How many rows to pass over first; follow `next` rather than count.",
    {"type": "integer", "minimum": 0, "maximum": MAX_OFFSET, "default": 0},
)
LEVEL = Parameter("level", "What kind of areas.", {"type": "string", "enum": list(LEVELS)}, "ward")
DOMAIN = Parameter("domain", "Subject of indicators.", {"type": "string", "enum": list(DOMAINS)})
PERIOD = Parameter(
    "period",
    "A period as addresses write it (`2024-25`), or `latest`; every period when left out.",
    {"type": "string", "pattern": "^[A-Za-z0-9-]{1,20}$"},
    "latest",
)
WITHIN = Parameter(
    "within",
    "GSS code of the area in which the areas must lie.",
    {"type": "string", "pattern": "^[EKNSW][0-9]{8}$"},
    "E08000025",
)
INDICATOR = Parameter(
    "indicator",
    "Id of one indicator; all of them when left out.",
    {"type": "string", "pattern": "^[a-z0-9_]{1,80}$"},
    "low_income_bhc_relative",
)
SET = Parameter(
    "set",
    "How councils are alike: DfE's statistical neighbours, or one of ONS's three ways; "
    "every set that the area has when left out.",
    {"type": "string", "enum": list(WAYS)},
    "dfe",
)
SEARCH = Parameter(
    "q",
    "Words to look for, in any order; capitals do not matter.",
    {"type": "string", "minLength": 1, "maxLength": 100},
    "birmingham",
)


def read(query: str, declared: Sequence[Parameter]) -> dict[str, Any]:
    """Return the value of every declared parameter, its default or None where it is not given.

    Raise ``Refused`` for one that is unknown, given twice or malformed.
    """
    if len(query) > MAX_QUERY:
        raise Refused(400, f"The query is longer than {MAX_QUERY:,} characters.")
    known: Mapping[str, Parameter] = {parameter.name: parameter for parameter in declared}
    values = {name: parameter.schema.get("default") for name, parameter in known.items()}
    seen: set[str] = set()
    for name, text in parse_qsl(query, keep_blank_values=True):
        if name not in known:
            takes = f"it takes {', '.join(known)}" if known else "it takes none"
            raise Refused(400, f"There is no parameter “{short(name)}” here: {takes}.", short(name))
        if name in seen:
            raise Refused(400, f"“{name}” is given twice.", name)
        seen.add(name)
        values[name] = known[name].read(text)
    return values


def short(text: str) -> str:
    """Return what a program sent, short enough to repeat."""
    return text if len(text) <= 60 else f"{text[:59]}…"

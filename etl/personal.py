"""What marks a table as being about persons, not areas: names of columns and shapes of cells.

Nothing here returns or shows a cell: a message that says where it is must not repeat it.
"""

from __future__ import annotations

import re

IDENTIFYING_COLUMNS = {
    "a person's name": (
        r"^(full)?name$|(first|fore|sur|last|given|family|middle|maiden)names?$|"
        r"(child|pupil|parent|mother|father|carer|client|patient|person)s?name|initials"
    ),
    "an NHS number": r"nhs",
    "a pupil number": r"^upn|upn$|uniquepupil|pupil(number|no|id|ref)",
    "a date of birth": r"dob$|^dob|birth|born",
    "a postcode": r"postcode|zipcode|^pcd",
    "an address": r"address|uprn|housenumber|street",
    "contact details": r"e?mail$|phone|mobile",
    "a person's identifier": (
        r"(child|client|patient|person|record|case|family|mosaic|liquidlogic|systmone|rio)"
        r"(id|number|no|ref|reference)s?$"
    ),
}
"""What a column holds → pattern of its heading, in lower case without spaces or signs."""

_POSTCODE = re.compile(r"(GIR\s*0AA|[A-Z]{1,2}\d[A-Z\d]?\s*\d[A-Z]{2})", re.IGNORECASE)
_NHS_NUMBER = re.compile(r"\d{3}[ -]?\d{3}[ -]?\d{4}")
_UPN = re.compile(r"[A-HJ-NP-RT-Z]\d{11}[A-HJ-NP-RT-Z0-9]", re.IGNORECASE)
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*"
_DATE = re.compile(
    rf"(\d{{1,2}}[/.-](?:\d{{1,2}}|{_MONTH})[/.-]\d{{2,4}}|\d{{4}}[/.-]\d{{1,2}}[/.-]\d{{1,2}}"
    rf"|\d{{1,2}}(?:st|nd|rd|th)?\s+{_MONTH}\s+\d{{2,4}})(?:[T ]\d{{1,2}}:\d{{2}}.*)?",
    re.IGNORECASE,
)
_NHS_WEIGHTS = range(10, 1, -1)


def column_is_personal(heading: str) -> str | None:
    """Return what a column of persons holds by its heading, or None."""
    plain = re.sub(r"[^a-z0-9]", "", heading.lower())
    for what, pattern in IDENTIFYING_COLUMNS.items():
        if re.search(pattern, plain):
            return what
    return None


def cell_is_personal(text: str) -> str | None:
    """Return what a cell about a person holds by its shape, or None."""
    text = text.strip()
    if is_nhs_number(text):
        return "an NHS number"
    shapes = {"a pupil number": _UPN, "a postcode": _POSTCODE, "a date": _DATE}
    for what, shape in shapes.items():
        if shape.fullmatch(text):
            return what
    return None


def is_nhs_number(text: str) -> bool:
    """Tell whether ten digits are an NHS number by their check digit (modulus 11)."""
    if not _NHS_NUMBER.fullmatch(text):
        return False
    digits = [int(sign) for sign in text if sign.isdigit()]
    total = sum(w * digit for w, digit in zip(_NHS_WEIGHTS, digits, strict=False))
    return (11 - total % 11) % 11 == digits[9]

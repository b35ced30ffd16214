"""What a ward's profile says first: whether need meets access, computed, and two sentences."""

from __future__ import annotations

from app import text
from app.findings import summary
from app.profile import OLD_YEARS, Profile, Row

NEED, ACCESS = "low_income_bhc_relative", "childcare_places_per_100"
"""The indicators whose meeting is looked for: children on low incomes, and nursery places."""


def finding(profile: Profile) -> str:
    """Return the title of a profile.

    Need and access are said to meet only when need is in England's highest fifth (and not similar
    to England by its interval) and access in its lowest; their other corners likewise. Otherwise
    the title is the ward's need against England, with its number, however weak that is.
    """
    ward = profile.ward.name
    need, access = profile.row(NEED), profile.row(ACCESS)
    corner = (_end(need), _end(access))
    if corner == ("high", "low"):
        return f"High need meets few nursery places in {ward}"
    if corner == ("high", "high"):
        return f"High need, and many nursery places, in {ward}"
    if corner == ("low", "low"):
        return f"Low need, and few nursery places, in {ward}"
    if corner == ("low", "high"):
        return f"Low need and many nursery places in {ward}"
    return _need(ward, need) if need else ward


def sentences(profile: Profile) -> str:
    """Return two sentences, one of need and one of access, each with its own period."""
    return " ".join(_said(row) for name in (NEED, ACCESS) if (row := profile.row(name)))


def ages(profile: Profile) -> str:
    """Return how old the ward's figures are: first and last period, and how many are old."""
    known = [row for row in profile.rows if row.reading.value is not None]
    if profile.oldest is None:
        return "No indicator has a figure for this ward."
    latest = max(known, key=lambda row: row.period.end).period
    said = "Every row names its period"
    if latest == profile.oldest:
        return f"{said}; those with a figure are of {latest.label}."
    said += f", from {profile.oldest.label} (in bold, the oldest) to {latest.label}."
    old = sum(row.old for row in known)
    if not old:
        return said
    are = "is" if old == 1 else "are"
    return f"{said} {old} of {len(known)} {are} {OLD_YEARS} years old or older, and say so."


def _end(row: Row | None) -> str | None:
    """Return ``high`` or ``low`` for a figure in England's highest or lowest fifth of wards."""
    if row is None or row.reading.value is None or row.reading.benchmark == "similar":
        return None
    return {5: "high", 1: "low"}.get(row.reading.quintile or 0)


def _need(ward: str, row: Row) -> str:
    indicator, own, england = row.indicator, row.reading, row.england
    if own.value is None:
        return f"No figure of children on low incomes for {ward}: {text.missing(own.marker)}"
    against = text.short_amount(own.value, indicator)
    if england.value is not None:
        against += f" against {text.short_amount(england.value, indicator)}"
    if own.benchmark == "similar":
        return f"{text.possessive(ward)} {indicator.quantity} is similar to England’s: {against}"
    if own.benchmark:
        return f"{ward} has a {own.benchmark} {indicator.quantity} than England: {against}"
    return f"{text.possessive(ward)} {indicator.quantity} is {against}"


def _said(row: Row) -> str:
    return summary(
        indicator=row.indicator,
        period=row.period.label,
        area=row.reading,
        england=row.england,
    )

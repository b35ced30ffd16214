"""What a comparison of need and access says: its title, its two sentences, and what to mind."""

from __future__ import annotations

from app import certainty, comparison, shortfall, text
from app.comparison import Comparison, Quadrant, Side, Ward
from etl.registry import Indicator

_FEW = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")

NEED_THIRDS = ("least need", "middle need", "most need")


def count_words(count: int, noun: str = "ward") -> str:
    """Return ``eight wards``, ``one ward``, ``21 wards``: small numbers as words."""
    return f"{_number(count)} {noun}{'' if count == 1 else 's'}"


def access_thirds(indicator: Indicator) -> tuple[str, str, str]:
    """Return the names of the thirds of access, from most to least."""
    if shortfall.has_places(indicator):
        return "most places", "middle number of places", "fewest places"
    return "most access", "middle access", "least access"


def corner(found: Comparison, quadrant: Quadrant) -> str:
    """Return the name of a quadrant with its count: ``High need, few places: 21 wards``."""
    more, scarce = quadrant
    places = shortfall.has_places(found.access.indicator)
    need = "High need" if more else "Lower need"
    access = (
        ("few places" if scarce else "more places")
        if places
        else ("low access" if scarce else "more access")
    )
    return f"{need}, {access}: {text.plural(found.count(quadrant), 'ward')}"


def finding(found: Comparison) -> str:
    """Return the title: how many wards have more need and less access than the average."""
    council = text.spoken(found.council.name)
    if not found.known:
        return f"{council} has no wards with both figures"
    if found.need_line is None or found.access_line is None:
        count = len(found.first)
        verb = "has" if count == 1 else "have"
        return f"{count_words(count).capitalize()} in {council} {verb} most need and least access"
    count = found.count((True, True))
    what = "nursery places" if shortfall.has_places(found.access.indicator) else "access"
    verb = "combines" if count == 1 else "combine"
    if found.pair.split == "england":
        both = f"need above England’s average with {what} below it"
    else:
        both = f"above-average need with below-average {what}"
    if count == 0:
        return f"No {council} ward combines {both}"
    return f"{count:,} of {len(found.known)} {council} wards {verb} {both}"


def worst_of_all(found: Comparison) -> str:
    """Return the title of the map: how many wards are in the worst third of both."""
    count = len(found.first)
    council = text.possessive(text.spoken(found.council.name))
    verb = "has" if count == 1 else "have"
    scarce = access_thirds(found.access.indicator)[2]
    number = _number(count).capitalize()
    return f"{number} of {council} {len(found.wards)} wards {verb} {NEED_THIRDS[2]} and {scarce}"


def summary(found: Comparison) -> str:
    """Return two sentences: the children in those wards, then the access of the worst of them."""
    council = text.spoken(found.council.name)
    if not found.known:
        return (
            f"{text.possessive(council)} wards are too small for one of the two indicators, "
            "or nobody publishes it for them. Each is listed below with the reason."
        )
    return " ".join(part for part in (_children(found), _worst(found)) if part)


def care(found: Comparison) -> list[str]:
    """Return what to mind when reading the two together, the dates first."""
    notes = [dates(found)]
    notes += [text.sentence(caveat) for caveat in found.access.indicator.caveats[:3]]
    notes += [text.sentence(caveat) for caveat in found.need.indicator.caveats[:1]]
    notes.append("Where the two meet is a pattern, not a cause.")
    return list(dict.fromkeys(notes))


def dates(found: Comparison) -> str:
    """Return whether the two are of one date, and of which."""
    need, access = found.need, found.access
    below = access.indicator.denominator_period.get(access.period)
    on = f", on {access.indicator.denominator_label} of {_day(below)}" if below else ""
    if need.period == access.period and not below:
        return f"Both are of {_day(need.period)}."
    if need.period == access.period:
        return f"Both are of {_day(need.period)}{on}."
    return (
        f"Need is of {_day(need.period)} and access of {_day(access.period)}{on}: "
        "the two are not of one date."
    )


def order_words(place: certainty.Places | None) -> str:
    """Return how far an interval leaves a ward's place open: ``1st``, or ``4th to 7th``."""
    if place is None:
        return "not known"
    if place.best == place.worst:
        return text.ordinal(place.best)
    return f"{text.ordinal(place.best)} to {text.ordinal(place.worst)}"


def stability(found: Comparison) -> str:
    """Return how sure the list and its order are, from the intervals of need."""
    wards = found.first
    if not wards:
        return ""
    sure = certainty.certain(found)
    if sure is None:
        return (
            "This indicator of need has no intervals, so how sure the order is cannot be said: "
            "read near values as equal."
        )
    order = certainty.places([ward.need for ward in wards], found.need.worse)
    fixed = sum(place is not None and place.best == place.worst for place in order)
    parts = [
        f"By the 95% intervals of need, {count_words(fixed)} of the {_number(len(wards))} "
        f"{'keeps its place' if fixed == 1 else 'keep their place'}; the others could change "
        "places within the range shown."
        if fixed < len(wards)
        else "By the 95% intervals of need, none of them could change places."
    ]
    if sure < len(wards):
        parts.append(f"{count_words(len(wards) - sure).capitalize()} may not be in the top third.")
    others = certainty.possible(found)
    if others:
        names = ", ".join(ward.name for ward in others[:4])
        more = f" and {len(others) - 4} more" if len(others) > 4 else ""
        parts.append(f"{names}{more} could belong too.")
    elif sure == len(wards):
        parts.append("All are in the top third for need whatever the interval, and no other is.")
    return " ".join(parts)


def place(ward: Ward, found: Comparison) -> str:
    """Return the two thirds of a ward: ``most need, fewest places``; or what is missing."""
    if not ward.known:
        lacking = ward.need if ward.need.value is None else ward.access
        return text.missing(lacking.marker)
    if ward.thirds is None:
        return "too few wards for thirds"
    need, access = ward.thirds
    return f"{NEED_THIRDS[need]}, {access_thirds(found.access.indicator)[access]}"


def _children(found: Comparison) -> str:
    worst = [ward for ward in found.wards if ward.quadrant == (True, True)]
    total, whole = comparison.children(worst), found.council.children_0_4
    if not worst or not total or not whole:
        return ""
    share = round(100 * total / whole)
    lead = "It is" if len(worst) == 1 else "Together they are"
    whose = text.possessive(text.spoken(found.council.name))
    return f"{lead} home to {total:,} under-fives, {share}% of {whose}."


def _worst(found: Comparison) -> str:
    wards, access = found.first, found.access
    where = "England’s wards" if found.pair.split == "england" else "its wards"
    scarce = access_thirds(access.indicator)[2]
    if found.pair.split == "england" and (
        found.need.coverage.councils or found.access.coverage.councils
    ):
        return "England’s wards have no thirds of figures that only some councils have by ward."
    if found.need_breaks is None:
        return f"With {count_words(len(found.known))} that have both figures, thirds say nothing."
    if len(wards) == 0:
        return (
            f"None is among the third of {where} with most need and also the third with {scarce}."
        )
    value = comparison.pooled(access.indicator, [ward.access for ward in wards])
    names = f"the {count_words(len(wards))}" if len(wards) > 1 else wards[0].name
    group = f"{names} in both the third of {where} with most need and the third with {scarce}"
    if value is None:
        return text.sentence(f"{group}: {_listed(wards)}")
    against = _against(access)
    return f"In {group}, the {access.indicator.quantity} is {_short(value, access)}{against}."


def _listed(wards: tuple[Ward, ...]) -> str:
    names = [ward.name for ward in wards[:4]]
    return ", ".join(names) + (f" and {len(wards) - 4} more" if len(wards) > 4 else "")


def _against(side: Side) -> str:
    parts = [
        f"{_short(row.value, side)} in {text.spoken(row.name)}"
        for row in (side.council, side.england)
        if row.value is not None
    ]
    return f", against {' and '.join(parts)}" if parts else ""


def _number(count: int) -> str:
    return _FEW[count] if count < len(_FEW) else f"{count:,}"


def _short(value: float, side: Side) -> str:
    rate = side.indicator.unit.strip().startswith("per ")  # said by the quantity's own words
    return (text.short_amount if rate else text.amount)(value, side.indicator)


def _day(period: str) -> str:
    return text.in_period(period).removeprefix("In ")

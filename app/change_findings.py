"""Whole sentences about a change between two periods: the finding, and the summary under it."""

from __future__ import annotations

from collections.abc import Sequence

from app.change import Change
from app.text import change_amount, plural, possessive, sentence, short_amount, signed, spoken
from app.text import change_unit as unit
from etl.registry import Indicator

READ = {
    True: {"increase": "Rose", "decrease": "Fell", "none": "No clear change"},
    False: {"increase": "Higher: not tested", "decrease": "Lower: not tested", "none": "No change"},
}
"""What is said of one area, by whether its change was tested and by its direction."""


def read(change: Change) -> str:
    """Return what is said of one area's change, or why nothing is."""
    if change.direction is not None:
        return READ[change.tested][change.direction]
    if change.before.value is None or change.after.value is None:
        return "No figure in both periods"
    return "On another footing: not compared"


def finding(
    *, indicator: Indicator, council: str, noun: str, changes: Sequence[Change], span: str
) -> str:
    """Return the title of a view of change; ``span`` is both periods, ``noun`` ward or council."""
    known = [change for change in changes if change.direction]
    where = (
        f"{possessive(spoken(council))} {plural(len(known), 'ward')}"
        if noun == "ward"
        else f"England’s {plural(len(known), 'council')}"
    )
    if len(known) < len(changes):
        where = f"{where} with both figures"
    if not known:
        return f"No {noun} has a figure in both periods, {span}"
    up, down = (
        sum(change.direction == way for change in known) for way in ("increase", "decrease")
    )
    still = len(known) - up - down
    tested = any(change.tested for change in known)
    if not up and not down:
        clear = "clear " if tested else ""
        return f"No {clear}change in {indicator.quantity} in any of {where}, {span}"
    first, second = ("rose", up), ("fell", down)
    if down > up:
        first, second = second, first
    quantity = indicator.quantity[:1].upper() + indicator.quantity[1:]
    said = f"{quantity} {first[0]} in {first[1]} of {where}, {span}, and {second[0]} in {second[1]}"
    if still:
        said += (
            f"; {still} {'shows' if still == 1 else 'show'} no {'clear ' if tested else ''}change"
        )
    return said


def summary(
    *, indicator: Indicator, own: Change | None, england: Change | None, changes: Sequence[Change]
) -> str:
    """Return how the whole went, between which ends its areas lie, and which way is better."""
    said = []
    for change in (own, england):
        if change is None or change.value is None:
            continue
        if change is england and not indicator.benchmarked:
            continue
        said.append(_went(indicator, change))
    found = sentence("; ".join(said)) if said else ""
    ends = sorted(
        ((change.value, change.name) for change in changes if change.value is not None),
    )
    if len(ends) > 1 and ends[0][0] != ends[-1][0]:
        low, high = (
            f"{change_amount(value, indicator)} in {spoken(name)}"
            for value, name in (ends[0], ends[-1])
        )
        found += f" Changes run from {low} to {high}."
    return f"{found} {footing(indicator, changes)}".strip()


def footing(indicator: Indicator, changes: Sequence[Change]) -> str:
    """Return which way is better, and how sure a change is."""
    better = {
        "higher_is_better": "A rise is better here.",
        "lower_is_better": "A rise is worse here.",
    }
    said = [better.get(indicator.polarity, "")]
    if not any(change.tested for change in changes):
        said.append("These figures have no interval: a small change may be chance.")
    return " ".join(one for one in said if one)


def _went(indicator: Indicator, change: Change) -> str:
    assert change.value is not None  # noqa: S101 - callers have looked
    one, two = change.before.value or 0.0, change.after.value or 0.0
    said = (
        f"{spoken(change.name)} went from {short_amount(one, indicator)} to "
        f"{short_amount(two, indicator)}, {change_amount(change.value, indicator)}"
    )
    if change.direction == "none" and change.tested:
        said += ", no clear change"
    if change.lower is not None and change.upper is not None:
        low, high = (
            signed(change.lower, indicator.decimals),
            signed(change.upper, indicator.decimals),
        )
        said += f" (95% interval {low} to {high}{unit(indicator)})"
    return said

"""What is said of a council and those like it. Above or below, and by how much: a mean of councils
has no interval, so nothing here is a verdict.
"""

from __future__ import annotations

from app import text
from app.findings import Reading
from app.neighbour_means import FEWEST, Standing
from app.release import Area
from etl.neighbours import NeighbourMean
from etl.registry import Indicator


def whose(standing: Standing) -> str:
    """Return ``Birmingham’s 10 statistical neighbours``."""
    return f"{text.possessive(text.spoken(standing.area.name))} {group(standing)}"


def group(standing: Standing) -> str:
    """Return ``10 statistical neighbours``."""
    return f"{len(standing.areas)} {standing.way.noun}"


def name(standing: Standing, mean: NeighbourMean) -> str:
    """Return what a mean is called in a table: ``Mean of Birmingham’s 10 statistical neighbours``,
    with how many of them it is of where some have no figure.
    """
    of = f"{mean.known} of " if mean.known < mean.neighbours else ""
    return f"Mean of {of}{whose(standing)}"


def made(indicator: Indicator, mean: NeighbourMean) -> str:
    """Return how a mean was made."""
    if mean.made == "mean":
        return f"mean of {mean.known} councils’ figures"
    if indicator.method == "weighted_mean":
        return f"weighted by {indicator.denominator_label}"
    return "from their counts"


def sentence(indicator: Indicator, own: Reading, standing: Standing) -> str:
    """Return how the council stands against the mean of those like it, and where among them."""
    council, mean = text.spoken(own.name), standing.mean
    if mean is None:
        return too_few(standing)
    shown = text.short_amount(mean.value, indicator)
    of = f"{mean.known} of " if mean.known < mean.neighbours else ""
    those = f"the mean of {of}its {group(standing)}"
    if own.value is None:
        return f"No figure for {council}; {those} is {shown}, {made(indicator, mean)}."
    figure = text.short_amount(own.value, indicator)
    place = text.place_words(own.value, [own.value, *standing.values])
    return (
        f"{text.possessive(council)} {figure} is {_against(own.value, mean.value, indicator)} "
        f"{those}: {shown}, {made(indicator, mean)}. It is {place}."
    )


def missing(standing: Standing) -> str:
    """Return why some neighbours are left out of the mean, empty where all have a figure."""
    absent = [area for area in standing.areas if area not in standing.with_figure]
    if not absent or standing.mean is None:
        return ""
    one = len(absent) == 1
    if all(_is_district(area) for area in absent):
        said = "is a district: it has" if one else "are districts: they have"
        return f"{len(absent)} {said} no figure of {'its' if one else 'their'} own."
    return f"{len(absent)} {'has' if one else 'have'} no figure for this period."


def without_dfe(standing: Standing) -> str:
    """Return why a district has no statistical neighbours, empty where the area may have them."""
    if not _is_district(standing.area):
        return ""
    return (
        "DfE names statistical neighbours of counties and one-tier councils only: a district is "
        "compared with councils that ONS finds similar."
    )


def mixed(standing: Standing, periods: list[str]) -> str:
    """Return which periods' means are made otherwise than the latest, empty where all are alike."""
    kinds = [(label, standing.means[label].made) for label in periods if label in standing.means]
    others = [label for label, kind in kinds if kind != kinds[-1][1]]
    if not others:
        return ""
    words = {"aggregated": "from counts", "mean": "of councils’ figures"}
    first = others[0] if len(others) == 1 else f"{others[0]} to {others[-1]}"
    odd = next(kind for label, kind in kinds if label == others[0])
    return (
        f"Means of {standing.way.noun} are {words[odd]} in {first}, else {words[kinds[-1][1]]}; "
        "the two are not joined."
    )


def too_few(standing: Standing) -> str:
    """Return that there is no mean, for want of councils with a figure."""
    known = len(standing.values)
    some = "None" if not known else f"Only {known}"
    has = "have" if known > 1 else "has"
    return (
        f"{some} of its {group(standing)} {has} a figure for this period; "
        f"no mean is made of fewer than {FEWEST}."
    )


def _against(value: float, mean: float, indicator: Indicator) -> str:
    """Return ``6.4 points above``, of the figures as they are shown."""
    shown, other = (round(figure, indicator.decimals) for figure in (value, mean))
    difference = round(shown - other, indicator.decimals)
    if not difference:
        return "the same as"
    distance = text.number(abs(difference), indicator.decimals) + text.change_unit(indicator)
    return f"{distance} {'above' if difference > 0 else 'below'}"


def _is_district(area: Area) -> bool:
    """Tell whether a council lies in a county, which answers for some things in its place."""
    return area.level == "lad" and area.utla_code != area.code

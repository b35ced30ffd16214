"""The explorer's panel on the gap between a council's most and least deprived fifth of wards."""

from __future__ import annotations

from typing import Any

from dash import html

from app import gap, text
from app.charts import fifths
from app.charts.spine import picture
from app.components.figures import table_wrap
from app.gap import Fifth, Gap
from app.release import Release
from app.view import View

NAMES = ("Most deprived", "Second", "Third", "Fourth", "Least deprived")


def section(release: Release, view: View) -> list[Any]:
    """Return the panel: nothing for an indicator without wards, or in a council of few; a reason
    where its figures allow no gap.
    """
    if not view.by_ward or len(view.wards) < gap.FEWEST:
        return []
    heading = html.H2(f"Gap within {text.spoken(view.council.name)}")
    reason = gap.why_none(view, release)
    found = None if reason else gap.read(release, view)
    if found is None:
        why = reason or "In one of its fifths no ward has a figure."
        return [html.Section([heading, html.P(f"Not given. {why}")], id="gap")]
    return [
        html.Section(
            [
                heading,
                html.P(sentence(view, found)),
                html.Img(src=picture(_drawn(view, found)), alt=_spoken(view, found)),
                html.Details(
                    [
                        html.Summary("Table of these fifths"),
                        table_wrap(
                            "gap-table", "Table of the fifths", _table(view, found), hidden=False
                        ),
                    ]
                ),
                html.P(note(release, view, found), className="figure-note"),
            ],
            id="gap",
        )
    ]


def sentence(view: View, found: Gap) -> str:
    """Return the gap in words, with both ends and its interval."""
    indicator = view.indicator
    most, least = (
        text.short_amount(fifth.value, indicator) for fifth in (found.fifths[0], found.fifths[-1])
    )
    unit = text.change_unit(indicator)
    size = text.number(abs(found.value), indicator.decimals) + unit
    which = "higher" if found.value > 0 else "lower"
    said = (
        f"In its most deprived fifth of wards the {indicator.quantity} is {most}, in its least "
        f"deprived {least}: {size} {which}"
    )
    if found.lower is None or found.upper is None:
        return f"{said}. The figures have no interval, so neither has their gap."
    low, high = (text.signed(end, indicator.decimals) for end in (found.lower, found.upper))
    clear = "" if found.lower > 0 or found.upper < 0 else ", which may be chance"
    return f"{said}{clear} (95% interval of the gap {low} to {high}{unit})."


def note(release: Release, view: View, found: Gap) -> str:
    """Return how the fifths were made, who is missing, and what must be kept in mind."""
    coverage = release.ward_coverage(gap.DEPRIVATION, view.council.code)
    year = coverage.latest.label if coverage else ""
    said = [
        f"Wards in order of their {year} deprivation score, in fifths of about as many residents "
        "each, no ward cut in two; a fifth’s figure is the sum of its wards’."
    ]
    if found.left_out:
        be = "is" if found.left_out == 1 else "are"
        said.append(
            f"{text.plural(found.left_out, 'ward')} without a figure or score {be} left out."
        )
    if view.indicator.id in gap.PART_OF_IT:
        said.append("Income is part of that score: some of the gap is there by construction.")
    said.append("Not everybody in a deprived ward is deprived.")
    return " ".join(said)


def _drawn(view: View, found: Gap) -> str:
    dots = [
        fifths.Dot(
            name=name,
            value=fifth.value,
            lower=fifth.lower,
            upper=fifth.upper,
            said=text.short_amount(fifth.value, view.indicator),
            strong=fifth.number in (1, 5),
        )
        for name, fifth in zip(NAMES, found.fifths, strict=True)
    ]
    return fifths.figure(dots, unit=view.indicator.unit)


def _spoken(view: View, found: Gap) -> str:
    said = [
        f"{name} {text.short_amount(fifth.value, view.indicator)}"
        for name, fifth in zip(NAMES, found.fifths, strict=True)
    ]
    return f"Fifths of wards by deprivation: {', '.join(said)}"


def _table(view: View, found: Gap) -> html.Table:
    indicator = view.indicator
    tested = found.lower is not None
    headings = ["Wards", indicator.numerator_label, indicator.denominator_label or "of", "Figure"]
    headings += ["95% interval"] if tested else []
    head = [
        html.Th(words[:1].upper() + words[1:], scope="col", className="num") for words in headings
    ]

    def row(name: str, fifth: Fifth) -> html.Tr:
        cells = [
            str(fifth.wards),
            text.number(fifth.numerator, 0),
            text.number(fifth.denominator, 0),
            text.short_amount(fifth.value, indicator),
        ]
        if fifth.lower is not None and fifth.upper is not None:
            cells.append(text.table_interval(fifth.lower, fifth.upper, indicator))
        return html.Tr(
            [html.Th(name, scope="row"), *(html.Td(cell, className="num") for cell in cells)]
        )

    caption = f"{indicator.title} by fifth of wards, {view.period}"
    return html.Table(
        [
            html.Caption(caption),
            html.Thead(html.Tr([html.Th("Fifth of wards", scope="col"), *head])),
            html.Tbody([row(*pair) for pair in zip(NAMES, found.fifths, strict=True)]),
        ],
        className="data",
    )

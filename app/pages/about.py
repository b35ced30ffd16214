"""About: what the atlas is, how its figures are made and compared, and whom to credit."""

from __future__ import annotations

from typing import Any

from dash import html

from app import text
from app.components.chrome import OGL_URL, vintage_words
from app.pages import ledger
from app.release import Release
from etl.schema import MARKERS


def layout(release: Release) -> list[Any]:
    """Return the page."""
    return [
        html.H1("About the atlas"),
        html.P(
            "Early Years Atlas puts official figures about young children, their families and what "
            "is there for them on one map, ward by ward where the publisher allows it, for "
            "everyone who plans, provides or questions early-years services.",
            className="lede",
        ),
        html.H2("Areas"),
        html.P(
            f"Wards, councils, regions and England as they stood in "
            f"{vintage_words(release.ward_vintage)}. Figures of small areas (LSOAs) go to wards "
            f"by the "
            "Office for National Statistics’ best fit: counts are summed and divided afterwards; "
            "scores are means weighted by residents; ranks and rates are never averaged. Councils "
            "and larger areas are summed from the small areas of their own district, not through "
            "wards. A ward too small to hold a small area has no such figure, and says so."
        ),
        html.P(
            "A figure published for councils only is shown for councils only. Nothing is estimated "
            "below the level its publisher gives. In counties, some figures are published for the "
            "county and not for its districts: the county’s figure is then shown, under its name."
        ),
        *ledger.section(release),
        html.H2("Intervals", id="intervals"),
        html.P(
            "A 95% interval says how far chance alone could move a figure of this size. Shares "
            "have "
            "Wilson’s interval; counts and rates Byar’s, exact Poisson below 10. Figures published "
            "without their counts, and modelled scores, have none."
        ),
        html.H2("Against England", id="england"),
        html.P(
            "Higher or lower means that the area’s 95% interval lies wholly above or below "
            "England’s "
            "figure; similar means that it holds it. Higher is not the same as better: the words "
            "describe numbers. Without an interval there is no verdict; the area’s fifth among "
            "England’s areas of the same kind is given instead."
        ),
        html.H2("Against councils like it", id="alike"),
        html.P(
            "DfE names ten statistical neighbours of every county and one-tier council; ONS names "
            "up to twenty councils similar all round, in population or in economy, districts among "
            "them. Their mean is all their numerators over all their denominators where every one "
            "with a figure has both, weighted by residents for a score, and else the mean of the "
            "councils’ figures, each counting once: the words say which. A council without a "
            "figure is left out and counted; of fewer than three no mean is made, nor of plain "
            "counts. The mean has no interval: above or below it is no verdict."
        ),
        html.H2("Colours on the map"),
        html.P(
            "England’s fifths: a fifth of England’s areas falls in each colour, by the latest "
            "period, and the same limits hold for every period. Where most of a council’s wards "
            "would share one colour, its own fifths show the differences within it; the limits are "
            "then the council’s and not comparable with another’s."
        ),
        html.H2("Recent trend", id="trend"),
        html.P(
            "The latest five yearly figures, a straight line weighted by their precision. "
            "Increasing "
            "or decreasing is said only when the slope is significant (χ² above 9.55, p about "
            "0.002) "
            "and keeps its sign whichever year is left out. Fewer than five years since the last "
            "break in a series give no trend, and the card says how many there are."
        ),
        html.H2("Suppressed and missing figures", id="markers"),
        html.P(
            "A withheld figure is not zero, and a figure that nobody published is not withheld. "
            "Withheld figures are carried through as their publisher marked them and never worked "
            "back from totals. The letters used:"
        ),
        html.Ul([html.Li([html.B(letter), f": {words}"]) for letter, words in MARKERS.items()]),
        html.H2("This release", id="release"),
        html.P(
            [
                "Release ",
                html.Code(release.id),
                f", built {text.day_words(str(release.manifest.get('built_at', ''))[:10])} from "
                f"{len(release.manifest['sources'])} sources. ",
                html.A("Every indicator and source", href="/data"),
                " gives the dates of what it holds.",
            ]
        ),
        html.P(
            [
                "A link that was copied here, and each export, names the release its figures are "
                "of. A later release may hold newer periods, figures that their publishers "
                "revised, and methods that were corrected: two reports that name the same release "
                "agree. What moved between two releases is listed, largest first, by whoever runs "
                "this copy with ",
                html.Code("python -m etl diff"),
                ".",
            ]
        ),
        html.H2("Take it away", id="exports"),
        html.P(
            "Each map and chart can be saved as PNG or SVG with its title, period, source, "
            "licence, caveat and link inside; each table as CSV and XLSX; the view of a council "
            "or a ward as slides or a page to print. The address of a page holds everything you "
            "chose: copy it to come back to the same view."
        ),
        html.H2("Licence and attribution", id="attribution"),
        html.P(
            [
                "Contains public sector information licensed under the ",
                html.A("Open Government Licence v3.0", href=OGL_URL, rel="license"),
                ". When you reuse a figure, credit its publisher:",
            ]
        ),
        html.Ul([html.Li(line) for line in attributions(release)]),
        html.H2("Privacy"),
        html.P(
            "No cookies, no accounts, no tracking. Nothing is requested from any other site while "
            "you use this one. A postcode you type is looked up on this site, sent in the body of "
            "the request, and not kept."
        ),
    ]


def attributions(release: Release) -> list[str]:
    """Return what each publisher wants said, each once."""
    return list(dict.fromkeys(entry["attribution"] for entry in release.manifest["sources"]))

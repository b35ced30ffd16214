"""The accessibility statement that a public body must publish, for whoever hosts the atlas."""

from __future__ import annotations

import os
from typing import Any

from dash import html

from app.release import Release

CONTACT = "ATLAS_CONTACT"
"""Environment variable: the e-mail address that people write to about accessibility."""
OWNER = "ATLAS_OWNER"
"""Environment variable: the organisation that runs this copy."""

TESTED = "24 November 2026"
"""The day on which ``tests/browser`` was last read against this page; what they hold is below."""


def layout(_release: Release) -> list[Any]:
    """Return the page."""
    owner = os.environ.get(OWNER) or "whoever runs this copy of the atlas"
    return [
        html.H1("Accessibility statement"),
        html.P(
            f"This statement is for Early Years Atlas, run by {owner}. As many people as possible "
            "should be able to use it: zoom to 400%, move by keyboard alone, listen with a screen "
            "reader, read at 320 pixels’ width without scrolling sideways, and print.",
            className="lede",
        ),
        html.H2("How accessible it is"),
        html.P(
            "It is built to the Web Content Accessibility Guidelines 2.2, level AA, and is partly "
            "compliant: what does not work well yet is listed below."
        ),
        html.H2("How it was tested"),
        html.P(
            f"Last on {TESTED}, by its makers, in Chromium on Linux. It has not been audited by an "
            "independent body, nor tested with disabled people, nor by ear with a screen reader."
        ),
        html.Ul(
            [
                html.Li(
                    "axe, the order of headings, captions and scopes of tables and names of "
                    "controls: on every page as it comes, empty, with everything open and failed, "
                    "at 1280 and 320 pixels’ width."
                ),
                html.Li(
                    "Text twice as large, a default size of letters of 24 pixels in place of 16, "
                    "and pages 320 pixels wide: nothing is cut off and no page scrolls sideways, "
                    "only wide tables within their frame."
                ),
                html.Li(
                    "By keys alone: finding a ward by name and by postcode, choosing an indicator "
                    "and a period, walking the map, comparing areas, and taking pictures, tables "
                    "and the release. Focus is seen and kept, and each change is announced once."
                ),
            ]
        ),
        html.H2("What helps"),
        html.Ul(
            [
                html.Li("Every map and chart has its table, behind the button beside it."),
                html.Li(
                    "On the map, arrow keys go to the neighbouring area, Enter chooses it, Escape "
                    "lets go; each area says its name and figure. L locks a ward, and every other "
                    "then says how far it is from it; Escape unlocks."
                ),
                html.Li(
                    "Where your system forces its colours or asks for more contrast, and on paper, "
                    "the classes of a map carry numbers; on paper they also stay apart in grey."
                ),
                html.Li("Every finding is a sentence, and a change of view announces it."),
                html.Li("Higher, similar and lower are words and shapes, never colour alone."),
                html.Li("Movement stops when your system asks for reduced motion."),
            ]
        ),
        html.H2("What does not work well yet"),
        html.Ul(
            [
                html.Li(
                    "Single bars and points of charts cannot be reached by keyboard. Their figures "
                    "are in the tables beside them."
                ),
                html.Li("The wards of England’s map are named only after its figures have loaded."),
                html.Li(
                    "In the ranking, rows are 17 pixels high, below the 24 pixels of criterion "
                    "2.5.8; the same wards are in the list of wards and in the table."
                ),
                html.Li(
                    "Text follows the zoom of the browser and a larger default size chosen in its "
                    "settings, but the words inside maps and charts follow the zoom alone."
                ),
                html.Li("Without JavaScript there are no pages, only the files behind them."),
                html.Li("Saved pictures (PNG, SVG) carry their title as text, but no table."),
            ]
        ),
        html.H2("Tell us"),
        *_contact(),
        html.H2("Enforcement"),
        html.P(
            [
                "If you are not happy with the answer, contact the ",
                html.A(
                    "Equality Advisory and Support Service (EASS)",
                    href="https://www.equalityadvisoryservice.com/",
                    rel="external",
                ),
                ". The Equality and Human Rights Commission enforces the Public Sector Bodies "
                "(Websites and Mobile Applications) (No. 2) Accessibility Regulations 2018.",
            ]
        ),
        html.H2("This statement"),
        html.P(f"Prepared on 24 November 2026; reviewed on {TESTED}, from the makers’ own tests."),
    ]


def _contact() -> list[Any]:
    address = os.environ.get(CONTACT)
    if not address:
        words = "The organisation that runs this copy has not given an address to write to yet."
        return [html.P(words)]
    return [
        html.P(
            [
                "If you cannot use a part of it or need a figure in another form, write to ",
                html.A(address, href=f"mailto:{address}"),
                ".",
            ]
        )
    ]

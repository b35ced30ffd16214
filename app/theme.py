"""Colours, type and sizes of everything drawn in Python; the same values as
``assets/tokens.css``.
"""

from __future__ import annotations

FONT = '"Helvetica Neue", Arial, "Liberation Sans", sans-serif'

INK = "#1B1F23"
SECONDARY = "#4A5058"
QUIET = "#5A6068"
RULE = "#D5D9DD"
GRID = "#E4E7EA"
ZERO_LINE = "#6B7178"
PAPER = "#FFFFFF"
SELECTED_ROW = "#E3EAF1"

FOCUS = "#12436D"
FOCUS_BAND = "rgba(18,67,109,0.18)"
ENGLAND = "#801650"
REGION = "#6B7178"
ALIKE = "#1D776F"
"""Councils like the one shown: the palette’s second colour, dark enough to be read as words."""
BAR = "#BFBFBF"
HATCH = "#B4BAC0"
CLASSES = ("#EAECB1", "#A9D891", "#00A7BA", "#004EA6", "#000D54")
"""A map's classes, lowest first."""
THIRDS = (
    "#EDEDED", "#B9D3DC", "#5FA3BC",
    "#E6C3CF", "#AFA6BE", "#4A6C96",
    "#CF7C9B", "#9A5A8C", "#3B2560",
)  # fmt: skip
"""The nine classes of two measures: need upwards by scarcity across (``bivariate.js``)."""

DARK_BELOW = 0.18
"""Luminance below which white stands out more than black."""

TICK_SIZE = 11
LABEL_SIZE = 12
ROW_SIZE = 13

RANKING_ROW = 17
"""Pixels of one row of a ranking; two columns from ``TWO_COLUMNS_OVER`` rows on."""
RANKING_ROW_NARROW = 36
TWO_COLUMNS_OVER = 35


def is_dark(colour: str) -> bool:
    """Tell whether white letters and lines hold their contrast on a colour, by the relative
    luminance of WCAG 2.
    """
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2] < DARK_BELOW

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

TICK_SIZE = 11
LABEL_SIZE = 12
ROW_SIZE = 13

RANKING_ROW = 17
"""Pixels of one row of a ranking; two columns from ``TWO_COLUMNS_OVER`` rows on."""
RANKING_ROW_NARROW = 36
TWO_COLUMNS_OVER = 35

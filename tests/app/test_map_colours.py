"""The map's classes told apart without their hues: on a grey printer, by who sees no colour."""

import re
from itertools import pairwise
from pathlib import Path

import pytest

ASSETS = Path(__file__).resolve().parents[2] / "assets"


def lightness(colour: str) -> float:
    """Return CIE L* (0 black to 100 white) of ``#RRGGBB``, by the relative luminance of WCAG."""
    parts = (int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5))
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    ]
    luminance = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    return 116 * luminance ** (1 / 3) - 16 if luminance > 0.008856 else 903.3 * luminance


@pytest.mark.parametrize(
    ("colour", "expected"), [("#FFFFFF", 100), ("#000000", 0), ("#777777", 50)]
)
def test_lightness_is_that_of_cie(colour, expected):
    assert lightness(colour) == pytest.approx(expected, abs=0.3)


def test_each_class_is_at_least_ten_steps_of_lightness_darker_than_the_one_below():
    tokens = (ASSETS / "tokens.css").read_text()
    ramp = [lightness(colour) for colour in re.findall(r"--q[1-5]: (#\w{6})", tokens)]
    assert len(ramp) == 5
    assert all(before - after >= 10 for before, after in pairwise(ramp)), ramp

"""What the sheets promise of themselves, read as text."""

import re
from pathlib import Path

import pytest

ASSETS = Path(__file__).resolve().parents[2] / "assets"
SHEETS = sorted([*ASSETS.glob("*.css"), *ASSETS.glob("frame/*.css")])

ON_PAPER = re.compile(r"^@media print \{.*?^\}", re.DOTALL | re.MULTILINE)
FIXED_TYPE = re.compile(
    r"(?:font-size|line-height): [\d.]+px|font: [\d.]+px|\((?:max|min)-width: \d+px\)"
)


def fixed(sheet: str) -> list[str]:
    """Return the sizes of type and widths of layouts that no setting of a reader can change."""
    return FIXED_TYPE.findall(ON_PAPER.sub("", sheet))


def test_a_size_in_pixels_is_found_on_the_screen_and_not_on_paper():
    assert fixed("p { font-size: 13px; }\n@media print {\n  p { font-size: 9px; }\n}\n") == [
        "font-size: 13px"
    ]
    assert fixed("p { font-size: 0.8125rem; }\n@media (max-width: 37.4375em) {\n}\n") == []


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.name)
def test_type_and_layout_follow_the_size_that_a_reader_has_set(sheet: Path):
    assert fixed(sheet.read_text("utf-8")) == []

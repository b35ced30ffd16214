"""The validation page says what the embedded release's checks found, today."""

from pathlib import Path

import pytest

from etl import validation
from etl.errors import UsageError

ROOT = Path(__file__).parents[2]
MANIFEST = {
    "release_id": "8a914be8f818",
    "ward_vintage": "WD24",
    "facts": {"childcare_places_in_no_ward": 1257},
    "checks": [
        {
            "name": "IMD 2019 by district",
            "expected": "average scores of File 10",
            "largest_difference": 0.000561,
            "tolerance": 0.01,
            "detail": "317 districts of 2019 compared.",
            "passed": True,
        },
        {
            "name": "EYFSP by sex",
            "expected": "all children assessed",
            "largest_difference": 0.0,
            "tolerance": None,
            "detail": "2,524 counts compared.",
            "passed": True,
        },
    ],
}


def test_the_page_in_the_repository_is_not_stale():
    said = (ROOT / "docs" / validation.NAME).read_text(encoding="utf-8")
    expected = validation.page(validation.read_manifest(ROOT / "geodata"))
    assert said == expected, "docs/validation.md is stale: run python -m etl docs"


def test_each_check_has_its_difference_beside_what_is_allowed():
    page = validation.page(MANIFEST)
    line = "| IMD 2019 by district | average scores of File 10 | 0.000561 | 0.01 | passed |"
    assert line in page
    assert "| EYFSP by sex | all children assessed | 0 |  | passed |" in page


def test_each_check_says_what_was_compared():
    assert "- **EYFSP by sex**: 2,524 counts compared." in validation.page(MANIFEST)


def test_a_check_that_failed_is_not_passed_over():
    failed = {**MANIFEST["checks"][0], "passed": False}
    page = validation.page({**MANIFEST, "checks": [failed]})
    assert "| 0.01 | **failed** |" in page


def test_a_declared_difference_is_shown_with_its_reason():
    one = {
        "measure": "children",
        "period": "2024/25",
        "area": "E06000052",
        "name": "Cornwall",
        "difference": -33.0,
        "reason": "the publisher's own cells",
    }
    check = {**MANIFEST["checks"][0], "tolerance": 30, "exceptions": [one]}
    page = validation.page({**MANIFEST, "checks": [check]})
    assert (
        "Cornwall (`E06000052`), `children` 2024/25: -33, where 30 is allowed; the publisher's own "
        "cells." in page
    )
    assert "Declared differences" not in validation.page(MANIFEST)


def test_it_names_the_release_and_counts_what_agrees_exactly():
    page = validation.page(MANIFEST)
    assert "Release `8a914be8f818`, wards of WD24." in page
    assert "Of 2 checks 1 agree exactly." in page


def test_what_is_in_no_ward_is_stated():
    assert "- childcare places in no ward: 1,257" in validation.page(MANIFEST)


def test_a_folder_that_is_no_release_is_named(tmp_path):
    with pytest.raises(UsageError, match=r"is not a release: it has no manifest\.json"):
        validation.write(tmp_path, tmp_path / "nowhere")

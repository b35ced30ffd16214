"""A made-up England for tests that need a whole release, or its geography."""

from pathlib import Path

import pandas as pd
import pytest
import tiny_england

from etl.geography import Geography


@pytest.fixture
def tiny_release(tmp_path: Path) -> Path:
    return tiny_england.write_release(tmp_path / "release")


@pytest.fixture
def tiny_geography() -> Geography:
    """Two wards of one council, each with one neighbourhood of its own."""
    areas = tiny_england.areas()
    kept = areas.area_code.isin(
        ["E05000001", "E05000002", tiny_england.NORTHBY, tiny_england.REGION, tiny_england.ENGLAND]
    )
    lsoas = pd.Index(["E01000002", "E01000003"])
    return Geography(
        areas=areas[kept].reset_index(drop=True),
        lsoa_ward=pd.Series(["E05000001", "E05000002"], index=lsoas),
        lsoa_lad=pd.Series([tiny_england.NORTHBY] * 2, index=lsoas),
        lsoa11_shares=pd.DataFrame(
            {"lsoa11": ["E01000001"] * 2, "lsoa21": lsoas, "share": [0.25, 0.75]}
        ),
    )

"""Codes that others put together agree with ONS's own lookup, where that was fetched."""

import pandas as pd
import pytest

from etl import catalogue, checks_geography
from etl.errors import SourceError

CODES = """LADCD,LADNM,LADCD_ACTIVE
E08000016,Barnsley,E08000038
E08000038,Barnsley,E08000038
E07000008,Cambridge,E07000008
E07000009,East Cambridgeshire,E07000009
"""
RECODES = """LAD24CD,LAD24NM,LAD25CD,LAD25NM,ObjectId
E08000016,Barnsley,E08000038,Barnsley,1
E07000008,Cambridge,E07000008,Cambridge,2
S12000033,Aberdeen City,S12000033,Aberdeen City,3
"""


@pytest.fixture
def checked(tmp_path):
    """Check the codes of one table against the lookup of another."""

    def checked(recodes):
        for name, text in (
            ("codes/drkane_la_all_codes.csv", CODES),
            ("lookups/LAD24_LAD25_UK_LU_v2.csv", recodes),
        ):
            path = tmp_path / "geo" / name
            path.parent.mkdir(parents=True)
            path.write_text(text)
        return checks_geography.run(tmp_path, catalogue.load())

    return checked


def test_a_district_and_what_it_became_have_one_code_today(checked):
    (check,) = checked(RECODES)
    assert check.passed
    assert check.detail == "2 districts compared, of which 1 were recoded in 2025."


@pytest.mark.parametrize(
    "wrong", ["E07000008,Cambridge,E07000009", "E07000008,Cambridge,E07000099"]
)
def test_a_district_that_became_another_fails_by_its_code(checked, wrong):
    (check,) = checked(RECODES.replace("E07000008,Cambridge,E07000008", wrong))
    assert (check.passed, check.largest_difference) == (False, 1)
    assert check.detail.endswith("Not so: E07000008.")


def test_without_the_publishers_lookup_nothing_is_claimed(tmp_path):
    path = tmp_path / "geo/codes/drkane_la_all_codes.csv"
    path.parent.mkdir(parents=True)
    path.write_text(CODES)
    assert checks_geography.run(tmp_path, catalogue.load()) == []


def test_a_lookup_of_other_columns_stops(checked):
    with pytest.raises(SourceError, match="column LAD25CD is missing"):
        checked(RECODES.replace("LAD25CD", "LAD26CD"))


def test_a_code_that_the_table_lacks_is_not_taken_to_agree():
    recodes = pd.DataFrame({"before": ["E07000001"], "after": ["E07000001"]})
    check = checks_geography.recoded_districts(recodes, pd.Series(dtype="str"))
    assert not check.passed

from pathlib import Path

import pandas as pd
import paper_england
import pytest
from paper_england import ALPHA, BETA, DELTA, GAMMA, NORTHBY, SOUTHBY

from etl import postcodes
from etl.errors import SourceError


def placed(text: str) -> dict[str, tuple[str, str]]:
    """``postcode easting northing district`` a line → its ward and council."""
    rows = [line.split() for line in text.strip().splitlines()]
    shard = pd.DataFrame(rows, columns=["postcode", "easting", "northing", "district"])
    shard = shard.astype({"easting": "float64", "northing": "float64"})
    table = postcodes.place_postcodes(iter([shard]), paper_england.ward_table())
    return {row.postcode: (row.ward_code, row.lad_code) for row in table.itertuples()}


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    return paper_england.write(tmp_path / "raw")


@pytest.fixture
def package(monkeypatch: pytest.MonkeyPatch):
    """Put rows in place of the package's own: ``[pcd_abbr, oseast1m, osnrth1m, laua]``."""

    def fill(*rows: tuple) -> None:
        columns = ["pcd_abbr", "oseast1m", "osnrth1m", "laua"]
        every = pd.DataFrame(rows, columns=columns)

        class Package:
            def load_postcodes(self, letters: list[str]) -> None:
                first = every["pcd_abbr"].str[0]
                self.dataframe = every[first.isin(letters)].astype({"laua": "object"})

        monkeypatch.setattr(postcodes, "Postcodes", Package)

    return fill


def test_a_postcode_goes_to_the_ward_whose_polygon_holds_it():
    assert placed(f"NB11AA 1500 1500 {NORTHBY}") == {"NB11AA": (ALPHA, NORTHBY)}


def test_a_postcode_on_the_border_of_two_wards_goes_to_one_of_them():
    assert placed(f"NB11AB 2000 1500 {NORTHBY}") == {"NB11AB": (ALPHA, NORTHBY)}


def test_a_postcode_on_a_pier_goes_to_the_nearest_ward():
    assert placed(f"SB11AA 4500 2150 {SOUTHBY}") == {"SB11AA": (DELTA, SOUTHBY)}


def test_a_postcode_far_out_at_sea_is_left_out():
    assert placed(f"SB11AA 4500 2250 {SOUTHBY}\nNB11AA 1500 1500 {NORTHBY}") == {
        "NB11AA": (ALPHA, NORTHBY)
    }


def test_a_postcode_that_its_polygon_puts_across_the_border_returns_to_its_own_council():
    # Generalisation: 30 m inside Gamma, but the register says Northby.
    rows = f"SB11AA 4500 1500 {SOUTHBY}\nNB11AC 3030 1500 {NORTHBY}"
    assert placed(rows)["NB11AC"] == (BETA, NORTHBY)


def test_a_recoded_council_is_known_by_where_its_postcodes_lie():
    assert placed("SB11AA 3500 1500 E08000099\nSB11AB 4500 1500 E08000099") == {
        "SB11AA": (GAMMA, SOUTHBY),
        "SB11AB": (DELTA, SOUTHBY),
    }


def test_postcodes_are_sorted(raw: Path, package):
    package(("SB11AA", 4500.0, 1500.0, SOUTHBY), ("NB11AA", 1500.0, 1500.0, NORTHBY))
    assert postcodes.postcodes(raw)["postcode"].tolist() == ["NB11AA", "SB11AA"]


def test_a_postcode_of_northern_ireland_is_not_placed_in_england(raw: Path, package):
    # Its easting and northing are on the Irish grid.
    package(("BT11AA", 1500.0, 1500.0, "N09000003"), ("NB11AA", 1500.0, 1500.0, NORTHBY))
    assert postcodes.postcodes(raw)["postcode"].tolist() == ["NB11AA"]


def test_a_package_without_english_postcodes_stops_the_build(raw: Path, package):
    package(("BT11AA", 1500.0, 1500.0, "N09000003"))
    with pytest.raises(SourceError, match="no English postcode"):
        postcodes.postcodes(raw)


def test_a_postcode_is_known_however_it_is_written(raw: Path, package):
    package(("NB11AA", 1500.0, 1500.0, NORTHBY))
    written = pd.Series(["NB1 1AA", "nb11aa", " nb1  1aa "], index=[7, 8, 9])
    wards = postcodes.ward_of_postcodes(written, postcodes.postcodes(raw))
    assert wards.to_dict() == {7: ALPHA, 8: ALPHA, 9: ALPHA}


def test_a_redacted_or_missing_postcode_has_no_ward(raw: Path, package):
    package(("NB11AA", 1500.0, 1500.0, NORTHBY))
    wards = postcodes.ward_of_postcodes(pd.Series(["REDACTED", None]), postcodes.postcodes(raw))
    assert wards.isna().all()


def test_a_point_without_coordinates_is_in_no_ward(raw: Path):
    wards = postcodes.place(raw, pd.Series([1500.0, None]), pd.Series([1500.0, 1500.0]))
    assert wards.iloc[0] == ALPHA
    assert pd.isna(wards.iloc[1])

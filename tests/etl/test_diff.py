"""What differs between two releases is shown, largest first, before one replaces the other."""

import pandas as pd
import pytest
import tiny_england

from etl import tables
from etl.diff import diff
from etl.errors import UsageError


@pytest.fixture
def other(tmp_path):
    """Write a second release with changed values."""

    def write(changes):
        return tiny_england.write_release(tmp_path / "other", changes)

    return write


def test_a_release_does_not_differ_from_itself(tiny_release):
    assert diff(tiny_release, tiny_release).empty


def test_moves_are_listed_largest_first_with_the_name_of_the_area(tiny_release, other):
    new = other(
        {
            ("low_income_bhc_relative", "E05000001"): 31.0,
            ("low_income_bhc_relative", "E05000002"): 15.0,
        }
    )
    moves = diff(tiny_release, new).moves
    assert moves[["area_name", "old", "new", "change"]].to_numpy().tolist() == [
        ["Quay", 20.0, 15.0, -5.0],
        ["Mill", 30.0, 31.0, 1.0],
    ]
    # The old values of the wards are 30, 20 and 10: a standard deviation of 10.
    assert moves.spread.round(6).tolist() == [0.5, 0.1]


def test_an_indicator_is_counted_by_what_happened_to_its_figures(tiny_release, other):
    new = other(
        {
            ("low_income_bhc_relative", "E05000001"): 31.0,
            ("low_income_bhc_relative", "E05000002"): None,
            ("low_income_bhc_relative", "E05000003"): 12.0,
        }
    )
    (row,) = diff(tiny_release, new).indicators.to_dict("records")
    assert row == {
        "indicator": "low_income_bhc_relative",
        "added": 0,
        "removed": 0,
        "blanked": 1,
        "filled": 1,
        "moved": 1,
        "beside": 0,
        "largest_move": 1.0,
        "spread": pytest.approx(0.1),
    }


def test_indicators_and_areas_come_by_their_largest_move(tiny_release, other):
    new = other(
        {
            ("low_income_bhc_relative", "E05000001"): 30.1,
            ("gld", "E06000001"): 80.0,
            ("gld", "E92000001"): 67.0,
        }
    )
    found = diff(tiny_release, new)
    assert found.indicators["indicator"].tolist() == ["gld", "low_income_bhc_relative"]
    assert found.areas[["area_name", "moved"]].to_numpy().tolist()[-1] == ["Mill", 1]
    assert set(found.areas["area_name"]) == {"Northby", "England", "Mill"}
    assert found.moves["spread"].notna().all()


def test_a_figure_with_the_same_value_and_another_verdict_is_told(tiny_release, tmp_path):
    new = tiny_england.write_release(tmp_path / "other")
    rows = tiny_england.observations()
    changed = rows["lower_ci"].notna() & (rows["indicator"] == "low_income_bhc_relative")
    tables.write_table(new, "observations", rows.assign(lower_ci=rows["lower_ci"] - changed))
    (row,) = diff(tiny_release, new).indicators.to_dict("records")
    assert (row["indicator"], row["moved"]) == ("low_income_bhc_relative", 0)
    assert row["beside"] == changed.sum() > 0


def test_added_and_removed_areas_and_figures_are_told(tiny_release, other):
    new = other({})
    table = tiny_england.areas()
    table.loc[table.area_code == "E05000005", "area_code"] = "E05000006"
    tables.write_table(new, "areas", table)
    rows = tiny_england.observations()
    of_park = int((rows.area_code == "E05000005").sum())
    rows["area_code"] = rows["area_code"].replace("E05000005", "E05000006")
    tables.write_table(new, "observations", rows[rows.indicator != "gld"])
    found = diff(tiny_release, new)
    assert (found.figures_added, found.figures_removed) == (of_park, of_park)
    assert found.areas_added == ["E05000006 Park"]
    assert found.areas_removed == ["E05000005 Park"]
    assert found.indicators[["indicator", "removed"]].to_numpy().tolist() == [["gld", 3]]


def test_a_difference_in_the_last_digit_of_a_float_is_none(tiny_release, other):
    new = other({("gld", "E06000001"): 60.0 + 1e-12})
    assert diff(tiny_release, new).empty


def test_a_folder_that_is_no_release_is_named(tiny_release, tmp_path):
    (tmp_path / "empty").mkdir()
    with pytest.raises(UsageError, match="empty: is not a release"):
        diff(tiny_release, tmp_path / "empty")


def test_moves_are_a_table_even_when_there_are_none(tiny_release):
    assert isinstance(diff(tiny_release, tiny_release).moves, pd.DataFrame)

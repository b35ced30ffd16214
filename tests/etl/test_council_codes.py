"""A council keeps its series under a new code where its area is the same, and only there."""

import datetime as dt

import numpy as np
import pandas as pd
import pytest

from etl import council_codes
from etl.council_codes import nested, recode
from etl.errors import SourceError

# Old Town was recoded New Town. Hill and Dale were merged into Valley. Both are as of 2025.
OLD_TOWN, NEW_TOWN = "E08000016", "E08000038"
HILL, DALE, VALLEY = "E07000001", "E07000002", "E06000060"
ACTIVE = pd.Series(
    {OLD_TOWN: NEW_TOWN, NEW_TOWN: NEW_TOWN, HILL: VALLEY, DALE: VALLEY, VALLEY: VALLEY}
)
TO_VALLEY = pd.Series({HILL: VALLEY, DALE: VALLEY, OLD_TOWN: NEW_TOWN})


def rows(*figures, measure="children"):
    """Area and figure, or marker in its place."""
    end = dt.date(2025, 3, 31)
    table = [
        (
            measure,
            "lad",
            area,
            "2024/25",
            end,
            np.nan if isinstance(figure, str) else figure,
            figure if isinstance(figure, str) else None,
        )
        for area, figure in figures
    ]
    columns = ["measure", "geography", "area_code", "period", "period_end", "value", "marker"]
    return pd.DataFrame(table, columns=columns).astype({"value": "float64", "marker": "str"})


def values(table):
    return dict(zip(table.area_code, table.value, strict=True))


def test_every_former_code_finds_the_council_that_holds_its_area():
    assert nested(ACTIVE, [NEW_TOWN, VALLEY]).to_dict() == {
        OLD_TOWN: NEW_TOWN,
        HILL: VALLEY,
        DALE: VALLEY,
    }


def test_a_code_younger_than_the_release_finds_the_one_before():
    assert nested(ACTIVE, [OLD_TOWN, VALLEY])[NEW_TOWN] == OLD_TOWN


def test_a_council_since_divided_between_two_that_exist_finds_neither():
    assert nested(ACTIVE, [NEW_TOWN, HILL, DALE]).to_dict() == {OLD_TOWN: NEW_TOWN}


def test_a_recoded_council_keeps_its_figure():
    assert values(recode(rows((OLD_TOWN, 12.0)), TO_VALLEY, rates=())) == {NEW_TOWN: 12}


def test_counts_of_merged_councils_are_added_up():
    table = recode(rows((HILL, 12.0), (DALE, 30.0)), TO_VALLEY, rates=())
    assert values(table) == {VALLEY: 42}


def test_a_merged_council_with_a_withheld_part_is_withheld():
    table = recode(rows((HILL, 12.0), (DALE, "c")), TO_VALLEY, rates=())
    assert table[["value", "marker"]].isna().to_numpy().tolist() == [[True, False]]
    assert table.marker.tolist() == ["c"]


def test_rates_of_merged_councils_are_not_added_up():
    table = recode(rows((HILL, 12.0), (DALE, 30.0)), TO_VALLEY, rates=("children",))
    assert table.value.isna().all() and table.marker.tolist() == ["x"]


def test_the_rate_of_a_recoded_council_is_its_own():
    table = recode(rows((OLD_TOWN, 12.0)), TO_VALLEY, rates=("children",))
    assert values(table) == {NEW_TOWN: 12}


def test_a_part_of_a_merged_council_is_not_the_whole():
    table = recode(rows((HILL, 12.0)), TO_VALLEY, rates=())
    assert table.marker.tolist() == ["x"]


def test_a_council_by_both_codes_in_one_file_is_refused():
    with pytest.raises(SourceError, match="by its code and by a former one"):
        recode(rows((OLD_TOWN, 12.0), (NEW_TOWN, 13.0)), TO_VALLEY, rates=())


def test_published_figures_are_found_by_the_code_of_the_release(tmp_path):
    codes = tmp_path / "geo/codes"
    codes.mkdir(parents=True)
    table = ACTIVE.rename_axis("LADCD").rename("LADCD_ACTIVE").reset_index()
    table.assign(LADNM="Town").to_csv(codes / "drkane_la_all_codes.csv", index=False)
    figures = pd.Series({OLD_TOWN: 1.0, VALLEY: 2.0})
    found = council_codes.by_existing(figures, tmp_path, [NEW_TOWN, VALLEY])
    assert found.to_dict() == {NEW_TOWN: 1.0, VALLEY: 2.0}


def test_a_county_since_divided_is_named_with_everyone_that_has_a_part(tmp_path):
    codes = tmp_path / "geo/codes"
    codes.mkdir(parents=True)
    table = pd.DataFrame(
        [(HILL, "Hill", "E06000063"), (DALE, "Dale", "E06000064")],
        columns=["LADCD", "LADNM", "LADCD_ACTIVE"],
    )
    fresh = [(code, "", code) for code in ("E06000063", "E06000064")]
    pd.concat([table, pd.DataFrame(fresh, columns=table.columns)]).to_csv(
        codes / "drkane_la_all_codes.csv", index=False
    )
    council_file = tmp_path / "hierarchy.csv"
    council_file.write_text(
        f"new_la_code,la_name,lad_code\nE10000006,Cumbria,{HILL}\nE10000006,Cumbria,{DALE}\n"
        "E10000012,Essex,E07000066\n"
    )
    found = council_codes.former_councils(
        tmp_path, council_file, ["E06000063", "E06000064", "E07000066"]
    )
    assert found.to_numpy().tolist() == [
        ["E10000006", "Cumbria", "E06000063"],
        ["E10000006", "Cumbria", "E06000064"],
    ]

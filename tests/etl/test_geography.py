from datetime import date
from pathlib import Path

import pandas as pd
import paper_england
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from paper_england import ALPHA, BETA, DELTA, GAMMA, NORTHBY, SOUTHBY, UPSHIRE

from etl import geography
from etl.errors import SourceError
from etl.vintages import RELEASE


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    return paper_england.write(tmp_path / "raw")


def links(text: str) -> pd.DataFrame:
    """``old change new`` a line; old and new are in one district when their first letters agree."""
    rows = pd.DataFrame(
        [line.split() for line in text.strip().splitlines()], columns=["lsoa11", "change", "lsoa21"]
    )
    return rows.assign(home=rows["lsoa11"].str[0].str.lower() == rows["lsoa21"].str[0].str.lower())


def shares(text: str, old: dict[str, int], new: dict[str, int]) -> dict[tuple[str, str], float]:
    table = geography.lsoa11_shares(links(text), pd.Series(old), pd.Series(new))
    return {(row.lsoa11, row.lsoa21): row.share for row in table.itertuples()}


def measures(**values: float | None) -> pd.DataFrame:
    table = pd.DataFrame({"area_code": list(values), "value": list(values.values())})
    return table.assign(
        measure="residents_0_4",
        geography="lsoa11",
        period="2020",
        period_end=date(2020, 6, 30),
        marker=["c" if value is None else None for value in values.values()],
        value=table["value"].astype("float64"),
    )


# LSOA 2011 → 2021


def test_an_unchanged_lsoa_and_the_parts_of_a_merged_one_go_whole():
    text = """
        a1 U A1
        b1 M B9
        b2 M B9"""
    got = shares(text, {}, {"A1": 1500, "B9": 2000})
    assert got == {("a1", "A1"): 1, ("b1", "B9"): 1, ("b2", "B9"): 1}


def test_a_split_lsoa_is_shared_by_the_residents_of_its_parts():
    text = """
        a1 S A1
        a1 S A2"""
    assert shares(text, {}, {"A1": 1500, "A2": 500}) == {("a1", "A1"): 0.75, ("a1", "A2"): 0.25}


def test_an_irregular_lsoa_gives_across_the_border_only_what_residents_there_need():
    # s1 has 1000 people. S1 takes 1400, so of e1's 1600 people S1 needs 400 and E1 keeps the rest.
    text = """
        s1 X S1
        e1 X S1
        e1 X E1"""
    got = shares(text, {"s1": 1000, "e1": 1600}, {"S1": 1400, "E1": 1200})
    assert got == {("s1", "S1"): 1, ("e1", "S1"): 0.25, ("e1", "E1"): 0.75}


def test_nobody_is_moved_to_an_irregular_lsoa_whose_own_district_fills_it():
    text = """
        n1 X N1
        g1 X N1
        g1 X G1"""
    got = shares(text, {"n1": 1100, "g1": 1550}, {"N1": 1090, "G1": 1500})
    assert got == {("n1", "N1"): 1, ("g1", "G1"): 1}


def test_an_unknown_kind_of_change_stops_the_build():
    with pytest.raises(SourceError, match="unknown CHNGIND"):
        shares("a1 Q A1", {}, {"A1": 1})


def test_an_lsoa_without_census_residents_stops_the_build():
    with pytest.raises(SourceError, match="no residents of A2"):
        shares("a1 S A1\na1 S A2", {}, {"A1": 1})


@st.composite
def exact_fits(draw: st.DrawFn) -> tuple[pd.DataFrame, dict[str, int], dict[str, int]]:
    """Any table of splits, merges, unchanged and irregular rows, with residents on both sides."""
    people = st.integers(min_value=1, max_value=5000)
    rows = []
    for group in range(draw(st.integers(1, 4))):
        change = draw(st.sampled_from("USMX"))
        old = 1 if change in "US" else draw(st.integers(1, 4))
        new = 1 if change in "UM" else draw(st.integers(1, 4))
        letters = st.sampled_from("ab")
        olds = [f"{draw(letters)}{group}o{index}" for index in range(old)]
        news = [f"{draw(letters).upper()}{group}n{index}" for index in range(new)]
        for index in range(max(old, new)):
            rows.append((olds[index % old], change, news[index % new]))
            rows.append((olds[index % old], change, news[(index + 1) % new]))
    table = links("\n".join(" ".join(row) for row in dict.fromkeys(rows)))
    residents11 = {code: draw(people) for code in table["lsoa11"].unique()}
    residents21 = {code: draw(people) for code in table["lsoa21"].unique()}
    return table, residents11, residents21


@settings(deadline=None, max_examples=50)
@given(exact_fits(), st.data())
def test_moving_counts_to_new_lsoas_conserves_their_total(fit, data):
    table, old, new = fit
    moved = geography.lsoa11_shares(table, pd.Series(old), pd.Series(new))
    counts = {code: data.draw(st.integers(0, 10_000)) for code in old}
    converted = geography.convert_lsoa11(measures(**counts), moved)
    assert converted["value"].sum() == pytest.approx(sum(counts.values()))
    assert (converted["value"] >= 0).all()


@settings(deadline=None, max_examples=50)
@given(exact_fits())
def test_the_shares_of_an_old_lsoa_add_up_to_one(fit):
    table, old, new = fit
    moved = geography.lsoa11_shares(table, pd.Series(old), pd.Series(new))
    assert set(moved["lsoa11"]) == set(old)
    assert moved.groupby("lsoa11")["share"].sum().to_numpy() == pytest.approx(1)


def test_a_count_that_is_withheld_leaves_its_new_lsoas_blank_and_says_why():
    moved = pd.DataFrame({"lsoa11": ["a1", "a2"], "lsoa21": ["A9", "A9"], "share": [1.0, 1.0]})
    converted = geography.convert_lsoa11(measures(a1=40, a2=None), moved)
    assert converted["value"].isna().tolist() == [True]
    assert converted["marker"].tolist() == ["c"]


def test_a_count_for_no_lsoa_of_2011_stops_the_build():
    moved = pd.DataFrame({"lsoa11": ["a1"], "lsoa21": ["A1"], "share": [1.0]})
    with pytest.raises(SourceError, match="not an LSOA of 2011 in England: zz"):
        geography.convert_lsoa11(measures(a1=1, zz=2), moved)


# Wards and districts


def test_an_lsoa_goes_to_its_best_fit_ward_but_counts_for_its_own_district(raw: Path):
    assert geography.lsoa21_to_ward(raw)["E01000003"] == BETA
    assert geography.lsoa21_to_lad(raw)["E01000003"] == SOUTHBY


def test_a_district_that_was_merged_away_hands_its_lsoas_to_its_successor(raw: Path):
    assert geography.lsoa21_to_lad(raw)[["E01000001", "E01000002"]].tolist() == [NORTHBY] * 2


def test_a_merged_district_without_a_single_successor_stops_the_build():
    placed = pd.Series({"p": NORTHBY, "q": SOUTHBY})
    with pytest.raises(SourceError, match="E07000099 has no single successor"):
        geography.own_district(
            placed, pd.Series({"p": "E07000099", "q": "E07000099"}), {NORTHBY, SOUTHBY}, "lookup"
        )


def test_areas_come_level_by_level_and_a_county_is_no_district(raw: Path):
    areas = geography.read_areas(raw)
    assert areas["area_code"].tolist() == [
        *(ALPHA, BETA, GAMMA, DELTA),
        *(SOUTHBY, NORTHBY),
        UPSHIRE,
        *("E12000001", "E12000002"),
        "E92000001",
    ]
    assert areas["level"].tolist() == [
        *["ward"] * 4,
        *["lad"] * 2,
        "utla",
        *["region"] * 2,
        "country",
    ]


def test_a_district_of_a_county_belongs_to_it_and_a_unitary_to_itself(raw: Path):
    areas = geography.read_areas(raw).set_index("area_code")
    assert areas.loc[[NORTHBY, SOUTHBY], "utla_code"].tolist() == [UPSHIRE, SOUTHBY]


def test_a_ward_without_an_lsoa_says_that_it_has_none(raw: Path):
    areas = geography.read_areas(raw).set_index("area_code")
    assert areas.index[areas["note"] == geography.NO_LSOA].tolist() == [DELTA]
    assert pd.isna(areas.loc[DELTA, "rural_urban"])


def test_the_city_of_london_says_that_it_is_published_with_hackney():
    wards = pd.DataFrame(
        [("E05009288", "Aldersgate", *["E09000001", "City of London"] * 2, "E12000007", "London")],
        columns=[
            f"{level}_{word}"
            for level in ("ward", "lad", "utla", "region")
            for word in ("code", "name")
        ],
    )
    areas = geography.area_table(wards, pd.Series(dtype="str"), {"E05009288"})
    assert "Hackney" in areas.set_index("area_code").loc["E09000001", "note"]


def test_a_ward_is_rural_or_urban_as_most_of_its_residents_live(raw: Path):
    # Beta: 500 people in a larger rural neighbourhood, 900 in a smaller one.
    areas = geography.read_areas(raw).set_index("area_code")
    assert areas.loc[BETA, "rural_urban"] == "Smaller rural: Nearer to a major town or city"
    assert areas.loc[SOUTHBY, "rural_urban"] == "Urban: Majority nearer to a major town or city"


def test_every_area_has_a_point_inside_it(raw: Path):
    areas = geography.read_areas(raw).set_index("area_code")
    assert 1000 < areas.loc[ALPHA, "easting"] < 2000
    assert 3000 < areas.loc[SOUTHBY, "easting"] < 5000
    assert areas["northing"].between(1001, 1999).all()


# Files that are not what they should be


def test_a_lookup_that_is_not_there_is_named(raw: Path):
    next(raw.glob(RELEASE.best_fit)).unlink()
    with pytest.raises(SourceError, match=r"LSOA21_WD24_LAD24.*no such file"):
        geography.lsoa21_to_ward(raw)


def test_a_lookup_without_a_column_names_it(raw: Path):
    path = next(raw.glob(geography.EXACT_FIT))
    path.write_text(path.read_text().replace("CHNGIND", "CHANGE"))
    with pytest.raises(SourceError, match="column CHNGIND is missing"):
        geography.lsoa11_to_lsoa21(raw)


def test_a_best_fit_to_a_ward_of_another_year_stops_the_build(raw: Path):
    path = next(raw.glob(RELEASE.best_fit))
    path.write_text(path.read_text().replace(GAMMA, "E05999999"))
    with pytest.raises(SourceError, match="E05999999 is not a ward of WD24"):
        geography.lsoa21_to_ward(raw)

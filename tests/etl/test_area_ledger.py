"""The ledger names every area whose figures were not simply its own, and only those."""

import pandas as pd
import pytest
import tiny_england
from tiny_england import LOW_INCOME, NORTHBY

from etl import area_ledger, tables
from etl.apportion import WardChange
from etl.carry import Carried
from etl.contract import LEDGER, table_failures
from etl.diff import diff
from etl.geography import Geography
from etl.registry import ENGLAND
from etl.schema import check_release
from etl.sources.dfe_councils import Councils

HOME, NEXT = "E06000001", "E06000002"
NEW, KEPT, BARE, EMPTY = "E05000011", "E05000001", "E05000012", "E05000002"
OLD, GONE = "E05000091", "E05000092"
LSOA_HOME, LSOA_NEXT = "E01000001", "E01000002"

CHANGE = WardChange(
    shares=pd.DataFrame(
        [(OLD, NEW, 0.75), ("E05000093", NEW, 1.0)], columns=["from_code", "area_code", "share"]
    ),
    carried=frozenset({KEPT, EMPTY}),
    lost=frozenset({GONE}),
    bare=frozenset({BARE}),
)
RECODED = pd.DataFrame(
    [("dwp_low_income", HOME, "E06000099", "Home")],
    columns=["source", "area_code", "from_code", "from_name"],
)


def geography() -> Geography:
    """Two councils; one neighbourhood of Next is fitted to a ward of Home."""
    wards = [(ward, "Ward", "ward", HOME) for ward in (KEPT, EMPTY, NEW, BARE)]
    lads = [(HOME, "Home", "lad", HOME), (NEXT, "Next", "lad", NEXT)]
    areas = pd.DataFrame(
        [*wards, *lads, (ENGLAND, "England", "country", None)],
        columns=["area_code", "area_name", "level", "lad_code"],
    )
    return Geography(
        areas=areas.assign(note=None).astype({"note": "str"}),
        lsoa_ward=pd.Series({LSOA_HOME: KEPT, LSOA_NEXT: NEW, "E01000003": BARE}),
        lsoa_lad=pd.Series({LSOA_HOME: HOME, LSOA_NEXT: NEXT, "E01000003": HOME}),
        lsoa11_shares=pd.DataFrame(),
    )


@pytest.fixture
def made(tmp_path, monkeypatch):
    """The ledger of two councils in which everything happened once."""
    moves = pd.DataFrame([("E01000091", LSOA_HOME, 0.9)], columns=["lsoa11", "lsoa21", "share"])
    former = pd.DataFrame(
        [("E10000006", "Oldshire", NEXT), ("E10000007", "Homeshire", HOME)],
        columns=["from_code", "from_name", "area_code"],
    )
    monkeypatch.setattr(area_ledger, "irregular_moves", lambda raw: moves)
    monkeypatch.setattr(area_ledger, "former_councils", lambda raw, file, existing: former)
    names = {OLD: "Old Ward", GONE: "Gone Ward"}
    return area_ledger.ledger(
        Carried(pd.DataFrame(), {"dwp_low_income": CHANGE}, RECODED, {}, names),
        geography(),
        raw=tmp_path,
        council_file=tmp_path,
        councils=Councils({}, {"E10000006": None, "E10000007": HOME}, {}),
        joint={"ohid_asq": {"asq": {HOME: NEXT}}},
    )


def rows(ledger, source, what):
    """Area, former code and share of one source's rows."""
    chosen = ledger[(ledger.source == source) & (ledger.what == what)]
    plain = chosen[["area_code", "from_code", "share"]].astype(object)
    return plain.where(plain.notna(), None).to_numpy().tolist()


def test_it_keeps_its_contract(made):
    assert table_failures(LEDGER, made) == []


def test_a_new_ward_has_a_row_for_each_former_one_with_its_share(made):
    assert rows(made, "dwp_low_income", "apportioned") == [
        [NEW, OLD, 0.75],
        [NEW, "E05000093", 1.0],
    ]


def test_wards_that_kept_their_code_are_counted_and_not_listed(made):
    (row,) = made[(made.source == "dwp_low_income") & (made.what == "carried")].itertuples()
    assert row.area_code == ENGLAND and row.note.startswith("2 wards")


def test_what_could_not_be_placed_is_named_in_both_directions(made):
    assert rows(made, "dwp_low_income", "lost") == [[BARE, None, None], [ENGLAND, GONE, None]]


def test_a_council_with_a_new_code_and_one_that_was_divided_are_told_apart(made):
    assert rows(made, "dfe_councils", "recoded") == [[HOME, "E10000007", 1.0]]
    assert rows(made, "dfe_councils", "lost") == [[NEXT, "E10000006", None]]


def test_councils_published_together_are_both_named(made):
    assert rows(made, "ohid_asq", "joint") == [[HOME, NEXT, None], [NEXT, HOME, None]]


def test_a_neighbourhood_across_a_border_is_named_in_the_ward_that_counts_it(made):
    (row,) = made[(made.source == "ons_lsoa_ward") & (made.what == "carried")].itertuples()
    assert (row.area_code, row.from_code) == (NEW, LSOA_NEXT)
    assert "lies in Next" in row.note and "ward of Home" in row.note


def test_a_neighbourhood_redrawn_across_a_border_says_how_much_went_where(made):
    assert rows(made, "ons_lsoa11_lsoa21", "apportioned") == [[KEPT, "E01000091", 0.9]]


def test_a_ward_without_a_neighbourhood_has_no_figures_of_them(made):
    assert rows(made, "ons_lsoa_ward", "lost") == [[EMPTY, None, None]]


def test_a_new_ward_says_what_it_was_estimated_from(made):
    noted = area_ledger.with_notes(geography().areas, made).set_index("area_code")["note"]
    assert noted[NEW].endswith(": E05000093 (100%), Old Ward (75%).")
    assert noted.drop(NEW).isna().all()


def release_with(folder, ledger):
    """Publish the made-up England with another ledger, as if built so."""
    tiny_england.write_release(folder)
    tables.write_table(folder, "ledger", ledger)
    return folder


def broken(folder):
    """Return what is wrong with a release besides the hash of the file that was replaced."""
    return [line for line in check_release(folder) if "SHA-256" not in line]


def one_row(**changes):
    return tiny_england.ledger().assign(**changes)


def test_a_release_whose_ledger_names_an_unknown_area_breaks_its_contract(tmp_path):
    folder = release_with(tmp_path / "release", one_row(area_code="E06000055"))
    assert broken(folder) == ["ledger.area_code: 1 are in no area, first E06000055"]


def test_shares_of_more_than_everything_break_the_contract(tmp_path):
    twice = [
        one_row(what="apportioned", area_code=area, share=0.7) for area in (NORTHBY, "E07000001")
    ]
    folder = release_with(tmp_path / "release", pd.concat(twice))
    assert "add up to more than 1" in broken(folder)[0]


def test_an_estimate_that_the_ledger_does_not_name_breaks_the_contract(tmp_path):
    folder = release_with(tmp_path / "release", one_row())
    table = tiny_england.observations()
    chosen = (table.indicator == LOW_INCOME) & (table.area_code == "E05000001")
    tables.write_table(
        folder, "observations", table.assign(method=table.method.mask(chosen, "apportioned"))
    )
    assert broken(folder) == ["ledger: 1 areas are estimated and not in it, first E05000001"]


def test_releases_of_two_vintages_compare_a_recoded_council_as_one(tmp_path):
    old = tiny_england.write_release(tmp_path / "old")
    # A year on, Northby has another code, and one of its wards another too.
    codes = {NORTHBY: "E06000009", "E05000003": "E05000013"}
    areas = pd.read_parquet(old / "areas.parquet").replace(codes)
    table = pd.read_parquet(old / "observations.parquet").replace(codes)
    new = tiny_england.write_release(tmp_path / "new")
    tables.write_table(new, "areas", areas)
    tables.write_table(new, "observations", table)
    row = one_row(area_code="E06000009", from_code=NORTHBY)
    tables.write_table(new, "ledger", row)
    found = diff(old, new)
    assert found.recoded == {NORTHBY: "E06000009"}
    assert found.redrawn.to_dict("records") == [
        {"area_code": "E06000009", "area_name": "Northby", "removed": 1, "added": 1}
    ]
    assert found.areas_added == ["E05000013 Hill"] and found.areas_removed == ["E05000003 Hill"]
    assert found.moves.empty
    # And back again, by the ledger of the newer of the two.
    tables.write_table(old, "ledger", one_row().iloc[:0])
    assert diff(new, old).recoded == {"E06000009": NORTHBY}

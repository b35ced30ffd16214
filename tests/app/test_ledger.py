"""The ledger of changed areas, from the release to the page about the atlas."""

import pandas as pd
import pytest
from tiny_release import ACOCKS_GREEN, BIRMINGHAM

from app import ledger
from app.ledger import Entry
from app.pages import ledger as page

NEW_WARD = Entry("dwp_low_income", ACOCKS_GREEN, "E05000099", "Old", "apportioned", 0.62, None)
RECODED = Entry("dfe_councils", BIRMINGHAM, "E08000099", "Birmingham", "recoded", 1.0, "New code.")


@pytest.fixture
def prepared(tmp_path):
    """Write a ledger of two rows as a release has it, and keep it as the app does."""

    def write(*entries):
        names = ["source", "area_code", "from_code", "from_name", "what", "share", "note"]
        rows = [[getattr(entry, name) for name in names] for entry in entries]
        (tmp_path / "arrays").mkdir()
        pd.DataFrame(rows, columns=names).to_parquet(tmp_path / "ledger.parquet")
        ledger.write(tmp_path, tmp_path / "arrays")
        return tmp_path

    return write


class WithLedger:
    """The tiny release with another folder to read the ledger from."""

    def __init__(self, release, prepared):
        self.areas, self.prepared = release.areas, prepared
        self.manifest = {"sources": [{"id": "dwp_low_income", "title": "Low income"}]}


def test_the_ledger_is_read_as_the_release_has_it(prepared):
    assert ledger.read(prepared(RECODED, NEW_WARD)) == [RECODED, NEW_WARD]


def test_a_release_of_before_there_was_a_ledger_has_an_empty_one(tmp_path, tiny):
    ledger.write(tmp_path, tmp_path)
    assert (tmp_path / ledger.FILE).read_text("utf-8") == "[]"


def test_a_page_without_a_ledger_says_nothing_of_it(tiny, prepared):
    assert page.section(WithLedger(tiny, prepared())) == []


def test_a_ward_that_was_redrawn_is_shown_with_its_council_former_ward_and_share(tiny, prepared):
    shown = str(page.section(WithLedger(tiny, prepared(NEW_WARD, RECODED))))
    for said in ("Acocks Green, Birmingham", "Old E05000099", "62%", "Low income"):
        assert said in shown


def test_each_thing_that_was_done_is_a_table_of_its_own(tiny, prepared):
    parts = page.section(WithLedger(tiny, prepared(NEW_WARD, RECODED)))
    assert [part.id for part in parts[2:]] == ["ledger-apportioned", "ledger-recoded"]

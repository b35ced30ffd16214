"""A known error of a source is declared with its reason, and corrected only while it is there."""

import pandas as pd
import pytest

from etl import corrections
from etl.corrections import Correction, correct, load
from etl.errors import SourceError
from etl.reading import source_modules
from etl.registry import INDICATORS

KNOWN = Correction(
    source="births",
    where={"area": "Northby", "year": "2018"},
    column="text",
    expected="5200",
    corrected="520",
    reason="the publisher typed a nought too many",
)
ENTRY = """
[[correction]]
source = "births"
where = { area = "Northby", year = "2018" }
column = "text"
expected = "5200"
corrected = "520"
reason = "the publisher typed a nought too many"
"""


def table(*texts):
    return pd.DataFrame(
        {"area": ["Northby", "Northby", "Southby"], "year": ["2017", "2018", "2018"], "text": texts}
    )


def corrected(*texts, source="births"):
    return correct(table(*texts), source, "births.csv", (KNOWN,)).text.tolist()


def test_the_one_wrong_cell_is_corrected_and_no_other():
    assert corrected("510", "5200", "5200") == ["510", "520", "5200"]


def test_a_table_is_not_changed_in_place():
    before = table("510", "5200", "300")
    correct(before, "births", "births.csv", (KNOWN,))
    assert before.text.tolist() == ["510", "5200", "300"]


def test_a_file_that_says_what_is_meant_needs_no_correction():
    assert corrected("510", "520", "300") == ["510", "520", "300"]


def test_a_value_that_nobody_has_looked_at_stops_and_gives_the_reason():
    with pytest.raises(
        SourceError, match=r"births.csv: Northby 2018 is 530, no longer 5200: .*a nought too many"
    ):
        corrected("510", "530", "300")


def test_corrections_of_other_sources_are_left_alone():
    assert corrected("510", "5200", "300", source="deaths") == ["510", "5200", "300"]


def test_an_entry_is_read_as_it_stands(tmp_path):
    path = tmp_path / "corrections.toml"
    path.write_text(ENTRY)
    assert load(path) == (KNOWN,)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("reason", "# reason"), "correction 1: needs .*look at reason"),
        (('"the publisher typed a nought too many"', '""'), "correction 1: reason is empty"),
        (("expected", "expcted"), "look at expcted, expected"),
        (("{ area", "{{ area"), "is not TOML"),
    ],
)
def test_an_entry_without_reason_or_guard_is_refused(tmp_path, change, said):
    path = tmp_path / "corrections.toml"
    path.write_text(ENTRY.replace(*change))
    with pytest.raises(SourceError, match=said):
        load(path)


def test_every_declared_correction_is_of_a_source_that_makes_corrections():
    of = {one.source for one in load()}
    modules = source_modules(INDICATORS)
    assert of == {name for name, module in modules.items() if hasattr(module, "correct")}
    assert corrections.CORRECTIONS.is_file()

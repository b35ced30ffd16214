"""A result is kept under all it was made from: made once, and again when any of that changes."""

import datetime as dt
import os
import time

import pandas as pd
import pytest

from etl import fingerprint, steps
from etl.fingerprint import code_of
from etl.sources import dfe_lait, ons_population


@pytest.fixture
def kept(tmp_path):
    with steps.opened(tmp_path / "cache") as found:
        yield found


def measures() -> pd.DataFrame:
    """Every type that a table of measures has."""
    return pd.DataFrame(
        {
            "measure": ["babies", "babies"],
            "period_end": pd.Series([dt.date(2020, 6, 30)] * 2, dtype=object),
            "value": [1 / 3, None],
            "marker": pd.Series([None, "c"], dtype="str"),
        }
    )


def never():
    raise AssertionError("it was made already")


def test_a_table_is_computed_once(kept):
    first = kept.table("births-1", measures)
    pd.testing.assert_frame_equal(kept.table("births-1", never), first)


def test_what_is_kept_is_what_was_computed_with_its_types(kept):
    pd.testing.assert_frame_equal(kept.table("births-1", measures), measures())


def test_another_key_is_computed_again(kept):
    kept.table("births-1", measures)
    assert len(kept.table("births-2", lambda: measures().head(1))) == 1


def test_a_damaged_result_is_made_again(kept):
    kept.table("births-1", measures)
    path = kept.folder / "births-1.parquet"
    whole = path.read_bytes()
    for damaged in (whole[:-20], b"", whole[:10] + b"\xff\xff" + whole[12:]):
        path.write_bytes(damaged)
        pd.testing.assert_frame_equal(kept.table("births-1", measures), measures())


def test_files_are_written_once_and_copied_from_then_on(kept, tmp_path):
    kept.files("maps-1", tmp_path / "one", lambda folder: write(folder / "a.json", "{}"))
    kept.files("maps-1", tmp_path / "two", lambda folder: never())
    assert (tmp_path / "two" / "a.json").read_text() == "{}"


def test_files_of_a_step_that_failed_are_not_kept(kept, tmp_path):
    def stop(folder):
        write(folder / "a.json", "half")
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        kept.files("maps-1", tmp_path / "one", stop)
    assert not (kept.folder / "maps-1").exists()


def test_nothing_half_written_is_left_when_steps_are_closed(tmp_path):
    with steps.opened(tmp_path) as found:
        found.table("births-1", measures)
    assert [path.name for path in tmp_path.iterdir()] == ["births-1.parquet"]


def test_what_no_build_has_used_for_a_month_is_forgotten(tmp_path):
    with steps.opened(tmp_path) as found:
        for key in ("old", "used", "new"):
            found.table(key, measures)
    long_ago = time.time() - 31 * 86_400
    for key in ("old", "used"):
        os.utime(tmp_path / f"{key}.parquet", (long_ago, long_ago))
    with steps.opened(tmp_path) as found:
        found.table("used", never)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["new.parquet", "used.parquet"]


def write(path, text):
    path.write_text(text)
    return path


def test_a_key_follows_the_contents_of_a_file_and_not_its_name_or_time(kept, tmp_path):
    one, same = write(tmp_path / "one", "births"), write(tmp_path / "two", "births")
    other = write(tmp_path / "three", "deaths")
    os.utime(same, (0, 0))
    assert kept.key("parse", file=one) == kept.key("parse", file=same)
    assert kept.key("parse", file=one) != kept.key("parse", file=other)


def test_a_file_that_changed_since_it_was_last_looked_at_has_another_key(kept, tmp_path):
    path = write(tmp_path / "one", "births")
    before = kept.key("parse", file=path)
    write(path, "deaths")
    os.utime(path, (1, 1))
    assert kept.key("parse", file=path) != before


@pytest.mark.parametrize(
    "change",
    [
        lambda table: table.assign(value=[1 / 3, 0.0]),
        lambda table: table.rename(columns={"value": "worth"}),
        lambda table: table.set_axis(["a", "b"], axis=0),
        lambda table: table.astype({"value": "float32"}),
        lambda table: table.iloc[::-1],
    ],
)
def test_a_key_follows_every_cell_name_and_type_of_a_table(kept, change):
    assert kept.key("parse", table=change(measures())) != kept.key("parse", table=measures())
    assert kept.key("parse", table=measures()) == kept.key("parse", table=measures())


def test_a_key_follows_the_versions_of_libraries(kept, monkeypatch):
    before = kept.key("parse", year=2024)
    monkeypatch.setattr(steps, "environment", lambda: {"pandas": "99"})
    assert kept.key("parse", year=2024) != before


def test_the_code_of_a_parse_is_its_module_and_what_that_imports():
    files = set(code_of(ons_population))
    assert {"sources/ons_population.py", "errors.py", "sources/_tables.py"} <= files
    assert not {"build.py", "sources/dfe_lait.py", "cli.py"} & files


def test_declared_corrections_are_a_part_of_the_code_that_makes_them():
    assert "corrections.toml" in code_of(dfe_lait)
    assert "corrections.toml" not in code_of(ons_population)


def test_a_change_to_a_module_that_is_imported_changes_the_code(tmp_path, monkeypatch):
    monkeypatch.setattr(fingerprint, "PACKAGE", tmp_path / "etl")
    (tmp_path / "etl").mkdir()
    shared = write(tmp_path / "etl" / "periods.py", "FIRST = 2020\n")

    class Module:
        __file__ = str(write(tmp_path / "etl" / "births.py", "from etl import periods\n"))

    before = code_of(Module)  # pyright: ignore[reportArgumentType]
    assert set(before) == {"births.py", "periods.py"}
    write(shared, "FIRST = 1999\n")
    os.utime(shared, (1, 1))
    after = code_of(Module)  # pyright: ignore[reportArgumentType]
    assert after["periods.py"] != before["periods.py"]
    assert after["births.py"] == before["births.py"]

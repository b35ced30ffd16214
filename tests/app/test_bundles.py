"""The scripts and styles of the page, as they are gathered to be served."""

from app.bundles import prepare_assets


def test_a_script_is_served_without_the_comments_that_have_lines_of_their_own(tmp_path):
    (tmp_path / "assets").mkdir()
    (tmp_path / "assets" / "a.js").write_text(
        "/* What it is,\n   in two lines. */\n"
        "let a = '/* kept */'; /* beside */\n  /** b */\nlet b;\n"
    )
    (tmp_path / "assets" / "b.js").write_text("/* before */ let c;\n/* after\n */\n")
    www = prepare_assets(tmp_path / "assets", tmp_path / "cache").www
    served = next(www.rglob("atlas.*.js")).read_text()
    assert served == "let a = '/* kept */'; /* beside */\nlet b;\n;\n/* before */ let c;\n"

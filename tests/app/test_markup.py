"""Tables leave as one piece of markup, escaped, in place of components."""

from __future__ import annotations

from dash import html

from app.pages.markup import markup, tables_as_markup


def test_text_and_attributes_are_escaped():
    row = html.Td("<b>5 & 6</b>", title='"quoted"', className="num")
    assert markup(row) == (
        '<td class="num" title="&quot;quoted&quot;">&lt;b&gt;5 &amp; 6&lt;/b&gt;</td>'
    )


def test_only_the_tables_named_become_markup_and_the_rest_stays():
    parts = {"a-table": {"children": html.Table()}, "a-graph": {"figure": {}}}
    assert tables_as_markup(parts, ["a-table", "absent"]) == {
        "a-table": {"data-html": "<table></table>"},
        "a-graph": {"figure": {}},
    }

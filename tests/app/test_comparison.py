"""Need against access: thirds, quadrants, places by interval, and the words computed from them."""

from __future__ import annotations

import csv
import io

import pytest
from dash import html

from app import certainty, compare_findings, comparison, shortfall
from app.certainty import Places
from app.charts import scatter
from app.choices import ACCESS, MOST_AREAS, NEED, Pair, Side
from app.findings import Reading
from app.pages import compare_csv, compare_model, compare_pair
from app.pages.markup import markup
from app.pages.pieces import pieces
from app.release import Release
from app.state import ViewState
from app.unknown import UnknownView

BIRMINGHAM = "E08000025"
CITY_OF_LONDON = "E09000001"


def row(value: float | None, lower: float | None = None, upper: float | None = None) -> Reading:
    return Reading(name="", value=value, lower=lower, upper=upper, marker=None if value else "x")


@pytest.fixture(scope="module")
def birmingham(embedded: Release) -> comparison.Comparison:
    return comparison.read(embedded, Pair(BIRMINGHAM))


def test_thirds_lie_at_a_third_and_two_thirds_of_the_way_through_the_values():
    assert comparison.thirds([40, 10, 20, 30]) == (20, 30)
    assert comparison.thirds([0, 10, 20]) == pytest.approx((20 / 3, 40 / 3))


def test_two_values_have_no_thirds():
    assert comparison.thirds([1, 2]) is None


@pytest.mark.parametrize(
    ("value", "third", "third_where_lower_is_worse"),
    [(10, 0, 2), (20, 0, 1), (25, 1, 1), (30, 1, 0), (31, 2, 0)],
)
def test_a_value_on_a_break_belongs_to_the_better_third(value, third, third_where_lower_is_worse):
    assert comparison.third(value, (20, 30), 1) == third
    assert comparison.third(value, (20, 30), -1) == third_where_lower_is_worse


def test_areas_whose_intervals_overlap_share_their_places():
    rows = [row(60, 58, 62), row(55, 52, 58.5), row(54, 51, 57), row(40, 38, 42)]
    assert certainty.places(rows, 1) == [
        Places(1, 1, 2),
        Places(2, 1, 3),
        Places(3, 2, 3),
        Places(4, 4, 4),
    ]


def test_where_lower_is_worse_the_lowest_comes_first():
    rows = [row(10, 9, 11), row(5, 4, 6)]
    assert certainty.places(rows, -1) == [Places(2, 2, 2), Places(1, 1, 1)]


def test_without_intervals_no_place_is_claimed():
    assert certainty.places([row(10), row(5, 4, 6)], 1) == [None, None]


def test_an_area_without_a_value_has_no_place_and_takes_none():
    rows = [row(None), row(10, 9, 11)]
    assert certainty.places(rows, 1) == [None, Places(1, 1, 1)]


def test_every_place_lies_within_the_range_its_interval_leaves_open(birmingham):
    wards = birmingham.ordered(birmingham.wards)
    order = certainty.places([ward.need for ward in wards], birmingham.need.worse)
    assert [place.place for place in order if place] == list(range(1, len(wards) + 1))
    assert all(place.best <= place.place <= place.worst for place in order if place)


def test_a_council_is_in_four_quadrants_and_nine_classes_each_ward_once(birmingham):
    corners = [(more, scarce) for more in (True, False) for scarce in (True, False)]
    assert sum(birmingham.count(corner) for corner in corners) == len(birmingham.known)
    counts = compare_model.model(birmingham)["counts"]
    assert sum(map(sum, counts)) == len(birmingham.known)
    assert counts[2][2] == len(birmingham.first)


def test_thirds_within_a_council_hold_a_third_of_its_wards_each(birmingham):
    for side in (0, 1):
        sizes = [
            sum(ward.thirds is not None and ward.thirds[side] == third for ward in birmingham.wards)
            for third in (0, 1, 2)
        ]
        assert max(sizes) - min(sizes) <= 1


def test_the_wards_to_look_at_first_are_ordered_by_need_and_scarcest_in_places(birmingham):
    needs = [ward.need.value for ward in birmingham.first]
    assert needs == sorted(needs, reverse=True)
    low = birmingham.access_breaks[0]
    assert all(ward.access.value < low for ward in birmingham.first)


def test_swapping_the_two_indicators_keeps_the_wards_to_look_at_first(embedded, birmingham):
    swapped = comparison.read(embedded, Pair(BIRMINGHAM, need=ACCESS, access=NEED))
    assert {ward.code for ward in swapped.first} == {ward.code for ward in birmingham.first}


def test_split_at_england_more_of_a_poor_city_lies_on_the_worse_side(embedded, birmingham):
    england = comparison.read(embedded, Pair(BIRMINGHAM, split="england"))
    assert england.need_line == england.need.england.value
    assert england.count((True, True)) > birmingham.count((True, True))


def test_places_short_would_bring_a_ward_to_its_councils_rate(birmingham):
    for ward in birmingham.first:
        short = shortfall.places_short(birmingham.access, ward.access)
        rate = 100 * (ward.access.numerator + short) / ward.access.denominator
        assert rate == pytest.approx(birmingham.access.council.value)


def test_a_ward_above_its_councils_rate_is_no_places_short(birmingham):
    most = max(birmingham.known, key=lambda ward: ward.access.value)
    assert shortfall.places_short(birmingham.access, most.access) == 0


def test_an_indicator_that_counts_no_places_has_none_short(embedded):
    found = comparison.read(embedded, Pair(BIRMINGHAM, access="imd_score"))
    assert shortfall.places_short(found.access, found.wards[0].access) is None


def test_a_council_without_ward_figures_says_so(embedded):
    found = comparison.read(embedded, Pair(CITY_OF_LONDON))
    assert found.first == ()
    assert compare_findings.finding(found) == "City of London has no wards with both figures"
    assert compare_pair.layout(embedded, found.pair)


def test_the_finding_counts_the_wards_of_the_worst_corner(birmingham):
    count = birmingham.count((True, True))
    words = "Birmingham wards combine above-average need with below-average nursery places"
    assert compare_findings.finding(birmingham) == f"{count} of 69 {words}"


def test_the_care_says_first_that_the_two_are_not_of_one_date(birmingham):
    first = compare_findings.care(birmingham)[0]
    assert "2024/25" in first and "August 2021" in first and "not of one date" in first


def test_a_place_is_said_as_a_rank_or_a_range():
    assert compare_findings.order_words(Places(2, 2, 5)) == "2nd to 5th"
    assert compare_findings.order_words(Places(3, 3, 3)) == "3rd"


def test_a_value_far_from_the_rest_lies_beyond_the_scale():
    axis = scatter.axis(("Places", "Places"), "", [5, 10, 15, 20, 25, 30, 239], [28], floor=0.0)
    assert axis.low == 0 and 30 < axis.high < 60


def test_the_scale_holds_the_lines_of_council_and_england():
    axis = scatter.axis(("Share", "Share"), "%", [40, 41, 42, 43, 44], [42, 19.8], floor=0.0)
    assert axis.low <= 19.8 <= axis.high


def test_the_table_gives_every_ward_then_the_council_and_england(embedded, birmingham):
    content = compare_csv.content(embedded, birmingham).decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(content)))
    assert len(rows) == 69 + 2
    assert [rows[-2]["area_name"], rows[-1]["area_name"]] == ["Birmingham", "England"]
    shown = {ward.code: ward for ward in birmingham.wards}
    for found in rows[:-2]:
        assert float(found["need_value"]) == round(shown[found["area_code"]].need.value, 1)


def test_markup_escapes_what_it_is_given():
    written = markup(html.Td(["a < b", html.B("&")], className="num", **{"data-x": '"'}))
    assert written == '<td class="num" data-x="&quot;">a &lt; b<b>&amp;</b></td>'


def test_an_element_with_named_parts_gives_theirs_instead_of_its_children():
    page = html.Div([html.P("one", id="first"), html.P("two")], id="outer", className="x")
    assert pieces(page) == {"outer": {"className": "x"}, "first": {"children": "one"}}


def test_a_change_of_the_pair_sets_the_same_pieces_whatever_it_shows(embedded):
    states = (Pair(BIRMINGHAM), Pair(BIRMINGHAM, need="imd_score"), Pair(CITY_OF_LONDON))
    sets = [set(compare_pair.parts(embedded, pair)) for pair in states]
    assert sets[0] == sets[1] == sets[2]


@pytest.mark.parametrize(
    ("search", "url"),
    [
        ("", "/compare"),
        (f"?lad={BIRMINGHAM}", f"/compare?lad={BIRMINGHAM}"),
        (
            f"?access={ACCESS}&need={NEED}&lad={BIRMINGHAM}&split=council",
            f"/compare?lad={BIRMINGHAM}",
        ),
        (f"?lad={BIRMINGHAM}&split=england", f"/compare?lad={BIRMINGHAM}&split=england"),
        (f"?areas={BIRMINGHAM},{BIRMINGHAM}", f"/compare?areas={BIRMINGHAM}"),
        (f"?i=gld&areas={BIRMINGHAM},E92000001", f"/compare?areas={BIRMINGHAM},E92000001&i=gld"),
    ],
)
def test_an_address_has_one_canonical_form(embedded, search, url):
    assert ViewState.parse("/compare", search, embedded).url() == url


@pytest.mark.parametrize(
    ("search", "status", "says"),
    [
        ("?lad=E08000099", 404, "is not the code of a council"),
        ("?need=imd_score", 400, "names no council"),
        (f"?lad={BIRMINGHAM}&need=nonsense", 404, "no indicator “nonsense”"),
        (f"?lad={BIRMINGHAM}&need=gld", 404, "not known by ward"),
        (f"?lad={BIRMINGHAM}&need={ACCESS}", 400, "with itself"),
        (f"?lad={BIRMINGHAM}&split=wales", 400, "not “wales”"),
        (f"?lad={BIRMINGHAM}&w=E05003297", 404, "is not a ward of Birmingham"),
        (f"?lad={BIRMINGHAM}&areas={BIRMINGHAM}", 400, "not both"),
        ("?areas=E99999999", 404, "not an area"),
        (
            f"?areas={','.join(f'E0800000{n}' for n in range(MOST_AREAS + 1))}",
            400,
            "At most 8 areas",
        ),
        ("?areas=E92000001&i=nonsense", 404, "no indicator “nonsense”"),
        ("?c=council", 400, "no parameter “c”"),
        ("?ip=1", 400, "no parameter “ip”"),
    ],
)
def test_a_mistaken_address_is_refused_in_words(embedded, search, status, says):
    with pytest.raises(UnknownView) as fault:
        ViewState.parse("/compare", search, embedded)
    assert fault.value.status == status and says in fault.value.message


def test_eight_areas_and_twelve_indicators_fit_an_address(embedded):
    areas = tuple(area.code for area in embedded.councils()[:8])
    indicators = tuple(list(embedded.indicators)[:12])
    side = Side(areas, indicators)
    path, _, search = side.url().partition("?")
    assert ViewState.parse(path, search, embedded).compare == side

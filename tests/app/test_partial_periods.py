"""A period that some councils have: theirs to choose, and no part of what is shown of England."""

from urllib.parse import urlsplit

import pytest
from tiny_release import (
    ACOCKS_GREEN,
    ALFRETON,
    AMBER_VALLEY,
    BIRMINGHAM,
    ENGLAND,
    LOW_INCOME,
)

from app import api_v1, profile, values, view
from app.components import controls
from app.pages import area_trend, ward_cells
from app.rows import LATEST, Rows
from app.state import ViewState
from app.unknown import UnknownView

OWN, OTHER = f"/area/{BIRMINGHAM}", f"/area/{AMBER_VALLEY}"


def state(release, address):
    parts = urlsplit(address)
    return ViewState.parse(parts.path, f"?{parts.query}", release)


def test_england_and_every_council_open_on_the_last_period_of_all_england(partial):
    for address in (OWN, OTHER, "/"):
        assert state(partial, address).period == "2024/25"
    assert partial.coverage(LOW_INCOME, "lad").latest.label == "2024/25"


def test_a_council_that_has_it_can_choose_it_and_is_told_whose_it_is(partial):
    shown = view.read(partial, state(partial, f"{OWN}?p=Dec-2025"))
    assert [ward.value for ward in shown.wards] == [35.0, 18.0, None]
    assert [option["label"] for option in controls.period_options(partial, shown.state)] == [
        "Dec 2025 (1 council only)",
        "2024/25 (latest of England)",
        "2021/22",
    ]


def test_any_other_council_and_the_map_of_england_do_not_know_it(partial):
    labels = [o["label"] for o in controls.period_options(partial, state(partial, OTHER))]
    assert labels == ["2024/25 (latest)", "2021/22"]
    for address in (f"{OTHER}?p=Dec-2025", "/?p=Dec-2025"):
        with pytest.raises(UnknownView):
            state(partial, address)
    assert set(values.england_councils(partial, LOW_INCOME)["periods"]) == {"2021/22", "2024/25"}
    assert set(values.england_wards(partial, LOW_INCOME)["periods"]) == {"2024/25"}


def test_it_is_compared_with_nothing_of_england(partial):
    shown = view.read(partial, state(partial, f"{OWN}?p=Dec-2025"))
    assert not shown.has_fifths
    assert area_trend._partial(partial, shown)
    assert not area_trend._partial(partial, view.read(partial, state(partial, OWN)))
    assert shown.england.value is None
    assert {point.period for line in shown.lines for point in line.points} == {"2021/22", "2024/25"}


def test_the_councils_first_file_stays_as_it_was_and_its_second_has_it_without_classes(partial):
    first = values.council_latest(partial, BIRMINGHAM)["indicators"][LOW_INCOME]
    assert (first["period"], first["england"]) == ("2024/25", 19.8)
    periods = values.council_earlier(partial, BIRMINGHAM, LOW_INCOME)["periods"]
    assert list(periods) == ["2021/22", "Dec 2025"]
    assert (periods["Dec 2025"]["value"], periods["Dec 2025"]["breaks"]) == ([35, 18, None], None)
    assert "Dec 2025" not in values.council_earlier(partial, AMBER_VALLEY, LOW_INCOME)["periods"]


def test_the_script_knows_it_and_which_period_is_shown_first(partial):
    said = {item["id"]: item["coverage"] for item in values.indicators(partial)["indicators"]}
    assert said[LOW_INCOME]["ward"]["periods"] == ["2021/22", "2024/25", "Dec 2025"]
    assert said[LOW_INCOME]["ward"]["latest"] == "2024/25"


def test_a_series_and_a_profile_end_where_englands_do(partial):
    assert [row.period for row in partial.series(LOW_INCOME, ACOCKS_GREEN)] == [
        "2021/22",
        "2024/25",
    ]
    assert profile.read(partial, ACOCKS_GREEN).row(LOW_INCOME).period.label == "2024/25"


def test_a_profile_says_the_later_figure_in_words_and_only_where_the_council_has_it(partial):
    def later(ward):
        row = profile.read(partial, ward).row(LOW_INCOME)
        return [ward_cells.of_some(row, figure) for figure in row.partial]

    assert later(ACOCKS_GREEN) == ["Dec 2025: 35.0% (33.0 to 37.0%), for 1 council only"]
    assert later(ALFRETON) == []


def test_where_all_england_has_one_other_period_no_trend_is_drawn_and_it_says_why():
    said = area_trend.too_few({"Aug 2021"}, partial=True)
    assert said == "Only Aug 2021 is published for all of England, so there is no trend to draw."


def test_the_api_gives_it_when_asked_and_says_whose_it_is(partial):
    rows = Rows(partial)
    (asked,) = rows.select([LOW_INCOME], ["lad"], within=None, period="Dec-2025")
    assert [row.area_code for row in rows.page([asked], 0, 10)] == [BIRMINGHAM]
    (latest,) = rows.select([LOW_INCOME], ["country"], within=None, period=LATEST)
    assert [(row.area_code, row.period) for row in rows.page([latest], 0, 10)] == [
        (ENGLAND, "2024/25")
    ]
    covered = api_v1.described(partial, partial.indicators[LOW_INCOME])["coverage"]["ward"]
    assert {entry["period"]: entry["councils"] for entry in covered["periods"]} == {
        "2021/22": None,
        "2024/25": None,
        "Dec 2025": (BIRMINGHAM,),
    }
    assert partial.observation(LOW_INCOME, ALFRETON, "Dec 2025") is None

"""Change between two periods: when it may be told, what it is, and what a page says of it."""

import csv
import io
from dataclasses import replace

import pytest
from tiny_release import ACOCKS_GREEN, ASQ, BIRMINGHAM, LOW_INCOME

from app import change_findings
from app.change import Change, bases, between, why_not
from app.findings import Reading
from app.pages import area_change, table_csv
from app.state import ViewState
from app.unknown import UnknownView
from app.view import read
from etl.registry import BY_ID, Break

AREA = f"/area/{BIRMINGHAM}"
SHARE = BY_ID[LOW_INCOME]


def reading(value=None, lower=None, upper=None, marker=None, name="Aston") -> Reading:
    return Reading(name=name, value=value, lower=lower, upper=upper, marker=marker, code=name)


def change(before: tuple[float, ...], after: tuple[float, ...], name: str = "Aston") -> Change:
    return between(reading(*before, name=name), reading(*after, name=name), 1)


def test_a_change_is_the_difference_of_the_figures_as_they_are_shown():
    # 2.04 is shown as 2.0 and 3.06 as 3.1; the unrounded difference would be 1.0
    assert change((2.04,), (3.06,)).value == 1.1


def test_its_interval_is_newcombes():
    found = change((30.06, 28.9, 31.2), (33.44, 32.1, 34.8))
    # 3.3 - √(1.3² + 1.1²) and 3.3 + √(1.4² + 1.2²), from 30.1 and 33.4
    assert found.value == 3.3
    assert found.lower == pytest.approx(3.3 - 2.9**0.5)
    assert found.upper == pytest.approx(3.3 + 3.4**0.5)
    assert found.direction == "increase"


def test_a_change_whose_interval_holds_zero_is_not_clear():
    found = change((30.0, 28.0, 32.0), (31.0, 29.0, 33.0))
    assert found.direction == "none" and change_findings.read(found) == "No clear change"


def test_without_intervals_a_change_has_a_direction_and_says_it_is_not_tested():
    found = change((1700,), (1650,))
    assert (found.direction, found.tested) == ("decrease", False)
    assert change_findings.read(found) == "Lower: not tested"
    assert change_findings.read(change((1700,), (1700,))) == "No change"


@pytest.mark.parametrize("marker", ["b", "e", "u"])
def test_a_figure_on_another_footing_is_not_compared(marker):
    found = between(reading(30.0), reading(33.0, marker=marker), 1)
    assert found.value is None and found.direction is None
    assert change_findings.read(found) == "On another footing: not compared"


def test_a_missing_figure_leaves_no_change():
    found = between(reading(marker="low"), reading(33.0), 1)
    assert found.value is None
    assert change_findings.read(found) == "No figure in both periods"


def test_a_break_divides_the_periods_of_a_series(tiny):
    coverage = tiny.coverage(LOW_INCOME, "ward")
    cut = replace(SHARE, breaks=(Break("2024/25", "new definition: do not compare"),))
    assert bases(SHARE, coverage.periods) == [0, 0]
    assert bases(cut, coverage.periods) == [0, 2]
    assert why_not(SHARE, coverage, *coverage.periods) is None
    assert why_not(cut, coverage, *coverage.periods) == "new definition: do not compare"


def test_a_quarter_is_not_compared_with_a_year(tiny):
    coverage = tiny.coverage(ASQ, "lad")
    assert bases(BY_ID[ASQ], coverage.periods) == [1, 0]
    reason = why_not(BY_ID[ASQ], coverage, *coverage.periods)
    assert reason == "a quarter is not compared with a year"


def test_the_periods_that_may_be_compared_are_those_of_one_basis(embedded):
    for indicator in embedded.indicators.values():
        for level in ("ward", "lad", "utla"):
            if coverage := embedded.coverage(indicator.id, level):
                numbers = bases(indicator, coverage.periods)
                for last, after in enumerate(coverage.periods):
                    for first, before in enumerate(coverage.periods[:last]):
                        reason = why_not(indicator, coverage, before, after)
                        assert (reason is None) == (numbers[first] == numbers[last])


def test_an_address_names_the_period_since_which_change_is_shown(tiny):
    state = ViewState.parse(AREA, "?from=2021-22", tiny)
    assert state.since == "2021-22" and state.url() == f"{AREA}?from=2021-22"
    assert state.change(tiny, ward=ACOCKS_GREEN).since == "2021-22"
    assert state.change(tiny, slug="2021-22").since is None


@pytest.mark.parametrize(
    ("query", "status", "says"),
    [
        ("from=2024-25", 400, "2024/25 is not before 2024/25"),
        ("p=2021-22&from=2024-25", 400, "2024/25 is not before 2021/22"),
        ("from=1999", 404, "has no figures for “1999”"),
        (f"i={ASQ}&from=2021-22-Q4", 400, "a quarter is not compared with a year"),
    ],
)
def test_a_change_that_cannot_be_shown_says_why(tiny, query, status, says):
    with pytest.raises(UnknownView) as fault:
        ViewState.parse(AREA, query, tiny)
    assert fault.value.status == status and says in fault.value.message
    for way in fault.value.suggestions:
        ViewState.parse(*way.href.partition("?")[::2], tiny)


def test_the_control_offers_earlier_periods_and_says_why_others_cannot_be(tiny, embedded):
    offered = area_change.parts(tiny, ViewState.parse(AREA, "", tiny))
    labels = [option["label"] for option in offered["change-select"]["options"]]
    assert labels == ["Level", "Change since 2021/22"]
    assert not offered["change-select"]["disabled"] and offered["change-why"]["hidden"]
    index = area_change.parts(embedded, ViewState.parse(AREA, "?i=imd_score", embedded))
    assert index["change-select"]["disabled"]
    assert "Not since 2019" in index["change-why"]["children"]
    once = area_change.parts(embedded, ViewState.parse(AREA, "?i=homes_owned", embedded))
    assert once["change-why"]["children"] == "Only one period is published."


def test_the_finding_counts_the_wards_that_rose_and_fell():
    changes = [
        change((30.0, 29.0, 31.0), (35.0, 34.0, 36.0), "Aston"),
        change((30.0, 29.0, 31.0), (25.0, 24.0, 26.0), "Bartley"),
        change((30.0, 29.0, 31.0), (36.0, 35.0, 37.0), "Castle"),
        change((30.0, 28.0, 32.0), (31.0, 29.0, 33.0), "Druids"),
    ]
    said = change_findings.finding(
        indicator=SHARE,
        council="Birmingham",
        noun="ward",
        changes=changes,
        span="2021/22 to 2024/25",
    )
    assert said == (
        "Share of children on low incomes rose in 2 of Birmingham’s 4 wards, "
        "2021/22 to 2024/25, and fell in 1; 1 shows no clear change"
    )


def test_the_summary_tells_the_whole_its_ends_and_which_way_is_better(tiny):
    view = read(tiny, ViewState.parse(AREA, "?from=2021-22", tiny))
    said = area_change.summary(view)
    assert "Birmingham went from 36.0% to 39.5%, +3.5 points (95% interval +3.1 to +3.9" in said
    assert "England went from 18.9% to 19.8%, +0.9 points" in said
    assert said.endswith("A rise is worse here.")


def test_the_download_has_both_figures_and_their_change(tiny, monkeypatch):
    monkeypatch.setitem(tiny.manifest, "sources", [])
    view = read(tiny, ViewState.parse(AREA, "?from=2021-22", tiny))
    content = table_csv.content(tiny, view).decode("utf-8-sig")
    rows = {row["area_name"]: row for row in csv.DictReader(io.StringIO(content))}
    acocks = rows["Acocks Green"]
    assert (acocks["from_value"], acocks["value"], acocks["change"]) == ("30.1", "33.4", "3.3")
    assert acocks["change_reading"] == "Rose"
    assert rows["Allens Cross"]["change"] == ""
    assert rows["Allens Cross"]["change_reading"] == "No figure in both periods"
    assert table_csv.file_name(view).endswith("-2021-22-2024-25")

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tiny_release import (
    ACOCKS_GREEN,
    ALFRETON,
    AMBER_VALLEY,
    ASQ,
    BIRMINGHAM,
    LOW_INCOME,
    POPULATION,
)

from app.state import MAX_ADDRESS, ViewState
from app.unknown import UnknownView

AREA = f"/area/{BIRMINGHAM}"


def parse(address, release):
    parts = urlsplit(address)
    return ViewState.parse(parts.path, f"?{parts.query}" if parts.query else "", release)


def refused(address, release):
    with pytest.raises(UnknownView) as caught:
        parse(address, release)
    return caught.value


def test_an_address_alone_is_the_default_view(tiny):
    state = parse(AREA, tiny)
    assert state == ViewState("area", BIRMINGHAM, LOW_INCOME, "2024/25")
    assert (state.ward, state.lock, state.classes, state.slug) == (None, None, "england", None)


def test_every_choice_is_read(tiny):
    state = parse(f"{AREA}?i={LOW_INCOME}&p=2021-22&w={ACOCKS_GREEN}&c=council", tiny)
    assert (state.period, state.slug, state.ward) == ("2021/22", "2021-22", ACOCKS_GREEN)
    assert state.classes == "council"


def test_a_ward_is_locked_and_stays_so_while_the_rest_changes(tiny):
    state = parse(f"{AREA}?lock={ACOCKS_GREEN}", tiny)
    assert (state.lock, state.ward) == (ACOCKS_GREEN, None)
    assert state.change(tiny, indicator=POPULATION).lock == ACOCKS_GREEN
    assert state.change(tiny, lock=None).url() == AREA


@pytest.mark.parametrize(
    ("address", "canonical"),
    [
        ("/", "/"),
        ("/about", "/about"),
        ("/about/", "/about"),
        (AREA, AREA),
        (f"{AREA}/", AREA),
        (f"{AREA}?i={LOW_INCOME}&p=2024-25&c=england", AREA),  # defaults are left out
        (f"{AREA}?p=2021-22", f"{AREA}?p=2021-22"),
        (
            f"{AREA}?c=steps&lock={ACOCKS_GREEN}&w={ACOCKS_GREEN}&i={POPULATION}",  # put in order
            f"{AREA}?i={POPULATION}&w={ACOCKS_GREEN}&lock={ACOCKS_GREEN}&c=steps",
        ),
        (f"{AREA}?utm_source=mail&fbclid=x1&p=2021-22", f"{AREA}?p=2021-22"),
        (f"/?i={ASQ}&p=2021-22-Q4", f"/?i={ASQ}&p=2021-22-Q4"),
    ],
)
def test_the_canonical_address(tiny, address, canonical):
    assert parse(address, tiny).url() == canonical
    assert parse(canonical, tiny).url() == canonical


def test_the_period_is_the_latest_where_the_indicator_is_shown(tiny):
    assert parse(f"{AREA}?i={ASQ}", tiny).period == "2021/22"  # councils
    assert parse(f"{AREA}?i={POPULATION}", tiny).period == "2020"  # wards
    # Derbyshire publishes the year alone: a district has its county's periods
    assert refused(f"/area/{AMBER_VALLEY}?i={ASQ}&p=2021-22-Q4", tiny).status == 404


def test_wards_are_shown_where_the_indicator_reaches_them(tiny):
    assert parse(AREA, tiny).level(tiny) == "ward"
    assert parse(f"{AREA}?i={ASQ}", tiny).level(tiny) == "lad"
    assert parse("/", tiny).level(tiny) == "lad"


def test_unlike_views_and_releases_have_unlike_keys(tiny):
    one, two = parse(AREA, tiny), parse(f"{AREA}?c=council", tiny)
    assert len({one.key("a"), two.key("a"), one.key("b")}) == 3
    assert one.key("a") == parse(f"{AREA}?i={LOW_INCOME}", tiny).key("a")


def test_another_indicator_keeps_the_period_it_has_and_drops_one_it_lacks(tiny):
    earlier = parse(f"{AREA}?p=2021-22&w={ACOCKS_GREEN}", tiny)
    population = earlier.change(tiny, indicator=POPULATION)
    assert (population.period, population.ward) == ("2020", ACOCKS_GREEN)
    assert earlier.change(tiny, classes="council").period == "2021/22"


@pytest.mark.parametrize(
    ("address", "status", "says", "offers"),
    [
        ("/area/birmingham", 404, "“birmingham” is not the code of a council", AREA),
        ("/area/Birmigham", 404, "“Birmigham” is not the code", AREA),
        ("/area/amber-valley", 404, "is not the code", f"/area/{AMBER_VALLEY}"),
        ("/area/e08000025", 404, "is written E08000025", AREA),
        ("/area/E08000099", 404, "“E08000099” is not an area of this release", "/"),
        (f"/area/{ACOCKS_GREEN}", 404, "is a ward: Acocks Green", f"{AREA}?w={ACOCKS_GREEN}"),
        ("/area/E10000007", 404, "is the county of Derbyshire", f"/area/{AMBER_VALLEY}"),
        ("/area/E12000005", 404, "is West Midlands. Choose a council", "/"),
        ("/area/", 404, "There is no page “/area”", "/"),
        ("/abuot", 404, "There is no page “/abuot”", "/about"),
        (f"{AREA}/wards", 404, "is not the code of a council", "/"),
        (f"{AREA}?i=low_income", 404, "There is no indicator “low_income”", AREA),
        (f"{AREA}?i=", 404, "There is no indicator “”", "/"),
        (f"{AREA}?p=1999", 404, "has no figures for “1999”", f"{AREA}?p=2021-22"),
        (f"{AREA}?p=2021%2F22", 400, "has no figures for “2021/22”", f"{AREA}?p=2021-22"),
        (f"{AREA}?w={ALFRETON}", 404, "is a ward of Amber Valley, not Birmingham", AREA),
        (f"{AREA}?w=E05999999", 404, "is not a ward of Birmingham", AREA),
        (f"{AREA}?lock={ALFRETON}", 404, "is a ward of Amber Valley, not Birmingham", AREA),
        (f"{AREA}?lock=", 404, "“” is not a ward of Birmingham", AREA),
        (f"/?lock={ACOCKS_GREEN}", 400, "no parameter “lock”", "/"),
        (f"{AREA}?c=ward", 400, "not “ward”", "/"),
        (f"{AREA}?x=1", 400, "no parameter “x”", "/"),
        ("/about?i=gld", 400, "no parameter “i”", "/"),
        (f"{AREA}?i={ASQ}&i={ASQ}", 400, "“i” is given twice", "/"),
        (f"{AREA}?{'&'.join('utm_a=1' for _ in range(21))}", 400, "too many parameters", "/"),
    ],
)
def test_a_mistake_is_named_and_a_way_on_is_offered(tiny, address, status, says, offers):
    fault = refused(address, tiny)
    assert fault.status == status and says in fault.message
    assert offers in [way.href for way in fault.suggestions]


def test_every_way_on_leads_somewhere(tiny):
    for address in ("/area/birmngham", f"{AREA}?i=population", f"{AREA}?p=1", "/area/E10000007"):
        for way in refused(address, tiny).suggestions:
            parse(way.href, tiny)


def test_an_overlong_address_is_refused_before_it_is_read(tiny):
    assert refused(f"{AREA}?i={'x' * MAX_ADDRESS}", tiny).status == 400


def test_a_long_value_is_repeated_in_short(tiny):
    assert len(refused(f"{AREA}?i={'x' * 200}", tiny).message) < 100


def test_a_former_code_leads_to_its_successor(embedded):
    fault = refused("/area/E07000026", embedded)
    assert fault.message.endswith("The area is now in Cumberland.")
    assert [way.href for way in fault.suggestions] == ["/area/E06000063"]
    assert "Barnsley" in refused("/area/E08000038", embedded).message
    counties = refused("/area/E10000006", embedded)
    assert "Cumberland and Westmorland and Furness" in counties.message


def test_every_council_and_indicator_of_the_embedded_release_can_be_shown(embedded):
    for council in embedded.councils():
        for indicator in embedded.indicators:
            state = parse(f"/area/{council.code}?i={indicator}", embedded)
            assert state.period, (council.name, indicator)


@given(path=st.text(max_size=60), search=st.text(max_size=120))
def test_whatever_is_asked_is_a_view_or_a_refusal(tiny, path, search):
    try:
        state = ViewState.parse(f"/{path}", search, tiny)
    except UnknownView as fault:
        assert fault.status in (400, 404) and fault.message
    else:
        assert parse(state.url(), tiny) == state


@given(
    indicator=st.sampled_from([LOW_INCOME, POPULATION, ASQ]),
    slug=st.sampled_from([None, "2020", "2021-22", "2024-25", "2021-22-Q4"]),
    ward=st.sampled_from([None, ACOCKS_GREEN]),
    lock=st.sampled_from([None, ACOCKS_GREEN]),
    classes=st.sampled_from(["england", "council", "steps"]),
)
def test_a_state_comes_back_from_its_address(tiny, indicator, slug, ward, lock, classes):
    try:
        state = ViewState.of(
            tiny,
            page="area",
            lad=BIRMINGHAM,
            indicator=indicator,
            slug=slug,
            ward=ward,
            lock=lock,
            classes=classes,
        )
    except UnknownView:
        return
    assert parse(state.url(), tiny) == state

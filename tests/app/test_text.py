"""What the atlas says in words, by examples a reader can check."""

from dataclasses import replace

import pytest

from app import text
from app.findings import Reading, council_finding, finding, ratio_words, summary
from etl.registry import BY_ID

LOW_INCOME = BY_ID["low_income_bhc_relative"]
IMD = BY_ID["imd_score"]
CHILDREN = BY_ID["population_0_4"]
PLACES = BY_ID["childcare_places_per_100"]
GLD = BY_ID["gld"]
ASQ = BY_ID["asq_communication"]


def wards(*verdicts: str | None, start: float = 10.0) -> list[Reading]:
    """One ward a verdict, named A, B, C … with values 10, 11, 12 …"""
    return [
        Reading(name=chr(65 + i), value=start + i, benchmark=verdict)
        for i, verdict in enumerate(verdicts)
    ]


@pytest.mark.parametrize(
    ("indicator", "value", "shown"),
    [
        (LOW_INCOME, 63.84, "63.8%"),
        (PLACES, 11.7, "11.7 per 100"),
        (CHILDREN, 102507.0, "102,507"),
        (IMD, 59.66, "59.7"),
        (LOW_INCOME, -0.04, "0.0%"),
        (LOW_INCOME, -2.5, "−2.5%"),
    ],
)
def test_a_value_is_shown_in_its_unit_and_decimals(indicator, value, shown):
    assert text.amount(value, indicator) == shown


@pytest.mark.parametrize(
    ("indicator", "value", "base", "said"),
    [
        ("low_income_bhc_relative", 63.8, 58.9, "4.9 points higher than Aston"),
        ("low_income_bhc_relative", 58.94, 58.86, "the same as Aston"),  # both are shown as 58.9
        ("low_income_bhc_relative", 4.5, 58.9, "54.4 points lower than Aston"),
        ("population_0_4", 2243, 1043, "1,200 higher than Aston"),
    ],
)
def test_a_figure_is_read_against_another_as_both_are_shown(indicator, value, base, said):
    assert text.against(value, base, "Aston", BY_ID[indicator]) == said


def test_an_interval_names_the_unit_at_both_ends_and_once_in_a_table():
    assert text.interval(62.7, 64.9, LOW_INCOME) == "62.7% to 64.9%"
    assert text.table_interval(62.7, 64.9, LOW_INCOME) == "62.7 to 64.9%"


@pytest.mark.parametrize(
    ("rank", "word"),
    [
        (1, "1st"),
        (2, "2nd"),
        (3, "3rd"),
        (4, "4th"),
        (11, "11th"),
        (12, "12th"),
        (13, "13th"),
        (21, "21st"),
        (111, "111th"),
        (122, "122nd"),
    ],
)
def test_ordinals(rank, word):
    assert text.ordinal(rank) == word


def test_a_rank_counts_from_the_highest_and_says_when_it_is_shared():
    assert text.rank_words(7.0, [9.0, 7.0, 5.0]) == "2nd of 3"
    assert text.rank_words(7.0, [9.0, 7.0, 7.0]) == "joint 2nd of 3"


@pytest.mark.parametrize(
    ("name", "owned"),
    [("Barnsley", "Barnsley’s"), ("St Helens", "St Helens’"), ("Wells", "Wells’")],
)
def test_possessives(name, owned):
    assert text.possessive(name) == owned


def test_a_registered_name_is_said_as_people_say_it():
    assert text.spoken("Bristol, City of") == "Bristol"
    assert text.spoken("Herefordshire, County of") == "Herefordshire"
    assert text.spoken("City of London") == "City of London"


@pytest.mark.parametrize(
    ("period", "opening"),
    [
        ("2024/25", "In 2024/25"),
        ("Aug 2021", "In August 2021"),
        ("2020", "In 2020"),
        ("2021/22 Q3", "In quarter 3 of 2021/22"),
    ],
)
def test_a_period_opens_a_sentence(period, opening):
    assert text.in_period(period) == opening


@pytest.mark.parametrize(
    ("marker", "words"),
    [
        ("low", "withheld: small numbers"),
        ("c", "withheld: small numbers"),
        ("x", "not published"),
        ("z", "not applicable"),
        (None, "not published"),
    ],
)
def test_a_missing_value_says_why(marker, words):
    assert text.missing(marker) == words


def test_fewer_than_five_years_are_no_trend_but_a_count():
    assert text.trend_words(None, 4) == ("···", "Too few years (4 of 5)")


def test_one_year_since_a_break_is_told_as_a_broken_series():
    assert text.trend_words(None, 1, broken=True)[1] == "Series broken"


def test_five_years_without_an_interval_are_not_tested():
    assert text.trend_words(None, 6, tested=False)[1] == "Not tested: no interval"


def test_a_tested_trend_is_told_in_words():
    assert [text.trend_words(trend, 5)[1] for trend in ("increasing", "decreasing", "none")] == [
        "Increasing",
        "Decreasing",
        "No significant change",
    ]


def test_the_finding_counts_the_wards_above_england():
    said = finding(
        indicator=LOW_INCOME,
        council="Birmingham",
        wards=wards("higher", "higher", "similar", "lower"),
    )
    assert (
        said
        == "2 of Birmingham’s 4 wards have a higher share of children on low incomes than England"
    )


def test_the_finding_says_lower_when_most_are_lower():
    said = finding(
        indicator=LOW_INCOME, council="St Helens", wards=wards("lower", "lower", "higher")
    )
    assert (
        said == "2 of St Helens’ 3 wards have a lower share of children on low incomes than England"
    )


def test_a_weak_finding_says_that_wards_are_similar():
    said = finding(
        indicator=LOW_INCOME, council="Rutland", wards=wards("similar", "similar", "higher")
    )
    assert (
        said
        == "2 of Rutland’s 3 wards have a share of children on low incomes similar to England’s"
    )


def test_every_ward_is_all_of_them():
    said = finding(indicator=LOW_INCOME, council="Barnsley", wards=wards("higher", "higher"))
    assert said.startswith("All of Barnsley’s 2 wards have a higher share")


def test_one_ward_above_is_singular():
    said = finding(indicator=LOW_INCOME, council="Hart", wards=wards("higher", None, None))
    assert said.startswith("1 of Hart’s 3 wards has a higher share")


def test_as_many_above_as_below_is_said_so():
    said = finding(
        indicator=LOW_INCOME,
        council="York",
        wards=wards("higher", "higher", "lower", "lower", "similar"),
    )
    assert said == (
        "As many of York’s 5 wards are above England as below in share of children on low "
        "incomes: 2 each"
    )


def test_a_council_of_one_ward():
    said = finding(indicator=LOW_INCOME, council="Tiny", wards=wards("higher"))
    assert said == "Tiny’s only ward has a higher share of children on low incomes than England"


def test_wards_without_a_figure_are_not_counted_as_anything():
    missing = Reading(name="Z", value=None, marker="low")
    said = finding(
        indicator=LOW_INCOME, council="Hart", wards=[*wards("higher", "lower", "lower"), missing]
    )
    assert said == (
        "2 of the 3 wards with a figure in Hart have a lower share of children on low "
        "incomes than England"
    )


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (9.0, "the highest of the 5"),
        (1.0, "the lowest of the 5"),
        (5.0, "joint 2nd of 5 from the highest"),
        (3.0, "4th of 5 from the highest"),
    ],
)
def test_the_ends_of_a_ranking_are_named(value: float, said: str):
    assert text.place_words(value, [9.0, 5.0, 5.0, 3.0, 1.0]) == said


def test_all_suppressed_says_withheld_and_gives_no_number():
    said = finding(
        indicator=LOW_INCOME,
        council="Isles of Scilly",
        wards=[Reading(name=n, value=None, marker="low") for n in "AB"],
    )
    assert said == "No ward figures for Isles of Scilly: all are withheld to protect individuals"


def test_nothing_published_is_not_called_withheld():
    said = finding(
        indicator=IMD, council="City of London", wards=[Reading(name="A", value=None, marker="x")]
    )
    assert said == "No ward figures for City of London: not published"


def test_without_intervals_wards_are_told_by_fifths():
    rows = [
        Reading(name=n, value=v, quintile=q)
        for n, v, q in (("A", 50, 5), ("B", 45, 5), ("C", 9, 1))
    ]
    said = finding(indicator=IMD, council="Barnsley", wards=rows)
    assert (
        said
        == "2 of Barnsley’s 3 wards are in England’s highest fifth by average deprivation score"
    )


def test_no_ward_at_either_end_is_said_so():
    rows = [Reading(name=n, value=20.0, quintile=3) for n in "AB"]
    said = finding(indicator=IMD, council="Barnsley", wards=rows)
    assert said == (
        "None of Barnsley’s 2 wards is in England’s highest or lowest fifth by average "
        "deprivation score"
    )


@pytest.mark.parametrize(
    ("fifths", "said"),
    [
        (
            (5, 1),
            "1 of Bath’s 2 wards is in England’s highest fifth by average deprivation score, ",
        ),
        ((5, 5, 5, 1, 1, 3), "3 of Bath’s 6 wards are in England’s highest fifth by average "),
        ((5, 3, 3, 3, 3, 3), "1 of Bath’s 6 wards is in England’s highest fifth by average "),
    ],
)
def test_when_neither_end_stands_out_both_are_told(fifths, said):
    rows = [Reading(name=str(i), value=20.0 + i, quintile=q) for i, q in enumerate(fifths)]
    told = finding(indicator=IMD, council="Bath", wards=rows)
    assert told.startswith(said)
    assert told.endswith(f", {fifths.count(1)} in its lowest")


def test_a_plain_count_is_not_compared_with_england():
    rows = [Reading(name="A", value=812.0), Reading(name="B", value=2243.0)]
    said = finding(indicator=CHILDREN, council="Birmingham", wards=rows)
    assert said == "B has the highest number of children aged 0 to 4 of Birmingham’s wards: 2,243"


def test_a_shared_highest_count_names_no_single_ward():
    rows = [Reading(name=n, value=5.0) for n in "AB"] + [Reading(name="C", value=1.0)]
    said = finding(indicator=CHILDREN, council="Hart", wards=rows)
    assert said == "2 of Hart’s 3 wards share the highest number of children aged 0 to 4: 5"


def test_a_council_figure_without_interval_gets_no_verdict():
    said = council_finding(
        indicator=GLD,
        area=Reading(name="Birmingham", value=66.3),
        england=Reading(name="England", value=68.3),
    )
    assert said == (
        "66.3% of five-year-olds in Birmingham had a good level of development, against "
        "68.3% in England"
    )


def test_a_council_figure_with_interval_gets_its_verdict():
    area = Reading(name="Birmingham", value=85.2, benchmark="lower", numerator=100)
    england = Reading(name="England", value=86.2)
    said = council_finding(indicator=ASQ, area=area, england=england)
    assert said.startswith("Birmingham has a lower share of two-year-olds")
    assert said.endswith("than England: 85.2% against 86.2%")
    similar = council_finding(
        indicator=ASQ, area=replace(area, benchmark="similar"), england=england
    )
    assert similar.startswith("Birmingham’s share") and "similar to England’s" in similar


def test_a_council_without_a_figure_says_why():
    said = council_finding(
        indicator=ASQ,
        area=Reading(name="Hull", value=None, marker="x"),
        england=Reading(name="England", value=86.2),
    )
    assert said == "No figure for Hull: not published"


def test_the_summary_gives_level_then_spread():
    area = Reading(name="Birmingham", value=39.5, numerator=102507, benchmark="higher")
    rows = [
        Reading(name="Sutton Four Oaks", value=4.5, benchmark="lower"),
        Reading(name="Harborne", value=21.7, benchmark="higher"),
        Reading(name="Heartlands", value=65.6, benchmark="higher"),
    ]
    said = summary(
        indicator=LOW_INCOME,
        period="2024/25",
        area=area,
        england=Reading("England", 19.8),
        wards=rows,
    )
    assert said == (
        "In 2024/25, 102,507 children in Birmingham (39.5%) lived in families on relative low "
        "income before "
        "housing costs, twice the England figure of 19.8%. Wards run from 4.5% in Sutton Four "
        "Oaks to 65.6% in "
        "Heartlands: 2 are higher than England, 0 similar, 1 lower."
    )


def test_the_summary_says_how_many_wards_have_no_figure():
    rows = [*wards("higher", "lower"), Reading(name="Z", value=None, marker="low")]
    said = summary(
        indicator=LOW_INCOME,
        period="2024/25",
        area=Reading("Hart", 12.0, 30, benchmark="lower"),
        england=Reading("England", 19.8),
        wards=rows,
    )
    assert said.endswith("1 is higher than England, 0 similar, 1 lower; 1 ward has no figure.")
    assert (
        "(12.0%) lived in families on relative low income before housing costs, lower than" in said
    )


def test_a_summary_without_the_councils_figure_still_gives_englands():
    said = summary(
        indicator=GLD,
        period="2024/25",
        area=Reading("Hull", None, marker="x"),
        england=Reading("England", 68.3),
    )
    assert said == "In 2024/25, the figure for Hull is not published; England’s is 68.3%."


def test_a_shared_end_of_the_range_names_no_single_ward():
    rows = [Reading(n, v) for n, v in (("A", 0.0), ("B", 0.0), ("C", 40.0))]
    said = summary(
        indicator=PLACES,
        period="Aug 2021",
        area=Reading("Hart", 33.0, 900),
        england=Reading("England", 33.7),
        wards=rows,
    )
    assert "Wards run from 0.0 in 2 wards to 40.0 in C." in said


@pytest.mark.parametrize(
    ("value", "other", "words"),
    [
        (39.5, 19.8, "twice"),
        (39.4, 19.8, None),
        (42.0, 19.8, "more than twice"),
        (59.4, 19.8, "three times"),
        (9.9, 19.8, "half"),
        (6.6, 19.8, "a third of"),
        (8.0, 19.8, "less than half"),
        (20.0, 19.8, None),
        (5.0, 0.0, None),
    ],
)
def test_a_multiple_is_said_only_when_rounding_allows_it(value, other, words):
    assert ratio_words(value, other, 1) == words


def test_a_rate_names_its_hundred_once():
    said = summary(
        indicator=PLACES,
        period="Aug 2021",
        area=Reading("Birmingham", 28.8, 22908),
        england=Reading("England", 33.2),
    )
    assert said == (
        "In August 2021, Birmingham had 22,908 nursery places, 28.8 for every 100 children aged 0 "
        "to 4, against 33.2 in England."
    )


def test_a_score_is_never_a_multiple_of_another():
    said = summary(
        indicator=IMD,
        period="2025",
        area=Reading("Barnsley", 40.0),
        england=Reading("England", 20.0),
    )
    assert "twice" not in said and "against 20.0 in England" in said


def test_a_multiple_is_not_said_where_the_area_is_similar_to_england():
    area = Reading("Hart", 40.0, 4, benchmark="similar")
    said = summary(
        indicator=LOW_INCOME, period="2024/25", area=area, england=Reading("England", 20.0)
    )
    assert "similar to the England figure of 20.0%" in said
